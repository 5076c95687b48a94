"""Any rule of ours as a member reads it, in German and in English."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Final

from bot.calendar.rule import Rule, parse
from bot.domain import dates

_SAID: Final[Mapping[str, Mapping[str, str]]] = {
    "de": {
        "DAILY": "täglich",
        "WEEKLY": "jede Woche",
        "MONTHLY": "jeden Monat",
        "YEARLY": "jedes Jahr",
        "every DAILY": "alle {n} Tage",
        "every WEEKLY": "alle {n} Wochen",
        "every MONTHLY": "alle {n} Monate",
        "every YEARLY": "alle {n} Jahre",
        "each": "jeden {days}",
        "each of month": "jeden {days} im Monat",
        "on": "{every} am {days}",
        "on the": "{every} am {days}",
        "of year": "{days} im Jahr",
        "of months": "{days} im {months}",
        "on date": "{days} {months}",
        "only on": "{repeats}, nur am {days}",
        "only in": "{repeats}, nur im {months}",
        "last": "letzten",
        "second last": "vorletzten",
        "from the end": "{n}-letzten",
        "last day": "{last} Tag",
        "times": ", {n}-mal",
        "until": ", bis {day}",
        "both": " und ",
    },
    "en": {
        "DAILY": "daily",
        "WEEKLY": "every week",
        "MONTHLY": "every month",
        "YEARLY": "every year",
        "every DAILY": "every {n} days",
        "every WEEKLY": "every {n} weeks",
        "every MONTHLY": "every {n} months",
        "every YEARLY": "every {n} years",
        "each": "every {days}",
        "each of month": "every {days} of the month",
        "on": "{every} on {days}",
        "on the": "{every} on the {days}",
        "of year": "{days} of the year",
        "of months": "{days} in {months}",
        "on date": "{days} of {months}",
        "only on": "{repeats}, only on {days}",
        "only in": "{repeats}, only in {months}",
        "last": "last",
        "second last": "second to last",
        "from the end": "{n} to last",
        "last day": "{last} day",
        "times": ", {n} times",
        "until": ", until {day}",
        "both": " and ",
    },
}


def in_words(rule: str, first: datetime, language: str = "de", *, with_time: bool = True) -> str:
    """Return "jeden 2. Mittwoch im Monat, 19:00 Uhr" for an RRULE that begins at the wall time `first`.

    Where the series ends, that follows: ", 10-mal" or ", bis Fr., 31. Dezember 2027". The time may be left out where
    it was said just before. Raises InvalidInput for no rule.
    """
    begun, tongue = parse(rule).begun(first), dates.spoken(language)
    clock = f", {dates.clock(first, None, tongue)}" if with_time else ""
    return f"{_repeats(begun, tongue)}{clock}{_end(begun, tongue)}"


def _repeats(rule: Rule, tongue: str) -> str:
    said, days, months = _SAID[tongue], _weekdays(rule, tongue), _months(rule, tongue)
    every = said[f"every {rule.frequency}" if rule.interval > 1 else rule.frequency].format(n=rule.interval)
    if rule.frequency == "YEARLY":
        return said["on the"].format(every=every, days=_in_year(rule, tongue))
    if rule.month_days:
        repeats = said["on the"].format(every=every, days=_month_days(rule, tongue))
        repeats = said["only on"].format(repeats=repeats, days=days) if days else repeats
    elif not days:
        repeats = every
    elif rule.interval == 1:
        repeats = said["each of month" if rule.counts else "each"].format(days=days)
    else:
        repeats = said["on the" if rule.counts else "on"].format(every=every, days=days)
    return said["only in"].format(repeats=repeats, months=months) if months else repeats


def _in_year(rule: Rule, tongue: str) -> str:
    said, days, months = _SAID[tongue], _weekdays(rule, tongue), _months(rule, tongue)
    if not rule.month_days:
        return said["of months" if months else "of year"].format(days=days, months=months)
    form = "on date" if months and rule.month_days[0] > 0 else "of months" if months else "of year"
    date = said[form].format(days=_month_days(rule, tongue), months=months)
    return said["only on"].format(repeats=date, days=days) if days else date


def _end(rule: Rule, tongue: str) -> str:
    if rule.count:
        return _SAID[tongue]["times"].format(n=rule.count)
    if rule.until:
        return _SAID[tongue]["until"].format(day=dates.day(rule.until, UTC, language=tongue, year=True))
    return ""


def _weekdays(rule: Rule, tongue: str) -> str:
    names = dates.WEEKDAYS[tongue]
    days = sorted(rule.days, key=lambda day: (day[0] < 0, day))
    if rule.counts and len({weekday for _, weekday in days}) == 1:
        return f"{_listed((_place(n, tongue) for n, _ in days), tongue)} {names[days[0][1]]}"
    return _listed((f"{_place(n, tongue)} {names[weekday]}".strip() for n, weekday in days), tongue)


def _month_days(rule: Rule, tongue: str) -> str:
    ahead = [_place(day, tongue) for day in rule.month_days if day > 0]
    behind = [_SAID[tongue]["last day"].format(last=_place(day, tongue)) for day in rule.month_days if day < 0]
    return _listed([*ahead, *reversed(behind)], tongue)


def _months(rule: Rule, tongue: str) -> str:
    return _listed((dates.MONTHS[tongue][month - 1] for month in rule.months), tongue)


def _place(n: int, tongue: str) -> str:
    said = _SAID[tongue]
    if n == 0:
        return ""
    if n > 0:
        return f"{n}{'.' if tongue == 'de' else _english_ending(n)}"
    return {-1: said["last"], -2: said["second last"]}.get(n) or said["from the end"].format(n=_place(-n, tongue))


def _english_ending(n: int) -> str:
    return "th" if n in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")


def _listed(words: Iterable[str], tongue: str) -> str:
    *others, last = [*words] or [""]
    return _SAID[tongue]["both"].join([", ".join(others), last] if others else [last])
