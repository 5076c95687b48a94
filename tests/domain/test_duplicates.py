"""When two jobs say nearly the same, and which of them count."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.duplicates import nearly_same, written_before
from bot.domain.jobs import Job, JobState

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
DAY = timedelta(days=1)


def job(text: str, title: str = "", number: int = 1, state: JobState = JobState.OPEN, closed: int | None = None) -> Job:
    """Return a job that says this, closed so many days ago."""
    at = NOW - closed * DAY if closed is not None else None
    return Job(number, 1, state, title, text, None, "", "", (), 1, NOW, closed_at=at)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Suche jemanden für Haskell", "suche jemanden für haskell.", True),
        ("Suche jemanden für Haskell", "Für Haskell suche jemanden", True),
        ("Suche jemanden für Haskell", "Suche jemanden fuer Haskell", True),
        ("Suche jemanden für Haskell", "Suche jemanden für Rust", False),
        (
            "Wir brauchen ein Logo für unseren Kaffee, bis Ende März",
            "Wir brauchen ein Logo für Kaffee bis Ende März",
            True,
        ),
        ("Wir brauchen ein Logo", "Wir brauchen einen Film", False),
        ("", "", False),
        ("!", "!", False),
    ],
)
def test_nearly_the_same_words_are_the_same_job(one: str, other: str, same: bool) -> None:
    assert nearly_same(job(one), job(other)) == same
    assert nearly_same(job(other), job(one)) == same


def test_another_title_is_another_job() -> None:
    assert not nearly_same(job("Wir suchen Hilfe", "Ein neues Logo"), job("Wir suchen Hilfe", "Ein Imagefilm"))


@pytest.mark.parametrize(
    ("state", "closed", "counts"),
    [
        (JobState.OPEN, None, True),
        (JobState.ASSIGNED, 7, True),
        (JobState.EXPIRED, 6, True),
        (JobState.WITHDRAWN, 8, False),
        (JobState.DRAFT, None, False),
        (JobState.DELETED, 0, False),
    ],
)
def test_only_open_jobs_and_those_closed_lately_count(state: JobState, closed: int | None, counts: bool) -> None:
    draft = job("Suche Haskell", number=2, state=JobState.DRAFT)
    before = job("Suche Haskell", state=state, closed=closed)
    assert written_before(draft, [draft, before], NOW) == (before if counts else None)
