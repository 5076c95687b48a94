"""The house clears away by itself, and a kill at any step loses nothing."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import housekeeping
from bot.domain.jobs import Job, JobState
from bot.domain.people import Address, Platform
from bot.ports import Storage, Store
from bot.talk.answers import Call
from storage.database import open_database
from storage.revisions import migrate
from tests.support.talking import community

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
ANNA, BEN = Address(Platform.TELEGRAM, "anna"), Address(Platform.DISCORD, "ben")


class Killed(Exception):
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

    async def erase_traces(self) -> None:
        self._step("traces")
        await self.storage.erase_traces()

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
        assert await housekeeping.tidy(storage, NOW) == 1
        async with storage.begin() as store:
            assert await store.members.get(due) is None
            assert await store.jobs.of(due) == []
            assert await store.members.get(waiting) is not None
            assert len(await store.jobs.of(waiting)) == 2
        assert await housekeeping.next_due(storage) == NOW + timedelta(hours=1)
        assert await housekeeping.tidy(storage, NOW) == 0


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


@pytest.mark.parametrize("steps", range(4))
async def test_a_kill_at_any_step_is_made_good_by_the_next_round(steps: int) -> None:
    async with open_database("sqlite+aiosqlite://") as storage:
        ids = [await sample(storage, address, NOW) for address in (ANNA, BEN)]
        dying = Dying(storage, steps)
        with pytest.raises(Killed):
            await housekeeping.tidy(dying, NOW)
        await housekeeping.tidy(storage, NOW)
        async with storage.begin() as store:
            assert not await store.members.many(ids)


async def test_the_traces_go_once_and_after_everybody() -> None:
    async with open_database("sqlite+aiosqlite://") as storage:
        for address in (ANNA, BEN):
            await sample(storage, address, NOW)
        watched = Dying(storage, 100)
        await housekeeping.tidy(watched, NOW)
        assert watched.done.count("traces") == 1
        assert watched.done[-1] == "traces"
        await housekeeping.tidy(watched, NOW)
        assert watched.done.count("traces") == 1


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

        assert await housekeeping.tidy(Late(storage, 100), NOW) == 0
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
