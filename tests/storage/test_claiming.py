"""Claiming: the right row, to the right account, once."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from datetime import datetime

import pytest
from sqlalchemy import event, insert, text

from bot.domain.people import Address, Platform
from bot.domain.sending import Delivery, Outcome, Planned, receiver
from bot.ports import Store
from storage.database import Database
from storage.schema import accounts
from tests.storage.making import (
    ANNA,
    ANNA_THERE,
    BEN,
    DAY,
    DISCORD,
    HOUR,
    JOBS,
    NOW,
    TELEGRAM,
    TERMINE,
    THERE,
    member,
    message,
    place,
)

MINUTE = HOUR / 60


async def claim(
    store: Store,
    platform: Platform = TELEGRAM,
    busy: Collection[str] = (),
    now: datetime = NOW,
    kinds: Collection[str] = ("reminder",),
) -> list[Delivery]:
    """Claim with an hour's patience before something is overdue."""
    return list(await store.outbox.claim(platform, busy, "ich", now, now - HOUR, kinds))


async def claimed_keys(store: Store, platform: Platform = TELEGRAM, now: datetime = NOW) -> list[str]:
    """Claim until nothing is due."""
    keys = []
    while rows := await claim(store, platform, now=now):
        keys += [row.plan.key for row in rows]
    return keys


async def second_account(storage: Database, member_id: int, address: Address) -> None:
    """Link one more account, which no command can do yet."""
    async with storage._engine.begin() as connection:  # noqa: SLF001 - as above
        await connection.execute(
            insert(accounts).values(member_id=member_id, platform=address.platform, login=address.user, name="Anna")
        )


async def test_the_lane_goes_first_then_the_due_time_then_the_id(storage: Database) -> None:
    async with storage.begin() as store:
        here = await place(store)
        for key, due, lane in (("d", NOW, 5), ("c", NOW - DAY, 5), ("e", NOW, 5), ("a", NOW, 1), ("f", NOW, 9)):
            await store.outbox.plan(Planned(key, "card", due, place_id=here.id, lane=lane))
        await store.outbox.plan(Planned("b", "card", NOW + MINUTE, place_id=here.id, lane=0))
        assert await claimed_keys(store) == ["a", "c", "d", "e", "f"]
        assert await claimed_keys(store, now=NOW + MINUTE) == ["b"]


async def test_a_claimed_row_is_leased_and_not_claimed_again(storage: Database) -> None:
    async with storage.begin() as store:
        here = await place(store)
        await store.outbox.plan(Planned("a", "card", NOW, {"job": 1}, place_id=here.id))
        (row,) = await claim(store)
    assert (row.outcome, row.attempts, row.first_try_at, row.platform) == (Outcome.SENDING, 1, NOW, TELEGRAM)
    async with storage.begin() as store:
        assert await store.outbox.get(row.id) == row
        assert await claim(store, now=NOW + DAY) == []


async def test_many_claims_at_once_share_the_rows_out(storage: Database) -> None:
    async with storage.begin() as store:
        here = await place(store)
        await store.outbox.plan(*(Planned(str(number), "card", NOW, place_id=here.id) for number in range(20)))

    async def take() -> list[Delivery]:
        async with storage.begin() as store:
            return await claim(store)

    taken = [row.id for rows in await asyncio.gather(*(take() for _ in range(25))) for row in rows]
    assert len(taken) == len(set(taken)) == 20


async def test_a_platform_claims_its_own_rows_alone(storage: Database) -> None:
    async with storage.begin() as store:
        here, there = await place(store, JOBS), await place(store, THERE)
        await store.outbox.plan(
            Planned("a", "card", NOW, place_id=here.id), Planned("b", "card", NOW, place_id=there.id)
        )
        assert await claimed_keys(store, DISCORD) == ["b"]
        assert await claimed_keys(store, TELEGRAM) == ["a"]


async def test_a_busy_receiver_waits_and_the_others_do_not(storage: Database) -> None:
    async with storage.begin() as store:
        jobs, termine = await place(store, JOBS), await place(store, TERMINE)
        anna, ben = await member(store, ANNA), await member(store, BEN)
        for step in (0, 1):
            await store.outbox.plan(Planned(f"0{step}", "card", NOW, lane=0, place_id=jobs.id))
            await store.outbox.plan(Planned(f"1{step}", "card", NOW, lane=1, member_id=anna.id))
        await store.outbox.plan(
            Planned("20", "card", NOW, lane=2, place_id=termine.id),
            Planned("30", "note", NOW, lane=3, member_id=ben.id),
        )
        busy: list[str] = []
        keys = []
        while rows := await claim(store, busy=busy):
            busy.append(receiver(rows[0]))
            keys.append(rows[0].plan.key)
        assert keys == ["00", "10", "20", "30"]
        assert busy == [f"place:{jobs.id}", "user:telegram:101", f"place:{termine.id}", "user:telegram:102"]
        assert [row.plan.key for row in await claim(store, busy=busy[:1])] == ["11"]


