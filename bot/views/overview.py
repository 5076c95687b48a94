"""The overview of jobs that somebody fits and was not tagged for, as they read it in private. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.domain.jobs import Job, Note
from bot.domain.tagging import Overview
from bot.talk.answers import Button, Call, Card, Reply
from bot.talk.strange import one_line
from bot.talk.text import Phrase, Spans, lines
from bot.views.tagging import settings_button

SHOWN: Final = 8  # jobs, a button each
_PER_ROW: Final = 2


def overview(found: Sequence[tuple[Job, Note]], is_daily: bool) -> Reply:
    """Return the jobs with the reason for each, a button that shows each, and one tap that ends it."""
    rows: list[Spans] = [_row(number, job, one) for number, (job, one) in enumerate(found[:SHOWN], 1)]
    if len(found) > SHOWN:
        rows.append(Phrase("und {count} weitere, mit /jobs passend siehst du alle", count=len(found) - SHOWN))
    buttons = [
        Button(
            Phrase("{number}. {title}", number=number, title=one_line(job.title, 28)),
            Call("jobs.zeigen", {"job": str(job.id)}),
        )
        for number, (job, _) in enumerate(found[:SHOWN], 1)
    ]
    shown = [tuple(buttons[start : start + _PER_ROW]) for start in range(0, len(buttons), _PER_ROW)]
    end = Button(Phrase("Überblick abstellen"), Call("tagging.overview", {"how": Overview.NEVER.value}))
    return Reply(
        lines(Phrase("Dafür habe ich dich nicht getaggt, weil es genug war oder du Ruhe hattest. Noch offen:")),
        Card(Phrase("Dein Überblick vom Tag") if is_daily else Phrase("Dein Überblick der Woche"), tuple(rows)),
        buttons=(*shown, (end, settings_button())),
    )


def _row(number: int, job: Job, noted: Note) -> Spans:
    return (f"{number}. ", one_line(job.title, 80), " (", noted.reason, ")")
