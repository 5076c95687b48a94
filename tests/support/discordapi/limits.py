"""Discord's rate limits: what the headers say, and, where they are on, five messages in five seconds a channel."""

from __future__ import annotations

import hashlib
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

MESSAGES: Final = (5, 5.0)
GENEROUS: Final = (1000, 1.0)
LIMITED: Final = "POST /channels/{channel}/messages"


@dataclass(frozen=True, slots=True)
class Room:
    """What is left of a bucket; `wait` is how long a request too many has to."""

    limit: int
    remaining: int
    reset_after: float
    wait: float = 0.0


@dataclass(eq=False, slots=True)
class Limits:
    """What was sent lately; `on` lets messages too many be refused with 429."""

    now: Callable[[], datetime]
    on: bool = False
    sent: defaultdict[int, deque[datetime]] = field(default_factory=lambda: defaultdict(deque))

    def takes(self, route: str, channel: int | None) -> Room:
        """Count a request and return what is left."""
        if not self.on or route != LIMITED or channel is None:
            return Room(GENEROUS[0], GENEROUS[0] - 1, GENEROUS[1])
        most, seconds = MESSAGES
        now, times = self.now(), self.sent[channel]
        while times and (now - times[0]).total_seconds() >= seconds:
            times.popleft()
        if len(times) >= most:
            wait = seconds - (now - times[0]).total_seconds()
            return Room(most, 0, wait, wait)
        times.append(now)
        return Room(most, most - len(times), seconds - (now - times[0]).total_seconds())

    def headers(self, route: str, room: Room) -> dict[str, str]:
        """Return what an answer says of its bucket; answers to interactions have none."""
        if route.startswith("POST /interactions/"):
            return {}
        return {
            "X-RateLimit-Limit": str(room.limit),
            "X-RateLimit-Remaining": str(room.remaining),
            "X-RateLimit-Reset": f"{self.now().timestamp() + room.reset_after:.3f}",
            "X-RateLimit-Reset-After": f"{room.reset_after:.3f}",
            "X-RateLimit-Bucket": hashlib.sha256(route.encode()).hexdigest()[:32],
        }
