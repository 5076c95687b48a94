"""What the core needs from outside: a store, a messenger for each platform, and a clock.

A `Storage` hands out one `Store` per transaction. Everything in a `Store` is read and written in that transaction;
leaving the block commits, an exception rolls back. A transaction never spans the network.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.people import Address, MessageRef, Platform
from bot.domain.places import Place
from bot.domain.rooms import Ground, Wanted
from bot.stores.absence import AbsenceStore
from bot.stores.calendars import CalendarStore
from bot.stores.events import EventStore
from bot.stores.feeds import FeedStore
from bot.stores.handing_on import HandoverStore, RecommendationStore
from bot.stores.jobs import JobStore
from bot.stores.links import LinkStore
from bot.stores.members import MemberStore
from bot.stores.moderation import ModerationStore
from bot.stores.outbox import Outbox
from bot.stores.places import PlaceStore
from bot.stores.rooms import RoomStore
from bot.stores.talk import TalkStore
from bot.stores.vocabulary import VocabularyStore
from bot.talk.answers import Reply


class Clock(Protocol):
    """Where the time comes from; tests and the demo move it."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        ...


class Outlet(Protocol):
    """Where messages are created. Every failure is a `DeliveryError`; anything else is a bug."""

    repeats_for: timedelta  # so long after the first try the same key cannot create a second message
    finds: bool  # whether `find` can settle a doubt

    async def send(
        self, to: Place | Address, reply: Reply, *, key: str, reply_to: MessageRef | None = None
    ) -> MessageRef:
        """Create a message and return where it really is."""
        ...

    async def find(self, to: Place | Address, key: str, since: datetime) -> MessageRef | None:
        """Look for the message that a delivery of this key may have created."""
        ...


class Calendar(Outlet, Protocol):
    """The calendar that a platform keeps beside its places; what is sent into it is a card that is dated.

    It is no place: `send` and `find` never raise Unreachable, which would close the one beside it.
    """

    async def of(self, place: Place) -> str:
        """Return the name of the calendar that a place has, the same for places that share it; "" for none."""
        ...

    async def is_open(self, place: Place) -> bool:
        """Say whether the bot may put something into the calendar of a place."""
        ...


class Rooms(Outlet, Protocol):
    """Closed rooms for a few people, which a platform opens beside a place; what is sent there is a card alone.

    `send` opens a room whose first message the card is; with `reply_to` it says something in the room of that message.
    Nothing here raises Unreachable, which would close the place beside it: what the bot may not do is Refused.
    """

    async def ground(self, place: Place) -> tuple[Ground, str]:
        """Say whether a room can be opened beside a place, and name what it shares with other places: its server."""
        ...

    async def follow(self, ref: MessageRef, wanted: Wanted) -> Sequence[Address]:
        """Bring the room of a message to what it is to be, and return who could not be let in; or raise Gone."""
        ...

    async def invitation(self, place: Place) -> str:
        """Return a link by which one person comes to where the rooms beside a place are."""
        ...


class Messenger(Outlet, Protocol):
    """One platform's way out."""

    platform: Platform

    @property
    def calendar(self) -> Calendar | None:
        """Return the platform's calendar, None where it has none; what stands there is edited and removed as all is."""
        ...

    @property
    def rooms(self) -> Rooms | None:
        """Return where the platform opens rooms, None where a bot opens none; what stands there is edited as all is."""
        ...

    async def edit(self, ref: MessageRef, reply: Reply) -> None:
        """Bring a message to this content; "not modified" is success, a message that is gone raises Gone."""
        ...

    async def remove(self, ref: MessageRef) -> None:
        """Take a message of ours away; one that is gone is success, one too old to be deleted raises Refused."""
        ...

    async def pin(self, ref: MessageRef) -> None:
        """Pin a message of ours, which notifies nobody; Refused or Unreachable where the bot may not."""
        ...

    async def is_member(self, place: Place, address: Address) -> bool:
        """Ask whether the account is in the place."""
        ...


class Store(Protocol):
    """One transaction's view of everything that is kept."""

    members: MemberStore
    places: PlaceStore
    jobs: JobStore
    events: EventStore
    calendars: CalendarStore
    feeds: FeedStore
    outbox: Outbox
    talk: TalkStore
    vocabulary: VocabularyStore
    moderation: ModerationStore
    handovers: HandoverStore
    recommendations: RecommendationStore
    links: LinkStore
    rooms: RoomStore
    absence: AbsenceStore

    def savepoint(self) -> AbstractAsyncContextManager[None]:
        """Undo what the block wrote when it raises."""
        ...


class Storage(Protocol):
    """The database."""

    def begin(self) -> AbstractAsyncContextManager[Store]:
        """Open a writing transaction: one at a time, committed at the end, rolled back by an exception."""
        ...

    async def erase_left_traces(self) -> None:
        """Overwrite what erased people left in the files of the database, if any are left; outside of any transaction.

        Cheap where none are.
        """
        ...
