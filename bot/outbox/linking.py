"""What the two accounts of a person are asked and told while they are linked and parted."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from bot.context import House
from bot.domain.links import Counts, Offer, in_order, joined
from bot.domain.members import Member
from bot.domain.sending import Delivery, Planned
from bot.outbox.kinds import Dropped, Kind, Kinds, Outgoing, Rendered, Scene, number
from bot.ports import Store
from bot.talk.answers import Reply
from bot.views import linking as view
from bot.views.members import available

LANE: Final = 1


async def second(store: Store, offer: Offer) -> Member | None:
    """Return who took a code in."""
    return await store.members.at(offer.taken_by) if offer.taken_by is not None else None


async def preview(store: Store, house: House, me: Member, other: Member, now: datetime) -> view.Preview:
    """Return what would become of two members, as the first of them reads it."""
    stays, goes = in_order(me, other)
    after = joined(stays, goes, me.addresses[0].platform)
    calendars = [await store.calendars.of(one.id) for one in (stays, goes)]
    return view.Preview(
        me,
        other,
        after,
        await _counts(store, me.id),
        await _counts(store, other.id),
        available(after, house.today(now), house.community.language),
        lost_calendar=goes if all(calendars) else None,
    )


async def _counts(store: Store, member_id: int) -> Counts:
    return Counts(
        jobs=len(await store.jobs.of(member_id)),
        interests=len(await store.jobs.interests_of(member_id)),
        seats=len(await store.jobs.seats_of(member_id)),
        events=len(await store.events.of(member_id)),
        answers=len(await store.events.answers_of(member_id)),
        reminders=len(await store.events.reminders_of(member_id)),
    )


async def question(scene: Scene, offer: Offer, me: Member, other: Member) -> Reply:
    """Return what the first account is asked."""
    return view.question(await preview(scene.store, scene.house, me, other, scene.now), offer)


async def ask(store: Store, offer: Offer, member_id: int, now: datetime) -> None:
    """Ask the first account, in private."""
    subject = {"link": offer.id}
    await store.outbox.plan(
        Planned(f"link:{offer.id}:asked", "link.asked", now, subject, member_id=member_id, lane=LANE)
    )


async def tell_refused(store: Store, offer: Offer, member_id: int, now: datetime) -> None:
    """Tell the second account that the first does not want the link."""
    await store.outbox.plan(Planned(f"link:{offer.id}:refused", "link.refused", now, member_id=member_id, lane=LANE))


async def tell(store: Store, key: str, kind: str, member_id: int, account_of: Member, now: datetime) -> None:
    """Plan a message to one account of a member: the one that somebody has, or had, alone."""
    await store.outbox.plan(Planned(key, kind, now, member_id=member_id, lane=LANE))
    row = await store.outbox.by_key(key)
    if row is not None:
        await store.outbox.reroute(row, account_of.addresses[0])


async def _render_asked(scene: Scene, delivery: Delivery) -> Rendered:
    offer = await scene.store.links.offered(number(delivery.plan.subject, "link"), scene.now)
    me = await scene.store.members.get(delivery.plan.member_id or 0)
    other = await second(scene.store, offer) if offer is not None else None
    if offer is None or not offer.is_agreed or me is None or other is None or me.id == other.id:
        return Dropped("nobody asks any more")
    return Outgoing(await question(scene, offer, me, other))


async def _render_refused(scene: Scene, delivery: Delivery) -> Rendered:  # noqa: ARG001 - as every render
    return Outgoing(view.refused())


async def _render_made(scene: Scene, delivery: Delivery) -> Rendered:
    member = await scene.store.members.get(delivery.plan.member_id or 0)
    if member is None or not member.is_linked:
        return Dropped("they were parted again")
    return Outgoing(view.made(member, await scene.store.links.open(member.id, scene.now)))


async def _render_parted(scene: Scene, delivery: Delivery) -> Rendered:
    member = await scene.store.members.get(delivery.plan.member_id or 0)
    if member is None or member.is_linked:
        return Dropped("they are linked again")
    return Outgoing(view.parted_elsewhere())


_RENDERS = {
    "link.asked": _render_asked,
    "link.refused": _render_refused,
    "link.made": _render_made,
    "link.parted": _render_parted,
}
KINDS = Kinds({name: Kind(name, render, reminds=True) for name, render in _RENDERS.items()}, {})
