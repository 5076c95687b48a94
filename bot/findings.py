"""What `ideenherd check` finds: German sentences for operators, each with what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How much a finding matters; the value is how it is called before operators."""

    GOOD = "gut"
    HINT = "Hinweis"
    WRONG = "falsch"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: what is the case, and the way out where there is one.

    GOOD works as it is set up. HINT works too, and could be better or is worth knowing. WRONG will not work.
    """

    level: Level
    what: str
    remedy: str = ""
