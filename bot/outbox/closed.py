"""Organisers are told of a place where nothing gets through, and when it works again.

A notice is of the class that is repeated once after doubt.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from bot.domain.places import Place
from bot.domain.sending import Delivery, Posting, ShownAs, Subject
from bot.outbox.kinds import Dropped, Kind, Kinds, Outgoing, Rendered, Scene
from bot.outbox.organisers import elsewhere, named, to_organisers
from bot.ports import Store
from bot.talk.answers import Reply
from bot.talk.text import Phrase, lines

CLOSED: Final = "organisers.closed"
SHUT, OPEN = range(2)  # what a notice shows of its place


async def plan_closed(scene: Scene, place_id: int) -> None:
    """Tell organisers that nothing gets through to a place: once for each day on which it was closed."""
    day = str(scene.house.today(scene.now))
    subject: Subject = {"place": place_id, "day": day}
    key = f"closed:{place_id}:{day}"
    await scene.store.outbox.plan(*await to_organisers(scene, key, CLOSED, subject, places={place_id}))
    await scene.store.outbox.want("place", place_id, _at(scene.now, SHUT), day)


async def works_again(store: Store, place_id: int, now: datetime) -> None:
    """Let what organisers were told of a closed place say that it works again."""
    await store.outbox.want("place", place_id, _at(now, OPEN))


def _at(now: datetime, state: int) -> int:
    """Return the revision of a notice: minutes, since the columns of PostgreSQL end at 2,147,483,647."""
    return 2 * (int(now.timestamp()) // 60) + state


async def _render_closed(scene: Scene, delivery: Delivery) -> Rendered:
    place = await scene.store.places.get(int(delivery.plan.subject.get("place", 0)))
    if place is None or not place.roles:
        return Dropped("the place is not ours any more")
    stands_as = ShownAs("place", place.id, "closed", str(delivery.plan.subject.get("day", "")))
    reply = _closed(place, private=delivery.plan.place_id is None)
    return Outgoing(reply, stands_as=stands_as, shown=_at(scene.now, SHUT))


async def _copy_closed(scene: Scene, posting: Posting) -> Reply | Dropped:
    place, private = await scene.store.places.get(posting.what.object_id), posting.place_id is None
    if posting.wanted % 2 == SHUT:
        return _closed(place, private)
    return Reply(lines(Phrase("In {place} komme ich wieder durch.", place=named(place))), private=private)


def _closed(place: Place | None, private: bool) -> Reply:
    words = lines(
        Phrase("In {place} komme ich nicht mehr durch.", place=named(place)),
        Phrase(
            "Prüf bitte, ob ich dort noch bin und schreiben darf; ideenherd check nennt, was fehlt. "
            "Ich versuche es morgen wieder."
        ),
    )
    return Reply(words, private=private)


KINDS = Kinds(
    {CLOSED: Kind(CLOSED, _render_closed, reminds=True, unreachable=elsewhere)},
    {"place": _copy_closed},
)
