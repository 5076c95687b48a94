"""What stands behind `/suche`: skills and what to leave out, a stance, a town, a day, how many of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from bot.commands.search_where_when import AT_ONCE, FREE, Days, dated, leading_free, leading_town, town_left
from bot.domain.folding import fold
from bot.domain.skills import Skill, Stance
from bot.domain.towns import THE_REGION, find_town, trailing_town
from bot.errors import InvalidInput
from bot.matching.lists.stances import HEADINGS, STANCES_OF_OTHERS
from bot.matching.lists.typed_names import names_a_skill, read_name, rounds_off
from bot.matching.naming.terms import is_quoted, term
from bot.matching.naming.vocabulary import Vocabulary, tidied
from bot.matching.people.searching import Search
from bot.talk.strange import one_line
from bot.talk.text import Phrase

Sides = tuple[tuple[Skill, ...], tuple[Skill, ...]]  # what is wanted, and what is to be left out
TERMS: Final = 10  # in one question
_WORDS: Final = re.compile(r"[\"„“”»«][^\"„“”»«]*[^\s\"„“”»«][^\"„“”»«]*[\"“”»«](?![^\s,;])|[,;]|[^\s,;]+")
_LONGEST_NAME: Final = 5  # words of one skill: "User Experience Design"
_FIELD: Final = re.compile(r"[^\W\d_]{3,20}=\S")  # "stadt=essen", a field that there is not
_EVERYBODY: Final = frozenset(map(fold, ("alle", "jede", "jeder", "jemand", "leute", "egal", "everybody", "anyone")))
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
    for words, stance in HEADINGS.items()
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
_CLOSING: Final = frozenset(("gesucht", "bitte", "dringend", "wanted", "needed", "please"))  # say nothing at the end
_AROUND: Final = frozenset(map(fold, ("Umgebung", "Umkreis", "Nähe", "surroundings", "nearby")))  # found anyway
_AND: Final = frozenset(("und", "oder", "and", "or", ""))  # "&" folds to nothing
_ARTICLES: Final = frozenset(("der", "die", "the"))
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
        "a an und oder mit für in im aus bei nahe and or with for wer kann biete bietet offering offers ein eine einen "
        "einer gute guten freie freier freien freiberuflich freiberufliche freiberuflicher freelance freelancer "
        "ich wir suche suchen brauche brauchen jemanden der die das ab von "
        "ort gesucht from i we are need looking someone somebody who the".split(),
    )
)


def read_question(was: str, vocabulary: Vocabulary, typed: Sequence[str], day: Days | None = None) -> Search:
    """Read what stands behind `/suche`: a town at its end or beginning is the town, "frei" there is the filter.

    With `day`, which reads dates, people are asked for: "ab 5.12." or "frei am 5.12." means who is free on that day,
    and years of experience raise InvalidInput. "gern ab:" or "sucht:" at the head asks for that stance, as do "gern ab
    wordpress", "wer lernt rust" and "lernt" alone; "alles" or "eins davon" at the end says how many of the skills
    somebody is to have. What follows on "ohne" or "nicht" is left out, as is "-php". `typed` are the labels that
    members typed themselves; they are names as good as those of the vocabulary. Typing errors are understood, what
    stands in quotes is just itself. A comma at the end says that these are names alone: so our own buttons ask. What
    has neither a letter nor a digit raises InvalidInput, as do a second town and a field that there is not:
    "stadt=essen".
    """
    own = {fold(label): Skill(fold(label), label) for label in typed}
    if vocabulary.known(was) or fold(was) in own or was.rstrip().endswith(",") or is_quoted(was):
        skills, without = _skills(_separated(was), vocabulary, own)
        return Search(skills, without=without)
    example = Phrase("design essen") if day is None else Phrase("python essen frei")
    if was.strip() and not any(map(str.isalnum, was)):
        raise InvalidInput(Phrase("Das sagt mir nichts. Schreib zum Beispiel „{example}“.", example=example), "was")
    head, colon, rest = was.partition(":")
    stance = _STANCES_BEFORE_A_COLON.get(fold(head)) if colon else None
    said = _separated(was if stance is None else rest)
    words, since = dated(said, day) if day is not None else (said, None)
    words, ending = _ending(words, vocabulary)
    with_near = Phrase("Nenn nur einen Ort. Leute aus der Nähe zeige ich dir auch.")
    one_town = Phrase("Nenn nur einen Ort.") if day is None else with_near
    words, ending = _beginning(words, ending, vocabulary, own, one_town)
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
            Phrase(
                "„{word}“ verstehe ich nicht. Schreib zum Beispiel „{example}“.",
                word=one_line(stray, 40),
                example=example,
            ),
            "was",
        )
    skills, without = _skills(words, vocabulary, own)
    return replace(ending, skills=skills, without=without, stance=stance or Stance.OFFERS)


def _beginning(
    words: Sequence[str], ending: Search, vocabulary: Vocabulary, own: Mapping[str, Skill], refusal: Phrase
) -> tuple[Sequence[str], Search]:
    """Return the words without a town and "frei" at their beginning, and the search with them.

    Raises InvalidInput with `refusal` for a second town, wherever it stands.
    """
    begins_with_a_skill = partial(_begins_with_a_skill, vocabulary=vocabulary, own=own)
    begins_with_a_name = partial(_begins_with_a_skill, vocabulary=vocabulary, own=own, least=2)
    words, is_free = leading_free(words, begins_with_a_name)
    words, first = leading_town(words, begins_with_a_skill)
    words, is_free_there = leading_free(words, begins_with_a_name)
    last = town_left(words)
    if (ending.town and (first or last)) or (first and (last or leading_town(words, begins_with_a_skill)[1])):
        raise InvalidInput(refusal, "was")
    return words, replace(ending, town=ending.town or first, free=ending.free or is_free or is_free_there)


def _separated(typed: str) -> list[str]:
    """Return the words and commas; what stands in quotes is one word."""
    return [word if word != ";" else "," for word in _WORDS.findall(typed)]


def _minuses(words: Sequence[str]) -> int:
    """Return how many words are to be left out by a minus of their own: "-php", but not the dash alone."""
    return sum(len(word) > 1 and word.startswith("-") for word in words)


def _stance_alone(words: Sequence[str]) -> tuple[Sequence[str], Stance | None]:
    """Return the words without a stance that they are, begin with, or end with in two words or more, and that stance.

    It may stand around them: "wer gibt wordpress ab".
    """
    begin = int(bool(words) and fold(words[0]) in _WHO)
    if len(words) > begin + 2 and fold(words[begin]) == "gibt" and fold(words[-1]) == "ab":
        return [word for word in words[begin + 1 : -1] if fold(word) not in _GLADLY], Stance.PASSES_ON
    for length in range(min(_LONGEST_STANCE, len(words) - begin), 0, -1):
        ways = (
            (words[begin:][:length], words[begin + length :]),
            (words[-length:] if length > 1 else (), words[:-length]),
        )
        for said, rest in ways:
            stance = _STANCES_ALONE.get(fold("".join(said)))
            if stance is not None and not any(map(is_quoted, said)):
                return rest, stance
    return words, None


def _ending(words: Sequence[str], vocabulary: Vocabulary) -> tuple[Sequence[str], Search]:
    """Return the words without what closes a question, in any order, and what that was.

    "Essen-Werden" and "Essen und Umgebung" are Essen, "Essen-Fotografie" a skill.
    """
    asked, before = Search(), len(words) + 1
    while len(words) < before:
        before = len(words)
        words = _without_closing(words)
        if words and is_quoted(words[-1]):
            break
        for length in (2, 1):
            if fold("".join(words[-length:])) in FREE | AT_ONCE:
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


def _without_closing(words: Sequence[str]) -> Sequence[str]:
    """Return the words without commas and one "bitte", "oder Umgebung" or "und der Nähe" behind them."""
    while words and words[-1] == ",":
        words = words[:-1]
    last = fold(words[-1]) if words and not is_quoted(words[-1]) else ""
    if len(words) > 1 and last in _CLOSING:
        return words[:-1]
    if last in _AROUND:
        end = len(words) - 1 - (fold("".join(words[-2:-1])) in _ARTICLES)
        return words[: end - 1] if end > 1 and fold(words[end - 1]) in _AND else words
    return words


def _begins_with_a_skill(
    words: Sequence[str], vocabulary: Vocabulary, own: Mapping[str, Skill], least: int = 1
) -> bool:
    """Say whether words begin with a name that is known or somebody's own, of so many words at least."""
    names = (name for length, name in _names(words) if length >= least)
    return any(vocabulary.known(name) or fold(name) in own for name in names)


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
        _must_leave_out_a_skill(not skills and _minuses(words[at : at + length]) > 0)
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
    if not any(char.isalpha() for char in key) or key in _SMALL | _ONLY | _EVERYBODY | THE_REGION:
        return 1, []
    return 1, [skill for _said, skill in read_name(words[0], vocabulary)]


def _names(words: Sequence[str]) -> list[tuple[int, str]]:
    """Return what may be the name that begins with the first word, the longest first, with how many words it has."""
    ends = (at for at, word in enumerate(words) if word == "," or is_quoted(word))
    most = min(_LONGEST_NAME, next(ends, len(words)))
    return [(length, tidied(" ".join(words[:length]))) for length in range(most, 0, -1)]
