"""What stands behind `/suche`: skills and what to leave out, a stance, a town, a day, how many of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from bot.domain.dates import MONTHS
from bot.domain.folding import fold
from bot.domain.skills import Skill, Stance
from bot.domain.towns import CENTRES, find_town, trailing_town
from bot.errors import InvalidInput
from bot.matching.lists.stances import STANCE_WORDS, STANCES_OF_OTHERS
from bot.matching.lists.typed_names import names_a_skill, read_name, rounds_off
from bot.matching.naming.terms import is_quoted, term
from bot.matching.naming.vocabulary import Vocabulary, tidied
from bot.matching.people.searching import Search
from bot.talk.strange import one_line
from bot.talk.text import Phrase

Days = Callable[[str], date]
Sides = tuple[tuple[Skill, ...], tuple[Skill, ...]]  # what is wanted, and what is to be left out
TERMS: Final = 10  # in one question
_WORDS: Final = re.compile(r"[\"„“”»«][^\"„“”»«]*[^\s\"„“”»«][^\"„“”»«]*[\"“”»«](?![^\s,;])|[,;]|[^\s,;]+")
_LONGEST_NAME: Final = 5  # words of one skill: "User Experience Design"
FREE: Final = frozenset(map(fold, ("frei", "free", "verfügbar", "available")))  # who is wanted now
_AT_ONCE: Final = frozenset({"sofort", "absofort", "jetzt"})
_FROM: Final = frozenset({"ab", "from"})
_ON: Final = frozenset({"am", "on"})
_BETWEEN_TOWNS: Final = frozenset({"", "oder", "und", "or", "and"})  # a comma folds to nothing
_LONGEST_PLATE: Final = 3  # letters of a number plate, which is a word as well
_FIELD: Final = re.compile(r"[^\W\d_]{3,20}=\S")  # "stadt=essen", a field that there is not
_ARTICLES: Final = frozenset({"dem", "den", "the"})
_DATE: Final = re.compile(r"\d{1,2}\.\d{1,2}\.(?:\d{2,4})?")
_MONTHS: Final = frozenset(fold(name[:most]) for names in MONTHS.values() for name in names for most in (3, 20))
_EVERYBODY: Final = frozenset(map(fold, ("alle", "jede", "jemand", "leute", "egal", "everybody", "anyone")))
_WAYS: Final[Mapping[str, bool]] = {
    **dict.fromkeys(
        map(
            fold,
            (
                "alles",
                "beides",
                "alle davon",
                "alles davon",
                "alle zusammen",
                "all",
                "both",
                "all of them",
                "all of it",
            ),
        ),
        True,
    ),
    **dict.fromkeys(map(fold, ("eins davon", "eines davon", "egal welches", "any of them", "one of them")), False),
}
_ARTICLE: Final = "an"  # no name, also where somebody has it as their own term
_STANCES_BEFORE_A_COLON: Final[Mapping[str, Stance]] = {  # "ich suche:" is what everybody says here
    words: stance
    for words, stance in STANCE_WORDS.items()
    if words in STANCES_OF_OTHERS or stance in (Stance.PASSES_ON, Stance.LEARNS)
}
_STANCES_ALONE: Final[Mapping[str, Stance]] = {  # without a colon; "suche python" is what everybody says here
    words: stance
    for words, stance in STANCES_OF_OTHERS.items()
    if stance is Stance.PASSES_ON or words.startswith(("lernt", "sucht", "learns", "seeks"))
}
_LONGEST_STANCE: Final = 4  # words: "happy to pass on"
_GLADLY: Final = frozenset({"gern", "gerne"})
_WHO: Final = frozenset({"wer", "who"})
_LONGEST_WAY: Final = 3  # words: "all of them"
_WITHOUT: Final = frozenset(map(fold, "nicht kein keine keinen keinem keiner ohne außer not no without except".split()))
_ONLY: Final = frozenset(map(fold, "nur bloß allein unbedingt zwingend only just necessarily".split()))
_AGAIN: Final = frozenset(map(fold, "aber sondern dafür mit but with".split()))  # and what is wanted again
_COUNT: Final = (
    r"\b(?:\d{1,2}\+?|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|two|three|four|five|six|seven|eight|nine|ten)"
    r"\s*(?:jahre?n?|years?)\b"
)
_YEARS: Final = re.compile(  # of experience, not "50 Jahre Bauhaus"
    rf"\b(?:ab|seit|mit|mindestens|from|since|with|least)\s+{_COUNT}"
    rf"|{_COUNT}\s*(?:$|,|\w*erfahrung|(?:of\s+)?experience)",
    re.IGNORECASE,
)
_SMALL: Final = frozenset(
    map(
        fold,
        "a an und oder mit für in aus bei nahe and or with for wer kann bietet offers ein eine einen einer gute guten "
        "ich wir suche suchen brauche brauchen jemanden der die das ab von "
        "from i we are need looking someone somebody who the".split(),
    )
)


def read_question(was: str, vocabulary: Vocabulary, typed: Sequence[str], day: Days | None = None) -> Search:
    """Read what stands behind `/suche`: a town at its end or beginning is the town, a closing "frei" is the filter.

    With `day`, which reads dates, people are asked for: "ab 5.12." or "frei am 5.12." means who is free on that day,
    and years of experience raise InvalidInput. "gern ab:" or "sucht:" at the head asks for that stance, as do "gern ab
    wordpress" and "wer lernt rust"; "alles" or "eins davon" at the end says how many of the skills somebody is to have.
    What follows on "ohne" or "nicht" is left out, as is "-php". `typed` are the labels that members typed themselves;
    they are names as good as those of the vocabulary. Typing errors are understood, what stands in quotes is just
    itself. A comma at the end says that these are names alone: so our own buttons ask. What has neither a letter nor a
    digit raises InvalidInput, as do a second town and a field that there is not: "stadt=essen".
    """
    own = {fold(label): Skill(fold(label), label) for label in typed}
    if vocabulary.known(was) or fold(was) in own or was.rstrip().endswith(",") or is_quoted(was):
        skills, without = _skills(_separated(was), vocabulary, own)
        return Search(skills, without=without)
    if was.strip() and not any(map(str.isalnum, was)):
        raise InvalidInput(Phrase("Das sagt mir nichts. Schreib zum Beispiel „python essen frei“."), "was")
    head, colon, rest = was.partition(":")
    stance = _STANCES_BEFORE_A_COLON.get(fold(head)) if colon else None
    said = _separated(was if stance is None else rest)
    words, since = _dated(said, day) if day is not None else (said, None)
    words, ending = _ending(words, vocabulary)
    words, first = _leading_town(words, vocabulary, own)
    last = _trailing_town(words)
    if (ending.town and (first or last)) or (first and (last or _leading_town(words, vocabulary, own)[1])):
        raise InvalidInput(Phrase("Nenn nur einen Ort. Leute aus der Nähe zeige ich dir auch."), "was")
    ending = replace(ending, town=ending.town or first)
    _must_leave_out_a_skill(_minuses(words) < _minuses(said))
    if since is not None:
        ending = replace(ending, free=True, since=since)
    if stance is None:
        words, stance = _stance_alone(words)
    if day is not None and _YEARS.search(" ".join(word for word in words if not is_quoted(word))):
        raise InvalidInput(
            Phrase("Seit wie vielen Jahren jemand etwas kann, weiß ich nicht. Lass die Jahre weg."), "was"
        )
    if stray := next((word for word in words if _FIELD.match(word) and fold(word) not in own), None):
        raise InvalidInput(
            Phrase("„{word}“ verstehe ich nicht. Schreib zum Beispiel „python essen frei“.", word=one_line(stray, 40)),
            "was",
        )
    skills, without = _skills(words, vocabulary, own)
    return replace(ending, skills=skills, without=without, stance=stance or Stance.OFFERS)


def _separated(typed: str) -> list[str]:
    """Return the words and commas; what stands in quotes is one word."""
    return [word if word != ";" else "," for word in _WORDS.findall(typed)]


def _minuses(words: Sequence[str]) -> int:
    """Return how many words are to be left out by a minus of their own: "-php", but not the dash alone."""
    return sum(len(word) > 1 and word.startswith("-") for word in words)


def _stance_alone(words: Sequence[str]) -> tuple[Sequence[str], Stance | None]:
    """Return the words without a stance that they begin with, or end with in two words or more, and that stance.

    It may stand around them: "wer gibt wordpress ab".
    """
    begin = int(bool(words) and fold(words[0]) in _WHO)
    if len(words) > begin + 2 and fold(words[begin]) == "gibt" and fold(words[-1]) == "ab":
        return [word for word in words[begin + 1 : -1] if fold(word) not in _GLADLY], Stance.PASSES_ON
    for length in range(min(_LONGEST_STANCE, len(words) - begin - 1), 0, -1):
        ways = (
            (words[begin:][:length], words[begin + length :]),
            (words[-length:] if length > 1 else (), words[:-length]),
        )
        for said, rest in ways:
            stance = _STANCES_ALONE.get(fold("".join(said)))
            if stance is not None and not any(map(is_quoted, said)):
                return rest, stance
    return words, None


def _dated(words: Sequence[str], day: Days) -> tuple[Sequence[str], date | None]:
    """Return the words without "ab dem 5.12.", "frei ab 5.12.", "frei 5.12." or "heute frei", and that day, if any.

    Without "frei" a bare number behind "ab" is no day: "ab 5 Leuten". InvalidInput is raised for "frei ab" without a
    day behind it, and for a date behind "ab" that there is not: "ab 31.2.".
    """
    for at, word in enumerate(words):
        begin = at + (fold(word) in _FROM | _ON)
        end = begin + (begin > at and fold("".join(words[begin : begin + 1])) in _ARTICLES)
        before = at > 0 and fold(words[at - 1]) in FREE
        if begin == at and not before and not (word.isalpha() and fold("".join(words[at + 1 : at + 2])) in FREE):
            continue
        while end < len(words) and words[end] != "," and _is_of_a_day(words[end], day):
            end += 1
        said = " ".join(words[begin:end])
        behind = end < len(words) and fold(words[end]) in FREE
        is_from = fold(word) in _FROM
        if begin == at:
            is_meant = not said.isdigit() and _is_a_day(said, day)
        elif is_from and before and not said and fold("".join(words[at : at + 2])) not in _AT_ONCE:
            raise InvalidInput(Phrase("Den Tag verstehe ich nicht. Schreib zum Beispiel „frei ab 1.2.“."), "was")
        else:
            is_meant = before or behind or (is_from and not said.isdigit() and _is_dated(said, day))
        if said and is_meant:
            return (*words[: at - before], *words[end + behind :]), day(said)
    return words, None


def _is_dated(said: str, day: Days) -> bool:
    return _is_a_day(said, day) or any(_DATE.fullmatch(word) or fold(word) in _MONTHS for word in said.split())


def _is_of_a_day(word: str, day: Days) -> bool:
    """Say whether a word is a piece of a date: it has a digit, is a month, or says a day by itself."""
    return any(char.isdigit() for char in word) or fold(word) in _MONTHS or _is_a_day(word, day)


def _is_a_day(said: str, day: Days) -> bool:
    try:
        return bool(day(said))
    except InvalidInput:
        return False


def _ending(words: Sequence[str], vocabulary: Vocabulary) -> tuple[Sequence[str], Search]:
    """Return the words without what closes a question, in any order, and what that was.

    "Essen-Werden" is Essen, "Essen-Fotografie" a skill.
    """
    asked, before = Search(), len(words) + 1
    while len(words) < before:
        before = len(words)
        while words and words[-1] == ",":
            words = words[:-1]
        if words and is_quoted(words[-1]):
            break
        for length in (2, 1):
            if fold("".join(words[-length:])) in FREE | _AT_ONCE:
                words, asked = words[:-length], replace(asked, free=True)
        for length in range(min(_LONGEST_WAY, len(words)), 0, -1):
            if (every := _WAYS.get(fold("".join(words[-length:])))) is not None:
                words, asked = words[:-length], replace(asked, every=every)
                break
        if asked.town is None:
            if words and "-" in words[-1] and not names_a_skill(words[-1], vocabulary):
                words = (*words[:-1], find_town(words[-1]) or words[-1])
            words, town = trailing_town(words)
            asked = replace(asked, town=town)
    return words, asked


def _leading_town(
    words: Sequence[str], vocabulary: Vocabulary, own: Mapping[str, Skill]
) -> tuple[Sequence[str], str | None]:
    """Return the words without a town that they begin with, and that town; a known name, or half of one, is none."""
    begin = next((at for at, word in enumerate(words) if fold(word) not in _BETWEEN_TOWNS), len(words))
    for length in range(min(_LONGEST_NAME, len(words) - begin - 1), 0, -1):
        said, rest = words[begin : begin + length], words[begin + length :]
        front, town = trailing_town(said)
        names = [name for at in (0, length - 1) for _length, name in _names(words[begin + at :])]
        is_town = town in CENTRES and not front and len("".join(said)) > _LONGEST_PLATE
        if is_town and not any(vocabulary.known(name) or fold(name) in own for name in names) and _is_plain(said):
            return rest[rest[:1] == [","] :], town
    return words, None


def _trailing_town(words: Sequence[str]) -> str | None:
    """Return a town that words still end with, before a comma or "oder"."""
    end = next((at for at in range(len(words), 0, -1) if fold(words[at - 1]) not in _BETWEEN_TOWNS), 0)
    town = trailing_town(words[:end])[1]
    return town if town in CENTRES and _is_plain(words[end - 1 : end]) else None


def _is_plain(words: Sequence[str]) -> bool:
    return not any(map(is_quoted, words))


def _skills(words: Sequence[str], vocabulary: Vocabulary, own: Mapping[str, Skill]) -> Sides:
    """Return the skills that words name, each once, and those to be left out; too many are InvalidInput."""
    sides: tuple[dict[str, Skill], dict[str, Skill]] = {}, {}
    for skill, is_without in _named(words, vocabulary, own):
        sides[is_without][skill.key] = skill
    if sum(map(len, sides)) > TERMS:
        raise InvalidInput(Phrase("Das ist zu viel auf einmal. Höchstens {most} Begriffe.", most=TERMS), "was")
    return tuple(sides[False].values()), tuple(sides[True].values())


def _named(words: Sequence[str], vocabulary: Vocabulary, own: Mapping[str, Skill]) -> Iterator[tuple[Skill, bool]]:
    """Yield the skills that words name, the longest names first, between commas, and whether each is to be left out.

    A word that only rounds off what stands before it is none, unless it is known, somebody's own, or in quotes. "Ohne"
    holds until a comma or "aber"; where it leaves out no skill, InvalidInput is raised.
    """
    at, is_begun, is_without, is_vain = 0, False, False, False
    while at < len(words):
        length, skills = _longest(words[at:], vocabulary, own)
        word = fold(words[at]) if length == 1 and not is_quoted(words[at]) else ""
        if word in _WITHOUT or word in _AGAIN or words[at] == ",":
            _must_leave_out_a_skill(is_vain)
            is_only = word in _WITHOUT and fold("".join(words[at + 1 : at + 2])) in _ONLY
            is_without = is_vain = word in _WITHOUT and not is_only
            is_begun = is_begun and word in _AGAIN
            at += 1 + is_only
            continue
        is_more = is_begun and not is_quoted(words[at]) and rounds_off(words[at])
        for skill in skills:
            if not is_more or skill.is_known or skill.key in own:
                yield skill, is_without or words[at].startswith("-")
                is_vain = False
        is_begun = True
        at += length
    _must_leave_out_a_skill(is_vain)


def _must_leave_out_a_skill(is_vain: bool) -> None:
    if is_vain:
        raise InvalidInput(
            Phrase("Weglassen kann ich nur nach Skills. Schreib zum Beispiel „webdesign ohne wordpress“."), "was"
        )


def _longest(words: Sequence[str], vocabulary: Vocabulary, own: Mapping[str, Skill]) -> tuple[int, Sequence[Skill]]:
    """Return how many of the first words make one name, and its skills; a small word or a comma has none."""
    if is_quoted(words[0]):
        return 1, [term(words[0], vocabulary)]
    names = [one for one in _names(words) if one[0] > 1 or (len(words[0]) > 1 and words[0].casefold() != _ARTICLE)]
    for length, name in names:
        if skill := vocabulary.known(name) or own.get(fold(name)):
            return length, [skill]
    for length, name in names:
        if length > 1 and (slipped := vocabulary.slipped(name)):
            return length, [skill for _said, skill in read_name(slipped, vocabulary)]
    key = fold(words[0])
    if not any(char.isalpha() for char in key) or key in _SMALL or key in _EVERYBODY:
        return 1, []
    return 1, [skill for _said, skill in read_name(words[0], vocabulary)]


def _names(words: Sequence[str]) -> list[tuple[int, str]]:
    """Return what may be the name that begins with the first word, the longest first, with how many words it has."""
    ends = (at for at, word in enumerate(words) if word == "," or is_quoted(word))
    most = min(_LONGEST_NAME, next(ends, len(words)))
    return [(length, tidied(" ".join(words[:length]))) for length in range(most, 0, -1)]
