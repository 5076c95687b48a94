"""Strange text made plain: what members type is kept as they see it, without what could deceive or break."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LONGEST: Final = 10_000
_KEPT_FORMATS: Final = frozenset({"\u200d"})  # joins emoji
_BLANKS: Final = {"\t": " ", "\u2028": "\n", "\u2029": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n"} | dict.fromkeys(
    "\u115f\u1160\u2800\u3164\uffa0", " "
)  # the last are letters and a sign that show nothing, which people take for names
_UNSEEN: Final = frozenset({"Cc", "Cf", "Mn", "Mc", "Me", "Zs"})
_QUOTED: Final = re.compile(r"\s*[\"„“”»«](?P<inside>[^\"„“”»«]*\S[^\"„“”»«]*)[\"“”«»]\s*", re.DOTALL)


def cleaned(value: str, longest: int = LONGEST) -> str:
    """Return the text cut, in NFC, without control and format characters, with at most two marks in a row.

    Line breaks stay, blanks at the ends go. Lone surrogates are dropped. What shows nothing at all is empty. Doing it
    twice changes nothing.
    """
    cut = value[:longest].replace("\r\n", "\n").replace("\r", "\n")
    result: list[str] = []
    marks = 0
    for sign in unicodedata.normalize("NFC", "".join(_BLANKS.get(sign, sign) for sign in cut)):
        category = unicodedata.category(sign)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if marks > 2 or category in ("Cs", "Co", "Cn"):
            continue
        if category in ("Cc", "Cf") and sign != "\n" and sign not in _KEPT_FORMATS:
            continue
        result.append(sign)
    kept = unicodedata.normalize("NFC", "".join(result)).strip()[:longest].strip()
    return kept if any(unicodedata.category(sign) not in _UNSEEN for sign in kept) else ""


def says_something(text: str) -> bool:
    """Say whether a text has a letter or a digit."""
    return any(char.isalnum() for char in text)


def unquoted(text: str) -> str:
    """Return a text without the quotation marks around the whole of it, which people type to hold it together."""
    match = _QUOTED.fullmatch(text)
    return match["inside"].strip() if match else text


def one_line(value: str, longest: int) -> str:
    """Return the cleaned text on one line, cut with an ellipsis where it is longer than `longest` characters."""
    flat = " ".join(cleaned(value).split())
    return flat if len(flat) <= longest else flat[: longest - 1].rstrip() + "…"


def utf16_length(value: str) -> int:
    """Return the length in UTF-16 units, as Telegram and Discord count."""
    return len(value.encode("utf-16-le")) // 2
