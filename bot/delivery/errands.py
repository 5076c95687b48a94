"""Errands: what a renderer must know from the network is asked outside of any transaction, and kept for a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot import absence, presence
from bot.delivery.office import A_DAY, Now, Office, log
from bot.delivery.settling import stop
from bot.domain.people import Address, Platform
from bot.domain.places import CALENDAR, SHUT, Place, Role
from bot.domain.rooms import GROUND, INVITE, Ground
from bot.domain.sending import Errand, Outcome
from bot.domain.whereabouts import MEMBERSHIP
from bot.errors import DeliveryError, Moved, Refused, Stop, TryLater, Unreachable
from bot.ports import Messenger, Store
from bot.reporting import reported

VALID: Final = A_DAY
SHUT_FOR: Final = timedelta(hours=1)  # then it is asked again whether a calendar is open
A_MOMENT: Final = timedelta(minutes=5)  # of what somebody may mend at once
LOOKED_AT: Final = 50
INVITED_FOR: Final = timedelta(days=6)  # an invitation holds for seven


@dataclass(frozen=True, slots=True)
class Question:
    """Whether an account is in a place, or without an account what that has: a calendar, ground for a room, a link.

    No place when it is not ours any more: then nobody is in it, and it has none.
    """

    errand: Errand
    place: Place | None
    platform: Platform
    address: Address | None = None


async def next_question(
    office: Office, store: Store, asked: Sequence[Errand], platform: Platform, now: datetime
) -> Question | None:
    """Return the next of the due errands to a platform that nobody is asking already."""
    taken = office.taken
    for errand in asked:
        if errand.kind not in (MEMBERSHIP, CALENDAR, GROUND, INVITE) or busy_name(errand) in taken:
            continue
        try:
            place_id = int(errand.subject["place"])
            address = Address(platform, str(errand.subject["user"])) if errand.kind == MEMBERSHIP else None
        except (KeyError, ValueError) as error:
            reported(error, f"the errand {errand.key}")
            await store.outbox.errand_later(errand.key, now + A_DAY)
            continue
        return Question(errand, await store.places.get(place_id), platform, address)
    return None


def busy_name(errand: Errand) -> str:
    """Return the name under which an errand is known to be under way."""
    return f"errand:{errand.key}"


async def ask(office: Office, question: Question, now: Now) -> int:
    """Ask, keep the answer and wake the rows that wait for it; a failure puts the errand off. No message goes out."""
    try:
        answer, holds = await _answer(office, question)
    except DeliveryError as error:
        await put_off(office, question.errand, question.platform, error, now(), question.place)
    else:
        await _keep(office, question, answer, now(), holds)
    return 0


async def _answer(office: Office, question: Question) -> tuple[str, timedelta]:
    """Return what the network says, and for how long it holds."""
    messenger, place, address = office.messengers[question.platform], question.place, question.address
    if address is not None:
        is_there = place is not None and await office.answer(messenger.is_member(place, address))
        return "yes" if is_there else "no", VALID
    if question.errand.kind == GROUND:
        return await _ground(office, messenger, place)
    if question.errand.kind == INVITE:
        return await _invitation(office, messenger, place)
    calendar = messenger.calendar
    if place is None or calendar is None or not (name := await office.answer(calendar.of(place))):
        return "", VALID
    return (name, VALID) if await office.answer(calendar.is_open(place)) else (f"{SHUT}{name}", SHUT_FOR)


async def _ground(office: Office, messenger: Messenger, place: Place | None) -> tuple[str, timedelta]:
    """Return whether a room can be opened beside a place; rights may change soon."""
    if place is None or messenger.rooms is None:
        return f"{Ground.UNFIT}:", VALID
    ground, server = await office.answer(messenger.rooms.ground(place))
    return f"{ground}:{server}", A_MOMENT


async def _invitation(office: Office, messenger: Messenger, place: Place | None) -> tuple[str, timedelta]:
    """Return a link for one person, "" where none may be made."""
    if place is None or messenger.rooms is None:
        return "", A_MOMENT
    try:
        return await office.answer(messenger.rooms.invitation(place)), INVITED_FOR
    except (Refused, Unreachable):
        return "", A_MOMENT


async def _keep(office: Office, question: Question, answer: str, now: datetime, holds: timedelta) -> None:
    errand, address = question.errand, question.address
    place = question.place
    is_for_all = place is not None and place.roles != {Role.TEAM}
    rows = [row_id for key, row_id in office.expecting if key == errand.key]
    for row_id in rows:
        del office.expecting[errand.key, row_id]

    async def note(store: Store) -> None:
        await store.outbox.errand_done(errand.key, answer, now + holds)
        if errand.kind == MEMBERSHIP and address is not None and is_for_all:
            await absence.answered(store, address, answer == "yes", now)
        for row_id in sorted(rows):
            row = await store.outbox.get(row_id)
            if row is not None and row.outcome is Outcome.WAITING:
                await store.outbox.mark(row, Outcome.WAITING, row.reason, due=now)

    office.forget(errand.key)
    await office.write(note, busy_name(errand))


async def put_off(
    office: Office, errand: Errand, platform: Platform, error: DeliveryError, now: datetime, place: Place | None = None
) -> None:
    """Put an errand off that failed, longer each time; at once where only the address of its place was wrong."""
    log.info("A question of %s: %s", errand.kind, type(error).__name__)
    key, wait = errand.key, office.wait(errand.key)

    async def note(store: Store) -> None:
        if isinstance(error, Moved) and place is not None:
            await presence.moved(store, place.address, error.chat, now)
        await store.outbox.errand_later(key, now + wait)

    match error:
        case TryLater(after=after):
            wait = max(after, wait)
        case Moved() if place is not None:
            wait = wait if office.setbacks[key] > 1 else timedelta(0)
        case Stop():
            stop(office, platform)
    await office.write(note, busy_name(errand))
