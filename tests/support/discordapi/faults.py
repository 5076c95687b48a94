"""Faults that a test plans for the routes that it names."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field


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


@dataclass(eq=False, slots=True)
class Hang:
    """No answer comes; the connection is closed when `released` is set. With `accepted` the request is carried out."""

    accepted: bool = False
    released: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(eq=False, slots=True)
class Slow:
    """The request waits for `released`, then it is carried out and answered as always."""

    released: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(frozen=True, slots=True)
class Garbage:
    """The answer is no JSON. With `accepted` the request is carried out."""

    status: int = 200
    content: str = "<html>Bad Gateway</html>"
    accepted: bool = False


@dataclass(frozen=True, slots=True)
class ClosedBefore:
    """The connection is closed and the request is not carried out."""


@dataclass(frozen=True, slots=True)
class ClosedAfter:
    """The request is carried out, then the connection is closed without an answer."""


Fault = Answer | RetryAfter | Hang | Slow | Garbage | ClosedBefore | ClosedAfter


@dataclass(eq=False, slots=True)
class Planned:
    """One fault with the requests that it waits for; `struck` counts how often it came."""

    route: str
    fault: Fault
    times: int | None
    channel: int | None
    nth: int
    seen: int = 0
    struck: int = 0

    def concerns(self, route: str, channel: int | None) -> bool:
        """Whether a request is one of those that it counts."""
        return self.route in {"*", route} and self.channel in {None, channel}

    @property
    def is_due(self) -> bool:
        """Whether it strikes the request that was counted last."""
        return self.seen >= self.nth and (self.times is None or self.struck < self.times)


@dataclass(eq=False, slots=True)
class Faults:
    """The faults to come; of several that are due at once the one planned first strikes."""

    known: frozenset[str] = frozenset()
    planned: list[Planned] = field(default_factory=list)

    def add(
        self, route: str, fault: Fault, *, times: int | None = 1, channel: int | None = None, nth: int = 1
    ) -> Planned:
        """Plan a fault for a route ("*" is any) from its nth request on, so many `times` (None: for ever)."""
        assert route == "*" or route in self.known, f"no route {route!r}, only {sorted(self.known)}"
        planned = Planned(route, fault, times, channel, nth)
        self.planned.append(planned)
        return planned

    def clear(self) -> None:
        """Forget all faults; what hangs goes on hanging until it is released."""
        self.planned.clear()

    def of(self, route: str, channel: int | None) -> Fault | None:
        """Count a request and return the fault that strikes it."""
        concerned = [each for each in self.planned if each.concerns(route, channel)]
        for each in concerned:
            each.seen += 1
        struck = next((each for each in concerned if each.is_due), None)
        if struck is None:
            return None
        struck.struck += 1
        return struck.fault
