"""The messages of ours that stand, and what each of them ought to show."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.people import MessageRef, Platform
from bot.domain.sending import Posting, ShownAs


class PostingStore(Protocol):
    """Copies of objects, and what is wanted of them."""

    async def post(
        self, what: ShownAs, ref: MessageRef, place_id: int | None, shown: int, remove_at: datetime | None
    ) -> None:
        """Keep that a message of ours stands and shows this revision; the same ref again replaces what was kept."""
        ...

    async def want(self, object: str, object_id: int, revision: int, occurrence: str | None = None) -> None:
        """Ask every copy of an object (or of one occurrence) to show this revision or a later one."""
        ...

    async def remove_at(self, object: str, object_id: int, at: datetime) -> None:
        """Ask every copy of an object to be taken away at an instant."""
        ...

    async def stale(self, platform: Platform, now: datetime, limit: int) -> Sequence[Posting]:
        """Return copies on a platform that show less than is wanted or are to be taken away, oldest first.

        Those in a closed place are left out until it is tried again.
        """
        ...

    async def shown(self, posting: Posting, revision: int) -> None:
        """Mark a copy as showing this revision."""
        ...

    async def ended(self, posting: Posting) -> None:
        """Forget a copy that is gone."""
        ...

    async def postings(self, object: str, object_id: int, occurrence: str | None = None) -> Sequence[Posting]:
        """Return the copies of an object, by id."""
        ...

    async def standing(self, object: str) -> Sequence[Posting]:
        """Return the copies of all objects of a sort, by id."""
        ...

    async def posting_at(self, ref: MessageRef) -> Posting | None:
        """Return what a message of ours shows."""
        ...
