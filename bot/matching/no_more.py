"""The words by which people say that a skill is no more: a minus, a no, "entferne" before it, "weg" behind it."""

from __future__ import annotations

import re

DASH = r"[-−–—\u2010\u2011]"
MINUS = re.compile(rf"{DASH}+\s*(?=\S)")
KEIN = r"kein(?:e[mnrs]?|erlei)?"
SAID_NO = rf"(?:{KEIN}|ohne|nicht(?:\s+mehr)?|no(?:\s+(?:more|longer))?|not(?:\s+any\s?more)?|without)\s+"
A_NO = re.compile(rf"\b{SAID_NO}", re.IGNORECASE)
NO = re.compile(
    r"(?!\w+\s+(?:mehr\s+)?(?:nur|bloß|zuletzt|only|just)\b)(?:(?:aber|but|und|and)\s+)?" + SAID_NO + r"(?=\S)",
    re.IGNORECASE,
)
TAKE = re.compile(
    r"\s*(?:bitte\s+)?(?:entfernen?|löschen?|remove|delete)(?:\s*:\s*|\s+)(?:bitte\s+)?(?=\S)", re.IGNORECASE
)
TAKEN = re.compile(r"(?<=\S)\s+(?:bitte\s+)?(?:weg|raus|entfernen|löschen)\s*\Z", re.IGNORECASE)
