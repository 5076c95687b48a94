"""A row of the outbox: planned once, ended once, never lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.events import Answer, Attendance
from bot.domain.sending import Delivery, Errand, Outcome, Planned, ShownAs
from bot.ports import Store
from storage.database import Database
from tests.storage.making import (
    ANNA,
    BEN,
    DAY,
    DISCORD,
    HOUR,
    JOBS,
    NOW,
    TELEGRAM,
    THERE,
    event,
    job,
    member,
    message,
    place,
)

ENDED = (Outcome.SENT, Outcome.DROPPED, Outcome.EXPIRED, Outcome.REFUSED, Outcome.PRESENT, Outcome.DIGESTED)


def card(place_id: int, key: str = "job:1:card:place:1", **changes: object) -> Planned:
    return replace(Planned(key, "card", NOW, {"job": 1, "word": "ä"}, place_id=place_id), **changes)  # type: ignore[arg-type]  # any field


async def planned(store: Store, *plans: Planned) -> list[Delivery]:
    await store.outbox.plan(*plans)
    return [row for plan in plans if (row := await store.outbox.by_key(plan.key))]


async def claimed(store: Store, key: str) -> Delivery:
    """Claim until the row of this key comes."""
    while True:
        (row,) = await store.outbox.claim(TELEGRAM, (), "ich", NOW, NOW - DAY, ())
        if row.plan.key == key:
            return row


async def outcome(store: Store, row: Delivery) -> Outcome:
    found = await store.outbox.get(row.id)
    assert found is not None
    return found.outcome


async def test_a_row_comes_back_as_it_was_planned(storage: Database) -> None:
    async with storage.begin() as store:
        here, anna = await place(store), await member(store)
        to_place = card(here.id, expires=NOW + DAY, lane=2)
        to_member = Planned("event:1:remind:member:1", "reminder", NOW + HOUR, member_id=anna.id)
        first, second = await planned(store, to_place, to_member)
    assert (first.plan, first.outcome, first.platform) == (to_place, Outcome.WAITING, TELEGRAM)
    assert (first.attempts, first.doubts, first.address, first.first_try_at, first.ref) == (0, 0, None, None, None)
    assert (second.plan, second.platform, second.address) == (to_member, TELEGRAM, None)


async def test_planning_twice_keeps_one_row_with_the_new_time(storage: Database) -> None:
    async with storage.begin() as store:
        here = await place(store)
        (first,) = await planned(store, card(here.id))
        later = card(here.id, due=NOW + DAY, expires=NOW + 2 * DAY, subject={"job": 2})
        (again,) = await planned(store, later)
        assert again == replace(first, plan=later)
        assert not await store.outbox.claim(TELEGRAM, (), "ich", NOW, NOW, ())
        await store.outbox.plan()


async def test_what_was_ever_tried_is_not_planned_anew(storage: Database) -> None:
    async with storage.begin() as store:
        here = await place(store)
        await store.outbox.plan(card(here.id))
        row = await claimed(store, card(here.id).key)
        for now in (Outcome.SENDING, Outcome.WAITING, Outcome.DOUBTFUL, Outcome.UNREACHABLE, Outcome.UNCERTAIN, *ENDED):
            await store.outbox.mark(row, now, "so", due=NOW + HOUR)
            (after,) = await planned(store, card(here.id, due=NOW + DAY))
            assert (after.outcome, after.plan.due) == (now, NOW)


async def test_what_was_cancelled_untried_can_be_planned_again(storage: Database) -> None:
    async with storage.begin() as store:
        here = await place(store)
        (row,) = await planned(store, card(here.id))
        await store.outbox.cancel("job:1:", "zurückgezogen")
        dropped = await store.outbox.get(row.id)
        assert dropped is not None
        assert (dropped.outcome, dropped.reason) == (Outcome.DROPPED, "zurückgezogen")
        (again,) = await planned(store, card(here.id, due=NOW + HOUR))
    assert (again.id, again.outcome, again.plan.due, again.reason) == (row.id, Outcome.WAITING, NOW + HOUR, "")


async def test_a_row_goes_to_a_place_or_to_a_member(storage: Database) -> None:
    async with storage.begin() as store:
        here, anna = await place(store), await member(store)
        for wrong in (card(here.id, member_id=anna.id), replace(card(here.id), place_id=None)):
            with pytest.raises(ValueError, match="job:1"):
                await store.outbox.plan(wrong)


async def test_cancelling_ends_what_waits_and_begins_so_and_nothing_else(storage: Database) -> None:
    async with storage.begin() as store:
        here = await place(store)
        waits, other, under_way = await planned(
            store, *(card(here.id, key=key) for key in ("job:1:b", "job:10:b", "job:1:a"))
        )
        unreachable, percent = await planned(store, card(here.id, key="job:1:c"), card(here.id, key="job:1%"))
        await store.outbox.mark(unreachable, Outcome.UNREACHABLE, "zu", due=NOW + DAY)
        await store.outbox.mark(under_way, Outcome.SENDING, "")
        await store.outbox.cancel("job:1:", "weg")
        rows = (waits, unreachable, under_way, other, percent)
        assert [await outcome(store, row) for row in rows] == [
            Outcome.DROPPED,
            Outcome.DROPPED,
            Outcome.SENDING,
            Outcome.WAITING,
            Outcome.WAITING,
        ]
        await store.outbox.cancel("", "alles")
        assert await outcome(store, other) is Outcome.DROPPED


async def test_what_is_too_late_expires_and_only_a_doubt_is_claimed(storage: Database) -> None:
    async with storage.begin() as store:
        here = await place(store)
        rows = await planned(store, *(card(here.id, key=str(number), expires=NOW) for number in range(5)))
        (kept,) = await planned(store, card(here.id, key="bleibt", expires=NOW + HOUR, due=NOW + HOUR))
        states = (Outcome.WAITING, Outcome.DOUBTFUL, Outcome.UNREACHABLE, Outcome.SENDING, Outcome.UNCERTAIN)
        for row, state in zip(rows, states, strict=True):
            await store.outbox.mark(row, state, "")
        later = NOW + HOUR / 60
        assert await store.outbox.expire(NOW) == 0
        assert await store.outbox.expire(later) == 2
        assert await store.outbox.expire(later) == 0
        assert [await outcome(store, row) for row in (*rows, kept)] == [
            Outcome.EXPIRED,
            Outcome.DOUBTFUL,
            Outcome.EXPIRED,
            Outcome.SENDING,
            Outcome.UNCERTAIN,
            Outcome.WAITING,
        ]
        (settled,) = await store.outbox.claim(TELEGRAM, (), "ich", later, later, ())
        assert (settled.id, settled.doubts) == (rows[1].id, 1)
        assert not await store.outbox.claim(TELEGRAM, (), "ich", later, later, ())


async def test_a_doubt_outlives_its_expiry_on_a_closed_route(storage: Database) -> None:
    async with storage.begin() as store:
        here = await place(store)
        (row,) = await planned(store, card(here.id, expires=NOW))
        await store.outbox.mark(row, Outcome.DOUBTFUL, "")
        await store.places.close_route(here.id, NOW + DAY)
        assert not await store.outbox.claim(TELEGRAM, (), "ich", NOW + HOUR, NOW, ())
        assert await outcome(store, row) is Outcome.UNREACHABLE
        assert await store.outbox.expire(NOW + HOUR) == 0
        assert await store.outbox.claim(TELEGRAM, (), "ich", NOW + DAY, NOW, ())


async def test_after_a_crash_what_was_being_sent_is_doubtful_and_due(storage: Database) -> None:
    async with storage.begin() as store:
        here, there, anna = await place(store, JOBS), await place(store, THERE), await member(store)
        await store.outbox.plan(
            card(here.id, key="a"), card(there.id, key="b"), Planned("c", "note", NOW, member_id=anna.id)
        )
        for owner, platform in (("tot", TELEGRAM), ("ich", TELEGRAM), ("tot", DISCORD)):
            assert await store.outbox.claim(platform, (), owner, NOW, NOW, ())
        later = NOW + HOUR
        assert await store.outbox.recover("ich", [TELEGRAM], later) == 1
        assert await store.outbox.recover("ich", [TELEGRAM], later) == 0
        (again,) = await store.outbox.claim(TELEGRAM, (), "ich", later, NOW, ())
        assert (again.plan.key, again.doubts, again.attempts, again.first_try_at) == ("a", 1, 2, NOW)
        assert not await store.outbox.claim(TELEGRAM, (), "ich", later, NOW, ())
        assert await store.outbox.recover("ich", [DISCORD, TELEGRAM], later) == 1


async def test_a_mark_says_what_became_of_a_row(storage: Database) -> None:
    async with storage.begin() as store:
        here = await place(store)
        await store.outbox.plan(card(here.id))
        row = await claimed(store, card(here.id).key)
        await store.outbox.mark(row, Outcome.WAITING, "später", due=NOW + HOUR)
        assert not await store.outbox.claim(TELEGRAM, (), "ich", NOW, NOW, ())
        assert await store.outbox.next_due() == NOW + HOUR
        (row,) = await store.outbox.claim(TELEGRAM, (), "ich", NOW + HOUR, NOW, ())
        assert (row.attempts, row.doubts, row.reason, row.plan.due) == (2, 0, "später", NOW)
        await store.outbox.mark(row, Outcome.DOUBTFUL, "keine Antwort")
        (row,) = await store.outbox.claim(TELEGRAM, (), "ich", NOW + HOUR, NOW, ())
        assert (row.attempts, row.doubts, row.first_try_at) == (3, 1, NOW)
        await store.outbox.restart_protection(row, NOW + HOUR)
        await store.outbox.sent(row, message(5), NOW + HOUR)
        sent = await store.outbox.get(row.id)
        assert sent is not None
        assert (sent.outcome, sent.ref, sent.first_try_at) == (Outcome.SENT, message(5), NOW + HOUR)
        assert await store.outbox.next_due() is None


async def test_what_a_place_does_not_know_is_uncertain_until_a_message_is_known(storage: Database) -> None:
    async with storage.begin() as store:
        here, there = await place(store, JOBS), await place(store, THERE)
        plans = [card(here.id, key=key) for key in "abcd"]
        unsure, present, known, _ = await planned(store, *plans)
        (elsewhere,) = await planned(store, card(there.id, key="e"))
        for row in (unsure, elsewhere):
            await store.outbox.mark(row, Outcome.UNCERTAIN, "")
        await store.outbox.mark(present, Outcome.PRESENT, "")
        await store.outbox.sent(known, message(5), NOW)
        await store.outbox.mark(known, Outcome.PRESENT, "")
        assert [row.plan.key for row in await store.outbox.uncertain(here.id)] == ["a", "b"]


async def test_the_next_due_is_the_soonest_row_removal_or_errand(storage: Database) -> None:
    async with storage.begin() as store:
        here, ben = await place(store), await member(store, BEN)
        assert await store.outbox.next_due() is None
        await store.outbox.post(ShownAs("job", 1, "card"), message(5), here.id, 1, NOW + 3 * DAY)
        assert await store.outbox.next_due() == NOW + 3 * DAY
        await store.outbox.send_errand(Errand("frage", "membership", {}, NOW + 2 * DAY))
        assert await store.outbox.next_due() == NOW + 2 * DAY
        await store.outbox.plan(Planned("x", "note", NOW + DAY, member_id=ben.id))
        assert await store.outbox.next_due() == NOW + DAY
        (row,) = await planned(store, card(here.id, due=NOW + HOUR))
        for state in (Outcome.WAITING, Outcome.DOUBTFUL, Outcome.UNREACHABLE):
            await store.outbox.mark(row, state, "")
            assert await store.outbox.next_due() == NOW + HOUR
        await store.outbox.mark(row, Outcome.SENDING, "")
        assert await store.outbox.next_due() == NOW + DAY


async def test_who_was_heard_of_is_due_again(storage: Database) -> None:
    async with storage.begin() as store:
        anna, ben = await member(store, ANNA), await member(store, BEN)
        row, other, waits = await planned(
            store,
            Planned("a", "note", NOW, member_id=anna.id),
            Planned("b", "note", NOW, member_id=ben.id),
            Planned("c", "note", NOW + DAY, member_id=anna.id),
        )
        for one in (row, other):
            await store.outbox.mark(one, Outcome.UNREACHABLE, "blockiert", due=NOW + DAY)
        await store.outbox.reopen(anna.id, NOW)
        (again,) = await store.outbox.claim(TELEGRAM, (), "ich", NOW, NOW, ())
        assert again.id == row.id
        assert not await store.outbox.claim(TELEGRAM, (), "ich", NOW, NOW, ())
        assert await outcome(store, waits) is Outcome.WAITING


@pytest.mark.parametrize("state", ENDED)
async def test_the_text_of_an_ended_row_goes_after_thirty_days(storage: Database, state: Outcome) -> None:
    async with storage.begin() as store:
        here = await place(store)
        ended, waits, late = await planned(store, *(card(here.id, key=key) for key in "abc"))
        await store.outbox.sent(late, message(5), NOW + DAY)
        await store.outbox.mark(ended, state, "Grund")
        await store.talk.tidy(NOW + 29 * DAY)
        assert await store.outbox.get(ended.id) == replace(ended, outcome=state, reason="Grund")
        await store.talk.tidy(NOW + 30 * DAY)
        emptied = await store.outbox.get(ended.id)
        assert emptied is not None
        assert (emptied.plan.subject, emptied.reason, emptied.outcome) == ({}, "", state)
        for row in (waits, late):
            kept = await store.outbox.get(row.id)
            assert kept is not None
            assert kept.plan.subject == {"job": 1, "word": "ä"}


@pytest.mark.parametrize("state", [Outcome.UNCERTAIN, Outcome.UNREACHABLE])
async def test_what_nobody_settled_or_reached_ends_after_thirty_days(storage: Database, state: Outcome) -> None:
    async with storage.begin() as store:
        anna = await member(store, ANNA)
        (row,) = await planned(store, Planned("a", "note", NOW - 9 * DAY, {"word": "ä"}, member_id=anna.id))
        row = await claimed(store, "a")
        await store.outbox.mark(row, state, "Grund", due=NOW + DAY)
        await store.talk.tidy(NOW + 29 * DAY)
        assert await outcome(store, row) is state
        await store.talk.tidy(NOW + 30 * DAY)
        ended = await store.outbox.get(row.id)
        assert ended is not None
        assert (ended.outcome, ended.plan.subject, ended.reason, ended.address) == (Outcome.EXPIRED, {}, "", None)


async def test_of_an_old_row_only_stays_that_it_was_sent(storage: Database) -> None:
    """But for a message that still follows its object: whoever forgets the member has to find it."""
    async with storage.begin() as store:
        anna = await member(store, ANNA)
        plans = [Planned(key, "note", NOW, {"word": "ä"}, member_id=anna.id) for key in ("gone", "stands")]
        await store.outbox.plan(*plans)
        for key, number in (("gone", 5), ("stands", 6)):
            await store.outbox.sent(await claimed(store, key), message(number), NOW)
        await store.outbox.post(ShownAs("interest", 1, "note"), message(6), None, 1, None)
        await store.talk.tidy(NOW + 30 * DAY)
        gone, stands = [await store.outbox.by_key(key) for key in ("gone", "stands")]
        assert gone is not None
        assert stands is not None
        assert (gone.outcome, gone.ref, gone.address, gone.plan.member_id) == (Outcome.SENT, None, None, anna.id)
        assert (stands.ref, stands.address) == (message(6), ANNA)
        await store.outbox.plan(*plans)
        assert not await store.outbox.claim(TELEGRAM, (), "ich", NOW, NOW, ()), "nothing is sent twice"
        await store.members.erase(anna.id)
        assert await store.outbox.by_key("gone") is None
        assert await store.outbox.posting_at(message(6)) is None


async def test_wishes_of_jobs_that_are_gone_and_answers_of_a_year_ago_go(storage: Database) -> None:
    async with storage.begin() as store:
        anna = await member(store, ANNA)
        here, kept = await place(store), await store.jobs.create(job(anna))
        for number in (kept.id, 99):
            await store.outbox.remove_at("job", number, NOW)
            await store.outbox.want("job", number, 7)
        made = await store.events.create(event(anna.id))
        for occurrence in ("2026-12-02T19:00", "2026-12-09T19:00"):
            await store.events.answer(Answer(made.id, occurrence, anna.id, Attendance.YES, NOW))
        await store.talk.tidy(NOW + DAY)
        assert len(await store.events.answers_of(anna.id)) == 2
        assert await wanted(store, 99, here.id) == 7, "a copy may be on its way"
        await store.talk.tidy(NOW + 370 * DAY)
        assert [one.occurrence for one in await store.events.answers_of(anna.id)] == ["2026-12-09T19:00"]
        assert [await wanted(store, number, here.id) for number in (kept.id, 99)] == [7, 1]


async def wanted(store: Store, job_id: int, place_id: int) -> int:
    """Return what is wanted of a card that is kept now."""
    await store.outbox.post(ShownAs("job", job_id, "card"), message(job_id), place_id, 1, None)
    return (await store.outbox.postings("job", job_id))[0].wanted


async def test_what_waits_is_told_by_key_and_dropped_by_key(storage: Database) -> None:
    async with storage.begin() as store:
        here = await place(store)
        keys = [
            f"event:1:2026-12-0{day}T19:00:announce:1d:place:{here.id}{more}" for day in (1, 2, 3) for more in ("", "1")
        ]
        await store.outbox.plan(*(Planned(key, "card", NOW, place_id=here.id) for key in (*keys, "event:12:2026")))
        assert await store.outbox.waiting("event:1:2") == keys
        assert await store.outbox.waiting("event:1:2", "event:1:2026-12-02") == keys[2:]
        assert await store.outbox.waiting("event:1:2", "event:1:2027") == []
        await store.outbox.drop(keys[2:3], "weg")
        await store.outbox.drop([], "nichts")
        assert await store.outbox.waiting("event:1:2") == [*keys[:2], *keys[3:]]
        newest = [await store.outbox.newest(prefix) for prefix in ("event:1:2026-12-01", keys[2])]
        assert [row.plan.key for row in newest if row is not None] == [keys[1], keys[3]]
        assert await store.outbox.newest("event:1:2027") is None
        (claimed,) = await store.outbox.claim(TELEGRAM, (), "ich", NOW, NOW, ())
        await store.outbox.drop([claimed.plan.key], "zu spät")
        assert await store.outbox.outcomes([keys[0], keys[2]]) == {
            keys[0]: Outcome.SENDING,
            keys[2]: Outcome.DROPPED,
        }
