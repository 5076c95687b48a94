"""Which hour is meant: a bare hour by itself, and any hour in the part of the day that is said with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.calendar.saying.items import Clock
from bot.talk.text import Phrase

_NOON: Final = 12 * 60
_DAY: Final = 24 * 60
_EVENING_HOURS: Final = 8  # a bare hour up to here is in the evening
NOT_IN_PART: Final = Phrase("Uhrzeit und Tageszeit passen nicht zusammen. Schreib zum Beispiel „19:00“.")

# Part of the day: minutes after midnight that lie in it, first and last; a clock may lie there by itself or by twelve
# hours later.
_PARTS: Final[Mapping[str, tuple[int, int]]] = {
    "early": (0, 11 * 60 + 59),
    "forenoon": (6 * 60, 12 * 60 + 30),
    "noon": (11 * 60, 15 * 60),
    "afternoon": (12 * 60, 18 * 60 + 59),
    "evening": (16 * 60, _DAY),
    "night": (20 * 60, _DAY + 6 * 60),
}


def minutes_of(clock: Clock, part: str | None) -> tuple[int, ...]:
    """Return the minutes after midnight that a clock may mean, best first; none where clock and part contradict.

    More than 24 hours are the early hours of the next day.
    """
    if part is None or clock.of_day:
        return _by_itself(clock)
    first, last = _PARTS[part]
    if part == "night" and clock.minutes < 6 * 60:
        return (clock.minutes,)
    later = (clock.minutes + _NOON,) if clock.minutes < 13 * 60 else ()
    found = [minutes for minutes in (clock.minutes, *later) if first <= minutes <= last]
    return tuple(found[:1])


def _by_itself(clock: Clock) -> tuple[int, ...]:
    if clock.of_day:
        return (clock.minutes, 0) if clock.minutes == _DAY else (clock.minutes,)
    if not clock.bare:
        return (clock.minutes,)
    later = clock.minutes + _NOON
    if later > _DAY:
        return (clock.minutes,)
    if 1 <= clock.low <= _EVENING_HOURS:
        return (later, clock.minutes)
    return (clock.minutes, later)
