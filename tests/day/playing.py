"""The story is played: people act on both platforms, time passes, and the process lives, dies and comes back."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from adapters.console.people import Persona
from bot.demo import script
from bot.demo.clock import instant
from bot.demo.script import Does
from tests.day.people import Fingers, NotThere
from tests.day.reading import Reading
from tests.day.town import DISCORD, Town
from tests.day.transcript import Block, Eyes, clock
from tests.support.canaries import NEW_ON_DISCORD
from tests.support.clocked import Report
from tests.support.running import Running

LOOK: Final = 0.02  # seconds of the machine's between two looks
STEP: Final = 0.25  # seconds of the story's that pass between two of them
PATIENCE: Final = 60.0  # seconds of the machine's until something that never comes to rest is given up
AGAIN: Final = 4  # times that somebody does a thing who got no answer
SETTLING: Final = timedelta(minutes=10)
NOT_OURS: Final = ("getUpdates",)
ACCEPTED: Final = {("accepted", "sendMessage"), ("accepted", "POST /channels/{channel}/messages")}
WORDS: Final = frozenset({"upgrade", "revoke", "renew"})


@dataclass
class Kill:
    """The process is to be killed at the n-th step of any request, or where there are fewer when all is done.

    `sending` counts only messages that a platform has just accepted.
    """

    left: int
    sending: bool
    kill: Callable[[], None]
    struck: str = ""

    def __call__(self, step: str, what: str) -> None:
        if what in NOT_OURS or self.struck or (self.sending and (step, what) not in ACCEPTED):
            return
        self.left -= 1
        if self.left <= 0:
            self.strike(f"{step} {what}")

    def strike(self, at: str) -> None:
        """Kill."""
        self.struck = at
        self.kill()


@dataclass
class Player:
    """Plays lines on a town and its process.

    `kills` says at which of the people's deeds, counted from 1, to kill it, after how many steps of requests, and
    whether only messages count that were just accepted.
    `at` is the time that the story has set last; what goes on takes some seconds beyond it.
    """

    town: Town
    bot: Running
    settings: dict[str, str]
    reading: Reading
    report: Path
    kills: dict[int, tuple[int, bool]]
    blocks: list[Block | str] = field(default_factory=list)
    struck: Counter[str] = field(default_factory=Counter)
    stops: int = 0
    starts: int = 0
    deeds: int = 0
    at: str = ""
    unanswered: list[str] = field(default_factory=list)
    lost: dict[Persona, Does] = field(default_factory=dict)  # last deeds of people that a kill struck
    fingers: Fingers = field(init=False)
    eyes: Eyes = field(init=False)

    def __post_init__(self) -> None:
        self.fingers, self.eyes = Fingers(self.town), Eyes(self.town)

    async def plays(self, lines: Iterable[str]) -> None:
        """Play a whole story, from the start of the process to its orderly end."""
        await self._rises()
        for number, line in enumerate(lines, 1):
            try:
                await self._plays(line.strip())
            except Exception as error:
                error.add_note(f"in line {number}: {line}\n{self.bot.log[-3000:]}")
                raise
        await self._stops()

    async def _plays(self, line: str) -> None:
        if line.startswith("#"):
            self.blocks.append(line.removeprefix("#").strip() if not line.startswith("##") else line)
            return
        if line.startswith("%"):
            await self._happens(line)
            return
        match script.read(line):
            case Does() as act:
                await self._does(act, line)
            case script.SetClock(wall=wall):
                await self._moves(instant(wall))
            case other:
                assert other is None, f"{other} is not played here"

    async def _does(self, act: Does, line: str) -> None:
        """Let somebody do something, who does it again where no answer came."""
        self.deeds += 1
        kill = self._planned()
        block = Block(f"{self.at}  {line.replace('> ', ' » ', 1)}")
        for times in range(AGAIN):
            before = self.fingers.impressions(act.persona)
            await self._is_done(act, block)
            await self._rests()
            if kill is not None and not kill.struck:
                kill.strike("nothing was left to do")
                await self._rests()
            if kill is not None and not times and self.fingers.only_asks(act):
                continue  # a part of the answer may be lost, such as what stands beside a form
            if self.fingers.impressions(act.persona) > before or not self.fingers.wants_answer(act):
                break
        else:
            self.unanswered.append(line)
        if kill is not None:
            self._unhook(kill)
            self.struck[kill.struck] += 1
            block.killed = block.killed or kill.struck
        await self._organisers_answer()
        if kill is not None:
            await self._settles()
            self.lost[act.persona] = act
        else:
            self.lost.pop(act.persona, None)
        self._sees(block)

    async def _is_done(self, act: Does, block: Block) -> None:
        """Let somebody act; what they are to press may be in an answer that a kill cut short, so they ask again."""
        try:
            self.fingers.do(act)
        except NotThere:
            before = self.lost.pop(act.persona, None)
            if before is None:
                raise
            self.fingers.do(before)
            await self._rests()
            block.killed = "a part of the answer before"
            self.fingers.do(act)

    async def _settles(self) -> None:
        """Let come what waits for a doubt to be settled, so that the story goes on as if nothing had happened."""
        async for _ in self._passes(self.town.now + SETTLING):
            pass

    async def _passes(self, latest: datetime) -> AsyncIterator[datetime]:
        """Let time pass and stop wherever something falls due until then; yield when that was."""
        while (at := self.reading.next_due(self.town.now)) is not None and at <= latest:
            self.town.hands.seconds = at.timestamp()
            await self._rests()
            await self._organisers_answer()
            yield at

    def _planned(self) -> Kill | None:
        if self.deeds not in self.kills:
            return None
        kill = Kill(*self.kills[self.deeds], self.bot.kill)
        self.town.telegram.hooks.append(kill)
        self.town.discord.hooks.append(kill)
        return kill

    def _unhook(self, kill: Kill) -> None:
        self.town.telegram.hooks.remove(kill)
        self.town.discord.hooks.remove(kill)

    def _sees(self, block: Block) -> None:
        public, alone = self.eyes.look()
        block.public += public
        block.alone += alone
        self.blocks.append(block)

    async def _noted(self, head: str) -> None:
        await self._rests()
        self._sees(Block(head))

    async def _happens(self, line: str) -> None:
        """Let something happen that no person does by a line."""
        word, _, rest = line.removeprefix("%").strip().partition(" ")
        assert word in WORDS, f"{word} is none of {sorted(WORDS)}"
        match word:
            case "upgrade":
                self.town.upgrades(rest)
                await self._noted(f"{self.at} Telegram {rest} becomes a supergroup, under another id.")
            case "revoke":
                self.town.discord.revoke()
                self.reading = Reading(self.reading.file, DISCORD)
                await self.town.discord.disconnects()
                await self._noted(f"{self.at} The token of Discord is worth nothing any more.")
            case "renew":
                await self._stops()
                self.town.discord.renew(NEW_ON_DISCORD)
                self.settings["IDEENHERD_DISCORD__TOKEN"] = NEW_ON_DISCORD
                self.reading = Reading(self.reading.file)
                await self._rises()
                await self._settles()
                await self._noted(f"{self.at} The operator stops the process in order and gives it a new token.")

    async def _moves(self, then: datetime) -> None:
        """Let time pass, and note what everybody sees meanwhile."""
        assert then >= self.town.now, "time only goes on"
        async for at in self._passes(then):
            public, alone = self.eyes.look()
            if public or alone:
                self.blocks.append(Block(clock(at), public, alone))
        self.at = clock(then)
        self.town.hands.seconds = max(then.timestamp(), self.town.hands.seconds)
        await self._rests()

    async def _rises(self) -> None:
        """Start the process and wait until it listens to what it can listen to."""
        await self._begins()
        await self._rests()

    async def _begins(self) -> None:
        self.report.unlink(missing_ok=True)
        await self.bot.start()
        self.starts += 1

    async def _stops(self) -> None:
        assert await self.bot.stopped() == 0, self.bot.log[-2000:]
        self.stops += 1
        await self.town.discord.is_left()

    async def _rests(self) -> None:
        """Wait until nothing is left to do, while time goes on a little; a process that was killed is started again."""
        async with asyncio.timeout(PATIENCE):
            seen: Report | None = None
            while True:
                if not self.bot.is_up:
                    assert await self.bot.ended() == -9, self.bot.log[-3000:]
                    await self.town.discord.is_left()
                    await self._begins()
                report = Report.read(self.report)
                if not self._listens(report):
                    await asyncio.sleep(LOOK)  # the clock stands, or everything would be tried in vain for minutes
                    continue
                if not self._is_at_rest(report):
                    seen = None
                elif seen is not None and report is not None and report.number > seen.number + 1:
                    return
                elif seen is None:
                    seen = report
                self.town.hands.seconds += STEP
                await asyncio.sleep(LOOK)

    def _listens(self, report: Report | None) -> bool:
        is_on_discord = self.town.discord.is_connected and report is not None and report.heard is not None
        return report is not None and (is_on_discord or self.reading.without == DISCORD)

    def _is_at_rest(self, report: Report | None) -> bool:
        telegram, discord = self.town.telegram, self.town.discord
        if report is None or report.is_busy or telegram.unconfirmed or not telegram.is_polled:
            return False
        if self.reading.without != DISCORD:
            told = [session.number for session in discord.world.sessions.connected]
            if told != [report.heard] or not self.fingers.are_answered():
                return False
        return not self.reading.due(self.town.now)

    async def _organisers_answer(self) -> None:
        """Let the organisers answer truthfully what nobody but them can know."""
        while self.fingers.organisers_answer(self.reading):
            await self._rests()
