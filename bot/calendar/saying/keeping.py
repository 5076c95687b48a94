"""What stays of the things that a text may say: numbers that may be no time at all go where something else says one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from bot.calendar.saying.items import (
    OF_DAYS,
    Clock,
    Counted,
    DayOfMonth,
    Days,
    Every,
    Hours,
    Item,
    Link,
    Shift,
    Unclear,
    Weekday,
)
from bot.calendar.saying.scanning import Seen

_DAY_ITEMS = (Days, Weekday, DayOfMonth, Shift)


def kept(seen: Sequence[Seen]) -> list[Item]:
    """Return the items that count, in their order; links that lead nowhere are left out."""
    items = [one.item for one in seen]
    repeats = any(isinstance(item, Every | Counted) for item in items)
    items = [item for item in items if not (isinstance(item, Unclear) and _is_passed_over(item, repeats=repeats))]
    items = _without_weak_days(items)
    items = _without_weak_clocks(items)
    items = _begun(_between(items))
    gaps = {id(one.item): one.gap for one in seen}
    items = [item for at, item in enumerate(items) if not isinstance(item, Link) or _leads_on(items, at, gaps)]
    return [
        Link.UNTIL if item is Link.DASH else item
        for at, item in enumerate(items)
        if item is not Link.DASH or _is_stretch(items, at)
    ]


def _is_passed_over(item: Unclear, *, repeats: bool) -> bool:
    return item.mild if repeats else item.of_series


def _is_stretch(items: Sequence[Item], at: int) -> bool:
    """Say whether a dash goes from a day to a day or from a time to a time; "3.12. - 19:00" is one moment."""
    if at == 0 or at + 1 >= len(items):
        return False
    before, behind = items[at - 1], items[at + 1]
    if isinstance(behind, _DAY_ITEMS):
        return any(isinstance(item, _DAY_ITEMS) for item in items[:at])
    return isinstance(before, Clock) and isinstance(behind, Clock)


def _begun(items: list[Item]) -> list[Item]:
    """Return the items with "ab Januar" as its first day."""
    found = list(items)
    for at, (link, item) in enumerate(pairwise(items), 1):
        ends = at + 1 == len(items) or not isinstance(items[at + 1], Weekday)
        if link is Link.BEGINNING and isinstance(item, Days) and item.whole and ends:
            found[at] = Days(((item.readings[0][0], None),), yearly=False)
    return found


def _between(items: list[Item]) -> list[Item]:
    """Return the items with the "und" that belongs to "zwischen" as the way from one to the other."""
    if Link.BETWEEN not in items:
        return items
    at = items.index(Link.BETWEEN)
    behind = items[at + 1 :]
    if Link.AND in behind:
        behind[behind.index(Link.AND)] = Link.UNTIL
    return [*items[:at], Link.FROM, *behind]


def _without_weak_days(items: list[Item]) -> list[Item]:
    """Return the items without numbers that may be dates, where a date is said or a weekday that they do not fit."""
    weekdays = {item.day for item in items if isinstance(item, Weekday)}
    others = any(isinstance(item, Shift | DayOfMonth) or (isinstance(item, Days) and not item.weak) for item in items)

    def is_wrong(item: Item) -> bool:
        if not (isinstance(item, Days) and item.weak):
            return False
        return others or bool(weekdays and item.readings[0][0].weekday() not in weekdays)

    return [item for item in items if not is_wrong(item)]


def _without_weak_clocks(items: list[Item]) -> list[Item]:
    weak = [item for item in items if isinstance(item, Clock) and item.weak]
    of_days = any(isinstance(item, OF_DAYS) for item in items)
    strong = any(isinstance(item, Hours) or (isinstance(item, Clock) and not item.weak) for item in items)
    if weak and (strong or not of_days):
        return [item for item in items if item not in weak]
    return items


def _leads_on(items: Sequence[Item], at: int, gaps: Mapping[int, int]) -> bool:
    """Say whether a link has a day or a time right behind it."""
    if at + 1 >= len(items):
        return False
    behind = items[at + 1]
    gap = gaps.get(id(behind), 0)
    if items[at] is Link.EACH:
        return True
    if isinstance(behind, Link):
        return behind is not Link.AND and items[at] is Link.UNTIL
    return gap <= 1 or items[at] not in (Link.UNTIL, Link.DASH, Link.DEADLINE)
