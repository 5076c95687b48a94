"""The inbox under kills: 300 updates, 20 kills at every step of it, none lost and none twice."""

from __future__ import annotations

import itertools
import random
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.botapi import BotApi
from tests.support.running import process

PEOPLE, EACH, KILLS = 30, 10, 20
# Right after Telegram has handed updates out, so that they are read, kept or neither; when it is asked for more, and so
# told what was kept; when an answer arrives, is accepted, or its acceptance was written to the wire.
STEPS = (
    ("accepted", "getUpdates", 1),
    ("answered", "getUpdates", 1),
    ("received", "getUpdates", 2),
    ("received", "sendMessage", 4),
    ("accepted", "sendMessage", 4),
    ("answered", "sendMessage", 4),
)


@pytest.mark.timeout(240)
async def test_kills_at_every_step_lose_no_update_and_handle_none_twice(tmp_path: Path) -> None:
    seed = random.randrange(10_000)
    chance = random.Random(seed)
    async with BotApi() as api:
        async with process(tmp_path, api.settings) as bot:
            people = [api.person(f"Person {number}") for number in range(PEOPLE)]
            texts = [f"Aufgabe {who}-{number}" for number in range(EACH) for who in range(PEOPLE)]
            waiting = list(zip(texts, itertools.cycle(people), strict=False))
            for kill in range(KILLS):
                share = -(-len(waiting) // (KILLS - kill))
                for text, person in waiting[:share]:
                    person.says(f'/job titel="{text}" text="Wir suchen jemanden für Python."')
                del waiting[:share]
                at, method, most = STEPS[kill % len(STEPS)]
                api.hooks[:] = [_killer(at, method, most if most < 3 else chance.randint(1, most), bot.kill)]
                await bot.start()
                await bot.ended(60)
            api.hooks.clear()
            await bot.start()
            for person in people:  # chats keep their order, so what comes before this was handled before it
                person.says("/start")
            await api.until(lambda: all(person.messages[-1].text.startswith("Hallo") for person in people), within=60)
            assert await bot.stopped() == 0, bot.log
        kept = Counter(text for (text,) in bot.rows("SELECT title FROM jobs"))
        assert kept == Counter(texts), f"seed {seed}"
        assert bot.rows("SELECT count(*) FROM inbox WHERE handled_at IS NULL OR payload IS NOT NULL") == [(0,)]
        assert bot.rows("PRAGMA integrity_check") == [("ok",)]
        answered = Counter(text for message in _accepted(api) for text in re.findall(r"Aufgabe \d+-\d+", message))
        assert max(answered.values()) == 1, f"seed {seed}"
        assert len(texts) - len(answered) <= KILLS * 8  # at most what was under way at a kill
        assert api.token not in bot.log
        assert "Aufgabe" not in bot.log


def _killer(at: str, method: str, number: int, kill: Callable[[], None]) -> Callable[[str, str], None]:
    """Return a hook that kills at the n-th time of a step."""
    left = itertools.count(number, -1)

    def hook(step: str, called: str) -> None:
        if (step, called) == (at, method) and next(left) == 1:
            kill()

    return hook


def _accepted(api: BotApi) -> list[str]:
    return [str(call.params.get("text", "")) for call in api.called("sendMessage") if call.status == 200]
