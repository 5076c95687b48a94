"""What happens on Telegram, as small values: all that is kept of an update, and all that is handled of it.

`read` takes an update as Telegram sends it and returns what of it concerns the bot, or None. Nothing else is ever
written down: no photograph, no forwarded chain, no profile. A happening goes to JSON and back without loss.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal, TypeAlias

from pydantic import Field, TypeAdapter

from bot.domain.people import Address, ChatAddress, MessageRef, Platform
from bot.talk.strange import one_line

GENERAL: Final = "1"  # the topic of a forum that every forum has; its messages carry no topic
_ADDRESSED: Final = re.compile(r"\s*/([A-Za-z0-9_]+)@([A-Za-z0-9_]+)")
_LONGEST_NAME: Final = 60
_UNITS: Final = ("utf-16-le", "surrogatepass")  # Telegram counts places in text so
_WEB: Final = re.compile(r"https?://", re.IGNORECASE)
_UNSAID: Final = re.compile(r"(?:https?://)?(?:www\.)?", re.IGNORECASE)  # what may be left out of an address
# What people send instead of words; anything else without words is Telegram's own notice.
_WORDLESS: Final = frozenset(
    "animation audio checklist contact dice document game live_photo location paid_media photo poll sticker story "
    "venue video video_note voice".split()
)
_NOT_SAID: Final = frozenset({"blockquote", "expandable_blockquote", "strikethrough"})
_Json: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Me:
    """The bot's own account."""

    id: int
    username: str


@dataclass(frozen=True, slots=True)
class Where:
    """A chat, or a topic in it; a private chat's id is that of the person."""

    chat: str
    topic: str | None = None

    @property
    def is_private(self) -> bool:
        """Say whether it is a person's chat with the bot: ids of groups are negative."""
        return not self.chat.startswith("-")

    @property
    def address(self) -> ChatAddress:
        """Return the address that the core knows it by."""
        return ChatAddress(Platform.TELEGRAM, self.chat, self.topic)


@dataclass(frozen=True, slots=True)
class Who:
    """A person's account and the name shown there."""

    user: str
    name: str

    @property
    def address(self) -> Address:
        """Return the address that the core knows it by."""
        return Address(Platform.TELEGRAM, self.user)


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody wrote a message; `text` is empty where it had no words.

    `reply_to` is a message of the bot's. `at` is when it was sent, in Telegram's whole seconds. Of an album each
    picture is a message; they have its id in common.
    """

    who: Who
    where: Where
    message: str
    text: str
    reply_to: str | None = None
    at: int = 0
    album: str | None = None
    kind: Literal["said"] = "said"

    @property
    def ref(self) -> MessageRef:
        """Return where the message stands."""
        return MessageRef(self.where.address, self.message)


@dataclass(frozen=True, slots=True)
class Edited:
    """Somebody changed a message of theirs in a group."""

    who: Who
    where: Where
    message: str
    text: str
    kind: Literal["edited"] = "edited"

    @property
    def ref(self) -> MessageRef:
        """Return where the message stands."""
        return MessageRef(self.where.address, self.message)


@dataclass(frozen=True, slots=True)
class Pressed:
    """Somebody pressed a button under a message of the bot's; `query` is what has to be answered."""

    who: Who
    where: Where
    message: str
    data: str
    query: str
    kind: Literal["pressed"] = "pressed"

    @property
    def ref(self) -> MessageRef:
        """Return where the message stands."""
        return MessageRef(self.where.address, self.message)


@dataclass(frozen=True, slots=True)
class Hidden:
    """Somebody typed a line that begins like a command as the group itself or a channel: Telegram does not say who."""

    where: Where
    message: str
    text: str
    kind: Literal["hidden"] = "hidden"


@dataclass(frozen=True, slots=True)
class Went:
    """People came into a chat, or left it."""

    people: tuple[Who, ...]
    where: Where
    came: bool
    kind: Literal["went"] = "went"


@dataclass(frozen=True, slots=True)
class Standing:
    """The bot's own standing in a chat changed, by `who`: whether it may write there, and whether it is new there.

    A topic that is opened again is one too, General as its chat; `title` is the group's.
    """

    who: Who
    where: Where
    may_write: bool
    is_new: bool
    title: str = ""
    kind: Literal["standing"] = "standing"


