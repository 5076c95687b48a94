"""Compares the outbox and the inbox of the day with what both platforms truly accepted."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from tests.day.playing import Player
from tests.day.town import DISCORD, TELEGRAM, Message
from tests.day.transcript import Block
from tests.support import botapi
from tests.support.canaries import shown, sung

_ROWS: Final = """
    SELECT deliveries.key, kind, outcome, reason, doubts, ref_platform, ref_chat, ref_message, ref_topic,
        places.chat, login
    FROM deliveries LEFT JOIN places ON places.id = place_id WHERE due <= ? AND kind != 'event.mirrors'
    ORDER BY deliveries.id
"""  # those send nothing
# A true reason for not being sent: the story closes jobs, lets people leave and be forgotten.
_DROPPED: Final = re.compile(
    r"nobody may be tagged|no card to reply to|gone|forgotten|withdrawn|closed|is over|nobody|nothing is left"
)
_OLD: Final = "SELECT old FROM moves"


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


def faults(player: Player) -> list[str]:
    """Return everything that is not as promised, in words."""
    rows = [Row(*each) for each in player.reading.rows(_ROWS, (f"{player.town.now:%Y-%m-%d %H:%M:%S.%f}",))]
    checks = (
        _ends(player, rows),
        _planned(rows),
        _messages(player, rows),
        _pings(player),
        _copies(player),
        _answers(player),
    )
    return [fault for check in (*checks, _database(player), _log(player), _platforms(player)) for fault in check]


def _ends(player: Player, rows: list[Row]) -> Iterator[str]:
    """Nothing is lost, nothing counts as sent that is not there, and everything is in the right place."""
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
            case "dropped" if _DROPPED.search(row.reason):
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


def _messages(player: Player, rows: list[Row]) -> Iterator[str]:
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
        extra = sum(row.doubts > 0 and row.kind in ONCE_MORE and row.platform == TELEGRAM for row in known)
        if known and len(owners) > len(known) + extra:
            yield f"{len(owners)} times instead of {len(known)}: {words}"


def _planned(rows: list[Row]) -> Iterator[str]:
    """Everything that the story leads to was planned and sent."""
    sent = Counter(row.kind for row in rows if row.outcome == "sent")
    yield from (
        f"{sent[kind]} of {kind} were sent instead of {count}" for kind, count in SENT.items() if sent[kind] != count
    )


def _is_ephemeral(message: Message) -> bool:
    return not isinstance(message, botapi.Message) and message.ephemeral


def _is_public(player: Player, message: Message) -> bool:
    if isinstance(message, botapi.Message):
        return message.chat in player.town.groups
    return message.channel in player.town.channels and not _is_ephemeral(message)


ONCE_MORE: Final = ("reminder", "organisers.uncertain")  # what may come twice after a doubt on Telegram
# How many of each kind the story leads to: twelve jobs, four rungs of the Twittwoch, two reminders, on both platforms.
SENT: Final = {"job.card": 24, "event.announcement": 8, "reminder": 2}
# Who is called for which job, and on which side: everybody who offers it and agreed to be tagged, and nobody else, nor
# anybody a fourth time in a week, as Juno would be for the last one.
TAGS: Final = {
    "Gesucht: Website-Erstellung, WordPress, Fotografie": {"Mads", "Juno"},
    "Gesucht: Go, Kubernetes": {"Kira", "Ole"},
    "Gesucht: Buchhaltung": {"Pia"},
    "Gesucht: Django, React, Texten": {"Ole", "Fenja"},
    "Gesucht: Lektorat": {"Fenja"},
    "Gesucht: Lektorat, SEO": {"Juno"},
    "Drei kurze Reels": {"Juno"},
    "Gesucht: Shopware": {"Mads"},
    "Gesucht: Moderation, Veranstaltungstechnik": {"Rike"},
}


def _pings(player: Player) -> Iterator[str]:
    """People were called for what they offer, each once a job, and nobody by anything else."""
    called: Counter[tuple[str, str]] = Counter()
    for on_telegram in player.town.telegram.notified:
        called[_job(on_telegram.message), on_telegram.person.name] += 1
    for on_discord in player.town.discord.notified:
        called[_job(on_discord.message), on_discord.person.name if on_discord.person else "everyone"] += 1
    wanted = Counter((title, name) for title, names in TAGS.items() for name in names)
    yield from (
        f"{name} was called for {title} {times} times too often" for (title, name), times in (called - wanted).items()
    )
    yield from (f"{name} was not called for {title}" for title, name in (wanted - called))


def _job(message: Message) -> str:
    """Return the title of the job that people are called for, or the words where they are called for anything else."""
    words = message.history[0].text
    title = re.search(r"^Getaggt wegen .*\n„(.*)“$", words, re.MULTILINE)
    return title[1] if title else words


def _copies(player: Player) -> Iterator[str]:
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


def _answers(player: Player) -> Iterator[str]:
    """Everybody got an answer; where not, the process was being killed, and asking again gave one."""
    yield from (f"nobody answered {line}" for line in player.unanswered)
    failed = sum(each.failed for each in player.town.discord.interactions)
    struck = sum(isinstance(block, Block) and bool(block.killed) for block in player.blocks)
    if failed > struck:
        yield f"{failed} interactions failed, and only {struck} kills"


def _database(player: Player) -> Iterator[str]:
    if player.reading.rows("PRAGMA integrity_check") != [("ok",)]:
        yield "the database is damaged"
    yield from (f"a key points nowhere: {each}" for each in player.reading.rows("PRAGMA foreign_key_check"))
    unhandled = "SELECT incoming FROM inbox WHERE handled_at IS NULL OR payload IS NOT NULL"
    yield from (f"update {each} is not handled" for (each,) in player.reading.rows(unhandled))
    content = b"".join(file.read_bytes() for file in player.reading.file.parent.glob("ideenherd.db*"))
    pia = next(each for persona, each in player.town.people.items() if persona.handle == "pia")
    for trace in ("Drei kurze Reels", "Das Material ist da", str(pia.id)):
        if trace.encode() in content:
            yield f"of who is forgotten there is left: {trace}"


def _log(player: Player) -> Iterator[str]:
    """The log tells no token and nothing of anybody."""
    log = player.bot.log
    yield from (f"in the log: {canary}" for canary in sung(log))
    yield from (f"in what the bot has shown: {canary}" for canary in shown(player.town.messages()))
    names = [word for each in player.town.people.values() for word in (each.name, str(each.id))]
    yield from (f"in the log: {name}" for name in names if re.search(rf"\b{name}\b", log))
    yield from (f"in the log: {words}" for words in TAGS if words in log)
    for line in log.splitlines():
        if re.search(r"ERROR|CRITICAL|Traceback", line) and not _EXPECTED.search(line):
            yield f"in the log: {line}"


_EXPECTED: Final = re.compile(r"Discord refuses the token|discord refuses us as a whole")


def _platforms(player: Player) -> Iterator[str]:
    yield from player.town.telegram.violations
    yield from player.town.discord.violations
