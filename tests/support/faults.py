"""Faults that a test plans for requests to a loopback platform: what can go wrong on both, and when it strikes."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Generic, TypeVar

F = TypeVar("F")


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


@dataclass(eq=False, slots=True)
class Planned(Generic[F]):
    """One fault with the requests that it waits for; `struck` counts how often it came."""

    what: str
    fault: F
    times: int | None
    where: int | None
    nth: int
    seen: int = 0
    struck: int = 0

    def concerns(self, what: str, where: int | None) -> bool:
        """Whether a request is one of those that it counts."""
        return self.what in {"*", what} and self.where in {None, where}

    @property
    def is_due(self) -> bool:
        """Whether it strikes the request that was counted last."""
        return self.seen >= self.nth and (self.times is None or self.struck < self.times)


class Plan(Generic[F]):
    """The faults to come; of several that are due at once the one planned first strikes."""

    def __init__(self) -> None:
        self.planned: list[Planned[F]] = []

    def plan(self, what: str, fault: F, times: int | None, where: int | None, nth: int) -> Planned[F]:
        """Plan a fault for a method or route ("*" is any), in a chat, from its nth request on, so many `times`."""
        planned = Planned(what, fault, times, where, nth)
        self.planned.append(planned)
        return planned

    def clear(self) -> None:
        """Forget all faults; what hangs goes on hanging until it is released."""
        self.planned.clear()

    def of(self, what: str, where: int | None) -> F | None:
        """Count a request and return the fault that strikes it."""
        concerned = [each for each in self.planned if each.concerns(what, where)]
        for each in concerned:
            each.seen += 1
        struck = next((each for each in concerned if each.is_due), None)
        if struck is None:
            return None
        struck.struck += 1
        return struck.fault
