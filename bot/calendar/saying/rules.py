"""The rule of a series, from what a text says of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.calendar.rule import FREQUENCIES, Rule
from bot.calendar.saying.items import Counted, DayOfMonth, Days, Every, Except, Item, Times, Weekday


@dataclass(frozen=True, slots=True)
class Repeats:
    """A rule, and other readings of it behind it; `takes` are the items that the rule is made of.

    `needs_day` says that the first date decides on which day it repeats.
    """

    rule: Rule
    others: tuple[Rule, ...] = ()
    needs_day: bool = False


def repeats_of(items: Sequence[Item], *, loosely: bool = False) -> Repeats | None:
    """Return the rule that items say, None where they say none or contradict themselves.

    `loosely` takes "letzter Donnerstag" for the last one of every month, as in a field that asks for a series.
    """
    every = [item for item in items if isinstance(item, Every)]
    counted = [item for item in items if isinstance(item, Counted)]
    if not every and not any(one.repeats or loosely for one in counted):
        return None
    step = _step(every)
    if step is None or any(isinstance(item, Except) and not item.weekdays for item in items):
        return None
    if counted:
        found = _monthly(step, counted, every)
    elif step.frequency in ("", "WEEKLY", "DAILY"):
        found = _weekly(step, items)
    elif step.frequency == "MONTHLY":
        found = _by_month_day(step, items)
    else:
        found = _yearly(step.interval, items)
    return _ended(found, items) if found is not None else None


def _step(every: Sequence[Every]) -> Every | None:
    """Return all repetitions as one, None where two of them say different steps."""
    steps = {(one.frequency, one.interval) for one in every if one.frequency}
    if ("WEEKLY", 1) in steps and len(steps) > 1:
        steps.discard(("WEEKLY", 1))
    if len(steps) > 1:
        return None
    frequency, interval = next(iter(steps), ("", 1))
    if frequency not in ("", *FREQUENCIES):
        return None
    weekdays = tuple(dict.fromkeys(day for one in every for day in one.weekdays))
    return Every(frequency, interval, weekdays)


def _monthly(step: Every, counted: Sequence[Counted], every: Sequence[Every]) -> Repeats | None:
    if step.frequency not in ("", "MONTHLY") or step.weekdays:
        return None
    days = tuple(sorted({day for one in counted for day in one.days}))
    rule = Rule("MONTHLY", step.interval, days=days)
    steps = any(one.also_steps for one in counted) and not every
    others = (Rule("WEEKLY", abs(days[0][0]), days=((0, days[0][1]),)),) if steps and len(days) == 1 else ()
    return Repeats(rule, others)


def _weekly(step: Every, items: Sequence[Item]) -> Repeats | None:
    left_out = {day for item in items if isinstance(item, Except) for day in item.weekdays}
    days = set(step.weekdays)
    if step.frequency == "DAILY":
        if (days or left_out) and step.interval > 1:
            return None
        if not (days or left_out):
            return Repeats(Rule("DAILY", step.interval))
        days = days or set(range(7))
    days -= left_out
    if not days and left_out:
        return None
    rule = Rule("WEEKLY", step.interval, days=tuple((0, day) for day in sorted(days)))
    return Repeats(rule, needs_day=not days)


def _by_month_day(step: Every, items: Sequence[Item]) -> Repeats | None:
    if step.weekdays:
        return None
    days = tuple(sorted({item.day for item in items if isinstance(item, DayOfMonth)}))
    return Repeats(Rule("MONTHLY", step.interval, month_days=days), needs_day=not days)


def _yearly(interval: int, items: Sequence[Item]) -> Repeats | None:
    dates = [item for item in items if isinstance(item, Days) and not item.whole]
    if len(dates) > 1 or any(item.moving or not item.yearly for item in dates):
        return None
    if not dates:
        return Repeats(Rule("YEARLY", interval), needs_day=True)
    day = dates[0].readings[0][0]
    if dates[0].counted is not None:
        return Repeats(Rule("YEARLY", interval, months=(day.month,), days=(dates[0].counted,)))
    return Repeats(Rule("YEARLY", interval, months=(day.month,), month_days=(day.day,)))


def _ended(found: Repeats, items: Sequence[Item]) -> Repeats | None:
    counts = {item.count for item in items if isinstance(item, Times)}
    if len(counts) > 1:
        return None
    if not counts:
        return found
    count = counts.pop()
    return Repeats(
        replace(found.rule, count=count), tuple(replace(rule, count=count) for rule in found.others), found.needs_day
    )


def with_day(found: Repeats, day: date | Weekday | None) -> Repeats:
    """Return the rule with the day that its first date says; it still needs one where that says none."""
    if day is None:
        return found
    rule = found.rule
    weekday = day.day if isinstance(day, Weekday) else day.weekday()
    if rule.frequency == "WEEKLY":
        return Repeats(replace(rule, days=((0, weekday),)))
    if isinstance(day, Weekday):
        return found
    if rule.frequency == "MONTHLY":
        return Repeats(replace(rule, month_days=(day.day,)))
    return Repeats(replace(rule, months=(day.month,), month_days=(day.day,)))


def first_day(rule: Rule, since: date) -> date | None:
    """Return the first day on which the rule can begin, None where there is none in five years."""
    days = (since + timedelta(days=n) for n in range(5 * 366))
    return next((day for day in days if rule.fits(day)), None)
