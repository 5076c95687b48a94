"""What became of jobs: one answer for each that was closed as found, counted by the month and without a name. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

ASKED_AFTER: Final = timedelta(days=14)  # the job was closed, and once more after that
STEPS: Final = 2  # so often it is asked at most
FEW: Final = 3  # answers in a month; of fewer nothing more is said than that
MONTHS_KEPT: Final = 24


class Became(StrEnum):
    """What the author of a job says became of it; the values are kept."""

    YES = "ja"
    NO = "nein"
    OPEN = "offen"


@dataclass(frozen=True, slots=True)
class Figures:
    """How often each answer was given in a month, which is written as 2026-12."""

    month: str
    answers: Mapping[Became, int]

    @property
    def total(self) -> int:
        """Return how many answers there were."""
        return sum(self.answers.values())

    @property
    def are_few(self) -> bool:
        """Say whether so few answered that somebody could be guessed."""
        return self.total < FEW


def month_of(day: date) -> str:
    """Return the month of a day as it is kept."""
    return f"{day:%Y-%m}"


def oldest_kept(day: date) -> str:
    """Return the first month whose figures are kept."""
    months = day.year * 12 + day.month - 1 - MONTHS_KEPT
    return f"{months // 12:04}-{months % 12 + 1:02}"
