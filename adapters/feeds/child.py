"""The child process that reads a foreign calendar: `python -m adapters.feeds.child ZONE SECONDS`, bytes in, JSON out.

It takes its limits upon itself before it reads a byte, and can then neither use much time and memory nor write a file.
Its status is 0 with what was read, 3 with a word of `Refusal`, and anything else where a limit ended it.
"""

from __future__ import annotations

import sys
from typing import Final

REFUSED: Final = 3  # status: what stands on standard output is the word of a Refusal
MEMORY: Final = 512 * 1024 * 1024  # bytes of address space
FILES: Final = 64  # open at a time


def limited(cpu: int) -> None:
    """Limit what this process may use, `cpu` in seconds, where the system can do so (not on Windows)."""
    try:
        import resource  # noqa: PLC0415 - Windows has none
    except ImportError:
        return
    limits = {"CPU": cpu, "AS": MEMORY, "FSIZE": 0, "NOFILE": FILES, "CORE": 0}
    for name, most in limits.items():
        kind = getattr(resource, f"RLIMIT_{name}", None)
        if kind is not None:
            resource.setrlimit(kind, (most, most))


def main(zone: str, cpu: int) -> int:
    """Read what comes in on standard input and write what it says to standard output."""
    limited(cpu)
    # Imported under the limits, and only here: the parent takes the numbers above without a calendar library.
    from bot.calendar.ical.carrying import packed  # noqa: PLC0415
    from bot.calendar.ical.findings import Unreadable  # noqa: PLC0415
    from bot.calendar.ical.reading import parse  # noqa: PLC0415

    try:
        answer, status = packed(parse(sys.stdin.buffer.read(), zone)), 0
    except Unreadable as error:
        answer, status = error.refusal.value.encode(), REFUSED
    sys.stdout.buffer.write(answer)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
