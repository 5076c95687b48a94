"""The plain words for a series that a field for it takes: "wöchentlich", "alle 2 Wochen", "letzter Donnerstag"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from bot.calendar.plain import bounded
from bot.calendar.saying.items import Counted, DayOfMonth, Days, Every, Except, Item, Link, Times, Weekday
from bot.calendar.saying.rules import repeats_of
from bot.calendar.saying.scanning import scanned
from bot.calendar.saying.spans import split
from bot.calendar.saying.tokens import tokens

_ANY_DAY: Final = date(2000, 1, 1)
_OF_SERIES: Final = (Every, Counted, Times, Except, DayOfMonth, Weekday, Days)


def typed(text: str) -> str | None:
    """Return the RRULE that plain words say ("alle 2 Wochen", "letzter Donnerstag"), None for anything else.

    "jeden 2. Mittwoch" is the second of each month, with or without "im Monat"; every other one is "alle 2 Wochen".
    An end counts where its year is named, since no day is known here on which it is said. More than 200 characters
    raise InvalidInput.
    """
    items = [seen.item for seen in scanned(bounded(text), _ANY_DAY) if seen.item is not Link.AND]
    if any(piece.sign == "_" for piece in tokens(text)):
        return None
    told, end = split(items, Link.UNTIL) or (items, [])
    until = _last_day(end)
    if not all(isinstance(item, _OF_SERIES) for item in told) or (end and until is None):
        return None
    words: list[Item] = [Every("", 1, (item.day,)) if isinstance(item, Weekday) else item for item in told]
    found = repeats_of(words, loosely=True)
    if found is None or (any(isinstance(item, Days) for item in told) and found.rule.frequency != "YEARLY"):
        return None
    return str(replace(found.rule, until=until))


def _last_day(items: Sequence[Item]) -> date | None:
    """Return the day up to which a series goes, None where it is not one with its year."""
    days = [item for item in items if isinstance(item, Days)]
    weekdays = [item.day for item in items if isinstance(item, Weekday)]
    if len(days) != 1 or len(days) + len(weekdays) != len(items) or days[0].yearly or days[0].whole:
        return None
    day = days[0].readings[0][0]
    return day if all(weekday == day.weekday() for weekday in weekdays) else None
