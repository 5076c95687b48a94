"""The channels of a guild: text channels and forums, with their threads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from tests.support.discordapi.basics import Json, written
from tests.support.discordapi.intents import GUILDS
from tests.support.discordapi.permissions import BITS, EVERYTHING, Overwrite, bits, computed
from tests.support.discordapi.places import FORUM, PRIVATE_THREAD, TEXT, THREAD, Place

if TYPE_CHECKING:
    from tests.support.discordapi.guilds import Guild
    from tests.support.discordapi.people import Account, Person
    from tests.support.discordapi.shown import Message

_IN_THREADS: Final = BITS["send_messages_in_threads"]


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag of a forum; a moderated one is set by those who may manage threads."""

    id: int
    name: str
    moderated: bool = False

    def as_json(self) -> Json:
        """Return Discord's tag object."""
        known = {"id": str(self.id), "name": self.name, "moderated": self.moderated}
        return known | {"emoji_id": None, "emoji_name": None}


class Channel(Place):
    """A text channel or a forum of a guild."""

    def __init__(self, guild: Guild, number: int, name: str, tags: tuple[Tag, ...] | None = None) -> None:
        super().__init__(guild.world, number)
        self.guild: Guild = guild
        self.name = name
        self.type = TEXT if tags is None else FORUM
        self.tags = tags or ()
        self.require_tag = False
        self.overwrites: dict[int, Overwrite] = {}
        self.threads_by_id: dict[int, Thread] = {}
        self.invitations: list[Json] = []  # as they were made

    @property
    def threads(self) -> list[Thread]:
        """Return the threads that stand here, archived ones too, the oldest first."""
        return [each for each in self.threads_by_id.values() if not each.gone]

    @property
    def mention(self) -> str:
        """Return what mentions this channel in a text."""
        return f"<#{self.id}>"

    def permissions(self, account: Account) -> int:
        """Return what somebody may do here."""
        base, roles = self.guild.permissions(account), self.guild.roles_of(account)
        if self.guild.owner is account:
            return EVERYTHING
        return computed(base, self.overwrites, self.guild.id, roles, account.id)

    def thread(self, name: str, by: Person | None = None, *, private: bool = False) -> Thread:
        """Let somebody, or the guild's owner, begin a thread."""
        assert self.type == TEXT, "threads in a forum are posts"
        kind = PRIVATE_THREAD if private else THREAD
        return self.world.begins(self, self.world.snowflakes.next(), name, by or self.guild.owner, kind)

    def denies(self, *permissions: str) -> None:
        """Take permissions from the bot here."""
        own = self._own()
        own.deny |= bits(permissions)
        own.allow &= ~own.deny
        self.tells_update()

    def allows(self, *permissions: str) -> None:
        """Give the bot permissions here."""
        own = self._own()
        own.allow |= bits(permissions)
        own.deny &= ~own.allow
        self.tells_update()

    def renames(self, name: str) -> None:
        """Give the channel another name."""
        self.name = name
        self.tells_update()

    def vanishes(self) -> None:
        """Delete the channel with all its threads."""
        self.gone = True
        for each in self.threads:
            each.gone = True
        self.world.tell("CHANNEL_DELETE", self.as_json(), GUILDS, self.guild)

    def tells_update(self) -> None:
        """Tell the bot what the channel is now."""
        self.world.tell("CHANNEL_UPDATE", self.as_json(), GUILDS, self.guild)

    def as_json(self) -> Json:
        """Return Discord's channel object."""
        known: Json = {
            "id": str(self.id),
            "type": self.type,
            "guild_id": str(self.guild.id),
            "name": self.name,
            "parent_id": None,
            "position": self.guild.channels.index(self) if self in self.guild.channels else 0,
            "permission_overwrites": [each.as_json() for each in self.overwrites.values()],
            "topic": None,
            "nsfw": False,
            "rate_limit_per_user": 0,
            "last_message_id": self.last,
            "flags": 0,
        }
        if self.type == FORUM:
            last = max(self.threads_by_id, default=None)
            known |= {
                "last_message_id": None if last is None else str(last),
                "flags": 1 << 4 if self.require_tag else 0,
                "available_tags": [each.as_json() for each in self.tags],
                "default_reaction_emoji": None,
                "default_sort_order": None,
                "default_forum_layout": 0,
                "template": "",
            }
        return known

    def _own(self) -> Overwrite:
        return self.overwrites.setdefault(self.world.me.id, Overwrite(self.world.me.id, is_role=False))


