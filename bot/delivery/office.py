"""What the parts of the delivery share: the doors to the outside, and what is under way in this process.

Nothing here is needed after a restart: what must be remembered stands in the rows.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, TypeVar

from bot.context import House
from bot.domain.people import Platform
from bot.errors import DeliveryError, Doubt
from bot.outbox.kinds import Kinds, Scene
from bot.ports import Messenger, Storage, Store
from bot.reporting import reported

log = logging.getLogger("bot.delivery")

Now = Callable[[], datetime]
Write = Callable[[Store], Awaitable[None]]
T = TypeVar("T")

FIRST_WAIT: Final = timedelta(seconds=2)
LONGEST_WAIT: Final = timedelta(minutes=5)
A_DAY: Final = timedelta(days=1)  # a closed route is tried once a day
AFTER_BUG: Final = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1))  # then it is given up
WRITES: Final = 5  # tries to write down what became of a row before it is left to the next start


class Bug(Doubt):
    """A messenger failed in a way that it never should: how far the request got, nobody knows."""


@dataclass(slots=True)
class Office:
    """The shared state of one courier.

    `busy` are the chats and errands with a request in flight, `setbacks` counts failures in a row by what failed,
    `resting` says until when a copy is left alone, `edited` when a chat's last copy was touched. `expecting` are the
    rows that wait for an errand's answer, `singly` the platforms that refused a digest. `owed` is what could not be
    written to the store yet, with the number of tries; meanwhile nothing new is begun.
    """

    storage: Storage
    kinds: Kinds
    house: House
    messengers: Mapping[Platform, Messenger]
    timeout: timedelta
    edit_pause: timedelta
    busy: set[str] = field(default_factory=set)
    stopped: set[Platform] = field(default_factory=set)
    setbacks: Counter[str] = field(default_factory=Counter)
    resting: dict[int, datetime] = field(default_factory=dict)
    edited: dict[str, datetime] = field(default_factory=dict)
    expecting: dict[str, set[int]] = field(default_factory=dict)
    singly: set[Platform] = field(default_factory=set)
    owed: list[tuple[Write, int]] = field(default_factory=list)

    def scene(self, store: Store, now: datetime) -> Scene:
        """Return the state of this moment for a renderer."""
        return Scene(self.house, store, now)

    def wait(self, what: str) -> timedelta:
        """Count one more failure in a row and return how long to wait: doubling from two seconds to five minutes."""
        self.setbacks[what] += 1
        return min(FIRST_WAIT * (1 << min(self.setbacks[what] - 1, 10)), LONGEST_WAIT)

    def after_bug(self, what: str) -> timedelta | None:
        """Count one more bug and return how long to wait; None when it was three times in vain in this process."""
        self.setbacks[f"bug:{what}"] += 1
        return next(iter(AFTER_BUG[self.setbacks[f"bug:{what}"] - 1 :]), None)

    def forget(self, what: str) -> None:
        """Count failures anew, since it went well or came to an end."""
        self.setbacks.pop(what, None)
        self.setbacks.pop(f"bug:{what}", None)

    async def answer(self, request: Awaitable[T]) -> T:
        """Await a platform's answer; only a DeliveryError comes out. No answer in time is Doubt, and so is a bug."""
        try:
            async with asyncio.timeout(self.timeout.total_seconds()):
                return await request
        except DeliveryError:
            raise
        except TimeoutError as error:
            raise Doubt("no answer in time") from error
        except Exception as error:
            raise Bug(f"code {reported(error, 'a request')}") from error

    async def write(self, what: Write) -> None:
        """Write in a transaction of its own; what fails is owed, since an accepted message must not be forgotten."""
        await self._written(what, 0)

    async def pay(self) -> None:
        """Write what is owed, oldest first."""
        debts, self.owed = self.owed, []
        for what, tries in debts:
            await self._written(what, tries)

    async def _written(self, what: Write, tries: int) -> None:
        try:
            async with self.storage.begin() as store:
                await what(store)
        except Exception as error:  # noqa: BLE001 - a full disk or a locked file must not stop the loop
            reported(error, "writing")
            if tries + 1 < WRITES:
                self.owed.append((what, tries + 1))