async def test_a_member_is_reached_at_the_newest_account_by_its_platform(storage: Database) -> None:
    async with storage.begin() as store:
        anna = await member(store, ANNA)
    await second_account(storage, anna.id, ANNA_THERE)
    async with storage.begin() as store:
        await store.outbox.plan(Planned("a", "note", NOW, member_id=anna.id))
        assert await claim(store, TELEGRAM) == []
        (row,) = await claim(store, DISCORD)
        assert (row.address, row.platform) == (ANNA_THERE, DISCORD)


async def test_a_closed_account_gives_way_to_the_other(storage: Database) -> None:
    async with storage.begin() as store:
        anna = await member(store, ANNA)
    await second_account(storage, anna.id, ANNA_THERE)
    async with storage.begin() as store:
        await store.members.close_route(ANNA_THERE, NOW + DAY)
        await store.outbox.plan(Planned("a", "note", NOW, member_id=anna.id))
        assert await claim(store, DISCORD) == []
        (row,) = await claim(store, TELEGRAM)
        assert row.address == ANNA


async def test_with_every_account_closed_the_row_waits_for_the_first_to_open(storage: Database) -> None:
    async with storage.begin() as store:
        anna, ben = await member(store, ANNA), await member(store, BEN)
    await second_account(storage, anna.id, ANNA_THERE)
    async with storage.begin() as store:
        await store.members.close_route(ANNA, NOW + HOUR)
        await store.members.close_route(ANNA_THERE, NOW + DAY)
        await store.outbox.plan(
            Planned("a", "note", NOW, member_id=anna.id), Planned("b", "note", NOW, member_id=ben.id)
        )
        assert await claimed_keys(store, TELEGRAM) == ["b"]
        row = await store.outbox.by_key("a")
        assert row is not None
        assert (row.outcome, row.attempts) == (Outcome.UNREACHABLE, 0)
        assert await store.outbox.next_due() == NOW + HOUR
        assert await claimed_keys(store, DISCORD, now=NOW + HOUR) == []
        (again,) = await claim(store, TELEGRAM, now=NOW + HOUR)
        assert (again.plan.key, again.address) == ("a", ANNA)


async def test_an_account_that_closes_after_it_was_chosen_is_left_unless_there_is_doubt(storage: Database) -> None:
    async with storage.begin() as store:
        anna = await member(store, ANNA)
        await store.outbox.plan(*(Planned(key, "note", NOW, member_id=anna.id) for key in "ab"))
        (sure,), (doubtful,) = await claim(store), await claim(store)
        await store.outbox.mark(sure, Outcome.WAITING, "später", due=NOW + MINUTE)
        await store.outbox.mark(doubtful, Outcome.DOUBTFUL, "keine Antwort", due=NOW + MINUTE)
    await second_account(storage, anna.id, ANNA_THERE)
    async with storage.begin() as store:
        assert await claim(store, DISCORD, now=NOW + MINUTE) == []  # a route once taken stays
        await store.members.close_route(ANNA, NOW + DAY)
        assert await claim(store, TELEGRAM, now=NOW + MINUTE) == []
        (row,) = await claim(store, DISCORD, now=NOW + MINUTE)
        assert (row.plan.key, row.address, row.first_try_at) == ("a", ANNA_THERE, NOW + MINUTE)
        held = await store.outbox.get(doubtful.id)
        assert held is not None
        assert (held.outcome, held.address, held.doubts) == (Outcome.UNREACHABLE, ANNA, 1)
        (again,) = await claim(store, TELEGRAM, now=NOW + DAY)
        assert (again.plan.key, again.doubts) == ("b", 1)


async def test_a_closed_place_holds_its_rows_until_it_opens(storage: Database) -> None:
    async with storage.begin() as store:
        jobs, termine = await place(store, JOBS), await place(store, TERMINE)
        await store.outbox.plan(*(Planned(key, "card", NOW, place_id=jobs.id) for key in "ab"))
        await store.outbox.plan(Planned("c", "card", NOW, place_id=termine.id))
        await store.places.close_route(jobs.id, NOW + DAY)
        assert await claimed_keys(store) == ["c"]
        assert await store.outbox.next_due() == NOW + DAY
        assert await claimed_keys(store, now=NOW + DAY) == ["a", "b"]


