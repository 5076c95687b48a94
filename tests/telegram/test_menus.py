"""What Telegram shows of the bot by itself is the registry, in each language, and a restart changes nothing."""

from __future__ import annotations

import logging
import re
from collections.abc import AsyncIterator
from zoneinfo import ZoneInfo

import pytest
from telegram import Bot, BotCommandScopeAllPrivateChats, BotCommandScopeChat
from telegram.constants import BotCommandLimit, BotDescriptionLimit
from telegram.request import HTTPXRequest

from adapters.telegram.menus import (
    LANGUAGES,
    description,
    listed,
    registered,
    short_description,
)
from bot.context import Context
from bot.domain.community import Community
from bot.domain.people import Address, Platform
from bot.house import registry
from bot.talk.answers import Answer, say
from bot.talk.commands import Command, Menu, Registry, Theme
from bot.talk.text import Phrase
from bot.talk.translation import translator
from tests.support.botapi import Answer as Refused
from tests.support.botapi import BotApi, Garbage, Hang, RetryAfter

PRIVATE, GROUPS = "all_private_chats", "all_group_chats"
HOUSE = registry()
FOR_ALL = Registry([Theme([command for command in HOUSE if command.menu is not Menu.ORGANISERS])])
ENGLISH = translator("en")


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        yield server
        assert server.violations == []


@pytest.fixture
async def bot(api: BotApi) -> AsyncIterator[Bot]:
    request = HTTPXRequest(read_timeout=0.3, connect_timeout=2.0)
    yield Bot(api.token, api.base_url, request=request, get_updates_request=request)
    await request.shutdown()


def community(*organisers: int, language: str = "de", name: str = "Ideenherd Ruhr") -> Community:
    known = {Address(Platform.TELEGRAM, str(each)) for each in organisers} | {Address(Platform.DISCORD, "77")}
    return Community(name, ZoneInfo("Europe/Berlin"), language, "", "", frozenset(known))


def written(api: BotApi) -> list[str]:
    """Return the methods that changed something, and forget all calls."""
    changes = [each.method for each in api.calls if not each.method.startswith("get") and each.status == 200]
    api.calls.clear()
    return changes


def names(api: BotApi, scope: str, language: str = "") -> list[str]:
    return [name for name, _ in api.profile.commands.get((scope, language), [])]


# What is shown


async def test_private_chats_offer_every_command_and_what_telegram_knows_by_its_own_name(api: BotApi, bot: Bot) -> None:
    await registered(bot, HOUSE, community())
    shown = names(api, PRIVATE)
    own = [name for name in shown if name not in ("privacy", "help")]
    assert own == [command.name for command in FOR_ALL.visible]
    assert "admin" not in (*own, *names(api, GROUPS))
    assert shown.index("help") == shown.index("hilfe") + 1
    assert shown.index("privacy") == shown.index("datenschutz") + 1


async def test_groups_offer_what_is_not_about_oneself_alone(api: BotApi, bot: Bot) -> None:
    await registered(bot, HOUSE, community())
    shown = names(api, GROUPS)
    assert {"hilfe", "suche", "job", "termin", "termine"} <= set(shown) < set(names(api, PRIVATE))
    assert not {"meinedaten", "vergissmich", "profil", "skills", "erinnere"} & set(shown)


async def test_each_language_reads_its_own_words(api: BotApi, bot: Bot) -> None:
    await registered(bot, HOUSE, community())
    assert dict(api.profile.commands[PRIVATE, ""])["suche"] == "Finde Leute, die etwas können"
    assert dict(api.profile.commands[PRIVATE, "en"])["suche"] == ENGLISH("Finde Leute, die etwas können")
    assert names(api, GROUPS, "en") == names(api, GROUPS)
    assert (await bot.get_my_description("en")).description.startswith("I am the memory of Ideenherd Ruhr")
    assert (await bot.get_my_description("de")).description.startswith("Ich bin das Gedächtnis von Ideenherd Ruhr")
    assert (await bot.get_my_short_description("fr")).short_description == short_description("de")


async def test_the_language_of_the_community_is_what_everybody_else_reads(api: BotApi, bot: Bot) -> None:
    await registered(bot, HOUSE, community(language="en"))
    assert dict(api.profile.commands[PRIVATE, ""])["suche"] == ENGLISH("Finde Leute, die etwas können")
    assert dict(api.profile.commands[PRIVATE, "de"])["suche"] == "Finde Leute, die etwas können"
    assert (PRIVATE, "en") not in api.profile.commands, "it would say the same"


# Only what differs is written


async def test_a_restart_reads_and_writes_nothing(api: BotApi, bot: Bot) -> None:
    await registered(bot, HOUSE, community())
    assert set(written(api)) == {"setMyCommands", "setMyDescription", "setMyShortDescription"}
    await registered(bot, HOUSE, community())
    assert written(api) == []


async def test_a_change_is_written_and_nothing_else(api: BotApi, bot: Bot) -> None:
    await registered(bot, HOUSE, community())
    written(api)
    api.profile.commands[GROUPS, ""].pop()
    await registered(bot, HOUSE, community(name="Ideenherd Essen"))
    assert written(api) == ["setMyDescription", "setMyDescription", "setMyCommands"]
    assert "Ideenherd Essen" in api.profile.texts["description", ""]


