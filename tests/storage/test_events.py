"""Events keep wall time; answers are replaced, not doubled; reminders are listed when they fall due."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.events import AGAIN, EVERY_DATE, Answer, Attendance, EventState, Reminder
from storage.database import Database
from tests.storage.making import ANNA, BEN, CARLA, DAY, HOUR, NOW, event, member

WEDNESDAY, NEXT = "2026-12-09T19:00", "2026-12-16T19:00"


async def test_an_event_comes_back_as_it_was_saved(storage: Database) -> None:
    async with storage.begin() as store:
        anna = await member(store, ANNA)
        made = await store.events.create(event(anna.id))
        assert await store.events.get(made.id) == made == event(anna.id, id=made.id)
        assert made.starts.tzinfo is None
        changed = replace(made, rule=None, town=None, revision=2, lasts=timedelta(minutes=90))
        await store.events.save(changed)
        assert await store.events.get(made.id) == changed
        assert await store.events.get(99) is None


async def test_cancelled_events_are_not_active(storage: Database) -> None:
    async with storage.begin() as store:
        anna, ben = await member(store, ANNA), await member(store, BEN)
        kept = await store.events.create(event(anna.id))
        gone = await store.events.create(event(anna.id, state=EventState.CANCELLED))
        other = await store.events.create(event(ben.id))
        assert await store.events.active() == [kept, other]
        assert await store.events.of(anna.id) == [kept, gone]


async def test_an_answer_replaces_the_one_before(storage: Database) -> None:
    async with storage.begin() as store:
        anna, ben, carla = [await member(store, address) for address in (ANNA, BEN, CARLA)]
        made, other = await store.events.create(event(anna.id)), await store.events.create(event(anna.id))
        said = [
            Answer(made.id, WEDNESDAY, carla.id, Attendance.NO, NOW),
            Answer(made.id, WEDNESDAY, ben.id, Attendance.YES, NOW + HOUR),
            Answer(made.id, NEXT, ben.id, Attendance.MAYBE, NOW),
            Answer(other.id, WEDNESDAY, ben.id, Attendance.YES, NOW + DAY),
        ]
        assert [await store.events.answer(answer) for answer in said] == [None] * 4
        assert await store.events.counts(made.id, WEDNESDAY) == {Attendance.NO: 1, Attendance.YES: 1}
        assert await store.events.answers_of(ben.id) == [said[2], said[1], said[3]]
        assert await store.events.attending(made.id, NEXT) == [said[2]]
        assert await store.events.attending(made.id, WEDNESDAY) == [said[0], said[2], said[1]]

        later = replace(said[0], attendance=Attendance.YES, at=NOW + DAY)
        assert await store.events.answer(later) is Attendance.NO
        assert await store.events.counts(made.id, WEDNESDAY) == {Attendance.YES: 2}
        await store.members.save(replace(ben, erase_at=NOW + DAY))
        assert await store.events.counts(made.id, WEDNESDAY) == {Attendance.YES: 1}, "who is being forgotten"


async def test_the_same_answer_again_keeps_its_turn_and_another_loses_it(storage: Database) -> None:
    async with storage.begin() as store:
        anna, ben = await member(store, ANNA), await member(store, BEN)
        made = await store.events.create(event(anna.id))
        first = Answer(made.id, WEDNESDAY, anna.id, Attendance.YES, NOW)
        second = Answer(made.id, WEDNESDAY, ben.id, Attendance.YES, NOW + HOUR)
        for answer in (first, second, replace(first, at=NOW + DAY)):
            await store.events.answer(answer)
        assert await store.events.said(made.id, WEDNESDAY) == [first, second]
        for attendance in (Attendance.NO, Attendance.YES):
            await store.events.answer(replace(first, attendance=attendance, at=NOW + DAY))
        assert await store.events.said(made.id, WEDNESDAY) == [second, replace(first, at=NOW + DAY)]
        await store.members.save(replace(ben, erase_at=NOW + DAY))
        assert await store.events.said(made.id, WEDNESDAY) == [replace(first, at=NOW + DAY)], "who is being forgotten"


async def test_beside_a_member_is_said_what_is_said_of_dates_with_a_limit_to_which_they_come(storage: Database) -> None:
    async with storage.begin() as store:
        anna, ben, carla = [await member(store, each) for each in (ANNA, BEN, CARLA)]
        limited, free = [await store.events.create(replace(event(anna.id), seats=seats)) for seats in (1, None)]
        for made, occurrence, who, attendance in (
            (limited, WEDNESDAY, ben, Attendance.YES),
            (limited, WEDNESDAY, anna, Attendance.YES),
            (limited, WEDNESDAY, carla, Attendance.NO),
            (limited, NEXT, anna, Attendance.MAYBE),
            (limited, NEXT, ben, Attendance.YES),
            (free, WEDNESDAY, anna, Attendance.YES),
            (free, WEDNESDAY, ben, Attendance.YES),
        ):
            await store.events.answer(Answer(made.id, occurrence, who.id, attendance, NOW))
        said = await store.events.said(limited.id, WEDNESDAY)
        assert len(said) == 3
        assert await store.events.said_beside(anna.id) == said
        await store.members.save(replace(ben, erase_at=NOW + DAY))
        assert await store.events.said_beside(anna.id) == [one for one in said if one.member_id != ben.id]


async def test_what_was_proposed_is_not_active_and_goes_when_it_came_to_nothing(storage: Database) -> None:
    async with storage.begin() as store:
        anna, ben = await member(store, ANNA), await member(store, BEN)
        kept = await store.events.create(event(anna.id))
        each = {
            (state, at): await store.events.create(replace(event(anna.id, state=state), rule=None, changed_at=at))
            for state in (EventState.PROPOSED, EventState.DECLINED, EventState.WITHDRAWN, EventState.CANCELLED)
            for at in (NOW, NOW + DAY)
        }
        waiting = [each[EventState.PROPOSED, NOW], each[EventState.PROPOSED, NOW + DAY]]
        assert await store.events.active() == [kept]
        assert await store.events.proposed() == waiting
        over = [each[EventState.DECLINED, NOW], each[EventState.WITHDRAWN, NOW]]
        assert await store.events.unpublished(NOW) == []
        assert await store.events.unpublished(NOW + HOUR) == over
        assert set(await store.events.unpublished(NOW + 30 * DAY)) == {
            found for (state, _), found in each.items() if state is not EventState.CANCELLED
        }, "what was announced stays"
        await store.events.delete(waiting[0].id)
        assert await store.events.proposed() == waiting[1:]
        theirs = await store.events.create(event(ben.id, state=EventState.PROPOSED))
        announced = await store.events.create(event(ben.id))
        await store.members.erase(ben.id)
        assert await store.events.get(theirs.id) is None
        assert await store.events.get(announced.id) is not None


async def test_reminders_are_listed_by_due_time(storage: Database) -> None:
    async with storage.begin() as store:
        anna, ben = await member(store, ANNA), await member(store, BEN)
        made = await store.events.create(event(anna.id))
        late = await store.events.add_reminder(Reminder(0, ben.id, "Milch", NOW + DAY, NOW))
        soon = await store.events.add_reminder(Reminder(0, ben.id, "", NOW + HOUR, NOW, made.id, WEDNESDAY, HOUR))
        assert await store.events.reminders_of(ben.id) == [soon, late]
        assert await store.events.reminders_for(made.id) == [soon]
        moved = replace(soon, due=NOW + 2 * DAY, occurrence=NEXT)
        await store.events.save_reminder(moved)
        assert await store.events.reminder(soon.id) == moved
        assert await store.events.reminders_of(ben.id) == [late, moved]
        await store.events.delete_reminder(late.id)
        assert await store.events.reminder(late.id) is None
        assert await store.events.reminders_of(anna.id) == []


async def test_what_recurs_is_not_dropped_with_what_has_come(storage: Database) -> None:
    async with storage.begin() as store:
        anna = await member(store, ANNA)
        starts = datetime(2026, 12, 1, 9)  # noqa: DTZ001 - a wall time
        made = [
            await store.events.add_reminder(Reminder(0, anna.id, text, NOW - DAY, NOW, starts=starts, rule=rule))
            for text, rule in (("once", None), ("again", AGAIN), ("daily", "FREQ=DAILY"), ("every date", EVERY_DATE))
        ]
        coming = await store.events.add_reminder(Reminder(0, anna.id, "later", NOW + DAY, NOW, rule="FREQ=DAILY"))
        assert await store.events.reminder(made[2].id) == made[2]
        assert await store.events.recurring(NOW) == made[2:]
        await store.events.drop_reminders(NOW)
        assert await store.events.reminders_of(anna.id) == [*made[2:], coming]
