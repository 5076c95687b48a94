"""Two members are made one and parted again, with all that others see of it: cards, seats at events, who is there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from bot import housekeeping, presence
from bot.calendar.occurrence import Occurrence, named
from bot.domain.links import Link, in_order, joined
from bot.domain.members import Member
from bot.domain.people import Address
from bot.domain.seats import Seating
from bot.outbox import recommending, seats
from bot.outbox.linking import tell
from bot.ports import Store


async def link(store: Store, me: Member, other: Member, confirmed: Address, now: datetime) -> Member:
    """Make two members one and tell the other account; they are written to first where they confirmed last."""
    stays, goes = in_order(me, other)
    away, ids = goes.addresses[0].platform, {goes.id: stays.id}
    before = await _seatings(store, (stays.id, goes.id), now)
    after = joined(stays, goes, confirmed.platform)
    await recommending.between(store, stays.id, goes.id, now)
    await store.links.merge(after, goes, away, now)
    await housekeeping.redraw(store, after.id)
    await _tell_moved(store, [(date, _renamed(seating, ids)) for date, seating in before], now)
    await tell(store, f"link:{after.id}:{goes.id}:{int(now.timestamp())}:made", "link.made", after.id, other, now)
    return after


async def take_apart(store: Store, found: Link, caller: Address, now: datetime) -> None:
    """Make one member two again and tell the other account."""
    before = await _seatings(store, (found.member_id,), now)
    await store.links.part(found)
    both = [await store.members.get(one) for one in (found.member_id, found.gone_id)]
    for member in both:
        if member is not None:
            await housekeeping.redraw(store, member.id)
            await presence.look(store, member, now)
    await _tell_moved(store, before, now)
    key = f"link:{found.member_id}:{found.gone_id}:{int(now.timestamp())}:parted"
    for member in both:
        if member is not None and caller not in member.addresses:
            await tell(store, key, "link.parted", member.id, member, now)


async def _seatings(store: Store, member_ids: Iterable[int], now: datetime) -> list[tuple[Occurrence, Seating]]:
    """Return who has a seat at the dates with a limit that somebody answered to."""
    dates: dict[tuple[int, str], Occurrence] = {}
    for member_id in member_ids:
        for answer in await store.events.answers_of(member_id):
            event = await store.events.get(answer.event_id)
            date = named(event, answer.occurrence) if event is not None and event.seats is not None else None
            if date is not None and date.ends > now:
                dates[answer.event_id, answer.occurrence] = date
    return [(date, await seats.seated(store, date)) for date in dates.values()]


def _renamed(seating: Seating, ids: Mapping[int, int]) -> Seating:
    inside = tuple(dict.fromkeys(ids.get(one, one) for one in seating.inside))
    waiting = dict.fromkeys(ids.get(one, one) for one in seating.waiting)
    return Seating(inside, tuple(one for one in waiting if one not in inside))


async def _tell_moved(store: Store, before: Iterable[tuple[Occurrence, Seating]], now: datetime) -> None:
    """Tell who got a seat or lost one; the events have been redrawn meanwhile."""
    for date, seating in before:
        event = await store.events.get(date.event.id)
        if event is not None:
            await seats.tell(store, replace(date, event=event), seating, now)
