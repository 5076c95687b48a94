"""From one time of day to another, and how long something lasts: "18–20 Uhr", "6-8pm", "2 Stunden lang"."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.calendar.saying.clocks import AM, DAY, NO_SUCH_TIME, clock_at, half_day
from bot.calendar.saying.items import Clock, Counted, Days, Every, Hours, Length, Part, Unclear, Weekday
from bot.calendar.saying.place import Found, Patterns, Place, amount, patterns
from bot.calendar.saying.repeats import HOW_OFTEN

_NUMBER: Final = r"(?:1[~.]1|eö|[19neö])"
_MORE: Final = rf"(?: [&,]? (?P<second>{_NUMBER}) (?P<unit2>[yh]) )"
_MINUTES_TO: Final = (5, 10, 20, 25)
_OF_A_MONTH: Final = re.compile("!?M")
_SIDE1: Final = rf"(?P<hour1>[1n]) (?: (?P<sep1>[:.]) (?P<minute1>1) )? (?P<unit1>[UhA]|{AM})?"
_SIDE2: Final = rf"(?P<hour2>[1n]) (?: (?P<sep2>[:.]) (?P<minute2>1) )? (?P<unit2>[UhA]|{AM})?"


def _hours(place: Place) -> Found:
    """Return "18–20 Uhr", "von 9 bis 17", "6-8pm", "zwischen 15 und 17 Uhr"."""
    signs = place.match
    if _is_list(place) or _is_minutes_to(place):
        return None
    strong = bool(signs["unit1"] or signs["unit2"] or ":" in (signs["sep1"] or "") + (signs["sep2"] or ""))
    if signs["sep2"] == "." and not signs["unit2"] and 1 <= place.number("minute2") <= 12:
        return None  # "18 Uhr bis 6.12."
    if not (signs["sep2"] or signs["unit2"]) and _OF_A_MONTH.match(signs.string, signs.end()):
        return None  # "18 Uhr bis 6. Dezember"
    if not strong and not _may_be_hours(place):
        return None
    if any(place.has(group) and len(place.token(group).typed) != 2 for group in ("minute1", "minute2")):
        return None
    if strong and (signs["unit1"] or "") == "" and signs["unit2"] == "h" and not _is_at_a_day(place):
        return None
    first, last = _end(place, "1"), _end(place, "2")
    if isinstance(first, Unclear) or isinstance(last, Unclear):
        return Unclear(NO_SUCH_TIME, impossible=True)
    if not signs["unit1"] and signs["unit2"] and signs["unit2"] in "Aaª":
        first = _with_half(first, last)
    if signs["unit1"] and signs["unit1"] in "Aaª" and not signs["unit2"] and place.number("hour2") <= 12:
        last = _behind(first, last)
    return Hours(first, last)


def _is_list(place: Place) -> bool:
    """Say whether "und" joins two hours; in "zwischen 15 und 17 Uhr" it leads from one to the other."""
    is_between = place.has("from") and place.token("from").typed.casefold() in ("zwischen", "between")
    return place.token("link").sign == "&" and not is_between


def _is_minutes_to(place: Place) -> bool:
    """Say whether it is "at 10 to 8", which is ten minutes before eight; a stretch would be "from 10 to 8"."""
    if not place.has("at") or any(place.has(group) for group in ("from", "sep1", "unit1", "sep2")):
        return False
    words = [place.token(group).typed.casefold() for group in ("at", "link")]
    is_half = (place.match["unit2"] or "A") in "Aaª"
    return words == ["at", "to"] and place.number("hour1") in _MINUTES_TO and place.number("hour2") <= 12 and is_half


def _may_be_hours(place: Place) -> bool:
    """Say whether two numbers without o'clock are hours: at a day, or with "von" and "um" before them."""
    signs = place.match
    for sep, minute in (("sep1", "minute1"), ("sep2", "minute2")):
        if signs[sep] == "." and 1 <= place.number(minute) <= 12:
            return False
    if not signs["unit2"] and place.following is not None and place.following.sign in "!MmtkqQyxX#%/":
        return False
    hour2 = place.number("hour2")
    if place.number("hour1") > 24 or hour2 > 24:
        return False
    after = place.following
    if after is not None and after.sign == "_" and after.capital and not place.has("from"):
        return False
    if _is_at_a_day(place):
        return place.has_day or not place.has("from") or _says_a_day(place) or 6 <= place.number("hour1") < 12 < hour2
    return False


