"""What the core needs to follow a foreign calendar: somebody who fetches it, and somebody who reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bot.calendar.ical.feed import Parsed


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Both of them: how calendars elsewhere are had and read."""

    fetcher: Fetcher
    reader: Reader


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file as it came; `etag` and `last_modified` are the server's words for this version, None where it has none."""

    data: bytes
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class NotModified:
    """The file is the one that was fetched before."""


class Fetcher(Protocol):
    """Fetches files from addresses that people name."""

    async def fetch(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> Fetched | NotModified:
        """Return the file; raises a FeedError. Both words are those of the last Fetched."""
        ...


class Reader(Protocol):
    """Reads the bytes of foreign calendars."""

    async def __call__(self, data: bytes, zone: str) -> Parsed:
        """Return what a calendar says, `zone` being the community's; raises FeedUnreadable."""
        ...
