"""The cards that stand in a place: of one date the one that was posted last, and none is posted loudly at night.

The new card is sent first. In the transaction that keeps it the older one is marked to be taken away, which may be
tried as often as it takes: a kill in between leaves two cards standing for a while, never none.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.calendar.wall import instant, wall
from bot.domain.sending import Posting, ShownAs
from bot.outbox.kinds import Scene
from bot.outbox.uncertain import stand
from bot.ports import Store

REPLACED: Final = "replaced"  # the form of a card that stays where a newer one took its place


async def leave_one(store: Store, what: ShownAs, place_id: int, now: datetime) -> None:
    """Let one card of a date stand in a place, the one that was posted last; the others are taken away.

    One that opened a thread of its own, as in a forum, stays there with what was said under it and points on.
    """
    event, place = await store.events.get(what.object_id), await store.places.get(place_id)
    if event is None or place is None:
        return
    cards = await store.outbox.postings("event", event.id, what.occurrence if event.is_series else None)
    standing = [card for card in cards if card.place_id == place_id and is_standing(card)]
    newest = max(standing, key=_posted, default=None)
    for card in standing:
        if card is newest:
            continue
        if card.ref.where.topic in (None, place.address.topic):
            await store.outbox.post(card.what, card.ref, place_id, card.shown, now)
        else:
            await stand(store, replace(card.what, kind=REPLACED), card.ref, place_id)


def is_standing(card: Posting) -> bool:
    """Say whether a card is the one of its date: no other has taken its place."""
    return card.remove_at is None and card.what.kind != REPLACED


def _posted(card: Posting) -> tuple[str, int]:
    """Return what orders cards by when they were posted: the first card, then by the day in their form."""
    posted = card.what.kind.partition(":")[2]
    return "" if posted == "new" else posted, card.id


async def quiet_until(scene: Scene, place_id: int) -> datetime | None:
    """Return when the quiet hours of a place end, None where there are none just now."""
    place, zone = await scene.store.places.get(place_id), scene.house.community.zone
    quiet, at = place.hears.quiet if place is not None else None, wall(scene.now, zone)
    return instant(quiet.last_end(at), zone) if quiet is not None and quiet.covers(at) else None
