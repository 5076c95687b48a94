"""The books of the bot against what both platforms truly accepted, whatever was played."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from bot.house import kinds
from tests.day.playing import Player
from tests.day.town import DISCORD, TELEGRAM, Message
from tests.day.transcript import Block
from tests.support import botapi

_ROWS: Final = """
    SELECT deliveries.key, kind, outcome, reason, doubts, ref_platform, ref_chat, ref_message, ref_topic,
        places.chat, login
    FROM deliveries LEFT JOIN places ON places.id = place_id WHERE due <= ? AND kind != 'event.mirrors'
    ORDER BY deliveries.id
"""  # those send nothing
_OLD: Final = "SELECT old FROM moves"
_KINDS: Final = kinds().deliveries  # those that remind may come twice after a doubt on Telegram

Where: TypeAlias = tuple[str | None, str | None, str | None]


@dataclass(frozen=True)
class Row:
    """One row of the outbox, at the end."""

    key: str
    kind: str
    outcome: str
    reason: str
    doubts: int
    platform: str | None
    chat: str | None
    message: str | None
    topic: str | None
    place_chat: str | None
    login: str | None

    @property
    def where(self) -> Where:
        """Return which message it became."""
        return self.platform, self.chat, self.message


def kept(player: Player) -> list[Row]:
    """Return the rows of the outbox that were due until now."""
    return [Row(*each) for each in player.reading.rows(_ROWS, (f"{player.town.now:%Y-%m-%d %H:%M:%S.%f}",))]


def ends(player: Player, rows: list[Row], dropped: re.Pattern[str]) -> Iterator[str]:
    """Nothing is lost, nothing counts as sent that is not there, and everything is in the right place.

    `dropped` finds what is a true reason for not being sent.
    """
    accepted = {_where(player, each) for each in player.town.messages()} | set(_mirrors(player))
    old = {chat for (chat,) in player.reading.rows(_OLD)}
    for row in rows:
        match row.outcome:
            case "sent" if row.where not in accepted:
                yield f"{row.key} is sent, and no platform has it"
            case "sent" if row.kind == "event.mirror":
                pass
            case "sent" if row.place_chat is not None and row.chat != row.place_chat and row.chat not in old:
                yield f"{row.key} stands in {row.chat} instead of {row.place_chat}"
            case "sent":
                pass
            case "dropped" if dropped.search(row.reason):
                pass
            case _:
                yield f"{row.key} is {row.outcome} ({row.reason}) after {row.doubts} doubts"


def _mirrors(player: Player) -> Iterator[Where]:
    """Yield by which address the bot knows the events of the servers, those that are over too."""
    for guild in player.town.discord.world.guilds.values():
        yield from ((DISCORD.value, str(guild.id), str(each.id)) for each in guild.events)


def _where(player: Player, message: Message) -> Where:
    """Return by which address the bot knows a message."""
    if isinstance(message, botapi.Message):
        chat = next((old for old, each in player.town.behind if each is message), message.chat.id)
        return TELEGRAM.value, str(chat), str(message.id)
    return DISCORD.value, str(message.channel.id), str(message.id)


def messages(player: Player, rows: list[Row]) -> Iterator[str]:
    """No message of the delivery's stands twice, and none that no row accounts for."""
    claimed = Counter(row.where for row in rows if row.outcome == "sent")
    yield from (f"{times} rows became the one message {where}" for where, times in claimed.items() if times > 1)
    by_where = {row.where: row for row in rows if row.outcome == "sent"}
    said: dict[tuple[str | None, str], list[Row | None]] = defaultdict(list)
    for message in player.town.messages():
        where = _where(player, message)
        if where not in claimed and _is_public(player, message):
            yield f"no row accounts for {message}"
        elif not _is_ephemeral(message):
            said[where[1], message.history[0].text].append(by_where.get(where))
    for (_, words), owners in said.items():
        known = [row for row in owners if row is not None]
        extra = sum(row.doubts > 0 and _KINDS[row.kind].reminds and row.platform == TELEGRAM for row in known)
        if known and len(owners) > len(known) + extra:
            yield f"{len(owners)} times instead of {len(known)}: {words}"


def _is_ephemeral(message: Message) -> bool:
    return not isinstance(message, botapi.Message) and message.ephemeral


def _is_public(player: Player, message: Message) -> bool:
    if isinstance(message, botapi.Message):
        return message.chat in player.town.groups
    return message.channel in player.town.channels and not _is_ephemeral(message)


def copies(player: Player) -> Iterator[str]:
    """Every copy of a job says the same on both platforms."""
    standing = {_where(player, each): each for each in player.town.messages() if not each.deleted}
    copies: dict[int, set[tuple[str, ...]]] = {}
    statement = "SELECT object_id, platform, chat, message, shown, wanted FROM postings WHERE kind = 'card'"
    for job, platform, chat, message, *revisions in player.reading.rows(statement):
        copy = standing.get((platform, chat, message))
        if revisions[0] < revisions[1]:
            yield f"job {job} shows {revisions[0]} instead of {revisions[1]} on {platform}"
        if copy is not None:
            copies.setdefault(job, set()).add((copy.text.replace("\\", ""), *copy.labels))
    yield from (f"job {job} reads differently: {texts}" for job, texts in copies.items() if len(texts) > 1)


def answers(player: Player) -> Iterator[str]:
    """Everybody got an answer; where not, the process was being killed, and asking again gave one."""
    yield from (f"nobody answered {line}" for line in player.unanswered)
    failed = sum(each.failed for each in player.town.discord.interactions)
    struck = sum(isinstance(block, Block) and bool(block.killed) for block in player.blocks)
    if failed > struck:
        yield f"{failed} interactions failed, and only {struck} kills"


def database(player: Player) -> Iterator[str]:
    """The file is whole, every key points somewhere, and nothing that came in is left."""
    if player.reading.rows("PRAGMA integrity_check") != [("ok",)]:
        yield "the database is damaged"
    yield from (f"a key points nowhere: {each}" for each in player.reading.rows("PRAGMA foreign_key_check"))
    unhandled = "SELECT incoming FROM inbox WHERE handled_at IS NULL OR payload IS NOT NULL"
    yield from (f"update {each} is not handled" for (each,) in player.reading.rows(unhandled))


def platforms(player: Player) -> Iterator[str]:
    """The bot has done nothing on either platform that a bot must not do."""
    yield from player.town.telegram.violations
    yield from player.town.discord.violations
