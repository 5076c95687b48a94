"""What the store offers for each theme: the repositories of one transaction, as the core needs them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.events import Answer, Attendance, Event, Reminder
from bot.domain.jobs import Interest, Job, Tag
from bot.domain.members import Agreement, Member
from bot.domain.people import Address, ChatAddress, MessageRef, Platform
from bot.domain.places import Place, Role
from bot.domain.sending import Delivery, Errand, OpenForm, Outcome, Planned, Posting, ShownAs
from bot.talk.answers import Call


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

    async def holding(self, skill_keys: Collection[str]) -> Sequence[Member]:
        """Return findable members who named one of these skills, with whatever stance, by id."""
        ...

    async def typed_labels(self) -> Sequence[str]:
        """Return the labels of skills that findable members typed and the vocabulary does not know."""
        ...

    async def create(self, address: Address, name: str, now: datetime) -> Member:
        """Make a member with one account, not shown to anybody."""
        ...

    async def save(self, member: Member) -> None:
        """Write every field and the skills of a member; accounts have their own calls."""
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


class PlaceStore(Protocol):
    """The configured places."""

    async def sync(self, places: Sequence[Place], platforms: Collection[Platform] = tuple(Platform)) -> None:
        """Bring the table to what is configured: ids in the argument are ignored, a known address keeps its id (also
        after the chat moved), and a place that is no longer configured loses its roles. Where several processes may
        share the database, only one of these platforms does."""
        ...

    async def all(self) -> Sequence[Place]:
        """Return the places that have a role, by id."""
        ...

    async def with_role(self, role: Role) -> Sequence[Place]:
        """Return the places with this role, by id; closed ones too."""
        ...

    async def at(self, where: ChatAddress) -> Place | None:
        """Return the place at this address."""
        ...

    async def get(self, place_id: int) -> Place | None:
        """Return one place."""
        ...

    async def move(self, platform: Platform, old: str, new: str) -> None:
        """Rewrite a chat's address wherever it is stored: places, postings, deliveries, sources of jobs."""
        ...

    async def close_route(self, place_id: int, until: datetime) -> None:
        """Try nothing in this place before `until`."""
        ...

    async def open_route(self, place_id: int) -> bool:
        """Try this place again at once; True where it was closed."""
        ...


class JobStore(Protocol):
    """Jobs, their drafts, tags and interests."""

    async def create(self, job: Job) -> Job:
        """Store a new job and return it with its id."""
        ...

    async def get(self, job_id: int) -> Job | None:
        """Return one job."""
        ...

    async def save(self, job: Job) -> None:
        """Write a job with its parts."""
        ...

    async def at_source(self, source: MessageRef) -> Job | None:
        """Return the newest job or draft that was read from this post."""
        ...

    async def sourced_in(self, where: ChatAddress) -> Sequence[Job]:
        """Return the jobs and drafts that were read from posts in a chat, or in one topic of it."""
        ...

    async def of(self, member_id: int) -> Sequence[Job]:
        """Return a member's drafts and jobs, newest first."""
        ...

    async def old_drafts(self, before: datetime) -> Sequence[Job]:
        """Return drafts created before an instant."""
        ...

    async def delete(self, job_id: int) -> None:
        """Delete a job with its parts, tags and interests."""
        ...

    async def tags(self, job_id: int) -> Sequence[Tag]:
        """Return everybody tagged for a job so far."""
        ...

    async def untag(self, job_id: int, member_ids: Collection[int]) -> None:
        """Forget tags that were never sent."""
        ...

    async def outdated(self, deleted_before: datetime, closed_before: datetime) -> Sequence[int]:
        """Return the jobs that were deleted, or closed in another way, before these instants."""
        ...

    async def tags_of(self, member_id: int) -> Sequence[Tag]:
        """Return where a member was tagged."""
        ...

    async def tag(self, tags: Sequence[Tag]) -> None:
        """Keep who is to be tagged; a person already tagged for the job is left as it is."""
        ...

    async def interests(self, job_id: int) -> Sequence[Interest]:
        """Return who is interested, oldest first."""
        ...

    async def interests_of(self, member_id: int) -> Sequence[Interest]:
        """Return a member's interests."""
        ...

    async def be_interested(self, interest: Interest) -> bool:
        """Keep an interest or its new sentence; say whether it is new."""
        ...