class Thread(Place):
    """A thread of a channel, or a post of a forum."""

    type = THREAD

    def __init__(self, parent: Channel, number: int, name: str, owner: Account, at: datetime) -> None:
        super().__init__(parent.world, number)
        self.parent = parent
        self.guild: Guild = parent.guild
        self.name = name
        self.owner = owner
        self.created_at = at
        self.archive_changed_at = at
        self.archived = False
        self.locked = False
        self.pinned = False
        self.invitable = True
        self.archive_after = 4320  # minutes
        self.slowmode = 0
        self.tags: tuple[int, ...] = ()
        self.joined: dict[int, datetime] = {owner.id: at}

    @property
    def applied(self) -> list[str]:
        """Return the names of its tags."""
        names = {each.id: each.name for each in self.parent.tags}
        return [names[each] for each in self.tags if each in names]

    @property
    def first(self) -> Message | None:
        """Return the message that it began with; None where it began without, or that is deleted."""
        found = self.log.get(self.id) or self.parent.log.get(self.id)
        return None if found is None or found.deleted else found

    @property
    def mention(self) -> str:
        """Return what mentions this thread in a text."""
        return f"<#{self.id}>"

    def permissions(self, account: Account) -> int:
        """Return what somebody may do here: what its channel says, but for writing, which has a right of its own."""
        inherited = self.parent.permissions(account)
        if self.type == PRIVATE_THREAD and account.id not in self.joined and not inherited & BITS["manage_threads"]:
            return 0
        writes = BITS["send_messages"]
        return (inherited | writes) if inherited & _IN_THREADS else (inherited & ~writes)

    def archives(self, *, locked: bool = False) -> None:
        """Let somebody archive it, or close it for good."""
        self.sets_archived(archived=True)
        self.locked = locked or self.locked
        self.tells_update()

    def reopens(self) -> None:
        """Let somebody unarchive and unlock it."""
        self.sets_archived(archived=False)
        self.locked = False
        self.tells_update()

    def sets_archived(self, *, archived: bool) -> None:
        """Note since when it is archived, or no longer is."""
        self.archived = archived
        self.archive_changed_at = self.world.now()

    def lets_bot_in(self) -> None:
        """Bring the bot into a private thread, by a mention of it."""
        self.joined[self.world.me.id] = self.world.now()
        self.world.tell("THREAD_CREATE", self.as_json(), GUILDS, self)

    def vanishes(self) -> None:
        """Delete the thread."""
        self.gone = True
        gone = {"id": str(self.id), "guild_id": str(self.guild.id), "parent_id": str(self.parent.id), "type": self.type}
        self.world.tell("THREAD_DELETE", gone, GUILDS, self)

    def tells_update(self) -> None:
        """Tell the bot what the thread is now."""
        self.world.tell("THREAD_UPDATE", self.as_json(), GUILDS, self)

    def member(self, account: int) -> Json:
        """Return Discord's thread member object."""
        joined = {"id": str(self.id), "user_id": str(account), "join_timestamp": written(self.joined[account])}
        return joined | {"flags": 1}

    def as_json(self) -> Json:
        """Return Discord's channel object."""
        count = sum(not each.ephemeral and each.id != self.id for each in self.log.values())
        standing = sum(each.id != self.id for each in self.standing)
        known: Json = {
            "id": str(self.id),
            "type": self.type,
            "guild_id": str(self.guild.id),
            "parent_id": str(self.parent.id),
            "owner_id": str(self.owner.id),
            "name": self.name,
            "last_message_id": self.last,
            "message_count": standing,
            "total_message_sent": count,
            "member_count": len(self.joined),
            "rate_limit_per_user": self.slowmode,
            "flags": 1 << 1 if self.pinned else 0,
            "thread_metadata": {
                "archived": self.archived,
                "archive_timestamp": written(self.archive_changed_at),
                "auto_archive_duration": self.archive_after,
                "locked": self.locked,
                "create_timestamp": written(self.created_at),
            },
        }
        if self.type == PRIVATE_THREAD:
            known["thread_metadata"]["invitable"] = self.invitable
        if self.parent.type == FORUM:
            known["applied_tags"] = [str(each) for each in self.tags]
        if self.world.me.id in self.joined:
            known["member"] = self.member(self.world.me.id)
        return known
