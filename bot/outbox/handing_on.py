"""What goes out when something is handed on: the question, privately or as a tag, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.context import House
from bot.domain.handing_on import Asked, AskedState, Handover, HandoverState, holds
from bot.domain.jobs import InterestState, Job, JobState
from bot.domain.members import Member
from bot.domain.places import Role, membership
from bot.domain.sending import Delivery, Errand, Planned, Posting, ShownAs
from bot.matching.ranking import may_be_chosen
from bot.outbox import recommending
from bot.outbox.choosing import awake, reached_in
from bot.outbox.kinds import Dropped, Held, Kind, Kinds, Outgoing, Rendered, Scene, number
from bot.outbox.teams import speaker
from bot.ports import Store
from bot.talk.answers import Reply
from bot.views import handing_news as news
from bot.views import handing_on as view
from bot.views.handing_on import name_in

LANE: Final = 2
OBJECT: Final = "handover"
TAG_LANE: Final = 6


async def everybody(store: Store, handover: Handover) -> Mapping[int, Member]:
    """Return the people whom an offer names: giver, taker, contact person and those who are asked."""
    asked = [one.member_id for one in await store.handovers.asked(handover.id)]
    ids = {handover.giver_id, handover.taker_id or 0, handover.terms.contact_id or 0, *asked}
    return await store.members.many(sorted(ids))


async def still_holds(store: Store, handover: Handover) -> bool:
    """Say whether an open offer says what is true at this moment, and who made it is there."""
    job = await store.jobs.get(handover.job_id)
    giver = await store.members.get(handover.giver_id)
    if job is None or giver is None or giver.erase_at is not None:
        return False
    return holds(handover.terms, job, await store.jobs.seats(job.id), handover.giver_id)


async def ask(store: Store, house: House, handover: Handover, asked: Sequence[Asked], now: datetime) -> None:
    """Plan the questions: privately to whom somebody named, as one tag in each place to who offers a skill."""
    due, end, subject = awake(now, house), handover.expires_at, {"handover": handover.id}
    for one in asked:
        if one.place_id is None:
            key = f"handover:{handover.id}:ask:{one.member_id}"
            row = Planned(key, "handover.ask", due, subject, member_id=one.member_id, expires=end, lane=LANE)
            await store.outbox.plan(row)
    for place_id in sorted({one.place_id for one in asked if one.place_id is not None}):
        key = f"handover:{handover.id}:tag:place:{place_id}"
        await store.outbox.plan(Planned(key, "handover.tag", due, subject, place_id, expires=end, lane=TAG_LANE))


async def end(store: Store, handover: Handover, now: datetime, by: int = 0) -> bool:
    """Write the end of an offer, let every copy show it, and tell who has to know; False where it has ended before.

    `by` knows already. Those who have looked at the terms hear once that somebody else was first.
    """
    if not await store.handovers.save(handover):
        return False
    await store.outbox.want(OBJECT, handover.id, handover.revision)
    for what in ("ask", "tag", "call"):
        await store.outbox.cancel(f"handover:{handover.id}:{what}:", "the offer has ended")
    if handover.giver_id != by and handover.state is not HandoverState.WITHDRAWN:
        await tell(store, handover, "told", handover.giver_id, now)
    if handover.state is HandoverState.TAKEN:
        for one in await store.handovers.asked(handover.id):
            if one.state is AskedState.LOOKED and one.member_id != handover.taker_id:
                await tell(store, handover, "late", one.member_id, now)
    return True


async def tell(
    store: Store, handover: Handover, what: str, member_id: int, now: datetime, **subject: str | int
) -> None:
    """Plan a private message of the kind "handover." and the first word of `what`, once an offer and receiver."""
    kind = f"handover.{what.partition(':')[0]}"
    subject = {"handover": handover.id, **subject}
    key = f"handover:{handover.id}:{what}:{member_id}"
    await store.outbox.plan(Planned(key, kind, now, subject, member_id=member_id, lane=LANE))


async def tell_new_author(store: Store, handover: Handover, job: Job, now: datetime) -> None:
    """Tell the team and those who wait for an answer who leads a job from now on; both sides know."""
    sitting = {seat.member_id for seat in await store.jobs.seats(job.id)}
    waiting = {w.member_id for w in await store.jobs.interests(job.id) if w.state is InterestState.WAITING}
    for member_id in sorted((sitting | waiting) - {job.author_id, handover.giver_id}):
        await tell(store, handover, "led", member_id, now)


async def follow(store: Store, job: Job, now: datetime) -> None:
    """End the open offers of a job that do not hold any more; its author, who has closed it, need not be told.

    Questions to those who were recommended follow the job too.
    """
    for offer in await store.handovers.of_job(job.id):
        if offer.is_open and not await still_holds(store, offer):
            knows = job.author_id if job.state is not JobState.OPEN else 0
            await end(store, offer.ended(HandoverState.ENDED, now), now, knows)
    await recommending.follow(store, job)


async def end_overdue(store: Store, offer: Handover, now: datetime) -> None:
    """End an offer whose time is over, or of which nobody is left who was asked."""
    await end(store, offer.ended(HandoverState.EXPIRED, now), now)


async def part_with(store: Store, member_id: int, now: datetime) -> None:
    """End what a member offers, and what is offered to them alone: they are going."""
    for offer in await store.handovers.of_member(member_id):
        if not offer.is_open:
            continue
        if offer.giver_id == member_id:
            await end(store, offer.ended(HandoverState.WITHDRAWN, now), now)
        elif not offer.skill:
            await end(store, offer.ended(HandoverState.ENDED, now), now)


async def redraw(store: Store, member_id: int) -> None:
    """Ask for every copy of an open offer that may name a member to be shown anew."""
    for offer in await store.handovers.of_member(member_id):
        again = replace(offer, revision=offer.revision + 1)
        if offer.is_open and await store.handovers.save(again):
            await store.outbox.want(OBJECT, offer.id, again.revision)


async def _offer_of(scene: Scene, delivery: Delivery) -> Handover | None:
    return await scene.store.handovers.get(number(delivery.plan.subject, "handover"))


async def _asked_now(scene: Scene, delivery: Delivery) -> Handover | None:
    """Return the offer of a row as long as somebody may agree to it."""
    offer = await _offer_of(scene, delivery)
    is_alive = offer is not None and offer.is_open and offer.expires_at > scene.now
    return offer if offer is not None and is_alive and await still_holds(scene.store, offer) else None


async def _shown(store: Store, offer: Handover, reader_id: int) -> Reply:
    asked = await store.handovers.asked(offer.id)
    return view.shown(offer, asked, await everybody(store, offer), reader_id)


async def _render_ask(scene: Scene, delivery: Delivery) -> Rendered:
    offer, member_id = await _asked_now(scene, delivery), delivery.plan.member_id or 0
    member = await scene.store.members.get(member_id)
    if offer is None or member is None or not member.is_findable:
        return Dropped("the offer has ended")
    if await scene.store.recommendations.stopped(member_id) is not None:
        return Dropped("they want no such questions")
    if (later := awake(scene.now, scene.house)) > scene.now:
        return Held(later, "nobody is asked at night")
    stands_as = ShownAs(OBJECT, offer.id, "question", str(member_id))
    return Outgoing(await _shown(scene.store, offer, member_id), stands_as=stands_as, shown=offer.revision)


async def _unreachable(scene: Scene, delivery: Delivery) -> Iterable[Planned]:
    """Call in a place who may be tagged there; else the giver hears that nobody can be asked."""
    offer, member_id = await _asked_now(scene, delivery), delivery.plan.member_id or 0
    member = await scene.store.members.get(member_id)
    if offer is None or member is None:
        return ()
    subject = {"handover": offer.id, "member": member_id}
    places = await scene.store.places.with_role(Role.JOBS) if member.may_be_tagged else []
    place = (await reached_in(scene.store, [member], places, scene.now)).get(member_id)
    if place is None:
        key = f"handover:{offer.id}:unreached:{member_id}"
        return (Planned(key, "handover.unreached", scene.now, subject, member_id=offer.giver_id, lane=LANE),)
    key = f"handover:{offer.id}:call:{member_id}:place:{place.id}"
    due = awake(scene.now, scene.house)
    return (Planned(key, "handover.call", due, subject, place.id, expires=offer.expires_at, lane=TAG_LANE),)


async def _render_call(scene: Scene, delivery: Delivery) -> Rendered:
    offer = await _asked_now(scene, delivery)
    member = await scene.store.members.get(number(delivery.plan.subject, "member"))
    if offer is None or member is None or not member.may_be_tagged:
        return Dropped("the offer has ended")
    if (later := awake(scene.now, scene.house)) > scene.now:
        return Held(later, "nobody is tagged at night")
    stands_as = ShownAs(OBJECT, offer.id, "call", str(member.id))
    return Outgoing(news.call(offer, member), stands_as=stands_as, shown=offer.revision)


async def _tagged(scene: Scene, offer: Handover, place_id: int | None) -> list[tuple[Member, Asked]]:
    """Return whom the tag in a place names, as far as they may be shown."""
    asked = [one for one in await scene.store.handovers.asked(offer.id) if one.place_id == place_id]
    members = await scene.store.members.many([one.member_id for one in asked])
    found = [(members[one.member_id], one) for one in asked if one.member_id in members]
    return [(member, one) for member, one in found if member.is_shown]


async def _is_there(scene: Scene, member: Member, place_id: int | None) -> bool:
    keys = [membership(place_id or 0, address) for address in member.addresses]
    answers = await scene.store.outbox.answers(keys, scene.now)
    return "yes" in answers.values() or not answers


async def _tag(scene: Scene, offer: Handover, tagged: Sequence[tuple[Member, Asked]]) -> Reply:
    people = await everybody(scene.store, offer)
    return news.tag(offer, name_in(people, offer.giver_id), tagged)


async def _render_tag(scene: Scene, delivery: Delivery) -> Rendered:
    offer = await _asked_now(scene, delivery)
    place_id = delivery.plan.place_id
    named = await _tagged(scene, offer, place_id) if offer is not None else []
    tagged = [(m, one) for m, one in named if may_be_chosen(m) and await _is_there(scene, m, place_id)]
    if offer is None:
        return Dropped("the offer has ended")
    await _give_up(scene, offer, {m.id for m, _ in named} - {m.id for m, _ in tagged})
    if not tagged:
        return Dropped("nobody may be tagged")
    if (later := awake(scene.now, scene.house)) > scene.now:
        return Held(later, "nobody is tagged at night")
    await scene.store.members.tagged([member.id for member, _ in tagged], scene.now)
    stands_as = ShownAs(OBJECT, offer.id, "tag", str(place_id))
    return Outgoing(await _tag(scene, offer, tagged), stands_as=stands_as, shown=offer.revision)


async def _give_up(scene: Scene, offer: Handover, gone: Set[int]) -> None:
    """Count on those no more who cannot be tagged by now; where nobody is left, the offer ends before its time."""
    for member_id in gone:
        await scene.store.handovers.answer(offer.id, member_id, AskedState.DECLINED)
    if all(one.state is AskedState.DECLINED for one in await scene.store.handovers.asked(offer.id)):
        await end_overdue(scene.store, offer, scene.now)


async def _who_is_there(scene: Scene, delivery: Delivery) -> Iterable[Errand]:
    place = await scene.store.places.get(delivery.plan.place_id or 0)
    asked = await scene.store.handovers.asked(number(delivery.plan.subject, "handover"))
    here = [one.member_id for one in asked if one.place_id == delivery.plan.place_id]
    if place is None:
        return ()
    return [
        Errand(
            membership(place.id, address),
            "membership",
            {"place": place.id, "platform": str(address.platform), "user": address.user},
            scene.now,
        )
        for member in (await scene.store.members.many(here)).values()
        for address in member.addresses
        if address.platform is place.address.platform
    ]


async def _render_told(scene: Scene, delivery: Delivery) -> Rendered:
    offer = await _offer_of(scene, delivery)
    if offer is None or offer.state in (HandoverState.OPEN, HandoverState.WITHDRAWN):
        return Dropped("the offer is gone")
    return Outgoing(news.to_giver(offer, await everybody(scene.store, offer)))


async def _render_unreached(scene: Scene, delivery: Delivery) -> Rendered:
    offer = await _asked_now(scene, delivery)
    if offer is None:
        return Dropped("the offer has ended")
    member_id = number(delivery.plan.subject, "member")
    return Outgoing(news.unreached(offer, await everybody(scene.store, offer), member_id))


async def _render_late(scene: Scene, delivery: Delivery) -> Rendered:
    offer = await _offer_of(scene, delivery)
    if offer is None or offer.state is not HandoverState.TAKEN:
        return Dropped("the offer is gone")
    return Outgoing(news.too_late(offer))


async def _render_led(scene: Scene, delivery: Delivery) -> Rendered:
    offer = await _offer_of(scene, delivery)
    job = await scene.store.jobs.get(offer.job_id) if offer is not None else None
    author = await scene.store.members.get(job.author_id) if job is not None else None
    speaks = await speaker(scene.store, job) if job is not None else None
    if job is None or author is None or speaks is None or offer is None or offer.taker_id != author.id:
        return Dropped("the job is gone, or somebody else leads it")
    return Outgoing(news.new_author(job, author, name_in({speaks.id: speaks}, speaks.id)))


async def _render_seat(scene: Scene, delivery: Delivery) -> Rendered:
    offer = await _offer_of(scene, delivery)
    taker = await scene.store.members.get(offer.taker_id or 0) if offer is not None else None
    seats = await scene.store.jobs.seats(offer.job_id) if offer is not None else ()
    if offer is None or taker is None or (offer.terms.part, taker.id) not in {(s.part, s.member_id) for s in seats}:
        return Dropped("the seat is free again")
    return Outgoing(news.new_in_seat(offer, name_in(await everybody(scene.store, offer), offer.giver_id), taker))


async def _copy(scene: Scene, posting: Posting) -> Reply | Dropped:
    offer = await scene.store.handovers.get(posting.what.object_id)
    if offer is None:
        return Dropped("the offer is gone")
    match posting.what.kind:
        case "question":
            return await _shown(scene.store, offer, int(posting.what.occurrence))
        case "call":
            member = await scene.store.members.get(int(posting.what.occurrence))
            return news.call(offer, member) if offer.is_open and member is not None else news.call_over(offer)
    tagged = await _tagged(scene, offer, posting.place_id) if offer.is_open else []
    return await _tag(scene, offer, tagged) if tagged else news.tag_over(offer)


_RENDERS = {
    "handover.told": _render_told,
    "handover.unreached": _render_unreached,
    "handover.late": _render_late,
    "handover.led": _render_led,
    "handover.seat": _render_seat,
}

KINDS = Kinds(
    {
        **{name: Kind(name, render, reminds=True) for name, render in _RENDERS.items()},
        "handover.ask": Kind("handover.ask", _render_ask, reminds=True, unreachable=_unreachable),
        "handover.call": Kind("handover.call", _render_call),
        "handover.tag": Kind("handover.tag", _render_tag, needs=_who_is_there),
    },
    {OBJECT: _copy},
)
