"""The plain words for a series that a field for it takes: "wöchentlich", "alle 2 Wochen", "letzter Donnerstag"."""

from __future__ import annotations

from datetime import date
from typing import Final

from bot.calendar.plain import bounded
from bot.calendar.saying.items import Counted, DayOfMonth, Every, Except, Item, Link, Times, Weekday
from bot.calendar.saying.rules import repeats_of
from bot.calendar.saying.scanning import scanned
from bot.calendar.saying.tokens import tokens

_ANY_DAY: Final = date(2000, 1, 1)
_OF_SERIES: Final = (Every, Counted, Times, Except, DayOfMonth, Weekday)


def typed(text: str) -> str | None:
    """Return the RRULE that plain words say ("alle 2 Wochen", "letzter Donnerstag"), None for anything else.

    "jeden 2. Mittwoch" is the second of each month, with or without "im Monat"; every other one is "alle 2 Wochen".
    More than 200 characters raise InvalidInput.
    """
    items = [seen.item for seen in scanned(bounded(text), _ANY_DAY) if seen.item is not Link.AND]
    if any(piece.sign == "_" for piece in tokens(text)) or not all(isinstance(item, _OF_SERIES) for item in items):
        return None
    told: list[Item] = [Every("", 1, (item.day,)) if isinstance(item, Weekday) else item for item in items]
    found = repeats_of(told, loosely=True)
    return str(found.rule) if found is not None else None
