"""People who left without a word: asked for when they are tagged, asked again daily, and gone after three days."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot import absence
from bot.domain.people import Address, Platform
from bot.domain.places import Place
from bot.errors import TryLater, Unreachable
from tests.conversations.test_jobs import pinged, publish
from tests.conversations.test_presence import found
from tests.conversations.test_tagging import ANNA
from tests.support.talking import Talk, community, running


async def day(c: Talk, days: int = 1) -> None:
    """Let days pass, with a round of the bot every six hours."""
    for _ in range(days * 4):
        c.clock.at += timedelta(hours=6)
        await c.due()


def vanish(c: Talk, *names: str) -> None:
    """Let people be in no place any more, without a word."""
    for wire in c.wires.values():
        wire.absent.update(names)


@pytest.mark.parametrize("persona", ANNA)
async def test_three_days_nowhere_are_like_leaving_every_place(tmp_path: Path, persona: str) -> None:
    async with community(tmp_path) as c:
        await c.agree(persona, "haskell")
        await c.agree("carla@telegram", "haskell")
        await publish(c, persona, "Suche jemanden für Rust", "p0")
        vanish(c, "anna")
        await publish(c)
        assert pinged(c) == ["Carla"]
        await day(c)
        assert "Anna" in await found(c, "haskell"), "one day says little"
        await day(c, 2)
        assert "Anna" not in await found(c, "haskell"), "the third day on which nobody knew her"
        assert "Carla" in await found(c, "haskell")
        assert any("Zurückgezogen" in words for words in c.heard("#jobs"))
        await c.move(days=31)
        assert "nichts gespeichert" in await c.say(persona, "/meinedaten")


@pytest.mark.parametrize("persona", ANNA)
async def test_who_is_seen_again_comes_back(tmp_path: Path, persona: str) -> None:
    async with community(tmp_path) as c:
        await c.agree(persona, "haskell")
        vanish(c, "anna")
        await publish(c)
        await day(c, 3)
        assert "Anna" not in await found(c, "haskell")
        for wire in c.wires.values():
            wire.absent.clear()
        await c.say(persona, "Da bin ich wieder", "#jobs")
        assert "Anna" in await found(c, "haskell")
        await publish(c, "dora@discord", message="p2")
        assert pinged(c) == ["Anna"]
        await c.move(days=40)
        assert "Anna" in await found(c, "haskell")


async def test_a_day_on_which_one_place_knows_them_begins_anew(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "haskell")
        vanish(c, "anna")
        await publish(c)
        await day(c)
        wire = c.wires[Platform.TELEGRAM]
        wire.absent.clear()
        await day(c)
        wire.absent.add("anna")
        await day(c, 10)
        assert "Anna" in await found(c, "haskell"), "she was there, and nobody asked for her since"


async def test_who_is_in_another_place_is_not_gone(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "haskell")
        wire = c.wires[Platform.TELEGRAM]

        async def is_member(place: Place, address: Address) -> bool:
            return place.name == "#termine"

        wire.is_member = is_member  # type: ignore[method-assign]
        await publish(c)
        await day(c, 10)
        assert pinged(c) == []
        assert "Anna" in await found(c, "haskell")


@pytest.mark.parametrize("failure", [TryLater(timedelta(minutes=5)), Unreachable("the bot may not ask")])
async def test_a_question_that_fails_is_no_miss(tmp_path: Path, failure: Exception) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "haskell")
        wire = c.wires[Platform.TELEGRAM]

        async def is_member(place: Place, address: Address) -> bool:
            if place.name == "#termine":
                raise failure
            return False

        wire.is_member = is_member  # type: ignore[method-assign]
        await publish(c)
        await day(c, 6)
        assert "Anna" in await found(c, "haskell")


async def test_restarts_count_no_day_twice_and_forget_none(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "haskell")
        vanish(c, "anna")
        await publish(c)
    for _ in range(6):
        c.clock.at += timedelta(minutes=20)
        async with running(c):
            await c.due()
            assert "Anna" in await found(c, "haskell")
    for _ in range(2):
        c.clock.at += timedelta(days=1)
        async with running(c):
            await c.due()
            await c.move(hours=2)
    async with running(c):
        assert "Anna" not in await found(c, "haskell")


async def test_so_many_people_are_asked_after_in_an_hour_and_no_more(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        names = [f"m{number}" for number in range(absence.PEOPLE_AN_HOUR + 10)]
        for name in names:
            await c.agree(f"{name}@telegram", "haskell")
        vanish(c, *names)
        asked: list[str] = []
        wire = c.wires[Platform.TELEGRAM]

        async def is_member(place: Place, address: Address) -> bool:
            if place.name == "#termine":
                asked.append(address.user)
            return False

        wire.is_member = is_member  # type: ignore[method-assign]
        for number in range(6):
            await publish(c, f"b{number}@discord", message=f"p{number}")
        await c.move(minutes=55)
        first = len(asked)
        assert 0 < first <= absence.PEOPLE_AN_HOUR
        await c.move(hours=3)
        assert len(set(asked)) > first
