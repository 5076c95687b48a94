"""Members are made one and parted again: nothing is lost, nothing doubled, and each account gets what is its own."""

from __future__ import annotations

import ast
import asyncio
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from bot.domain.events import EVERY_DATE, Answer, Attendance, Reminder
from bot.domain.jobs import Interest, Seat
from bot.domain.sending import Outcome, Planned, Subject
from storage.database import Database, open_database
from storage.hanging import APART, KEPT, OWNED
from storage.merging import COPIES_OF_ONE, NAMING
from storage.schema import handover_people, handovers, jobs, metadata, recommendations, unasked
from tests.storage.linking import OCCURRENCES, Deed, begun, block, deeds, everything, linked, parted
from tests.storage.making import (
    ANNA,
    ANNA_THERE,
    BEN,
    DAY,
    DISCORD,
    HOUR,
    NOW,
    PYTHON,
    TELEGRAM,
    message,
    offers,
)

MEMBER = re.compile(
    r"(?:^|\.)(?:me|member|author|asker|taker|giver|other|who)\.id$"
    r"|(?:^|[._])(?:member|author|giver|taker|by|owner|contact|former)_id$"
)
MEMORY = "sqlite+aiosqlite://"
Before = Sequence[tuple[int, Deed]]
befores = st.lists(st.tuples(st.integers(0, 1), deeds), max_size=14)


def test_every_column_that_names_a_member_is_handled() -> None:
    named = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.c
        if any(key.column.table.name == "members" for key in column.foreign_keys)
    }
    handled = {*APART, *(one.name for one in OWNED), *(f"{one.table.name}.member_id" for one in KEPT)}
    assert named == handled


def test_every_subject_that_names_a_member_is_handled() -> None:
    """A row of the outbox that speaks of somebody must speak of who they are after a link."""
    found = {name for file in Path("bot").rglob("*.py") for name in _naming(ast.parse(file.read_text("utf-8")))}
    assert found == set(NAMING), "storage/merging.py has to know what names a member in a row's subject"


def test_every_copy_that_is_one_members_is_handled() -> None:
    """A copy whose kind or occurrence names somebody must name who they are after a link."""
    found = set()
    for file in Path("bot/outbox").glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "ShownAs":
                kind, named = ast.unparse(node.args[2]), [each for one in node.args for each in ast.walk(one)]
                if any(isinstance(one, ast.Name | ast.Attribute) and _is_member(one) for one in named):
                    found.add(kind.removeprefix("f").strip("'").partition(":")[0])
    assert found == {*COPIES_OF_ONE[1], "link"}, "storage/merging.py has to know which copies are one member's"


