"""A recurrence as a value: the part of RFC 5545's RRULE that series of a community need, and nothing that can explode.

Read are FREQ (DAILY to YEARLY), INTERVAL (1–366), BYMONTH, BYMONTHDAY, BYDAY, WKST, and COUNT (1–1000) or UNTIL. What a
rule must not have: a smaller step than a day, BYHOUR and its like, BYSETPOS, BYWEEKNO, BYYEARDAY. So the next date of a
rule that has one is a few thousand cheap steps away at most, which `bot.calendar.series` relies on.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, tzinfo
from typing import Final, TypeVar

from bot.calendar.plain import bounded
from bot.calendar.wall import wall
from bot.errors import InvalidInput
from bot.talk.text import Phrase

FREQUENCIES: Final = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
MOST_REPEATS: Final = 1000
_WIDEST: Final = 366
_UNTIL: Final = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T([0-9]{2})([0-9]{2})([0-9]{2})(Z?))?")
_BYDAY: Final = re.compile(r"([+-]?[1-5])?(" + "|".join(DAYS) + ")")
_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,4}")

_T = TypeVar("_T")
_Sorted = TypeVar("_Sorted", int, tuple[int, int])


@dataclass(frozen=True, slots=True)
class Rule:
    """A recurrence. `str()` is its one normal form: fixed order, nothing that is the default, lists sorted.

    `days` are (ordinal, weekday with Monday = 0), ordinal 0 for every such day; negative ones count from the end.
    `until` includes its moment: a date up to the end of that day, a naive datetime in wall time, an aware one in UTC.
    """

    frequency: str
    interval: int = 1
    months: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    days: tuple[tuple[int, int], ...] = ()
    week_start: int = 0
    count: int | None = None
    until: date | None = None

    def __str__(self) -> str:
        parts = {
            "FREQ": self.frequency,
            "INTERVAL": str(self.interval) if self.interval > 1 else "",
            "BYMONTH": ",".join(map(str, self.months)),
            "BYMONTHDAY": ",".join(map(str, self.month_days)),
            "BYDAY": ",".join(f"{n or ''}{DAYS[weekday]}" for n, weekday in self.days),
            "WKST": DAYS[self.week_start] if self.week_start else "",
            "COUNT": str(self.count or ""),
            "UNTIL": _until_text(self.until) if self.until else "",
        }
        return ";".join(f"{key}={value}" for key, value in parts.items() if value)

    @property
    def counts(self) -> bool:
        """Say whether the weekdays are counted: the 2nd, the last."""
        return any(n for n, _ in self.days)

    def fits(self, day: date) -> bool:
        """Say whether the rule can begin on this day: months, days of the month and weekdays agree."""
        return (
            (not self.months or day.month in self.months)
            and (not self.month_days or not {day.day, _from_end(day)}.isdisjoint(self.month_days))
            and (not self.days or any(self._is(day, n, weekday) for n, weekday in self.days))
        )

    def begun(self, first: date) -> Rule:
        """Return the rule with what its first date says by itself: the weekday, the day of the month, the month."""
        if self.days or self.month_days or self.frequency == "DAILY":
            return self
        if self.frequency == "WEEKLY":
            return replace(self, days=((0, first.weekday()),))
        months = self.months or ((first.month,) if self.frequency == "YEARLY" else ())
        return replace(self, months=months, month_days=(first.day,))

    def last_wall(self, zone: tzinfo) -> datetime | None:
        """Return the last wall time that `until` lets through, None without one."""
        if not isinstance(self.until, datetime):
            return None if self.until is None else datetime.combine(self.until, time.max)
        return self.until if self.until.tzinfo is None else wall(self.until, zone)

    def _is(self, day: date, ordinal: int, weekday: int) -> bool:
        if day.weekday() != weekday:
            return False
        if self.frequency == "YEARLY" and not self.months:
            ahead = day.timetuple().tm_yday - 1
            behind = date(day.year, 12, 31).timetuple().tm_yday - 1 - ahead
        else:
            ahead, behind = day.day - 1, -_from_end(day) - 1
        return ordinal in (0, ahead // 7 + 1, -(behind // 7) - 1)


def parse(text: str) -> Rule:
    """Return the rule that an RRULE says, with or without "RRULE:" before it, in either case.

    Raises InvalidInput for what is malformed, contradicts itself or is more than this house repeats.
    """
    parts = _parts(re.sub(r"^\s*rrule:", "", bounded(text), flags=re.IGNORECASE))
    frequency = parts.pop("FREQ", "")
    if frequency not in FREQUENCIES:
        raise InvalidInput(
            Phrase("Eine Serie läuft täglich, wöchentlich, monatlich oder jährlich, zum Beispiel „jeden 2. Mittwoch“.")
        )
    rule = Rule(
        frequency,
        interval=_one(parts, "INTERVAL", lambda value: _number(value, 1, _WIDEST)) or 1,
        months=_many(parts, "BYMONTH", lambda value: _number(value, 1, 12)),
        month_days=_many(parts, "BYMONTHDAY", lambda value: _number(value, -31, 31)),
        days=_many(parts, "BYDAY", _day),
        week_start=_one(parts, "WKST", DAYS.index) or 0,
        count=_one(parts, "COUNT", lambda value: _number(value, 1, MOST_REPEATS)),
        until=_one(parts, "UNTIL", _until),
    )
    for part in parts:
        raise _refusal(part)
    return _checked(rule)


def _refusal(part: str) -> InvalidInput:
    return InvalidInput(
        Phrase("„{part}“ verstehe ich als Serie nicht. Schreib zum Beispiel „jeden 2. Mittwoch im Monat“.", part=part)
    )


def _checked(rule: Rule) -> Rule:
    mixed = rule.counts and any(n == 0 for n, _ in rule.days)
    if rule.count and rule.until:
        raise InvalidInput(Phrase("Eine Serie endet nach einer Anzahl oder an einem Tag. Nimm COUNT oder UNTIL."))
    if rule.frequency in ("DAILY", "WEEKLY") and (rule.month_days or rule.counts):
        raise InvalidInput(Phrase("Der wievielte Tag es ist, zählt nur im Monat. Nimm FREQ=MONTHLY."))
    if mixed or (rule.counts and rule.month_days):
        raise InvalidInput(Phrase("Diese Tage lassen sich nicht verbinden. Nimm für jede Regel einen eigenen Termin."))
    narrowed = rule.months if rule.frequency == "WEEKLY" else rule.months or rule.days
    if rule.frequency in ("DAILY", "WEEKLY") and rule.interval > 1 and narrowed:
        raise InvalidInput(Phrase("Mit INTERVAL kann die Serie nicht auch noch auf Tage oder Monate beschränkt sein."))
    return rule


def _parts(text: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for piece in filter(None, text.strip().rstrip(";").split(";")):
        key, _, value = (side.strip() for side in piece.upper().partition("="))
        if not key or not value or key in parts:
            raise _refusal(piece)
        parts[key] = value
    return parts


def _one(parts: dict[str, str], key: str, read: Callable[[str], _T]) -> _T | None:
    value = parts.pop(key, None)
    if value is None:
        return None
    try:
        return read(value)
    except ValueError as error:
        raise _refusal(f"{key}={value}") from error


def _many(parts: dict[str, str], key: str, read: Callable[[str], _Sorted]) -> tuple[_Sorted, ...]:
    return _one(parts, key, lambda value: tuple(sorted({read(piece) for piece in value.split(",")}))) or ()


def _number(text: str, least: int, most: int) -> int:
    number = int(text) if _NUMBER.fullmatch(text) else 0
    if number == 0 or not least <= number <= most:
        raise ValueError(text)
    return number


def _day(text: str) -> tuple[int, int]:
    match = _BYDAY.fullmatch(text)
    if match is None:
        raise ValueError(text)
    return int(match[1] or 0), DAYS.index(match[2])


def _until(text: str) -> date:
    match = _UNTIL.fullmatch(text)
    if match is None or not 1900 <= int(match[1]) < 9999:  # room on both sides for any zone's offset
        raise ValueError(text)
    year, month, day, hour, minute, second = (int(number or 0) for number in match.groups()[:6])
    if match[4] is None:
        return date(year, month, day)
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC if match[7] else None)


def _until_text(until: date) -> str:
    if not isinstance(until, datetime):
        return f"{until:%Y%m%d}"
    return f"{until:%Y%m%dT%H%M%S}" + ("Z" if until.tzinfo else "")


def _from_end(day: date) -> int:
    return day.day - monthrange(day.year, day.month)[1] - 1
