"""`ideenherd events`: what is kept of events, read from outside: as lines, JSON and iCalendar; and files taken over.

The database may be in use by a running bot: a SQLite file is copied and the copy is read.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from adapters.feeds.fetching import Fetcher
from adapters.feeds.parsing import parse
from bot.calendar.ical import publishing
from bot.calendar.ical.writing import calendar
from bot.calendar.occurrence import Occurrence, present
from bot.calendar.series import in_words
from bot.domain import dates
from bot.domain.events import Event
from bot.domain.towns import find_town
from bot.errors import ConfigError, FeedError
from bot.feeds import Fetched
from bot.importing import Outcome, take_over
from bot.ports import Store
from bot.talk.text import said, words
from bot.views.events import rhythm
from storage.backup import backup
from storage.database import open_database
from storage.location import located, writing
from storage.revisions import migrate


async def exported(url: str, name: str, zone: str, now: datetime, town: str | None) -> bytes:
    """Return the community's calendar as a file, or that of a town; ConfigError for no town of ours."""
    known = find_town(town) if town is not None else None
    if town is not None and known is None:
        raise ConfigError(f"--town: „{town}“ kenne ich nicht als Ort. Zum Beispiel: --town Essen")
    async with _reading(url) as store:
        events = await store.calendars.published(now - publishing.CANCELLED_STAYS)
    entries = publishing.in_town(events, known, now) if known else publishing.everything(events, now)
    return calendar(f"{name}: {known}" if known else name, entries, zone, is_feed=False)


async def listed(url: str, zone: str, now: datetime, *, as_json: bool) -> list[str]:
    """Return a line for each event to come, the nearest first; in words at the hours of the community's zone."""
    async with _reading(url) as store:
        events = publishing.coming(await store.events.active(), now)
    return [*_as_json(events, now)] if as_json else [*_as_words(events, ZoneInfo(zone), now)]


@asynccontextmanager
async def _reading(url: str) -> AsyncIterator[Store]:
    """Open the database to be read; a SQLite file as a copy, since it may be another process' alone."""
    if located(url).file is None:
        async with open_database(url) as database, database.begin() as store:
            yield store
        return
    with TemporaryDirectory(prefix="ideenherd-") as folder:
        copy = Path(folder) / "copy.db"
        backup(url, copy)
        async with open_database(f"sqlite+aiosqlite:///{copy}") as database, database.begin() as store:
            yield store


def _as_words(events: list[Event], zone: ZoneInfo, now: datetime) -> Iterator[str]:
    for event, date in _with_dates(events, now):
        when = dates.day(date.start, year=True) if event.all_day else dates.full(date.begins, zone, year=True)
        where = ", ".join(part for part in (date.town, date.venue) if part)
        yield f"{event.id}: " + "; ".join(part for part in (when, date.title, where, _series(event, zone)) if part)


def _series(event: Event, zone: ZoneInfo) -> str:
    """Return how a series recurs; with its hour and zone where its days may not be those of the community's zone."""
    if event.rule is None:
        return ""
    if event.all_day or event.zone == zone.key:
        return in_words(event.rule, event.starts, with_time=False)
    return rhythm(event, event.rule, zone, "de")


def _as_json(events: list[Event], now: datetime) -> Iterator[str]:
    for event, date in _with_dates(events, now):
        zone = ZoneInfo(event.zone)
        said: dict[str, Any] = {
            "id": event.id,
            "uid": event.uid,
            "title": date.title,
            "start": date.begins.astimezone(zone).isoformat(),
            "end": date.ends.astimezone(zone).isoformat(),
            "all_day": event.all_day,
            "zone": event.zone,
            "rule": event.rule,
            "kind": str(event.kind),
            "town": date.town,
            "venue": date.venue,
            "link": event.link,
            "text": date.text,
        }
        yield json.dumps(said, ensure_ascii=False)


def _with_dates(events: list[Event], now: datetime) -> Iterator[tuple[Event, Occurrence]]:
    for event in events:
        date = present(event, now)
        if date is not None:
            yield event, date


async def imported(
    url: str,
    zone: str,
    source: str,
    now: datetime,
    tell: Callable[[str], None],
    town: str | None = None,
    trusted: Sequence[str] = (),
) -> int:
    """Take a calendar over from a file or an address and return how many of its events could not be.

    `url` is the database's, `zone` the community's, `trusted` the hosts that may be in one's own network. Steps and
    result are told as lines. Raises ConfigError for what cannot be had, and where a bot runs on the database.
    """
    known = find_town(town) if town is not None else None
    if town is not None and known is None:
        raise ConfigError(f"--town: „{town}“ kenne ich nicht als Ort. Zum Beispiel: --town Essen")
    tell(f"Lese {source} …")
    try:
        data = await _fetched(source, trusted) if "://" in source else _read(Path(source))
        tell(f"Verstehe {len(data) / 1024:.0f} KiB …")
        parsed = await parse(data, zone)
    except FeedError as error:
        raise ConfigError(f"{source}: {words(said(error))}") from error
    tell(f"Übernehme {len(parsed.events)} Termine …")
    await migrate(url, now=now)
    with writing("ändern"):
        async with open_database(url) as database, database.begin() as store:
            outcome = await take_over(store, parsed, now, known)
    for line in _outcome(outcome):
        tell(line)
    return len(outcome.findings) + outcome.more_findings + outcome.left_out


async def _fetched(url: str, trusted: Sequence[str]) -> bytes:
    came = await Fetcher(trusted).fetch(url)
    return came.data if isinstance(came, Fetched) else b""


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise ConfigError(f"{file} kann ich nicht lesen ({error.strerror}).") from error


def _outcome(done: Outcome) -> Iterator[str]:
    counts = (
        ("neu", done.new),
        ("geändert", done.changed),
        ("abgesagt", done.cancelled),
        ("wieder angesetzt", done.restored),
        ("unverändert oder vorbei", done.unchanged),
        ("ausgelassen, weil es zu viele sind", done.left_out),
    )
    yield ", ".join(f"{count} {what}" for what, count in counts if count) or "Darin steht kein Termin."
    for finding in done.findings:
        yield f"Nicht übernommen: {finding}"
    if done.more_findings:
        yield f"und {done.more_findings} weitere."
