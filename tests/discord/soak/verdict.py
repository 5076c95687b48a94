"""Compares the outbox with what Discord truly accepted, message by message, deleted ones too."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from tests.discord.soak.mirrored import judge_mirrors
from tests.discord.soak.run import Run
from tests.support.discordapi import Message, Thread
from tests.support.discordapi.places import Private

_TOLD: Final = """
    SELECT key, kind, outcome, reason, doubts, attempts, place_id, member_id, ref_message, expires, subject,
        (SELECT chat FROM places WHERE places.id = place_id)
    FROM deliveries WHERE due <= ? ORDER BY id
"""
_NEWS: Final = re.compile(r"ist geändert|ist verlegt|ist abgesagt")
_DROPPED: Final = re.compile(r"nobody may be tagged any more|there is no card to reply to|the reminder is gone")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the outbox, at the end."""

    key: str
    kind: str
    outcome: str
    reason: str
    doubts: int
    attempts: int
    place: int | None
    member: int | None
    message: str | None
    expires: str | None
    subject: str
    chat: str | None


@dataclass
class Verdict:
    """What was found; the lists are empty where everything is as promised."""

    rows: list[Row]
    accepted: int = 0
    ids: set[int] = field(default_factory=set)  # of all that Discord accepted
    lost: list[str] = field(default_factory=list)
    double: list[str] = field(default_factory=list)
    falsely_sent: list[str] = field(default_factory=list)
    astray: list[str] = field(default_factory=list)  # in the wrong channel, or nobody knows what it is
    pings: list[str] = field(default_factory=list)  # people called twice, not at all, or without being declared
    others: list[str] = field(default_factory=list)

    @property
    def faults(self) -> dict[str, list[str]]:
        """Return what is not as promised."""
        named = ("lost", "double", "falsely_sent", "astray", "pings", "others")
        return {name: getattr(self, name) for name in named if getattr(self, name)}


def verdict(run: Run) -> Verdict:
    """Judge a run that has come to rest."""
    rows = [Row(*each) for each in run.bot.rows(_TOLD, (run.at,))]
    found = Verdict(rows)
    said = _said(run, found)
    for row in rows:
        if not row.kind.startswith("event.mirror"):
            _judge(run, row, said.get(row.key, []), found)
    judge_mirrors(run, found)
    for key in said.keys() - {row.key for row in rows}:
        found.astray.append(f"{key} was never planned, and is said {len(said[key])} times")
    _judge_pings(run, found)
    if run.bot.rows("PRAGMA integrity_check") != [("ok",)]:
        found.others.append("the database is damaged")
    if run.api.token in run.bot.log:
        found.others.append("the token is in the log")
    found.others += [f"in the log: {words}" for words in re.findall(r"\b[REMJ]\d{5}\b", run.bot.log)[:3]]
    found.others += [f"in the log: {line}" for line in _alarms(run.bot.log)[:5]]
    found.others += run.api.violations
    return found


def _alarms(log: str) -> list[str]:
    return [line for line in log.splitlines() if re.search(r"ERROR|CRITICAL|Traceback|stays uncertain", line)]


def _messages(run: Run) -> Iterator[Message]:
    yield from (each for each in run.api.messages() if each.by_bot)


def _said(run: Run, found: Verdict) -> dict[str, list[Message]]:
    """Return the messages that say a row, alone or as a line of a digest, by the row's key."""
    said: dict[str, list[Message]] = defaultdict(list)
    batches = {(job, member): batch for job, member, batch in run.bot.rows("SELECT job_id, member_id, batch FROM tags")}
    members = {person.id: member for member, person in run.town.people.items()}
    places = {chat: number for number, chat in run.bot.rows("SELECT id, chat FROM places")}
    for message in _messages(run):
        found.accepted += 1
        found.ids.add(message.id)
        keys = list(_keys(run, message, batches, members, places))
        for key in keys:
            said[key].append(message)
        if not keys:
            found.astray.append(f"nobody knows what this is: {message}")
    return said


def _keys(
    run: Run, message: Message, batches: dict[Any, int], members: dict[int, int], places: dict[str, int]
) -> Iterator[str]:
    text, place = message.history[0].text, message.channel
    job = next((int(each) for each in re.findall(r"Auftrag J(\d{5})", text)), 0)
    if isinstance(place, Private):
        reader = members.get(place.person.id, 0)
        for number in re.findall(r"Rechnung R(\d{5})", text):
            yield f"reminder:{int(number)}:member:{reader}"
        if "hat Interesse an" in text:
            who = next(member for member, person in run.town.people.items() if f"<@{person.id}>" in text)
            yield f"job:{job}:interest:{who}"
        return
    where = places[str(place.parent.id if isinstance(place, Thread) else place.id)]
    if text.startswith("Getaggt wegen"):
        called = [members[int(each)] for each in re.findall(r"<@(\d+)>", text)]
        yield from {f"job:{job}:tag:{batches[job, each]}" for each in called}
    elif "Ich erreiche dich privat nicht" in text:
        yield f"job:{job}:call:place:{where}"
    elif "Das klingt nach einem Auftrag" in text and message.reply_to is not None:
        yield f"job:{run.town.sources[message.reply_to.id]}:offer"
    elif job:
        yield f"job:{job}:card:place:{where}"
    for line in text.splitlines():
        for number in re.findall(r"Treffen E(\d{5})", line):
            yield _of_event(run, int(number), where, is_news=bool(_NEWS.search(line)))


