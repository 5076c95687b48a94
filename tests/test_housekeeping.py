"""The house clears away by itself, and a kill at any step loses nothing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot import housekeeping
from bot.app import built
from bot.domain.jobs import Job, JobState
from bot.domain.people import Address, Platform
from bot.ports import Storage, Store
from bot.talk.answers import Call
from storage.database import open_database
from storage.revisions import migrate
from storage.schema import jobs, tokens
from tests.delivery.world import Hands, world
from tests.support.databases import fresh_store
from tests.support.talking import community

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
ANNA, BEN = Address(Platform.TELEGRAM, "anna"), Address(Platform.DISCORD, "ben")


class Killed(BaseException):
    """The process ended here."""


@dataclass
class Dying:
    """A storage whose process ends before its n-th step; a step is a transaction or erasing the traces."""

    storage: Storage
    steps: int
    done: list[str] = field(default_factory=list)

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Store]:
        self._step("begin")
        async with self.storage.begin() as store:
            yield store

    async def erase_left_traces(self) -> None:
        self._step("traces")
        await self.storage.erase_left_traces()

    def _step(self, name: str) -> None:
        if len(self.done) == self.steps:
            raise Killed
        self.done.append(name)


def traces(folder: Path) -> list[str]:
    """Return the files in which words of the test's person stand."""
    return [file.name for file in folder.iterdir() if file.is_file() and b"Kanari" in file.read_bytes()]


async def sample(storage: Storage, address: Address, erase_at: datetime | None) -> int:
    """Make a member with a draft and an open job, to be erased at an instant, and return their id."""
    async with storage.begin() as store:
        member = await store.members.create(address, address.user, NOW)
        await store.members.save(replace(member, erase_at=erase_at))
        for state in (JobState.DRAFT, JobState.OPEN):
            await store.jobs.create(Job(0, member.id, state, "Titel", "Text", None, "", "", (), 1, NOW))
        return member.id


async def test_who_is_due_is_erased_and_nobody_else() -> None:
    async with open_database("sqlite+aiosqlite://") as storage:
        due = await sample(storage, ANNA, NOW)
        waiting = await sample(storage, BEN, NOW + timedelta(hours=1))
        assert await housekeeping.next_due(storage) == NOW
        assert (await housekeeping.tidy(storage, NOW)).erased == 1
        async with storage.begin() as store:
            assert await store.members.get(due) is None
            assert await store.jobs.of(due) == []
            assert await store.members.get(waiting) is not None
            assert len(await store.jobs.of(waiting)) == 2
        assert await housekeeping.next_due(storage) == NOW + timedelta(hours=1)
        assert (await housekeeping.tidy(storage, NOW)).erased == 0


async def test_drafts_live_for_24_hours_and_kept_calls_until_they_expire() -> None:
    async with open_database("sqlite+aiosqlite://") as storage:
        member_id = await sample(storage, ANNA, None)
        async with storage.begin() as store:
            token = await store.talk.keep_call(ANNA, "consent", Call("skills"), NOW + timedelta(hours=24))
        await housekeeping.tidy(storage, NOW + timedelta(hours=24))
        async with storage.begin() as store:
            assert len(await store.jobs.of(member_id)) == 2
        await housekeeping.tidy(storage, NOW + timedelta(hours=24, seconds=1))
        async with storage.begin() as store:
            assert [job.state for job in await store.jobs.of(member_id)] == [JobState.OPEN]
            assert await store.talk.kept_call(token, "consent", ANNA, NOW) is None
        assert await housekeeping.next_due(storage) is None


@pytest.mark.parametrize("steps", range(9))
async def test_a_kill_at_any_step_is_made_good_by_the_next_round(steps: int) -> None:
    async with open_database("sqlite+aiosqlite://") as storage:
        ids = [await sample(storage, address, NOW) for address in (ANNA, BEN)]
        dying = Dying(storage, steps)
        with pytest.raises(Killed):
            await housekeeping.tidy(dying, NOW)
        await housekeeping.tidy(storage, NOW)
        async with storage.begin() as store:
            assert not await store.members.many(ids)


async def test_the_traces_go_once_and_after_everybody(tmp_path: Path) -> None:
    async with fresh_store(tmp_path) as storage:
        for address in (ANNA, BEN):
            await sample(storage, address, NOW)
        watched = Dying(storage, 100)
        await housekeeping.tidy(watched, NOW)
        assert watched.done[-1] == "traces"
        pages = (tmp_path / "ideenherd.db").stat().st_mtime_ns
        await housekeeping.tidy(watched, NOW)
        assert (tmp_path / "ideenherd.db").stat().st_mtime_ns == pages, "the file was not written anew"


@dataclass
class FullDisk:
    """A storage that has no room to rebuild its file until `is_full` is over."""

    storage: Storage
    is_full: bool = True
    tried: list[datetime] = field(default_factory=list)
    clock: Hands = field(default_factory=Hands)

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Store]:
        async with self.storage.begin() as store:
            yield store

    async def erase_left_traces(self) -> None:
        self.tried.append(self.clock.at)
        if self.is_full:
            raise OSError("a secret")
        await self.storage.erase_left_traces()


