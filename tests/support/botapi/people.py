"""People who use Telegram, and what they do there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.botapi.entities import Json
from tests.support.botapi.membership import ABSENT, Membership
from tests.support.botapi.shown import Document, Message

if TYPE_CHECKING:
    from tests.support.botapi.chats import Group, Topic
    from tests.support.botapi.rooms import Private
    from tests.support.botapi.world import World


class Account:
    """Somebody with an id and a name: a person, the bot, Telegram itself."""

    def __init__(self, number: int, name: str, *, username: str | None = None, is_bot: bool = False) -> None:
        self.id = number
        self.name = name
        self.username = username
        self.is_bot = is_bot

    def as_json(self) -> Json:
        """Return Telegram's User object."""
        user: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.name}
        return user | ({"username": self.username} if self.username else {})

    def __repr__(self) -> str:
        return f"<{self.name} {self.id}>"


class Person(Account):
    """A person; each act reaches the bot as Telegram would let it."""

    def __init__(self, world: World, number: int, name: str, username: str | None, language: str | None) -> None:
        super().__init__(number, name, username=username)
        self.world = world
        self.language = language
        self.has_started = False  # has written to the bot, so that it may write back
        self.is_blocking = False
        self.is_deleted = False

    def as_json(self) -> Json:
        """Return Telegram's User object."""
        return super().as_json() | ({"language_code": self.language} if self.language else {})

    @property
    def private(self) -> Private:
        """Return this person's chat with the bot."""
        return self.world.private(self)

    @property
    def messages(self) -> list[Message]:
        """Return the bot's messages that stand in the private chat, the oldest first."""
        return self.private.messages

    def sees(self, group: Group | None = None) -> list[Message]:
        """Return all that stands in a group, or in the private chat, whoever sent it."""
        return self.private.standing if group is None else group.standing

    def says(
        self,
        text: str,
        group: Group | None = None,
        *,
        topic: Topic | None = None,
        reply_to: Message | int | None = None,
    ) -> int:
        """Write a text, to the bot where no group is named; returns the message's id."""
        return self.world.says(self._chat(group, topic), self, text, topic=topic, reply_to=reply_to).id

    def starts(self, token: str = "") -> int:
        """Press *Start*, by a link that carries a token where one is given; returns the message's id."""
        if self.is_blocking:
            self.unblocks()
        return self.says(f"/start {token}".strip())

    def edits(self, message: Message | int, text: str, group: Group | None = None) -> None:
        """Change an own message."""
        changed = self.world.message(self._chat(group, None), message)
        assert changed.author is self, f"{changed} is not {self.name}'s"
        self.world.edits(changed, text)

    def deletes(self, message: Message | int, group: Group | None = None) -> None:
        """Delete a message, an own one or, as an administrator, the bot's; the bot never learns of it."""
        self.world.message(self._chat(group, None), message).deleted = True

    def sends_photo(
        self,
        group: Group | None = None,
        *,
        caption: str = "",
        topic: Topic | None = None,
        reply_to: Message | int | None = None,
        album: str | None = None,
    ) -> int:
        """Send a picture with words below it, one of an album where that has an id; returns the message's id."""
        sizes = [{"file_id": "AgACphoto", "file_unique_id": "AQADphoto", "width": 90, "height": 60}]
        together = {"media_group_id": album} if album is not None else {}
        return self._sends({"photo": sizes} | together, group, caption, topic, reply_to)

    def sends_document(
        self,
        group: Group | None = None,
        *,
        name: str = "lebenslauf.pdf",
        content: bytes = b"%PDF",
        caption: str = "",
        topic: Topic | None = None,
        reply_to: Message | int | None = None,
    ) -> int:
        """Send a file with words below it; the bot can fetch it."""
        document = self.world.keeps(Document(name, content))
        return self._sends({"document": document.as_json()}, group, caption, topic, reply_to)

    def sends_sticker(self, group: Group | None = None, *, topic: Topic | None = None) -> int:
        """Send a sticker; returns the message's id."""
        sticker: Json = {"file_id": "CAACsticker", "file_unique_id": "AgADsticker", "type": "regular"}
        size = {"width": 512, "height": 512, "is_animated": False, "is_video": False}
        return self._sends({"sticker": sticker | size}, group, "", topic, None)

    def sends_voice(self, group: Group | None = None, *, topic: Topic | None = None) -> int:
        """Send a voice message; returns the message's id."""
        voice = {"file_id": "AwACvoice", "file_unique_id": "AgADvoice", "duration": 3}
        return self._sends({"voice": voice}, group, "", topic, None)

    def presses(self, message: Message, label: str) -> str:
        """Press a button that sends something back; returns the query's id."""
        assert not message.deleted, f"{message} is gone"
        button = message.button(label)
        assert button.data is not None, f"{label!r} sends nothing, it opens {button.url}"
        return self.forges(message, button.data)

    def forges(self, message: Message, data: str) -> str:
        """Send any data as if a button of this message had it; returns the query's id."""
        return self.world.presses(self, message, data)

    def joins(self, group: Group) -> None:
        """Join a group."""
        self.world.changes(group, self, Membership(), self)
        self.world.serves(group, self, {"new_chat_members": [self.as_json()]})

    def leaves(self, group: Group) -> None:
        """Leave a group."""
        self.world.changes(group, self, ABSENT, self)
        self.world.serves(group, self, {"left_chat_member": self.as_json()})

    def adds_bot(self, group: Group) -> None:
        """Add the bot to a group."""
        group.adds_bot(self)

    def blocks(self) -> None:
        """Block the bot."""
        self.is_blocking = True
        self.world.tells_private_standing(self, "member", "kicked")

    def unblocks(self) -> None:
        """Let the bot write again."""
        self.is_blocking = False
        self.world.tells_private_standing(self, "kicked", "member")

    def deletes_account(self) -> None:
        """Be gone for good; the bot learns of it when it writes."""
        self.is_deleted = True

    def _chat(self, group: Group | None, topic: Topic | None) -> Group | Private:
        return group or (topic.group if topic else self.private)

    def _sends(
        self, service: Json, group: Group | None, caption: str, topic: Topic | None, reply_to: Message | int | None
    ) -> int:
        chat = self._chat(group, topic)
        return self.world.says(chat, self, caption, topic=topic, reply_to=reply_to, content=service).id
