"""What a conversation keeps between two visits, as one transaction sees it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.people import Address, Platform
from bot.domain.sending import OpenForm
from bot.talk.answers import Call


class TalkStore(Protocol):
    """Half-filled forms, kept calls, what was already handled, and limits."""

    async def form(self, address: Address, now: datetime) -> OpenForm | None:
        """Return the open dialogue of an account unless it is too old."""
        ...

    async def keep_form(self, form: OpenForm) -> None:
        """Write the open dialogue of an account, replacing the one before."""
        ...

    async def close_form(self, address: Address) -> None:
        """Forget the open dialogue of an account."""
        ...

    async def keep_call(self, address: Address, purpose: str, call: Call, expires: datetime) -> str:
        """Keep a call for one account and return a token of 22 URL-safe characters that cannot be guessed."""
        ...

    async def kept_call(self, token: str, purpose: str, address: Address, now: datetime) -> Call | None:
        """Return the kept call if the token is this account's, for this purpose, and not too old."""
        ...

    async def kept_calls(self, address: Address, purpose: str, now: datetime) -> Sequence[Call]:
        """Return every call kept for an account for this purpose that is not too old, the oldest first."""
        ...

    async def drop_call(self, token: str) -> None:
        """Forget a kept call."""
        ...

    async def forget_calls(self, address: Address, purpose: str) -> None:
        """Forget every call kept for an account for this purpose."""
        ...

    async def first_time(self, platform: Platform, incoming: str, now: datetime) -> bool:
        """Mark something incoming (update, interaction) as handled; False when it already was."""
        ...

    async def keep_incoming(self, platform: Platform, payloads: Mapping[str, str], now: datetime) -> Collection[str]:
        """Keep what came in, by the platform's own id, until it is handled; return the ids that are new."""
        ...

    async def unhandled(self, platform: Platform) -> Sequence[tuple[str, str]]:
        """Return what was kept and is not handled yet, with its id, in the order in which it came."""
        ...

    async def count(self, what: str, address: Address, window: timedelta, now: datetime) -> int:
        """Count one more use within the window and return the count; who it was is kept as a keyed hash only."""
        ...

    async def counted(self, what: str, address: Address, now: datetime) -> tuple[int, datetime] | None:
        """Return the uses in the present window and when it ends, None where none began; this is no use itself."""
        ...

    async def tidy(self, now: datetime) -> None:
        """Delete what is past its time: forms, calls, marks (48 hours), counts, unanswered questions (7 days), of
        what was sent everything but that it was (30 days), and who came to an event (a year)."""
        ...
