"""What handlers ask of the network, and its answers for as long as they are valid."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.people import Platform
from bot.domain.sending import Errand


class ErrandStore(Protocol):
    """Errands: questions to the network that are asked outside of any transaction."""

    async def send_errand(self, *errands: Errand) -> None:
        """Ask the network these things unless an answer that is still valid, or the same question, is there."""
        ...

    async def errands(self, platform: Platform, now: datetime, limit: int) -> Sequence[Errand]:
        """Return unanswered errands to a platform that are due; their subject names it."""
        ...

    async def errand_done(self, key: str, answer: str, valid_until: datetime) -> None:
        """Keep the network's answer."""
        ...

    async def errand_later(self, key: str, due: datetime) -> None:
        """Put an errand off."""
        ...

    async def answers(self, keys: Collection[str], now: datetime) -> Mapping[str, str]:
        """Return the answers to errands that are still valid."""
        ...
