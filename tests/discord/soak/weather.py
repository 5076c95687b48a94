"""What goes wrong on the way to Discord, by chance, and when the process is killed."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from tests.support.discordapi import Answer, ClosedAfter, ClosedBefore, DiscordApi, Garbage, Hang, RetryAfter

SEND: Final = "POST /channels/{channel}/messages"
POST: Final = "POST /channels/{channel}/threads"
OPEN: Final = "POST /users/@me/channels"
MAKE: Final = "POST /guilds/{guild}/scheduled-events"
SENDING: Final = (SEND, POST, OPEN, MAKE)
READING: Final = (
    "GET /channels/{channel}/messages",
    "GET /channels/{channel}/messages/{message}",
    "GET /channels/{channel}/threads/archived/public",
    "GET /guilds/{guild}/threads/active",
    "GET /guilds/{guild}/members/{user}",
    "GET /guilds/{guild}/scheduled-events",
    "GET /guilds/{guild}/scheduled-events/{event}",
)
CHANGING: Final = (
    "PATCH /channels/{channel}/messages/{message}",
    "DELETE /channels/{channel}/messages/{message}",
    "PATCH /channels/{channel}",
    "PATCH /guilds/{guild}/scheduled-events/{event}",
)
# How often each comes, by name. What hangs costs its request all the time that it has, so it is rare.
ON_SENDING: Final[tuple[tuple[str, float, Callable[[], Any]], ...]] = (
    ("closed before", 4, ClosedBefore),
    ("closed after", 5, ClosedAfter),
    ("hang", 0.5, Hang),
    ("hang, accepted", 0.7, lambda: Hang(accepted=True)),
    ("html 200", 2, Garbage),
    ("html 200, accepted", 2, lambda: Garbage(accepted=True)),
    ("html 502", 1.5, lambda: Garbage(status=502)),
    ("html 502, accepted", 2, lambda: Garbage(status=502, accepted=True)),
    ("500", 1, lambda: Answer(500, 0, "Internal Server Error")),
    ("503", 1, lambda: Answer(503, 0, "Service Unavailable")),
    ("429", 2, lambda: RetryAfter(0.3)),
    ("429 global", 1, lambda: RetryAfter(0.2, is_global=True)),
    ("429 Cloudflare", 1, lambda: RetryAfter(1, via=False)),
    ("400 50035", 0.3, lambda: Answer(400, 50035, "Invalid Form Body")),
)
ON_READING: Final[tuple[tuple[str, float, Callable[[], Any]], ...]] = (
    ("reading: closed", 3, ClosedBefore),
    ("reading: 503", 2, lambda: Answer(503, 0, "Service Unavailable")),
    ("reading: html", 1, Garbage),
    ("reading: 429", 2, lambda: RetryAfter(0.2)),
)
ON_CHANGING: Final[tuple[tuple[str, float, Callable[[], Any]], ...]] = (
    ("changing: closed before", 1, ClosedBefore),
    ("changing: closed after", 1, ClosedAfter),
    ("changing: 503", 1, lambda: Answer(503, 0, "Service Unavailable")),
)
STEPS: Final = (
    *(((step, SEND), 14) for step in ("received", "accepted", "answered")),
    *(((step, SEND), 14) for step in ("received", "accepted", "answered")),
    *(((step, POST), 2) for step in ("received", "accepted", "answered")),
    *(((step, MAKE), 2) for step in ("received", "accepted", "answered")),
    (("accepted", OPEN), 3),
    (("received", "GET /channels/{channel}/messages"), 2),
    (("answered", "GET /guilds/{guild}/threads/active"), 3),
)


@dataclass
class Weather:
    """Strikes requests by chance: of those that send the given share, of the others fewer; `struck` counts by name."""

    api: DiscordApi
    chance: random.Random
    share: float
    struck: Counter[str] = field(default_factory=Counter)

    def __call__(self, step: str, route: str) -> None:
        """Plan a fault for the request that was just received, by chance."""
        if step != "received" or not self.share:
            return
        kinds, share = ON_SENDING, self.share
        if route in READING:
            kinds, share = ON_READING, self.share / 3
        elif route in CHANGING:
            kinds, share = ON_CHANGING, self.share / 2
        elif route not in SENDING:
            return
        planned = self.api.faults.planned
        planned[:] = [each for each in planned if not each.struck]
        if self.chance.random() < share:
            kinds = kinds[:-1] if route == OPEN else kinds  # a chat with a person is never refused so
            ((name, _, fault),) = self.chance.choices(kinds, [weight for _, weight, _ in kinds])
            self.struck[name] += 1
            self.api.faults.add(route, fault())


def killer(at: tuple[str, str], number: int, kill: Callable[[], None]) -> Callable[[str, str], None]:
    """Return a hook that kills at the n-th time of a step."""
    left = itertools.count(number, -1)

    def hook(step: str, route: str) -> None:
        if (step, route) == at and next(left) == 1:
            kill()

    return hook
