"""Questions to the network, and its answers while they hold."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Row, bindparam, select, update

from bot.domain.people import Platform
from bot.domain.sending import Errand
from storage.schema import errands as table
from storage.work import Work

ASKED_FOR: Final = timedelta(days=7)  # a question that nobody answers; who still needs the answer asks anew
_ANSWERS: Final = select(table.c.key, table.c.answer).where(
    table.c.key.in_(bindparam("keys", expanding=True))
    & table.c.answer.is_not(None)
    & (table.c.valid_until > bindparam("now"))
)


class Errands:
    """The part of the Outbox that asks the network."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def send_errand(self, *errands: Errand) -> None:
        """Ask the network these things unless an answer that is still valid, or the same question, is there.

        An answer counts as valid if it still is when the new question falls due.
        """
        new = self._work.insert(table)
        names = ("kind", "subject", "due", "answer", "valid_until")
        outdated = table.c.answer.is_not(None) & (table.c.valid_until <= new.excluded.due)
        await self._work.change_each(
            new.on_conflict_do_update(
                index_elements=["key"], set_={name: new.excluded[name] for name in names}, where=outdated
            ),
            [
                {
                    "key": errand.key,
                    "kind": errand.kind,
                    "subject": dict(errand.subject),
                    "due": errand.due,
                    "answer": errand.answer,
                    "valid_until": errand.valid_until or errand.due + ASKED_FOR,
                }
                for errand in errands
            ],
        )

    async def errands(self, platform: Platform, now: datetime, limit: int) -> Sequence[Errand]:
        """Return unanswered errands to a platform that are due; their subject names it."""
        there = table.c.subject["platform"].as_string() == platform
        due = table.c.answer.is_(None) & (table.c.due <= now) & there
        rows = select(table).where(due).order_by(table.c.due, table.c.key).limit(limit)
        return [_errand(row) for row in await self._work.all(rows)]

    async def errand_done(self, key: str, answer: str, valid_until: datetime) -> None:
        """Keep the network's answer; to a question that was never asked too, since news come by themselves."""
        said = {"answer": answer, "valid_until": valid_until}
        unasked = {"key": key, "kind": "", "subject": {}, "due": valid_until}
        new = self._work.insert(table).values(unasked | said)
        await self._work.change(new.on_conflict_do_update(index_elements=["key"], set_=said))

    async def errand_later(self, key: str, due: datetime) -> None:
        """Put an errand off."""
        await self._work.change(update(table).where(table.c.key == key).values(due=due))

    async def answers(self, keys: Collection[str], now: datetime) -> Mapping[str, str]:
        """Return the answers to errands that are still valid."""
        if not keys:
            return {}
        rows = await self._work.all(_ANSWERS, {"keys": list(keys), "now": now})
        return {row.key: row.answer for row in rows}


def _errand(row: Row[Any]) -> Errand:
    valid_until = row.valid_until if row.answer is not None else None
    return Errand(row.key, row.kind, row.subject, row.due, row.answer, valid_until)
