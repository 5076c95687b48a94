"""The bytes of a file taken apart into the blocks that matter: events and time zones, as lines, unfolded and bounded.

Nothing is understood here but where blocks begin and end, so the cost is linear in the length. A file that ends in the
middle is refused as a whole: what is missing in it has not vanished.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from bot.calendar.ical.feed import MOST_BYTES, MOST_EVENTS
from bot.calendar.ical.findings import Refusal, Unreadable

DATES: Final = ("DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE", "RDATE")
_WANTED: Final = frozenset(
    (
        *DATES,
        *("DURATION", "RRULE", "EXRULE", "UID", "SEQUENCE", "LAST-MODIFIED", "DTSTAMP", "STATUS", "CLASS"),
        *("SUMMARY", "LOCATION", "DESCRIPTION", "URL", "CATEGORIES"),
    )
)
_DEEPEST: Final = 8
_MOST_LINES: Final = 2_000  # of one block
_LONGEST_LINE: Final = 16_384  # characters, unfolded; of a description what is longer is cut off
_NAME: Final = re.compile(r"[A-Za-z0-9-]{1,60}")


@dataclass(slots=True)
class Block:
    """The wanted lines of one event, or all lines of one time zone; `is_too_much` where some did not fit."""

    lines: list[str] = field(default_factory=list)
    is_too_much: bool = False

    def take(self, line: str, name: str) -> None:
        """Take one more line."""
        if len(line) > _LONGEST_LINE and name == "DESCRIPTION":
            line = line[:_LONGEST_LINE]
        if len(line) > _LONGEST_LINE or len(self.lines) >= _MOST_LINES:
            self.is_too_much = True
        else:
            self.lines.append(line)


@dataclass(slots=True)
class Blocks:
    """What a file holds; `about` are the calendar's own properties, unescaped."""

    events: list[Block] = field(default_factory=list)
    zones: list[Block] = field(default_factory=list)
    about: dict[str, str] = field(default_factory=dict)


def blocks(data: bytes) -> Blocks:
    """Return the blocks of a file; raises Unreadable where it is no calendar, cut off or too big."""
    if len(data) > MOST_BYTES:
        raise Unreadable(Refusal.TOO_BIG)
    lines = _lines(data)
    first = next(lines, "")
    if first.strip().upper() != "BEGIN:VCALENDAR":
        raise Unreadable(Refusal.NO_CALENDAR)
    found, open_blocks = Blocks(), ["VCALENDAR"]
    for line in lines:
        upper = line[:80].strip().upper()
        if upper.startswith("BEGIN:"):
            open_blocks.append(upper[6:])
            _begun(found, open_blocks)
        elif upper.startswith("END:"):
            if not open_blocks or open_blocks.pop() != upper[4:]:
                raise Unreadable(Refusal.CUT)
            if open_blocks[:2] == ["VCALENDAR", "VTIMEZONE"]:
                found.zones[-1].take(upper, "END")
        else:
            _taken(found, open_blocks, line)
    if open_blocks:
        raise Unreadable(Refusal.CUT)
    return found


def _begun(found: Blocks, open_blocks: list[str]) -> None:
    if len(open_blocks) > _DEEPEST:
        raise Unreadable(Refusal.TOO_DEEP)
    if open_blocks == ["VCALENDAR", "VEVENT"]:
        found.events.append(Block())
    elif open_blocks == ["VCALENDAR", "VTIMEZONE"]:
        found.zones.append(Block())
    elif open_blocks[:2] == ["VCALENDAR", "VTIMEZONE"]:
        found.zones[-1].take(f"BEGIN:{open_blocks[-1]}", "BEGIN")
    if len(found.events) > MOST_EVENTS or len(found.zones) > MOST_EVENTS:
        raise Unreadable(Refusal.TOO_MANY)


def _taken(found: Blocks, open_blocks: list[str], line: str) -> None:
    match = _NAME.match(line)
    name = match[0].upper() if match else ""
    if open_blocks == ["VCALENDAR", "VEVENT"]:
        if name in _WANTED:
            found.events[-1].take(line, name)
    elif open_blocks[:2] == ["VCALENDAR", "VTIMEZONE"]:
        found.zones[-1].take(line, name)
    elif open_blocks == ["VCALENDAR"] and name.startswith("X-WR-"):
        found.about.setdefault(name, line.partition(":")[2][:200])


def _lines(data: bytes) -> Iterator[str]:
    """Yield the unfolded lines that are not blank; folds may lie inside of a character, so they go before decoding."""
    plain = data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    unfolded = plain.replace(b"\n ", b"").replace(b"\n\t", b"")
    try:
        text = unfolded.decode("utf-8")
    except UnicodeDecodeError:
        text = unfolded.decode("cp1252", "replace")
    return (line for line in text.split("\n") if line and not line.isspace())
