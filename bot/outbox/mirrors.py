"""The next dates of events, mirrored in the calendar that a platform keeps beside a place; its own recurrence never.

One date of each event stands there, of a series the next. A round brings a calendar to what is true: it corrects what
stands, takes back what is not true any more, and plans what is missing, the soonest first. Rounds are rows of the
outbox that send nothing: one follows each change, and each plans the next one, for when a date passes. Places that
share a calendar share its mirrors. What somebody took out of a calendar by hand is not put in again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from itertools import count
from typing import Final

from bot.calendar.occurrence import Occurrence, named, next_date, present
from bot.calendar.wall import instant
from bot.domain.events import Event
from bot.domain.places import Place, Role
from bot.domain.sending import Delivery, Outcome, Planned, Posting, ShownAs, Subject
from bot.outbox.calendars import Shelf, ask_anew, shelf_of, tell_organisers, who_has_which
from bot.outbox.kinds import Dropped, Kind, Kinds, Outgoing, Rendered, Scene, number
from bot.ports import Store
from bot.talk.answers import Reply
from bot.views.mirrors import mirror

AHEAD: Final = timedelta(days=60)
MOST: Final = 25  # of one calendar, the soonest; Discord takes 100 in all, people's own among them
STANDING: Final = 2 * MOST  # what stands there stays, also where something sooner comes
NOT_BEFORE: Final = timedelta(minutes=1)  # a calendar takes nothing that has begun
AN_HOUR: Final = timedelta(hours=1)
DAWN: Final = time(4)  # once a day everything is looked at anew
LANE: Final = 7  # after all that people read
TRIES: Final = 9  # for one date in one calendar
MIRROR: Final = "mirror"  # what a posting shows
ON_ITS_WAY: Final = frozenset({Outcome.WAITING, Outcome.SENDING, Outcome.DOUBTFUL, Outcome.UNREACHABLE})
NEVER_AGAIN: Final = frozenset({Outcome.SENT, Outcome.PRESENT, Outcome.UNCERTAIN})  # by hand, or nobody knows


async def follow(store: Store, event: Event, now: datetime) -> None:
    """Let the mirrors of an event show what it is now, and look at every calendar for what is missing in it."""
    await store.outbox.want(MIRROR, event.id, event.revision)
    await plan_rounds(store, now)


async def begin(store: Store, now: datetime) -> None:
    """Look at every calendar, and ask before which there are: once at each start."""
    await ask_anew(store, now)
    await plan_rounds(store, now)


async def plan_rounds(store: Store, now: datetime) -> None:
    """Plan a round of every calendar; until it begins it is the one round for whatever happens."""
    for place in await store.places.with_role(Role.EVENTS):
        await _plan_round(store, place, now)


async def _plan_round(store: Store, place: Place, due: datetime) -> None:
    """Plan a round for an instant, unless there is one that has not begun."""
    for again in count():
        key = f"mirrors:place:{place.id}:{due.isoformat(timespec='seconds')}:{again}"
        row = await store.outbox.by_key(key)
        if row is None:
            await store.outbox.plan(Planned(key, "event.mirrors", due, place_id=place.id, lane=LANE))
        if row is None or not row.attempts:
            return


async def _render_round(scene: Scene, delivery: Delivery) -> Rendered:
    """Bring a calendar to what is true; nothing is sent."""
    place_id = delivery.plan.place_id or 0
    shelf = await shelf_of(scene, place_id)
    if shelf.name is None:
        return Dropped("nobody knows which calendar the place has")
    if not shelf.name:
        await _cleared(scene, place_id)
        return Dropped("the place has no calendar")
    if shelf.places[0].id != place_id:
        return Dropped("another place speaks for the calendar")
    if shelf.is_shut:
        return await _shut(scene, shelf)
    coming = await _coming(scene, shelf)
    there = await _kept(scene, shelf.name, coming)
    missing = _missing(coming, there, scene.now)
    for date in missing:
        await _plan(scene, date, shelf)
    await _plan_round(scene.store, shelf.places[0], _next_round(scene, [*coming.values(), *missing]))
    return Dropped("the calendar is looked at")


async def _shut(scene: Scene, shelf: Shelf) -> Dropped:
    """Tell organisers once, and look again in an hour or two."""
    await tell_organisers(scene, shelf)
    hour = scene.now.replace(minute=0, second=0, microsecond=0) + 2 * AN_HOUR
    await _plan_round(scene.store, shelf.places[0], hour)
    return Dropped("nothing may be put into the calendar")


async def _cleared(scene: Scene, place_id: int) -> None:
    """Take back what was put into a calendar that is not ours to fill any more."""
    for posting in await scene.store.outbox.standing(MIRROR):
        if posting.place_id == place_id:
            await _take_back(scene.store, posting, scene.now)


async def _coming(scene: Scene, shelf: Shelf) -> Mapping[int, Occurrence]:
    """Return the date of each event that is on, or comes next, by the event's number."""
    events = [event for event in await scene.store.events.active() if shelf.hears(event)]
    return {event.id: date for event in events if (date := present(event, scene.now)) is not None}


async def _kept(scene: Scene, calendar: str, coming: Mapping[int, Occurrence]) -> frozenset[int]:
    """Correct what stands in a calendar, and return the events of which something does."""
    there: set[int] = set()
    for posting in await scene.store.outbox.standing(MIRROR):
        if posting.ref.where.chat != calendar or _is_over(posting, scene.now):
            continue
        known = coming.get(posting.what.object_id)
        date = _date_of(known.event, posting, scene.now) if known is not None else None
        if date is None:
            await _take_back(scene.store, posting, scene.now)
        else:
            await _correct(scene.store, posting, date)
            there.add(date.event.id)
    return frozenset(there)


