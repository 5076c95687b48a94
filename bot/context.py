"""What a handler is given: who asks, where, when, and the store; no platform object is inside."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

from bot.crowd import Crowd
from bot.domain.community import Community
from bot.domain.members import Member
from bot.domain.people import Address, ChatAddress, MessageRef
from bot.domain.places import Place
from bot.errors import NotAllowed
from bot.matching.naming.vocabulary import Vocabulary
from bot.matching.people.covering import Above
from bot.ports import Store
from bot.talk.commands import Reading, Registry
from bot.talk.strange import one_line
from bot.talk.text import Phrase


@dataclass(frozen=True, slots=True)
class House:
    """What is the same for everybody: the community, the commands, and the vocabulary as it comes with the bot.

    `reads_feeds` says whether calendars elsewhere can be subscribed to. `crowd` is the one thing in it that moves: the
    people in memory, which follow the store. A house has its own.
    """

    community: Community
    registry: Registry
    vocabulary: Vocabulary
    reads_feeds: bool = False
    crowd: Crowd = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        known = self.vocabulary
        object.__setattr__(self, "crowd", Crowd(known.ancestors, known.wide, self.community.tags_per_week))

    def today(self, now: datetime) -> date:
        """Return the date in the community's zone."""
        return now.astimezone(self.community.zone).date()

    @property
    def above(self) -> Above:
        """Return what lies above a skill."""
        return self.vocabulary.ancestors

    async def vocabulary_in(self, store: Store) -> Vocabulary:
        """Return the vocabulary of this moment: with the aliases that the community has given it."""
        return _with_aliases(self.vocabulary, await store.vocabulary.pairs())


@lru_cache(maxsize=8)  # the aliases are read at every call, and differ from the last ones when an organiser acted
def _with_aliases(vocabulary: Vocabulary, pairs: tuple[tuple[str, str], ...]) -> Vocabulary:
    return vocabulary.with_aliases(pairs)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who speaks, as an adapter knows it: the login, the display name, and the chat (None: in private).

    `manages` says that the platform itself gives the person the right to manage that chat.
    """

    address: Address
    name: str
    where: ChatAddress | None = None
    manages: bool = False


@dataclass(slots=True)
class Context:
    """One call's view of the world; `message` is the message that was pressed or written, where there is one."""

    house: House
    store: Store
    caller: Caller
    now: datetime
    member: Member | None = None
    place: Place | None = None
    message: MessageRef | None = None
    given: frozenset[str] = frozenset()  # the options that were filled in, those that were emptied included
    has_begun: bool = field(default=False)  # the member was made by this call: one line of notice is due

    @property
    def reading(self) -> Reading:
        """Return what reading dates depends on."""
        return Reading(self.now, self.house.community.zone, self.house.community.language)

    @property
    def today(self) -> date:
        """Return the date in the community's zone."""
        return self.house.today(self.now)

    @property
    def language(self) -> str:
        """Return the code of the language in which the community is spoken to."""
        return self.house.community.language

    @property
    def is_organiser(self) -> bool:
        """Say whether the caller has organisers' rights."""
        return self.caller.address in self.house.community.organisers

    @property
    def where(self) -> str:
        """Name the place for the ledger: "telegram privat" or "discord #jobs"."""
        return f"{self.caller.address.platform} {self.place.name if self.place else 'privat'}"

    async def vocabulary(self) -> Vocabulary:
        """Return the vocabulary of this moment, aliases included."""
        return await self.house.vocabulary_in(self.store)

    async def me(self) -> Member:
        """Return the caller as a member; who is none yet becomes one that nobody is shown, with a line of notice."""
        if self.member is None:
            name = one_line(self.caller.name, 60) or "?"
            self.member = await self.store.members.create(self.caller.address, name, self.now)
            self.has_begun = True
        return self.member

    def must_be(self, allowed: bool, sentence: Phrase) -> None:
        """Raise NotAllowed with the sentence unless it is allowed."""
        if not allowed:
            raise NotAllowed(sentence)
