"""What people type, made plain before it is read, and the plain names of weekdays and months."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Final

from bot.domain import dates
from bot.errors import InvalidInput
from bot.talk.text import Phrase

LONGEST: Final = 200
_SPELLINGS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "–": "-", "—": "-", "−": "-", "\u2011": "-"})


def bounded(text: str) -> str:
    """Return the text as it is; more than 200 characters raise InvalidInput, so that every reader here is bounded."""
    if len(text) > LONGEST:
        raise InvalidInput(Phrase("Das ist zu lang. Schreib höchstens {most} Zeichen.", most=LONGEST))
    return text


def plain(text: str) -> str:
    """Return the text in small letters and compatible forms, ae for ä, with single blanks and none at the ends.

    More than 200 characters raise InvalidInput.
    """
    return " ".join(plain_word(unicodedata.normalize("NFKC", bounded(text))).split())


def plain_word(word: str) -> str:
    """Return a text of compatible forms in small letters, ae for ä; it may become longer."""
    return unicodedata.normalize("NFC", word.casefold()).translate(_SPELLINGS)


def _numbered(names: Mapping[str, tuple[str, ...]], first: int) -> dict[str, int]:
    return {plain(name).rstrip("."): n for table in names.values() for n, name in enumerate(table, first)}


# Monday is 0, as in `date.weekday()`.
WEEKDAYS: Final[Mapping[str, int]] = {
    **_numbered(dates.WEEKDAYS, 0),
    **_numbered(dates.SHORT_WEEKDAYS, 0),
    "sonnabend": 5,
}
# January is 1.
MONTHS: Final[Mapping[str, int]] = {
    **_numbered(dates.MONTHS, 1),
    **_numbered({"de": ("jan", "feb", "maer", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez")}, 1),
    "jaenner": 1,
    "mrz": 3,
    "mar": 3,
    "sept": 9,
    "oct": 10,
    "dec": 12,
}