def _is_over(posting: Posting, now: datetime) -> bool:
    return posting.remove_at is not None and posting.remove_at <= now


def _date_of(event: Event, posting: Posting, now: datetime) -> Occurrence | None:
    """Return the date that a mirror shows: its own, or the next where its own is none any more; None where it ends."""
    own = named(event, posting.what.occurrence)
    was = Occurrence(event, datetime.fromisoformat(posting.what.occurrence))
    if own.ends <= now if own is not None else was.begins <= now:  # what has begun can begin at no other time
        return None
    date = own or next_date(event, now + NOT_BEFORE)
    return date if date is not None and date.begins <= now + AHEAD else None


async def _correct(store: Store, posting: Posting, date: Occurrence) -> None:
    """Keep under which name and how long a mirror stands."""
    if (posting.what.occurrence, posting.remove_at) != (date.name, date.ends):
        what = replace(posting.what, occurrence=date.name)
        await store.outbox.post(what, posting.ref, posting.place_id, posting.shown, date.ends)


async def _take_back(store: Store, posting: Posting, now: datetime) -> None:
    """Ask for a mirror to be taken away."""
    await _free(store, posting)
    await store.outbox.post(posting.what, posting.ref, posting.place_id, posting.shown, now)


async def _free(store: Store, posting: Posting) -> None:
    """Let the row that made a mirror say that we took it back, so that its date may be put in again."""
    row = await store.outbox.get(int(posting.what.kind.partition(":")[2] or 0))
    if row is not None and row.outcome is Outcome.SENT:
        await store.outbox.mark(row, Outcome.DROPPED, "taken back")


def _missing(coming: Mapping[int, Occurrence], there: frozenset[int], now: datetime) -> Sequence[Occurrence]:
    """Return the dates that are to be put in: of the soonest those that do not stand there, as far as there is room."""
    dates = [_not_begun(date, now) for date in coming.values()]
    near = [date for date in dates if date is not None and date.begins <= now + AHEAD]
    soonest = sorted(near, key=lambda date: (date.begins, date.event.id))[:MOST]
    missing = [date for date in soonest if date.event.id not in there]
    return missing[: max(0, STANDING - len(there))]


def _not_begun(date: Occurrence, now: datetime) -> Occurrence | None:
    return date if date.begins > now + NOT_BEFORE else next_date(date.event, now + NOT_BEFORE)


async def _plan(scene: Scene, date: Occurrence, shelf: Shelf) -> None:
    """Plan a date's mirror, unless it is on its way or somebody took it out."""
    begins = date.begins.isoformat(timespec="minutes")
    for tried in range(TRIES):
        key = f"event:{date.event.id}:{begins}:mirror:{shelf.name}:{tried}"
        row = await scene.store.outbox.by_key(key)
        if row is not None and row.outcome in ON_ITS_WAY | NEVER_AGAIN:
            return
        if row is None or not row.attempts:
            subject: Subject = {"event": date.event.id, "occurrence": date.name}
            place_id = shelf.places[0].id
            row_due = Planned(key, "event.mirror", scene.now, subject, place_id, expires=date.begins, lane=LANE)
            await scene.store.outbox.plan(row_due)
            return


def _next_round(scene: Scene, dates: Iterable[Occurrence]) -> datetime:
    """Return when a calendar is to be looked at next: a date passes or comes near enough, or a day begins."""
    now, zone = scene.now, scene.house.community.zone
    dawn = instant(datetime.combine(scene.house.today(now) + timedelta(days=1), DAWN), zone)
    moments = [moment for date in dates for moment in (date.ends, date.begins - AHEAD) if moment > now]
    return min([dawn, *moments])


async def _render(scene: Scene, delivery: Delivery) -> Rendered:
    """Return the mirror of a date as it is now."""
    shelf = await shelf_of(scene, delivery.plan.place_id or 0)
    event = await scene.store.events.get(number(delivery.plan.subject, "event"))
    if shelf.name == "" or shelf.is_shut or event is None or not shelf.hears(event):
        return Dropped("the calendar shows no such event")
    date = named(event, str(delivery.plan.subject.get("occurrence", "")))
    if date is None or date.begins <= scene.now + NOT_BEFORE:
        return Dropped("the date was moved, or has begun")
    reply = mirror(date, scene.now, scene.house.community.zone, scene.house.community.language)
    stands_as = ShownAs(MIRROR, event.id, f"scheduled:{delivery.id}", date.name)
    return Outgoing(reply, stands_as=stands_as, shown=event.revision, remove_at=date.ends)


async def _copy(scene: Scene, posting: Posting) -> Reply | Dropped:
    event = await scene.store.events.get(posting.what.object_id)
    shelf = await shelf_of(scene, posting.place_id or 0)
    date = _date_of(event, posting, scene.now) if event is not None and shelf.hears(event) else None
    if date is None:
        await _free(scene.store, posting)
        return Dropped("the calendar shows no such event any more")
    return mirror(date, scene.now, scene.house.community.zone, scene.house.community.language)


KINDS = Kinds(
    {
        # A round sends nothing, so it may be repeated whenever that is in doubt.
        "event.mirrors": Kind("event.mirrors", _render_round, reminds=True, needs=who_has_which),
        "event.mirror": Kind("event.mirror", _render, in_calendar=True),
    },
    {MIRROR: _copy},
)
