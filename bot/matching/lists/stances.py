"""The words by which people say how they stand to a skill, before a colon, before and behind a name or around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from bot.domain.folding import fold
from bot.domain.skills import Stance


def _by_words(ways: Mapping[Stance, Iterable[str]]) -> Mapping[str, Stance]:
    return MappingProxyType({fold(words): stance for stance, several in ways.items() for words in several})


_OF_OTHERS: Final[Mapping[Stance, tuple[str, ...]]] = {
    Stance.OFFERS: ("biete", "bietet", "offers", "offering"),
    Stance.PASSES_ON: (
        "gern ab", "gerne ab", "gibt gern ab", "gebe gern ab", "pass on", "passes on", "happy to pass on",
    ),
    Stance.SEEKS: (
        "suche", "sucht", "sucht hilfe", "sucht hilfe bei", "suche hilfe bei", "seeks", "seeks help", "looking for",
        "looking for help with",
    ),
    Stance.LEARNS: ("lerne", "lernt", "lernt gerade", "lerne gerade", "learns", "learning"),
}  # fmt: skip
_OF_ONESELF: Final[Mapping[Stance, tuple[str, ...]]] = {
    Stance.OFFERS: ("ich biete", "biete an", "kann", "ich kann", "offer", "i offer", "i can"),
    Stance.PASSES_ON: (
        "gebe gerne ab", "gebe ich gern ab", "gebe ich gerne ab", "ich gebe gern ab", "ich gebe gerne ab",
        "gebe ab", "gebe ich ab", "ich gebe ab", "gern abgeben", "gerne abgeben", "i pass on", "i'm happy to pass on",
    ),
    Stance.SEEKS: (
        "ich suche", "suche hilfe", "ich suche hilfe bei", "brauche hilfe bei", "brauche hilfe mit",
        "ich brauche hilfe bei", "ich brauche hilfe mit", "suche hilfe mit", "seek", "i seek", "i'm looking for",
        "i'm looking for help with",
    ),
    Stance.LEARNS: (
        "ich lerne", "ich lerne gerade", "gerade lerne ich", "lerne ich", "lerne ich gerade", "learn", "i learn",
        "i'm learning",
    ),
}  # fmt: skip
_WANTING = (
    "",
    "i want to ",
    "want to ",
    "i'd like to ",
    "i would like to ",
    "would like to ",
    "happy to ",
    "i'm happy to ",
)
_IN_ENGLISH: Final[Mapping[Stance, tuple[str, ...]]] = {
    Stance.OFFERS: ("i can do", "can do"),
    Stance.PASSES_ON: (
        *(f"{wanting}{gives} on" for wanting in _WANTING for gives in ("pass", "hand")), "i hand on",
        "passing on", "handing on",
    ),
    Stance.SEEKS: (
        "looking for somebody for", "looking for someone for", "need help with", "i need help with", "seeking",
        "seeking help with", "i seek help with", "seek help with", "seeks help with",
    ),
    Stance.LEARNS: tuple(f"{wanting}learn" for wanting in _WANTING if wanting),
}  # fmt: skip
_AS_HEADINGS: Final[Mapping[Stance, tuple[str, ...]]] = {
    Stance.OFFERS: (
        "kann ich", "das kann ich", "ich kann gut", "kann gut", "was ich kann", "was ich gut kann", "anbieten",
        "angebot", "angebote", "ich biete an", "offers", "can", "what i can do", "what i offer",
    ),
    Stance.PASSES_ON: (
        "abgeben", "abzugeben", "gern abzugeben", "gerne abzugeben", "abgebe", "ab", "gebe weiter", "weitergeben",
        "gern weiter", "gerne weiter", "will abgeben", "möchte abgeben", "das gebe ich gern ab", "to pass on",
        "to hand on",
    ),
    Stance.SEEKS: (
        "hilfe", "hilfe bei", "hilfe mit", "hilfe für", "hilfe gesucht", "suche hilfe mit", "suche hilfe für",
        "ich suche hilfe", "brauche", "ich brauche", "brauche hilfe", "ich brauche hilfe", "ich brauche hilfe bei",
        "suchen", "gesucht", "gesuche", "gesuch", "help", "help with", "need", "i need", "need help",
        "looking for help", "wanted",
    ),
    Stance.LEARNS: (
        "lernen", "am lernen", "bin am lernen", "das lerne ich", "das lerne ich gerade", "was ich lerne",
        "will lernen", "will ich lernen", "ich will lernen", "möchte lernen", "möchte ich lernen", "ich möchte lernen",
        "zu lernen", "gerade am lernen", "lerne noch", "to learn", "currently learning", "learning now",
    ),
}  # fmt: skip
_TITLES: Final = frozenset(
    map(
        fold,
        (
            "skill", "skills", "meine skills", "meine liste", "my skills", "my list", "fähigkeiten",
            "meine fähigkeiten", "kenntnisse", "meine kenntnisse", "stärken", "meine stärken", "schwerpunkt",
            "schwerpunkte", "profil", "liste", "programmiersprachen", "programmiersprache", "sprachen",
            "fremdsprachen", "tools", "werkzeuge", "software", "programme", "technik", "technologien", "tech", "stack",
            "tech stack", "frameworks", "bibliotheken", "datenbanken", "languages", "programming languages",
            "technologies", "libraries", "databases", "strengths",
        ),
    )
)  # fmt: skip
STANCES_OF_OTHERS = _by_words(_OF_OTHERS)
STANCE_WORDS = MappingProxyType({**STANCES_OF_OTHERS, **_by_words(_OF_ONESELF), **_by_words(_IN_ENGLISH)})
MOST_STANCE_WORDS: Final = 6
_STANCE = re.compile(r"\s*(?P<stance>[^\W\d][\w ]{0,30}?)\s*:(?!in\b)(?P<rest>.*)", re.DOTALL | re.IGNORECASE)


def _spelled(*ways: Mapping[Stance, Iterable[str]]) -> str:
    """Return the words of stances as alternatives of an expression."""
    return "|".join(
        re.sub(r"\bi\b", "[iI]", words).replace("'", "['’]")
        for one in ways
        for several in one.values()
        for words in several
    )


EVERY_WORD: Final = _spelled(_OF_OTHERS, _OF_ONESELF, _IN_ENGLISH)
EVERY_HEADING: Final = _spelled(_OF_OTHERS, _OF_ONESELF, _IN_ENGLISH, _AS_HEADINGS)
HEADINGS: Final = MappingProxyType({**STANCE_WORDS, **_by_words(_AS_HEADINGS)})
_ANY_HEADING = re.compile(r"\s*(?P<heading>[^\W\d][^:,;]{0,40}?)\s*:(?=\s|\Z)")
_NO_VERBS: Final = frozenset({"learning", "offering", "offer", "sucht"})  # "vision and learning systems"
_NOUNS: Final = _NO_VERBS | {"learn", "seek"}
_AND = r"\s+(?:und|and|aber|but|sowie)\s+"
_VERBS = r"gebe|möchte|will|würde|ich\s+gebe|ich\s+möchte|ich\s+will|ich\s+würde"
_INSIDE: Final = re.compile(  # in small letters: "Recherche und Suche" is a name
    rf"{_AND}(?=(?:{EVERY_WORD}|{_VERBS})\s+\S)"
    r"|(?<!\b[Ii]ch)\s+(?=(?:ich\s+)?(?:lerne|suche|biete)\s+(?!(?:ich|nicht|nie|leider|gerade|[Hh]ilfe|an)\b)\S)"
)
_MEANWHILE: Final = re.compile(r"(?:(?:gerade|noch|auch|jetzt|gerne?|aktuell|derzeit|currently|also|do)\s+)+(?=\S)")
_GLADLY, _NAMES = "(?:gerne? )?", r"(?P<names>(?:(?!\bab\b)[^:])+?)"
_AROUND: Final = (
    (Stance.PASSES_ON, f"(?:ich )?(?:gebe?|gibt) (?:ich )?{_GLADLY}{_NAMES} {_GLADLY}ab"),
    (Stance.PASSES_ON, f"(?:ich )?(?:möchte|will|würde) (?:ich )?{_GLADLY}{_NAMES} {_GLADLY}abgeben"),
    (
        Stance.PASSES_ON,
        rf"(?:(?:i['’]?m |i )?happy to |(?:i )?want to |i(?: would|['’]?d) like to |i )?(?:pass|hand) {_NAMES} on",
    ),
    (Stance.OFFERS, rf"(?:ich )?biete (?:ich )?{_NAMES} an"),
    (Stance.LEARNS, f"(?:ich )?(?:möchte|will|würde) (?:ich )?{_GLADLY}{_NAMES} lernen"),
)


def is_stance(words: str) -> bool:
    """Say whether words are a stance and nothing else: "lerne", "gern ab"."""
    return fold(words) in STANCE_WORDS


def by_stance(typed: str) -> list[str]:
    """Return what begins with a stance apart from the name before it: "kann python und lerne rust"."""
    pieces, begin = [], 0
    for joint in _INSIDE.finditer(typed):
        before = typed[begin : joint.start()].strip()
        if before and fold(typed[joint.end() :].split(maxsplit=1)[0]) not in _NO_VERBS:
            pieces.append(typed[begin : joint.start()])
            begin = joint.end()
    return [*pieces, typed[begin:]]


def may_be_a_title(stance: str, rest: str) -> bool:
    """Say whether a word is the beginning of a name rather than a stance: "Learning Analytics"."""
    return fold(stance) in _NOUNS and stance[:1].isupper() and rest[:1].isupper()


def meanwhile(name: str) -> str:
    """Return a name behind a stance without what says since when: "gerade Klöppeln"."""
    return _MEANWHILE.sub("", name, count=1) if _MEANWHILE.match(name) else name


def headed(typed: str, current: Stance) -> tuple[Stance, str]:
    """Return the stance that a name begins with, or the current one, and the name behind it; a title says nothing."""
    said = _STANCE.fullmatch(typed)
    heading = fold(said["stance"]) if said else ""
    if said and (heading in HEADINGS or heading in _TITLES):
        return HEADINGS.get(heading, current), said["rest"]
    return current, typed


def is_title(line: str) -> bool:
    """Say whether a line is nothing but a title, which says no stance: "Meine Skills:"."""
    said = _STANCE.fullmatch(line)
    return said is not None and fold(said["stance"]) in _TITLES and not said["rest"].strip()


def strange_heading(typed: str) -> str | None:
    """Return what stands before a colon and a blank, where it is neither a stance nor a title."""
    said = _ANY_HEADING.match(typed)
    heading = said["heading"] if said else ""
    return heading if heading and fold(heading) not in HEADINGS and fold(heading) not in _TITLES else None


def around(typed: str, current: Stance) -> tuple[Stance, str]:
    """Return the stance that stands around names, or the current one, and the names: "gebe wordpress, joomla ab"."""
    line = " ".join(typed.split())
    for stance, words in _AROUND:
        if said := re.fullmatch(words, line, re.IGNORECASE):
            return stance, said["names"]
    return current, typed