def _says_a_day(place: Place) -> bool:
    """Say whether a day is named anywhere in the text: "von 1 bis 10" alone is a scale."""
    return any(sign in "WwRTHMSJC" for sign in place.match.string)


def _is_at_a_day(place: Place) -> bool:
    return isinstance(place.before, Days | Weekday | Part | Every | Counted) or place.has("from") or place.has("at")


def _end(place: Place, which: str) -> Clock | Unclear:
    hour = place.number(f"hour{which}")
    minute = place.number(f"minute{which}") if place.has(f"minute{which}") else 0
    unit = place.match[f"unit{which}"]
    if unit and unit in "Aaª":
        return half_day(hour, minute, after_noon=unit == "A")
    units = (place.match["unit1"] or "") + (place.match["unit2"] or "")
    colons = (place.match["sep1"] or "") + (place.match["sep2"] or "")
    return clock_at(hour, minute, bare=hour <= 12 and not units and not colons)


def _with_half(first: Clock, last: Clock) -> Clock:
    """Return the first hour in the half of the day that the last one names, else in the one before."""
    if first.minutes > 12 * 60:
        return first
    shifted = first.minutes % 720 + (720 if last.minutes >= 720 else 0)
    return replace(first, minutes=shifted if shifted < last.minutes else first.minutes % 720, bare=False)


def _behind(first: Clock, last: Clock) -> Clock:
    """Return the last hour of "7pm-10" and "9am to 5": on a clock of twelve hours it is the next such hour."""
    noon = last.minutes % 720
    return replace(last, minutes=next((one for one in (noon, noon + 720) if one > first.minutes), noon))


def _length(place: Place) -> Found:
    """Return "2 Stunden lang", "für 90 Minuten", and right behind a time of day "2 Stunden"."""
    is_said = place.has("for") or place.has("long")
    if not is_said and not isinstance(place.before, Clock):
        return None
    every = [(amount(place.tokens("first")), place.token("unit1"))]
    if place.has("second"):
        every.append((amount(place.tokens("second")), place.token("unit2")))
    minutes = sum(number * (60 if unit.sign == "h" else _minutes(unit.value)) for number, unit in every)
    return Length(timedelta(minutes=round(minutes))) if 1 <= minutes <= DAY else None


def _days_long(place: Place) -> Found:
    """Return "für 3 Tage", "3 Tage lang"."""
    after = place.following
    if not (place.has("for") or place.has("long") or (after is not None and after.sign == "f")):
        return None
    days = amount(place.tokens("first")) * (1 if place.match["unit"] == "t" else 7)
    return Length(timedelta(days=days)) if days % 1 == 0 and 1 <= days <= 366 else None


def _months_long(place: Place) -> Found:
    """Return that a series "für 3 Monate", "ein Jahr lang" has no end that we may reckon."""
    return Unclear(HOW_OFTEN, of_series=True) if place.has("for") or place.has("long") else None


def _minutes(value: object) -> int:
    return value if isinstance(value, int) else 24 * 60


PATTERNS: Final[Patterns] = patterns(
    (rf"(?P<for>c)? [üd]? (?P<first>{_NUMBER}) (?P<unit1>[yh]) {_MORE}? (?P<long>L)? (?! [1n<>:.] )", _length),
    (rf"(?P<for>c)? [üd]? (?P<first>{_NUMBER}) (?P<unit>[tk]) (?P<long>L)?", _days_long),
    (rf"(?P<for>c)? [üd]? {_NUMBER}{{1,2}} [qQx] (?P<long>L)?", _months_long),
    (rf"(?P<from>v)? (?P<at>[uü])? {_SIDE1} (?P<link>[-b&]) [uüd]? {_SIDE2} (?![.:~]|-1)", _hours),
)
