"""What a person reads of a reply: names, dates and links as their platform shows them, members' words as typed."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.console.outgoing import acknowledgement, sight
from bot.domain.people import Address, Platform
from bot.talk.answers import Button, Call, Card, File, Reply
from bot.talk.text import Bold, Code, Link, Mention, Moment, Phrase, text

BERLIN = ZoneInfo("Europe/Berlin")
TELEGRAM, DISCORD = Platform.TELEGRAM, Platform.DISCORD
EVENING = datetime(2026, 12, 9, 18, 0, tzinfo=UTC)


def named(number: int, *platforms: Platform) -> Mention:
    return Mention(f"M{number}", tuple(Address(platform, f"m{number}") for platform in platforms))


def test_names_are_called_where_the_person_is_and_plain_elsewhere() -> None:
    reply = Reply(text("Für ", named(1, TELEGRAM), " und ", named(2, DISCORD)))
    seen = sight(reply, TELEGRAM, BERLIN)
    assert seen.plain == "Für @M1 und M2"
    assert seen.calls_for == (Address(TELEGRAM, "m1"),)


def test_telegram_calls_the_first_five_and_discord_nobody_inside_a_card() -> None:
    crowd = [named(number, TELEGRAM, DISCORD) for number in range(7)]
    reply = Reply(text(*crowd[:2]), card=Card("Karte", tuple((one,) for one in crowd[2:])))
    assert [address.user for address in sight(reply, TELEGRAM, BERLIN).calls_for] == ["m0", "m1", "m2", "m3", "m4"]
    assert [address.user for address in sight(reply, DISCORD, BERLIN).calls_for] == ["m0", "m1"]
    assert sight(reply, TELEGRAM, BERLIN).plain.count("@") == 7


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (Moment(EVENING), "Mi., 9. Dezember, 19:00 Uhr"),
        (Moment(EVENING, year=True), "Mi., 9. Dezember 2026, 19:00 Uhr"),
        (Moment(EVENING, "day"), "Mi., 9. Dezember"),
        (Moment(EVENING, "clock"), "19:00 Uhr"),
    ],
)
def test_moments_are_german_dates_in_the_community_s_zone(moment: Moment, words: str) -> None:
    assert sight(Reply((moment,)), DISCORD, BERLIN).plain == words


def test_sentences_labels_and_dates_are_said_in_the_language_that_is_named() -> None:
    words = (Phrase("Gelöscht: {about}", about="Gelöscht"), " ", Moment(EVENING), " ", Bold(Phrase("Entwurf")))
    reply = Reply(words, Card(Phrase("Hilfe")), ((Button(Phrase("Weiter"), Call("hilfe")),),))
    seen = sight(reply, DISCORD, BERLIN, "en")
    assert seen.plain == "Deleted: Gelöscht Wed, 9 December, 19:00 draft\nHelp"
    assert [knob.label for row in seen.knobs for knob in row] == ["Next"]


def test_nothing_of_our_own_emphasis_is_left_in_the_words() -> None:
    reply = Reply(text(Bold("fett"), " ", Code("/hilfe"), " ", Link("Seite", "https://example.org/")))
    assert sight(reply, DISCORD, BERLIN).plain == "fett /hilfe Seite (https://example.org/)"
    bare = Reply((Link("example.org", "https://example.org/"),))
    assert sight(bare, DISCORD, BERLIN).plain == "example.org"


def test_a_card_follows_the_words_line_by_line() -> None:
    reply = Reply(("Neu:",), Card("Titel", ("eins", (), "zwei"), "klein"), files=(File("a.json", "", b""),))
    seen = sight(reply, TELEGRAM, BERLIN)
    assert seen.plain == "Neu:\nTitel\neins\nzwei\nklein"
    assert seen.files == ("a.json",)


def test_buttons_keep_their_rows_and_what_they_do() -> None:
    call = Call("event.answer", {"event": "1"})
    reply = Reply(buttons=((Button(Phrase("Dabei ({count})", count=3), call),), ()))
    ((knob,),) = sight(reply, TELEGRAM, BERLIN).knobs
    assert (knob.label, knob.press) == ("Dabei (3)", call)


@given(st.text(max_size=400))
def test_members_words_are_read_as_typed_and_acknowledgements_fit(words: str) -> None:
    for platform in Platform:
        seen = sight(Reply((words,)), platform, BERLIN)
        assert seen.plain == words
        assert seen.calls_for == ()
    assert len(acknowledgement(Reply((words,)), TELEGRAM, BERLIN)) <= 200
