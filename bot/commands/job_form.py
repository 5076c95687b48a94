"""The fields of a job's form, how each is read, and what a job's words are understood as."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Final

from bot.context import Context
from bot.domain.jobs import POST_SHOWN, Job, JobPart, JobState, core_of
from bot.domain.skills import Skill
from bot.domain.towns import read_town
from bot.errors import InvalidInput, TooMany
from bot.matching.posts.post import GENERAL
from bot.matching.reading import read_request
from bot.matching.shaping import FULL, MOST_PARTS, few, regrouped, with_their_skills
from bot.talk.commands import Option, Reading, hidden, number
from bot.talk.strange import cleaned, one_line, says_something, unquoted
from bot.talk.text import Phrase
from bot.talk.translation import translator

LONGEST_TITLE: Final = 80
_NAMED: Final = 3  # skills in a title that nobody wrote


def _title(value: str, _reading: Reading) -> str:
    title = unquoted(one_line(value, 200))
    if not says_something(title):
        raise InvalidInput(Phrase("Darin steht kein Titel. Schreib zum Beispiel „Shop für Kaffee“."))
    return title


def _words(value: str, _reading: Reading) -> str:
    words = cleaned(value)
    if not says_something(words):
        raise InvalidInput(Phrase("Darin steht keine Beschreibung. Schreib, was zu tun ist und wen du suchst."))
    return words


def _line(value: str, _reading: Reading) -> str:
    return one_line(value, 200)


def _town(value: str, _reading: Reading) -> str:
    return read_town(value)


Number = Annotated[int, hidden(number)]
TITLE: Final = Option("Titel", "Worum geht es, in wenigen Worten?", longest=LONGEST_TITLE, read=_title)
WORDS: Final = Option(
    "Beschreibung", "Was ist zu tun, und wen suchst du dafür?", longest=POST_SHOWN, long=True, read=_words
)
TOWN: Final = Option("Ort", "Wo? Eine Stadt im Ruhrgebiet, remote oder anderswo.", read=_town, suggest="towns")
PERIOD: Final = Option("Zeitraum", "Wann soll es losgehen, wie lange dauert es?", read=_line)
BUDGET: Final = Option("Budget", "Was ist es wert? Stundensatz, Festpreis oder „nach Absprache“.", read=_line)


def marks(values: Iterable[str]) -> str:
    """Return what a form carries of what it held when it opened, so that it tells what was changed in it."""
    return ".".join(f"{zlib.crc32(value.encode()):08x}" for value in values)


def changed_in(ctx: Context, typed: Mapping[str, str | None], stand: str) -> set[str]:
    """Return the fields that were changed in a form since it opened; what it holds still may be other elsewhere."""
    held = dict(zip(typed, stand.split("."), strict=False))
    return {name for name, value in typed.items() if name in ctx.given and marks([value or ""]) != held.get(name)}


async def reread(ctx: Context, job: Job) -> Job:
    """Return the job as its words are now: skills and title are read anew unless the author set them by hand.

    A part that stays because somebody has a seat there keeps its skills too where the words name none of them.
    """
    if job.skilled:
        return titled(ctx, job)
    parts = few(regrouped(job.parts, await _read(ctx, job)))
    return replace(titled(ctx, replace(job, parts=parts)), parts=with_their_skills(job.parts, parts))


async def _read(ctx: Context, job: Job) -> Sequence[JobPart]:
    """Return the parts that a job's own words ask for."""
    return read_request(job.title if job.titled else "", job.text, await ctx.vocabulary()).parts


async def keeps_by_hand(ctx: Context, before: Job, after: Job) -> bool:
    """Say whether changed words ask for other skills while a job keeps those that its author set by hand."""
    if not after.skilled or (before.title, before.text) == (after.title, after.text):
        return False
    was, now = [{skill.key for part in await _read(ctx, job) for skill in part.skills} for job in (before, after)]
    return bool(now) and was != now != {skill.key for skill in after.skills}


def asking_for(ctx: Context, job: Job, parts: tuple[JobPart, ...]) -> Job:
    """Return the job with the parts that its author set by hand; a title that was read follows them.

    Raises TooMany where those that they named leave no room for another.
    """
    after = few(regrouped(job.parts, parts))
    if len(after) > max(MOST_PARTS, len(job.parts)):
        raise TooMany(FULL)
    return titled(ctx, replace(job, parts=after, skilled=True))


def titled(ctx: Context, job: Job) -> Job:
    """Return the job under a title that follows its parts, unless the author set it by hand.

    A draft that asks for nothing is called as its words begin; what is published keeps the title that people know.
    """
    if job.titled or (not job.skills and job.state is not JobState.DRAFT):
        return job
    return replace(job, title=title_of(job.parts, ctx.language) if job.skills else beginning(job.text))


def beginning(words: str) -> str:
    """Return the first line of a job's words, as long as a title may be."""
    return one_line(words.splitlines()[0], LONGEST_TITLE)


def title_of(parts: Sequence[JobPart], language: str) -> str:
    """Return what a post is called until its author says otherwise: what it asks for, of much the first of each part.

    What only goes along is named where nothing else is, and of a part that names its technology not what it is called:
    "React", not "React, Frontend-Entwicklung". The title is kept, and so said in the language at once.
    """
    telling = [skill for part in parts for skill in part.core if skill.label not in GENERAL or len(part.core) == 1]
    skills = telling or core_of(parts) or [skill for part in parts for skill in part.skills]
    wanted = Phrase("Gesucht: {skills}", skills=_labels(skills))
    if len(skills) > _NAMED:
        first = [part.core[0] for part in parts if part.core] or skills
        named = first if len(first) > 1 else skills
        wanted = Phrase("Gesucht: {skills} und mehr", skills=_labels(named[:_NAMED]))
    return one_line("".join(map(str, wanted.spans(translator(language)))), LONGEST_TITLE)


def _labels(skills: Iterable[Skill]) -> str:
    return ", ".join(skill.label for skill in skills)
