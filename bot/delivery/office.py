"""What the parts of the delivery share: the doors to the outside, and what is under way in this process.

Nothing here is needed after a restart: what must be remembered stands in the rows.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, TypeVar

from bot.context import House
from bot.delivery.debts import Debts, Write, growing
from bot.domain.people import Platform
from bot.domain.sending import Delivery, receiver
from bot.errors import DeliveryError, Doubt
from bot.outbox.kinds import Kinds, Scene
from bot.ports import Messenger, Outlet, Storage, Store
from bot.reporting import reported

log = logging.getLogger("bot.delivery")

Now = Callable[[], datetime]
T = TypeVar("T")

A_DAY: Final = timedelta(days=1)  # a closed route is tried once a day
FOR_GOOD: Final = timedelta(days=3650)  # an errand that is done is not done again
AFTER_BUG: Final = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1))  # then it is given up
REMEMBERED: Final = 10_000  # things that failed and were neither done nor given up since
SINGLY_FOR: Final = timedelta(hours=1)  # after a digest that was refused


class Bug(Doubt):
    """A messenger failed in a way that it never should: how far the request got, nobody knows."""


@dataclass(slots=True)
class Office:
    """The shared state of one courier.

    `busy` are the chats and errands with a request in flight, `setbacks` counts failures in a row by what failed, of
    the latest that did. `resting` says until when a copy is left alone, `edited` when a chat's last copy was touched.
    `expecting` says until when a row waits for an errand's answer, by the errand's key and the row's id; `singly` until
    when a platform that refused a digest is given none. `debts` is what could not
    be written to the store yet.
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
    expecting: dict[tuple[str, int], datetime] = field(default_factory=dict)
    singly: dict[Platform, datetime] = field(default_factory=dict)
    debts: Debts = field(init=False)

    def __post_init__(self) -> None:
        self.debts = Debts(self.storage)

    @property
    def taken(self) -> set[str]:
        """Return the chats and errands for which nothing may be begun: busy, or their last outcome is not written."""
        return self.busy | self.debts.holders

    def scene(self, store: Store, now: datetime) -> Scene:
        """Return the state of this moment for a renderer."""
        return Scene(self.house, store, now)

    def outlet(self, row: Delivery) -> Outlet:
        """Return where a row's message is created: on its platform, or in the calendar or the rooms that this has."""
        messenger, kind = self.messengers[row.platform], self.kinds.deliveries.get(row.plan.kind)
        if kind is not None and kind.in_room:
            if messenger.rooms is None:
                raise LookupError(f"{row.platform} opens no rooms: {row.plan.key}")
            return messenger.rooms
        if kind is None or not kind.in_calendar:
            return messenger
        if messenger.calendar is None:
            raise LookupError(f"{row.platform} keeps no calendar: {row.plan.key}")
        return messenger.calendar

    def wait(self, what: str) -> timedelta:
        """Count one more failure in a row and return how long to wait: doubling from two seconds to five minutes."""
        return growing(self._failures(what) - 1)

    def after_bug(self, what: str) -> timedelta | None:
        """Count one more bug and return how long to wait; None when it was three times in vain in this process."""
        return next(iter(AFTER_BUG[self._failures(f"bug:{what}") - 1 :]), None)

    def _failures(self, what: str) -> int:
        """Count one more failure; of what failed long ago, and may be gone by now, the count is forgotten."""
        self.setbacks[what] = failures = self.setbacks.pop(what, 0) + 1
        if len(self.setbacks) > REMEMBERED:
            del self.setbacks[next(iter(self.setbacks))]
        return failures

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

    async def write(self, what: Write, holds: str) -> None:
        """Write in a transaction of its own; what fails is owed, and nothing is begun for `holds` before it is paid."""
        await self.debts.write(what, holds)

    async def settle(self, rows: Sequence[Delivery], what: Write) -> None:
        """Write what became of rows of one receiver, likewise."""
        await self.debts.write(what, receiver(rows[0]), rows)
