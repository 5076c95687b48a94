"""The people and chats of one Telegram, and what they tell the bot."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from tests.support.botapi.chats import GENERAL, Group, Topic
from tests.support.botapi.entities import Json
from tests.support.botapi.membership import Membership, administrator
from tests.support.botapi.objects import inaccessible, message_json
from tests.support.botapi.people import Account, Person
from tests.support.botapi.reach import Notified, reaches_bot
from tests.support.botapi.registered import Profile
from tests.support.botapi.rooms import Chat, Private
from tests.support.botapi.shown import Document, Message, Version
from tests.support.botapi.texts import TEXT, typed
from tests.support.botapi.updates import Updates
from tests.support.loopback import News

ANONYMOUS, TELEGRAM, CHANNEL = 1087968824, 777000, -1002000000001  # Telegram's own ids, and some channel's


@dataclass(frozen=True, slots=True)
class Toast:
    """What a person saw as the answer to a press."""

    person: Person
    text: str
    alert: bool
    url: str | None


@dataclass(eq=False, slots=True)
class Query:
    """One press that waits for its answer."""

    id: str
    person: Person
    at: datetime
    answered: bool = False


class _Users(Mapping[int, Json]):
    """The User objects of all accounts, by id."""

    def __init__(self, accounts: Mapping[int, Account]) -> None:
        self._accounts = accounts

    def __getitem__(self, number: int) -> Json:
        return self._accounts[number].as_json()

    def __iter__(self) -> Iterator[int]:
        return iter(self._accounts)

    def __len__(self) -> int:
        return len(self._accounts)


class World:
    """Everything around the bot; `violations` collects what the bot does wrong, refused or not."""

    def __init__(self, me: Account, now: Callable[[], datetime] | None = None) -> None:
        self.me = me
        self.now = now or (lambda: datetime.now(UTC))
        self.news = News()
        self.updates = Updates(self.now)
        self.profile = Profile()
        self.privacy = True
        self.chats: dict[int, Chat] = {}
        self.moved: dict[int, int] = {}  # ids of upgraded groups, and their new ones
        self.accounts: dict[int, Account] = {me.id: me}
        self.users: Mapping[int, Json] = _Users(self.accounts)
        self.files: dict[str, Document] = {}
        self.queries: dict[str, Query] = {}
        self.notified: list[Notified] = []
        self.toasts: list[Toast] = []
        self.violations: list[str] = []
        self._names: dict[str, Account] = {}
        self._met: set[int] = set()
        self._people = itertools.count(5_000_000_001)  # beyond 32 bits, as ids are today
        self._messages = itertools.count(1)  # private chats and basic groups count together
        self._groups = itertools.count(4_000_001)
        self._supergroups = itertools.count(1_001_234_000_001)
        self._queries = itertools.count(4_382_000_000_000_001)
        self.anonymous = self._account(ANONYMOUS, "Group", "GroupAnonymousBot", is_bot=True)
        self.telegram = self._account(TELEGRAM, "Telegram", None, is_bot=False)
        self._names[(me.username or "").casefold()] = me

    def person(self, name: str, *, username: str | None = None, language: str | None = "de") -> Person:
        """Return a new person, whom the bot has never met."""
        person = Person(self, next(self._people), name, username, language)
        self.accounts[person.id] = person
        if username:
            self._names[username.casefold()] = person
        return person

    def private(self, person: Person) -> Private:
        """Return a person's chat with the bot."""
        chat = self.chats.get(person.id)
        if chat is None:
            chat = self.chats[person.id] = Private(self, person, self._messages)
        assert isinstance(chat, Private)
        return chat

    def group(
        self, title: str, *members: Person, owner: Person | None = None, forum: bool, kind: str, with_bot: bool
    ) -> Group:
        """Return a new group; nobody is told of its beginning."""
        assert kind in {"supergroup", "group", "channel"}, f"nobody knows a {kind}"
        assert kind == "supergroup" or not forum, "only a supergroup is a forum"
        owner = owner or self.person("Olga")
        if kind == "group":
            group = Group(self, -next(self._groups), title, kind, owner, forum=False, ids=self._messages)
        else:
            group = Group(self, self.next_supergroup(), title, kind, owner, forum=forum, ids=itertools.count(2))
        group.members = {each.id: Membership() for each in members} | group.members
        if with_bot:
            group.members[self.me.id] = administrator() if kind == "channel" else Membership()
        self.chats[group.id] = group
        return group

    def next_supergroup(self) -> int:
        """Return the id of the next supergroup."""
        return -next(self._supergroups)

    def moves(self, group: Group, new: int) -> None:
        """Let a group be found under a new id."""
        self.moved[group.id] = new
        self.chats[new] = self.chats.pop(group.id)

    def knows(self, number: int) -> bool:
        """Whether the bot has met somebody: in private, by a press, or in a group that both are in."""
        if number in self._met or number == self.me.id:
            return True
        return any(self._shares(chat, number) for chat in self.chats.values())

    def by_username(self, name: str) -> Account | None:
        """Return who has an @name."""
        return self._names.get(name.removeprefix("@").casefold())

    def message(self, chat: Chat, message: Message | int) -> Message:
        """Return a message of a chat by what a test holds of it."""
        return message if isinstance(message, Message) else chat.log[message]

    def keeps(self, document: Document) -> Document:
        """Let a file be fetched, and sent again, by its id."""
        self.files[document.id] = document
        return document

    def says(
        self,
        chat: Chat,
        author: Account,
        text: str,
        *,
        topic: Topic | None = None,
        reply_to: Message | int | None = None,
        content: Json | None = None,
        sender: Group | None = None,
    ) -> Message:
        """Let somebody's message stand in a chat, and reach the bot where it may."""
        self._check_may_write(chat, author, text, topic)
        target = None if reply_to is None else self.message(chat, reply_to)
        thread = topic.thread if topic else (target.thread if target else None)
        message = Message(
            id=chat.next_id(), chat=chat, author=author, versions=[self._version(text)], thread=thread,
            reply_to=target.id if target else None, content=content or {},
            sender_chat=sender.as_json() if sender else None,
        )  # fmt: skip
        self._met.add(author.id)
        if isinstance(chat, Private):
            chat.person.has_started = True
        self._tell("message", chat.keep(message))
        return message

    def edits(self, message: Message, text: str) -> None:
        """Let a message say something else."""
        message.versions.append(self._version(text))
        self._tell("edited_message", message)

    def forwards_post(self, group: Group, text: str, channel: str) -> Message:
        """Let a linked channel's post stand in its group."""
        chat = {"id": CHANNEL, "type": "channel", "title": channel}
        origin = {"type": "channel", "date": int(self.now().timestamp()), "chat": chat, "message_id": 7}
        message = Message(
            id=group.next_id(), chat=group, author=self.telegram, versions=[self._version(text)], sender_chat=chat,
            origin={"is_automatic_forward": True, "forward_origin": origin},
        )  # fmt: skip
        self._tell("message", group.keep(message))
        return message

    def serves(
        self,
        group: Group,
        by: Account,
        content: Json,
        *,
        thread: int | None = None,
        number: int | None = None,
        sender: Group | None = None,
    ) -> Message:
        """Let a service message stand in a group."""
        message = Message(
            id=group.next_id() if number is None else number, chat=group, author=by, versions=[self._version("")],
            thread=thread, content=content, is_service=True, sender_chat=sender.as_json() if sender else None,
        )  # fmt: skip
        self._tell("message", group.keep(message))
        return message

    def changes(self, group: Group, account: Account, new: Membership, by: Account) -> None:
        """Give somebody a new standing in a group, and tell the bot where it may know."""
        old = group.standing_of(account)
        group.members[account.id] = new
        if account is self.me:
            self._tell_standing("my_chat_member", group, account, old, new, by)
        elif group.bot.is_admin:
            self._tell_standing("chat_member", group, account, old, new, by)

    def tells_private_standing(self, person: Person, old: str, new: str) -> None:
        """Tell the bot that a person blocked it, or let it in again."""
        self._tell_standing("my_chat_member", self.private(person), self.me, Membership(old), Membership(new), person)

    def presses(self, person: Person, message: Message, data: str) -> str:
        """Let a person press a button; returns the query's id."""
        query = Query(str(next(self._queries)), person, self.now())
        self.queries[query.id] = query
        self._met.add(person.id)
        pressed = inaccessible(message) if message.deleted else message_json(self, message)
        content: Json = {"id": query.id, "from": person.as_json(), "message": pressed, "data": data}
        self.updates.add("callback_query", content | {"chat_instance": message.chat.instance})
        return query.id

    def toast(self, query: Query, text: str, *, alert: bool, url: str | None) -> None:
        """Let a person see the answer to a press."""
        self.toasts.append(Toast(query.person, text, alert, url))

    def _tell(self, kind: str, message: Message) -> None:
        if reaches_bot(self, message):
            self.updates.add(kind, message_json(self, message))

    def _tell_standing(
        self, kind: str, chat: Chat, account: Account, old: Membership, new: Membership, by: Account
    ) -> None:
        user = account.as_json()
        content = {"chat": chat.as_json(), "from": by.as_json(), "date": int(self.now().timestamp())}
        self.updates.add(kind, content | {"old_chat_member": old.as_json(user), "new_chat_member": new.as_json(user)})

    def _shares(self, chat: Chat, number: int) -> bool:
        if not isinstance(chat, Group) or not chat.bot.is_present:
            return False
        return number in chat.members and chat.members[number].is_present

    def _check_may_write(self, chat: Chat, author: Account, text: str, topic: Topic | None) -> None:
        assert len(text) <= TEXT, "no app of Telegram sends so long a text in one message"
        if isinstance(chat, Private):
            assert not chat.person.is_blocking, f"{author} blocks the bot"
        if isinstance(chat, Group) and isinstance(author, Person):
            standing = chat.standing_of(author)
            assert standing.may("can_send_messages"), f"{author} may not write in {chat.title}"
            place = topic or chat.topics.get(GENERAL)
            assert place is None or not place.closed or standing.is_admin, f"{place.name} is closed"

    def _version(self, text: str) -> Version:
        words, entities = typed(text)
        return Version(words, entities, (), self.now())

    def _account(self, number: int, name: str, username: str | None, *, is_bot: bool) -> Account:
        account = self.accounts[number] = Account(number, name, username=username, is_bot=is_bot)
        return account
