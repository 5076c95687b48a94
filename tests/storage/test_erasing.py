"""Who is erased is gone: from every table, and from the bytes of the files."""

from __future__ import annotations

import asyncio
import random
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.domain.events import Answer, Attendance, Reminder
from bot.domain.jobs import Interest, Tag
from bot.domain.members import Agreement, Member
from bot.domain.people import Address, ChatAddress
from bot.domain.rooms import Room
from bot.domain.sending import Errand, OpenForm, Outcome, Planned, ShownAs
from bot.domain.skills import Skill
from bot.ports import Store
from bot.talk.answers import Call
from storage.database import Database
from storage.schema import metadata
from tests.storage.making import (
    BEN,
    CARLA,
    DAY,
    NOW,
    TELEGRAM,
    event,
    job,
    member,
    message,
    offers,
    place,
)
from tests.support.databases import fresh_file, fresh_store

CANARY = "Kanarienvogel"
ZOE = Address(TELEGRAM, f"{CANARY}77")
PRIVATE = ChatAddress(TELEGRAM, ZOE.user)


async def everything_of(store: Store, others: list[Member]) -> Member:
    """Let somebody leave a trace in every table that takes one."""
    here = await place(store)
    zoe = await member(store, ZOE, CANARY, about=CANARY, links=(CANARY,), skills=offers(Skill(CANARY, CANARY)))
    await store.members.agree(Agreement(zoe.id, "getaggt", "1", NOW, CANARY))
    own = await store.jobs.create(job(zoe, title=CANARY, text=CANARY * 500, source=message(CANARY)))
    foreign = await store.jobs.create(job(others[0]))
    for made, who in ((own, others[0]), (foreign, zoe)):
        await store.jobs.tag([Tag(made.id, who.id, "backend", CANARY, here.id)])
        await store.jobs.be_interested(Interest(made.id, who.id, CANARY, NOW))
        await store.rooms.keep(Room(made.id, 1, here.id, "", NOW))
    await store.rooms.note(foreign.id, [ZOE, BEN], [])
    hers = await store.events.create(event(zoe.id))
    await store.events.answer(Answer(hers.id, "2026-12-09T19:00", zoe.id, Attendance.YES, NOW))
    await store.events.add_reminder(Reminder(0, zoe.id, CANARY, NOW + DAY, NOW))
    await store.talk.keep_form(OpenForm(ZOE, "job", {"text": CANARY}, {CANARY: "x"}, frozenset(), "ort", 1, NOW + DAY))
    await store.talk.keep_call(ZOE, "consent", Call("profil", {"text": CANARY}), NOW + DAY)
    await store.links.offer(ZOE, CANARY, NOW + DAY)
    await store.talk.count("suche", ZOE, DAY, NOW)
    await store.outbox.send_errand(
        Errand(f"membership:1:telegram:{ZOE.user}", "membership", {}, NOW),
        Errand("andere", "membership", {"user": ZOE.user}, NOW),
        Errand("fremde", "membership", {"platform": "telegram", "user": BEN.user}, NOW),
    )
    await store.outbox.plan(
        Planned("reminder:1", "reminder", NOW, {"text": CANARY}, member_id=zoe.id),
        Planned("reminder:2", "reminder", NOW + DAY, {"text": CANARY}, member_id=zoe.id),
        Planned("job:1:card", "card", NOW + DAY, {"job": own.id, "word": CANARY}, place_id=here.id),
        Planned("job:2:interest", "interest", NOW + DAY, {"member": zoe.id, "word": CANARY}, member_id=others[0].id),
        Planned("job:2:card", "card", NOW + DAY, {"job": foreign.id}, place_id=here.id),
        Planned("job:2:asked", "team.question", NOW, {"wer": zoe.id, "worte": CANARY}, member_id=others[0].id),
        Planned(
            "job:2:spoke", "team.contact", NOW + DAY, {"stand": "1", "vorher": str(zoe.id)}, member_id=others[0].id
        ),
        Planned("job:2:speaks", "team.contact", NOW, {"stand": str(zoe.id), "job": 2}, member_id=others[0].id),
    )
    (row,) = await store.outbox.claim(TELEGRAM, (), "ich", NOW, NOW, ())
    await store.outbox.sent(row, message(5, replace(PRIVATE, chat="777")), NOW)
    await store.outbox.post(ShownAs("reminder", 1, "card"), message(5, replace(PRIVATE, chat="777")), None, 1, None)
    await store.outbox.post(ShownAs("search", 1, "card"), message(6, PRIVATE), None, 1, None)
    await store.outbox.post(ShownAs("job", foreign.id, "card"), message(7), here.id, 1, None)
    return zoe


