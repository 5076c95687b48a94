"""Who is in a group, as far as Telegram lets the bot know; the real library asks the loopback server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from telegram import Bot
from telegram.request import HTTPXRequest

from adapters.telegram.line import Line
from adapters.telegram.outgoing import Voice
from adapters.telegram.pacing import OPEN, Pacing
from bot.domain.people import ChatAddress
from bot.errors import DeliveryError, Refused, TryLater, Unreachable
from bot.talk.answers import Call
from tests.support.botapi import Answer, BotApi, Garbage
from tests.support.telegraph import Telegraph, telegraph


@asynccontextmanager
async def lined(api: BotApi) -> AsyncIterator[Line]:
    async def keep(where: ChatAddress, call: Call) -> str:
        return "token"

    request = HTTPXRequest(read_timeout=1.0, connect_timeout=2.0)
    line = Line(Bot(api.token, api.base_url, request=request, get_updates_request=request), Pacing(OPEN))
    line.speaks(Voice(ZoneInfo("Europe/Berlin"), "de", api.username), keep)
    try:
        yield line
    finally:
        await request.shutdown()


async def test_members_are_those_who_are_in_the_group_whatever_they_may_do() -> None:
    async with BotApi() as api, lined(api) as line:
        anna, ben, carla, dora = (api.person(name) for name in ("Anna", "Ben", "Carla", "Dora"))
        group = api.group("Aufträge", anna, ben, carla)
        group.restricts(ben)
        group.promotes(carla)
        dora.starts()
        asked = [group.owner, anna, ben, carla, dora]
        assert [await line.is_member(str(group.id), str(each.id)) for each in asked] == [True, True, True, True, False]
        group.kicks(anna)
        assert not await line.is_member(str(group.id), str(anna.id))


async def test_nobody_knows_a_stranger() -> None:
    async with BotApi() as api, lined(api) as line:
        group, stranger, gone = api.group("Aufträge"), api.person("Ben"), api.person("Carla")
        gone.starts()
        gone.deletes_account()
        for number in (stranger.id, gone.id, 4711):
            assert not await line.is_member(str(group.id), str(number))


async def test_where_members_are_hidden_whoever_is_asked_for_counts_as_one() -> None:
    async with BotApi() as api, lined(api) as line:
        anna, ben = api.person("Anna"), api.person("Ben")
        ben.starts()
        group = api.group("Aufträge", anna)
        group.hides_members = True
        assert await line.is_member(str(group.id), str(anna.id))
        assert await line.is_member(str(group.id), str(ben.id))
        api.faults.add("getChatMember", Answer(400, "Bad Request: member list is inaccessible"))
        assert await line.is_member(str(group.id), str(ben.id))
        group.promotes_bot("can_pin_messages")
        assert await line.is_member(str(group.id), str(anna.id))
        assert not await line.is_member(str(group.id), str(ben.id))


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        (Answer(400, "Bad Request: chat not found"), Unreachable),
        (Answer(403, "Forbidden: bot was kicked from the supergroup chat"), Unreachable),
        (Answer(400, "Bad Request: something nobody foresaw"), Refused),
        (Garbage(404), TryLater),
        (Garbage(403, "user not found"), TryLater),
    ],
    ids=["no chat", "kicked", "unforeseen", "404 on the way", "403 on the way"],
)
async def test_what_says_nothing_of_the_person_is_no_answer(
    fault: Answer | Garbage, outcome: type[DeliveryError]
) -> None:
    async with BotApi() as api, lined(api) as line:
        group = api.group("Aufträge", anna := api.person("Anna"))
        api.faults.add("getChatMember", fault)
        with pytest.raises(outcome):
            await line.is_member(str(group.id), str(anna.id))


async def test_tags_reach_members_of_a_group_that_hides_them(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        t.jobs.hides_members = True
        carla = t.api.person("Carla")
        carla.joins(t.jobs)
        await t.agreed(t.anna, "javascript")
        await t.agreed(carla, "javascript")
        carla.leaves(t.jobs)
        t.api.world.updates.clear()  # that she left is known to administrators alone
        await _published(t)
        assert [each.person for each in t.api.notified] == [t.anna]


async def _published(t: Telegraph) -> None:
    t.ben.starts()
    await t.settled()
    t.ben.says("Suche jemanden für JavaScript, zwei Wochen ab Montag.", t.jobs)
    await t.settled()
    t.ben.presses(t.jobs.messages[-1], "Vorschau")
    await t.settled()
    t.ben.presses(t.ben.messages[-1], "Veröffentlichen")
    await t.settled()
