"""Which calendar a place has, as its platform keeps one beside it; and organisers are told where that is shut."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.domain.events import Event, EventState
from bot.domain.places import CALENDAR, SHUT, Place, Role, calendar_of
from bot.domain.sending import Delivery, Errand
from bot.outbox.kinds import Dropped, Kind, Kinds, Outgoing, Rendered, Scene, number
from bot.outbox.organisers import elsewhere, named, to_organisers
from bot.ports import Store
from bot.views import mirrors as view

NOTICE: Final = "organisers.calendar"


def hears(place: Place, event: Event) -> bool:
    """Say whether a place hears of an event: of it as a whole, or of a date that is in another town."""
    towns = {event.town, *(one.town for one in event.deviations if one.town is not None)}
    return any(place.hears.hears(event.kind, town) for town in towns)


@dataclass(frozen=True, slots=True)
class Shelf:
    """One calendar: its name, and the `events` places that have it, the first of which speaks for it.

    The name is "" where there is none, None as long as nobody knows; then it may be that of any place on the platform.
    """

    name: str | None
    places: tuple[Place, ...]

    @property
    def is_shut(self) -> bool:
        """Say whether nothing may be put into it."""
        return (self.name or "").startswith(SHUT)

    def hears(self, event: Event) -> bool:
        """Say whether one of its places hears of an event that takes place."""
        return event.state is EventState.ACTIVE and any(hears(place, event) for place in self.places)


async def shelf_of(scene: Scene, place_id: int) -> Shelf:
    """Return the calendar of an `events` place."""
    places = await _beside(scene.store, place_id)
    answers = await scene.store.outbox.answers([calendar_of(each.id) for each in places], scene.now)
    name = answers.get(calendar_of(place_id))
    sharing = [each for each in places if name is None or answers.get(calendar_of(each.id)) == name]
    return Shelf(name, tuple(sharing))


async def who_has_which(scene: Scene, delivery: Delivery) -> Iterable[Errand]:
    """Return what must be known of the platform: which calendar each of its `events` places has."""
    return [
        Errand(calendar_of(each.id), CALENDAR, {"place": each.id, "platform": str(each.address.platform)}, scene.now)
        for each in await _beside(scene.store, delivery.plan.place_id or 0)
    ]


async def ask_anew(store: Store, now: datetime) -> None:
    """Forget which calendars there are: with a new start rights and settings may be others."""
    for place in await store.places.with_role(Role.EVENTS):
        await store.outbox.errand_done(calendar_of(place.id), "", now)


async def tell_organisers(scene: Scene, shelf: Shelf) -> None:
    """Tell organisers that nothing may be put into a calendar: once for each."""
    rows = await to_organisers(scene, f"calendar:{shelf.name}", NOTICE, {"place": shelf.places[0].id})
    await scene.store.outbox.plan(*rows)


async def _beside(store: Store, place_id: int) -> list[Place]:
    """Return the `events` places on the platform of one of them."""
    places = await store.places.with_role(Role.EVENTS)
    platform = next((each.address.platform for each in places if each.id == place_id), None)
    return [each for each in places if each.address.platform is platform]


async def _render_shut(scene: Scene, delivery: Delivery) -> Rendered:
    place = await scene.store.places.get(number(delivery.plan.subject, "place"))
    shelf = await shelf_of(scene, place.id) if place is not None else None
    if place is None or shelf is None or (shelf.name is not None and not shelf.is_shut):
        return Dropped("the calendar is open, or the place is not ours any more")
    return Outgoing(view.shut(named(place), private=delivery.plan.place_id is None))


KINDS = Kinds({NOTICE: Kind(NOTICE, _render_shut, reminds=True, unreachable=elsewhere)}, {})