async def test_a_message_that_got_through_opens_the_route(storage: Database) -> None:
    async with storage.begin() as store:
        here, anna = await place(store), await member(store)
        await store.places.close_route(here.id, NOW + HOUR)
        await store.members.close_route(ANNA, NOW + HOUR)
        await store.outbox.plan(Planned("a", "card", NOW, place_id=here.id))
        await store.outbox.plan(Planned("b", "card", NOW, member_id=anna.id))
        for number in (1, 2):
            (row,) = await claim(store, now=NOW + HOUR)
            await store.outbox.sent(row, message(number), NOW + HOUR)
        await store.outbox.plan(Planned("c", "card", NOW, place_id=here.id))
        await store.outbox.plan(Planned("d", "card", NOW, member_id=anna.id))
        assert await claimed_keys(store, now=NOW) == ["c", "d"]


async def test_a_row_can_be_sent_by_another_account(storage: Database) -> None:
    async with storage.begin() as store:
        anna = await member(store, ANNA)
    await second_account(storage, anna.id, ANNA_THERE)
    async with storage.begin() as store:
        await store.outbox.plan(Planned("a", "note", NOW, member_id=anna.id))
        assert await claim(store, TELEGRAM) == []
        (row,) = await claim(store, DISCORD)
        await store.outbox.reroute(row, ANNA)
        assert await claim(store, DISCORD) == []
        (row,) = await claim(store, TELEGRAM, now=NOW + HOUR)
        assert (row.address, row.attempts, row.first_try_at) == (ANNA, 2, NOW + HOUR)
        await store.outbox.reroute(row, None)
        await store.members.close_route(ANNA, NOW + 2 * DAY)
        (row,) = await claim(store, DISCORD, now=NOW + DAY)
        assert row.address == ANNA_THERE


async def test_more_than_three_overdue_rows_for_one_chat_are_leased_together(storage: Database) -> None:
    late = NOW - 2 * HOUR
    async with storage.begin() as store:
        anna, ben, here = await member(store, ANNA), await member(store, BEN), await place(store)
        for number in (3, 1, 2, 0):
            due = late + number * MINUTE
            await store.outbox.plan(Planned(f"a{number}", "reminder", due, member_id=anna.id))
        await store.outbox.plan(Planned("a-punctual", "reminder", NOW, member_id=anna.id))
        await store.outbox.plan(Planned("a-other", "note", late, member_id=anna.id, lane=9))
        for number in range(3):
            await store.outbox.plan(Planned(f"b{number}", "reminder", late + HOUR / 2, member_id=ben.id))
            await store.outbox.plan(Planned(f"c{number}", "card", late + HOUR / 2, place_id=here.id, lane=6))
        batches = []
        while rows := await claim(store):
            batches.append([row.plan.key for row in rows])
            assert {row.outcome for row in rows} == {Outcome.SENDING}
    assert batches == [
        ["a0", "a1", "a2", "a3"],
        *([f"b{number}"] for number in range(3)),
        ["a-punctual"],
        *([f"c{number}"] for number in range(3)),
        ["a-other"],
    ]


async def test_a_doubtful_digest_comes_back_as_it_was_sent(storage: Database) -> None:
    async with storage.begin() as store:
        anna = await member(store, ANNA)
        await store.outbox.plan(
            *(Planned(str(number), "reminder", NOW - DAY, member_id=anna.id) for number in range(4))
        )
        first = await claim(store)
        for row in first:
            await store.outbox.mark(row, Outcome.DOUBTFUL, "keine Antwort", due=NOW + MINUTE)
        await store.outbox.plan(
            *(Planned(str(number), "reminder", NOW - 2 * DAY, member_id=anna.id) for number in range(4, 8))
        )
        fresh, again = await claim(store, now=NOW + MINUTE), await claim(store, now=NOW + MINUTE)
        assert [row.plan.key for row in fresh] == ["4", "5", "6", "7"]
        assert [row.plan.key for row in again] == [row.plan.key for row in first] == ["0", "1", "2", "3"]
        assert {row.doubts for row in again} == {1}


async def test_what_did_not_fit_into_a_doubtful_digest_goes_its_own_way(storage: Database) -> None:
    async with storage.begin() as store:
        anna = await member(store, ANNA)
        plans = [Planned(str(number), "reminder", NOW - DAY, member_id=anna.id) for number in range(6)]
        await store.outbox.plan(*plans)
        rows = await claim(store)
        for row in rows[:4]:
            await store.outbox.mark(row, Outcome.DOUBTFUL, "digest:0", due=NOW + MINUTE)
        for row in rows[4:]:
            await store.outbox.mark(row, Outcome.WAITING, "for the next digest", due=NOW + MINUTE)
        await store.members.close_route(ANNA, NOW + HOUR)
        assert await claim(store, now=NOW + MINUTE) == []
        later = NOW + HOUR
        again = await claim(store, now=later)
        assert [(row.plan.key, row.reason) for row in again] == [(str(number), "digest:0") for number in range(4)]
        assert await claimed_keys(store, now=later) == ["4", "5"]


