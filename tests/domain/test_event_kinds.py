"""What sort of event it is: guessed from the title where it says so, read as people type it."""

from __future__ import annotations

import pytest

from bot.domain.event_kinds import guessed, read_kind
from bot.domain.events import EventKind


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Twittwoch Ruhr", EventKind.MEETUP),
        ("BarCamp Ruhr 2027", EventKind.BARCAMP),
        ("Bar Camp Essen", EventKind.BARCAMP),
        ("Lean Coffee der SchwarmGeneration", EventKind.COFFEE),
        ("Rust-Workshop für Anfänger:innen", EventKind.WORKSHOP),
        ("Tech-Talk", EventKind.TALK),
        ("Workshop: Rust", EventKind.WORKSHOP),
        ("Vortragsabend im Unperfekthaus", EventKind.TALK),
        ("Lightning Talks", EventKind.TALK),
        ("Co-Working in Bochum", EventKind.COWORKING),
        ("Gründerfrühstück", EventKind.COWORKING),
        ("Frühstück der Freien", EventKind.COWORKING),
        ("Stalking verhindern", EventKind.MEETUP),
        ("", EventKind.MEETUP),
    ],
)
def test_a_title_says_what_sort_of_event_it_is(title: str, kind: EventKind) -> None:
    assert guessed(title) is kind


def test_every_kind_is_read_as_it_is_shown_and_as_people_say_it() -> None:
    assert [read_kind(kind.value) for kind in EventKind] == list(EventKind)
    assert read_kind("talk") is EventKind.TALK
    assert read_kind("lean") is EventKind.COFFEE
    assert read_kind("WORKSHOP") is EventKind.WORKSHOP
    assert [read_kind(wrong) for wrong in ("", "Fete", "t")] == [None] * 3
