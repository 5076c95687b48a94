"""Skills and the stances that members take towards them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Stance(StrEnum):
    """How somebody stands to a skill; the values are what members type before the colon."""

    OFFERS = "biete"
    PASSES_ON = "gern ab"
    SEEKS = "suche"
    LEARNS = "lerne"


@dataclass(frozen=True, slots=True)
class Skill:
    """One skill: `key` is unique and folded, `label` is what people read.

    `part` is the trade it belongs to ("backend", "design" …) or None where the vocabulary does not know the skill:
    what a member typed is then its own exact term.
    """

    key: str
    label: str
    part: str | None = None

    @property
    def is_known(self) -> bool:
        """Say whether the vocabulary knows this skill."""
        return self.part is not None


@dataclass(frozen=True, slots=True)
class MemberSkill:
    """A skill that a member named, with the stance; a member has one stance per skill."""

    skill: Skill
    stance: Stance = Stance.OFFERS


@dataclass(frozen=True, slots=True)
class SkillChange:
    """What one word of `/skills` does: sets a skill with a stance, or removes it where `stance` is None.

    `typed` is that word, without marks around it; empty where it stood in quotes, and so means just itself.
    """

    skill: Skill
    stance: Stance | None
    typed: str = ""


@dataclass(frozen=True, slots=True)
class UnknownTerm:
    """What members typed and no label knows: one of their spellings, and how many hold it."""

    key: str
    label: str
    holders: int


@dataclass(frozen=True, slots=True)
class Alias:
    """A spelling of the community's own, folded as `key`, and the label of the known skill that it means."""

    key: str
    spelling: str
    label: str
    added_at: datetime


@dataclass(frozen=True, slots=True)
class Adopted:
    """What became of a term that a known skill took the place of: how many held it, and which open jobs changed.

    `jobs` are their ids with the revisions that their copies are to show. Members who are being erased do not count.
    """

    holders: int
    jobs: tuple[tuple[int, int], ...] = ()
