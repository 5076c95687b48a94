"""What a draft keeps of an event is read back as the same event, whatever was typed and in whichever language."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.calendar import entry
from bot.commands import event_form as form
from bot.domain.event_kinds import guessed
from bot.domain.events import Event, EventKind, EventState
from bot.domain.towns import TOWNS
from bot.house import registry
from bot.talk.commands import Reading

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
TERMIN = next(command for command in registry() if command.name == "termin")
WORDS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Z"]), min_size=1, max_size=60)
STARTS = st.datetimes(datetime(2026, 12, 2), datetime(2031, 11, 1)).map(  # noqa: DTZ001 - wall time
    lambda moment: moment.replace(second=0, microsecond=0)
)


@given(
    title=WORDS,
    start=STARTS,
    minutes=st.integers(1, 14 * 24 * 60),
    town=st.none() | st.sampled_from([*TOWNS, "remote"]),
    text=WORDS | st.just(""),
    rule=st.sampled_from([None, "FREQ=WEEKLY", "FREQ=MONTHLY;BYDAY=2WE", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1"]),
    seats=st.none() | st.integers(1, form.MOST_SEATS),
    kind=st.none() | st.sampled_from(EventKind),
    language=st.sampled_from(["de", "en"]),
)
def test_a_draft_is_read_back_as_what_was_understood(
    title: str,
    start: datetime,
    minutes: int,
    town: str | None,
    text: str,
    rule: str | None,
    seats: int | None,
    kind: EventKind | None,
    language: str,
) -> None:
    typed = {
        "titel": title,
        "text": text,
        "wann": entry.typed(start, timedelta(), all_day=False),
        "ort": town or "",
        "serie": rule or "",
    }
    reading = Reading(NOW, BERLIN)
    if not any(char.isalnum() for char in title):
        return
    read = TERMIN.read(typed, reading)
    start = read["wann"].start  # another where the spring change leaves the hour out
    event = Event(
        *(0, 1, read["titel"], start, "Europe/Berlin", timedelta(minutes=minutes), town, "", ""),
        *(read.get("text", ""), rule, EventState.ACTIVE),
        revision=1,
        created_at=NOW,
        kind=kind or guessed(read["titel"]),
        seats=seats,
    )
    again = TERMIN.read(form.filled(event, start, replace(reading, language=language)), reading)
    assert (again["titel"], again["wann"].start, again["dauer"]) == (event.title, event.starts, event.lasts)
    assert (again.get("ort"), again.get("text", ""), again.get("serie")) == (event.town, event.text, event.rule)
    assert (again.get("plaetze"), again.get("art") or guessed(again["titel"])) == (event.seats, event.kind)


def test_limits_are_read_as_people_say_them() -> None:
    reading = Reading(NOW, BERLIN)
    for typed, seats in (
        ("20", 20),
        ("höchstens 20", 20),
        ("max. 20 Leute", 20),
        ("bis zu 20 Personen", 20),
        ("20 Plätze", 20),
        ("at most 20", 20),
        ("1 Platz", 1),
        ("unbegrenzt", None),
        ("beliebig viele", None),
    ):
        assert form.a_limit(typed, reading) == seats, typed
