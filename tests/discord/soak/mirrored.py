"""Looks at the events of the servers: none was made twice, and none counts as made that is not there."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from tests.discord.soak.run import Run

if TYPE_CHECKING:
    from tests.discord.soak.verdict import Verdict

_MADE: Final = "SELECT key, ref_message FROM deliveries WHERE kind = 'event.mirror' AND outcome = 'sent'"


def judge_mirrors(run: Run, found: Verdict) -> None:
    """Judge the events of both servers, also those that were taken away."""
    for guild in run.town.guilds:
        made = Counter(re.findall(r"Treffen (E\d{5})", each.name)[0] for each in guild.events)
        found.double += [f"{name} is {times} events of {guild.name}" for name, times in made.items() if times > 1]
    there = {str(each.id) for guild in run.town.guilds for each in guild.events}
    found.falsely_sent += [key for key, message in run.bot.rows(_MADE) if message not in there]
