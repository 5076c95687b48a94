"""Copies: messages that stand somewhere are brought to what their object is now, by edits that may be repeated freely.

However often an object changed, a copy needs one edit, to the newest revision. An edit notifies nobody. A copy that
is gone has ended and is never sent again; one whose edit is refused stays known, and its next change is tried again.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot import presence
from bot.delivery.office import A_DAY, Bug, Now, Office, log
from bot.delivery.settling import stop
from bot.domain.people import Platform
from bot.domain.sending import Posting
from bot.errors import DeliveryError, Gone, Moved, Refused, Stop, TryLater, Unreachable
from bot.outbox.kinds import Dropped
from bot.outbox.rooms import ROOM
from bot.ports import Store
from bot.reporting import reported
from bot.talk.answers import Reply
from bot.talk.text import Phrase

LOOKED_AT: Final = 500  # copies that are stale at once; those behind them have to wait
AFTER_BUG: Final = timedelta(hours=1)

# Telegram deletes nothing that is older than 48 hours: then at least the words go.
WITHDRAWN: Final = Reply((Phrase("Das gilt nicht mehr."),), private=False)


async def next_copy(office: Office, store: Store, platform: Platform, now: datetime) -> Posting | None:
    """Return the oldest stale copy that may be touched now: its chat is free and was not edited just before."""
    office.resting = {copy: until for copy, until in office.resting.items() if until > now}
    office.edited = {chat: at for chat, at in office.edited.items() if at + office.edit_pause > now}
    taken = office.taken
    for posting in await store.outbox.stale(platform, now, LOOKED_AT + len(office.resting)):
        chat = chat_of(posting)
        if posting.id not in office.resting and chat not in taken and chat not in office.edited:
            return posting
    return None


def chat_of(posting: Posting) -> str:
    """Return the name of the chat a copy stands in, as `receiver` names it; a private chat by its own id."""
    if posting.place_id is not None:
        return f"place:{posting.place_id}"
    return f"user:{posting.ref.where.platform}:{posting.ref.where.chat}"


async def bring_up(office: Office, posting: Posting, now: Now) -> int:
    """Edit or remove one copy and return how many messages changed; what fails is tried again later."""
    try:
        return await _bring_up(office, posting, now)
    except DeliveryError as error:
        await _failed(office, posting, error, now())
    except Exception as error:  # noqa: BLE001 - one copy must not stop the loop
        reported(error, f"a copy of {posting.what.object} {posting.what.object_id}")
        office.resting[posting.id] = now() + AFTER_BUG
    return 0


async def _bring_up(office: Office, posting: Posting, now: Now) -> int:
    async with office.storage.begin() as store:
        current = await store.outbox.posting_at(posting.ref)
        if current is None:
            return 0
        wish = await _wish(office, store, current, now())
    office.edited[chat_of(current)] = began = now()
    stands, changed, follow = not isinstance(wish, Dropped), 1, None
    try:
        await (_remove(office, current, began) if isinstance(wish, Dropped) else _edit(office, current, wish))
    except Gone:
        log.info("A copy of %s %s is gone", current.what.object, current.what.object_id)
        follow = office.kinds.gone.get(current.what.object) if stands else None
        stands, changed = False, 0
    except Refused:
        log.warning("A copy of %s %s cannot be changed", current.what.object, current.what.object_id)
        stands, changed = not _is_over(current, began), 0  # what is over would be due for ever
    office.forget(f"copy:{current.id}")

    async def note(store: Store) -> None:
        await (store.outbox.shown(current, current.wanted) if stands else store.outbox.ended(current))
        if follow is not None:
            await follow(office.scene(store, began), current)
        if changed and current.place_id is not None:
            await presence.reopened(store, current.place_id, began)

    await office.write(note, chat_of(current))
    return changed


async def _wish(office: Office, store: Store, posting: Posting, now: datetime) -> Reply | Dropped:
    """Return what a copy should show at this moment."""
    if _is_over(posting, now):
        return Dropped("its time is over")
    return await office.kinds.copies[posting.what.object](office.scene(store, now), posting)


def _is_over(posting: Posting, now: datetime) -> bool:
    return posting.remove_at is not None and posting.remove_at <= now


async def _edit(office: Office, posting: Posting, reply: Reply) -> None:
    await office.answer(office.messengers[posting.ref.where.platform].edit(posting.ref, reply))


async def _remove(office: Office, posting: Posting, now: datetime) -> None:
    """Take a copy away, or at least its words."""
    messenger = office.messengers[posting.ref.where.platform]
    try:
        await office.answer(messenger.remove(posting.ref))
    except Gone:
        raise
    except Refused:
        await _edit(office, posting, await _remains(office, posting, now))


async def _remains(office: Office, posting: Posting, now: datetime) -> Reply:
    """Return what is left of a copy that cannot be taken away."""
    render = office.kinds.remains.get(posting.what.object)
    if render is None:
        return WITHDRAWN
    async with office.storage.begin() as store:
        left = await render(office.scene(store, now), posting)
    return WITHDRAWN if isinstance(left, Dropped) else left


async def _failed(office: Office, posting: Posting, error: DeliveryError, now: datetime) -> None:
    """Leave a copy alone for a while; where nothing gets through its place is closed, or a private chat rests."""
    log.info("A copy of %s %s: %s", posting.what.object, posting.what.object_id, type(error).__name__)
    where, name = posting.ref.where, f"copy:{posting.id}"
    rest = office.wait(name)
    match error:
        case Stop():
            stop(office, where.platform)
        case Moved(chat=chat):
            await office.write(lambda store: presence.moved(store, where, chat, now), chat_of(posting))
            rest = rest if office.setbacks[name] > 1 else timedelta(0)
        case TryLater(after=after):
            rest = max(after, rest)
        case Unreachable() if posting.what.object == ROOM:
            rest = A_DAY  # a room says nothing of the place beside it
        case Unreachable() if (place_id := posting.place_id) is not None:
            await office.write(lambda store: presence.close(office.scene(store, now), place_id), chat_of(posting))
            return  # the store knows until when
        case Unreachable():
            rest = A_DAY
        case Bug():
            rest = AFTER_BUG
    office.resting[posting.id] = now + rest
