"""Rooms of teams: brought to what they are to be, outside of any transaction; the author hears where that fails.

It is an errand, so that a kill loses none. What is so already is not changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.delivery.errands import busy_name, put_off
from bot.delivery.office import A_DAY, FOR_GOOD, Now, Office, log
from bot.domain.people import Address, Platform
from bot.domain.rooms import FOLLOW, Wanted
from bot.domain.sending import Errand, Posting
from bot.errors import DeliveryError, Gone, Refused, Unreachable
from bot.outbox import rooms
from bot.ports import Store
from bot.reporting import reported


@dataclass(frozen=True, slots=True)
class Step:
    """A room that is to be brought to what is true; `posting` is its first message, None where that is gone."""

    errand: Errand
    posting: Posting | None
    job_id: int
    number: int
    wanted: Wanted


async def next_step(office: Office, store: Store, asked: Sequence[Errand], now: datetime) -> Step | None:
    """Return the next room that is to follow and that nobody is at already, of the due errands to a platform."""
    taken = office.taken
    for errand in asked:
        if errand.kind != FOLLOW or busy_name(errand) in taken:
            continue
        try:
            job_id, number = int(errand.subject["job"]), int(errand.subject["nummer"])
        except (KeyError, ValueError) as error:
            reported(error, f"the errand {errand.key}")
            await store.outbox.errand_later(errand.key, now + A_DAY)
            continue
        posting = await rooms.standing(store, job_id, number)
        return Step(errand, posting, job_id, number, await rooms.wanted(store, job_id, number))
    return None


async def follow(office: Office, step: Step, now: Now) -> int:
    """Bring a room to what it is to be, and invite those who could not be let in. No message goes out."""
    platform = Platform(str(step.errand.subject["platform"]))
    messenger = office.messengers[platform]
    if step.posting is None or messenger.rooms is None:
        await _gone(office, step, now())
        return 0
    try:
        absent = await office.answer(messenger.rooms.follow(step.posting.ref, step.wanted))
    except Gone:
        await _gone(office, step, now())
    except (Refused, Unreachable) as error:
        log.info("%s is not followed: %s", step.errand.key, type(error).__name__)
        await _refused(office, step, now())
    except DeliveryError as error:
        await put_off(office, step.errand, platform, error, now())
    else:
        await _done(office, step, step.posting, absent, now())
    return 0


async def _done(office: Office, step: Step, posting: Posting, absent: Sequence[Address], now: datetime) -> None:
    async def note(store: Store) -> None:
        await store.outbox.errand_done(step.errand.key, "yes", now + FOR_GOOD)
        await rooms.followed(office.scene(store, now), posting, step.number, step.wanted, absent)

    office.forget(step.errand.key)
    await office.write(note, busy_name(step.errand))


async def _gone(office: Office, step: Step, now: datetime) -> None:
    async def note(store: Store) -> None:
        await store.outbox.errand_done(step.errand.key, "gone", now + FOR_GOOD)
        if step.posting is not None:
            await store.outbox.ended(step.posting)
        await rooms.vanished(office.scene(store, now), step.job_id, step.number)

    office.forget(step.errand.key)
    await office.write(note, busy_name(step.errand))


async def _refused(office: Office, step: Step, now: datetime) -> None:
    """Try again after a day, and tell the author once."""

    async def note(store: Store) -> None:
        await store.outbox.errand_later(step.errand.key, now + A_DAY)
        await rooms.not_followed(office.scene(store, now), step.job_id, step.number)

    await office.write(note, busy_name(step.errand))
