"""What becomes of rows when a platform has answered: one function classifies every failure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from bot import presence
from bot.delivery import ending
from bot.delivery.debts import Write
from bot.delivery.doubt import Way, doubted, is_clear, keep_waiting, kept_reason, protected_until, uncertain
from bot.delivery.office import A_DAY, SINGLY_FOR, Now, Office, log
from bot.delivery.packing import Parcel
from bot.domain.people import Address, MessageRef, Platform
from bot.domain.places import Place
from bot.domain.sending import Delivery, Outcome, ShownAs
from bot.errors import DeliveryError, Doubt, Moved, Refused, Stop, TryLater, Unreachable
from bot.outbox.kinds import Dropped, Outgoing, Rendered
from bot.outbox.uncertain import DIGEST, stand
from bot.ports import Store
from bot.reporting import reported

MOVED_TOO_OFTEN: Final = timedelta(minutes=5)


async def accepted(office: Office, parcel: Parcel, ref: MessageRef, now: datetime) -> None:
    """Write that a message was accepted. After a doubt it may be the earlier one, with the words of then."""
    first, outgoing = parcel.rows[0], parcel.outgoing
    what, place_id, until = outgoing.stands_as, first.plan.place_id, outgoing.remove_at

    async def note(store: Store) -> None:
        if not await _sent(office, store, parcel.rows, ref, now) or what is None:
            return
        if first.doubts:
            await stand(store, what, ref, place_id, until)
        else:
            await store.outbox.post(what, ref, place_id, outgoing.shown, until)
        await _stands(office, store, first, what, now)

    log.info("%s (%s) was sent", first.plan.key, first.plan.kind)
    await _end(office, parcel.rows, note)


async def found(office: Office, rows: Sequence[Delivery], ref: MessageRef, now: datetime) -> None:
    """Write that a message in doubt is there; what stands there may be old, so it is brought up to date or removed."""
    first, place_id = rows[0], rows[0].plan.place_id

    async def note(store: Store) -> None:
        alone = not first.reason.startswith(DIGEST)
        rendered = await _rendered(office, store, first, now) if alone else None  # before anything follows on its end
        if not await _sent(office, store, rows, ref, now):
            return
        match rendered:
            case Dropped():
                await stand(store, ShownAs("leftover", first.id, "leftover"), ref, place_id, now)
            case Outgoing(stands_as=ShownAs() as what, remove_at=until):
                await stand(store, what, ref, place_id, until)
                await _stands(office, store, first, what, now)

    log.info("%s (%s) was found", first.plan.key, first.plan.kind)
    await _end(office, rows, note)


async def failed(office: Office, rows: Sequence[Delivery], error: DeliveryError, how: Way, now: datetime) -> None:
    """Write what a failure means for the rows of one request, and of the way on which it went out."""
    first = rows[0]
    log.info("%s (%s): %s", first.plan.key, first.plan.kind, type(error).__name__)
    match error:
        case TryLater():
            await put_off(office, rows, now + max(error.after, office.wait(f"row:{first.id}")), str(error))
        case Moved() if first.plan.place_id is not None:
            await put_off(office, rows, now + MOVED_TOO_OFTEN, str(error))
        case Refused() | Moved():  # a person's chat cannot move
            await _turned_away(office, rows, str(error), how, now)
        case Unreachable():
            await _unreachable(office, rows, str(error), now)
        case Stop():
            stop(office, first.platform)
            await put_off(office, rows, now, str(error))
        case Doubt():
            await doubted(office, rows, error, now)
        case _:
            await doubted(office, rows, Doubt(str(error)), now)


async def put_off(office: Office, rows: Sequence[Delivery], until: datetime, reason: str) -> None:
    """Let rows wait whose request was surely not accepted; an earlier doubt stays one."""

    async def note(store: Store) -> None:
        for row in rows:
            await keep_waiting(office, store, row, until, reason)

    await office.settle(rows, note)


async def release(office: Office, rows: Sequence[Delivery], now: Now, store: Store) -> None:
    """Let rows wait again for which nothing was begun."""
    for row in rows:
        await keep_waiting(office, store, row, now(), "nothing was begun")


async def refused(office: Office, rows: Sequence[Delivery], reason: str, now: datetime) -> None:
    """End a row that will never be accepted. The rows of a refused digest are tried one by one instead."""
    if len(rows) > 1 and all(is_clear(row) for row in rows):
        office.singly[rows[0].platform] = now + SINGLY_FOR
        await put_off(office, rows, now, reason)
        return

    async def note(store: Store) -> None:
        await ending.end(office, store, rows, Outcome.REFUSED, reason, now)

    await _end(office, rows, note)


async def _turned_away(office: Office, rows: Sequence[Delivery], reason: str, how: Way, now: datetime) -> None:
    """End rows that were refused, unless an earlier try may have been accepted: a refused repeat says nothing of it."""
    match how:
        case Way.REPEAT:  # the chat is read back as soon as nothing can be on its way any more
            await put_off(office, rows, protected_until(office, rows, now), reason)
        case Way.ONCE_MORE:
            await uncertain(office, rows, now)
        case _:
            await refused(office, rows, reason, now)


async def expired(office: Office, rows: Sequence[Delivery], now: datetime) -> None:
    """End rows that are too late to be sent, and whose message is not known to be there."""

    async def note(store: Store) -> None:
        await ending.end(office, store, rows, Outcome.EXPIRED, "its time is over", now)

    log.warning("%s (%s) has expired", rows[0].plan.key, rows[0].plan.kind)
    await _end(office, rows, note)


async def broken(office: Office, rows: Sequence[Delivery], error: Exception, now: datetime) -> None:
    """Put rows off that a bug of ours kept from being sent; after three tries they are given up."""
    code = reported(error, f"the delivery of {rows[0].plan.key} ({rows[0].plan.kind})")
    if wait := office.after_bug(f"row:{rows[0].id}"):
        await put_off(office, rows, now + wait, f"code {code}")
    elif all(is_clear(row) for row in rows):
        await refused(office, rows, f"code {code}", now)
    else:
        await uncertain(office, rows, now)


def stop(office: Office, platform: Platform) -> None:
    """Send nothing more on a platform that refuses us as a whole; its rows stay for the next start."""
    office.stopped.add(platform)
    log.error("%s refuses us as a whole: nothing is sent there until the next start", platform)


async def moved(office: Office, to: Place | Address, error: Moved, now: datetime) -> bool:
    """Rewrite a chat's address wherever it is stored; False for a person, who cannot move."""
    if isinstance(to, Address):
        return False
    async with office.storage.begin() as store:
        await presence.moved(store, to.address, error.chat, now)
    log.warning("The chat of place %s has moved", to.id)
    return True