def _naming(tree: ast.AST) -> Iterator[str]:
    """Find the words by which subjects of planned rows are given a member's number."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(ast.Name("tell") | ast.Attribute(attr="tell"), _, keywords):
                yield from (one.arg for one in keywords if one.arg and _is_member(one.value))
            case ast.Assign(targets, value) if "subject" in ast.unparse(targets[0]):
                yield from _words_of(value)
            case ast.AnnAssign(ast.Name("subject"), _, ast.expr() as value):
                yield from _words_of(value)
            case ast.Call(ast.Name("Planned"), args):
                yield from (name for one in args for name in _words_of(one))


def _words_of(value: ast.expr) -> Iterator[str]:
    for node in ast.walk(value):
        if isinstance(node, ast.Dict):
            pairs = zip(node.keys, node.values, strict=True)
            yield from (str(key.value) for key, one in pairs if isinstance(key, ast.Constant) and _is_member(one))


def _is_member(value: ast.expr) -> bool:
    return not isinstance(value, ast.Call) and MEMBER.search(ast.unparse(value)) is not None


@settings(max_examples=30)
@given(befores)
def test_linked_and_parted_at_once_is_exactly_as_before(before: Before) -> None:
    async def run() -> None:
        async with open_database(MEMORY) as storage:
            world = await begun(storage)
            for who, deed in before:
                async with storage.begin() as store:
                    await deed.done(store, world, world.one(who))
            was = await everything(storage)
            await linked(storage, world)
            async with storage.begin() as store:
                assert await store.members.get(world.second.id) is None
                assert await store.members.at(ANNA) == await store.members.at(ANNA_THERE)
            await parted(storage, world)
            assert await everything(storage) == was

    asyncio.run(run())


@settings(max_examples=30)
@given(befores, befores)
def test_each_account_gets_what_it_wrote(before: Before, after: Before) -> None:
    """The same deeds done by two who were never linked, each on their own, leave the same."""

    async def run(*, links: bool) -> dict[str, list[object]]:
        async with open_database(MEMORY) as storage:
            world = await begun(storage)
            for who, deed in before:
                async with storage.begin() as store:
                    await deed.done(store, world, world.one(who))
            if links:
                await linked(storage, world)
            for who, deed in after:
                async with storage.begin() as store:
                    await store.links.note(world.first.id, None)
                    await deed.done(store, world, world.first if links else world.one(who))
                    await store.links.note(world.first.id, (TELEGRAM, DISCORD)[who])
            if links:
                await parted(storage, world)
            return await everything(storage)

    kinds = ("agree", "job", "event", "reminder", "answer", "interest", "lose", "report")
    before, after = (
        [(who, replace(deed, which=who)) for who, deed in which if deed.kind in kinds] for which in (before, after)
    )
    assert asyncio.run(run(links=True)) == asyncio.run(run(links=False))


async def test_what_both_were_to_get_comes_once(storage: Database) -> None:
    world = await begun(storage)
    first, second = world.first.id, world.second.id
    async with storage.begin() as store:
        await store.outbox.plan(
            Planned(f"event:1:remind:member:{first}", "r", NOW + DAY, {"event": 1, "of": 1}, member_id=first),
            Planned(f"event:1:remind:member:{second}", "r", NOW + DAY, {"event": 1, "of": 2}, member_id=second),
            Planned(f"job:1:full:1:{first}", "f", NOW + DAY, {"job": 1}, member_id=first),
            Planned(f"job:1:full:2:{second}", "f", NOW + DAY, {"job": 1}, member_id=second),
            Planned(f"event:2:remind:member:{second}", "r", NOW + DAY, {"event": 2}, member_id=second),
            Planned("job:1:said", "s", NOW + DAY, {"job": 1, "wer": second}, member_id=world.ben.id),
        )
    await linked(storage, world)
    async with storage.begin() as store:
        waiting = await store.outbox.waiting("")
        assert sorted(waiting) == [
            f"event:1:remind:member:{first}",
            f"event:2:remind:member:{first}",
            f"job:1:full:1:{first}",
            "job:1:said",
        ]
        said = await store.outbox.by_key("job:1:said")
        assert said is not None
        assert said.plan.subject["wer"] == first
        await store.outbox.plan(Planned(f"event:2:remind:member:{first}", "r", NOW + 2 * DAY, {}, member_id=first))
        assert len(await store.outbox.waiting("event:2:")) == 1, "planned again it is the same row"


async def test_who_spoke_before_is_named_as_they_are(storage: Database) -> None:
    world = await begun(storage)
    first, second, ben = world.first.id, world.second.id, world.ben.id
    subject: Subject = {"job": 1, "stand": str(ben), "vorher": str(second)}
    async with storage.begin() as store:
        await store.outbox.plan(Planned("job:1:contact", "team.contact", NOW + DAY, subject, member_id=ben))
    for change, told in ((linked, first), (parted, second)):
        await change(storage, world)
        async with storage.begin() as store:
            row = await store.outbox.by_key("job:1:contact")
            assert row is not None
            assert row.plan.subject == {**subject, "vorher": str(told)}


async def test_of_reminders_that_come_as_long_before_those_at_another_hour_stay(storage: Database) -> None:
    world = await begun(storage)
    begins = [datetime(2026, 12, 8, hour) for hour in (18, 18, 9)]  # noqa: DTZ001 - wall times
    async with storage.begin() as store:
        for who, starts in zip((world.first, world.second, world.second), begins, strict=True):
            bare = Reminder(0, who.id, "", NOW + DAY, NOW, world.events[0], OCCURRENCES[0], DAY)
            await store.events.add_reminder(replace(bare, starts=starts, rule=EVERY_DATE))
    await linked(storage, world)
    async with storage.begin() as store:
        kept = await store.events.reminders_of(world.first.id)
        assert sorted(one.at.hour for one in kept if one.at is not None) == [9, 18]


async def test_what_one_account_was_sent_already_does_not_come_again(storage: Database) -> None:
    world = await begun(storage)
    first, second = world.first.id, world.second.id
    async with storage.begin() as store:
        await store.outbox.plan(
            Planned(f"event:1:remind:member:{second}", "r", NOW, {"event": 1}, member_id=second),
            Planned(f"event:1:remind:member:{first}", "r", NOW + DAY, {"event": 1}, member_id=first),
        )
        (row,) = await store.outbox.claim(DISCORD, (), "ich", NOW, NOW, ())
        await store.outbox.sent(row, message(1), NOW)
    await linked(storage, world)
    async with storage.begin() as store:
        assert await store.outbox.waiting("event:1:") == []
    await parted(storage, world)
    async with storage.begin() as store:
        assert await store.outbox.waiting("event:1:") == [f"event:1:remind:member:{first}"]


async def test_a_doubtful_row_keeps_its_route(storage: Database) -> None:
    world = await begun(storage)
    second = world.second.id
    async with storage.begin() as store:
        await store.outbox.plan(Planned("r:1", "r", NOW, {"x": 1}, member_id=second))
        (row,) = await store.outbox.claim(DISCORD, (), "ich", NOW, NOW, ())
        await store.outbox.mark(row, Outcome.DOUBTFUL, "", due=NOW)
    await linked(storage, world)
    async with storage.begin() as store:
        found = await store.members.get(world.first.id)
        assert found is not None
        await store.members.save(replace(found, preferred=TELEGRAM))
    async with storage.begin() as store:
        assert await store.outbox.claim(TELEGRAM, (), "ich", NOW + HOUR, NOW, ()) == ()
        (again,) = await store.outbox.claim(DISCORD, (), "ich", NOW + HOUR, NOW, ())
        assert again.address == ANNA_THERE


async def test_the_preferred_account_comes_first_and_the_other_where_it_is_closed(storage: Database) -> None:
    world = await begun(storage)
    await linked(storage, world)
    async with storage.begin() as store:
        await store.outbox.plan(Planned("r:1", "r", NOW, {"x": 1}, member_id=world.first.id))
        assert await store.outbox.claim(TELEGRAM, (), "ich", NOW, NOW, ()) == ()
        (row,) = await store.outbox.claim(DISCORD, (), "ich", NOW, NOW, ())
        assert row.address == ANNA_THERE
        await store.outbox.reroute(row, None)
        await store.members.close_route(ANNA_THERE, NOW + DAY)
        (row,) = await store.outbox.claim(TELEGRAM, (), "ich", NOW, NOW, ())
        assert row.address == ANNA


async def test_a_taken_seat_is_not_given_back(storage: Database) -> None:
    world = await begun(storage)
    its_job = world.jobs[0].id
    async with storage.begin() as store:
        await store.jobs.seat(Seat(its_job, "backend", world.second.id, NOW), 1)
    await linked(storage, world)
    async with storage.begin() as store:
        assert [seat.member_id for seat in await store.jobs.seats(its_job)] == [world.first.id]
        await store.jobs.unseat(its_job, "backend", world.first.id)
        await store.jobs.seat(Seat(its_job, "backend", world.ben.id, NOW), 1)
    await parted(storage, world)
    async with storage.begin() as store:
        assert [seat.member_id for seat in await store.jobs.seats(its_job)] == [world.ben.id]


async def test_what_was_withdrawn_meanwhile_stays_withdrawn_on_both_sides(storage: Database) -> None:
    world = await begun(storage)
    its_job, event_id = world.jobs[0].id, world.events[0]
    async with storage.begin() as store:
        for who, at in ((world.first, NOW), (world.second, NOW + HOUR)):
            await store.jobs.be_interested(Interest(its_job, who.id, "", at, "backend"))
            await store.events.answer(Answer(event_id, OCCURRENCES[0], who.id, Attendance.YES, at))
    await linked(storage, world)
    async with storage.begin() as store:
        await store.jobs.lose_interest(its_job, world.first.id, "backend")
        await store.events.take_back(Answer(event_id, OCCURRENCES[0], world.first.id, Attendance.YES, NOW))
        await store.links.note(world.first.id, DISCORD)
    await parted(storage, world)
    async with storage.begin() as store:
        assert await store.jobs.interests(its_job) == []
        assert await store.events.said(event_id, OCCURRENCES[0]) == []


async def test_jobs_that_went_meanwhile_bring_nothing_back(storage: Database) -> None:
    world = await begun(storage)
    async with storage.begin() as store:
        await store.jobs.be_interested(Interest(world.jobs[0].id, world.second.id, "", NOW, "backend"))
    await linked(storage, world)
    async with storage.begin() as store:
        await store.jobs.delete(world.jobs[0].id)
    await parted(storage, world)
    async with storage.begin() as store:
        assert await store.jobs.interests_of(world.second.id) == []


async def test_a_block_follows_the_person_through_both(storage: Database) -> None:
    world = await begun(storage)
    async with storage.begin() as store:
        await block(store, world.second)
    await linked(storage, world)
    async with storage.begin() as store:
        assert await store.moderation.blocked(world.first.id) is not None
    await parted(storage, world)
    async with storage.begin() as store:
        assert len(await store.moderation.blocks()) == 2
    await linked(storage, world)
    async with storage.begin() as store:
        await store.moderation.unblock(world.first.id)
    await parted(storage, world)
    async with storage.begin() as store:
        assert await store.moderation.blocks() == []


async def test_after_seven_days_the_ledger_goes(storage: Database) -> None:
    world = await begun(storage)
    await linked(storage, world)
    async with storage.begin() as store:
        await store.talk.tidy(NOW + 7 * DAY)
        assert await store.links.open(world.first.id, NOW + 7 * DAY) is not None
        await store.talk.tidy(NOW + 8 * DAY)
        assert await store.links.open(world.first.id, NOW + 7 * DAY) is None


async def test_forgetting_forgets_both_accounts_and_the_ledger(storage: Database) -> None:
    world = await begun(storage)
    async with storage.begin() as store:
        await store.members.save(replace(world.second, about="Geheim", skills=offers(PYTHON)))
        await store.links.offer(ANNA_THERE, "x", NOW + DAY)
        await store.links.offer(BEN, "y", NOW + DAY)
        assert await store.links.take("y", ANNA_THERE, NOW, in_public=False) is not None
    await linked(storage, world)
    async with storage.begin() as store:
        await store.members.erase(world.first.id)
    held = repr(await everything(storage))
    for trace in ("Geheim", ANNA_THERE.user, ANNA.user):
        assert trace not in held


async def test_what_colleagues_ask_of_each_other_goes_along_and_comes_back(storage: Database) -> None:
    world = await begun(storage)
    first, second, ben, its_job = world.first.id, world.second.id, world.ben.id, world.jobs[0].id
    offer: dict[str, object] = dict.fromkeys(
        ("part", "title", "text", "label", "skills", "town", "period", "budget", "sentence", "skill"), ""
    )
    offer |= {"job_id": its_job, "scope": "job", "share": 0, "taker_speaks": False, "state": "open", "revision": 1}
    offer |= {"created_at": NOW, "expires_at": NOW + DAY}
    asked = {"position": 0, "reason": "", "place_id": world.place.id, "state": "waiting"}
    said = {"job_id": its_job, "part": "", "at": NOW, "is_taken": None}
    async with storage.begin() as store:
        work = store._work  # type: ignore[attr-defined]  # noqa: SLF001 - rows as they are
        await work.change(handovers.insert().values(offer | {"giver_id": first, "contact_id": second}))
        await work.change(handovers.insert().values(offer | {"giver_id": ben, "taker_id": second}))
        for handover, who in ((1, second), (1, ben), (2, first), (2, second)):
            await work.change(handover_people.insert().values(asked | {"handover_id": handover, "member_id": who}))
        await work.change(recommendations.insert().values(said | {"member_id": first, "by_id": second}))
        await work.change(recommendations.insert().values(said | {"member_id": second, "by_id": ben}))
        await work.change(unasked.insert().values(member_id=second, at=NOW))
        await work.change(update(jobs).where(jobs.c.id == its_job).values(former_id=second, contact_asked_id=second))
    was = await everything(storage)
    await linked(storage, world)
    async with storage.begin() as store:
        work = store._work  # type: ignore[attr-defined]  # noqa: SLF001 - as above
        people = await work.all(select(handover_people.c.handover_id, handover_people.c.member_id))
        assert sorted(map(tuple, people)) == [(1, ben), (2, first)], "nobody is asked for what is their own"
        assert [row.member_id for row in await work.all(select(unasked))] == [first]
    await parted(storage, world)
    assert await everything(storage) == was
