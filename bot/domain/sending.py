"""What goes out: rows of the outbox, messages that stand somewhere, and errands to the network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from bot.domain.people import Address, MessageRef, Platform

Subject = Mapping[str, str | int]
PIN: Final = "pin"  # a kind of errand; subject: platform, chat, topic, message, place; answer: "yes" or "no"


class Outcome(StrEnum):
    """The state of a row of the outbox. Only the last six are an end; `uncertain` waits for organisers."""

    WAITING = "waiting"
    SENDING = "sending"
    DOUBTFUL = "doubtful"  # a request left without an answer; to be settled at the next claim
    UNREACHABLE = "unreachable"  # the route is closed; again when it opens or at the next daily try
    UNCERTAIN = "uncertain"  # Telegram posts: organisers are asked
    SENT = "sent"
    DROPPED = "dropped"  # no longer true when it was due: cancelled, closed, consent withdrawn
    EXPIRED = "expired"
    REFUSED = "refused"
    PRESENT = "present"  # uncertain, and an organiser said it is there
    DIGESTED = "digested"  # said as a line of a digest


@dataclass(frozen=True, slots=True)
class Planned:
    """A message to be created once: `key` names object, occurrence, step and receiver, and is unique for ever.

    The receiver is a place or a member, at whichever account reaches them, or first at `address`. `subject` is what the
    kind's renderer needs to load the object when it is due. Not sent after `expires`. `lane` orders what is due at the
    same time: the lower goes first.
    """

    key: str
    kind: str
    due: datetime
    subject: Subject = field(default_factory=dict)
    place_id: int | None = None
    member_id: int | None = None
    expires: datetime | None = None
    lane: int = 5
    address: Address | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """One row of the outbox, as claimed: the plan, the route chosen for it and what happened so far.

    `address` is the account a member is reached at, chosen when the row was first claimed; `doubts` counts tries whose
    acceptance nobody knows. `first_try_at` is the first of the tries that share the platform's protection against
    repeats.
    """

    id: int
    plan: Planned
    outcome: Outcome
    platform: Platform
    attempts: int
    doubts: int
    address: Address | None = None
    first_try_at: datetime | None = None
    ref: MessageRef | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ShownAs:
    """What a message shows: the object, its occurrence where it has some, and in which form."""

    object: str  # "job", "event", "offer" …
    object_id: int
    kind: str  # "card", "tag", "announcement:2026-12-02", "offer"
    occurrence: str = ""


@dataclass(frozen=True, slots=True)
class Posting:
    """A message of ours that stands somewhere and follows its object: `shown` is the revision it shows."""

    id: int
    what: ShownAs
    ref: MessageRef
    place_id: int | None
    shown: int
    wanted: int
    remove_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Errand:
    """Something the core needs from the network, such as whether somebody is in a place.

    `key` is unique; `answer` is None until the network was asked, and counts until `valid_until`.
    """

    key: str
    kind: str
    subject: Subject
    due: datetime
    answer: str | None = None
    valid_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class OpenForm:
    """A dialogue that waits for its next answer, one per account: the call so far and the field that was asked.

    `serial` grows with every question, so that a button under an old question is recognised as stale. `half` is what
    was typed for the field already and lacks what was asked for then.
    """

    address: Address
    command: str
    values: Mapping[str, str]
    prefilled: Mapping[str, str]
    skipped: frozenset[str]
    asked: str
    serial: int
    expires: datetime
    half: str = ""

    @property
    def typed(self) -> Mapping[str, str]:
        """Return all that was typed, the half of an answer as well."""
        return {**self.values, self.asked: self.half} if self.half else self.values


def receiver(delivery: Delivery) -> str:
    """Return the name of the chat a row goes to: "place:4" or "user:telegram:123"; one request at a time each."""
    if delivery.address is not None:
        return f"user:{delivery.address.platform}:{delivery.address.user}"
    return f"place:{delivery.plan.place_id}"
