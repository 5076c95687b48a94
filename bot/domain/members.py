"""Members: who they are, what they can do, and how far they may be shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.domain.people import Address, Platform
from bot.domain.skills import MemberSkill
from bot.domain.tagging import NO_WISHES, Overview, Ping, Wishes, enough_until

KEPT_AFTER_LEAVING: Final = timedelta(days=30)


class Visibility(StrEnum):
    """The one setting of consent, as members read it: tagged and listed, listed only, hidden."""

    TAGGED = "getaggt"
    LISTED = "gelistet"
    HIDDEN = "verborgen"


class Trade(StrEnum):
    """What kind of member somebody is."""

    FREELANCER = "Freelancer"
    STARTUP = "Startup"
    AGENCY = "Agentur"
    CLIENT = "Auftraggeber:in"


@dataclass(frozen=True, slots=True)
class Availability:
    """Whether somebody takes work: free now, free from a date, or booked out."""

    state: str = "frei"  # "frei", "ab" or "ausgebucht"
    since: date | None = None  # the date of "ab"

    def is_free(self, today: date) -> bool:
        """Say whether the person takes work today."""
        return self.state == "frei" or (self.state == "ab" and self.since is not None and self.since <= today)

    @property
    def is_booked_out(self) -> bool:
        """Say whether the person takes no work at all for now."""
        return self.state == "ausgebucht"


@dataclass(frozen=True, slots=True)
class Account:
    """One login of a member; `name` is the display name last seen there."""

    address: Address
    name: str
    closed_until: datetime | None = None  # no private message is tried before; None = open as far as we know


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the community; everything hangs on the member, never on an account.

    `visibility` is None until the person answered the question of consent: then nothing shows them to anybody.
    `town` is a municipality's official name, "remote", "anderswo" or None. `about` has at most 300 characters.
    `wishes` say how they want to be tagged, `pings` are what counts against their budget.
    """

    id: int
    name: str
    accounts: tuple[Account, ...]
    visibility: Visibility | None = None
    trade: Trade | None = None
    town: str | None = None
    about: str = ""
    links: tuple[str, ...] = ()
    availability: Availability | None = None
    skills: tuple[MemberSkill, ...] = ()
    erase_at: datetime | None = None  # set by /vergissmich and by leaving: hidden until then, erased at it
    left_at: datetime | None = None  # when the last place was left
    last_tagged_at: datetime | None = None
    wishes: Wishes = NO_WISHES
    pings: tuple[Ping, ...] = ()
    preferred: Platform | None = None  # of several accounts the one that is written to and tagged first
    created_at: datetime | None = field(default=None, compare=False)

    @property
    def addresses(self) -> tuple[Address, ...]:
        """Return where this person can be found."""
        return tuple(account.address for account in self.accounts)

    @property
    def is_linked(self) -> bool:
        """Say whether the person has made several accounts one."""
        return len(self.accounts) > 1

    @property
    def is_findable(self) -> bool:
        """Say whether a search may show this person."""
        agreed = self.visibility in (Visibility.TAGGED, Visibility.LISTED)
        return agreed and self.erase_at is None and self.left_at is None

    @property
    def is_shown(self) -> bool:
        """Say whether messages of ours may go on naming this person."""
        return self.erase_at is None and self.visibility is not Visibility.HIDDEN

    @property
    def has_just_left(self) -> bool:
        """Say whether the person is to be erased for having left every place, and not because they wished it."""
        return self.left_at is not None and self.erase_at == self.left_at + KEPT_AFTER_LEAVING

    @property
    def may_be_tagged(self) -> bool:
        """Say whether a job may mention this person."""
        return self.visibility is Visibility.TAGGED and self.is_findable

    def is_closed(self, now: datetime) -> bool:
        """Say whether nothing private is tried for now, on any account, since none let it through."""
        return all(one.closed_until is not None and one.closed_until > now for one in self.accounts)

    def is_over(self, at: datetime, weekday: int, usual: int) -> bool:
        """Say whether a ping would be one too many: the budget is used up, or it is one of their quiet days.

        `usual` is the community's budget.
        """
        full = enough_until(self.pings, self.wishes.budget(usual))
        return weekday in self.wishes.quiet_days or (full is not None and full > at)

    @property
    def reads_overview(self) -> bool:
        """Say whether they privately read what they were not tagged for."""
        return self.may_be_tagged and self.wishes.overview in (Overview.WEEKLY, Overview.DAILY)


@dataclass(frozen=True, slots=True)
class Agreement:
    """One line of the consent ledger: who agreed to which text, when and where.

    `level` is a Visibility's value or "zurückgezogen"; `text_version` names the wording that was shown.
    """

    member_id: int
    level: str
    text_version: str
    at: datetime
    where: str  # "telegram privat", "discord #jobs"


@dataclass(frozen=True, slots=True)
class Absence:
    """That somebody was found in no place: on how many days in a row, when that was last, and when it is asked again.

    Before the first such day there were places that said no, and others that have not been asked yet.
    """

    member_id: int
    times: int
    ask_at: datetime
    missed_at: datetime | None = None
