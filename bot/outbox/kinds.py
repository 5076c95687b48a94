"""A kind of delivery: how it is rendered when it is due, and what is promised for it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.context import House
from bot.domain.people import MessageRef
from bot.domain.sending import Delivery, Errand, Outcome, Planned, Posting, ShownAs, Subject
from bot.ports import Store
from bot.talk.answers import Reply
from bot.talk.text import Text


@dataclass(frozen=True, slots=True)
class Scene:
    """The state at the moment something is rendered, in a transaction of its own."""

    house: House
    store: Store
    now: datetime


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message ready to be sent; with `stands_as` it is kept as a posting that follows its object."""

    reply: Reply
    reply_to: MessageRef | None = None
    stands_as: ShownAs | None = None
    shown: int = 0
    remove_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Dropped:
    """Nothing is to be sent any more; the reason goes into the row."""

    reason: str


@dataclass(frozen=True, slots=True)
class Held:
    """Not yet: something else has to be there first, such as the card that a tag replies to."""

    until: datetime
    reason: str


Rendered = Outgoing | Dropped | Held
Render = Callable[[Scene, Delivery], Awaitable[Rendered]]
RenderLine = Callable[[Scene, Delivery], Awaitable[Text | Dropped | Held]]
RenderCopy = Callable[[Scene, Posting], Awaitable["Reply | Dropped"]]
Gone = Callable[[Scene, Posting], Awaitable[None]]
Stands = Callable[[Store, ShownAs, int, datetime], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of row.

    `reminds`: private and of the class that is repeated once after doubt where the platform cannot settle it. `line`,
    where there is one, renders the row as a line of a digest after an outage. `needs` names what must be asked of the
    network first. `unreachable` plans what is done instead when nothing gets through to the member. `ended` does what
    follows on a row that has come to its end, in the transaction that says so; it may be called again after a failure.
    `stands` is done once a message of this kind stands in a place, whose id it gets, in the transaction that keeps the
    message. What is `in_calendar` does not go into the place but into the calendar that its platform keeps beside it.
    What is `in_room` opens a room for a few beside it, or with `reply_to` goes into the room of that message.
    """

    name: str
    render: Render
    reminds: bool = False
    line: RenderLine | None = None
    needs: Callable[[Scene, Delivery], Awaitable[Iterable[Errand]]] | None = None
    unreachable: Callable[[Scene, Delivery], Awaitable[Iterable[Planned]]] | None = None
    ended: Callable[[Scene, Delivery, Outcome], Awaitable[None]] | None = None
    stands: Stands | None = None
    in_calendar: bool = False
    in_room: bool = False


@dataclass(frozen=True, slots=True)
class Kinds:
    """All kinds by name, and how a standing copy of each object is rendered, by `ShownAs.object`.

    A copy whose rendering is Dropped is taken away. `remains` renders what is left of one that a platform does not let
    us take away, where it is more than that it holds no more. `gone` does what follows on one that somebody else has
    taken away, in the transaction that forgets it.
    """

    deliveries: Mapping[str, Kind]
    copies: Mapping[str, RenderCopy]
    remains: Mapping[str, RenderCopy] = field(default_factory=dict)
    gone: Mapping[str, Gone] = field(default_factory=dict)


def joined(parts: Iterable[Kinds]) -> Kinds:
    """Join the kinds of all themes; two of the same name raise ValueError."""
    deliveries: dict[str, Kind] = {}
    copies: dict[str, RenderCopy] = {}
    remains: dict[str, RenderCopy] = {}
    gone: dict[str, Gone] = {}
    for part in parts:
        if deliveries.keys() & part.deliveries.keys() or copies.keys() & part.copies.keys():
            raise ValueError("two themes declare the same kind of delivery")
        deliveries.update(part.deliveries)
        copies.update(part.copies)
        remains.update(part.remains)
        gone.update(part.gone)
    return Kinds(deliveries, copies, remains, gone)


def number(subject: Subject, name: str) -> int:
    """Return a number from a row's subject; a missing one is 0, which no object has."""
    return int(subject.get(name, 0))
