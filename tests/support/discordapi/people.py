"""People who use Discord, and what they do there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from tests.support.discordapi import invoking, writing
from tests.support.discordapi.basics import Json

if TYPE_CHECKING:
    from tests.support.discordapi.asked import Interaction
    from tests.support.discordapi.channels import Channel, Thread
    from tests.support.discordapi.guilds import Guild
    from tests.support.discordapi.modals import Modal
    from tests.support.discordapi.places import Place, Private
    from tests.support.discordapi.shown import Message
    from tests.support.discordapi.world import World


class Account:
    """Somebody with an id and a name: a person, or the bot."""

    def __init__(self, number: int, name: str, *, is_bot: bool = False) -> None:
        self.id = number
        self.name = name
        self.is_bot = is_bot

    @property
    def mention(self) -> str:
        """Return what mentions this account in a text."""
        return f"<@{self.id}>"

    def as_json(self) -> Json:
        """Return Discord's user object."""
        plain = unicodedata.normalize("NFKD", self.name).encode("ascii", "ignore").decode().casefold()
        user: Json = {
            "id": str(self.id),
            "username": self.name if self.is_bot else re.sub(r"[^a-z0-9_.]+", "_", plain) or "somebody",
            "discriminator": "0001" if self.is_bot else "0",
            "global_name": None if self.is_bot else self.name,
            "avatar": None,
            "avatar_decoration_data": None,
            "collectibles": None,
            "primary_guild": None,
            "banner": None,
            "accent_color": None,
            "public_flags": 0,
            "flags": 0,
        }
        return user | ({"bot": True} if self.is_bot else {})

    def __repr__(self) -> str:
        return f"<{self.name} {self.id}>"


class Person(Account):
    """A person; each act reaches the bot as Discord would let it."""

    def __init__(self, world: World, number: int, name: str, locale: str) -> None:
        super().__init__(number, name)
        self.world = world
        self.locale = locale
        self.takes_messages = True  # from members of the same guilds
        self.is_blocking = False

    @property
    def private(self) -> Private:
        """Return this person's chat with the bot."""
        return self.world.private(self)

    @property
    def messages(self) -> list[Message]:
        """Return the bot's messages that stand in the private chat, the oldest first."""
        return self.private.messages

    def sees(self, channel: Place | None = None) -> list[Message]:
        """Return all that stands in a channel, or in the private chat, for this person's eyes."""
        place = channel or self.private
        return [each for each in place.log.values() if not each.deleted and each.for_person in {None, self.id}]

    def says(self, text: str, channel: Place | None = None, *, reply_to: Message | None = None) -> Message:
        """Write a text, to the bot where no channel is named."""
        return writing.says(self.world, self, text, channel or self.private, reply_to)

    def edits(self, message: Message, text: str) -> None:
        """Change an own message."""
        assert message.author is self, f"{message} is not {self.name}'s"
        writing.edits(self.world, message, text)

    def deletes(self, message: Message) -> None:
        """Delete a message: an own one, or anybody's with the right to."""
        may = message.author is self or message.channel.may(self, "manage_messages")
        assert may, f"{self.name} may not delete {message}"
        writing.deletes(self.world, message)

    def posts(self, forum: Channel, title: str, text: str, tags: Iterable[str] = ()) -> Thread:
        """Open a post in a forum, with the tags of these names."""
        return writing.posts(self.world, self, forum, title, text, tuple(tags))

    def runs(self, command: str, channel: Place | None = None, **options: Any) -> Interaction:
        """Run a slash command as it is registered; AssertionError where Discord's client would not let it happen."""
        return invoking.runs(self.world, self, command, channel or self.private, options)

    def completes(
        self, command: str, option: str, typed: str, channel: Place | None = None, **others: Any
    ) -> Interaction:
        """Type into an option that completes itself."""
        return invoking.completes(self.world, self, command, channel or self.private, option, typed, others)

    def menu(self, name: str, target: Message | Person, channel: Place | None = None) -> Interaction:
        """Choose an entry in the context menu of a message or a person."""
        return invoking.menu(self.world, self, name, target, channel)

    def presses(self, message: Message, label: str) -> Interaction:
        """Press a button that sends something back."""
        button = message.button(label)
        assert button.custom_id is not None, f"{label!r} sends nothing, it opens {button.url}"
        assert not button.disabled, f"{label!r} is disabled"
        return self.forges(message, button.custom_id)

    def chooses(self, message: Message, *values: str, custom_id: str | None = None) -> Interaction:
        """Choose in a select below a message, in the only one where none is named."""
        return invoking.chooses(self.world, self, message, values, custom_id)

    def forges(self, message: Message, custom_id: str) -> Interaction:
        """Send any custom id as if a button of this message had it."""
        return invoking.presses(self.world, self, message, custom_id)

    def submits(self, opened: Interaction | Modal, **values: Any) -> Interaction:
        """Fill in a modal, by the custom ids of its fields, and send it."""
        return invoking.submits(self.world, self, opened, values)

    def closes_dms(self) -> None:
        """Take no messages from members of the same guilds."""
        self.takes_messages = False

    def opens_dms(self) -> None:
        """Take messages from members of the same guilds again."""
        self.takes_messages = True

    def blocks(self) -> None:
        """Block the bot."""
        self.is_blocking = True

    def unblocks(self) -> None:
        """Let the bot write again."""
        self.is_blocking = False

    def joins(self, guild: Guild) -> None:
        """Join a guild."""
        guild.adds(self)

    def leaves(self, guild: Guild) -> None:
        """Leave a guild."""
        guild.removes(self)

    def kicks_bot(self, guild: Guild) -> None:
        """Throw the bot out of a guild."""
        assert guild.may(self, "kick_members"), f"{self.name} may not throw anybody out of {guild.name}"
        guild.kicks_bot()
