"""A job goes to and fro between two people and colleagues are recommended for it, with a kill at every step of it.

Each deed that plans or settles something is done once for each step of the requests that follow on it, and at that step
the process is killed. When there is no step left, the deed has been killed everywhere.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from tests.day import books
from tests.day.playing import Player
from tests.day.reading import Reading
from tests.day.town import Town
from tests.support.botapi import BotApi
from tests.support.clocked import COMMAND, Hands
from tests.support.discordapi import DiscordApi
from tests.support.running import process

BEGIN: Final = datetime(2026, 12, 1, 7, 55, tzinfo=UTC)
A_DAY: Final = 6  # rounds between two nights, in which nobody is asked
NOTHING_LEFT: Final = "nothing was left to do"
FOUNDED: Final = """\
@ 2026-12-01 09:00
orga@telegram> /start
anna@telegram> /skills Python
anna@telegram> [Einverstanden]
ben@discord:#jobs> /skills
ben@discord> [Einverstanden]
ben@discord> liste=Python
ben@discord> ok
dora@telegram> /skills Lektorat
dora@telegram> [Nur gelistet]
emil@discord:#jobs> /skills
emil@discord> [Nur gelistet]
emil@discord> liste=Lektorat
emil@discord> ok
ben@discord:#jobs> Suche jemanden für Haskell, für einen Verein in Witten.
ben@discord:#jobs> [Vorschau]
ben@discord> [Veröffentlichen]
"""
# What one round is; a line with a mark before it is the deed of that name, at which the process is killed. Interest is
# answered, or ever more people would be told of each new author.
ROUND: Final = """\
ben@discord:#jobs> /weitergeben job=1 an=Anna
ben@discord> [Den ganzen Auftrag]
ben@discord> ok
offered on Discord: ben@discord> [Anbieten]
taken on Telegram: anna@telegram> [Zu diesen Bedingungen]
there{n}@telegram> /skills Lektorat
there{n}@telegram> [Nur gelistet]
recommended on Discord: emil@discord:#jobs> /empfehlen job=1 wen=There{n}
agreed on Telegram: there{n}@telegram> [Interesse]
anna@telegram> [Ablehnen]
anna@telegram> /weitergeben 1 an=Ben
anna@telegram> [Den ganzen Auftrag]
anna@telegram> [Überspringen]
anna@telegram> [Überspringen]
anna@telegram> [Überspringen]
offered on Telegram: anna@telegram> [Anbieten]
taken on Discord: ben@discord> [Zu diesen Bedingungen]
here{n}@discord:#jobs> /skills
here{n}@discord> [Nur gelistet]
here{n}@discord> liste=Lektorat
here{n}@discord> ok
recommended on Telegram: dora@telegram> /empfehlen 1 wen=Here{n}
agreed on Discord: here{n}@discord> [Interesse]
ben@discord> [Ablehnen]
"""
DEEDS: Final = tuple(re.findall(r"^(\w+ on \w+): ", ROUND, re.MULTILINE))
_DROPPED: Final = re.compile(r"nobody may be tagged|it has another author|the offer has ended|somebody else leads it")


@dataclass
class Story:
    """The lines, as long as any deed has a step at which it was not killed; `most` rounds where it need not be all."""

    player: Player
    first: Callable[[str], int]  # the step at which a deed is killed in the first round
    most: int | None = None
    rounds: int = 0
    struck: dict[str, list[str]] = field(default_factory=lambda: {deed: [] for deed in DEEDS})
    done: set[str] = field(default_factory=set)

    def lines(self) -> Iterator[str]:
        """Yield one line after another, and note before each that is to be killed, and after it where it was."""
        yield from FOUNDED.splitlines()
        step = {deed: self.first(deed) for deed in DEEDS}
        while len(self.done) < len(DEEDS) and self.rounds != self.most:
            if self.rounds % A_DAY == 0:
                yield f"@ 2026-12-{self.rounds // A_DAY + 2:02} 09:00"
            self.rounds += 1
            for line in ROUND.format(n=_name(self.rounds)).splitlines():
                deed, _, rest = line.rpartition(": ")
                if deed not in step or deed in self.done:
                    yield rest if deed in step else line
                    continue
                before = self.player.struck.copy()
                self.player.kills[self.player.deeds + 1] = step[deed], False
                yield rest
                (at,) = self.player.struck - before
                self.struck[deed].append(at)
                step[deed] += 1
                if at == NOTHING_LEFT:
                    self.done.add(deed)

    def faults(self) -> list[str]:
        """Return everything that is not as promised, in words."""
        player = self.player
        rows = books.kept(player)
        checks = (
            books.ends(player, rows, _DROPPED),
            books.messages(player, rows),
            books.copies(player),
            books.answers(player),
            books.database(player),
            books.platforms(player),
            self._records(),
            self._told(rows),
        )
        return [fault for check in checks for fault in check]

    def _records(self) -> Iterator[str]:
        """Each round made two offers that were taken and two recommendations that were agreed to, each once."""
        read = self.player.reading.rows
        there = Counter(read("SELECT state, giver_id, taker_id FROM handovers"))
        anna, ben = [read("SELECT id FROM members WHERE name = ?", (name,))[0][0] for name in ("Anna", "Ben")]
        wanted = {("taken", ben, anna): self.rounds, ("taken", anna, ben): self.rounds}
        if there != wanted:
            yield f"offers: {there} instead of {wanted}"
        if (lead := read("SELECT author_id, former_id, contact_id FROM jobs")) != [(ben, anna, None)]:
            yield f"the job is led by {lead}"
        answers = Counter(read("SELECT is_taken FROM recommendations"))
        if answers != {(1,): 2 * self.rounds}:
            yield f"recommendations: {answers}"
        ((interests,),) = read("SELECT count(*) FROM interests")
        if interests != 2 * self.rounds:
            yield f"{interests} are interested"

    def _told(self, rows: list[books.Row]) -> Iterator[str]:
        """Whoever is asked is asked once, and whoever has to know is told once."""
        sent = Counter(row.kind for row in rows if row.outcome == "sent")
        for kind in ("handover.ask", "handover.told", "job.recommended", "job.interest"):
            if sent[kind] != 2 * self.rounds:
                yield f"{sent[kind]} of {kind} instead of {2 * self.rounds}"


def _most_steps(deed: str) -> int:
    """Return about how many steps follow on a deed: whatever is taken over is shown on every card."""
    return 27 if deed.startswith("taken") else 12


def _name(number: int) -> str:
    return chr(ord("a") + (number - 1) // 26) + chr(ord("a") + (number - 1) % 26)


@asynccontextmanager
async def played(folder: Path, most: int | None, seed: int | None) -> AsyncIterator[Story]:
    """Play rounds, `most` or until every deed was killed at every step; the seed chooses the steps of the first."""
    hands = Hands(folder / "clock")
    hands.seconds = BEGIN.timestamp()
    chance = random.Random(seed)
    async with BotApi(now=hands.now) as telegram, DiscordApi(now=hands.now) as discord:
        town = Town(hands, telegram, discord)
        report = folder / "report"
        settings = town.settings | hands.settings(stands=True) | {"REPORT": str(report)}
        async with process(folder, settings, COMMAND) as bot:
            player = Player(town, bot, settings, Reading(folder / "ideenherd.db"), report, {})
            story = Story(player, lambda deed: 1 if seed is None else chance.randint(1, _most_steps(deed)), most)
            await player.plays(story.lines())
            yield story
