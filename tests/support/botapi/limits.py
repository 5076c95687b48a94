"""Telegram's flood limits: 30 messages a second in all, about one a second a chat, 20 a minute a group."""

from __future__ import annotations

import math
from collections import defaultdict, deque
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from tests.support.botapi.refusals import too_many

OVERALL: Final = (30, 1.0)
CHAT: Final = (3, 3.0)  # one a second, with a small burst
GROUP: Final = (20, 60.0)


@dataclass(eq=False, slots=True)
class Limits:
    """What was sent lately; a message too many is refused with 429 and says when the next one may come."""

    sent: defaultdict[object, deque[datetime]] = field(default_factory=lambda: defaultdict(deque))

    def check(self, chat: int, now: datetime) -> None:
        """Count a message, or refuse it."""
        windows = [("all", *OVERALL), (("chat", chat), *CHAT)]
        if chat < 0:
            windows.append((("group", chat), *GROUP))
        wait = max(self._wait(name, most, seconds, now) for name, most, seconds in windows)
        if wait > 0:
            raise too_many(math.ceil(wait))
        for name, _, _ in windows:
            self.sent[name].append(now)

    def _wait(self, name: object, most: int, seconds: float, now: datetime) -> float:
        times = self.sent[name]
        while times and (now - times[0]).total_seconds() >= seconds:
            times.popleft()
        return seconds - (now - times[0]).total_seconds() if len(times) >= most else 0.0
