"""How what is said of offers reads at the moment it is due: the question, the tag in a place, what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from bot.domain.folding import fold
from bot.domain.handing_on import Asked, Handover, HandoverState
from bot.domain.jobs import JobPart
from bot.domain.members import Member
from bot.domain.places import Role, membership
from bot.domain.sending import Delivery, Errand, Outcome, Planned, Posting, ShownAs
from bot.domain.skills import Skill
from bot.domain.tagging import COUNTS_FOR, Ping
from bot.domain.whereabouts import questions, ways
from bot.matching.people.covering import by_which, is_meant
from bot.outbox.choosing import awake, may_be_pinged, reached_in
from bot.outbox.handing_on import LANE, OBJECT, TAG_LANE, count_out, everybody, still_holds
from bot.outbox.kinds import Dropped, Held, Kind, Kinds, Outgoing, Rendered, Scene, number
from bot.outbox.teams import speaker
from bot.ports import Store
from bot.talk.answers import Reply
from bot.views import handing_news as news
from bot.views import handing_on as view
from bot.views.handing_on import name_in


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
    skill = _skill_of(scene, offer)
    offered = [by_which(member, skill, scene.house.above) for member, _ in tagged]
    mutable = list({one.key: one for one in offered if one is not None}.values())
    return news.tag(offer, name_in(people, offer.giver_id), tagged, mutable)


async def _render_tag(scene: Scene, delivery: Delivery) -> Rendered:
    offer = await _asked_now(scene, delivery)
    place_id = delivery.plan.place_id
    named = await _tagged(scene, offer, place_id) if offer is not None else []
    if offer is None:
        return Dropped("the offer has ended")
    if (later := awake(scene.now, scene.house)) > scene.now:
        return Held(later, "nobody is tagged at night")
    held = await scene.store.members.pings([member.id for member, _ in named])
    free = [(m, one) for m, one in named if _may_be_tagged(scene, offer, m, held.get(m.id, ()))]
    tagged = [(m, one) for m, one in free if await _is_there(scene, m, place_id)]
    await count_out(scene.store, offer, {m.id for m, _ in named} - {m.id for m, _ in tagged}, scene.now)
    if not tagged:
        return Dropped("nobody may be tagged")
    ids = [member.id for member, _ in tagged]
    await scene.store.members.tagged(ids, scene.now)
    await scene.store.members.pinged(offer.job_id, ids, scene.now + COUNTS_FOR, scene.now)
    stands_as = ShownAs(OBJECT, offer.id, "tag", str(place_id))
    return Outgoing(await _tag(scene, offer, tagged), stands_as=stands_as, shown=offer.revision)


def _may_be_tagged(scene: Scene, offer: Handover, member: Member, pings: Sequence[Ping]) -> bool:
    """Say whether somebody still offers the skill and may be tagged for it; tags of the same job count as one."""
    others = replace(member, pings=tuple(one for one in pings if one.job_id != offer.job_id))
    skill = _skill_of(scene, offer)
    fits = is_meant(member, JobPart("", "", (skill,)), scene.house.above)
    return may_be_pinged(others, scene.now, scene.house) and fits


def _skill_of(scene: Scene, offer: Handover) -> Skill:
    """Return the skill whose people are asked; one that is typed alone is known by its label."""
    return scene.house.vocabulary.known(offer.skill) or Skill(fold(offer.skill), offer.skill)


async def _tag_ended(scene: Scene, delivery: Delivery, outcome: Outcome) -> None:
    """Let tags that did not go out count against no budget, unless their people were tagged for the job as well."""
    offer = await _offer_of(scene, delivery)
    if offer is not None and not delivery.doubts and outcome in (Outcome.DROPPED, Outcome.REFUSED):
        asked = await scene.store.handovers.asked(offer.id)
        ids = {one.member_id for one in asked if one.place_id == delivery.plan.place_id}
        ids -= {tag.member_id for tag in await scene.store.jobs.tags(offer.job_id)}
        await scene.store.members.unpinged(offer.job_id, sorted(ids))


async def _who_is_there(scene: Scene, delivery: Delivery) -> Iterable[Errand]:
    place = await scene.store.places.get(delivery.plan.place_id or 0)
    asked = await scene.store.handovers.asked(number(delivery.plan.subject, "handover"))
    here = [one.member_id for one in asked if one.place_id == delivery.plan.place_id]
    if place is None:
        return ()
    addresses = [address for member in (await scene.store.members.many(here)).values() for address in member.addresses]
    return questions(ways((place,), addresses), scene.now)


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
    job = await scene.store.jobs.get(offer.job_id) if offer is not None else None
    seats = {(s.part, s.member_id) for s in (await scene.store.jobs.seats(job.id) if job is not None else ())}
    if offer is None or job is None or taker is None or (offer.terms.part, taker.id) not in seats:
        return Dropped("the seat is free again")
    giver = name_in(await everybody(scene.store, offer), offer.giver_id)
    return Outgoing(news.new_in_seat(job, offer, giver, taker))


async def _copy(scene: Scene, posting: Posting) -> Reply | Dropped:
    offer = await scene.store.handovers.get(posting.what.object_id)
    if offer is None:
        return Dropped("the offer is gone")
    match posting.what.kind:
        case "question":
            return await _shown(scene.store, offer, int(posting.what.occurrence))
        case "call":
            member = await scene.store.members.get(int(posting.what.occurrence))
            if not offer.is_open:
                return news.call_over(offer)
            is_named = member is not None and member.is_shown
            return news.call(offer, member) if member is not None and is_named else Dropped("nobody is left in it")
    if not offer.is_open:
        return news.tag_over(offer)
    tagged = await _tagged(scene, offer, posting.place_id)
    return await _tag(scene, offer, tagged) if tagged else Dropped("nobody is left in it")


_RENDERS: Final = {
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
        "handover.tag": Kind("handover.tag", _render_tag, needs=_who_is_there, ended=_tag_ended),
    },
    {OBJECT: _copy},
)