def _of_event(run: Run, number: int, where: int, *, is_news: bool) -> str:
    if is_news:
        return f"event:{number}:changed:2:place:{where}"
    starts = run.bot.rows("SELECT starts FROM events WHERE id = ?", (number,))[0][0]
    return f"event:{number}:{starts[:16]}:announce:now:place:{where}"


def _judge(run: Run, row: Row, said: list[Message], found: Verdict) -> None:
    tried = f"{row.attempts} tries, {row.doubts} doubts"
    name = f"{row.key} is {row.outcome} ({row.reason}) after {tried}, and said {len(said)} times"
    if len(said) > 1:
        found.double.append(f"{name}: {[each.id for each in said]}")
    found.astray += [f"{name}, here: {each}" for each in said if not _is_right(run, row, each)]
    if row.outcome == "sent" and (row.message is None or int(row.message) not in found.ids):
        found.falsely_sent.append(name)
    elif not _has_ended_well(run, row, said):
        found.lost.append(name)


def _has_ended_well(run: Run, row: Row, said: list[Message]) -> bool:
    """Say whether a row is said, or has a true reason for not being so."""
    match row.outcome:
        case "sent":
            return row.message is not None and int(row.message) in [each.id for each in said]
        case "digested":
            return bool(said)
        case "refused":
            return not said and any(_word(row) in body for body in run.refused)
        case "dropped":
            return not said and bool(_DROPPED.search(row.reason))
        case "expired":
            return not said and row.expires is not None and row.expires <= run.at
    return False


def _word(row: Row) -> str:
    number = int(re.findall(r"\d+", row.key)[0])
    return f"{'R' if row.kind == 'reminder' else 'E' if row.kind.startswith('event') else 'J'}{number:05d}"


def _is_right(run: Run, row: Row, message: Message) -> bool:
    """Say whether a message stands where its row goes to; a tag in a forum in the post of its card."""
    place = message.channel
    if row.member is not None:
        return isinstance(place, Private) and place.person is run.town.people.get(row.member)
    if not isinstance(place, Thread):
        return str(place.id) == row.chat
    first = place.log.get(place.id)
    is_under_card = row.kind != "job.tag" or (first is not None and _word(row) in first.history[0].text)
    return str(place.parent.id) == row.chat and is_under_card


def _judge_pings(run: Run, found: Verdict) -> None:
    """Whom messages called are exactly those whom the sent rows declare, each once."""
    called: dict[tuple[str, int], int] = defaultdict(int)
    named: set[tuple[str, int]] = set()
    for message in _messages(run):
        words = message.history[0].text
        for job in re.findall(r"Auftrag J(\d{5})", words):
            what = "tag" if words.startswith("Getaggt wegen") else "call"
            named |= {(f"{what} {int(job)}", each) for each in message.mentions}
    for note in run.api.notified:
        job = next((int(each) for each in re.findall(r"Auftrag J(\d{5})", note.message.history[0].text)), 0)
        what = "tag" if note.message.history[0].text.startswith("Getaggt wegen") else "call"
        called[f"{what} {job}", note.person.id if note.person is not None else 0] += 1
    declared = set()
    for job, member in run.bot.rows(
        "SELECT tags.job_id, tags.member_id FROM tags JOIN deliveries"
        " ON key = 'job:' || job_id || ':tag:' || batch WHERE outcome = 'sent'"
    ):
        declared.add((f"tag {job}", run.town.people[member].id))
    for job, member in run.bot.rows(
        "SELECT jobs.id, jobs.author_id FROM jobs JOIN deliveries"
        " ON key LIKE 'job:' || jobs.id || ':call:place:%' WHERE outcome = 'sent'"
    ):
        declared.add((f"call {job}", run.town.people[member].id))
    found.pings += [f"{each} was called {times} times" for each, times in called.items() if times > 1]
    found.pings += [f"{each} was called and not declared" for each in called.keys() - declared]
    # An author is named in a place that nobody asked whether they are in, and where they are not, nobody is called.
    heard = called.keys() | {each for each in named if each[0].startswith("call")}
    found.pings += [f"{each} was declared and not called" for each in declared - heard]
