"""What goes out for a proposed event: the question to organisers, and what became of it to the proposer, once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.calendar.collisions import collisions
from bot.calendar.occurrence import Occurrence, following, present
from bot.domain.events import Event, EventState
from bot.domain.places import Role
from bot.domain.sending import Delivery, Planned, Posting, ShownAs
from bot.outbox.events import FAR, hearers
from bot.outbox.kinds import Dropped, Kind, Kinds, Outgoing, Rendered, Scene, number
from bot.outbox.organisers import LANE, elsewhere, to_organisers
from bot.ports import Store
from bot.talk.answers import Reply
from bot.talk.text import Phrase, Spans
from bot.views import event_proposals as view
from bot.views.event_own import Plan

QUESTION: Final = "event.proposal"
DECIDED: Final = "event.decided"
APPROVED, DECLINED = "approved", "declined"
TOLD_WITHIN: Final = timedelta(days=14)


async def plan_question(scene: Scene, event: Event) -> None:
    """Ask organisers about a proposed event."""
    rows = await to_organisers(scene, f"event:{event.id}:proposal", QUESTION, {"event": event.id})
    await scene.store.outbox.plan(*rows)


async def follow(store: Store, event: Event) -> None:
    """Let the question show the proposal as it is now, or what was decided."""
    await store.outbox.want("proposal", event.id, event.revision)


async def plan_decision(store: Store, event: Event, what: str, now: datetime, reason: str) -> None:
    """Tell the proposer, where they are still there, what became of the proposal."""
    if not event.owner_id:
        return
    key = f"event:{event.id}:decided:member:{event.owner_id}"
    subject: dict[str, str | int] = {"event": event.id, "what": what, "reason": reason}
    expires = now + TOLD_WITHIN
    row = Planned(key, DECIDED, now, subject, member_id=event.owner_id, expires=expires, lane=LANE)
    await store.outbox.plan(row)


async def plan_of(store: Store, event: Event, here: ZoneInfo, now: datetime) -> Plan:
    """Return an event with what follows from it, as it is at an instant; `here` is the community's zone."""
    shown = present(event, now) or Occurrence(event, event.starts)
    places = hearers(event, await store.places.with_role(Role.EVENTS), now)
    beside = collisions(event, await store.events.active(), now)
    return Plan(shown, here, following(event, now, FAR, 3), places, beside)


async def question(scene: Scene, event: Event, *, private: bool) -> Reply:
    """Return what organisers are asked about a proposal, as it is now."""
    owner = await scene.store.members.get(event.owner_id) if event.owner_id else None
    ours = scene.house.community
    name: Spans = owner.name if owner is not None and owner.erase_at is None else Phrase("Jemand")
    plan = await plan_of(scene.store, event, ours.zone, scene.now)
    return view.question(plan, name, scene.now, ours.language, private=private)


async def _render_question(scene: Scene, delivery: Delivery) -> Rendered:
    event = await scene.store.events.get(number(delivery.plan.subject, "event"))
    if event is None or event.state is not EventState.PROPOSED:
        return Dropped("it is decided")
    reply = await question(scene, event, private=delivery.plan.place_id is None)
    return Outgoing(reply, stands_as=ShownAs("proposal", event.id, "question"), shown=event.revision)


async def _copy_question(scene: Scene, posting: Posting) -> Reply | Dropped:
    event = await scene.store.events.get(posting.what.object_id)
    if event is None:
        return Dropped("the proposal is gone")
    private = posting.place_id is None
    if event.state is EventState.PROPOSED:
        return await question(scene, event, private=private)
    return view.settled(event, private=private)


async def _render_decision(scene: Scene, delivery: Delivery) -> Rendered:
    subject = delivery.plan.subject
    event = await scene.store.events.get(number(subject, "event"))
    if event is None:
        return Dropped("the event is gone")
    shown = present(event, scene.now) or Occurrence(event, event.starts)
    if subject.get("what") == DECLINED:
        return Outgoing(view.declined(shown, str(subject.get("reason", "")), scene.now))
    if event.state is not EventState.ACTIVE:
        return Dropped("it is cancelled by now")
    return Outgoing(view.approved(shown, scene.now))


KINDS = Kinds(
    {
        QUESTION: Kind(QUESTION, _render_question, reminds=True, unreachable=elsewhere),
        DECIDED: Kind(DECIDED, _render_decision, reminds=True),
    },
    {"proposal": _copy_question},
)
