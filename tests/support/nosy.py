"""A child process that tries what one with limits must not be able to: `python -m tests.support.nosy DEED`.

It is started by `adapters.feeds.parsing.answered` in the place of the one that reads calendars.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

from adapters.feeds.child import limited


def looks() -> object:
    """Return the environment, and the descriptors that are open, without the one for looking."""
    fds = Path("/proc/self/fd")
    there = [int(each.name) for each in fds.iterdir() if each.exists()] if fds.exists() else [0, 1, 2]
    return {"environment": dict(os.environ), "open": sorted(there)}


def eats() -> object:
    """Take more and more memory."""
    limited(5)
    return len([bytearray(1024 * 1024) for _ in range(4096)])


def talks() -> object:
    """Say more than anybody wants to hear."""
    while True:
        sys.stdout.write("x" * 65_536)


def sleeps() -> object:
    """Say who one is in the file that standard input names, and never end."""
    place = Path(sys.stdin.read())
    fresh = place.with_suffix(".new")
    fresh.write_text(str(os.getpid()), "utf-8")
    fresh.replace(place)
    time.sleep(600)
    return None


def writes() -> object:
    """Write into the file that standard input names."""
    place = Path(sys.stdin.read())
    limited(5)
    return place.write_text("loot", "utf-8")


if __name__ == "__main__":
    deeds = {"looks": looks, "eats": eats, "talks": talks, "sleeps": sleeps, "writes": writes}
    sys.stdout.write(json.dumps(deeds[sys.argv[1]]()))
