"""What conversations keep is one person's, for its time, and no longer."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from bot.domain.sending import OpenForm
from bot.talk.answers import Call
from storage.database import Database
from storage.schema import inbox
from tests.storage.making import ANNA, ANNA_THERE, BEN, DAY, DISCORD, HOUR, NOW, TELEGRAM
from tests.support.databases import fresh_store

FORM = OpenForm(ANNA, "job", {"titel": "<b>"}, {"ort": "Essen"}, frozenset({"budget"}), "text", 3, NOW + DAY, "morgen")
CALL = Call("suche", {"was": "python ä", "seite": "2"})


async def test_an_open_form_outlives_a_restart_and_not_its_time(tmp_path: Path) -> None:
    async with fresh_store(tmp_path) as storage, storage.begin() as store:
        await store.talk.keep_form(replace(FORM, serial=2))
        await store.talk.keep_form(FORM)
    async with fresh_store(tmp_path) as storage, storage.begin() as store:
        assert await store.talk.form(ANNA, NOW) == FORM
        assert await store.talk.form(ANNA_THERE, NOW) is None
        assert await store.talk.form(ANNA, NOW + DAY) is None
        await store.talk.close_form(ANNA)
        assert await store.talk.form(ANNA, NOW) is None


async def test_a_kept_call_is_one_accounts_for_one_purpose_and_a_time(storage: Database) -> None:
    async with storage.begin() as store:
        token = await store.talk.keep_call(ANNA, "button", CALL, NOW + HOUR)
        assert re.fullmatch(r"[A-Za-z0-9_-]{22}", token)
        assert await store.talk.kept_call(token, "button", ANNA, NOW) == CALL
        assert await store.talk.kept_call(token, "start", ANNA, NOW) is None
        assert await store.talk.kept_call(token, "button", BEN, NOW) is None
        assert await store.talk.kept_call(token, "button", ANNA_THERE, NOW) is None
        assert await store.talk.kept_call(token, "button", ANNA, NOW + HOUR) is None
        assert await store.talk.kept_call(token[:-1] + "ä", "button", ANNA, NOW) is None
        await store.talk.drop_call(token)
        assert await store.talk.kept_call(token, "button", ANNA, NOW) is None


async def test_calls_for_a_purpose_are_forgotten_together(storage: Database) -> None:
    async with storage.begin() as store:
        gone = [await store.talk.keep_call(ANNA, "consent", CALL, NOW + HOUR) for _ in range(2)]
        kept = await store.talk.keep_call(ANNA, "button", CALL, NOW + HOUR)
        bens = await store.talk.keep_call(BEN, "consent", CALL, NOW + HOUR)
        await store.talk.forget_calls(ANNA, "consent")
        assert [await store.talk.kept_call(token, "consent", ANNA, NOW) for token in gone] == [None, None]
        assert await store.talk.kept_call(kept, "button", ANNA, NOW) == CALL
        assert await store.talk.kept_call(bens, "consent", BEN, NOW) == CALL
        assert await store.talk.kept_calls(ANNA, "button", NOW) == [CALL]
        assert await store.talk.kept_calls(ANNA, "consent", NOW) == []
        assert await store.talk.kept_calls(BEN, "button", NOW) == []
        assert await store.talk.kept_calls(ANNA, "button", NOW + DAY) == []


@pytest.mark.usefixtures("sqlite_only")
async def test_a_token_stands_nowhere_in_the_database(tmp_path: Path) -> None:
    async with fresh_store(tmp_path) as storage, storage.begin() as store:
        token = await store.talk.keep_call(ANNA, "button", CALL, NOW + HOUR)
    assert token.encode() not in (tmp_path / "ideenherd.db").read_bytes()


async def test_what_comes_in_twice_is_handled_once(storage: Database) -> None:
    async with storage.begin() as store:
        assert await store.talk.first_time(TELEGRAM, "77", NOW)
        assert not await store.talk.first_time(TELEGRAM, "77", NOW)
        assert await store.talk.first_time(DISCORD, "77", NOW)
    async with storage.begin() as store:
        assert not await store.talk.first_time(TELEGRAM, "77", NOW + 2 * DAY - HOUR)
        await store.talk.tidy(NOW + 2 * DAY - HOUR)
        assert not await store.talk.first_time(TELEGRAM, "77", NOW + 2 * DAY)
        await store.talk.tidy(NOW + 2 * DAY)
        assert await store.talk.first_time(TELEGRAM, "77", NOW + 2 * DAY)


async def test_a_kept_update_loses_its_text_when_it_is_handled(storage: Database) -> None:
    kept = insert(inbox).values(platform=TELEGRAM, incoming="78", payload="geheim", received_at=NOW)
    async with storage._engine.begin() as connection:  # noqa: SLF001 - the adapter that keeps updates is still to come
        await connection.execute(kept)
    async with storage.begin() as store:
        await store.talk.tidy(NOW + 9 * DAY)
        assert await store.talk.first_time(TELEGRAM, "78", NOW)
        assert not await store.talk.first_time(TELEGRAM, "78", NOW)
    async with storage._engine.begin() as connection:  # noqa: SLF001 - as above
        (row,) = (await connection.execute(select(inbox))).all()
    assert (row.payload, row.handled_at) == (None, NOW)


async def test_uses_are_counted_for_a_window_each_person_and_each_thing(storage: Database) -> None:
    async with storage.begin() as store:
        count = store.talk.count
        assert [await count("suche", ANNA, HOUR, NOW + number * HOUR / 4) for number in range(4)] == [1, 2, 3, 4]
        assert await count("suche", BEN, HOUR, NOW) == 1
        assert await count("job", ANNA, HOUR, NOW) == 1
        assert await count("suche", ANNA_THERE, HOUR, NOW) == 1
        assert await count("suche", ANNA, HOUR, NOW + HOUR) == 1
        assert await count("suche", ANNA, HOUR, NOW + HOUR) == 2
        await store.talk.tidy(NOW + HOUR)
        assert await count("suche", ANNA, HOUR, NOW + HOUR) == 3
        await store.talk.tidy(NOW + 2 * HOUR)
        assert await count("suche", ANNA, HOUR, NOW + HOUR) == 1


@pytest.mark.usefixtures("sqlite_only")
async def test_a_limit_does_not_say_who_it_is_about(tmp_path: Path) -> None:
    person = replace(ANNA, user="4711081500")
    async with fresh_store(tmp_path) as storage, storage.begin() as store:
        await store.talk.count("suche", person, HOUR, NOW)
    assert b"4711081500" not in (tmp_path / "ideenherd.db").read_bytes()
    async with fresh_store(tmp_path) as storage, storage.begin() as store:
        assert await store.talk.count("suche", person, HOUR, NOW) == 2


async def test_what_is_over_is_tidied_away_and_the_rest_stays(storage: Database) -> None:
    async with storage.begin() as store:
        await store.talk.keep_form(FORM)
        await store.talk.keep_form(replace(FORM, address=BEN, expires=NOW))
        old, token = [await store.talk.keep_call(ANNA, "button", CALL, NOW + number * HOUR) for number in (0, 1)]
        await store.talk.tidy(NOW)
        long_ago = NOW - DAY
        assert await store.talk.form(ANNA, long_ago) == FORM
        assert await store.talk.form(BEN, long_ago) is None
        assert await store.talk.kept_call(old, "button", ANNA, long_ago) is None
        assert await store.talk.kept_call(token, "button", ANNA, long_ago) == CALL


async def test_what_came_in_is_kept_once_until_it_is_handled(tmp_path: Path) -> None:
    async with fresh_store(tmp_path) as storage, storage.begin() as store:
        assert await store.talk.keep_incoming(TELEGRAM, {"9": "neun", "10": "zehn"}, NOW) == {"9", "10"}
        assert await store.talk.keep_incoming(TELEGRAM, {"10": "zehn", "11": "elf"}, NOW) == {"11"}
        assert await store.talk.unhandled(TELEGRAM) == [("9", "neun"), ("10", "zehn"), ("11", "elf")]
        assert await store.talk.unhandled(DISCORD) == []
        assert await store.talk.first_time(TELEGRAM, "10", NOW)
        assert await store.talk.unhandled(TELEGRAM) == [("9", "neun"), ("11", "elf")]
        assert await store.talk.keep_incoming(TELEGRAM, {"10": "zehn"}, NOW) == set()
        await store.talk.tidy(NOW + 2 * DAY - HOUR)
        assert len(await store.talk.unhandled(TELEGRAM)) == 2
        await store.talk.tidy(NOW + 2 * DAY)  # nobody waits for an answer any more
        assert await store.talk.unhandled(TELEGRAM) == []
