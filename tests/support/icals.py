"""Calendar files for tests, put together from lines."""

from __future__ import annotations

from typing import Final

BERLIN: Final = "Europe/Berlin"


def event(uid: str, *lines: str) -> str:
    """Return a VEVENT with these lines."""
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", *lines, "END:VEVENT"])


def calendar(*blocks: str) -> bytes:
    """Return a file with these blocks, or lines of its own."""
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//", *blocks, "END:VCALENDAR", ""]).encode()


def series(rule: str, start: str = "20261209T190000", *lines: str) -> bytes:
    """Return a file with one series that begins at this wall time in Berlin."""
    return calendar(event("s@example", f"DTSTART;TZID={BERLIN}:{start}", "SUMMARY:Serie", f"RRULE:{rule}", *lines))
