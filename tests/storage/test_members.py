"""Members are found by login, skill and consent, with everything that belongs to them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import event

from bot.domain.members import Agreement, Availability, Trade, Visibility
from bot.domain.skills import MemberSkill, Stance
from storage.database import Database
from tests.storage.making import ANNA, BEN, CARLA, DAY, KNITTING, NOW, PYTHON, RUST, member, offers


async def test_a_member_comes_back_as_it_was_saved(storage: Database) -> None:
    async with storage.begin() as store:
        made = await store.members.create(ANNA, "Anna", NOW)
        assert made.visibility is None
        saved = replace(
            made,
            visibility=Visibility.LISTED,
            trade=Trade.AGENCY,
            town="Essen",
            about="<b>**x**</b> \u202e @everyone",
            links=("https://example.org", "https://example.net"),
            availability=Availability("ab", date(2027, 1, 1)),
            skills=(MemberSkill(RUST, Stance.SEEKS), MemberSkill(KNITTING), MemberSkill(PYTHON, Stance.LEARNS)),
            erase_at=NOW + DAY,
            left_at=NOW,
            last_tagged_at=NOW,
        )
        await store.members.save(saved)
    async with storage.begin() as store:
        assert await store.members.at(ANNA) == saved
        assert await store.members.get(made.id) == saved
        assert await store.members.many([made.id, 99]) == {made.id: saved}
        assert await store.members.many([]) == {}
        assert await store.members.at(BEN) is None
        assert await store.members.get(99) is None


async def test_only_who_agreed_and_is_here_can_be_found(storage: Database) -> None:
    hidden: dict[str, dict[str, Any]] = {
        "ohne Antwort": {"visibility": None},
        "verborgen": {"visibility": Visibility.HIDDEN},
        "geht": {"erase_at": NOW + DAY},
        "fort": {"left_at": NOW},
    }
    async with storage.begin() as store:
        tagged = await member(store, ANNA, skills=offers(PYTHON, KNITTING))
        listed = await member(store, BEN, visibility=Visibility.LISTED, skills=offers(RUST))
        for number, (name, changes) in enumerate(hidden.items()):
            await member(store, replace(CARLA, user=str(number)), name, skills=offers(PYTHON, KNITTING), **changes)
        assert await store.members.findable() == [tagged, listed]
        assert await store.members.typed_labels() == ["Stricken"]


async def test_many_members_take_as_many_queries_as_one(storage: Database) -> None:
    async with storage.begin() as store:
        for number in range(30):
            await member(store, replace(ANNA, user=str(number)), skills=offers(PYTHON, RUST))
    asked: list[str] = []
    engine = storage._engine.sync_engine  # noqa: SLF001 - what is sent is seen there alone
    event.listen(engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    async with storage.begin() as store:
        assert len(await store.members.findable()) == 30
    assert len([statement for statement in asked if statement.startswith("SELECT members")]) == 1


async def test_the_name_last_seen_is_kept_and_opens_the_route(storage: Database) -> None:
    async with storage.begin() as store:
        made = await member(store)
        await store.members.close_route(ANNA, NOW + DAY)
        closed = await store.members.get(made.id)
        await store.members.seen(ANNA, "Anna B.")
        seen = await store.members.get(made.id)
    assert closed is not None
    assert closed.accounts[0].closed_until == NOW + DAY
    assert seen is not None
    assert (seen.name, seen.accounts[0].name, seen.accounts[0].closed_until) == ("Anna", "Anna B.", None)


async def test_who_was_tagged_is_remembered(storage: Database) -> None:
    async with storage.begin() as store:
        anna, ben = await member(store, ANNA), await member(store, BEN)
        await store.members.tagged([anna.id], NOW)
        await store.members.tagged([], NOW)
        found = await store.members.many([anna.id, ben.id])
    assert [one.last_tagged_at for one in found.values()] == [NOW, None]


async def test_the_ledger_keeps_every_line_in_order(storage: Database) -> None:
    async with storage.begin() as store:
        anna, ben = await member(store, ANNA), await member(store, BEN)
        lines = [
            Agreement(anna.id, "getaggt", "2026-11", NOW + DAY, "telegram privat"),
            Agreement(anna.id, "zurückgezogen", "2026-11", NOW, "discord #jobs"),
        ]
        for line in lines:
            await store.members.agree(line)
        await store.members.agree(Agreement(ben.id, "gelistet", "2026-11", NOW, "telegram privat"))
        assert await store.members.agreements(anna.id) == lines


async def test_erasure_is_due_at_its_time(storage: Database) -> None:
    async with storage.begin() as store:
        assert await store.members.next_erasure() is None
        anna = await member(store, ANNA, erase_at=NOW + DAY)
        ben = await member(store, BEN, erase_at=NOW)
        await member(store, CARLA)
        assert await store.members.to_erase(NOW) == [ben.id]
        assert await store.members.to_erase(NOW + DAY) == [anna.id, ben.id]
        assert await store.members.next_erasure() == NOW
