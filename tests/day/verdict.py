"""Compares the outbox and the inbox of the day with what both platforms truly accepted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from tests.day import books
from tests.day.playing import Player
from tests.day.town import Message
from tests.support.canaries import shown, sung

# A true reason for not being sent: the story closes jobs, lets people leave and be forgotten.
_DROPPED: Final = re.compile(
    r"nobody may be tagged|no card to reply to|gone|forgotten|withdrawn|closed|is over|nobody|nothing is left"
)


def faults(player: Player) -> list[str]:
    """Return everything that is not as promised, in words."""
    rows = books.kept(player)
    checks = (
        books.ends(player, rows, _DROPPED),
        _planned(rows),
        books.messages(player, rows),
        _pings(player),
        books.copies(player),
        books.answers(player),
        books.database(player),
        _traces(player),
        _log(player),
        books.platforms(player),
    )
    return [fault for check in checks for fault in check]


def _planned(rows: list[books.Row]) -> Iterator[str]:
    """Everything that the story leads to was planned and sent."""
    sent = Counter(row.kind for row in rows if row.outcome == "sent")
    yield from (
        f"{sent[kind]} of {kind} were sent instead of {count}" for kind, count in SENT.items() if sent[kind] != count
    )


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


def _traces(player: Player) -> Iterator[str]:
    """Nothing is left of who is forgotten."""
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