async def test_an_erased_member_leaves_nothing_and_takes_nothing_of_others(storage: Database) -> None:
    async with storage.begin() as store:
        ben, carla = await member(store, BEN, "Ben"), await member(store, CARLA, "Carla")
        zoe = await everything_of(store, [ben, carla])
    async with storage.begin() as store:
        await store.members.erase(zoe.id)
    async with storage.begin() as store:
        assert await store.members.at(ZOE) is None
        assert await store.members.get(ben.id) == ben
        assert [one.owner_id for one in await store.events.active()] == [0]
        assert [one.author_id for one in await store.jobs.of(ben.id)] == [ben.id]
        card, note, other = [await store.outbox.by_key(f"job:{key}") for key in ("1:card", "2:interest", "2:card")]
        assert card is not None
        assert (card.outcome, card.plan.subject) == (Outcome.DROPPED, {})
        assert note is not None
        assert (note.outcome, note.plan.subject) == (Outcome.DROPPED, {})
        for key in ("job:2:asked", "job:2:speaks"):
            row = await store.outbox.by_key(key)
            assert row is not None
            assert (row.outcome, row.plan.subject) == (Outcome.DROPPED, {})
        assert other is not None
        assert (other.outcome, other.plan.subject) == (Outcome.WAITING, {"job": 2})
        spoke = await store.outbox.by_key("job:2:spoke")
        assert spoke is not None
        assert (spoke.outcome, spoke.plan.subject) == (Outcome.WAITING, {"stand": "1"})
        assert await store.outbox.by_key("reminder:1") is None
        assert [errand.key for errand in await store.outbox.errands(TELEGRAM, NOW, 9)] == ["fremde"]
        assert await store.outbox.posting_at(message(7)) is not None
        assert await store.outbox.posting_at(message(6, PRIVATE)) is None
        assert await store.rooms.let_in(2) == [BEN]
    left = {}
    async with storage._engine.connect() as connection:  # noqa: SLF001 - every table, also those without a door
        for table in metadata.sorted_tables:
            rows = (await connection.execute(select(table))).all()
            assert CANARY not in repr(rows), table.name
            left[table.name] = len(rows)
    assert left["team_rooms"] == left["room_people"] == 1
    assert left["members"] == left["accounts"] == 2
    assert left["tags"] == left["interests"] == left["attendance"] == left["reminders"] == left["agreements"] == 0


async def test_erasing_somebody_whom_many_rows_name_does_not_take_long(storage: Database) -> None:
    async with storage.begin() as store:
        ben, zoe = await member(store, BEN, "Ben"), await member(store, ZOE, "Zoe")
        await store.outbox.plan(
            *(Planned(f"event:{one}", "reminder", NOW, {"event": one}, member_id=ben.id) for one in range(4000)),
            *(Planned(f"job:{one}", "interest", NOW, {"member": zoe.id}, member_id=ben.id) for one in range(1500)),
        )
    async with asyncio.timeout(3), storage.begin() as store:
        await store.members.erase(zoe.id)


@pytest.mark.usefixtures("sqlite_only")
async def test_nothing_of_an_erased_member_is_left_in_the_files(tmp_path: Path) -> None:
    async with fresh_store(tmp_path) as storage:
        async with storage.begin() as store:
            ben, carla = await member(store, BEN, "Ben", about="bleibt hier"), await member(store, CARLA, "Carla")
            zoe = await everything_of(store, [ben, carla])
        assert files_with(CANARY, tmp_path)
        async with storage.begin() as store:
            await store.members.erase(zoe.id)
        await storage.erase_traces()
        assert files_with(CANARY, tmp_path) == []
        async with storage.begin() as store:
            assert await store.members.at(BEN) == ben
    assert files_with("bleibt hier", tmp_path) == ["ideenherd.db"]


@pytest.mark.usefixtures("sqlite_only")
@pytest.mark.parametrize("seed", range(2))
async def test_pages_that_were_split_and_joined_keep_nothing(tmp_path: Path, seed: int) -> None:
    await asyncio.to_thread(churn, fresh_file(tmp_path), random.Random(seed))
    async with fresh_store(tmp_path) as storage:
        await storage.erase_traces()
        assert files_with(CANARY, tmp_path) == []


def churn(file: Path, chance: random.Random) -> None:
    """Write, change and delete so that texts move about in their pages, as they do in months of use."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA secure_delete = ON")
        for number in range(300):
            name = chance.choice((CANARY, CANARY, "bleibt"))
            row = (number, name, name * chance.choice((1, 2, 3, 10, 50, 100, 400)))
            connection.execute(
                "INSERT INTO members VALUES (?, ?, 'x', 'x', 'x', ?, '[]', 'x', 1, 1, 1, 1, 1, 0, NULL, NULL, NULL)",
                row,
            )
            again = (chance.randint(0, 200), chance.randint(0, number))
            connection.execute("UPDATE members SET about = replace(hex(zeroblob(?)), '00', name) WHERE id = ?", again)
        connection.commit()
        gone = [row[0] for row in connection.execute("SELECT id FROM members WHERE name = ?", (CANARY,))]
        chance.shuffle(gone)
        for number in gone:
            connection.execute("DELETE FROM members WHERE id = ?", (number,))
        connection.commit()


def files_with(words: str, folder: Path) -> list[str]:
    return [file.name for file in folder.iterdir() if words.encode() in file.read_bytes()]


async def test_an_id_is_never_given_twice(storage: Database) -> None:
    async with storage.begin() as store:
        first = await member(store, BEN)
        await store.members.erase(first.id)
        assert (await member(store, BEN)).id > first.id
