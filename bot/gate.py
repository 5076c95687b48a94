"""The gate: what an adapter asks and tells that is no talk.

Who came and who left, where the bot may write, which messages are worth keeping, and what buttons and links lead to.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

from bot import presence
from bot.context import Caller, Context, House
from bot.domain.people import Address, ChatAddress, MessageRef, Platform
from bot.domain.places import Place, Role
from bot.domain.sending import ShownAs
from bot.matching.naming.vocabulary import Vocabulary
from bot.outbox.kinds import Scene
from bot.ports import Clock, Storage, Store
from bot.talk.answers import Answer, Button, Call, Reply, say
from bot.talk.commands import Registry
from bot.talk.strange import one_line
from bot.talk.text import Phrase

BUTTON_LIVES: Final = timedelta(days=30)
LINK_LIVES: Final = timedelta(hours=1)
LINKS_AN_HOUR: Final = 10

Answers = tuple[Answer, ...]


class Ears(Protocol):
    """What the house does with things that are said rather than called."""

    async def said(self, ctx: Context, text: str) -> Answers:
        """Hear a plain message in a place with a role."""
        ...

    def asks(self, text: str, vocabulary: Vocabulary) -> bool:
        """Say whether a plain message asks for somebody; no other is ever kept."""
        ...

    async def edited(self, ctx: Context, text: str) -> None:
        """Hear that a message was changed by the caller."""
        ...

    async def knows(self, store: Store, message: MessageRef) -> bool:
        """Say whether a message is one whose changes are followed."""
        ...

    async def gone(self, store: Store, house: House, message: MessageRef, now: datetime) -> bool:
        """Hear that a message was deleted; True where something followed it."""
        ...

    async def followed_in(self, store: Store, where: ChatAddress) -> Sequence[MessageRef]:
        """Return the messages in a chat, or in one topic of it, that something follows."""
        ...

    async def pressed(self, ctx: Context, call: Call | None) -> None:
        """Hear that a button under a message of ours was pressed, or without a call that an organiser replied to it."""
        ...

    async def consent(self, ctx: Context, token: str) -> Reply:
        """Say the question of consent for a call that was kept under the token."""
        ...

    async def suggestions(self, ctx: Context, source: str, typed: str) -> Sequence[str]:
        """Suggest values from a source that an option names."""
        ...


@dataclass(slots=True)
class Gate:
    """The doors beside the talk. `wake` tells the delivery that something may have fallen due; it must not block."""

    storage: Storage
    house: House
    ears: Ears
    clock: Clock
    wake: Callable[[], None]

    @property
    def registry(self) -> Registry:
        """Return the commands, for adapters that register them."""
        return self.house.registry

    async def place_at(self, where: ChatAddress) -> Place | None:
        """Return the place of the community that a chat is."""
        async with self.storage.begin() as store:
            place = await store.places.at(where)
            return place if place is not None and place.roles else None

    async def hears(self, where: ChatAddress) -> bool:
        """Say whether plain messages are heard in a chat; an adapter keeps those of no other."""
        async with self.storage.begin() as store:
            return is_heard_in(await store.places.at(where))

    async def listener(self) -> Callable[[str], bool]:
        """Return what says whether a plain message asks for somebody, by the words of now; an adapter keeps no other.

        It asks the store nothing more: reading a long post takes a while.
        """
        async with self.storage.begin() as store:
            vocabulary = await self.house.vocabulary_in(store)
        return lambda text: self.ears.asks(text, vocabulary)

    async def follows(self, store: Store, message: MessageRef) -> bool:
        """Say whether a message is one whose changes `edited` would act on; an adapter keeps those of no other."""
        return await self.ears.knows(store, message)

    async def settled(self, platform: Platform, incoming: str) -> bool:
        """Mark something incoming as handled that goes through no other door; False when it already was."""
        async with self.storage.begin() as store:
            return await store.talk.first_time(platform, incoming, self.clock.now())

    async def gone(self, *messages: MessageRef, all_in: ChatAddress | None = None) -> None:
        """Hear that messages were deleted, where the platform says so, or with `all_in` a chat or topic with all."""
        async with self.storage.begin() as store:
            inside = await self.ears.followed_in(store, all_in) if all_in is not None else ()
            known = [await self.ears.gone(store, self.house, each, self.clock.now()) for each in (*messages, *inside)]
        if any(known):
            self.wake()

    async def left(self, address: Address, where: ChatAddress) -> None:
        """Hear that a person left a place: nobody is tagged there any more, and who left every place is not found."""
        async with self.storage.begin() as store:
            await presence.left(store, address, where, self.clock.now())
        self.wake()

    async def came(self, address: Address, where: ChatAddress) -> None:
        """Hear that a person came into a place, or came back."""
        async with self.storage.begin() as store:
            await presence.came(store, address, where, self.clock.now())
        self.wake()

    async def shut_out(self, where: ChatAddress | Address) -> None:
        """Hear that the bot may not write any more: it was removed from a chat or lost its rights, or is blocked."""
        async with self.storage.begin() as store:
            now = self.clock.now()
            if isinstance(where, Address):
                await store.members.close_route(where, now + presence.SHUT_FOR)
            else:
                await presence.shut_out(Scene(self.house, store, now), where)
        self.wake()

    async def let_in(self, where: ChatAddress | Address, name: str = "") -> bool:
        """Hear that the bot may write again: in a chat, or to a person whose display name this is.

        True where the chat is a place, or the person a member.
        """
        async with self.storage.begin() as store:
            now = self.clock.now()
            if isinstance(where, ChatAddress):
                is_known = await presence.let_in(store, where, now)
            elif is_known := (member := await store.members.at(where)) is not None:
                await store.members.seen(where, one_line(name, 60) or "?")
                await store.outbox.reopen(member.id, now)
        self.wake()
        return is_known

    async def stands(self, message: MessageRef) -> bool:
        """Say whether a message of ours follows an object; then the delivery alone changes it."""
        async with self.storage.begin() as store:
            return await store.outbox.posting_at(message) is not None

    async def keep(self, call: Call, holder: Address) -> str:
        """Keep a call that is too long for a button and return its token, for whatever stands for its readers."""
        async with self.storage.begin() as store:
            return await store.talk.keep_call(holder, "button", call, self.clock.now() + BUTTON_LIVES)

    async def kept(self, token: str, holder: Address) -> Call | None:
        """Return the call that was kept for a button, None where it is too old or another's."""
        async with self.storage.begin() as store:
            return await store.talk.kept_call(token, "button", holder, self.clock.now())

    async def moved(self, old: ChatAddress, new: str) -> None:
        """Hear that a chat, with all its topics, has a new address."""
        async with self.storage.begin() as store:
            await presence.let_in(store, old, self.clock.now())  # the new chat takes what the old one refused
            await presence.moved(store, old, new, self.clock.now())
        self.wake()

    async def passing(self, message: MessageRef) -> None:
        """Keep that a line of ours with a start link stands somewhere: it is taken away when its hour is over."""
        async with self.storage.begin() as store:
            until = self.clock.now() + LINK_LIVES
            await store.outbox.post(ShownAs("link", 0, "link"), message, None, 0, until)

    async def in_private(self, caller: Caller, call: Call) -> Reply | None:
        """Keep a call for the private chat and return the group's line: no content, a start link for this account.

        None for an account that has had many such links within the hour.
        """
        async with self.storage.begin() as store:
            if await store.talk.count("link", caller.address, LINK_LIVES, self.clock.now()) > LINKS_AN_HOUR:
                return None
            command = self.registry.get(call.command)
            if command is not None and command.option("gruppe") is not None:
                call = call.with_values(gruppe="ja")  # who is asked in private must not forget that others read it
            token = await store.talk.keep_call(caller.address, "start", call, self.clock.now() + LINK_LIVES)
        return say(
            Phrase("{name}, das zeige ich dir privat.", name=one_line(caller.name, 60)),
            buttons=((Button(Phrase("Weiter im Privatchat"), Call("start", {"token": token}), in_private=True),),),
            private=False,
        )


def is_heard_in(place: Place | None) -> bool:
    """Say whether plain messages are heard in a place."""
    return place is not None and place.free_messages and Role.JOBS in place.roles
