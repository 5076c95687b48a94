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

What a community sees of Ideenherd on two platforms at once, while its process is killed five times and stopped in order
once. It is no invention: a test plays these lines, as people would type and press them, through the real
python-telegram-bot and the real discord.py, against servers on loopback that behave as the platforms do, and compares
what was truly accepted with the bot's own books (`tests/day`). All people are invented.

A line is who does what, where: `anna@telegram` writes to the bot, `anna@telegram:#jobs` into the place. `[…]` is a
button, `feld=wert` fills in a form and `ok` sends it in. What long words said before is shown by its first line.
"""
BEGIN: Final = datetime(2026, 12, 1, 7, 55, tzinfo=UTC)
KILLS: Final = 5
MOST_STEPS: Final = 5


@asynccontextmanager
async def played(folder: Path, seed: int) -> AsyncIterator[Player]:
    """Play the story to its end, with kills at five moments that chance chooses."""
    hands = Hands(folder / "clock")
    hands.seconds = BEGIN.timestamp()

    def now() -> datetime:
        return datetime.fromtimestamp(hands.seconds, UTC)

    async with BotApi(now=now) as telegram, DiscordApi(now=now) as discord:
        town = Town(hands, telegram, discord)
        report = folder / "report"
        settings = town.settings | hands.settings(stands=True) | {"REPORT": str(report)}
        async with process(folder, settings, COMMAND) as bot:
            lines = STORY.read_text("utf-8").splitlines()
            reading = Reading(folder / "ideenherd.db")
            player = Player(town, bot, settings, reading, report, _moments(lines, seed))
            await player.plays(lines)
            yield player


def _moments(lines: list[str], seed: int) -> dict[int, int]:
    """Return at which deeds to kill, and after how many steps of requests."""
    chance = random.Random(seed)
    acts = (script.read(line) for line in lines if not line.startswith("%"))
    deeds = enumerate((act.deed for act in acts if isinstance(act, Does)), 1)
    asking = [number for number, deed in deeds if isinstance(deed, Types | Presses | Submits | Edits)]
    return {number: chance.randint(1, MOST_STEPS) for number in chance.sample(asking, KILLS)}
