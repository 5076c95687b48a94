"""Packing: claimed rows are rendered from the state of this moment into one request, or need none any more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.delivery.doubt import Way, keep_waiting, protected_until, wire_key
from bot.delivery.ending import end
from bot.delivery.office import AFTER_BUG, Office
from bot.domain.people import Address
from bot.domain.places import Place
from bot.domain.sending import Delivery, Errand, Outcome
from bot.outbox.kinds import Dropped, Held, Kind, Outgoing, Scene
from bot.outbox.uncertain import AGAIN, DIGEST
from bot.ports import Store
from bot.reporting import reported
from bot.talk.answers import Reply
from bot.talk.text import Phrase, Text, lines, text

LINES: Final = 10  # of a digest; what is more goes into the next one
A_SECOND: Final = timedelta(seconds=1)
ASKING: Final = timedelta(minutes=1)  # then a row looks again for an answer that did not come


@dataclass(frozen=True, slots=True)
class Parcel:
    """One request: the rows it is for, the key that the platform is given, where to, and the message."""

    rows: tuple[Delivery, ...]
    key: str
    to: Place | Address
    outgoing: Outgoing


async def packed(office: Office, rows: Sequence[Delivery], way: Way, now: datetime) -> Parcel | None:
    """Return what to send for leased rows; None when nothing is, and then what became of them is written."""
    async with office.storage.begin() as store:
        to = await receiver_of(store, rows[0])
        if to is None:
            await end(office, store, rows, Outcome.DROPPED, "the place is not ours any more", now)
            return None
        if len(rows) > 1 or wire_key(rows) != rows[0].plan.key:
            said = await _said(office, store, rows[:LINES], now)
            for row in rows[LINES:]:
                await keep_waiting(office, store, row, now, "for the next digest")
            if len(said) > 1 or (said and way is not Way.FRESH):
                return await _digest(store, said, wire_key(rows), to, way, now)
            rows = [row for row, _ in said]
        return await _single(office, store, rows[0], to, way, now) if rows else None


async def _single(
    office: Office, store: Store, row: Delivery, to: Place | Address, way: Way, now: datetime
) -> Parcel | None:
    scene, kind = office.scene(store, now), office.kinds.deliveries[row.plan.kind]
    # A row in doubt may never have been rendered: its process was killed between claim and request.
    if way in (Way.FRESH, Way.REPEAT) and (lacking := await _lacking(scene, kind, row)):
        await _ask(office, store, row, lacking, now)
        return None
    if way is Way.FRESH:
        row = await _begun(store, row, way, now)
    rendered = await kind.render(scene, row)
    match rendered:
        case Outgoing():
            return Parcel((row,), row.plan.key, to, _quietly(rendered, way))
        case _ if way is Way.REPEAT:
            # What was sent may stand there: that is looked up before the row ends.
            await keep_waiting(office, store, row, protected_until(office, (row,), now), "not needed any more")
        case Held(until, reason):
            await keep_waiting(office, store, row, max(until, now + A_SECOND), reason)
        case Dropped(reason):
            await end(office, store, (row,), Outcome.DROPPED, reason, now)
    return None


async def _digest(
    store: Store, said: Sequence[tuple[Delivery, Text]], key: str, to: Place | Address, way: Way, now: datetime
) -> Parcel:
    """Return one message for several rows, each bound to its key before it can leave."""
    rows = tuple([await _begun(store, row, way, now, key) for row, _ in said])
    words = lines(Phrase("Während ich weg war:"), *(text("• ", line) for _, line in said))
    reply = Reply(words, private=isinstance(to, Address))
    return Parcel(rows, key, to, _quietly(Outgoing(reply), way))


async def _said(office: Office, store: Store, rows: Sequence[Delivery], now: datetime) -> list[tuple[Delivery, Text]]:
    """Return the rows that still have something to say, with their line; one that cannot be rendered is put off."""
    said = []
    for row in rows:
        line = await _line(office, store, row, now)
        if isinstance(line, Dropped):
            await end(office, store, (row,), Outcome.DROPPED, line.reason, now)
        elif isinstance(line, Held):
            await keep_waiting(office, store, row, max(line.until, now + A_SECOND), line.reason)
        elif line is None:
            await keep_waiting(office, store, row, now + AFTER_BUG[-1], "no line")
        else:
            said.append((row, line))
    return said


async def _line(office: Office, store: Store, row: Delivery, now: datetime) -> Text | Dropped | Held | None:
    render = office.kinds.deliveries[row.plan.kind].line
    if render is None:
        return None
    try:
        async with store.savepoint():
            return await render(office.scene(store, now), row)
    except Exception as error:  # noqa: BLE001 - one row must not keep the others back
        reported(error, f"the line of {row.plan.key} ({row.plan.kind})")
        return None


async def receiver_of(store: Store, row: Delivery) -> Place | Address | None:
    """Return where a row goes: the member's account, or the place if it is still configured."""
    if row.plan.place_id is None:
        return row.address
    place = await store.places.get(row.plan.place_id)
    return place if place and place.roles else None


async def _begun(store: Store, row: Delivery, way: Way, now: datetime, key: str = "") -> Delivery:
    """Write, before a request leaves, which digest's key binds the row, if any, and from when its protection counts."""
    if key or row.reason.startswith((AGAIN, DIGEST)):
        await store.outbox.mark(row, Outcome.SENDING, key)
    if way is Way.FRESH and row.attempts > 1:
        await store.outbox.restart_protection(row, now)
        row = replace(row, first_try_at=now)
    return replace(row, reason=key) if key or row.reason.startswith(DIGEST) else row


async def _lacking(scene: Scene, kind: Kind, row: Delivery) -> list[Errand]:
    """Return what must be asked of the network before the row can be rendered."""
    needed = list(await kind.needs(scene, row)) if kind.needs else []
    known = await scene.store.outbox.answers([errand.key for errand in needed], scene.now)
    return [errand for errand in needed if errand.key not in known]


async def _ask(office: Office, store: Store, row: Delivery, lacking: Sequence[Errand], now: datetime) -> None:
    """Ask the network, and let the row wait without a lease until it answered."""
    await store.outbox.send_errand(*lacking)
    await keep_waiting(office, store, row, now + ASKING, "the network is asked first")
    office.expecting = {each: until for each, until in office.expecting.items() if until > now}
    office.expecting |= {(errand.key, row.id): now + ASKING for errand in lacking}


def _quietly(outgoing: Outgoing, way: Way) -> Outgoing:
    return replace(outgoing, reply=replace(outgoing.reply, silent=True)) if way is Way.ONCE_MORE else outgoing
