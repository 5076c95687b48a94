"""A world that was written down and taken up again is the same world."""

from __future__ import annotations

from datetime import UTC, datetime

from pydantic import TypeAdapter

from adapters.console.kept import KeptWorld, kept, taken_up
from adapters.console.outgoing import Box, Knob, Piece, Sight
from adapters.console.people import Persona
from adapters.console.world import World
from bot.demo.world import PLACES
from bot.domain.people import Address, Platform
from bot.talk.answers import Call

ANNA = Persona("anna", Platform.TELEGRAM)
SIGHT = Sight(
    words=(Piece("Hallo "), Piece("@Anna", "mention")),
    box=Box((Piece("Titel", "bold"),), ((Piece("Zeile"),), (Piece("noch eine"),)), ()),
    knobs=((Knob("Dabei", Call("event.join", {"termin": "1"})), Knob("Karte", "https://example.org")),),
    calls_for=(Address(Platform.TELEGRAM, "anna"),),
    files=("termin-1.ics",),
    fields=(("titel", "Titel", True, ""),),
)


def test_everything_that_stands_survives_as_json() -> None:
    world = World(PLACES, lambda _shown: None)
    own = world.write(ANNA, None, "/start")
    world.write(ANNA, PLACES[0], "Hallo")
    world.person(ANNA).left.add(PLACES[1].address)
    world.person(ANNA).blocks = True
    standing = world.send(Platform.TELEGRAM, PLACES[0], None, SIGHT, delivered=True, reply_to=own.ref)
    standing.link_for, standing.until = ANNA, datetime(2026, 12, 1, 9, tzinfo=UTC)
    standing.leads_to = ("titel",)
    world.send(Platform.TELEGRAM, None, ANNA, SIGHT)
    world.by_key[PLACES[0].address, "k"] = standing.ref
    room = world.opens(next(place for place in PLACES if place.address.platform is Platform.DISCORD))
    room.people.add("ben")
    world.send(Platform.DISCORD, room.place, None, SIGHT)

    json = TypeAdapter(KeptWorld)
    again = taken_up(json.validate_json(json.dump_json(kept(world))), PLACES)

    assert again.people == world.people
    assert list(again.standing.items()) == list(world.standing.items())
    assert again.by_key == world.by_key
    assert again.rooms == world.rooms
    assert again.numbers == world.numbers == 3
    assert again.fresh_id() != own.ref.message
    assert again.standing[standing.ref].place is PLACES[0], "places are compared by identity"
