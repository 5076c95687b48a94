"""What calendars are made of, and whose secret address is valid, as one transaction sees it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.calendars import Personal
from bot.domain.events import Event


class CalendarStore(Protocol):
    """Members' own calendar addresses, and events as calendars show them."""

    async def of(self, member_id: int) -> Personal | None:
        """Return a member's own address, None where there never was one."""
        ...

    async def renew(self, member_id: int, now: datetime) -> Personal:
        """Give a member a new address; the one before is void from then on, for ever."""
        ...

    async def switch_off(self, member_id: int, now: datetime) -> None:
        """Void a member's address and remember that the member wants none."""
        ...

    async def holder(self, token: str) -> int | None:
        """Return the member whose address it is; None where it is void or forged, or the member is being forgotten."""
        ...

    async def mark(self) -> str:
        """Return what is another text as soon as any event was made or changed; cheap, however many there are."""
        ...

    async def mark_of(self, member_id: int) -> str:
        """Return what is another text as soon as the member's answers are others."""
        ...

    async def published(self, cancelled_since: datetime) -> Sequence[Event]:
        """Return the events that take place or took place, and those cancelled since an instant, by id."""
        ...

    async def concerning(self, member_id: int) -> Sequence[Event]:
        """Return the events that a member owns or answered to, by id, whatever their state."""
        ...
