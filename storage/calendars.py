"""Members' own calendar addresses, and events as calendars show them.

An address is a member's id and an HMAC of it with a number, under the secret of this instance: whoever reads the table
cannot make one without the secret, and another number voids it. A number is drawn, so that none comes back.
"""

from __future__ import annotations

import base64
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Final

from sqlalchemy import Executable, bindparam, func, or_, select

from bot.domain.calendars import Personal
from bot.domain.events import Event, EventState
from storage.events import read_event
from storage.parameters import its, same
from storage.schema import attendance, calendars, events, members
from storage.secret import keyed
from storage.work import Work, insert_into

_OFF: Final = 0  # in place of a number: the member wants no address
_HIGHEST: Final = 2**31 - 1  # PostgreSQL's INTEGER
_MAC_BYTES: Final = 24

_OF: Final = select(calendars).where(same(calendars, "member_id"))
_HOLDER: Final = (
    select(calendars.c.serial)
    .join(members, members.c.id == calendars.c.member_id)
    .where(same(calendars, "member_id"), members.c.erase_at.is_(None))
)
_MARK: Final = select(
    func.count().label("events"),
    func.max(events.c.id).label("last"),
    func.sum(events.c.revision).label("revisions"),
    func.sum(events.c.sequence).label("changes"),
    func.max(events.c.changed_at).label("at"),
    *(func.count().filter(events.c.state == state).label(state) for state in (EventState.ACTIVE, EventState.CANCELLED)),
)
_MARK_OF: Final = select(func.count().label("answers"), func.max(attendance.c.at).label("at")).where(
    same(attendance, "member_id")
)
_SINCE: Final = bindparam("since", type_=events.c.created_at.type)
_STAMP: Final = func.coalesce(events.c.changed_at, events.c.created_at)
_PUBLISHED: Final = (
    select(events)
    .where(
        or_(
            events.c.state == EventState.ACTIVE,
            (events.c.state == EventState.CANCELLED) & (_STAMP > _SINCE),
        )
    )
    .order_by(events.c.id)
)
_ANSWERED: Final = select(attendance.c.event_id).where(same(attendance, "member_id"))
_CONCERNING: Final = (
    select(events)
    .where(or_(events.c.owner_id == bindparam("its_member_id"), events.c.id.in_(_ANSWERED)))
    .order_by(events.c.id)
)


@cache
def _keep(dialect: str) -> Executable:
    new = insert_into(calendars, dialect)
    written = {"serial": new.excluded.serial, "created_at": new.excluded.created_at}
    return new.on_conflict_do_update(index_elements=["member_id"], set_=written)


class Calendars:
    """The CalendarStore of one transaction."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def of(self, member_id: int) -> Personal | None:
        """Return a member's own address, None where there never was one."""
        kept = await self._work.first(_OF, its(member_id=member_id))
        if kept is None:
            return None
        token = None if kept.serial == _OFF else await self._token(member_id, kept.serial)
        return Personal(member_id, token, kept.created_at)

    async def renew(self, member_id: int, now: datetime) -> Personal:
        """Give a member a new address; the one before is void from then on, for ever."""
        serial = secrets.randbelow(_HIGHEST) + 1
        await self._write(member_id, serial, now)
        return Personal(member_id, await self._token(member_id, serial), now)

    async def switch_off(self, member_id: int, now: datetime) -> None:
        """Void a member's address and remember that the member wants none."""
        await self._write(member_id, _OFF, now)

    async def holder(self, token: str) -> int | None:
        """Return the member whose address it is; None where it is void or forged, or the member is being forgotten."""
        named = token.partition("-")[0]
        member_id = int(named) if named.isascii() and named.isdecimal() and len(named) <= 10 else 0
        if not 0 < member_id <= _HIGHEST:
            return None
        kept = await self._work.first(_HOLDER, its(member_id=member_id))
        if kept is None or kept.serial == _OFF:
            return None
        valid = await self._token(member_id, kept.serial)
        return member_id if hmac.compare_digest(valid.encode(), token.encode()) else None

    async def mark(self) -> str:
        """Return what is another text as soon as any event was made or changed; cheap, however many there are."""
        return repr(await self._work.first(_MARK))

    async def mark_of(self, member_id: int) -> str:
        """Return what is another text as soon as the member's answers are others."""
        return repr(await self._work.first(_MARK_OF, its(member_id=member_id)))

    async def published(self, cancelled_since: datetime) -> Sequence[Event]:
        """Return the events that take place or took place, and those cancelled since an instant, by id."""
        return [read_event(row) for row in await self._work.all(_PUBLISHED, {"since": cancelled_since})]

    async def concerning(self, member_id: int) -> Sequence[Event]:
        """Return the events that a member owns or answered to, by id, whatever their state."""
        return [read_event(row) for row in await self._work.all(_CONCERNING, its(member_id=member_id))]

    async def _write(self, member_id: int, serial: int, now: datetime) -> None:
        row = {"member_id": member_id, "serial": serial, "created_at": now}
        await self._work.change(_keep(self._work.dialect), row)

    async def _token(self, member_id: int, serial: int) -> str:
        """Return the member's id and 32 characters that cannot be guessed."""
        mac = (await keyed(self._work, f"calendar\n{member_id}\n{serial}"))[:_MAC_BYTES]
        return f"{member_id}-{base64.urlsafe_b64encode(mac).decode()}"
