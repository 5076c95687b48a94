"""Members, their accounts and the ledger of consent, as one transaction sees them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.members import Agreement, Member
from bot.domain.people import Address, Platform
from bot.domain.tagging import Ping


class MemberStore(Protocol):
    """Members, their accounts and the ledger of consent."""

    async def at(self, address: Address) -> Member | None:
        """Return the member with this login."""
        ...

    async def get(self, member_id: int) -> Member | None:
        """Return one member."""
        ...

    async def many(self, member_ids: Collection[int]) -> Mapping[int, Member]:
        """Return the members that exist among these ids."""
        ...

    async def findable(self) -> Sequence[Member]:
        """Return everybody whom a search may show, by id."""
        ...

    async def short_texts(self, pieces: Sequence[str], after: int, most: int) -> Sequence[tuple[int, str]]:
        """Return the next findable members behind an id whose short text has these pieces one after the other, in
        whatever case, and that text."""
        ...

    async def newest_change(self) -> int:
        """Return the number of the last transaction that changed a member, 0 before the first.

        Numbers are handed out in the order of commits: who has seen one has seen all that lies below.
        """
        ...

    async def changed_since(self, number: int) -> Sequence[int]:
        """Return whom transactions after this number changed; who was erased is not among them.

        Who went into another member, as one person with two accounts, is.
        """
        ...

    @property
    def changed_here(self) -> frozenset[int]:
        """Return whom this transaction changed or erased; it has no number before it ends, and may yet be undone."""
        ...

    async def ranked(self, member_ids: Collection[int]) -> Sequence[Member]:
        """Return the members that exist among these, by id, as far as ranking reads them: no accounts, text, links."""
        ...

    async def ranked_after(self, member_id: int, most: int) -> Sequence[Member]:
        """Return the next members behind an id, as `ranked` does."""
        ...

    async def names(self, platform: Platform) -> Sequence[tuple[int, str]]:
        """Return the ids and names of those whom a search may show, by id, the names of their accounts there too.

        Accounts elsewhere are left out: there a profile may have another name, and who is behind it is not said.
        """
        ...

    async def typed_labels(self) -> Sequence[str]:
        """Return the labels of skills that findable members typed and the vocabulary does not know."""
        ...

    async def create(self, address: Address, name: str, now: datetime) -> Member:
        """Make a member with one account, not shown to anybody."""
        ...

    async def save(self, member: Member) -> None:
        """Write every field and the skills of a member; accounts and pings have their own calls."""
        ...

    async def seen(self, address: Address, name: str) -> None:
        """Keep the display name last seen of an account, and that its private route is open again if it was closed."""
        ...

    async def close_route(self, address: Address, until: datetime) -> None:
        """Try no private message to this account before `until`."""
        ...

    async def tagged(self, member_ids: Collection[int], at: datetime) -> None:
        """Keep when these members were last tagged."""
        ...

    async def pings(self, member_ids: Collection[int]) -> Mapping[int, Sequence[Ping]]:
        """Return what counts against the budgets of these members."""
        ...

    async def pinged(self, job_id: int, member_ids: Collection[int], until: datetime, now: datetime) -> None:
        """Let a job count against the budgets of these members until an instant; what counts no more is forgotten."""
        ...

    async def unpinged(self, job_id: int, member_ids: Collection[int]) -> None:
        """Let a job count no more against the budgets of these members, since they were not tagged."""
        ...

    async def agree(self, agreement: Agreement) -> None:
        """Add a line to the ledger."""
        ...

    async def agreements(self, member_id: int) -> Sequence[Agreement]:
        """Return a member's lines of the ledger, oldest first."""
        ...

    async def to_erase(self, now: datetime) -> Sequence[int]:
        """Return the members whose erasure is due."""
        ...

    async def forgotten(self, before: datetime) -> Sequence[int]:
        """Return members made before an instant, never asked for consent, on whom nothing hangs."""
        ...

    async def next_erasure(self) -> datetime | None:
        """Return when the next erasure is due."""
        ...

    async def erase(self, member_id: int) -> None:
        """Delete a member with everything that hangs on them: accounts, skills, ledger, answers, reminders, interests,
        tags, dialogues, tokens, jobs and private deliveries. Events of theirs stay without an owner (owner_id 0)."""
        ...
