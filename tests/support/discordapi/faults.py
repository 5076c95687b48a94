"""Faults that a test plans for the routes that it names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from tests.support.faults import ClosedAfter, ClosedBefore, Garbage, Hang, Plan, Planned, Slow


@dataclass(frozen=True, slots=True)
class Answer:
    """The request is refused with this status, Discord's code and words; nothing was done."""

    status: int
    code: int = 0
    message: str = ""


@dataclass(frozen=True, slots=True)
class RetryAfter:
    """The request is refused with 429; nothing was done. Without `via` it looks as if Cloudflare had refused it."""

    seconds: float
    is_global: bool = False
    via: bool = True


Fault: TypeAlias = Answer | RetryAfter | Hang | Slow | Garbage | ClosedBefore | ClosedAfter


class Faults(Plan[Fault]):
    """The faults to come, by route and channel; no other routes are `known`."""

    def __init__(self, known: frozenset[str] = frozenset()) -> None:
        super().__init__()
        self.known = known

    def add(
        self, route: str, fault: Fault, *, times: int | None = 1, channel: int | None = None, nth: int = 1
    ) -> Planned[Fault]:
        """Plan a fault for a route ("*" is any) from its nth request on, so many `times` (None: for ever)."""
        assert route == "*" or route in self.known, f"no route {route!r}, only {sorted(self.known)}"
        return self.plan(route, fault, times, channel, nth)


__all__ = ["Answer", "ClosedAfter", "ClosedBefore", "Fault", "Faults", "Garbage", "Hang", "RetryAfter", "Slow"]
