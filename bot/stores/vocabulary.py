"""The community's own words, as one transaction sees them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.skills import Adopted, Alias, Skill, UnknownTerm


class VocabularyStore(Protocol):
    """Terms that no label knows, and the aliases that organisers make of them."""

    async def unknown(self, limit: int, beyond: int = 0) -> Sequence[UnknownTerm]:
        """Return terms that no label knows, those that most members hold first; `beyond` are passed over.

        Hidden members count, those who are being erased do not.
        """
        ...

    async def term(self, key: str) -> UnknownTerm | None:
        """Return one term that no label knows, or None where nobody holds it."""
        ...

    async def pairs(self) -> tuple[tuple[str, str], ...]:
        """Return what each alias is called and which label it means, as `Vocabulary.with_aliases` takes it."""
        ...

    async def aliases(self) -> Sequence[Alias]:
        """Return the aliases, by the label that they mean."""
        ...

    async def add_alias(self, spelling: str, skill: Skill, now: datetime) -> Adopted:
        """Let a spelling mean a known skill from now on, for those too who hold it as a term of their own."""
        ...

    async def drop_alias(self, key: str) -> bool:
        """Forget an alias; what was changed by it stays. False where there was none."""
        ...

    async def adopt(self, key: str, skill: Skill) -> Adopted:
        """Let a known skill take the place of a term, with members and in the jobs that are under way.

        A member holds it once: offering it where either was offered, else as the known skill was held. Who muted the
        term has muted the skill.
        """
        ...
