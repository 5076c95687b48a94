"""What goes out for events: the cards up the ladder, what is said of a change, and how cards follow.

A series is planned `AHEAD`, and the last rung of every date plans on for its place. That rung never expires, so it is
claimed even after a long outage: too late it says nothing any more, but what follows it always comes into being.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.calendar.ladder import steps
from bot.calendar.occurrence import Occurrence, following, known, named, present
from bot.domain.events import Event, EventKind, EventState
from bot.domain.people import MessageRef
from bot.domain.places import Place, Role
from bot.domain.sending import Delivery, Planned, Posting, ShownAs, Subject
from bot.outbox.kinds import Dropped, Kind, Kinds, Outgoing, Rendered, Scene
from bot.ports import Store
from bot.talk.answers import Reply
from bot.talk.text import Text
from bot.views import events as view
from bot.views.events import Was, mark

AHEAD: Final = timedelta(days=60)
MOST_AHEAD: Final = 12  # dates of one series that are planned at once; more than the week of the first rung
FAR: Final = timedelta(days=20 * 366)  # so far the next two dates are looked for where AHEAD holds fewer
A_MOMENT: Final = timedelta(seconds=1)  # a rung is over before the next is due, not at the same time


def planned(event: Event, now: datetime) -> list[Occurrence]:
    """Return the dates of an event that are planned at an instant: those within AHEAD, and two in any case."""
    near = following(event, now, AHEAD, MOST_AHEAD)
    return near if len(near) > 1 else following(event, now, FAR, 2)


def ladder(event: Event, places: Iterable[Place], now: datetime) -> list[Planned]:
    """Return the rows of the rungs still to come, for each date and place."""
    rows: list[Planned] = []
    here = list(places)
    for date in planned(event, now):
        rungs = steps(date.start, ZoneInfo(event.zone), now)
        for rung in rungs:
            plans_on = event.is_series and rung is rungs[-1]
            expires = None if plans_on else rung.expires - A_MOMENT
            rows += [_card_row(date, rung.name, rung.due, expires, place, plans_on) for place in here]
    return rows


def _card_row(
    date: Occurrence, step: str, due: datetime, expires: datetime | None, place: Place, plans_on: bool
) -> Planned:
    subject: Subject = {
        "event": date.event.id,
        "occurrence": date.name,
        "step": step,
        "plans_on": int(plans_on),
    }
    key = f"{announced(date)}{step}:place:{place.id}"
    return Planned(key, "event.announcement", due, subject, place_id=place.id, expires=expires)


def announced(date: Occurrence) -> str:
    """Return how the keys of a date's rungs begin; it names when the date takes place, so a moved one has others."""
    return f"event:{date.event.id}:{date.start.isoformat(timespec='minutes')}:announce:"


async def publish(store: Store, event: Event, now: datetime) -> Sequence[Place]:
    """Plan a new event: a card at once into every `events` place, then the ladder; return the places."""
    places = await store.places.with_role(Role.EVENTS)
    first = present(event, now) or Occurrence(event, event.starts)
    rungs = steps(first.start, ZoneInfo(event.zone), now)
    expires = rungs[0].due - A_MOMENT if rungs else first.ends
    at_once = [_card_row(first, "now", now, expires, place, plans_on=False) for place in places]
    await store.outbox.plan(*at_once, *ladder(event, places, now))
    return places


async def plan_ahead(store: Store, now: datetime) -> None:
    """Plan every event for every `events` place of today: at the start, since places may be new. Repeating is free."""
    places = await store.places.with_role(Role.EVENTS)
    for event in await store.events.active():
        await store.outbox.plan(*ladder(event, places, now))


async def recount(store: Store, event: Event, occurrence: str) -> Event:
    """Give an event its next revision, ask the cards of one date to show it, and return it."""
    drawn = replace(event, revision=event.revision + 1)
    await store.events.save(drawn)
    await store.outbox.want("event", event.id, drawn.revision, occurrence if event.is_series else None)
    return drawn


async def _date_due(scene: Scene, delivery: Delivery) -> Occurrence | Dropped:
    """Return the date that a row of the ladder announces, as it is now; the last rung plans on first."""
    subject = delivery.plan.subject
    event = await scene.store.events.get(int(subject.get("event", 0)))
    place = await scene.store.places.get(delivery.plan.place_id or 0)
    if event is None or event.state is not EventState.ACTIVE:
        return Dropped("the event is cancelled")
    if place is None or Role.EVENTS not in place.roles:
        return Dropped("the place hears of no events any more")
    if subject.get("plans_on"):
        await scene.store.outbox.plan(*ladder(event, (place,), scene.now))
    at_once = subject.get("step") == "now"
    date = named(event, str(subject.get("occurrence", ""))) or (present(event, scene.now) if at_once else None)
    if date is None or not (at_once or delivery.plan.key.startswith(announced(date))):
        return Dropped("the date was moved")
    if scene.now >= (date.ends if at_once else date.begins):
        return Dropped("the date is over")
    return date


