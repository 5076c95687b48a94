"""The parts of a job as its author shapes them. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from bot.domain.jobs import Job, JobState
from bot.domain.members import Member
from bot.domain.teams import Standing
from bot.matching.shaping import FULL, MOST_PARTS
from bot.talk.answers import Button, Call, Reply, Rows
from bot.talk.text import Phrase, Spans, lines, text
from bot.views.part_names import part_name
from bot.views.teams import part_rows

_SHORT: Final = 20  # characters of a part's name in a button


def split_button(job: Job) -> Button:
    """Return *Aufteilen*."""
    return Button(Phrase("Aufteilen"), Call("job.teile", {"job": str(job.id)}))


def parts(job: Job, found: Sequence[Standing], members: Mapping[int, Member], first: Spans | None = None) -> Reply:
    """Return the parts, numbered, each with what its author can do with it, and what can be done with all."""
    is_full = len(job.parts) >= MOST_PARTS
    rows: list[Spans] = [
        text(f"{number}. ", row) for number, row in enumerate(part_rows(found, members)[: len(found)], 1)
    ]
    told = lines(
        first,
        Phrase("„{title}“ in Teilen:", title=job.title),
        *(rows or [Phrase("Noch kein Teil. Mit „Teil dazu“ nennst du den ersten.")]),
        FULL if is_full else None,
    )
    each = (_of_one(job, number, one) for number, one in enumerate(found, 1))
    return Reply(told, buttons=(*each, *_ways(job, is_full)))


def _of_one(job: Job, number: int, one: Standing) -> tuple[Button, ...]:
    values = {"job": str(job.id), "teil": one.part.key}
    stand = {**values, "stand": str(job.revision)}
    ways = [Button(Phrase("Ändern {number}", number=number), Call("teil.aendern", values))]
    if len(job.parts) > 1:
        ways.append(Button(Phrase("Zusammenlegen {number}", number=number), Call("teil.wohin", values)))
        ways.append(Button(Phrase("Entfernen {number}", number=number), Call("teil.weg", stand)))
    return tuple(ways)


def _ways(job: Job, is_full: bool) -> Rows:
    """Return what can be done with all parts: a full job gets no other, which would not fit beside its buttons."""
    number = {"job": str(job.id)}
    ways = [] if is_full else [Button(Phrase("Teil dazu"), Call("teil.dazu", number))]
    if job.state is JobState.DRAFT:
        ways.append(Button(Phrase("Vorschau"), Call("job.vorschau", number)))
    return (tuple(ways),) if ways else ()


def merge_into(job: Job, key: str) -> Reply:
    """Return the question with which part another is merged."""
    gone = next(part for part in job.parts if part.key == key)
    buttons: Rows = tuple(
        (
            Button(
                Phrase("{part}", part=part_name(part, _SHORT)),
                Call("teil.zusammen", {"job": str(job.id), "teil": key, "mit": part.key, "stand": str(job.revision)}),
            ),
        )
        for part in job.parts
        if part.key != key
    )
    return Reply((Phrase("Womit lege ich {part} zusammen?", part=part_name(gone)),), buttons=buttons)
