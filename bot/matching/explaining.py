"""What was read in a post, told to a person, for `ideenherd explain`: every name, and the rule that decided on it.

The rules have names in the code (`requests`, `exclusions`, `core`, `names`); here each has its German words.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from bot.domain.jobs import JobPart
from bot.domain.skills import Skill
from bot.matching.asking.signs import ENOUGH, SIGNS, points
from bot.matching.asking.tone import together
from bot.matching.naming.refining import REFINED
from bot.matching.naming.vocabulary import Vocabulary
from bot.matching.posts.post import Named
from bot.matching.posts.weights import CORE
from bot.matching.reading import Understanding, read_post
from bot.talk.strange import one_line

WHY: Final[Mapping[str, str]] = {
    "request": "Ein Satz bittet um jemanden.",
    "signs": "Kein Satz allein bittet um jemanden, die Zeichen zusammen tun es.",
    "sounds like one": "Die Zeichen reichen nicht ganz, aber es klingt nach einem Auftrag.",
    "sounds like chat": "Die Zeichen reichten, aber es klingt nicht nach einem Auftrag.",
    "form": "Es ist ein ausgefülltes Formular.",
    "no request": "Die Zeichen dafür, dass jemand gesucht ist, reichen nicht.",
    "names nothing that is asked for": "Der Text nennt keinen Skill, der gesucht sein kann.",
    "done": "Es hat sich schon erledigt.",
    "not a request": "Was nach einer Bitte klingt, meint etwas anderes.",
    "asks whether it is needed": "Die Frage ist, ob etwas nötig ist, nicht, wer es macht.",
    "seeks work": "Wer hier schreibt, sucht selbst Arbeit.",
    "seeks a thing": "Gesucht ist eine Sache, kein Mensch.",
    "asks for advice": "Gesucht ist nur ein Rat.",
    "offers": "Wer hier schreibt, bietet etwas an.",
}
IGNORED: Final[Mapping[str, str]] = {
    "denied": "ist ausdrücklich nicht gewollt",
    "taken": "ist schon vergeben oder erledigt",
    "later": "kommt erst später",
    "there": "ist schon da",
    "self": "macht selbst, wer schreibt",
    "others": "machen andere",
    "own": "sagt, wer schreibt, nicht, wer gesucht ist",
    "beside": "sagt, mit wem man zusammenarbeitet",
    "whose": "sagt, für wen die Arbeit ist",
    "purpose": "sagt, was das Gewünschte einmal tut",
    "topic": "ist nur das Thema der Arbeit",
    "field": "ist die Branche, nicht die Arbeit",
    "channel": "sagt, wo man sich meldet",
    "offered": "wird angeboten, nicht gesucht",
    "about": "steht unter „Über uns“ oder dergleichen",
    "context": "erzählt nur vom Umfeld der Arbeit",
}
WEIGHT: Final[Mapping[str, str]] = {
    CORE: "ist die Arbeit selbst",
    "insisted": "ist ausdrücklich verlangt",
    "there": "ist das, woran oder womit gearbeitet wird",
    "works": "ist das, womit gearbeitet wird",
    "wish": "ist ein Wunsch, keine Bedingung",
    "known": "soll die Person kennen",
    "tool": "ist ein Werkzeug oder eine Arbeitsweise",
    "duty": "steht unter den Aufgaben",
    "aside": "steht in einem Satz, der um niemanden bittet",
    "along": "geht mit der übrigen Arbeit einher",
    "detail": "gehört zu einer Arbeit, die davor steht",
    "led": "wird geleitet, nicht selbst gemacht",
    "guessed": "ist nur aus zwei Wörtern geschlossen",
    "mentioned": "steht in einem längeren Text abseits von dem, was gesucht ist",
}
HOW: Final[Mapping[str, str]] = {
    "name": "so im Wortschatz",
    "form": "gebeugt",
    "role": "als Beruf",
    "compound": "zusammengesetzt",
    "cut": "mit dem Ende des Wortes dahinter",
    "pair": "aus zwei Wörtern im Satz",
    "clues": "aus mehreren Wörtern erschlossen, die dazu gehören",
    "typo": "als Tippfehler gelesen",
    "implied": "gehört dazu",
}
REFINING: Final = "genauer durch die Worte daneben"
FINER: Final = "fällt weg, ein genauerer Skill steht da"
LANGUAGE: Final = "fällt weg, ums Übersetzen oder Unterrichten geht es nicht"
ELSEWHERE: Final = "zählt schon an anderer Stelle als gesucht"
DOUBT: Final = "    Das ist knapp: Ohne ein Ja dessen, der schreibt, wird niemand markiert."
IN_PASSING: Final = (
    "    Davon steht etwas nur einmal und nebenbei da oder ist umschrieben: Kann niemand nachfragen, werden dafür"
    " weniger Leute markiert oder keine."
)
NOBODY: Final = "zählt nicht, da niemand gesucht ist"
_LONGEST: Final = 60


def explained(text: str, vocabulary: Vocabulary) -> Iterator[str]:
    """Yield the lines that say how a post was read; nothing in them can act on a terminal."""
    text = unicodedata.normalize("NFC", text)  # as it is read: places in it are places in the form that was read
    read = read_post(text, vocabulary)
    yield f"{'Fragt nach jemandem' if read.asks else 'Fragt nach niemandem'}: {_told(WHY, read.why)}"
    yield from _weighed(read)
    if read.asks and not read.is_sure:
        yield DOUBT
    yield ""
    if not read.named:
        yield "Kein Skill steht im Text."
    for one in read.named:
        words = text[one.hit.start : one.hit.end]
        yield f"„{one_line(words, _LONGEST)}“ → {one.skill.label} ({', '.join(_how(one, vocabulary.known(words)))})"
        yield f"    {_outcome(one, read)}"
    if read.parts:
        yield ""
    for part in read.parts:
        yield _part(part)
        if any(skill.key in read.doubtful | read.unlikely for skill in part.core):
            yield IN_PASSING


def _told(table: Mapping[str, str], rule: str) -> str:
    """Return what a rule says; one that is new since the tables were written by its own name."""
    return table.get(rule, rule)


def _weighed(read: Understanding) -> Iterator[str]:
    """Yield the signs for and against a request with their points, how it sounds, and what they make together."""
    if not read.signs:
        return
    yield f"Zeichen: {points(read.signs)} von {ENOUGH} nötigen Punkten"
    yield from (f"    {SIGNS[name].points:+d}  {SIGNS[name].says}" for name in read.signs)
    yield f"Mit dem Ton der Worte: {together(read.signs, read.tone)} Punkte"
    yield from (f"    {heard.points:+d}  {heard.says}" for heard in read.tone if heard.points)


def _how(one: Named, alone: Skill | None) -> Iterator[str]:
    """Yield how a name was read; `alone` is what its words mean by themselves."""
    yield _told(HOW, one.hit.how)
    if one.hit.is_role and one.hit.how not in ("role", "implied"):
        yield HOW["role"]
    if alone is not None and alone.label in REFINED and one.skill != alone and one.hit.how != "implied":
        yield REFINING


def _outcome(one: Named, read: Understanding) -> str:
    """Return what became of a name: asked for, going along, or ignored, and by which rule."""
    if one.ignored:
        return f"übergangen: {_told(IGNORED, one.ignored)}"
    if not read.asks:
        return NOBODY
    if _is_among(one.skill, (skill for part in read.parts for skill in part.core)):
        return f"gesucht: {WEIGHT[CORE] if one.weight == CORE else ELSEWHERE}"
    if _is_among(one.skill, read.skills):
        return f"dazu: {_told(WEIGHT, one.weight)}"
    return f"übergangen: {LANGUAGE if one.skill.part == 'translation' else FINER}"


def _is_among(skill: Skill, skills: Iterable[Skill]) -> bool:
    return any(other.key == skill.key for other in skills)


def _part(part: JobPart) -> str:
    shares = ", ".join(_labels(part.core)), ", ".join(_labels(part.side))
    return f"{part.label}: {'; dazu: '.join(filter(None, shares))}"


def _labels(skills: Sequence[Skill]) -> Iterator[str]:
    return (skill.label for skill in skills)
