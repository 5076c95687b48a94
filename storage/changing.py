"""Who of the members changed: a transaction marks each with the number that it gets at its end.

Numbers are handed out in the order of commits, also on PostgreSQL: whoever has one keeps the others waiting until it is
over. So who has seen a number has seen all that lies below.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from sqlalchemy import select, update

from storage.parameters import its, same
from storage.schema import changes, members
from storage.work import Insert, Work, insert_into

NEWEST: Final = select(changes.c.newest).where(changes.c.name == members.name)
_MARK: Final = update(members).where(same(members, "id")).values(changed=NEWEST.scalar_subquery())


class Changed:
    """The members that one transaction has changed; whatever writes to members or their skills adds them here."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._ids: set[int] = set()

    @property
    def here(self) -> frozenset[int]:
        """Return whom this transaction changed or erased; it has no number before it ends, and may yet be undone."""
        return frozenset(self._ids)

    def add(self, *member_ids: int) -> None:
        """Mark members as changed when the transaction ends."""
        if member_ids and not self._ids:
            self._work.at_end(_one_more(self._work.dialect), {})
        for member_id in set(member_ids) - self._ids:
            self._work.at_end(_MARK, its(id=member_id))
        self._ids.update(member_ids)


async def one_more(work: Work, name: str) -> int:
    """Count one more change of something under a name, and return its number."""
    await work.change(_one_more(work.dialect, name))
    return await newest(work, name)


async def newest(work: Work, name: str) -> int:
    """Return the number of the last change under a name, 0 before the first."""
    row = await work.first(select(changes.c.newest).where(changes.c.name == name))
    return int(row.newest) if row is not None else 0


@cache
def _one_more(dialect: str, name: str = members.name) -> Insert:
    first = insert_into(changes, dialect).values(name=name, newest=1)
    return first.on_conflict_do_update(index_elements=["name"], set_={"newest": changes.c.newest + 1})
