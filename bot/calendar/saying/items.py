"""What single words of a text say, before it is put together: days, clocks, lengths, repeats and what links them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto
from typing import TypeAlias

from bot.talk.text import Phrase

Span: TypeAlias = tuple[date, date | None]


@dataclass(frozen=True, slots=True)
class Days:
    """A day, or several in a row, with other readings behind the first.

    `because` is why it must be asked, None where the first reading may be taken. `weak` is a number that may be no
    date at all, and `whole` a week or more, in which a weekday picks its day. `yearly` says that no year was named,
    `counted` the weekday counted in its month, `moving` that the date differs from year to year.
    """

    readings: tuple[Span, ...]
    because: Phrase | None = None
    weak: bool = False
    whole: bool = False
    from_today: bool = False
    yearly: bool = True
    moving: bool = False
    in_month: int = 0
    counted: tuple[int, int] | None = None


class Which(Enum):
    """Which of the weekdays ahead is meant."""

    BARE = auto()
    THIS = auto()
    COMING = auto()
    NEXT = auto()
    AFTER_NEXT = auto()
    LAST = auto()
    BEFORE = auto()
    AFTER = auto()


@dataclass(frozen=True, slots=True)
class Weekday:
    """A weekday, Monday is 0."""

    day: int
    which: Which = Which.BARE
    english: bool = False


@dataclass(frozen=True, slots=True)
class DayOfMonth:
    """ "Den 15.": a day whose month is still to be found; -1 is the last one. `repeats`: "jeden 15."."""

    day: int
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class Counted:
    """ "Ersten und dritten Montag": weekdays counted in a month. `repeats` says that every month is meant."""

    days: tuple[tuple[int, int], ...]
    repeats: bool
    also_steps: bool = False


@dataclass(frozen=True, slots=True)
class Shift:
    """So much later than what stands beside it, or than now: days and months of the calendar, time that passes."""

    days: int = 0
    months: int = 0
    passes: timedelta | None = None
    anchored: bool = False
    deadline: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day in minutes after midnight, up to 24:00.

    A `bare` one was said without o'clock, so that seven may be in the evening; `low` is what it was counted from, in
    hours. `offset` are minutes from UTC, where somebody named a zone. A `weak` one may be no time at all. `of_day`
    names one that is no hour but a point of the day.
    """

    minutes: int
    bare: bool = False
    low: int = 0
    offset: int | None = None
    weak: bool = False
    of_day: str = ""


@dataclass(frozen=True, slots=True)
class Hours:
    """From one time of day to another, the second on the next day where it is not later."""

    first: Clock
    last: Clock


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the day."""

    name: str


@dataclass(frozen=True, slots=True)
class Length:
    """How long something lasts."""

    length: timedelta


@dataclass(frozen=True, slots=True)
class Every:
    """A repetition: its step, where one was said, and the weekdays, where some were. `adverb`: "mittwochs"."""

    frequency: str = ""
    interval: int = 1
    weekdays: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Times:
    """How often it is repeated."""

    count: int


@dataclass(frozen=True, slots=True)
class Except:
    """Weekdays that are left out; none means that something else is."""

    weekdays: tuple[int, ...]


class Link(Enum):
    """What stands between two moments."""

    FROM = auto()
    UNTIL = auto()
    DASH = auto()
    BEGINNING = auto()
    AND = auto()
    OR = auto()
    DEADLINE = auto()
    TRUE_BEGIN = auto()
    BETWEEN = auto()
    ADMISSION = auto()
    EACH = auto()


@dataclass(frozen=True, slots=True)
class Unclear:
    """Something of a time that must be asked about, and why.

    Beside a series a `mild` one is passed over, and one that is `of_series` is passed over everywhere else.
    """

    because: Phrase
    impossible: bool = False
    mild: bool = False
    of_series: bool = False


Item: TypeAlias = (
    Days
    | Weekday
    | DayOfMonth
    | Counted
    | Shift
    | Clock
    | Hours
    | Part
    | Length
    | Every
    | Times
    | Except
    | Link
    | Unclear
)

OF_DAYS = (Days, Weekday, DayOfMonth, Shift, Every, Counted)
