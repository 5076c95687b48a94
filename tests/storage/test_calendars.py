"""A calendar address is one member's, cannot be made without the secret, and is void for ever once there is another."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bot.domain.events import Answer, Attendance, EventState
from storage.database import Database
from tests.storage.making import ANNA, BEN, DAY, HOUR, NOW, event
from tests.support.databases import fresh_store


async def test_an_address_is_its_holders_until_another_is_given(storage: Database) -> None:
    async with storage.begin() as store:
        anna, ben = await store.members.create(ANNA, "Anna", NOW), await store.members.create(BEN, "Ben", NOW)
        assert await store.calendars.of(anna.id) is None
        first = await store.calendars.renew(anna.id, NOW)
        bens = await store.calendars.renew(ben.id, NOW)
        assert first.token is not None
        assert bens.token is not None
        assert await store.calendars.of(anna.id) == first
        assert await store.calendars.holder(first.token) == anna.id
        second = await store.calendars.renew(anna.id, NOW + HOUR)
        assert second.token is not None
        assert await store.calendars.holder(first.token) is None
        assert await store.calendars.holder(second.token) == anna.id
        await store.calendars.switch_off(anna.id, NOW + DAY)
        assert await store.calendars.of(anna.id) == replace(second, token=None, since=NOW + DAY)
        assert await store.calendars.holder(second.token) is None
        assert await store.calendars.holder(bens.token) == ben.id


async def test_no_token_is_made_up(storage: Database) -> None:
    async with storage.begin() as store:
        anna = await store.members.create(ANNA, "Anna", NOW)
        token = (await store.calendars.renew(anna.id, NOW)).token
        assert token is not None
        number, _, mac = token.partition("-")
        assert len(mac) == 32
        others = (f"99-{mac}", f"-1-{mac}", f"{10**9 * 9}-{mac}", f"²-{mac}", f"0{number}-{mac}")
        for forged in ("", "-", number, f"{number}-", f"{number}-{mac[::-1]}", f"{number}-{mac}ä", *others):
            assert await store.calendars.holder(forged) is None
        assert await store.calendars.holder(token) == anna.id


async def test_an_address_outlives_a_restart_and_stands_nowhere(tmp_path: Path) -> None:
    async with fresh_store(tmp_path) as storage, storage.begin() as store:
        anna = await store.members.create(ANNA, "Anna", NOW)
        token = (await store.calendars.renew(anna.id, NOW)).token
    assert token is not None
    async with fresh_store(tmp_path) as storage, storage.begin() as store:
        assert await store.calendars.holder(token) == anna.id
    assert not stands_in(tmp_path, token.partition("-")[2])


def stands_in(folder: Path, words: str) -> bool:
    return any(words.encode() in file.read_bytes() for file in folder.iterdir())


async def test_who_is_being_forgotten_holds_none_and_nothing_stays_of_who_is(storage: Database) -> None:
    async with storage.begin() as store:
        anna = await store.members.create(ANNA, "Anna", NOW)
        token = (await store.calendars.renew(anna.id, NOW)).token
        assert token is not None
        await store.members.save(replace(anna, erase_at=NOW + DAY))
        assert await store.calendars.holder(token) is None
        await store.members.save(anna)
        assert await store.calendars.holder(token) == anna.id
        assert await store.members.forgotten(NOW + DAY) == []  # an address is something that hangs on somebody
        await store.members.erase(anna.id)
        assert await store.calendars.holder(token) is None
        assert await store.calendars.of(anna.id) is None


async def test_the_mark_moves_with_every_event_and_every_answer(storage: Database) -> None:
    async with storage.begin() as store:
        anna, ben = await store.members.create(ANNA, "Anna", NOW), await store.members.create(BEN, "Ben", NOW)
        marks = [await store.calendars.mark()]
        made = await store.events.create(event(anna.id))
        marks.append(await store.calendars.mark())
        for changed in (
            replace(made, revision=2, title="Neu"),
            replace(made, revision=3, sequence=1, changed_at=NOW + HOUR),
            replace(made, revision=3, sequence=1, changed_at=NOW + HOUR, state=EventState.CANCELLED),
        ):
            await store.events.save(changed)
            marks.append(await store.calendars.mark())
        assert len(set(marks)) == len(marks)
        assert await store.calendars.mark() == marks[-1]

        theirs = [await store.calendars.mark_of(anna.id)]
        for attendance, at in ((Attendance.YES, NOW), (Attendance.NO, NOW + HOUR)):
            await store.events.answer(Answer(made.id, "2026-12-09T19:00", anna.id, attendance, at))
            theirs.append(await store.calendars.mark_of(anna.id))
        await store.events.take_back(Answer(made.id, "2026-12-09T19:00", anna.id, Attendance.NO, NOW))
        assert await store.calendars.mark_of(anna.id) == theirs[0]
        assert len(set(theirs)) == 3
        assert await store.calendars.mark_of(ben.id) == theirs[0]


async def test_calendars_get_what_takes_place_and_what_was_lately_cancelled(storage: Database) -> None:
    async with storage.begin() as store:
        anna, ben = await store.members.create(ANNA, "Anna", NOW), await store.members.create(BEN, "Ben", NOW)
        made = event(anna.id)
        active = await store.events.create(replace(made, uid="active"))
        late = await store.events.create(replace(made, uid="late", state=EventState.CANCELLED, changed_at=NOW + DAY))
        await store.events.create(replace(made, uid="early", state=EventState.CANCELLED, changed_at=NOW))
        await store.events.create(replace(made, uid="unchanged", state=EventState.CANCELLED, created_at=NOW - DAY))
        await store.events.create(replace(made, uid="proposed", state=EventState.PROPOSED))
        assert await store.calendars.published(NOW) == [active, late]
        await store.events.answer(Answer(late.id, "2026-12-09T19:00", ben.id, Attendance.NO, NOW))
        assert await store.calendars.concerning(ben.id) == [late]
        assert len(await store.calendars.concerning(anna.id)) == 5
