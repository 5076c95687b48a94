"""What goes out for events: the cards up the ladder, what is said of a change, and how cards follow.

A series is planned `AHEAD`, and the last rung of every date plans on for its place. That rung never expires, so it is
claimed even after a long outage: too late it says nothing any more, but what follows it always comes into being. Which
rungs there are and of which dates it hears says each place (`Hearing`): it is asked when rows are planned and when one
is due. In each place one card of a date stands: the newest, which took the place of the one before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.calendar.ladder import Step, last_call, steps
from bot.calendar.occurrence import Occurrence, following, known, named, present
from bot.calendar.wall import wall
from bot.domain.events import Event, EventKind, EventState
from bot.domain.hearing import Hearing
from bot.domain.people import MessageRef
from bot.domain.places import Place, Role
from bot.domain.sending import Delivery, Planned, Posting, ShownAs, Subject
from bot.outbox import mirrors
from bot.outbox.kinds import Dropped, Held, Kind, Kinds, Outgoing, Rendered, Scene
from bot.outbox.standing import REPLACED, is_standing, leave_one, quiet_until
from bot.ports import Store
from bot.talk.answers import Reply
from bot.talk.text import Text
from bot.views import events as view
from bot.views.events import Was, mark

AHEAD: Final = timedelta(days=60)
MOST_AHEAD: Final = 30  # dates of one series that are planned at once; more than the days of the earliest rung
FAR: Final = timedelta(days=20 * 366)  # so far the next two dates are looked for where AHEAD holds fewer
MOST_AT_ONCE: Final = 1000  # keys in one statement
AN_HOUR: Final = timedelta(hours=1)
AT_ONCE: Final = "now"  # the step of the first card
A_MOMENT: Final = timedelta(seconds=1)  # a rung is over before the next is due, not at the same time


def planned(event: Event, now: datetime) -> list[Occurrence]:
    """Return the dates of an event that are planned at an instant: those within AHEAD, and two in any case."""
    near = following(event, now, AHEAD, MOST_AHEAD)
    return near if len(near) > 1 else following(event, now, FAR, 2)


def ladder(event: Event, places: Iterable[Place], now: datetime) -> list[Planned]:
    """Return the rows of the rungs still to come, for each date and each place that hears of it."""
    return [row for row in _every_rung(event, places, now) if row.due > now]


def _every_rung(event: Event, places: Iterable[Place], now: datetime) -> list[Planned]:
    """Return the rows of all rungs of the dates that are planned, those that are past too."""
    by_hearing: dict[Hearing, list[Place]] = {}
    for place in places:
        by_hearing.setdefault(place.hears, []).append(place)
    rows: list[Planned] = []
    for date in planned(event, now):
        for hearing, here in by_hearing.items():
            rungs = _rungs(date, hearing) if hearing.hears(event.kind, date.town) else ()
            for rung in rungs:
                plans_on = event.is_series and rung is rungs[-1]
                expires = None if plans_on else rung.expires - A_MOMENT
                rows += [_card_row(date, rung.name, rung.due, expires, place, plans_on) for place in here]
    return rows


def _rungs(date: Occurrence, hearing: Hearing, now: datetime | None = None) -> Sequence[Step]:
    return steps(date.start, ZoneInfo(date.event.zone), now, hearing, all_day=date.event.all_day)


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


def hearers(event: Event, places: Iterable[Place], now: datetime) -> list[Place]:
    """Return the places that hear of an event: of it as a whole, or of one of the dates that are planned."""
    towns = {event.town, *(date.town for date in planned(event, now))}
    return [place for place in places if any(place.hears.hears(event.kind, town) for town in towns)]


async def publish(store: Store, event: Event, now: datetime) -> Sequence[Place]:
    """Plan a new event: a card at once into every `events` place that hears of it, then the ladder; return those."""
    places = hearers(event, await store.places.with_role(Role.EVENTS), now)
    await store.outbox.plan(*first_cards(event, places, now), *ladder(event, places, now))
    await mirrors.plan_rounds(store, now)
    return places


def first_cards(event: Event, places: Iterable[Place], now: datetime) -> list[Planned]:
    """Return the rows of the card that comes at once, each pointless when the first rung of its place is due."""
    coming = list(filter(None, [present(event, now), *planned(event, now)])) or [Occurrence(event, event.starts)]
    rows = []
    for place in places:
        first = next((date for date in coming if place.hears.hears(event.kind, date.town)), coming[0])
        rungs = _rungs(first, place.hears, now)
        expires = rungs[0].due - A_MOMENT if rungs else first.ends
        rows.append(_card_row(first, AT_ONCE, now, expires, place, plans_on=False))
    return rows


async def replan(store: Store, event: Event, places: Sequence[Place], now: datetime, reason: str) -> None:
    """Plan the rungs of an event as it and the places are now, and end those that wait and are not wanted any more.

    A first card that waits stays: it shows the event as it is when it goes out. So does what waits for a date that is
    over, which goes by itself.
    """
    rows, gone = await _renewed(store, event, places, now)
    await store.outbox.drop(gone, reason)
    await store.outbox.plan(*rows)


async def _renewed(
    store: Store, event: Event, places: Sequence[Place], now: datetime
) -> tuple[list[Planned], list[str]]:
    """Return the rows of an event that are to be planned, and the keys of those that wait in vain."""
    rows = _every_rung(event, places, now)
    wanted, dates = {row.key for row in rows}, f"event:{event.id}:2"  # a date begins with its year
    today = wall(now, ZoneInfo(event.zone)).date()
    waiting = await store.outbox.waiting(dates, f"event:{event.id}:{today.isoformat()}")
    gone = [key for key in waiting if ":announce:" in key and f":{AT_ONCE}:" not in key and key not in wanted]
    return [row for row in rows if row.due > now], gone


async def plan_ahead(store: Store, now: datetime) -> None:
    """Plan every event for the `events` places of today: at the start, since places and what they hear of may be new.

    What waits and is not wanted any more ends. Repeating is free.
    """
    places = await store.places.with_role(Role.EVENTS)
    rows: list[Planned] = []
    gone: list[str] = []
    for event in await store.events.active():
        if present(event, now) is None:
            continue  # it is over, and what waits for it goes by itself
        renewed = await _renewed(store, event, places, now)
        rows += renewed[0]
        gone += renewed[1]
    for start in range(0, len(gone), MOST_AT_ONCE):
        await store.outbox.drop(gone[start : start + MOST_AT_ONCE], "the place does not want it any more")
    await store.outbox.plan(*rows)


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
        moves = any(one.town is not None for one in event.deviations)  # to where another place may hear of it
        places = await scene.store.places.with_role(Role.EVENTS) if moves else (place,)
        await scene.store.outbox.plan(*ladder(event, places, scene.now))
    at_once = subject.get("step") == AT_ONCE
    date = named(event, str(subject.get("occurrence", ""))) or (present(event, scene.now) if at_once else None)
    if date is None or not (at_once or delivery.plan.key.startswith(announced(date))):
        return Dropped("the date was moved")
    if not place.hears.hears(event.kind, date.town):
        return Dropped("the place does not hear of it any more")
    if scene.now >= (date.ends if at_once else _last_call(date)):
        return Dropped("the date is over")
    return date


def _last_call(date: Occurrence) -> datetime:
    return last_call(date.start, ZoneInfo(date.event.zone), all_day=date.event.all_day)


async def _date_awake(scene: Scene, delivery: Delivery) -> tuple[Occurrence, bool] | Dropped | Held:
    """Return the date that a row announces, and whether it does so silently; in quiet hours it is held if it can be."""
    date = await _date_due(scene, delivery)
    if isinstance(date, Dropped):
        return date
    ends = await quiet_until(scene, delivery.plan.place_id or 0)
    if ends is not None and _can_wait(delivery, date, ends):
        return Held(ends, "the place's quiet hours")
    return date, ends is not None


async def _render_card(scene: Scene, delivery: Delivery) -> Rendered:
    due = await _date_awake(scene, delivery)
    if isinstance(due, Dropped | Held):
        return due
    date, is_silent = due
    form = posted_as(delivery.plan.subject, scene.now, ZoneInfo(date.event.zone))
    stands_as = ShownAs("event", date.event.id, form, date.name)
    card = replace(await _card(scene, date, form), silent=is_silent)
    return Outgoing(card, stands_as=stands_as, shown=date.event.revision)


def _can_wait(delivery: Delivery, date: Occurrence, until: datetime) -> bool:
    """Say whether a rung that is late at night is still of use at an instant; what may stand already does not wait."""
    if delivery.plan.subject.get("step") == AT_ONCE or delivery.doubts:
        return False
    expires = delivery.plan.expires
    return until < _last_call(date) - AN_HOUR and (expires is None or until < expires)


def posted_as(subject: Subject, now: datetime, zone: ZoneInfo) -> str:
    """Return the form in which the card of a row of the ladder is posted: it keeps the heading of that moment."""
    return view.announced_at(now, zone, is_new=subject.get("step") == AT_ONCE)


async def _card(scene: Scene, date: Occurrence, form: str) -> Reply:
    counted, ours = await scene.store.events.counts(date.event.id, date.name), scene.house.community
    return view.card(date, counted, scene.now, ours.zone, ours.language, title=view.heading(date, form))


async def _card_line(scene: Scene, delivery: Delivery) -> Text | Dropped | Held:
    due = await _date_awake(scene, delivery)
    if isinstance(due, Dropped | Held):
        return due
    date, _is_silent = due
    return view.digest_line(date, scene.now)


async def _copy(scene: Scene, posting: Posting) -> Reply | Dropped:
    event = await scene.store.events.get(posting.what.object_id)
    if event is None:
        return Dropped("the event is gone")
    date = named(event, posting.what.occurrence) or (None if event.is_series else Occurrence(event, event.starts))
    if date is None:
        return view.gone(event, datetime.fromisoformat(posting.what.occurrence), scene.now)
    if posting.what.kind == REPLACED:
        return view.replaced(date, scene.now)
    return await _card(scene, date, posting.what.kind)


async def _remains(scene: Scene, posting: Posting) -> Reply | Dropped:
    event = await scene.store.events.get(posting.what.object_id)
    date = event and named(event, posting.what.occurrence)
    return view.replaced(date, scene.now) if date else Dropped("the date is gone")


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
    ours = scene.house.community
    return view.changed(_was(said), coming, scene.now, ours.zone, ours.language)


def _was(said: Subject) -> Was:
    start = str(said.get("start", said["was"]))
    return Was(
        title=str(said["title"]),
        start=datetime.fromisoformat(start),
        began=datetime.fromisoformat(str(said.get("began", start))),
        lasts=timedelta(minutes=int(said["minutes"])),
        where=str(said["where"]),
        rule=str(said["rule"]) or None,
        text=bool(said["text"]),
        link=bool(said["link"]),
        kind=EventKind(str(said["kind"])) if "kind" in said else None,
        seats=int(said.get("seats", 0)) or None,
        all_day=bool(said["all_day"]) if "all_day" in said else None,
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
    here = (card for card in reversed(cards) if card.place_id == place_id and is_standing(card))
    return next((card.ref for card in here if occurrence in (None, card.what.occurrence)), None)


async def _news_line(scene: Scene, delivery: Delivery) -> Text | Dropped:
    reply = await _news(scene, delivery)
    return reply if isinstance(reply, Dropped) else reply.text


KINDS = Kinds(
    {
        kind.name: kind
        for kind in (
            Kind("event.announcement", _render_card, line=_card_line, stands=leave_one),
            Kind("event.news", _render_news, line=_news_line),
            Kind("event.notice", _render_news, reminds=True, line=_news_line),
        )
    },
    {"event": _copy},
    {"event": _remains},
)
