"""Pinning: a message that stands is pinned outside of any transaction; where the bot may not, organisers are told once.

It is an errand, so that a kill loses none. To pin what is pinned changes nothing, and whoever takes it down
by hand is not contradicted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.delivery.errands import busy_name, put_off
from bot.delivery.office import A_DAY, FOR_GOOD, Now, Office, log
from bot.domain.people import ChatAddress, MessageRef, Platform
from bot.domain.sending import PIN, Errand
from bot.errors import DeliveryError, Gone, Refused, Unreachable
from bot.outbox.index import not_pinned
from bot.ports import Store
from bot.reporting import reported


@dataclass(frozen=True, slots=True)
class Pin:
    """A message to be pinned."""

    errand: Errand
    ref: MessageRef
    place_id: int


async def next_pin(
    office: Office, store: Store, asked: Sequence[Errand], platform: Platform, now: datetime
) -> Pin | None:
    """Return the next message that is to be pinned and that nobody is pinning already, of the due errands."""
    taken = office.taken
    for errand in asked:
        if errand.kind != PIN or busy_name(errand) in taken:
            continue
        try:
            said = errand.subject
            where = ChatAddress(platform, str(said["chat"]), str(said["topic"]) or None)
            return Pin(errand, MessageRef(where, str(said["message"])), int(said["place"]))
        except (KeyError, ValueError) as error:
            reported(error, f"the errand {errand.key}")
            await store.outbox.errand_later(errand.key, now + A_DAY)
    return None


async def pin(office: Office, what: Pin, now: Now) -> int:
    """Pin a message; a refusal is told to organisers and tried again after a day, if the message changes by then."""
    try:
        await office.answer(office.messengers[what.ref.where.platform].pin(what.ref))
    except (Refused, Unreachable, Gone) as error:
        log.info("%s is not pinned: %s", what.errand.key, type(error).__name__)
        await _keep(office, what, now(), is_pinned=False, tells=not isinstance(error, Gone))
    except DeliveryError as error:
        await put_off(office, what.errand, what.ref.where.platform, error, now())
    else:
        await _keep(office, what, now(), is_pinned=True, tells=False)
    return 0


async def _keep(office: Office, what: Pin, now: datetime, *, is_pinned: bool, tells: bool) -> None:
    async def note(store: Store) -> None:
        answer, valid = ("yes", FOR_GOOD) if is_pinned else ("no", A_DAY)
        await store.outbox.errand_done(what.errand.key, answer, now + valid)
        if tells:
            await not_pinned(office.scene(store, now), what.place_id)

    office.forget(what.errand.key)
    await office.write(note, busy_name(what.errand))
