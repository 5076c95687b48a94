"""The weekly recap: one message a week and place, with what the next seven days bring of what the place hears of.

Its row is planned two weeks ahead, and each plans on when it is claimed; it never expires, so that happens after an
outage too. Its key names the week, so that a place whose day is changed reads no second one in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Final
from zoneinfo import ZoneInfo

from bot.calendar.ladder import spoken_at
from bot.calendar.occurrence import Occurrence, dates, present
from bot.calendar.wall import instant, wall
from bot.domain.events import Event
from bot.domain.hearing import DAY, Hearing, Weekly
from bot.domain.places import Place, Role
from bot.domain.sending import Delivery, Planned
from bot.outbox.kinds import Dropped, Kind, Kinds, Outgoing, Rendered, Scene
from bot.ports import Store
from bot.views import recap as view

A_WEEK: Final = 7 * DAY
STILL_OF_USE: Final = 2 * DAY  # so late a recap is still said, with what is left of its days
AHEAD: Final = 2  # that are planned at once
_MOMENT: Final = timedelta(microseconds=1)


async def plan_recaps(store: Store, zone: ZoneInfo, now: datetime) -> None:
    """Plan the next recaps of the `events` places of today, and end those that wait and are not wanted any more."""
    rows: list[Planned] = []
    keep: set[str] = set()
    for place in await store.places.with_role(Role.EVENTS):
        if place.hears.recap is not None:
            coming = _coming(place, zone, now)
            rows += coming
            keep |= {row.key for row in coming}
            keep.add(_key(place, _first(place.hears.recap, zone, now) - A_WEEK))
    waiting = await store.outbox.waiting("recap:")
    await store.outbox.drop([key for key in waiting if key not in keep], "the place does not want it any more")
    await store.outbox.plan(*rows)


def _coming(place: Place, zone: ZoneInfo, now: datetime) -> list[Planned]:
    """Return the rows of a place's next recaps."""
    recap = place.hears.recap
    if recap is None:
        return []
    first = _first(recap, zone, now)
    return [_row(place, first + week * A_WEEK, zone) for week in range(AHEAD)]


def _first(recap: Weekly, zone: ZoneInfo, now: datetime) -> datetime:
    """Return the first wall time of a recap that is due after an instant."""
    today = wall(now, zone).date()
    day = today + (recap.weekday - today.weekday()) % 7 * DAY
    first = datetime.combine(day, recap.at)
    return first if instant(first, zone) > now else first + A_WEEK


def _row(place: Place, at: datetime, zone: ZoneInfo) -> Planned:
    due = instant(spoken_at(at, place.hears.quiet), zone)
    subject = {"recap": at.isoformat(timespec="minutes")}
    return Planned(_key(place, at), "event.recap", due, subject, place_id=place.id, lane=6)


def _key(place: Place, at: datetime) -> str:
    """Return the key of a recap, which names the place and the week that its day lies in."""
    year, week, _ = at.isocalendar()
    return f"recap:{year}-W{week:02}:place:{place.id}"


def brought(events: Iterable[Event], hearing: Hearing, now: datetime, until: datetime) -> Sequence[Occurrence]:
    """Return the dates that a place hears of, are not over and begin before an instant, by time."""
    found = [date for event in events for date in _dates(event, now, until) if hearing.hears(event.kind, date.town)]
    return sorted(found, key=lambda date: (date.begins, date.event.id))


def _dates(event: Event, now: datetime, until: datetime) -> list[Occurrence]:
    first = present(event, now)
    if first is None or first.begins >= until:
        return []
    return [first, *takewhile(lambda date: date.begins < until, dates(event, first.begins + _MOMENT))]


async def _render(scene: Scene, delivery: Delivery) -> Rendered:
    store, zone = scene.store, scene.house.community.zone
    place = await store.places.get(delivery.plan.place_id or 0)
    if place is None or Role.EVENTS not in place.roles or place.hears.recap is None:
        return Dropped("the place wants no recap any more")
    await store.outbox.plan(*_coming(place, zone, scene.now))
    if scene.now > delivery.plan.due + STILL_OF_USE:
        return Dropped("the recap is too late")
    at = datetime.fromisoformat(str(delivery.plan.subject["recap"]))
    coming = brought(await store.events.active(), place.hears, scene.now, instant(at + A_WEEK, zone))
    if not coming:
        return Dropped("the week brings nothing")
    return Outgoing(view.recap(coming, scene.now, is_monday=at.weekday() == 0))


KINDS: Final = Kinds({"event.recap": Kind("event.recap", _render)}, {})
