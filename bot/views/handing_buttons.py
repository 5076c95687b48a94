"""The ways to hand something on or to recommend somebody, as they stand under what is shown of a job. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.jobs import Job
from bot.talk.answers import Button, Call
from bot.talk.text import Phrase, Spans, joined_by
from bot.views.part_names import part_name


def pass_on_button(job: Job) -> Button:
    """Return the way to hand something of a job on."""
    return Button(Phrase("Weitergeben"), Call("weitergeben", {"job": str(job.id)}))


def offers_button(job: Job) -> Button:
    """Return the way to what was offered of a job, for those whom it concerns."""
    return Button(Phrase("Weitergaben"), Call("weiter.liste", {"job": str(job.id)}))


def likes_to_pass_on(job: Job, labels: Sequence[tuple[str, str]]) -> tuple[Spans | None, tuple[Button, ...]]:
    """Return a line and buttons for parts whose core the author would rather hand on, as key of the part and skill."""
    if not labels:
        return None, ()
    names = joined_by(", ", [part_name(part) for key, _ in labels if (part := job.part(key)) is not None])
    buttons = tuple(
        Button(
            Phrase("Weitergeben: {part}", part=part_name(part, 24)),
            Call("weiter.bedingungen", {"job": str(job.id), "was": f"part:{key}", "an": f"skill:{skill}"}),
        )
        for key, skill in labels
        if (part := job.part(key)) is not None
    )
    return Phrase("Das gibst du gern ab: {parts}. Ich kann fragen, wer es gern macht.", parts=names), buttons


def recommend_button(job: Job) -> Button:
    """Return the way to recommend somebody for a job."""
    return Button(Phrase("Empfehlen"), Call("empfehlen", {"job": str(job.id)}))
