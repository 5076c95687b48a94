"""Calendars as they are served: found by their path, made once for all who ask, and again only where something changed.

Whether something changed says a short question to the store, so a calendar that stays as it is costs no reading and no
writing of events. It is made off the loop, and however many ask for it at once, once.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections import OrderedDict, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bot.calendar.ical import publishing
from bot.calendar.ical.writing import Entry, calendar
from bot.domain.calendars import EVERYTHING, token_at, town_at
from bot.domain.community import Community
from bot.domain.events import Answer, Attendance, Event
from bot.domain.seats import seating
from bot.ports import Clock, Storage, Store
from bot.talk import limits
from bot.talk.text import Phrase, german, opened
from bot.talk.translation import translator

READING: Final = 2  # of them ask the store at once: whoever asks for many must not keep the rest of the bot waiting
MOST_KEPT: Final = 32 * 1024 * 1024  # bytes of calendars that are kept ready


@dataclass(frozen=True, slots=True)
class Served:
    """A calendar as it goes out; `tag` is another one as soon as a byte is, `changed` when an event in it last was."""

    content: bytes
    tag: str
    changed: datetime | None
    is_private: bool


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked for: everything, a town, or the member who holds an address."""

    town: str | None = None
    token: str | None = None


class Calendars:
    """The calendars of a community."""

    def __init__(self, storage: Storage, community: Community, clock: Clock) -> None:
        self.storage = storage
        self._community = community
        self._clock = clock
        self._kept: OrderedDict[str, tuple[str, Served]] = OrderedDict()
        self._size = 0
        self._turns = asyncio.Semaphore(READING)
        self._under_way: dict[str, asyncio.Task[Served | None]] = {}
        self.made = 0  # how often one had to be made

    async def at(self, path: str) -> Served | None:
        """Return the calendar at a path; None where there is none, or none any more."""
        asked = _asked(path)
        if asked is None:
            return None
        if asked.token:  # asked of the store by each for themselves: what was void before is void for all
            return await self._current(path, asked)
        task = self._under_way.get(path)
        if task is None:
            task = asyncio.create_task(self._current(path, asked), name="a calendar")
            self._under_way[path] = task
            task.add_done_callback(lambda _: self._under_way.pop(path))
        return await asyncio.shield(task)  # one who hangs up does not stop it for the others

    async def _current(self, path: str, asked: _Asked) -> Served | None:
        now = self._clock.now()
        async with self._turns, self.storage.begin() as store:
            member_id = await store.calendars.holder(asked.token) if asked.token else None
            if asked.token and member_id is None:
                self._forget(path)
                return None
            mark = await self._mark(store, member_id, now)
            kept = self._kept.get(path)
            if kept is not None and kept[0] == mark:
                self._kept.move_to_end(path)
                return kept[1]
            events, answers = await _read(store, member_id, now)
        served = await asyncio.to_thread(self._made, asked, member_id, events, answers, now)
        self._keep(path, mark, served)
        return served

    async def _mark(self, store: Store, member_id: int | None, now: datetime) -> str:
        """Return what is the same as long as the calendar is: with each day something may be too old to stay."""
        theirs = await store.calendars.mark_of(member_id) if member_id is not None else ""
        return f"{now.astimezone(self._community.zone).date()} {await store.calendars.mark()} {theirs}"

    def _made(
        self, asked: _Asked, member_id: int | None, events: Sequence[Event], answers: Sequence[Answer], now: datetime
    ) -> Served:
        self.made += 1
        if member_id is not None:
            entries = publishing.of_member(events, answers, member_id, now)
        elif asked.town:
            entries = publishing.in_town(events, asked.town, now)
        else:
            entries = publishing.everything(events, now)
        content = calendar(self._name(asked), entries, self._community.zone.key)
        stamps = [entry.event.changed_at or entry.event.created_at for entry in entries]
        stamps += [answer.at for answer in answers]
        tag = hashlib.sha256(content).hexdigest()[:32]
        return Served(content, tag, max(stamps, default=None), member_id is not None)

    def _name(self, asked: _Asked) -> str:
        name = self._community.name
        if asked.token:
            return said(Phrase("{name}: meine Termine", name=name), self._community.language)
        return f"{name}: {asked.town}" if asked.town else name

    def _keep(self, path: str, mark: str, served: Served) -> None:
        self._forget(path)
        self._kept[path] = mark, served
        self._size += len(served.content)
        while self._size > MOST_KEPT:
            self._forget(next(iter(self._kept)))

    def _forget(self, path: str) -> None:
        kept = self._kept.pop(path, None)
        if kept is not None:
            self._size -= len(kept[1].content)


def file_of(events: Sequence[Event], community: Community) -> bytes:
    """Return a file of these events, of as many from the first on as a message can carry."""
    while len(content := calendar(community.name, map(Entry, events), community.zone.key, is_feed=False)) > limits.FILE:
        events = events[: len(events) * limits.FILE // (len(content) + 1)]
    return content


def said(phrase: Phrase, language: str) -> str:
    """Return a phrase whose values are plain as words in a language."""
    translate = translator(language) if language != "de" else german
    return "".join(str(span) for span in opened(phrase, translate))


def _asked(path: str) -> _Asked | None:
    if path == EVERYTHING:
        return _Asked()
    town, token = town_at(path), token_at(path)
    return _Asked(town, token) if town or token else None


async def _read(store: Store, member_id: int | None, now: datetime) -> tuple[Sequence[Event], Sequence[Answer]]:
    if member_id is not None:
        events = await store.calendars.concerning(member_id)
        seats = {event.id: event.seats for event in events}
        said: dict[tuple[int, str], list[Answer]] = defaultdict(list)
        for one in await store.events.said_beside(member_id):
            said[one.event_id, one.occurrence].append(one)
        answers = await store.events.answers_of(member_id)
        return events, [_as_seated(one, said[one.event_id, one.occurrence], seats.get(one.event_id)) for one in answers]
    return await store.calendars.published(now - publishing.CANCELLED_STAYS), ()


def _as_seated(answer: Answer, said: Sequence[Answer], seats: int | None) -> Answer:
    """Return an answer to a date, of which this is said; whoever waits for a seat comes perhaps."""
    waits = seating(said, seats).turn(answer.member_id) > 0
    return replace(answer, attendance=Attendance.MAYBE) if waits else answer
