"""What waits for the bot, and the long poll that hands it out."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

from tests.support.botapi.entities import Json
from tests.support.botapi.refusals import Refusal, conflict

_ONLY_WHEN_ASKED: Final = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_KEPT_FOR: Final = timedelta(hours=24)
_FAR: Final = 10  # an offset so far beyond the last update is taken for a mistake
_OTHER: Final = "terminated by other getUpdates request; make sure that only one bot instance is running"
_WEBHOOK: Final = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


@dataclass(eq=False, slots=True)
class Updates:
    """The bot's queue of updates: ids increase, and an update stays until an offset confirms it or 24 hours passed.

    `handed_out` counts how often each unconfirmed update was given to the bot.
    """

    now: Callable[[], datetime]
    next_id: int = 700_000_001
    allowed: frozenset[str] = frozenset()
    webhook: str = ""
    handed_out: dict[int, int] = field(default_factory=dict)
    _waiting: deque[tuple[datetime, Json]] = field(default_factory=deque)
    _poll: asyncio.Future[Refusal | None] | None = None

    @property
    def waiting(self) -> list[Json]:
        """Return what no offset has confirmed yet."""
        return [update for _, update in self._waiting]

    @property
    def is_polled(self) -> bool:
        """Whether somebody waits for updates at this moment."""
        return self._poll is not None

    def add(self, kind: str, content: Json) -> int | None:
        """Queue an update and return its id, None where the bot did not ask for this kind."""
        if kind not in self.allowed if self.allowed else kind in _ONLY_WHEN_ASKED:
            return None
        number, self.next_id = self.next_id, self.next_id + 1
        self._waiting.append((self.now(), {"update_id": number, kind: content}))
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)
        return number

    def skip_to(self, number: int) -> None:
        """Let ids go on from any number, a lower one too, as after a week without updates."""
        self._waiting.clear()
        self.next_id = number

    def clear(self) -> None:
        """Forget all that waits."""
        self._waiting.clear()

    async def poll(self, offset: int, limit: int, patience: float) -> list[Json]:
        """Return what waits, at the latest after `patience` seconds; a younger poll ends this one with a conflict."""
        if self.webhook:
            raise conflict(_WEBHOOK)
        self.end_poll(conflict(_OTHER))
        self._confirm(offset)
        if not self._waiting and patience > 0:
            await self._wait(patience)
        return self._handed(limit)

    def end_poll(self, reason: Refusal) -> None:
        """End the poll that waits."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(reason)
        self._poll = None

    async def _wait(self, patience: float) -> None:
        mine: asyncio.Future[Refusal | None] = asyncio.get_running_loop().create_future()
        self._poll = mine
        try:
            await asyncio.wait({mine}, timeout=patience)
        finally:
            if self._poll is mine:
                self._poll = None
        if mine.done() and (reason := mine.result()) is not None:
            raise reason

    def _confirm(self, offset: int) -> None:
        if offset > self.next_id + _FAR:
            return
        if offset < 0:
            offset = self._waiting[offset][1]["update_id"] if len(self._waiting) > -offset else 0
        oldest = self.now() - _KEPT_FOR
        while self._waiting and (self._waiting[0][1]["update_id"] < offset or self._waiting[0][0] < oldest):
            self.handed_out.pop(self._waiting.popleft()[1]["update_id"], None)

    def _handed(self, limit: int) -> list[Json]:
        batch = [update for _, update in islice(self._waiting, limit)]
        for update in batch:
            number = update["update_id"]
            self.handed_out[number] = self.handed_out.get(number, 0) + 1
        return batch
