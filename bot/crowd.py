"""The people in memory, as true as the store: each process has one index and brings it up to date before it is asked.

The store numbers the transactions that changed members. What carries a greater number than the last one seen is read
again, so that two processes over one database agree at the next question. What the asking transaction itself changed
has no number yet and may still be undone: it is read now, and once more the next time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Final

from bot.domain.tagging import TAGS_PER_WEEK
from bot.matching.people.covering import NOTHING, Above
from bot.matching.people.index import PeopleIndex
from bot.ports import Store

AT_ONCE: Final = 200  # members read in one go: some milliseconds
NEVER: Final = -1


class Crowd:
    """The one index of a process; empty until it is first asked for."""

    def __init__(self, above: Above, wide: frozenset[str] = NOTHING, per_week: int = TAGS_PER_WEEK) -> None:
        self._above, self._wide, self._per_week = above, wide, per_week
        self._index = PeopleIndex(above, wide, per_week)
        self._newest = NEVER
        self._owed: frozenset[int] = frozenset()

    async def now(self, store: Store) -> PeopleIndex:
        """Return the index, true for this transaction.

        The first time everybody is read, in steps that let others of this process have their turn. What is cut short
        in the middle is thrown away and read anew the next time.
        """
        newest = await store.members.newest_change()
        if newest < self._newest:  # another database, as after a restored backup
            self._empty()
        here = store.members.changed_here
        if newest == self._newest and not self._owed | here:
            return self._index
        try:
            await self._read(store, self._owed | here)
        except BaseException:
            self._empty()
            raise
        self._newest, self._owed = newest, here
        return self._index

    def _empty(self) -> None:
        self._index = PeopleIndex(self._above, self._wide, self._per_week)
        self._newest = NEVER
        self._owed = frozenset()

    async def _read(self, store: Store, owed: Iterable[int]) -> None:
        """Take in what changed since the last time, or everybody."""
        if self._newest == NEVER:
            last = 0
            while found := await store.members.ranked_after(last, AT_ONCE):
                for member in found:
                    self._index.put(member)
                last = found[-1].id
        else:
            changed = sorted({*owed, *await store.members.changed_since(self._newest)})
            for start in range(0, len(changed), AT_ONCE):
                await self._read_again(store, changed[start : start + AT_ONCE])
        for _ in self._index.settle():
            await asyncio.sleep(0)

    async def _read_again(self, store: Store, member_ids: list[int]) -> None:
        found = {member.id: member for member in await store.members.ranked(member_ids)}
        for member_id in member_ids:
            if member_id in found:
                self._index.put(found[member_id])
            else:
                self._index.remove(member_id)