async def test_words_left_in_the_communitys_own_language_give_way(api: BotApi, bot: Bot) -> None:
    await registered(bot, HOUSE, community(language="en"))
    await registered(bot, HOUSE, community(language="de"))
    assert (PRIVATE, "de") in api.profile.commands, "it says the same, so it may stay"
    await bot.set_my_commands([("alt", "Von früher")], BotCommandScopeAllPrivateChats(), "de")
    await bot.set_my_short_description("Von früher", "de")
    await registered(bot, HOUSE, community(language="de"))
    assert (PRIVATE, "de") not in api.profile.commands
    assert (await bot.get_my_short_description("de")).short_description == short_description("de")
    written(api)
    await registered(bot, HOUSE, community(language="de"))
    assert written(api) == []


# Organisers

theme = Theme()


@theme.command("hallo", "Sag Hallo")
async def greet(ctx: Context) -> Answer:
    return say(Phrase("Hallo"))


@theme.command("pause", "Halte alles an", menu=Menu.ORGANISERS)
async def pause(ctx: Context) -> Answer:
    return say(Phrase("Pause"))


WITH_PAUSE = Registry([theme])


async def test_organisers_see_their_commands_beside_the_others(api: BotApi, bot: Bot) -> None:
    anna = api.person("Anna")
    anna.starts()
    await registered(bot, WITH_PAUSE, community(anna.id))
    assert names(api, f"chat:{anna.id}") == ["hallo", "pause"]
    assert names(api, PRIVATE) == names(api, GROUPS) == ["hallo"]
    written(api)
    await registered(bot, WITH_PAUSE, community(anna.id))
    assert written(api) == []


async def test_organisers_without_commands_of_their_own_have_no_menu_of_their_own(api: BotApi, bot: Bot) -> None:
    anna = api.person("Anna")
    anna.starts()
    await registered(bot, FOR_ALL, community(anna.id))
    assert {scope for scope, _ in api.profile.commands} == {PRIVATE, GROUPS}
    await registered(bot, HOUSE, community(anna.id))
    assert set(names(api, f"chat:{anna.id}")) - set(names(api, PRIVATE)) == {"admin"}


async def test_an_organiser_who_never_wrote_is_one_line_and_the_rest_goes_on(
    api: BotApi, bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    anna, ben = api.person("Anna"), api.person("Ben")
    ben.starts()
    with caplog.at_level(logging.WARNING, "adapters.telegram"):
        await registered(bot, WITH_PAUSE, community(anna.id, ben.id))
    assert [record.getMessage() for record in caplog.records] == [
        "Telegram refuses the menu of an organiser: Chat not found"
    ]
    assert names(api, f"chat:{ben.id}") == ["hallo", "pause"]
    assert await bot.get_my_commands(BotCommandScopeChat(ben.id))


# Refusals


@pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")  # the library's own words about any 429
async def test_a_refusal_concerns_one_thing_alone(api: BotApi, bot: Bot, caplog: pytest.LogCaptureFixture) -> None:
    api.faults.add("setMyDescription", RetryAfter(3600))
    api.faults.add("setMyShortDescription", Refused(400, "Bad Request: too long"))
    with caplog.at_level(logging.WARNING, "adapters.telegram"):
        await registered(bot, HOUSE, community())
    assert [record.getMessage() for record in caplog.records] == [
        "Telegram refuses the description: Flood control exceeded",
        "Telegram refuses the short description: Too long",
    ]
    assert names(api, PRIVATE)
    assert names(api, GROUPS)


async def test_a_proxys_refusal_is_no_answer_and_not_quoted(
    api: BotApi, bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    api.faults.add("getMyShortDescription", Garbage(403, f"denied: /bot{api.token}"))
    with caplog.at_level(logging.WARNING, "adapters.telegram"):
        await registered(bot, HOUSE, community())
    assert [each.getMessage() for each in caplog.records if each.name.startswith("adapters.")] == [
        "Menus and profile are not up to date (an answer that is not Telegram's); the next start tries again"
    ]
    assert api.profile.commands == {}


async def test_without_an_answer_the_rest_waits_for_the_next_start(
    api: BotApi, bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    api.faults.add("getMyShortDescription", Hang())
    with caplog.at_level(logging.WARNING, "adapters.telegram"):
        await registered(bot, HOUSE, community())
    assert [record.getMessage() for record in caplog.records] == [
        "Menus and profile are not up to date (TimedOut from ReadTimeout); the next start tries again"
    ]
    assert api.profile.commands == {}
    await registered(bot, HOUSE, community())
    assert names(api, PRIVATE)


# Limits


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_is_listed_fits_telegram(language: str) -> None:
    shown = listed(HOUSE.visible, language)
    assert len(shown) <= BotCommandLimit.MAX_COMMAND_NUMBER
    for command in shown:
        assert re.fullmatch("[a-z0-9_]{1,32}", command.command)
        assert 0 < len(command.description) <= BotCommandLimit.MAX_DESCRIPTION
    assert len(short_description(language)) <= BotDescriptionLimit.MAX_SHORT_DESCRIPTION_LENGTH
    longest = description(community(name="Verein " * 500), language)
    assert len(longest) <= BotDescriptionLimit.MAX_DESCRIPTION_LENGTH


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_description_names_commands_that_are_there(language: str) -> None:
    named = re.findall(r"/([a-z]+)", description(community(), language))
    assert len(named) == 5
    assert all(HOUSE.get(name) in HOUSE.visible for name in named)


def test_what_telegram_would_refuse_is_refused_before() -> None:
    command = HOUSE.visible[0]
    with pytest.raises(ValueError, match="more than Telegram lists"):
        listed([command] * 101, "de")
    too_long = Command("lang", "x" * 257, command.handler)
    with pytest.raises(ValueError, match="/lang: 257 characters"):
        listed([too_long], "de")
