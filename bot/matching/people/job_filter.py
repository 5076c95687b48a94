"""Which open jobs somebody wants to see: by skills and parts, town, and what they have to do with them. Pure.

A skill is asked for by a job that names it or something finer; a part by one that has it, under whatever name its
author gave it; any other word by one that has it as a whole word. Everything that is named has to be there, and nothing
that is to be left out; a skill that a job only mentions ("kein WordPress") does not count for that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.domain.folding import fold
from bot.domain.jobs import Job, JobPart
from bot.domain.skills import Skill
from bot.matching.people.covering import Above

Known = Callable[[str], Skill | None]
_WORD: Final = re.compile(r"[^\W_][\w+#.-]*")


class Whose(StrEnum):
    """Which jobs, by what the reader has to do with them; all but the first are for that person alone."""

    ALL = "alle"
    MINE = "meine"
    FITTING = "passend"
    JOINED = "dabei"


_WAYS: Final[Mapping[str, Whose]] = {
    fold(words): whose
    for whose, several in {
        Whose.MINE: ("meine", "meine aufträge", "meine offenen", "eigene", "mine", "my jobs"),
        Whose.ALL: ("offen", "offene", "alle offenen", "open"),
        Whose.FITTING: ("passend", "passende", "die passen", "die zu mir passen", "für mich", "fitting", "for me"),
        Whose.JOINED: ("dabei", "ich bin dabei", "wo ich dabei bin", "joined"),
    }.items()
    for words in several
}
_LONGEST_WAY: Final = 4  # words: "wo ich dabei bin"


@dataclass(frozen=True, slots=True)
class JobFilter:
    """What was asked for, and what is to be left out (`without`); without anything every open job is shown."""

    terms: tuple[Skill, ...] = ()
    town: str | None = None
    whose: Whose = Whose.ALL
    without: tuple[Skill, ...] = ()


def without_whose(typed: str) -> tuple[str, Whose]:
    """Split what was typed into the words that name skills, parts and a town, and whose jobs are meant.

    A comma stays between the words around it, and "ohne" where it had a minus: neither reaches what follows.
    """
    words = typed.split()
    for length in range(min(_LONGEST_WAY, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            said = " ".join(words[start : start + length]).strip(",;")
            whose = _WAYS.get(fold(said))
            if whose is not None:
                before = [*words[:start], *(["ohne"] if said.startswith("-") else [])]
                after = words[start + length :]
                return " ".join((*before, ",", *after) if before and after else (*before, *after)), whose
    return " ".join(words), Whose.ALL


def asks_for(
    job: Job,
    wanted: JobFilter,
    called: Callable[[str], str],
    above: Above,
    known: Known,
) -> bool:
    """Say whether a job is in the town, has all that is named and nothing that is to be left out.

    `called` is how a label reads to the reader. `known` is the skill that a name means, if any: a filter that names a
    part may have been read as that.
    """
    if wanted.town is not None and job.town not in (None, wanted.town):
        return False
    asked = {key for skill in job.skills for key in (skill.key, *above(skill))}
    names = {name for part in job.parts for name in names_of(part, called, known)}
    if any(one.key in asked | names or (not one.is_known and one.key in _words(job)) for one in wanted.without):
        return False
    rest = {term.key for term in wanted.terms} - asked - names
    if wanted.town is not None and job.town is None:
        rest.add(_first_word(wanted.town))
    return not rest or rest <= _words(job)


def _first_word(town: str) -> str:
    """Return what a job without a town has to say to be in one: "Mülheim" for the whole name."""
    return fold(_WORD.findall(town)[0])


def names_of(part: JobPart, called: Callable[[str], str], known: Known) -> Iterable[str]:
    """Return by which folded names a part is asked for, and the keys of the skills that are called so."""
    labels = (part.label, called(part.label))
    meant = [skill.key for label in labels if (skill := known(label)) is not None]
    return (part.key, *map(fold, labels), *meant)


def _words(job: Job) -> set[str]:
    labels = (part.label for part in job.parts)
    number = f"Auftrag Job {job.id}"  # as its card says in either language
    said = " ".join((job.title, job.text, job.town or "", job.period, job.budget, *labels, number))
    return {fold(word) for word in _WORD.findall(said)}