async def forgotten(office: Office, card: MessageRef) -> bool:
    """End a copy that was to be replied to and is gone, so that nothing replies to it; False where there is none."""
    async with office.storage.begin() as store:
        posting = await store.outbox.posting_at(card)
        if posting is not None:
            await store.outbox.ended(posting)
    return posting is not None


async def _unreachable(office: Office, rows: Sequence[Delivery], reason: str, now: datetime) -> None:
    """Close the route for a day. Another account of the member is tried, but never after doubt."""
    first = rows[0]

    async def note(store: Store) -> None:
        if first.address is not None:
            await store.members.close_route(first.address, now + A_DAY)
        elif first.plan.place_id is not None:
            await presence.close(office.scene(store, now), first.plan.place_id)
        for row in rows:
            if is_clear(row) and await _has_other_account(store, row, now):
                await store.outbox.reroute(row, None)
            else:
                await store.outbox.mark(row, Outcome.UNREACHABLE, kept_reason(row, reason), due=now + A_DAY)
                await _instead(office, store, row, now)

    await _end(office, rows, note)


async def _has_other_account(store: Store, row: Delivery, now: datetime) -> bool:
    member = await store.members.get(row.plan.member_id) if row.plan.member_id is not None else None
    others = [account for account in member.accounts if account.address != row.address] if member else []
    return any(account.closed_until is None or account.closed_until <= now for account in others)


async def _instead(office: Office, store: Store, row: Delivery, now: datetime) -> None:
    """Plan what the row's kind wants done when nothing gets through."""
    kind = office.kinds.deliveries.get(row.plan.kind)
    if kind is None or kind.unreachable is None:
        return
    try:
        async with store.savepoint():
            await store.outbox.plan(*await kind.unreachable(office.scene(store, now), row))
    except Exception as error:  # noqa: BLE001 - the row's own outcome must be written whatever a theme does
        reported(error, f"what is done instead of {row.plan.key} ({row.plan.kind})")


async def _stands(office: Office, store: Store, row: Delivery, what: ShownAs, now: datetime) -> None:
    """Do what the row's kind wants done once its message stands in a place."""
    kind, place_id = office.kinds.deliveries[row.plan.kind], row.plan.place_id
    if kind.stands is None or place_id is None:
        return
    try:
        async with store.savepoint():
            await kind.stands(store, what, place_id, now)
    except Exception as error:  # noqa: BLE001 - as in `_instead`
        reported(error, f"what follows {row.plan.key} ({row.plan.kind})")


async def _sent(office: Office, store: Store, rows: Sequence[Delivery], ref: MessageRef, now: datetime) -> bool:
    """Mark rows as sent by one message; False when the row is gone, with the member it was for."""
    first, *others = rows
    if await store.outbox.get(first.id) is None:
        return False
    if first.plan.place_id is not None:
        await presence.reopened(store, first.plan.place_id, now)
    await store.outbox.sent(first, ref, now)
    await ending.follow(office, store, first, Outcome.SENT, now)
    await ending.end(office, store, others, Outcome.DIGESTED, f"in the message of {first.plan.key}", now)
    return True


async def _rendered(office: Office, store: Store, row: Delivery, now: datetime) -> Rendered | None:
    """Render a row whose message is there, to learn what it stands as; None when that fails."""
    try:
        async with store.savepoint():
            return await office.kinds.deliveries[row.plan.kind].render(office.scene(store, now), row)
    except Exception as error:  # noqa: BLE001 - as in `_instead`
        reported(error, f"a second look at {row.plan.key} ({row.plan.kind})")
        return None


async def _end(office: Office, rows: Sequence[Delivery], note: Write) -> None:
    office.forget(f"row:{rows[0].id}")
    await office.settle(rows, note)
