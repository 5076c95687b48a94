from __future__ import annotations

import pytest

from bot.commands.suggestions import Source, only_known_sources
from bot.house import registry
from bot.talk.answers import Answer, say
from bot.talk.commands import Command, Option, Registry, Theme


async def nothing(ctx: object) -> Answer:
    return say("")


def suggesting(source: str) -> Registry:
    where = Option("Ort", "Wohin?", suggest=source, name="ort")
    return Registry([Theme([Command("umzug", "Zieh um", nothing, (where,))])])


def test_an_option_that_suggests_from_no_source_is_refused() -> None:
    known = suggesting("towns")
    assert only_known_sources(known) is known

    with pytest.raises(
        ValueError, match=r"^/umzug: ort suggests from 'twons', not one of \['skills', 'known', 'towns', "
    ):
        only_known_sources(suggesting("twons"))


def test_from_every_source_some_command_suggests() -> None:
    assert {option.suggest for command in registry() for option in command.options} - {""} == set(Source)
