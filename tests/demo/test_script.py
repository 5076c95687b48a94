"""Every line of a script is one act, or says why it is none."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.console.people import Persona
from bot.demo import script
from bot.demo.clock import DemoClock, Span, instant
from bot.demo.script import BadLine, Does, read
from bot.domain.people import Platform

wall = datetime.fromisoformat
ANNA = Persona("anna", Platform.TELEGRAM)


@pytest.mark.parametrize(
    ("typed", "deed"),
    [
        ("/skills python", script.Types("/skills python")),
        ("Zwei\\nZeilen", script.Types("Zwei\nZeilen")),
        ("[Dabei (3)]", script.Presses("Dabei (3)")),
        ("titel=Ein Portal", script.Fills("titel", "Ein Portal")),
        ("text=a=b\\nc", script.Fills("text", "a=b\nc")),
        ("ort=", script.Fills("ort", "")),
        ("ok", script.Submits()),
        ("!edit Neu\\nnoch mehr", script.Edits("Neu\nnoch mehr")),
        ("!delete", script.Deletes()),
        ("!leave", script.Leaves()),
        ("!block", script.Blocks()),
        ("!unblock", script.Blocks(again=True)),
        ("\\[Dabei]", script.Types("[Dabei]", plain=True)),
        ("\\ok", script.Types("ok", plain=True)),
        ("\\/skills", script.Types("/skills", plain=True)),
        ("[x](http://example.org)", script.Types("[x](http://example.org)")),
        ("Okay = gut", script.Types("Okay = gut")),
        ("Budget=viel", script.Types("Budget=viel")),
    ],
)
def test_a_line_of_a_person_is_one_deed(typed: str, deed: script.Deed) -> None:
    assert read(f"anna@telegram> {typed}") == Does(ANNA, None, deed)
    assert read(f"anna@telegram:#jobs> {typed}\r\n") == Does(ANNA, "#jobs", deed)


def test_the_clock_and_the_bot_are_moved_by_lines_of_their_own() -> None:
    assert read("@ 2026-12-24 18:00") == script.SetClock(wall("2026-12-24 18:00"))
    assert read("+ 1 week") == script.MoveClock(Span(days=7))
    assert read("+ 2 days") == script.MoveClock(Span(days=2))
    assert read("+ 1 hour") == script.MoveClock(Span(exact=timedelta(hours=1)))
    assert read("+ 30 minutes") == script.MoveClock(Span(exact=timedelta(minutes=30)))
    assert read("!down 2 days") == script.Outage(Span(days=2))
    assert read("!restart") == script.Restart()
    assert read("!kill") == script.Restart(orderly=False)


def test_blank_lines_and_comments_are_no_acts() -> None:
    assert [read(line) for line in ("", "   ", "# anna@telegram> ok", "\ufeff# eins")] == [None] * 4


@pytest.mark.parametrize(
    "line",
    [
        "anna> /skills",
        "anna@matrix> /skills",
        "anna@telegram>",
        "anna@telegram /skills",
        "anna@telegram> !dance",
        "anna@telegram> !edit",
        "@ morgen",
        "@ 2026-13-01 09:00",
        "+ 2 fortnights",
        "+ two days",
        "!down",
        "!sleep",
        "[Dabei]",
    ],
)
def test_a_line_that_is_no_act_says_so(line: str) -> None:
    with pytest.raises(BadLine):
        read(line)


@given(st.text())
def test_any_line_is_an_act_or_a_bad_line(line: str) -> None:
    with suppress(BadLine):
        read(line)


def test_days_keep_the_hour_over_the_clock_change_and_hours_do_not() -> None:
    clock = DemoClock(wall("2027-03-27 09:00"))
    assert clock.after(Span(days=1)) == instant(wall("2027-03-28 09:00"))
    assert clock.after(Span(exact=timedelta(hours=24))) == instant(wall("2027-03-28 10:00"))
    clock.move_to(instant(wall("2027-03-01 09:00")))
    assert clock.wall().replace(tzinfo=None) == wall("2027-03-27 09:00")
