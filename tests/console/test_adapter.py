"""The played platforms keep a real one's promises to the delivery."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from adapters.console.adapter import ConsoleMessenger
from adapters.console.people import Persona
from adapters.console.world import Shown, World
from bot.demo.world import PLACES
from bot.domain.people import ChatAddress, MessageRef, Platform
from bot.domain.places import Place
from bot.errors import Refused, Unreachable
from bot.talk.answers import Reply
from bot.talk.text import Mention, Spans

NOW = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
TELEGRAM, DISCORD = Platform.TELEGRAM, Platform.DISCORD


class Scene:
    """A world with one messenger, and what became visible in it."""

    def __init__(self, platform: Platform) -> None:
        self.shown: list[Shown] = []
        self.world = World(PLACES, self.shown.append)
        self.messenger = ConsoleMessenger(platform, self.world, ZoneInfo("Europe/Berlin"))
        self.place = next(place for place in PLACES if place.address.platform is platform)
        self.anna = Persona("anna", platform)

    @property
    def seen(self) -> list[tuple[str, int | None, str]]:
        return [(each.kind, each.number, each.sight.plain) for each in self.shown]


def says(*words: Spans) -> Reply:
    return Reply(tuple(span for part in words for span in (part if isinstance(part, tuple) else (part,))))


async def test_discord_answers_a_repeated_key_with_the_first_message_and_finds_it() -> None:
    scene = Scene(DISCORD)
    first = await scene.messenger.send(scene.place, says("Hallo"), key="k")
    assert await scene.messenger.send(scene.place, says("Hallo"), key="k") == first
    assert await scene.messenger.find(scene.place, "k", NOW) == first
    assert await scene.messenger.find(scene.place, "other", NOW) is None
    assert scene.seen == [("send", 1, "Hallo")]


async def test_telegram_knows_no_key_and_finds_nothing() -> None:
    scene = Scene(TELEGRAM)
    await scene.messenger.send(scene.place, says("Hallo"), key="k")
    await scene.messenger.send(scene.place, says("Hallo"), key="k")
    assert not scene.messenger.finds
    assert await scene.messenger.find(scene.place, "k", NOW) is None
    assert scene.seen == [("send", 1, "Hallo"), ("send", 2, "Hallo")]


async def test_telegram_lets_the_bot_write_only_to_who_wrote_first_and_did_not_block_it() -> None:
    scene = Scene(TELEGRAM)
    with pytest.raises(Unreachable):
        await scene.messenger.send(scene.anna.address, says("Hallo"), key="1")
    scene.world.write(scene.anna, scene.place, "im Ort")
    with pytest.raises(Unreachable):
        await scene.messenger.send(scene.anna.address, says("Hallo"), key="2")
    scene.world.write(scene.anna, None, "/start")
    await scene.messenger.send(scene.anna.address, says("Hallo"), key="3")
    scene.world.person(scene.anna).blocks = True
    with pytest.raises(Unreachable):
        await scene.messenger.send(scene.anna.address, says("Hallo"), key="4")
    assert scene.seen == [("send", 1, "Hallo")]


async def test_edits_keep_the_number_notify_nobody_and_show_only_changes() -> None:
    scene = Scene(DISCORD)
    anna = Mention("Anna", (scene.anna.address,))
    ref = await scene.messenger.send(scene.place, says(anna), key="k")
    await scene.messenger.edit(ref, says(anna))
    await scene.messenger.edit(ref, says(anna, " und mehr"))
    assert scene.seen == [("send", 1, "@Anna"), ("edit", 1, "@Anna und mehr")]
    assert [each.notified for each in scene.shown] == [(scene.anna,), ()]


async def test_a_message_that_is_gone_refuses_edits_and_is_removed_already() -> None:
    scene = Scene(DISCORD)
    ref = await scene.messenger.send(scene.place, says("Hallo"), key="k")
    await scene.messenger.remove(ref)
    await scene.messenger.remove(ref)
    with pytest.raises(Refused):
        await scene.messenger.edit(ref, says("Neu"))
    assert scene.seen == [("send", 1, "Hallo"), ("remove", 1, "")]


async def test_who_left_is_not_called_and_no_member_until_acting_there_again() -> None:
    scene = Scene(TELEGRAM)
    reply = says(Mention("Anna", (scene.anna.address,)))
    scene.world.person(scene.anna).left.add(scene.place.address)
    assert not await scene.messenger.is_member(scene.place, scene.anna.address)
    await scene.messenger.send(scene.place, reply, key="1")
    scene.world.write(scene.anna, scene.place, "bin wieder da")
    assert await scene.messenger.is_member(scene.place, scene.anna.address)
    await scene.messenger.send(scene.place, reply, key="2")
    assert [each.notified for each in scene.shown] == [(), (scene.anna,)]


async def test_a_place_that_no_platform_has_is_unreachable() -> None:
    scene = Scene(DISCORD)
    nowhere = Place(9, ChatAddress(DISCORD, "#weg"), "#weg", frozenset())
    with pytest.raises(Unreachable):
        await scene.messenger.send(nowhere, says("Hallo"), key="k")
    with pytest.raises(Refused):
        await scene.messenger.edit(MessageRef(nowhere.address, "1"), says("Hallo"))


async def test_what_happens_unseen_gets_its_number_when_it_is_first_shown() -> None:
    scene = Scene(DISCORD)
    scene.world.watch = None
    before = await scene.messenger.send(scene.place, says("vorher"), key="1")
    scene.world.watch = scene.shown.append
    await scene.messenger.send(scene.place, says("eins"), key="2")
    await scene.messenger.edit(before, says("zwei"))
    assert scene.seen == [("send", 1, "eins"), ("edit", 2, "zwei")]
