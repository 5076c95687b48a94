"""The two platforms as the console plays them: who is there, what stands where, and whom the bot may write to.

The world is not the bot: it stays as it is while the bot is stopped, killed or away. Whatever becomes visible is handed
to `watch` as a `Shown`; without a watcher it happens all the same, unseen.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from adapters.console.outgoing import Knob, Sight
from adapters.console.people import CannotAct, OwnMessage, Person, Persona
from bot.domain.people import Address, ChatAddress, MessageRef, Platform
from bot.domain.places import Place


@dataclass(slots=True)
class Standing:
    """A message of the bot that stands in a place or a private chat; `to` alone sees it, None means everybody there.

    `link_for` and `until` belong to a start link: whom it was made for, and when it goes by itself. `leads_to` names
    the fields of the form to which its buttons lead back.
    """

    ref: MessageRef
    place: Place | None
    to: Persona | None
    sight: Sight
    delivered: bool = False
    quote: str = ""
    number: int | None = None
    link_for: Persona | None = None
    until: datetime | None = None
    leads_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """Something that became visible: a message sent, edited or removed, or a form that opened.

    `place` is None in a private chat, `to` is None where everybody in the place sees it, `number` counts the messages
    that were ever shown and is None for a form. `notified` are the people whom the platform calls by name, `quote` is
    what the message replies to. `standing` is the message itself, where it goes on standing.
    """

    kind: str
    platform: Platform
    place: str | None
    to: Persona | None
    number: int | None
    sight: Sight
    notified: tuple[Persona, ...] = ()
    private: bool = False
    quote: str = ""
    standing: Standing | None = None


@dataclass(slots=True)
class Chamber:
    """A chat of its own beside a place, which its `people` alone see, by their handles; over, nobody writes there."""

    place: Place
    beside: Place
    people: set[str] = field(default_factory=set)
    is_over: bool = False


@dataclass(slots=True)
class World:
    """Both platforms with their places, rooms, people and messages; `numbers` counts what was ever shown."""

    places: tuple[Place, ...]
    watch: Callable[[Shown], None] | None = None
    people: dict[Address, Person] = field(default_factory=dict)
    standing: dict[MessageRef, Standing] = field(default_factory=dict)
    by_key: dict[tuple[ChatAddress, str], MessageRef] = field(default_factory=dict)
    rooms: dict[ChatAddress, Chamber] = field(default_factory=dict)
    numbers: int = 0
    _run: str = field(default_factory=lambda: secrets.token_hex(4))  # a kept database knows ids of earlier runs
    _ids: int = 0

    def person(self, persona: Persona) -> Person:
        """Return the person behind a name; one who was never heard of is there from now on."""
        known = self.people.get(persona.address)
        if known is None:
            known = self.people[persona.address] = Person(persona, persona.handle.capitalize())
        return known

    def at(self, address: Address) -> Person:
        """Return the person with this login."""
        return self.person(Persona(address.user, address.platform))

    def place(self, platform: Platform, name: str) -> Place:
        """Return the place of that name; raise CannotAct where the platform has none."""
        for place in (*self.places, *(room.place for room in self.rooms.values())):
            if place.address.platform is platform and place.name == name:
                return place
        names = ", ".join(place.name for place in self.places if place.address.platform is platform)
        raise CannotAct(f"den Ort {name} gibt es auf {platform.capitalize()} nicht, nur {names}")

    def opens(self, beside: Place) -> Chamber:
        """Open a room beside a place, named by its number, with nobody in it."""
        name = f"#team-{len(self.rooms) + 1}"
        address = replace(beside.address, topic=self.fresh_id())
        room = self.rooms[address] = Chamber(Place(0, address, name, frozenset()), beside)
        return room

    def fresh_id(self) -> str:
        """Return an id that no message, press or interaction of this or an earlier run has."""
        self._ids += 1
        return f"{self._run}-{self._ids}"

    def write(self, persona: Persona, place: Place | None, text: str) -> OwnMessage:
        """Let a person write something, which brings them back into the place and opens the bot's way to them.

        A room takes words of its own people alone, and only as long as it is not over.
        """
        person = self.person(persona)
        room = self.rooms.get(place.address) if place is not None else None
        if room is not None and (room.is_over or persona.handle not in room.people):
            raise CannotAct(f"{persona} kann in {room.place.name} nichts schreiben")
        self.enter(persona, place)
        own = OwnMessage(MessageRef(chat_of(persona, place), self.fresh_id()), text)
        person.wrote.append(own)
        return own

    def enter(self, persona: Persona, place: Place | None) -> None:
        """Note that a person acts in a place, and is in it therefore, or in the private chat."""
        person = self.person(persona)
        if place is not None:
            person.left.discard(place.address)
        elif persona.platform is Platform.TELEGRAM:
            person.may_be_written_to, person.blocks = True, False

    def send(
        self,
        platform: Platform,
        place: Place | None,
        to: Persona | None,
        sight: Sight,
        *,
        delivered: bool = False,
        reply_to: MessageRef | None = None,
    ) -> Standing:
        """Let a message of the bot stand in a place, for everybody or one person, or in a person's private chat."""
        chat = place.address if place is not None else ChatAddress(platform, to.handle if to else "")
        ref = MessageRef(chat, self.fresh_id())
        standing = self.standing[ref] = Standing(ref, place, to, sight, delivered, self._words_at(reply_to))
        self._show("send", standing)
        return standing

    def edit(self, standing: Standing, sight: Sight) -> None:
        """Bring a standing message to a new content; nothing is shown where nothing changed."""
        if standing.sight != sight:
            standing.sight = sight
            self._show("edit", standing)

    def remove(self, standing: Standing) -> None:
        """Take a message away."""
        del self.standing[standing.ref]
        standing.sight = Sight()
        self._show("remove", standing)

    def acknowledge(self, persona: Persona, place: Place | None, sight: Sight) -> None:
        """Show a line that passes: only the one who pressed sees it, and it cannot be answered."""
        nowhere = MessageRef(chat_of(persona, place), self.fresh_id())
        self._show("send", Standing(nowhere, place, persona, sight))

    def open_form(self, persona: Persona, place: Place | None, sight: Sight) -> None:
        """Show a person a form."""
        self._emit(Shown("form", persona.platform, _name(place), persona, None, sight, private=True))

    def fade(self, now: datetime) -> None:
        """Take away the start links whose hour is over."""
        for standing in [known for known in self.standing.values() if known.until and known.until <= now]:
            self.remove(standing)

    def next_fading(self) -> datetime | None:
        """Return when the next start link goes by itself."""
        return min((known.until for known in self.standing.values() if known.until), default=None)

    def is_in(self, persona: Persona, place: Place) -> bool:
        """Say whether a person is in a place: in those of their platform until they leave, in rooms when let in."""
        if (room := self.rooms.get(place.address)) is not None:
            return place.address.platform is persona.platform and persona.handle in room.people
        return place.address.platform is persona.platform and place.address not in self.person(persona).left

    def seen_by(self, persona: Persona, place: Place | None) -> Iterator[Standing]:
        """Yield what a person sees, the newest first: in one place, or with None anywhere."""
        if place is not None and place.address in self.rooms and not self.is_in(persona, place):
            return
        for standing in reversed(self.standing.values()):
            here = standing.place is place if place is not None else self._reaches(persona, standing)
            if here and standing.ref.where.platform is persona.platform and standing.to in (None, persona):
                yield standing

    def button(self, persona: Persona, place: Place | None, label: str) -> tuple[Standing, Knob]:
        """Return the newest visible button labelled exactly so, else the newest that begins so, or raise CannotAct."""
        begins: tuple[Standing, Knob] | None = None
        for standing, knob in buttons(self.seen_by(persona, place)):
            if knob.label == label:
                return standing, knob
            if begins is None and knob.label.startswith(label):
                begins = standing, knob
        if begins is None:
            raise CannotAct(f"{persona} sieht {f'in {place.name} ' if place else ''}keinen Knopf [{label}]")
        return begins

    def _words_at(self, ref: MessageRef | None) -> str:
        """Return what a message says, ours or a person's, as far as it still stands."""
        if ref in self.standing:
            return self.standing[ref].sight.plain
        return next((own.text for person in self.people.values() for own in person.wrote if own.ref == ref), "")

    def _reaches(self, persona: Persona, standing: Standing) -> bool:
        return standing.place is None or self.is_in(persona, standing.place)

    def _show(self, kind: str, standing: Standing) -> None:
        if self.watch is None:
            return
        if standing.number is None:
            self.numbers += 1
            standing.number = self.numbers
        self._emit(
            Shown(
                kind,
                standing.ref.where.platform,
                _name(standing.place),
                standing.to,
                standing.number,
                standing.sight,
                notified=tuple(self._notified(standing)) if kind == "send" else (),
                private=standing.to is not None,
                quote=standing.quote,
                standing=standing if standing.ref in self.standing else None,
            )
        )

    def _notified(self, standing: Standing) -> Iterator[Persona]:
        for address in standing.sight.calls_for:
            persona = Persona(address.user, address.platform)
            if standing.to == persona or (
                standing.to is None and standing.place and self.is_in(persona, standing.place)
            ):
                yield persona

    def _emit(self, shown: Shown) -> None:
        if self.watch is not None:
            self.watch(shown)


def buttons(messages: Iterable[Standing]) -> Iterator[tuple[Standing, Knob]]:
    """Yield every button of the messages in their order."""
    for standing in messages:
        for row in standing.sight.knobs:
            yield from ((standing, knob) for knob in row)


def chat_of(persona: Persona, place: Place | None) -> ChatAddress:
    """Return the chat in which a person acts: a place, or the private chat with the bot."""
    return place.address if place is not None else ChatAddress(persona.platform, persona.handle)


def _name(place: Place | None) -> str | None:
    return place.name if place is not None else None
