"""One claimed row, or the rows of one digest, on the way: a doubt is settled, then they are rendered, sent, marked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.delivery.doubt import Way, bound, is_past, protected_until, uncertain, way, wire_key
from bot.delivery.office import Now, Office
from bot.delivery.packing import Parcel, packed, receiver_of
from bot.delivery.settling import accepted, broken, expired, failed, forgotten, found, moved, put_off
from bot.domain.sending import Delivery
from bot.errors import DeliveryError, Gone, Moved, Refused, Unreachable

MOVES: Final = 3  # a chat that moves more often in a row has to wait


async def deliver(office: Office, rows: Sequence[Delivery], now: Now) -> int:
    """Bring leased rows to an end for now and return how many messages went out; a bug puts them off."""
    rows = bound(rows)
    try:
        at = now()  # one instant for the way and for what has expired: in between nothing may slip through
        how = way(office, rows, at)
        if how is Way.WAIT:
            await put_off(office, rows, protected_until(office, rows, at), "it has expired and may be there")
        if how is Way.FIND:
            how, at = await _looked_up(office, rows, now), now()
        if how is Way.GIVE_UP:
            await uncertain(office, rows, now())
        if how not in (Way.FRESH, Way.REPEAT, Way.ONCE_MORE):
            return 0
        rows = await _in_time(office, rows, at)
        return await _send(office, rows, how, now) if rows else 0
    except Exception as error:  # noqa: BLE001 - one row must not stop the loop
        await broken(office, rows, error, now())
        return 0


async def _looked_up(office: Office, rows: Sequence[Delivery], now: Now) -> Way:
    """Read the chat back: FRESH when the message is not there, FIND when what follows is written already."""
    first = rows[0]
    since = min(row.first_try_at or row.plan.due for row in rows)
    for tries in range(MOVES):
        async with office.storage.begin() as store:
            to = await receiver_of(store, first)
        if to is None:
            return Way.GIVE_UP
        try:
            ref = await office.answer(office.outlet(first).find(to, wire_key(rows), since))
        except DeliveryError as error:
            if isinstance(error, Moved) and tries < MOVES - 1 and await moved(office, to, error, now()):
                continue
            if _ends_search(rows, error, now()):
                return Way.GIVE_UP
            await failed(office, rows, error, Way.FIND, now())
            return Way.FIND
        if ref is None:
            return Way.FRESH
        await found(office, rows, ref, now())
        return Way.FIND
    return Way.GIVE_UP


def _ends_search(rows: Sequence[Delivery], error: DeliveryError, now: datetime) -> bool:
    """Say whether it will never be known; what has expired is not looked for again where nothing gets through."""
    match error:
        case Refused():
            return True
        case Moved():
            return rows[0].plan.place_id is None  # a person's chat cannot move
        case Unreachable():
            return all(is_past(row, now) for row in rows)
    return False


async def _in_time(office: Office, rows: Sequence[Delivery], now: datetime) -> Sequence[Delivery]:
    """End the rows that have expired and return the others."""
    past = [row for row in rows if is_past(row, now)]
    if past:
        await expired(office, past, now)
    return [row for row in rows if not is_past(row, now)] if past else rows


async def _send(office: Office, rows: Sequence[Delivery], how: Way, now: Now) -> int:
    """Send, and again at once where the chat has moved or the card to reply to is gone; return how many went out."""
    for tries in range(MOVES):
        parcel = await packed(office, rows, how, now())
        if parcel is None:
            return 0
        rows, outgoing = parcel.rows, parcel.outgoing
        request = office.outlet(rows[0]).send(parcel.to, outgoing.reply, key=parcel.key, reply_to=outgoing.reply_to)
        try:
            ref = await office.answer(request)
        except DeliveryError as error:
            if tries < MOVES - 1 and await _is_elsewhere(office, parcel, error, now()):
                continue
            await failed(office, rows, error, how, now())
            return 0
        await accepted(office, parcel, ref, now())
        return 1
    return 0


async def _is_elsewhere(office: Office, parcel: Parcel, error: DeliveryError, now: datetime) -> bool:
    """Keep that a chat has moved, or that the card to reply to is gone; say whether that was it."""
    match error:
        case Moved():
            return await moved(office, parcel.to, error, now)
        case Gone():
            card = parcel.outgoing.reply_to
            return card is not None and await forgotten(office, card)
    return False
