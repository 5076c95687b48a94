"""Faults that a test plans for the calls that it names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from tests.support.faults import ClosedAfter, ClosedBefore, Garbage, Hang, Plan, Planned, Slow


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


Fault: TypeAlias = Answer | RetryAfter | Hang | Slow | Garbage | ClosedBefore | ClosedAfter


class Faults(Plan[Fault]):
    """The faults to come, by method and chat."""

    def add(
        self, method: str, fault: Fault, *, times: int | None = 1, chat: int | None = None, nth: int = 1
    ) -> Planned[Fault]:
        """Plan a fault for a method ("*" is any) from its nth call on, so many `times` (None: for ever)."""
        return self.plan(method, fault, times, chat, nth)


__all__ = ["Answer", "ClosedAfter", "ClosedBefore", "Fault", "Faults", "Garbage", "Hang", "RetryAfter", "Slow"]
