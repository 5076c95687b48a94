"""Pacing: a request leaves when Telegram's limits allow it, answers before announcements.

Telegram names 30 messages a second overall, one a second in a chat and 20 a minute in a group, and counts edits like
messages; answering a button's query is free. Our windows are a little narrower and slide, since what leaves in order
may arrive in a heap.

Windows live in the process: after a restart they are empty, so the first minute may exceed what Telegram counts. It
answers 429 then, and `hold` settles it.
"""

from __future__ import annotations

import asyncio
import time
from bisect import bisect_left, insort
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import IntEnum
from itertools import count
from typing import Final

from bot.errors import TryLater

LONGEST_HOLD_OF_ALL: Final = 30.0  # seconds; then the next request finds out whether it still holds


class Lane(IntEnum):
    """What goes first where not everything can go."""

    ANSWER = 0
    ANNOUNCEMENT = 1


@dataclass(frozen=True, slots=True)
class Windows:
    """The limits, each as how many requests in how many seconds; a group has to keep to all three."""

    overall: tuple[int, float] = (28, 1.0)
    chat: tuple[int, float] = (1, 1.05)
    group: tuple[int, float] = (19, 61.0)


OPEN: Final = Windows((1, 0.0), (1, 0.0), (1, 0.0))  # nothing ever waits, which is for measuring all the rest


