"""In a terminal lines are typed, numbers press buttons, and Tab offers what can be known."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from rich.console import Console

from adapters.console.people import Persona
from adapters.console.world import World
from bot.demo.clock import DemoClock
from bot.demo.play import Play
from bot.demo.prompt import Seat, Suggestions, prompted
from bot.demo.screen import Screen
from bot.demo.script import read
from bot.demo.world import PLACES, Bot
from bot.domain.people import Platform


@pytest.fixture
async def playing(tmp_path: Path) -> AsyncIterator[Play]:
    world, clock = World(PLACES), DemoClock()
    bot = Bot(f"sqlite+aiosqlite:///{tmp_path}/demo.db", world, clock)
    await bot.start()
    yield Play(world, clock, bot)
    await bot.stop()


async def test_numbers_press_buttons_and_mistakes_end_nothing(
    playing: Play, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = ("/skills haskell", "1", "99", "[Unsinn]", "ben@discord:#jobs", "Suche jemanden für Haskell", "1", "1")
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        keys.send_text("".join(f"{line}\r" for line in lines) + "help\r\x04")
        assert await prompted(playing, as_json=False) == 0
    painted = capsys.readouterr().out
    for expected in ("Dazu: Haskell", "einen Knopf 99", "keinen Knopf [Unsinn]", "Veröffentlichen", "Eine Zeile,"):
        assert expected in painted
    assert "Getaggt wegen Haskell" in painted, "the last 1 published the preview"


async def offered(playing: Play, line: str) -> list[str]:
    suggestions = Suggestions(playing, Seat(Persona("anna", Platform.TELEGRAM)))
    found = suggestions.get_completions_async(Document(line), CompleteEvent())
    return [each.text async for each in found]


async def test_tab_offers_people_commands_options_and_values(playing: Play) -> None:
    assert "ben@discord" in await offered(playing, "ben@")
    assert "/skills " in await offered(playing, "/sk")
    assert "Python" in await offered(playing, "/suche pyth")
    assert "ort=" in await offered(playing, "/suche python or")
    assert "Essen" in await offered(playing, "/suche python ort=Ess")
    assert await offered(playing, "/unsinn x") == []


@pytest.mark.parametrize("width", [30, 79, 120])
async def test_nothing_painted_is_wider_than_the_terminal(playing: Play, width: int) -> None:
    paper = io.StringIO()
    screen = Screen(playing.clock.wall, Console(file=paper, width=width, highlight=False))
    playing.world.watch = screen
    for line in ("# Anfang", "ben@discord> /hilfe", "ben@discord:#jobs> Suche Haskell", "ben@discord> /job"):
        screen.announce(line)
        if act := read(line):
            await playing.act(act)
    painted = paper.getvalue().splitlines()
    assert max(map(len, painted)) <= width
    assert any("Titel" in line for line in painted)