@dataclass(frozen=True, slots=True)
class Moved:
    """A group became a supergroup and has a new id."""

    where: Where
    to: str
    kind: Literal["moved"] = "moved"


Happening: TypeAlias = Said | Edited | Pressed | Hidden | Went | Standing | Moved
_JSON: Final[TypeAdapter[Happening]] = TypeAdapter(Annotated[Happening, Field(discriminator="kind")])

_NOBODY: Final = Who("0", "?")

# What Telegram is asked for; chat_member comes only where the bot is an administrator.
KINDS: Final = ("message", "edited_message", "callback_query", "my_chat_member", "chat_member")


def written(happening: Happening) -> str:
    """Return a happening as JSON."""
    return _JSON.dump_json(happening).decode()


def reread(text: str) -> Happening:
    """Return the happening that was written; raise ValueError for anything else."""
    return _JSON.validate_json(text)


def read(update: _Json, me: Me) -> Happening | None:
    """Return what of an update concerns the bot.

    None for what other bots write or are asked for, for what a group says without words, and for all kinds that
    nobody asked for. Raises KeyError, TypeError or ValueError for what is not shaped like an update.
    """
    if "message" in update:
        return _message(update["message"], me)
    if "edited_message" in update:
        return _edited(update["edited_message"], me)
    if "callback_query" in update:
        return _pressed(update["callback_query"])
    if "my_chat_member" in update:
        return _standing(update["my_chat_member"])
    if "chat_member" in update:
        return _went(update["chat_member"])
    return None


def _message(message: _Json, me: Me) -> Happening | None:
    where = _where(message)
    if "migrate_to_chat_id" in message:
        return Moved(where, str(message["migrate_to_chat_id"]))
    if "migrate_from_chat_id" in message:
        return Moved(Where(str(message["migrate_from_chat_id"])), where.chat)
    if "left_chat_member" in message:
        return _service([message["left_chat_member"]], where, came=False)
    if "new_chat_members" in message:
        return _service(message["new_chat_members"], where, came=True)
    if "forum_topic_reopened" in message:  # a closed one may still take what the bot sends
        return Standing(_NOBODY, where, may_write=True, is_new=False)
    return _said(message, where, me)


def _said(message: _Json, where: Where, me: Me) -> Said | Hidden | None:
    """Return what was said; what arrives in a group from its channel, or somebody passes on there, is none of it."""
    text = _meant_for(me, _words(message), where)
    if (
        text is None
        or (not where.is_private and _is_somebody_elses(message))
        or (not text and (not where.is_private or not _WORDLESS & message.keys()))
    ):
        return None
    number = str(message["message_id"])
    if "sender_chat" in message:
        is_typed = message.get("is_automatic_forward") is not True
        return Hidden(where, number, text) if is_typed and text.startswith("/") else None
    who = _who(message.get("from"))
    album = str(message["media_group_id"]) if "media_group_id" in message else None
    return Said(who, where, number, text, _answers(message, me), int(message["date"]), album) if who else None


def _is_somebody_elses(message: _Json) -> bool:
    """Say whether a message was forwarded that whoever sent it had not written themselves."""
    origin = message.get("forward_origin")
    return origin is not None and origin.get("sender_user", {}).get("id") != message.get("from", {}).get("id")


def _edited(message: _Json, me: Me) -> Edited | None:
    where, who = _where(message), _who(message.get("from"))
    if who is None or where.is_private or "sender_chat" in message:
        return None
    text = _meant_for(me, _words(message), where)
    return Edited(who, where, str(message["message_id"]), text) if text else None


def _pressed(query: _Json) -> Pressed | None:
    who = _who(query["from"])
    if who is None or "message" not in query or "data" not in query:
        return None
    message = query["message"]
    return Pressed(who, _where(message), str(message["message_id"]), _whole(query["data"]), str(query["id"]))


def _standing(change: _Json) -> Standing | None:
    before, after = change["old_chat_member"], change["new_chat_member"]
    who = _who(change["from"]) or Who(str(change["from"]["id"]), "?")
    if change["chat"]["type"] == "channel":
        return None
    where, is_new = Where(str(change["chat"]["id"])), is_in(after) and not is_in(before)
    return Standing(
        who, where, _may_write(after), is_new, one_line(_whole(change["chat"].get("title", "")), _LONGEST_NAME)
    )


