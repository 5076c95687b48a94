"""The waiting list moves: who gets a seat that became free is told once, and so is who loses one to a lower limit.

Nobody's place is kept anywhere: it follows from the answers (`bot.domain.seats`), before and after a change.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.calendar.occurrence import Occurrence, named
from bot.domain.events import Answer, Attendance, Event, EventState
from bot.domain.seats import Seating, behind, moves, seating
from bot.domain.sending import Delivery, Planned
from bot.outbox import team_contact, team_gone
from bot.outbox.kinds import Dropped, Kind, Kinds, Outgoing, Rendered, Scene, number
from bot.ports import Store
from bot.talk.text import Text
from bot.views import seats as view

SEAT: Final = "event.seat"
UP, DOWN = "up", "down"
LANE: Final = 2


async def seated(store: Store, date: Occurrence) -> Seating:
    """Return who has a seat at a date and who waits, as it is now."""
    return seating(await store.events.said(date.event.id, date.name), date.event.seats)


async def tell(store: Store, date: Occurrence, before: Seating, now: datetime, but: Iterable[int] = ()) -> None:
    """Plan a message to everybody who moved up or fell behind at a date since `before`, save those in `but`.

    The number at the end of a key is the event's revision, so that somebody can move up again; what still waits of an
    earlier move is not sent any more.
    """
    if date.event.state is not EventState.ACTIVE or date.ends <= now:
        return
    moved = moves(before, await seated(store, date))
    for step, members in ((UP, moved.up), (DOWN, moved.down)):
        for member_id in (each for each in members if each not in but):
            stem = f"event:{date.event.id}:{date.name}:seat:member:{member_id}:"
            await store.outbox.cancel(stem, "it moved again")
            await store.outbox.plan(
                Planned(
                    f"{stem}{step}:{date.event.revision}",
                    SEAT,
                    now,
                    {"event": date.event.id, "occurrence": date.name, "step": step},
                    member_id=member_id,
                    expires=date.ends,
                    lane=LANE,
                )
            )


async def change_limit(store: Store, before: Event, after: Event, now: datetime) -> None:
    """Tell who moves up or falls behind when another number of people fits; the answers have moved already."""
    if before.seats == after.seats:
        return
    answers = await store.events.attending(after.id, _since(after, now))
    for name in sorted({each.occurrence for each in answers}):
        date = named(after, name)
        if date is not None:
            said = await store.events.said(after.id, name)
            await tell(store, date, seating(said, before.seats), now)


def _since(event: Event, now: datetime) -> str:
    """Return a name that comes before those of all dates which are not over."""
    running = now - event.lasts - timedelta(days=2)  # two days are more than any zone and any deviation's end
    moved = [one.occurrence for one in event.deviations]
    return min([running.replace(tzinfo=None).isoformat(timespec="minutes"), *moved])


async def gone(store: Store, member_id: int, now: datetime) -> None:
    """Give the seats of somebody who is not counted any more to those who wait; the answers stay as they are.

    In a team nobody moves up by themselves: there the author is told, and the team who speaks with the customer.
    """
    for answer, date in await _limited(store, member_id, now):
        others = await store.events.said(answer.event_id, answer.occurrence)
        before = seating((*others, answer), date.event.seats)
        await tell(store, _next_revision(date), before, now, {member_id})
    await team_gone.gone(store, member_id, now)
    await team_contact.follow(store, member_id, now)


async def back(store: Store, member_id: int, now: datetime) -> None:
    """Let somebody who is counted again wait behind those who came meanwhile, so that nobody else loses a seat."""
    for answer, date in await _limited(store, member_id, now):
        await store.events.take_back(answer)
        others = await store.events.said(answer.event_id, answer.occurrence)
        await store.events.answer(replace(answer, at=behind(others, now)))
        await tell(store, _next_revision(date), Seating(inside=(member_id,)), now)
    await team_gone.back(store, member_id, now)
    await team_contact.follow(store, member_id, now)


async def _limited(store: Store, member_id: int, now: datetime) -> list[tuple[Answer, Occurrence]]:
    """Return somebody's answers that take a seat at a date to come with a limit."""
    found = []
    for answer in await store.events.answers_of(member_id):
        event = await store.events.get(answer.event_id) if answer.attendance is Attendance.YES else None
        date = named(event, answer.occurrence) if event is not None and event.seats is not None else None
        if date is not None and date.ends > now:
            found.append((answer, date))
    return found


def _next_revision(date: Occurrence) -> Occurrence:
    """Return the date with the revision that its event gets when the cards are drawn anew."""
    return replace(date, event=replace(date.event, revision=date.event.revision + 1))


async def _due(scene: Scene, delivery: Delivery) -> tuple[Occurrence, int] | Dropped:
    """Return the date of a row and the member's place on the waiting list, where what it says is still true."""
    subject = delivery.plan.subject
    event = await scene.store.events.get(number(subject, "event"))
    if event is None or event.state is not EventState.ACTIVE:
        return Dropped("the event is cancelled")
    date = named(event, str(subject.get("occurrence", "")))
    if date is None or date.ends <= scene.now:
        return Dropped("the date is over or was moved")
    member_id = delivery.plan.member_id or 0
    now = await seated(scene.store, date)
    if member_id not in (now.waiting if subject.get("step") == DOWN else now.inside):
        return Dropped("they are somewhere else by now")
    return date, now.turn(member_id)


async def _render(scene: Scene, delivery: Delivery) -> Rendered:
    due = await _due(scene, delivery)
    if isinstance(due, Dropped):
        return due
    date, turn = due
    return Outgoing(view.fell_behind(date, turn, scene.now) if turn else view.moved_up(date, scene.now))


async def _line(scene: Scene, delivery: Delivery) -> Text | Dropped:
    due = await _due(scene, delivery)
    if isinstance(due, Dropped):
        return due
    date, turn = due
    return (view.down_words(date, turn, scene.now) if turn else view.up_words(date, scene.now),)


KINDS = Kinds({SEAT: Kind(SEAT, _render, reminds=True, line=_line)}, {})
