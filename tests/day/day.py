"""One day: the platforms, the process and the story together."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from bot.demo import script
from bot.demo.script import Does, Edits, Presses, Submits, Types
from tests.day.playing import Player
from tests.day.reading import Reading
from tests.day.town import Town
from tests.support.botapi import BotApi
from tests.support.clocked import COMMAND, Hands
from tests.support.discordapi import DiscordApi
from tests.support.running import process

STORY: Final = Path(__file__).parent / "story.txt"
PAGE: Final = Path(__file__).parents[2] / "docs" / "a-day.md"
PREFACE: Final = """\
# A day in the community

What a community sees of Ideenherd on two platforms at once. It is no invention: a test plays these lines, as people
would type and press them, through the real python-telegram-bot and the real discord.py, against servers on loopback
that behave as the platforms do. Each time it kills the process at five moments that chance chooses, stops it in order
once, and compares what everybody has seen with this page, and what was truly accepted with the bot's own books
(`tests/day`). All people are invented.

A line is who does what, where: `anna@telegram` writes to the bot, `anna@telegram:#jobs` into the place. `[…]` is a
button, `feld=wert` fills in a form and `ok` sends it in. What long words said before is shown by its first line.
"""
BEGIN: Final = datetime(2026, 12, 1, 7, 55, tzinfo=UTC)
KILLS: Final = 5
MOST_STEPS: Final = 3


@asynccontextmanager
async def played(folder: Path, seed: int | None) -> AsyncIterator[Player]:
    """Play the story to its end, with kills at five moments that chance chooses by the seed, or without any."""
    hands = Hands(folder / "clock")
    hands.seconds = BEGIN.timestamp()
    async with BotApi(now=hands.now) as telegram, DiscordApi(now=hands.now) as discord:
        town = Town(hands, telegram, discord)
        report = folder / "report"
        settings = town.settings | hands.settings(stands=True) | {"REPORT": str(report)}
        async with process(folder, settings, COMMAND) as bot:
            lines = STORY.read_text("utf-8").splitlines()
            reading = Reading(folder / "ideenherd.db")
            kills = {} if seed is None else _moments(lines, random.Random(seed))
            player = Player(town, bot, settings, reading, report, kills)
            await player.plays(lines)
            yield player


def _moments(lines: list[str], chance: random.Random) -> dict[int, tuple[int, bool]]:
    """Return at which deeds to kill, and when: one as a card is accepted, the others at the first steps of requests."""
    acts = (script.read(line) for line in lines if not line.startswith("%"))
    deeds = dict(enumerate((act.deed for act in acts if isinstance(act, Does)), 1))
    publishing = [number for number, deed in deeds.items() if deed == Presses("Veröffentlichen")]
    asking = [number for number, deed in deeds.items() if isinstance(deed, Types | Presses | Submits | Edits)]
    sending = chance.choice(publishing)
    others = chance.sample([number for number in asking if number != sending], KILLS - 1)
    return {sending: (chance.randint(1, 2), True)} | {
        number: (chance.randint(1, MOST_STEPS), False) for number in others
    }