async def _render_card(scene: Scene, delivery: Delivery) -> Rendered:
    date = await _date_due(scene, delivery)
    if isinstance(date, Dropped):
        return date
    form = posted_as(delivery.plan.subject, scene.now, ZoneInfo(date.event.zone))
    stands_as = ShownAs("event", date.event.id, form, date.name)
    return Outgoing(await _card(scene, date, form), stands_as=stands_as, shown=date.event.revision)


def posted_as(subject: Subject, now: datetime, zone: ZoneInfo) -> str:
    """Return the form in which the card of a row of the ladder is posted: it keeps the heading of that moment."""
    return view.announced_at(now, zone, is_new=subject.get("step") == "now")


async def _card(scene: Scene, date: Occurrence, form: str) -> Reply:
    counted, language = await scene.store.events.counts(date.event.id, date.name), scene.house.community.language
    return view.card(date, counted, scene.now, language, title=view.heading(date, form))


async def _card_line(scene: Scene, delivery: Delivery) -> Text | Dropped:
    date = await _date_due(scene, delivery)
    return date if isinstance(date, Dropped) else view.digest_line(date, scene.now)


async def _copy(scene: Scene, posting: Posting) -> Reply | Dropped:
    event = await scene.store.events.get(posting.what.object_id)
    if event is None:
        return Dropped("the event is gone")
    date = named(event, posting.what.occurrence) or (None if event.is_series else Occurrence(event, event.starts))
    if date is None:
        return view.gone(event, datetime.fromisoformat(posting.what.occurrence), scene.now)
    return await _card(scene, date, posting.what.kind)


async def _news(scene: Scene, delivery: Delivery) -> Reply | Dropped:
    """Return what is to be said of a change, unless something newer is true by now."""
    said = delivery.plan.subject
    event = await scene.store.events.get(int(said.get("event", 0)))
    if event is None:
        return Dropped("the event is gone")
    was = known(event, str(said["was"]))
    is_cancelled = event.state is EventState.CANCELLED
    if said["what"] == "cancelled":
        return view.cancelled(was, scene.now) if is_cancelled else Dropped("it takes place after all")
    if event.state is not EventState.ACTIVE:
        return Dropped("the event is cancelled")
    coming = present(event, scene.now)
    if coming is None:
        return Dropped("the event is over")
    if said["what"] == "restored":
        return view.restored(coming, scene.now)
    if said["mark"] != mark(event):
        return Dropped("the event has changed again")
    return view.changed(_was(said), coming, scene.now, scene.house.community.language)


def _was(said: Subject) -> Was:
    return Was(
        title=str(said["title"]),
        start=datetime.fromisoformat(str(said.get("start", said["was"]))),
        lasts=timedelta(minutes=int(said["minutes"])),
        where=str(said["where"]),
        rule=str(said["rule"]) or None,
        text=bool(said["text"]),
        link=bool(said["link"]),
        kind=EventKind(str(said["kind"])) if "kind" in said else None,
        seats=int(said.get("seats", 0)) or None,
    )


async def _render_news(scene: Scene, delivery: Delivery) -> Rendered:
    reply = await _news(scene, delivery)
    if isinstance(reply, Dropped):
        return reply
    if delivery.plan.place_id is None:
        return Outgoing(reply)
    card = await newest_card(scene, int(delivery.plan.subject["event"]), delivery.plan.place_id)
    return Outgoing(replace(reply, private=False), reply_to=card)


async def newest_card(scene: Scene, event_id: int, place_id: int, occurrence: str | None = None) -> MessageRef | None:
    """Return the newest card of an event in a place, or of one of its dates, None without one."""
    cards = await scene.store.outbox.postings("event", event_id)
    here = (card for card in reversed(cards) if card.place_id == place_id)
    return next((card.ref for card in here if occurrence in (None, card.what.occurrence)), None)


async def _news_line(scene: Scene, delivery: Delivery) -> Text | Dropped:
    reply = await _news(scene, delivery)
    return reply if isinstance(reply, Dropped) else reply.text


KINDS = Kinds(
    {
        kind.name: kind
        for kind in (
            Kind("event.announcement", _render_card, line=_card_line),
            Kind("event.news", _render_news, line=_news_line),
            Kind("event.notice", _render_news, reminds=True, line=_news_line),
        )
    },
    {"event": _copy},
)