async def test_a_doubtful_row_is_settled_alone_and_never_put_into_a_digest(storage: Database) -> None:
    async with storage.begin() as store:
        anna = await member(store, ANNA)
        await store.outbox.plan(Planned("0", "reminder", NOW - DAY, member_id=anna.id))
        (row,) = await claim(store)
        await store.outbox.mark(row, Outcome.DOUBTFUL, "keine Antwort")
        await store.outbox.plan(
            *(Planned(str(number), "reminder", NOW - DAY, member_id=anna.id) for number in range(1, 5))
        )
        assert [row.plan.key for row in await claim(store)] == ["0"]
        assert [row.plan.key for row in await claim(store)] == ["1", "2", "3", "4"]


async def test_a_digest_that_was_surely_not_sent_is_made_up_anew(storage: Database) -> None:
    async with storage.begin() as store:
        anna = await member(store, ANNA)
        await store.outbox.plan(
            *(Planned(str(number), "reminder", NOW - DAY, member_id=anna.id) for number in range(4))
        )
        for row in await claim(store):
            await store.outbox.mark(row, Outcome.WAITING, "später", due=NOW + MINUTE)
        await store.outbox.plan(Planned("4", "reminder", NOW - DAY, member_id=anna.id))
        assert [row.plan.key for row in await claim(store, now=NOW + MINUTE)] == ["0", "1", "2", "3", "4"]


@pytest.mark.usefixtures("sqlite_only")
async def test_claiming_looks_at_due_rows_by_index(storage: Database) -> None:
    asked: list[tuple[str, tuple[object, ...]]] = []
    engine = storage._engine  # noqa: SLF001 - the plan of a statement is asked there
    async with storage.begin() as store:
        anna, here = await member(store, ANNA), await place(store)
        for number in range(5):
            await store.outbox.plan(Planned(f"a{number}", "reminder", NOW - DAY, member_id=anna.id))
            await store.outbox.plan(Planned(f"b{number}", "card", NOW - DAY, place_id=here.id))
    event.listen(engine.sync_engine, "before_cursor_execute", lambda *call: asked.append((call[2], call[3])))
    async with storage.begin() as store:
        assert len(await claim(store)) == 5
        assert len(await claim(store, busy=("place:7", "user:telegram:1"))) == 1
        await store.outbox.expire(NOW)
        await store.outbox.next_due()
        await store.outbox.stale(TELEGRAM, NOW, 10)
        await store.outbox.errands(TELEGRAM, NOW, 10)
        await store.outbox.reopen(anna.id, NOW)
        await store.outbox.uncertain(here.id)
        await store.outbox.cancel("event:1:", "weg")
    statements = [(statement, values) for statement, values in asked if statement.startswith(("SELECT", "UPDATE"))]
    assert len(statements) > 10
    async with engine.connect() as connection:
        for statement, values in statements:
            rows = (await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)).all()
            tables = [row.detail for row in rows if "SCAN deliveries" in row.detail or "SCAN postings" in row.detail]
            by_outcome_alone = [
                row.detail for row in rows if "(outcome=?)" in row.detail and "COVERING" not in row.detail
            ]
            assert [detail for detail in tables if "ix_" not in detail] == by_outcome_alone == [], statement


@pytest.mark.usefixtures("sqlite_only")
async def test_what_is_kept_does_not_slow_claiming(storage: Database) -> None:
    async with storage.begin() as store:
        here = await place(store)
        await store.outbox.plan(Planned("due", "card", NOW, place_id=here.id))
    copies = text(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) "
        "INSERT INTO deliveries "
        "(key, kind, lane, due, place_id, platform, outcome, next_try_at, attempts, doubts, reason) "
        "SELECT 'k' || i, 'card', 5, d.due, d.place_id, d.platform, CASE i % 2 WHEN 0 THEN 'sent' ELSE 'waiting' END, "
        "'2027-01-01 00:00:00.000000', 0, 0, '' FROM n, deliveries d WHERE d.key = 'due'"
    )
    async with storage._engine.begin() as connection:  # noqa: SLF001 - a short way to many rows
        await connection.execute(copies)
    steps = 0

    def count() -> int:
        nonlocal steps
        steps += 1
        return 0

    async with storage._engine.connect() as connection:  # noqa: SLF001 - SQLite counts its own steps
        driver = (await connection.get_raw_connection()).driver_connection
        assert driver is not None
        await driver.set_progress_handler(count, 100)
    async with storage.begin() as store:
        assert len(await claim(store)) == 1
        assert await claim(store) == []
    assert steps < 50  # 5,000 of SQLite's steps; a scan of the table would be 200,000
