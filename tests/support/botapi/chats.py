"""Groups: basic ones, supergroups, forums with their topics, and channels as far as a bot meets them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tests.support.botapi.entities import Json
from tests.support.botapi.membership import ABSENT, USUAL, Membership, administrator
from tests.support.botapi.rooms import Chat
from tests.support.botapi.shown import Message

if TYPE_CHECKING:
    from tests.support.botapi.people import Account, Person
    from tests.support.botapi.world import World

GENERAL: Final = 1
_ICON_COLOR: Final = 0x6FB9F0


class Topic:
    """One topic of a forum; `thread` is what the bot must send to write there, None for General."""

    def __init__(self, group: Group, name: str, number: int) -> None:
        self.group = group
        self.name = name
        self.number = number
        self.closed = False
        self.deleted = False

    @property
    def thread(self) -> int | None:
        """Return the message_thread_id to send with."""
        return None if self.number == GENERAL else self.number

    @property
    def messages(self) -> list[Message]:
        """Return the bot's messages that stand in this topic."""
        return [each for each in self.group.messages if each.thread == self.thread]

    def closes(self, by: Person | None = None) -> None:
        """Close the topic: only administrators write on."""
        self.closed = True
        self.group.world.serves(self.group, by or self.group.owner, {"forum_topic_closed": {}}, thread=self.thread)

    def reopens(self, by: Person | None = None) -> None:
        """Open the topic again."""
        self.closed = False
        self.group.world.serves(self.group, by or self.group.owner, {"forum_topic_reopened": {}}, thread=self.thread)

    def vanishes(self) -> None:
        """Delete the topic with all that stands in it; the bot never learns of it."""
        self.deleted = True
        for message in self.group.log.values():
            message.deleted = message.deleted or message.thread == self.number


class Group(Chat):
    """A basic group, a supergroup or a forum."""

    def __init__(
        self, world: World, number: int, title: str, kind: str, owner: Person, *, forum: bool, ids: Iterator[int]
    ) -> None:
        super().__init__(world, number, ids)
        self.title = title
        self.kind = kind
        self.forum = forum
        self.owner = owner
        self.members: dict[int, Membership] = {owner.id: Membership("creator")}
        self.topics: dict[int, Topic] = {GENERAL: Topic(self, "General", GENERAL)} if forum else {}
        self.former_id: int | None = None  # of the basic group that this was
        self.hides_members = False
        self.gone = False

    @property
    def general(self) -> Topic:
        """Return the topic that every forum has."""
        return self.topics[GENERAL]

    @property
    def is_super(self) -> bool:
        """Whether it is a supergroup."""
        return self.kind == "supergroup"

    @property
    def bot(self) -> Membership:
        """Return the bot's own standing."""
        return self.standing_of(self.world.me)

    def standing_of(self, account: Account) -> Membership:
        """Return what somebody is here."""
        return self.members.get(account.id, ABSENT)

    def as_json(self) -> Json:
        """Return Telegram's Chat object."""
        chat: Json = {"id": self.id, "type": self.kind, "title": self.title}
        return chat | ({"is_forum": True} if self.forum else {})

    def topic(self, name: str, by: Person | None = None) -> Topic:
        """Open a topic, with the service message whose id is the topic's."""
        assert self.forum, f"{self.title} is no forum"
        number = self.next_id()
        topic = self.topics[number] = Topic(self, name, number)
        created = {"forum_topic_created": {"name": name, "icon_color": _ICON_COLOR}}
        self.world.serves(self, by or self.owner, created, thread=number, number=number)
        return topic

    def upgrade(self) -> int:
        """Turn a basic group into a supergroup and return its new id; its messages stay behind under the old one."""
        assert not self.is_super, "only basic groups are upgraded"
        new = self.world.next_supergroup()
        self.world.serves(self, self.owner, {"migrate_to_chat_id": new})
        self.world.moves(self, new)
        self.former_id, self.id, self.kind = self.id, new, "supergroup"
        self.log, self._ids = {}, itertools.count(1)
        self.world.serves(self, self.world.anonymous, {"migrate_from_chat_id": self.former_id}, sender=self)
        return new

    def renames(self, title: str) -> None:
        """Give the group another title."""
        self.title = title
        self.world.serves(self, self.owner, {"new_chat_title": title})

    def adds_bot(self, by: Person | None = None) -> None:
        """Let somebody add the bot."""
        self.world.changes(self, self.world.me, Membership(), by or self.owner)
        self.world.serves(self, by or self.owner, {"new_chat_members": [self.world.me.as_json()]})

    def removes_bot(self, by: Person | None = None) -> None:
        """Throw the bot out."""
        self.world.changes(self, self.world.me, Membership("kicked"), by or self.owner)

    def promotes_bot(self, *rights: str, by: Person | None = None) -> None:
        """Make the bot an administrator, with the rights named or the usual ones."""
        self.world.changes(self, self.world.me, administrator(*rights), by or self.owner)

    def demotes_bot(self, by: Person | None = None) -> None:
        """Make the bot a plain member again."""
        self.world.changes(self, self.world.me, Membership(), by or self.owner)

    def restricts_bot(self, *rights: str, by: Person | None = None) -> None:
        """Take all rights from the bot but those named."""
        self.world.changes(self, self.world.me, Membership("restricted", frozenset(rights)), by or self.owner)

    def promotes(self, person: Person, *rights: str, anonymous: bool = False) -> None:
        """Make a member an administrator; an anonymous one shows as the group."""
        hidden = ("is_anonymous",) if anonymous else ()
        self.world.changes(self, person, administrator(*(rights or USUAL), *hidden), self.owner)

    def demotes(self, person: Person) -> None:
        """Make an administrator a plain member."""
        self.world.changes(self, person, Membership(), self.owner)

    def restricts(self, person: Person) -> None:
        """Forbid a member to write."""
        self.world.changes(self, person, Membership("restricted"), self.owner)

    def kicks(self, person: Person) -> None:
        """Throw a member out."""
        self.world.changes(self, person, Membership("kicked"), self.owner)
        self.world.serves(self, self.owner, {"left_chat_member": person.as_json()})

    def vanishes(self) -> None:
        """Delete the whole group; the bot never learns of it."""
        self.gone = True

    def says_anonymously(self, text: str, *, topic: Topic | None = None, reply_to: Message | int | None = None) -> int:
        """Let an anonymous administrator write; returns the message's id."""
        return self.world.says(self, self.world.anonymous, text, topic=topic, reply_to=reply_to, sender=self).id

    def posts(self, text: str, channel: str = "Neuigkeiten") -> int:
        """Let a post of the linked channel arrive by itself; returns the message's id."""
        return self.world.forwards_post(self, text, channel).id
