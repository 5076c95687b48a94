"""What follows a changed, cancelled or restored event: rungs, cards, answers and reminders; and it is said, once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.calendar.occurrence import Occurrence, following, named, present
from bot.calendar.wall import instant
from bot.domain.events import Answer, Attendance, Event
from bot.domain.places import Role
from bot.domain.sending import Planned, Subject
from bot.outbox import mirrors, reminders, seats
from bot.outbox.events import AHEAD, first_cards, hearers, ladder, planned, replan
from bot.ports import Store
from bot.views.events import mark, where

DAY: Final = timedelta(days=1)
Successor = Callable[[Occurrence], Occurrence | None]
News = list[Planned]


async def change(
    store: Store, before: Event, after: Event, now: datetime, actor: int, *, news: News | None = None
) -> None:
    """Let everything follow a changed event: rungs, cards, answers and reminders; and say what changed, once.

    Answers, cards and reminders move with their date, as `successors` says; what belongs to a date that a series no
    longer has is gone with it. With `news`, here and below, what places are to read is added to it instead of planned.
    """
    told = await concerned(store, before, now)
    await follow(store, before, after, now)
    await seats.change_limit(store, before, after, now)
    was = present(before, now) or Occurrence(before, before.starts)
    await tell(store, "changed", after, was, what_was(was, after), told - {actor}, now, news=news)


def what_was(was: Occurrence, after: Event) -> Subject:
    """Return what a row keeps of a date and its event before a change, so that it can say both."""
    before = was.event
    return {
        "mark": mark(after),
        "start": was.start.isoformat(timespec="minutes"),
        "began": before.starts.isoformat(timespec="minutes"),
        "title": before.title,
        "where": where(was),
        "minutes": was.lasts // timedelta(minutes=1),
        "rule": before.rule or "",
        "text": int(before.text != after.text),
        "link": int(before.link != after.link),
        "kind": before.kind,
        "seats": before.seats or 0,
        "all_day": int(before.all_day),
    }


async def follow(store: Store, before: Event, after: Event, now: datetime) -> None:
    """Let rungs, cards, answers and reminders follow a changed event; nothing is said."""
    successor = successors(before, after, now)
    await _take_back(store, before, after, now)
    await _move_answers(store, before, successor, now)
    await reminders.follow(store, before, after, successor, now)
    await _announce(store, before, after, now)
    await _move_cards(store, before, after, successor, now)
    await mirrors.follow(store, after, now)


async def split(store: Store, before: Event, ended: Event, new: Event, at: Occurrence, now: datetime) -> None:
    """Let everything follow a series of which a new one is made from a date on; nothing is said."""

    def successor(old: Occurrence) -> Occurrence | None:
        if old.begins < at.begins:
            return named(ended, old.name)
        return _on(new, old.start.date()) or (Occurrence(new, new.starts) if old.name == at.name else None)

    await _take_back(store, before, ended, now)
    await _move_answers(store, before, successor, now)
    await reminders.follow(store, before, ended, successor, now)
    await reminders.go_over(store, ended, new, now)
    places = await store.places.with_role(Role.EVENTS)
    for event in (ended, new):
        await replan(store, event, places, now, "the series is another one from there on")
        await mirrors.follow(store, event, now)
    await _move_cards(store, before, ended, successor, now)
    for one in planned(new, now):
        await store.outbox.want("event", new.id, new.revision, one.name)


async def _take_back(store: Store, before: Event, after: Event, now: datetime) -> None:
    """End the reminders that wait for dates that a changed event no longer has."""
    for old in planned(before, now):
        if named(after, old.name) is None:
            await store.outbox.cancel(f"event:{after.id}:{old.name}:remind:", "the date was moved")


async def _announce(store: Store, before: Event, after: Event, now: datetime) -> None:
    """Plan the rungs of a changed event and end those it has no more; a place that had not heard gets a first card."""
    places = await store.places.with_role(Role.EVENTS)
    await replan(store, after, places, now, "the date was moved")
    knew = hearers(before, places, now)
    new = [place for place in hearers(after, places, now) if place not in knew]
    if new and present(after, now) is not None:
        await store.outbox.plan(*first_cards(after, new, now))


async def cancel(store: Store, event: Event, now: datetime, actor: int, *, news: News | None = None) -> None:
    """Say once that an event is cancelled; of what waited nothing is sent, and the cards say so."""
    await _turned(store, "cancelled", event, now, actor, news)


async def restore(store: Store, event: Event, now: datetime, actor: int, *, news: News | None = None) -> None:
    """Say once that an event takes place after all, and plan it again."""
    await _turned(store, "restored", event, now, actor, news)
    places = await store.places.with_role(Role.EVENTS)
    await store.outbox.plan(*ladder(event, places, now))
    await reminders.plan_for(store, event, now)


async def _turned(store: Store, what: str, event: Event, now: datetime, actor: int, news: News | None) -> None:
    await store.outbox.cancel(f"event:{event.id}:", what)
    await _move_cards(store, event, event, lambda old: old, now)
    await mirrors.follow(store, event, now)
    was = present(event, now) or Occurrence(event, event.starts)
    told = await concerned(store, event, now)
    await tell(store, what, event, was, {}, told - {actor}, now, news=news)


def successors(before: Event, after: Event, now: datetime) -> Successor:
    """Return what finds the date that stands in for one of before a change, or None where it is gone.

    A date keeps its name, else its day. The next date, where its day is gone, becomes the next date of the changed
    event, unless that was a date already.
    """
    next_before, next_after = present(before, now), present(after, now)
    if next_after is not None and _on(before, next_after.start.date()) is not None:
        next_after = None

    def successor(old: Occurrence) -> Occurrence | None:
        is_next = next_before is not None and old.start == next_before.start
        return named(after, old.name) or _on(after, old.start.date()) or (next_after if is_next else None)

    return successor


def _on(event: Event, day: date) -> Occurrence | None:
    midnight = instant(datetime.combine(day, time()), ZoneInfo(event.zone))
    return next((found for found in following(event, midnight, DAY, 1) if found.start.date() == day), None)


async def _answers(store: Store, event: Event, now: datetime) -> list[tuple[Occurrence, Answer]]:
    """Return the answers to dates of the event that are not over."""
    since = present(event, now)
    if since is None:
        return []
    moved = [one.occurrence for one in event.deviations if one.starts is not None]  # to after their name, perhaps
    answers = await store.events.attending(event.id, min([since.name, *moved]))
    dates = {name: named(event, name) for name in {answer.occurrence for answer in answers}}
    held = [(dates[answer.occurrence], answer) for answer in answers]
    return [(date, answer) for date, answer in held if date is not None and date.ends > now]


def _every(_date: Occurrence) -> bool:
    return True


async def concerned(
    store: Store, event: Event, now: datetime, is_hit: Callable[[Occurrence], bool] = _every
) -> frozenset[int]:
    """Return who is told of a change: whose event it is, and whom it hits.

    These said yes or maybe to a date to come, or have a reminder of it.
    """
    answers = await _answers(store, event, now)
    coming = {answer.member_id for date, answer in answers if answer.attendance is not Attendance.NO and is_hit(date)}
    owner = {event.owner_id} if event.owner_id else set[int]()
    return frozenset(coming | owner | await reminders.holders(store, event, now, is_hit))


async def _move_answers(store: Store, before: Event, successor: Successor, now: datetime) -> None:
    """Give answers the name of their new date; all are taken away first, so that none of them meets another."""
    known = [(answer, _named_by(old), successor(old)) for old, answer in await _answers(store, before, now)]
    moved = [(answer, _named_by(new)) for answer, old, new in known if new is not None and _named_by(new) != old]
    for answer, _ in moved:
        await store.events.take_back(answer)
    for answer, (event_id, name) in moved:
        await store.events.answer(replace(answer, event_id=event_id, occurrence=name))


def _named_by(date: Occurrence) -> tuple[int, str]:
    return date.event.id, date.name


async def _move_cards(store: Store, before: Event, after: Event, successor: Successor, now: datetime) -> None:
    """Ask the cards of all dates to come to show the change; in a series a card takes the name of its new date."""
    if not before.is_series and not after.is_series:
        await store.outbox.want("event", after.id, after.revision)
        return
    names = {one.name for event in (before, after) for one in planned(event, now - event.lasts)}
    for posting in await store.outbox.postings("event", after.id):
        old = named(before, posting.what.occurrence)
        if old is None or old.ends <= now:
            continue
        names.add(old.name)
        new = successor(old)
        if new is not None and _named_by(new) != _named_by(old):
            what = replace(posting.what, object_id=new.event.id, occurrence=new.name)
            await store.outbox.post(what, posting.ref, posting.place_id, posting.shown, posting.remove_at)
    for name in sorted(names):
        await store.outbox.want("event", after.id, after.revision, name)


async def tell(
    store: Store,
    what: str,
    event: Event,
    was: Occurrence,
    said: Subject,
    members: Iterable[int],
    now: datetime,
    theme: str = "event",
    news: News | None = None,
) -> None:
    """Plan one message for each `events` place and each person concerned; its key holds the revision.

    The kinds of the rows are those of the theme, which renders them: "event.news" and "event.notice".
    """
    subject: Subject = {"event": event.id, "what": what, "was": was.name, **said}
    coming = present(event, now)
    expires = max(was.ends, coming.ends if coming else now, now + AHEAD if event.is_series else now)
    key = f"event:{event.id}:{what}:{event.revision}"
    of_places = [
        Planned(f"{key}:place:{place.id}", f"{theme}.news", now, subject, place_id=place.id, expires=expires, lane=4)
        for place in hearers(was.event, await store.places.with_role(Role.EVENTS), now)
    ]
    of_members = [
        Planned(f"{key}:member:{member}", f"{theme}.notice", now, subject, member_id=member, expires=expires, lane=3)
        for member in sorted(members)
    ]
    if news is not None:
        news += of_places
    await store.outbox.plan(*(of_places if news is None else ()), *of_members)
