"""A run: so many deliveries, so many kills, so many faults, until everything came to rest."""

from __future__ import annotations

import asyncio
import json
import random
import re
import time
from collections import Counter
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from tests.discord.soak.town import BEGIN, Town, Watch, town
from tests.discord.soak.weather import MAKE, OPEN, POST, SEND, STEPS, Weather, killer
from tests.support.clocked import COMMAND, Hands
from tests.support.discordapi import DiscordApi
from tests.support.running import Running, process

WITHIN: Final = 3.0  # seconds for a request of the bot, which has ten
BEYOND_TRUST: Final = 150.0  # seconds: the bot does not rely on its nonces any more, Discord still knows them
BEYOND_NONCES: Final = 400.0  # Discord has forgotten them too, and what waits is so late that it is digested
CLOSING_TIME: Final = timedelta(hours=11)  # after the beginning; then nobody is tagged
QUIET: Final = 0.8  # seconds without a request
AT_REST: Final = ("sent", "digested", "dropped", "refused", "expired", "unreachable")
# Mirrors come after all that people read, and wait for the answer to a question: nobody waits for them here.
_DUE: Final = "SELECT key, outcome FROM deliveries WHERE due <= ? AND kind NOT LIKE 'event.mirror%'"
_WAITS_FOR_A_DOOR: Final = "SELECT key FROM deliveries WHERE due <= ? AND outcome = 'unreachable'"
_DOUBTED: Final = "SELECT count(*) FROM deliveries WHERE doubts > 0 AND outcome IN ('sent', 'digested')"


