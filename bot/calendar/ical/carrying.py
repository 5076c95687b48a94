"""What was read as a line of JSON, to be carried from the child process that read it, and checked when it arrives."""

from __future__ import annotations

from functools import cache

from pydantic import TypeAdapter

from bot.calendar.ical.feed import Parsed


def packed(parsed: Parsed) -> bytes:
    """Return what was read as JSON, in UTF-8."""
    return _carrier().dump_json(parsed)


def unpacked(data: bytes) -> Parsed:
    """Return what was read; raises ValueError for anything that is not of `packed`'s making."""
    return _carrier().validate_json(data)


@cache
def _carrier() -> TypeAdapter[Parsed]:
    return TypeAdapter(Parsed)
