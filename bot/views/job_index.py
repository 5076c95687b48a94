"""The index of open jobs as it stands in a place. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.domain.jobs import Job
from bot.domain.teams import Standing
from bot.talk.answers import Button, Call, Card, Reply
from bot.talk.text import Phrase, Spans, lines
from bot.views.job_list import in_rows, open_button, row

LISTED: Final = 16  # jobs, a button each: four rows, and one more for the rest


def index(listed: Sequence[tuple[Job, Sequence[Standing]]], more: int) -> Reply:
    """Return the list of open jobs, newest first, each with a button to its card; `more` are not listed."""
    rows: list[Spans] = [row(at, job, found) for at, (job, found) in enumerate(listed, 1)]
    if not rows:
        rows = [Phrase("Gerade ist kein Auftrag offen. Mit /job schreibst du einen aus.")]
    if more:
        rows.append(Phrase("und {count} weitere", count=more))
    buttons = [open_button(at, job) for at, (job, _) in enumerate(listed, 1)]
    every = ((Button(Phrase("Alle offenen"), Call("jobs.seite")),),) if more else ()
    return Reply(card=Card(Phrase("Offene Aufträge"), tuple(rows)), buttons=(*in_rows(buttons), *every), private=False)


def unpinned(place: str, *, private: bool) -> Reply:
    """Return what organisers read where an index could not be pinned."""
    words = lines(
        Phrase("Die Liste der offenen Aufträge in {place} kann ich nicht anpinnen.", place=place),
        Phrase(
            "Pinnt sie selbst an, oder gebt mir das Recht dazu: auf Telegram „Nachrichten anheften“ als Admin, auf "
            "Discord „Nachrichten anpinnen“. Aktuell bleibt sie auch so."
        ),
    )
    return Reply(words, private=private)