class Pacing:
    """Lets requests of one bot leave within the windows; `monotonic` and `sleep` count in seconds.

    Who goes first where not all can: answers before announcements, private chats before groups, then first come, first
    served. A chat that has to wait holds up no other. Chats are forgotten a window after their last request.
    """

    def __init__(
        self,
        windows: Windows = Windows(),
        *,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._windows = windows
        self._monotonic = monotonic
        self._sleep = sleep
        self._overall = _Window(*windows.overall)
        self._chats: OrderedDict[str, tuple[_Window, ...]] = OrderedDict()  # by their last request, oldest first
        self._held: dict[str, float] = {}
        self._all_held = float("-inf")
        self._waiting: list[_Waiter] = []  # by rank
        self._numbers = count()
        self._alarm: tuple[float, asyncio.Task[None]] | None = None

    @property
    def remembered(self) -> int:
        """How many chats have windows: those of the last minute, older ones are forgotten."""
        return len(self._chats)

    async def turn(self, chat: str, lane: Lane, patience: float) -> None:
        """Return when a request to the chat may leave, and count it as left.

        Raises TryLater, at once where the wait would surely be longer than `patience` seconds, and otherwise when
        others have used them up; nothing was sent and nothing counted then, nor is anything after a cancellation.
        """
        now = self._monotonic()
        if not self._waiting and self._opens(chat) <= now:
            self._leave(chat, now)
            return
        waiter = _Waiter(lane, _is_group(chat), next(self._numbers), chat, now + patience)
        if self._expected(waiter, now) > waiter.deadline:
            raise self._later(waiter)
        insort(self._waiting, waiter)
        self._let_go()
        try:
            left = await waiter.left
        except asyncio.CancelledError:
            self._withdraw(waiter)
            raise
        if left is None:
            raise self._later(waiter)

    def hold(self, chat: str, seconds: float) -> None:
        """Let nothing leave to the chat for so long, after a 429.

        Telegram does not say which of its limits was exceeded; most often it is the chat's. When two chats are held at
        once it may be the bot's, and so nothing leaves at all, for half a minute at most.
        """
        now = self._monotonic()
        self._held = {held: until for held, until in self._held.items() if until > now}
        if self._held.keys() - {chat}:
            self._all_held = max(self._all_held, now + min(seconds, LONGEST_HOLD_OF_ALL))
        self._held[chat] = max(self._held.get(chat, now), now + seconds)

    def _let_go(self) -> None:
        """Let all go whose turn it is, by rank, send those away whose patience has ended, and set the alarm."""
        now = self._monotonic()
        staying = []
        for waiter in self._waiting:
            if waiter.left.done():  # cancelled; it withdraws by itself
                staying.append(waiter)
            elif self._opens(waiter.chat) <= now:
                self._leave(waiter.chat, now)
                waiter.left.set_result(now)
            elif waiter.deadline <= now:
                waiter.left.set_result(None)
            else:
                staying.append(waiter)
        self._waiting = staying
        self._set_alarm(min((min(self._opens(one.chat), one.deadline) for one in staying), default=None))

    def _set_alarm(self, at: float | None) -> None:
        """See to it that somebody wakes up by then; an alarm that rings too early does no harm."""
        if self._alarm is not None and (at is None or at < self._alarm[0]):
            self._alarm[1].cancel()
            self._alarm = None
        if self._alarm is None and at is not None:
            self._alarm = at, asyncio.create_task(self._ring(at))

    async def _ring(self, at: float) -> None:
        await self._sleep(max(at - self._monotonic(), 0))
        self._alarm = None
        self._let_go()

    def _withdraw(self, waiter: _Waiter) -> None:
        """Take a cancelled waiter out; the turn that it can no longer use goes to the next."""
        if waiter in self._waiting:
            self._waiting.remove(waiter)
        elif (left := waiter.left.result()) is not None:
            for window in (self._overall, *self._chats.get(waiter.chat, ())):
                window.give_back(left)
        self._let_go()

    def _later(self, waiter: _Waiter) -> TryLater:
        now = self._monotonic()
        return TryLater(timedelta(seconds=self._expected(waiter, now) - now), "our own pace")

    def _expected(self, waiter: _Waiter, now: float) -> float:
        """Return when the turn comes at the earliest: if those of a higher rank go as soon as they can."""
        start = max(now, self._all_held)
        ahead = self._waiting[: bisect_left(self._waiting, waiter)]
        before = sum(other.chat == waiter.chat for other in ahead)
        opening = max(start, self._overall.opens())
        rivals = {other.chat for other in ahead if other.chat != waiter.chat and self._opens(other.chat) <= opening}
        own = _nth(self._of(waiter.chat), before, max(start, self._held.get(waiter.chat, start)))
        return max(own, _nth([self._overall], len(rivals), start))

    def _opens(self, chat: str) -> float:
        """Return when everything that concerns the chat allows one more request, were it alone."""
        opens = max(self._overall.opens(), self._all_held)
        for window in self._chats.get(chat, ()):
            opens = max(opens, window.opens())
        return max(opens, self._held[chat]) if chat in self._held else opens

    def _leave(self, chat: str, now: float) -> None:
        windows = self._of(chat)
        self._chats[chat] = windows
        self._chats.move_to_end(chat)
        for window in (self._overall, *windows):
            window.left.append(now)
        while self._chats and all(window.is_empty(now) for window in next(iter(self._chats.values()))):
            self._chats.popitem(last=False)

    def _of(self, chat: str) -> tuple[_Window, ...]:
        """Return the chat's own windows, new ones where none are remembered."""
        if chat in self._chats:
            return self._chats[chat]
        limits = (self._windows.chat, self._windows.group) if _is_group(chat) else (self._windows.chat,)
        return tuple(_Window(*limit) for limit in limits)


@dataclass(frozen=True, slots=True, order=True)
class _Waiter:
    """Somebody who waits, the smaller the sooner; `left` becomes the moment of leaving, or None when it is too late."""

    lane: Lane
    is_group: bool
    number: int
    chat: str = field(compare=False)
    deadline: float = field(compare=False)
    left: asyncio.Future[float | None] = field(compare=False, default_factory=asyncio.Future)


class _Window:
    """A sliding window: the moments of its last requests, no more than its limit."""

    __slots__ = ("left", "limit", "seconds")

    def __init__(self, limit: int, seconds: float) -> None:
        self.limit = limit
        self.seconds = seconds
        self.left: deque[float] = deque(maxlen=limit)

    def opens(self) -> float:
        """Return when one more may leave."""
        return self.left[0] + self.seconds if len(self.left) == self.limit else float("-inf")

    def give_back(self, moment: float) -> None:
        """Forget a request that has not left after all."""
        if moment in self.left:
            self.left.remove(moment)

    def is_empty(self, now: float) -> bool:
        """Say whether all that left in it is long ago."""
        return not self.left or self.left[-1] + self.seconds <= now


def _is_group(chat: str) -> bool:
    return chat.startswith("-")


def _nth(windows: Sequence[_Window], ahead: int, start: float) -> float:
    """Return when a request may leave after so many others, all of them as early as the windows allow."""
    at, pasts = start, [list(window.left) for window in windows]
    for _ in range(ahead + 1):
        for window, past in zip(windows, pasts, strict=True):
            if len(past) >= window.limit:
                at = max(at, past[-window.limit] + window.seconds)
        for past in pasts:
            past.append(at)
    return at
