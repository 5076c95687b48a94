"""What a text was understood to say, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.talk.text import Phrase

DATETIME, DATE, RANGE, RECURRING = "datetime", "date", "range", "recurring"
DEADLINE, ASK, NONE = "deadline", "ask", "none"
KINDS: Final = (DATETIME, DATE, RANGE, RECURRING, DEADLINE, ASK, NONE)


@dataclass(frozen=True, slots=True)
class Choice:
    """One reading: a start and an end, aware instants of the zone or bare days, and the rule of a series.

    `label` is the reading as somebody could type it; it is read as this again.
    """

    start: date | None
    end: date | None = None
    rule: str | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A reading with its kind. With "ask" and "none" there is no start, no end and no rule.

    `choices` are the likely readings where there are several, the taken one first. `next` are the next three dates of
    a series. `because` says why it is asked, or what a reader should know of the reading. `day_is_assumed` where only
    a time of day was said, which then is the next one to come.
    """

    kind: str
    start: date | None = None
    end: date | None = None
    rule: str | None = None
    choices: tuple[Choice, ...] = ()
    next: tuple[date, ...] = ()
    because: Phrase | None = None
    day_is_assumed: bool = False
