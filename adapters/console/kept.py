"""A world as plain values, to be written down at the end of one run and taken up again by the next.

A form that lies open on Discord is not among them: it is in the client, and that is closed between two runs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from adapters.console.outgoing import Sight
from adapters.console.people import OwnMessage, Person, Persona
from adapters.console.world import Chamber, Standing, World
from bot.domain.people import Address, ChatAddress, MessageRef
from bot.domain.places import Place


@dataclass(frozen=True, slots=True)
class KeptPerson:
    """Who a person is, whether the bot may write to them, which places they left, and what they wrote."""

    address: Address
    name: str
    may_be_written_to: bool
    blocks: bool
    left: tuple[ChatAddress, ...]
    wrote: tuple[tuple[MessageRef, str], ...]


@dataclass(frozen=True, slots=True)
class KeptMessage:
    """A message of the bot that still stands, as `Standing` describes it."""

    ref: MessageRef
    place: ChatAddress | None
    to: Address | None
    sight: Sight
    delivered: bool
    quote: str
    number: int | None
    link_for: Address | None
    until: datetime | None
    leads_to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeptRoom:
    """A room beside a place, with the people in it."""

    address: ChatAddress
    name: str
    beside: ChatAddress
    people: tuple[str, ...]
    is_over: bool


@dataclass(frozen=True, slots=True)
class KeptWorld:
    """Everything of a world that a later run needs; `messages` are in the order in which they were sent."""

    people: tuple[KeptPerson, ...]
    messages: tuple[KeptMessage, ...]
    keys: tuple[tuple[ChatAddress, str, MessageRef], ...]
    numbers: int
    rooms: tuple[KeptRoom, ...] = ()


def kept(world: World) -> KeptWorld:
    """Return the world as it is now."""
    return KeptWorld(
        people=tuple(_person(person) for person in world.people.values()),
        messages=tuple(_message(standing) for standing in world.standing.values()),
        keys=tuple((chat, key, ref) for (chat, key), ref in world.by_key.items()),
        numbers=world.numbers,
        rooms=tuple(map(_room, world.rooms.values())),
    )


def taken_up(kept: KeptWorld, places: tuple[Place, ...]) -> World:
    """Return a world that goes on where the kept one was; KeyError where a message stands in none of the places."""
    here = {place.address: place for place in places}
    world = World(places, numbers=kept.numbers)
    for room in kept.rooms:
        place = Place(0, room.address, room.name, frozenset())
        here[room.address] = place
        world.rooms[room.address] = Chamber(place, here[room.beside], set(room.people), room.is_over)
    for person in kept.people:
        world.people[person.address] = _taken_up_person(person)
    for message in kept.messages:
        stands_in = here[message.place] if message.place is not None else None
        world.standing[message.ref] = _taken_up_message(message, stands_in)
    world.by_key.update({(chat, key): ref for chat, key, ref in kept.keys})
    return world


def _room(room: Chamber) -> KeptRoom:
    people = tuple(sorted(room.people))
    return KeptRoom(room.place.address, room.place.name, room.beside.address, people, room.is_over)


def _person(person: Person) -> KeptPerson:
    return KeptPerson(
        address=person.persona.address,
        name=person.name,
        may_be_written_to=person.may_be_written_to,
        blocks=person.blocks,
        left=tuple(sorted(person.left, key=lambda chat: chat.chat)),
        wrote=tuple((own.ref, own.text) for own in person.wrote),
    )


def _taken_up_person(kept: KeptPerson) -> Person:
    return Person(
        _persona(kept.address),
        kept.name,
        may_be_written_to=kept.may_be_written_to,
        blocks=kept.blocks,
        left=set(kept.left),
        wrote=[OwnMessage(ref, text) for ref, text in kept.wrote],
    )


def _message(standing: Standing) -> KeptMessage:
    return KeptMessage(
        ref=standing.ref,
        place=standing.place.address if standing.place is not None else None,
        to=standing.to.address if standing.to is not None else None,
        sight=standing.sight,
        delivered=standing.delivered,
        quote=standing.quote,
        number=standing.number,
        link_for=standing.link_for.address if standing.link_for is not None else None,
        until=standing.until,
        leads_to=standing.leads_to,
    )


def _taken_up_message(kept: KeptMessage, place: Place | None) -> Standing:
    return Standing(
        kept.ref,
        place,
        _persona(kept.to) if kept.to is not None else None,
        kept.sight,
        delivered=kept.delivered,
        quote=kept.quote,
        number=kept.number,
        link_for=_persona(kept.link_for) if kept.link_for is not None else None,
        until=kept.until,
        leads_to=kept.leads_to,
    )


def _persona(address: Address) -> Persona:
    return Persona(address.user, address.platform)