class EventStore(Protocol):
    """Events, answers to them and reminders."""

    async def create(self, event: Event) -> Event:
        """Store a new event and return it with its id."""
        ...

    async def get(self, event_id: int) -> Event | None:
        """Return one event."""
        ...

    async def save(self, event: Event) -> None:
        """Write an event."""
        ...

    async def active(self) -> Sequence[Event]:
        """Return every event that is not cancelled, by id; past single ones too."""
        ...

    async def of(self, member_id: int) -> Sequence[Event]:
        """Return a member's events."""
        ...

    async def answers(self, event_id: int, occurrence: str) -> Sequence[Answer]:
        """Return the answers to one occurrence, oldest first."""
        ...

    async def answers_of(self, member_id: int) -> Sequence[Answer]:
        """Return a member's answers."""
        ...

    async def answer(self, answer: Answer) -> Attendance | None:
        """Keep an answer and return the one it replaces."""
        ...

    async def take_back(self, answer: Answer) -> None:
        """Forget what a member said to an occurrence."""
        ...

    async def attending(self, event_id: int, since: str) -> Sequence[Answer]:
        """Return the answers to occurrences that begin at or after the wall time `since` (ISO)."""
        ...

    async def add_reminder(self, reminder: Reminder) -> Reminder:
        """Store a reminder and return it with its id."""
        ...

    async def reminder(self, reminder_id: int) -> Reminder | None:
        """Return one reminder."""
        ...

    async def reminders_of(self, member_id: int) -> Sequence[Reminder]:
        """Return a member's reminders by due time."""
        ...

    async def reminders_for(self, event_id: int) -> Sequence[Reminder]:
        """Return the reminders that hang on an event."""
        ...

    async def save_reminder(self, reminder: Reminder) -> None:
        """Write a reminder."""
        ...

    async def drop_reminders(self, before: datetime) -> None:
        """Delete the reminders that were due before an instant."""
        ...

    async def delete_reminder(self, reminder_id: int) -> None:
        """Delete a reminder."""
        ...


class Outbox(Protocol):
    """The rows that create messages, the messages that stand, and errands."""

    async def plan(self, *planned: Planned) -> None:
        """Add rows; a key that exists and still waits takes the new due time, one ever tried stays as it is."""
        ...

    async def cancel(self, key_prefix: str, reason: str) -> None:
        """End every row that still waits and whose key begins so, as dropped."""
        ...

    async def get(self, delivery_id: int) -> Delivery | None:
        """Return one row."""
        ...

    async def by_key(self, key: str) -> Delivery | None:
        """Return the row of this key."""
        ...

    async def expire(self, now: datetime) -> int:
        """End waiting and unreachable rows without a doubt that are past their expiry; return how many."""
        ...

    async def recover(self, owner: str, platforms: Collection[Platform], now: datetime) -> int:
        """At start: make rows doubtful that a dead process of these platforms left in `sending`; return how many."""
        ...

    async def claim(
        self,
        platform: Platform,
        busy: Collection[str],
        owner: str,
        now: datetime,
        overdue: datetime,
        kinds: Collection[str],
    ) -> Sequence[Delivery]:
        """Lease the next due row of a platform whose receiver is not in `busy`, by lane, due time and id.

        A member's row takes the route now if it has none: the newest open account, on whatever platform; it is claimed
        only by that account's platform. The row becomes `sending`, attempts grow by one, `first_try_at` is set at the
        first try; a doubtful row comes back with its doubts. Where more than three rows of these `kinds` for the same
        receiver were due before `overdue`, all are leased together, in order, for one digest, and come back together
        while it is unsettled. Doubtful rows come back after their expiry too, to be settled. The `reason` is left
        alone. Empty: nothing due.
        """
        ...

    async def sent(self, delivery: Delivery, ref: MessageRef, now: datetime) -> None:
        """Mark a row as sent with its message."""
        ...

    async def mark(self, delivery: Delivery, outcome: Outcome, reason: str, *, due: datetime | None = None) -> None:
        """Write what became of a row; with `due` it waits until then.

        DOUBTFUL adds one to its doubts. SENDING keeps the lease and writes the reason alone.
        """
        ...

    async def reroute(self, delivery: Delivery, address: Address | None) -> None:
        """Send a member's row by another account from now on, or choose anew at the next claim when None."""
        ...

    async def restart_protection(self, delivery: Delivery, now: datetime) -> None:
        """Begin a new first try after the platform was found not to hold the message."""
        ...

    async def reopen(self, member_id: int, now: datetime) -> None:
        """Make a member's unreachable rows due again, since they were heard of."""
        ...

    async def reopen_place(self, place_id: int, now: datetime) -> int:
        """Let what could not reach a place be tried again now; return how many rows."""
        ...

    async def next_due(self) -> datetime | None:
        """Return when the next row, removal or errand falls due."""
        ...

    async def is_idle(self, now: datetime) -> bool:
        """Say whether nothing is due and every copy that can be reached shows what is wanted.

        Cheap, for those who look often.
        """
        ...

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

    async def posting_at(self, ref: MessageRef) -> Posting | None:
        """Return what a message of ours shows."""
        ...

    async def uncertain(self, place_id: int) -> Sequence[Delivery]:
        """Return rows of a place that are uncertain or said to be present without a known message."""
        ...

    async def send_errand(self, *errands: Errand) -> None:
        """Ask the network these things unless an answer that is still valid, or the same question, is there."""
        ...

    async def errands(self, platform: Platform, now: datetime, limit: int) -> Sequence[Errand]:
        """Return unanswered errands to a platform that are due; their subject names it."""
        ...

    async def errand_done(self, key: str, answer: str, valid_until: datetime) -> None:
        """Keep the network's answer."""
        ...

    async def errand_later(self, key: str, due: datetime) -> None:
        """Put an errand off."""
        ...

    async def answers(self, keys: Collection[str], now: datetime) -> Mapping[str, str]:
        """Return the answers to errands that are still valid."""
        ...


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

    async def tidy(self, now: datetime) -> None:
        """Delete what is past its time: forms, calls, marks (48 hours), counts, unanswered questions (7 days), of
        what was sent everything but that it was (30 days), and who came to an event (a year)."""
        ...
