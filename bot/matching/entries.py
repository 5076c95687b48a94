"""The lines of the vocabulary: a skill, its parents, and the names by which people call it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from bot.domain.folding import fold
from bot.domain.skills import Skill

_ROLE = ":in"
_HEADING = "label\tpart\tparents\taliases"


class Guard(Enum):
    """When a name counts in running text; the values are the signs before it in the file."""

    NONE = ""
    EXACT = "="  # as it is spelled, in another spelling with evidence beside it
    EVIDENT = "!"  # as it is spelled, with evidence beside it
    MADE = "*"  # as a thing to be made
    TYPED = "~"  # never, only where a skill is typed


@dataclass(frozen=True, slots=True)
class Name:
    """One way to call a skill, and when it counts in running text."""

    spelling: str
    guard: Guard = Guard.NONE

    @property
    def key(self) -> str:
        """Return the folded spelling."""
        return fold(self.spelling)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: the skill, the labels of its parents, its names."""

    skill: Skill
    parents: tuple[str, ...]
    names: tuple[Name, ...]


def read_entries(lines: Iterable[str]) -> Iterator[Entry]:
    """Yield the entries of a vocabulary file; comments, empty lines and the heading are passed over."""
    for line in lines:
        row = line.rstrip("\n")
        if row and not row.startswith("# ") and row != _HEADING:
            label, part, parents, aliases = row.split("\t")
            yield _entry(label, part, _listed(parents), _listed(aliases))


def role_forms(noun: str) -> tuple[str, ...]:
    """Return the forms of a role noun that end differently once folded: Texter, Texterin, Texterinnen, Texters …

    Texter:in, Texter*in, Texter_in, Texter/-in and TexterInnen need no forms of their own: they fold to these.
    """
    if noun.endswith("e"):  # Experte
        return tuple(noun[:-1] + ending for ending in ("e", "en", "in", "innen"))
    if noun.endswith("er"):  # Texter
        return tuple(noun + ending for ending in ("", "s", "n", "in", "innen"))
    return tuple(noun + ending for ending in ("", "s", "e", "en", "in", "innen"))  # Fotograf, Redakteur


def _entry(label: str, part: str, parents: tuple[str, ...], aliases: tuple[str, ...]) -> Entry:
    names = tuple(name for alias in aliases for name in _names(alias))
    if not any(name.spelling == label for name in names):
        guarded = any(name.key == fold(label) for name in names)
        names = (Name(label, Guard.EXACT if guarded else Guard.NONE), *names)
    return Entry(Skill(fold(label), label, part), parents, names)


def _names(alias: str) -> Iterator[Name]:
    """Yield the names that an alias stands for: itself, or all forms of a role noun."""
    guard = next((guard for guard in Guard if guard.value and alias.startswith(guard.value)), Guard.NONE)
    spelling = alias.removeprefix(guard.value)
    for form in role_forms(spelling.removesuffix(_ROLE)) if spelling.endswith(_ROLE) else (spelling,):
        yield Name(form, guard)


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split(";")))
