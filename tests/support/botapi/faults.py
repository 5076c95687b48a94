"""Faults that a test plans for the calls that it names."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Answer:
    """The call is refused with this status and description; nothing was done."""

    status: int
    description: str
    parameters: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class RetryAfter:
    """The call is refused with 429; nothing was done."""

    seconds: int


@dataclass(eq=False, slots=True)
class Hang:
    """No answer comes; the connection is closed when `released` is set. With `accepted` the call is carried out."""

    accepted: bool = False
    released: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(eq=False, slots=True)
class Slow:
    """The call waits for `released`, then it is carried out and answered as always."""

    released: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(frozen=True, slots=True)
class Garbage:
    """The answer is no JSON. With `accepted` the call is carried out."""

    status: int = 200
    content: str = "<html>Bad Gateway</html>"
    accepted: bool = False


@dataclass(frozen=True, slots=True)
class ClosedBefore:
    """The connection is closed and the call is not carried out."""


@dataclass(frozen=True, slots=True)
class ClosedAfter:
    """The call is carried out, then the connection is closed without an answer."""


Fault = Answer | RetryAfter | Hang | Slow | Garbage | ClosedBefore | ClosedAfter


@dataclass(eq=False, slots=True)
class Planned:
    """One fault with the calls that it waits for; `struck` counts how often it came."""

    method: str
    fault: Fault
    times: int | None
    chat: int | None
    nth: int
    seen: int = 0
    struck: int = 0

    def concerns(self, method: str, chat: int | None) -> bool:
        """Whether a call is one of those that it counts."""
        return self.method in {"*", method} and self.chat in {None, chat}

    @property
    def is_due(self) -> bool:
        """Whether it strikes the call that was counted last."""
        return self.seen >= self.nth and (self.times is None or self.struck < self.times)


@dataclass(eq=False, slots=True)
class Faults:
    """The faults to come; of several that are due at once the one planned first strikes."""

    planned: list[Planned] = field(default_factory=list)

    def add(
        self, method: str, fault: Fault, *, times: int | None = 1, chat: int | None = None, nth: int = 1
    ) -> Planned:
        """Plan a fault for a method ("*" is any) from its nth call on, so many `times` (None: for ever)."""
        planned = Planned(method, fault, times, chat, nth)
        self.planned.append(planned)
        return planned

    def clear(self) -> None:
        """Forget all faults; what hangs goes on hanging until it is released."""
        self.planned.clear()

    def of(self, method: str, chat: int | None) -> Fault | None:
        """Count a call and return the fault that strikes it."""
        concerned = [each for each in self.planned if each.concerns(method, chat)]
        for each in concerned:
            each.seen += 1
        struck = next((each for each in concerned if each.is_due), None)
        if struck is None:
            return None
        struck.struck += 1
        return struck.fault