def _went(change: _Json) -> Went | None:
    before, after = is_in(change["old_chat_member"]), is_in(change["new_chat_member"])
    who = _who(change["new_chat_member"]["user"])
    return Went((who,), Where(str(change["chat"]["id"])), after) if who and before is not after else None


def _service(users: list[_Json], where: Where, *, came: bool) -> Went | None:
    people = tuple(who for who in map(_who, users) if who is not None)
    return Went(people, Where(where.chat), came) if people else None


def _where(message: _Json) -> Where:
    """Return where a message stands. Only topics count: a reply elsewhere carries a thread of its own."""
    chat = message["chat"]
    if chat["type"] == "channel":
        raise ValueError("a channel")
    is_topic = message.get("is_topic_message") is True and "message_thread_id" in message
    topic = str(message["message_thread_id"]) if is_topic else None
    return Where(str(chat["id"]), None if topic == GENERAL else topic)


def _who(user: _Json | None) -> Who | None:
    """Return a person; None for bots and for nobody."""
    if user is None or user["is_bot"]:
        return None
    name = " ".join(part for part in (user["first_name"], user.get("last_name", "")) if part)
    return Who(str(user["id"]), one_line(_whole(name), _LONGEST_NAME) or "?")


def _words(message: _Json) -> str:
    kind = "text" if message.get("text") else "caption"
    entities = message.get("entities" if kind == "text" else "caption_entities", ())
    return _whole(_meant(message.get(kind) or "", entities, is_private=message["chat"]["type"] == "private"))


def _meant(text: str, entities: Iterable[_Json], *, is_private: bool) -> str:
    """Return a text with the address behind each word that leads to one, since of an entity nothing else is taken.

    What somebody quotes or crosses out in a group is left out: they do not say it.
    """
    units = text.encode(*_UNITS)
    behind: dict[int, bytes] = {}
    unsaid: set[int] = set()
    for each in entities:
        start, end = each["offset"], each["offset"] + each["length"]
        if each["type"] == "text_link":
            behind[end] = _address(str(each["url"]), units[2 * start : 2 * end].decode(*_UNITS))
        elif each["type"] in _NOT_SAID and not is_private:
            unsaid.update(range(start, min(end, len(units))))
    pieces = (
        (behind.get(at, b"") if at - 1 not in unsaid else b"") + (b"" if at in unsaid else units[2 * at : 2 * at + 2])
        for at in range(len(units) // 2 + 1)
    )
    words = b"".join(pieces).decode(*_UNITS)
    return words.strip() if unsaid else words


def _address(url: str, label: str) -> bytes:
    """Return the address behind a word as it stands beside it; nothing where the word says it already."""
    unsaid = url.rstrip("/").removesuffix(label.strip().rstrip("/"))
    return f" ({url})".encode(*_UNITS) if _WEB.match(url) and not _UNSAID.fullmatch(unsaid) else b""


def _whole(text: object) -> str:
    """Return words that can be written down: half a surrogate pair cannot."""
    return str(text).encode("utf-8", "replace").decode()


def _meant_for(me: Me, text: str, where: Where) -> str | None:
    """Return the text without the bot's own name after a command; None for a command to another bot in a group."""
    found = _ADDRESSED.match(text)
    if found is None:
        return text
    if found[2].casefold() != me.username.casefold() and not where.is_private:
        return None
    return f"/{found[1]}{text[found.end() :]}"


def _answers(message: _Json, me: Me) -> str | None:
    """Return the id of the bot's message that this one replies to; whatever is said in a topic quotes its opening."""
    quoted = message.get("reply_to_message")
    if quoted is None or quoted.get("from", {}).get("id") != me.id or "forum_topic_created" in quoted:
        return None
    return str(quoted["message_id"])


def is_in(member: Mapping[str, Any]) -> bool:
    """Say whether a ChatMember, as Telegram sends it, is in the chat."""
    status = member["status"]
    return status in ("creator", "administrator", "member") or (status == "restricted" and member["is_member"] is True)


def _may_write(member: _Json) -> bool:
    return is_in(member) and (member["status"] != "restricted" or member["can_send_messages"] is True)
