"""Compares the events of the servers with those that the bot was told of: each of the soonest stands there once."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from bot.outbox.mirrors import MOST
from tests.discord.soak.run import Run
from tests.support.discordapi import Guild
from tests.support.discordapi.scheduled import Scheduled

if TYPE_CHECKING:
    from tests.discord.soak.verdict import Verdict

_EVENTS: Final = "SELECT id, text FROM events ORDER BY id"
_ENDED: Final = "SELECT key, outcome, ref_message FROM deliveries WHERE kind = 'event.mirror'"
_ALL_OVER: Final = frozenset({"sent", "dropped", "refused"})


def judge_mirrors(run: Run, found: Verdict) -> None:
    """Judge the events of both servers, also those that were taken away."""
    texts = dict(run.bot.rows(_EVENTS))
    for guild in run.town.guilds:
        _judge_guild(guild, texts, found)
    there = {str(each.id) for guild in run.town.guilds for each in guild.events}
    for key, outcome, message in run.bot.rows(_ENDED):
        if outcome not in _ALL_OVER:
            found.lost.append(f"{key} is {outcome}")
        elif outcome == "sent" and message not in there:
            found.falsely_sent.append(key)


def _judge_guild(guild: Guild, texts: dict[int, str], found: Verdict) -> None:
    made: dict[int, list[Scheduled]] = defaultdict(list)
    for each in guild.events:
        made[int(re.findall(r"Treffen E(\d{5})", each.name)[0])].append(each)
    for number, mirrors in made.items():
        if len(mirrors) > 1:
            found.double.append(f"event {number} of {guild.name}: {[each.id for each in mirrors]}")
        found.others += [f"{each} shows what was" for each in mirrors if texts[number] not in each.description]
    found.lost += [f"event {number} of {guild.name}" for number in sorted(texts)[:MOST] if number not in made]