@dataclass
class Run:
    """One run with what was counted in it."""

    town: Town
    bot: Running
    weather: Weather
    hands: Hands
    chance: random.Random
    kills: Counter[str] = field(default_factory=Counter)
    stops: int = 0
    moves: Counter[float] = field(default_factory=Counter)
    requests: Counter[str] = field(default_factory=Counter)
    refused: list[str] = field(default_factory=list)  # bodies that were refused for good
    answered: Counter[str] = field(default_factory=Counter)  # ids of messages, by how often they were answered with
    began: float = field(default_factory=time.monotonic)

    @property
    def api(self) -> DiscordApi:
        return self.town.api

    async def goes(self, deliveries: int, kills: int, say: Callable[[str], None]) -> None:
        """Tell the bot of things, wave after wave, and kill it in each; then let everything come to rest."""
        for number in range(kills):
            await self.town.is_told(self._missing(deliveries, number, kills))
            if self.chance.random() < 0.04:
                await self._stopped()
            await self._killed()
            self._harvested()
            self._moved()
            if number % 20 == 19:
                say(f"{number + 1} kills, {self._planned()} planned, {len(self._open())} open, {self.seconds:.0f} s")
        share, self.weather.share = self.weather.share, self.weather.share / 2
        for calm in range(40):
            if not self._open():
                break
            self.weather.share = share / 2 if calm < 6 else 0.0
            await self._stopped(QUIET * (1 + calm / 2))
            self._harvested()
            self._ahead(BEYOND_TRUST if calm % 2 else BEYOND_NONCES)
        await self._opened_doors()
        say(f"at rest after {self.seconds:.0f} s: {self._open()[:5]}")

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.began

    async def _opened_doors(self) -> None:
        """Let those take private messages who did not, a day later: what waited for them comes."""
        self.weather.share = 0.0
        for member in self.town.closed:
            self.town.people[member].opens_dms()
        self._ahead(timedelta(days=1, minutes=1).total_seconds())
        for turn in range(8):  # a process that is ended as soon as it is silent may have been too slow to begin
            await self._stopped(QUIET * (1 + turn))
            self._harvested()
            if not self.bot.rows(_WAITS_FOR_A_DOOR, (self.at,)):
                break

    async def _killed(self) -> None:
        """Start a process and kill it at a step, just after it is ready, or at any moment."""
        how, told = self.chance.random(), ""

        def kill(name: str) -> Callable[[], None]:
            def strike() -> None:
                nonlocal told
                told = told or name
                self.bot.kill()

            return strike

        if how < 0.75:
            at, most = self.chance.choice(STEPS)
            self.api.hooks.append(killer(at, self.chance.randint(1, most), kill(" ".join(at))))
        await self.bot.start()
        await self._ready()
        patience = 0.0 if how > 0.95 else self.chance.uniform(0.0, 1.5) if how > 0.75 else 2.0
        ending = asyncio.create_task(self.bot.ended(60))
        await asyncio.wait({ending}, timeout=patience)
        if not ending.done():
            kill("ready" if how > 0.95 else "any moment")()
        status = await ending
        assert status == -9, f"{status}: {self.bot.log[-2000:]}"
        self.kills[told] += 1
        await self._left()

    async def _stopped(self, quiet: float = QUIET) -> None:
        """Start a process and end it in order as soon as it asks for nothing for some seconds."""
        await self.bot.start()
        await self._ready()
        count = -1
        while count != len(self.api.calls):
            count = len(self.api.calls)
            await asyncio.sleep(quiet)
        assert await self.bot.stopped(12) == 0, self.bot.log[-2000:]
        self.stops += 1
        await self._left()

    async def _ready(self) -> None:
        await self.api.until(lambda: self.api.is_connected or not self.bot.is_up, within=60)

    async def _left(self) -> None:
        """Forget the sessions of the process that is gone: nobody will resume them."""
        self.api.hooks[:] = [self.weather]
        await self.api.is_left()

    def _harvested(self) -> None:
        """Count the requests so far and forget them."""
        for call in self.api.calls:
            if call.route in (SEND, POST, OPEN, MAKE):
                self.requests[f"{call.route.rsplit('/', 1)[1]} {call.status}"] += 1
            if call.route == SEND and call.status == 200:
                self.answered[call.result["id"]] += 1
            if call.route in (SEND, POST) and call.status == 400:
                self.refused.append(json.dumps(call.body))
        self.api.calls.clear()

    def _moved(self) -> None:
        """Now and then let time pass in which no bot runs."""
        if self.chance.random() < 0.25 and self.town.watch.now() < BEGIN + CLOSING_TIME:
            self._ahead(self.chance.choice((BEYOND_TRUST, BEYOND_NONCES)))

    def _ahead(self, seconds: float) -> None:
        self.moves[seconds] += 1
        self.town.watch.ahead += seconds
        self.hands.seconds = self.town.watch.ahead

    def _missing(self, deliveries: int, number: int, kills: int) -> int:
        return max(0, round(deliveries * (number + 1) / kills) - self._planned())

    def _planned(self) -> int:
        return len(self.bot.rows(_DUE, (self.at,)))

    def _open(self) -> list[str]:
        return [key for key, outcome in self.bot.rows(_DUE, (self.at,)) if outcome not in AT_REST]

    @property
    def at(self) -> str:
        """Return this instant as the columns hold it."""
        return self.town.watch.now().strftime("%Y-%m-%d %H:%M:%S.%f")

    def figures(self) -> dict[str, Any]:
        """Return what was counted."""
        found = len(re.findall(r" was found$", self.bot.log, re.MULTILINE))
        return {
            "seconds": round(self.seconds),
            "deliveries due": self._planned(),
            "kills": self.kills.total(),
            "kills by step": dict(self.kills.most_common()),
            "orderly stops": self.stops,
            "faults": self.weather.struck.total(),
            "faults by kind": dict(self.weather.struck.most_common()),
            "requests that send, by status": dict(sorted(self.requests.items())),
            "time moved, seconds by how often": dict(self.moves),
            "delivered after a doubt": self.bot.rows(_DOUBTED)[0][0],
            "doubts settled by nonce": sum(times - 1 for times in self.answered.values()),
            "doubts settled by reading back": found,
            "outcomes": dict(Counter(outcome for _, outcome in self.bot.rows(_DUE, (self.at,)))),
        }


async def ran(
    folder: Path, deliveries: int, kills: int, share: float, seed: int, say: Callable[[str], None] = lambda _: None
) -> tuple[Run, Callable[[], Any]]:
    """Run to the end and return the run; what it holds open is closed by the function beside it."""
    chance, watch = random.Random(seed), Watch(0.0)
    watch.ahead = (BEGIN - watch.now()).total_seconds()
    stack = AsyncExitStack()
    try:
        api = await stack.enter_async_context(DiscordApi(now=watch.now))
        there = town(api, watch, folder, chance)
        settings = {
            **api.settings,
            "IDEENHERD_PLACES": json.dumps(there.settings["places"]),
            "IDEENHERD_ADMINS": json.dumps(there.settings["admins"]),
            "WITHIN": str(WITHIN),
        }
        hands = Hands(folder / "clock")
        hands.seconds = watch.ahead
        bot = await stack.enter_async_context(process(folder, settings | hands.settings(stands=False), COMMAND))
        run = Run(there, bot, Weather(api, chance, share), hands, chance)
        api.hooks.append(run.weather)
        await there.settles()
        await run.goes(deliveries, kills, say)
    except BaseException:
        await stack.aclose()
        raise
    return run, stack.aclose
