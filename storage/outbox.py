"""The outbox as a whole: rows, their claiming, standing messages and errands."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, bindparam, select, union_all

from storage.claiming import Claiming
from storage.deliveries import OPEN, Deliveries
from storage.errands import Errands
from storage.parameters import is_open
from storage.postings import IN_PLACE, Postings
from storage.schema import deliveries, errands, places, postings
from storage.types import UtcDateTime
from storage.work import Work


def _soonest() -> Select[Any]:
    rows = [select(deliveries.c.next_try_at.label("at")).where(deliveries.c.outcome == outcome) for outcome in OPEN]
    removals = select(postings.c.remove_at.label("at")).where(postings.c.remove_at.is_not(None))
    asked = select(errands.c.due.label("at")).where(errands.c.answer.is_(None))
    firsts = [query.order_by("at").limit(1).subquery() for query in (*rows, removals, asked)]
    soonest = union_all(*(select(first.c.at) for first in firsts)).subquery()
    return select(soonest.c.at).order_by(soonest.c.at).limit(1)


_SOONEST: Final = _soonest()
_STALE: Final = (
    select(postings.c.id)
    .outerjoin(places, IN_PLACE)
    .where(postings.c.shown < postings.c.wanted, is_open(places, bindparam("now", type_=UtcDateTime)))
    .limit(1)
)


class Outbox(Claiming, Deliveries, Postings, Errands):
    """The Outbox of one transaction."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def next_due(self) -> datetime | None:
        """Return when the next row, removal or errand falls due."""
        first = await self._work.first(_SOONEST)
        return first.at if first else None

    async def is_idle(self, now: datetime) -> bool:
        """Say whether nothing is due and every copy that can be reached shows what is wanted.

        Cheap, for those who look often.
        """
        soonest = await self.next_due()
        if soonest is not None and soonest <= now:
            return False
        return await self._work.first(_STALE, {"now": now}) is None