async def test_traces_that_could_not_be_erased_go_with_the_next_round(tmp_path: Path) -> None:
    async with fresh_store(tmp_path) as storage:
        async with storage.begin() as store:
            member = await store.members.create(ANNA, "Kanarienvogel", NOW)
            await store.members.save(replace(member, about="Kanarientext", erase_at=NOW))
        disk = FullDisk(storage)
        tidied = await housekeeping.tidy(disk, NOW)
        assert (tidied.erased, tidied.failed) == (1, 1)
        assert traces(tmp_path)
        disk.is_full = False
        tidied = await housekeeping.tidy(disk, NOW)
        assert (tidied.erased, tidied.failed) == (0, 0)
        assert not traces(tmp_path)


async def test_a_draft_that_cannot_be_read_keeps_nobody_from_being_erased(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with fresh_store(tmp_path) as storage:
        bad = await sample(storage, BEN, None)
        due = await sample(storage, ANNA, NOW + timedelta(days=2))
        async with storage.begin() as store:
            await store.talk.keep_call(ANNA, "consent", Call("skills"), NOW)
        broken = update(jobs).where(jobs.c.author_id == bad).values(source_platform="icq", source_message="1")
        async with storage._engine.begin() as connection:  # noqa: SLF001 - nothing of ours writes such a row
            await connection.execute(broken)
        tidied = await housekeeping.tidy(storage, NOW + timedelta(days=2))
        assert (tidied.erased, tidied.failed) == (1, 1)
        assert "deleting old drafts" in caplog.text
        async with storage.begin() as store:
            assert await store.members.get(due) is None
        async with storage._engine.connect() as connection:  # noqa: SLF001 - as above
            assert (await connection.execute(select(tokens))).all() == [], "what comes later is done too"


async def test_tidying_that_fails_is_tried_with_patience(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        w.clock.at = NOW
        disk = FullDisk(w.storage, clock=w.clock)
        community = w.courier._office.house.community  # noqa: SLF001 - the world keeps it nowhere else
        app = await built(disk, community, list(w.places.values()), w.wires, w.clock)
        await sample(w.storage, Address(Platform.TELEGRAM, "kim"), NOW)
        end = NOW + timedelta(hours=4)
        while w.clock.at < end:
            await app.run_due()
            w.clock.at += timedelta(minutes=1)
        minutes = [(at - NOW) // timedelta(minutes=1) for at in disk.tried]
        assert minutes == [0, 1, 3, 7, 15, 31, 63, 123, 183]
        disk.is_full = False
        while w.clock.at < end + timedelta(hours=3):
            await app.run_due()
            w.clock.at += timedelta(minutes=1)
        assert len(disk.tried) == 12, "once an hour"


async def test_rounds_that_overlap_tidy_once(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        w.clock.at = NOW
        disk = FullDisk(w.storage, clock=w.clock)
        community = w.courier._office.house.community  # noqa: SLF001 - the world keeps it nowhere else
        app = await built(disk, community, list(w.places.values()), w.wires, w.clock)
        await sample(w.storage, Address(Platform.TELEGRAM, "kim"), NOW)
        await asyncio.gather(*(app.run_due() for _ in range(8)))
        assert len(disk.tried) == 1
        assert app.untidy == 1


async def test_who_changed_their_mind_in_between_stays() -> None:
    async with open_database("sqlite+aiosqlite://") as storage:
        member_id = await sample(storage, ANNA, NOW)

        @dataclass
        class Late(Dying):
            """Takes the wish back after the list of the due was read."""

            @asynccontextmanager
            async def begin(self) -> AsyncIterator[Store]:
                if self.done == ["begin"]:
                    async with storage.begin() as store:
                        member = await store.members.get(member_id)
                        assert member is not None
                        await store.members.save(replace(member, erase_at=None))
                async with super().begin() as store:
                    yield store

        assert (await housekeeping.tidy(Late(storage, 100), NOW)).erased == 0
        async with storage.begin() as store:
            assert await store.members.get(member_id) is not None


async def test_erasing_leaves_no_words_in_the_files(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'ideenherd.db'}"
    await migrate(url, now=NOW)
    async with open_database(url) as storage:
        async with storage.begin() as store:
            member = await store.members.create(ANNA, "Kanarienvogel", NOW)
            await store.members.save(replace(member, about="Kanarientext", erase_at=NOW))
        assert traces(tmp_path)
        await housekeeping.tidy(storage, NOW)
        assert not traces(tmp_path)


async def test_of_a_post_that_came_to_nothing_nothing_is_kept_after_a_day(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.say("ben@discord", "Suche jemanden für Haskell", "#jobs")
        await c.press("ben@discord", "Kein Auftrag")
        await c.say("carla@discord", '/erinnere Kaffee wann="5.12. 10:00"')
        await c.move(hours=26)
        async with c.bot.storage.begin() as store:
            assert await store.members.at(c.caller("ben@discord").address) is None
            assert await store.members.at(c.caller("carla@discord").address) is not None
