"""Offers to hand something on, with those who are asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, select, update

from bot.domain.handing_on import Asked, AskedState, Handover, HandoverState, Scope, Terms
from storage.schema import handover_people, handovers
from storage.work import Work

_FROZEN: Final = ("title", "text", "label", "skills", "town", "period", "budget", "share", "sentence", "signing")
_IS_OPEN: Final = handovers.c.state == HandoverState.OPEN


class Handovers:
    """The HandoverStore of one transaction."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def create(self, handover: Handover, asked: Sequence[Asked]) -> Handover:
        """Store an offer with those who are asked, and return it with its id."""
        new_id = await self._work.new_id(handovers.insert(), _columns(handover))
        people = [
            {
                "handover_id": new_id,
                "member_id": one.member_id,
                "position": position,
                "reason": one.reason,
                "place_id": one.place_id,
                "state": one.state,
            }
            for position, one in enumerate(asked)
        ]
        await self._work.change_each(handover_people.insert(), people)
        return replace(handover, id=new_id)

    async def get(self, handover_id: int) -> Handover | None:
        """Return one offer."""
        return next(iter(await self._load(handovers.c.id == handover_id)), None)

    async def save(self, handover: Handover) -> bool:
        """Write the end or a new revision of an open offer; False where it has ended already, which stays as it was."""
        end = {
            "state": handover.state,
            "taker_id": handover.taker_id,
            "closed_at": handover.closed_at,
            "revision": handover.revision,
        }
        return (
            await self._work.change(update(handovers).where((handovers.c.id == handover.id) & _IS_OPEN).values(end)) > 0
        )

    async def of_job(self, job_id: int) -> Sequence[Handover]:
        """Return the offers of a job, the oldest first."""
        return await self._load(handovers.c.job_id == job_id)

    async def of_member(self, member_id: int) -> Sequence[Handover]:
        """Return the offers that a member made, took, or is asked about, the oldest first."""
        asked = select(handover_people.c.handover_id).where(handover_people.c.member_id == member_id)
        theirs = (handovers.c.giver_id == member_id) | (handovers.c.taker_id == member_id)
        return await self._load(theirs | handovers.c.id.in_(asked))

    async def naming_contact(self, member_id: int) -> Sequence[Handover]:
        """Return the offers whose terms say that a member speaks with the customer, the oldest first."""
        return await self._load(handovers.c.contact_id == member_id)

    async def asked(self, handover_id: int) -> Sequence[Asked]:
        """Return who is asked, in the order in which they were chosen."""
        rows = await self._work.all(
            select(handover_people)
            .where(handover_people.c.handover_id == handover_id)
            .order_by(handover_people.c.position, handover_people.c.member_id)
        )
        return [Asked(row.handover_id, row.member_id, row.reason, row.place_id, AskedState(row.state)) for row in rows]

    async def answer(self, handover_id: int, member_id: int, state: AskedState) -> None:
        """Keep what somebody who is asked has done about it."""
        theirs = (handover_people.c.handover_id == handover_id) & (handover_people.c.member_id == member_id)
        await self._work.change(update(handover_people).where(theirs).values(state=state))

    async def overdue(self, now: datetime) -> Sequence[Handover]:
        """Return the open offers whose time is over, or of which nobody is left who was asked."""
        anybody = select(handover_people.c.member_id).where(handover_people.c.handover_id == handovers.c.id)
        return await self._load(_IS_OPEN & ((handovers.c.expires_at <= now) | ~anybody.exists()))

    async def next_end(self) -> datetime | None:
        """Return when the next open offer ends by itself."""
        first = select(handovers.c.expires_at).where(_IS_OPEN).order_by(handovers.c.expires_at).limit(1)
        row = await self._work.first(first)
        return row.expires_at if row is not None else None

    async def _load(self, condition: ColumnElement[bool]) -> list[Handover]:
        rows = await self._work.all(select(handovers).where(condition).order_by(handovers.c.id))
        return [_handover(row) for row in rows]


def _columns(handover: Handover) -> dict[str, Any]:
    terms = handover.terms
    return {
        "job_id": handover.job_id,
        "giver_id": handover.giver_id,
        "taker_id": handover.taker_id,
        "scope": terms.scope,
        "part": terms.part,
        **{name: getattr(terms, name) for name in _FROZEN},
        "taker_speaks": terms.contact_id is None,
        "contact_id": terms.contact_id,
        "skill": handover.skill,
        "state": handover.state,
        "revision": handover.revision,
        "created_at": handover.created_at,
        "expires_at": handover.expires_at,
        "closed_at": handover.closed_at,
    }


def _handover(row: Row[Any]) -> Handover:
    contact = None if row.taker_speaks else row.contact_id or 0  # 0: they are erased, and nobody takes their place
    return Handover(
        id=row.id,
        job_id=row.job_id,
        giver_id=row.giver_id,
        terms=Terms(
            scope=Scope(row.scope),
            part=row.part,
            contact_id=contact,
            **{name: getattr(row, name) for name in _FROZEN},
        ),
        skill=row.skill,
        state=HandoverState(row.state),
        revision=row.revision,
        created_at=row.created_at,
        expires_at=row.expires_at,
        taker_id=row.taker_id,
        closed_at=row.closed_at,
    )
