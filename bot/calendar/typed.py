"""The plain words for a series that are read: "wöchentlich", "alle 2 Wochen", "jeden letzten Donnerstag im Monat"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from bot.calendar.plain import NUMBERS, WEEKDAYS, plain
from bot.calendar.rule import DAYS

_FIXED: Final[Mapping[str, str]] = {
    **dict.fromkeys(("taeglich", "jeden tag", "daily", "every day"), "FREQ=DAILY"),
    **dict.fromkeys(("woechentlich", "jede woche", "weekly", "every week"), "FREQ=WEEKLY"),
    **dict.fromkeys(("monatlich", "jeden monat", "monthly", "every month"), "FREQ=MONTHLY"),
    **dict.fromkeys(("jaehrlich", "jedes jahr", "yearly", "every year"), "FREQ=YEARLY"),
    **dict.fromkeys(("werktags", "on weekdays"), "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
}
_STEPS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("tage", "days"), "DAILY"),
    **dict.fromkeys(("wochen", "weeks"), "WEEKLY"),
    **dict.fromkeys(("monate", "months"), "MONTHLY"),
    **dict.fromkeys(("jahre", "years"), "YEARLY"),
}
_STEMS: Final = {"erste": 1, "zweite": 2, "dritte": 3, "vierte": 4, "fuenfte": 5, "letzte": -1, "vorletzte": -2}
_PLACES: Final[Mapping[str, int]] = {
    **{stem + ending: n for stem, n in _STEMS.items() for ending in ("", "n", "r")},
    **{f"{n}.": n for n in range(1, 6)},
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
    "5th": 5,
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "last": -1,
}
_EACH: Final = re.compile(r"^(?:immer )?(?:(?:an )?(?:jede[nrms]?|every|the|am|der|den) )?")
_OF_MONTH: Final = re.compile(r" (?:im|des|jede[ns]|of the|in the) (?:monats?|month)$")


def typed(text: str) -> str | None:
    """Return the RRULE that plain words say ("alle 2 Wochen", "letzter Donnerstag"), None for anything else.

    "jeden 2. Mittwoch" is the second of each month, with or without "im Monat"; every other one is "alle 2 Wochen".
    More than 200 characters raise InvalidInput.
    """
    words = plain(text).rstrip(".")
    if words in _FIXED:
        return _FIXED[words]
    return _stepped(words.split()) or _by_weekday(words)


def _stepped(words: list[str]) -> str | None:
    match words:
        case ["alle" | "every", amount, unit] if unit in _STEPS:
            number = int(amount) if re.fullmatch("[0-9]{1,3}", amount) else NUMBERS.get(amount, 0)
        case _:
            return None
    if _STEPS[unit] == "DAILY" and number and number % 7 == 0:
        return f"FREQ=WEEKLY;INTERVAL={number // 7:.0f}"
    return f"FREQ={_STEPS[unit]};INTERVAL={number:g}"


def _by_weekday(words: str) -> str | None:
    stem, of_month = _OF_MONTH.subn("", words)
    names = [name for name in re.split("[ ,]+", _EACH.sub("", stem)) if name not in ("", "und", "and")]
    places = [_PLACES[name] for name in names if name in _PLACES]
    days = [WEEKDAYS.get(name.rstrip(".").removesuffix("s"), -1) for name in names[len(places) :]]
    if not days or -1 in days or (places and len(days) > 1) or (of_month and not places):
        return None
    if not places:
        return "FREQ=WEEKLY;BYDAY=" + ",".join(DAYS[day] for day in days)
    return "FREQ=MONTHLY;BYDAY=" + ",".join(f"{place}{DAYS[days[0]]}" for place in places)
