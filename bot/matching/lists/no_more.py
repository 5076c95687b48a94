"""The words by which people say that a skill is no more: a minus, a no, "entferne" before it, "weg" behind it."""

from __future__ import annotations

import re

from bot.domain.folding import fold

DASH = r"[-−–—\u2010\u2011]"
MINUS = re.compile(rf"{DASH}+\s*(?=\S)")
KEIN = r"kein(?:e[mnrs]?|erlei)?"
SAID_NO = rf"(?:{KEIN}|ohne|nicht(?:\s+mehr)?|no(?:\s+(?:more|longer))?|not(?:\s+any\s?more)?|without)\s+"
A_NO = re.compile(rf"\b{SAID_NO}", re.IGNORECASE)
NO = re.compile(
    r"(?!\w+\s+(?:mehr\s+)?(?:nur|bloß|zuletzt|only|just)\b)(?:(?:aber|but|und|and)\s+)?" + SAID_NO + r"(?=\S)",
    re.IGNORECASE,
)
_VERBS = "mache?|kann|biete|nutze|benutze|verwende|lerne|brauche|suche|will|möchte|gebe"
_REMOVE = r"(?:entfernen?|löschen?|remove|delete)"
_NOT_ANY_MORE = (
    r"(?:(?:gar\s+)?nicht(?:\s+mehr)?|nie(?:\s+(?:mehr|wieder))?|no\s+longer|no\s+more|not\s+any\s?more|any\s?more)"
)
_AS_A_HEADING = rf"(?:{_REMOVE}|weg|raus|nein|no|{KEIN}(?:\s+mehr)?|(?:(?:{_VERBS})(?:\s+ich)?\s+)?{_NOT_ANY_MORE})"
TAKE = re.compile(
    rf"\s*(?:bitte\s+)?(?:{_AS_A_HEADING}\s*:|(?:{_REMOVE}|weg\s+mit)(?=\s))\s*(?:bitte\s+)?(?=\S)", re.IGNORECASE
)
TAKE_BELOW = re.compile(rf"\s*(?:bitte\s+)?{_AS_A_HEADING}\s*:\s*", re.IGNORECASE)  # a line of its own
TAKEN = re.compile(r"(?<=\S)\s+(?:bitte\s+)?(?:entfernen|löschen)\s*\Z", re.IGNORECASE)
_BEHIND = re.compile(
    rf"""(?P<name>\S.*?)
    (?: (?:\s*:\s*|\s+[-–—]\s+)(?:nein|no|{_NOT_ANY_MORE}|weg|raus)
      | \s+\((?:nein|no|{_NOT_ANY_MORE}|weg|raus)\)
      | \s+(?:(?:bitte|jetzt|leider|kann|können|soll|sollen)\s+)*(?:nein|weg|raus)
      | \s+(?:(?:das\s+)?(?:{_VERBS})(?:\s+ich)?
            (?:\s+(?:das|jetzt|leider|auch|aktuell|derzeit|zurzeit|gerade|bitte))*\s+)?
        {_NOT_ANY_MORE}(?:\s+(?:an|ab|gern|gerne|machen|anbieten|lernen|suchen|abgeben))*
    )\s*[.!]*\s*""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_AROUND = re.compile(
    rf"(?P<name>(?:.*\s)?{KEIN}\s.*\S)\s+mehr(?:\s+(?:an|ab|machen|anbieten|lernen))?\s*", re.IGNORECASE
)
_BEFORE = re.compile(
    rf"""(?:ich\s+)?(?:{_VERBS}|habe)\s+(?:ich\s+)?(?={SAID_NO})
    | (?P<no>(?:i\s+)?(?:no\s+longer|do\s?n['’]?t|do\s+not)\s+(?:do|offer|use|know|want|need|learn|seek))\s+(?=\S)""",
    re.IGNORECASE | re.VERBOSE,
)
_UNCLEAR = re.compile(r"\b(?:nicht\s+mehr|nie\s+(?:mehr|wieder)|no\s+longer|no\s+more|any\s?more)\b", re.IGNORECASE)
_ALONE = re.compile(rf"\s*(?:bitte\s+)?(?:das\s+)?(?:{_AS_A_HEADING}|nie)\s*[.!]*\s*", re.IGNORECASE)
_EVERYTHING = frozenset(
    f"{every}{skills}"
    for every in ("alle", "alles", "allemeine", "all", "allmy", "everything")
    for skills in ("", "skill", "skills")
)


def denied(name: str) -> tuple[bool, str]:
    """Say whether a name is said to be no more, with the name: "php nicht mehr", "php: nein", "I don't do php anymore".

    Of "ich mache kein php mehr" the rest is "kein php": the no before a name is left to whoever knows names.
    """
    said = gone(name)
    name = name if said is None else said
    if around := _AROUND.fullmatch(name):
        name = around["name"]
    before = _BEFORE.match(name)
    return said is not None or bool(before and before["no"]), name[before.end() :] if before else name


def is_unclear(name: str) -> bool:
    """Say whether a name without the no that was read still says that something is no more, in words unknown here."""
    return _UNCLEAR.search(name) is not None


def names_nothing(said: str) -> bool:
    """Say whether nothing is said but that something is no more: "nicht mehr", "weg"."""
    return _ALONE.fullmatch(said) is not None


def gone(name: str) -> str | None:
    """Return the name behind which it is said that it is no more: "php nicht mehr", "php: nein"; else None."""
    said = _BEHIND.fullmatch(name)
    return said["name"].rstrip(" ,:") if said else None


def is_everything(name: str) -> bool:
    """Say whether every skill is meant: "alle", "alles", "all my skills"."""
    return fold(name) in _EVERYTHING
