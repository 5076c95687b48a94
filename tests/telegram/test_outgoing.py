"""A reply as Telegram shows it: every entity on its words, nothing that is refused, no ping that is not meant."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import InlineKeyboardMarkup, MessageEntity

from adapters.telegram.letters import JOINER, tidy
from adapters.telegram.outgoing import Message, Shown, Voice, as_one, caption, shown, toast
from bot.domain.jobs import Tag
from bot.domain.people import Address, Platform
from bot.house import registry
from bot.talk.answers import Button, Call, Card, File, Reply
from bot.talk.strange import cleaned, utf16_length
from bot.talk.text import Bold, Code, Link, Mention, Moment, Ours, Phrase, Span, lines, text
from bot.views import events, jobs, start
from tests.telegram.reading import assert_fits, careful, looks, needs_tdlib, parsed, typed, unguarded
from tests.telegram.samples import ANNA, BERLIN, HOUSE, NOW, date, job

VOICE = Voice(BERLIN, "de", "herd_bot")
ENGLISH = replace(VOICE, language="en")
EVENING = datetime(2026, 12, 9, 18, 0, tzinfo=UTC)
FILE = File("meinedaten-1.json", "application/json", b"{}")


def only(reply: Reply, voice: Voice = VOICE, now: datetime | None = None) -> Message:
    (message,) = shown(reply, voice, now).messages
    assert_fits(message)
    return message


def words(*spans: Span, voice: Voice = VOICE) -> str:
    return only(Reply(spans), voice).text


def called(name: str, *users: str) -> Mention:
    return Mention(name, (Address(Platform.DISCORD, "99"), *(Address(Platform.TELEGRAM, user) for user in users)))


# What is shown


def test_each_entity_covers_its_words() -> None:
    link, name = Link("Seite", "https://x.de/a"), called("Zoë 🎉", "42")
    told = only(Reply(text("🙂 ", Bold("fett"), ", ", Code("/skills php"), ", ", link, "; ", name)))
    assert unguarded(told.text) == "🙂 fett, /skills php, Seite; @Zoë 🎉"
    assert [(kind, unguarded(some)) for kind, some in looks(told)] == [
        *(("bold", "fett"), ("code", "/skills php"), ("text_link", "Seite"), ("text_mention", "@Zoë 🎉")),
    ]
    *_, leading, calling = told.entities
    assert leading.url == "https://x.de/a"
    assert calling.user is not None
    assert (calling.user.id, calling.user.first_name, calling.user.is_bot) == (42, "Zoë 🎉", False)


@pytest.mark.parametrize("users", [(), ("anna",), ("",), ("-5",), ("0",), ("٣",), ("9" * 30,)])
def test_who_is_not_on_telegram_is_a_plain_name(users: tuple[str, ...]) -> None:
    told = only(Reply((called("Anna", *users),)))
    assert (told.text, told.entities) == ("Anna", ())


def test_a_name_pings_nobody_else_where_telegram_drops_the_entity() -> None:
    assert words(called("durov", "42")) == f"@{JOINER}durov"


@pytest.mark.parametrize(
    ("moment", "seen", "style"),
    [
        (Moment(EVENING), "Mi., 9. Dezember, 19:00 Uhr", "wDt"),
        (Moment(EVENING, year=True), "Mi., 9. Dezember 2026, 19:00 Uhr", "wDt"),
        (Moment(EVENING, "clock"), "19:00 Uhr", "t"),
    ],
)
def test_a_moment_is_a_german_date_that_a_client_can_show_in_its_own_zone(
    moment: Moment, seen: str, style: str
) -> None:
    told = only(Reply(("Am ", moment, ".")))
    assert told.text == f"Am {seen}."
    assert looks(told) == [("date_time", seen)]
    assert (told.entities[0].unix_time, told.entities[0].date_time_format) == (EVENING, style)


def test_a_day_is_the_same_in_every_zone_and_so_words_alone() -> None:
    told = only(Reply(("Am ", Moment(EVENING, "day"), ".")))
    assert (told.text, told.entities) == ("Am Mi., 9. Dezember.", ())
    midnight = Moment(datetime.fromisoformat("2026-12-09"), "day")  # of a wall, in whatever zone
    assert only(Reply((midnight,))) == only(Reply(("Mi., 9. Dezember",)))


def test_a_year_is_named_where_it_is_not_the_present_one() -> None:
    assert only(Reply((Moment(EVENING),)), now=EVENING.replace(year=2027)).text == "Mi., 9. Dezember 2026, 19:00 Uhr"
    assert only(Reply((Moment(EVENING),)), now=EVENING).text == "Mi., 9. Dezember, 19:00 Uhr"


def test_a_moment_that_telegram_would_misread_is_words_alone() -> None:
    far = datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC)
    assert only(Reply((Moment(far, year=True),))).entities == ()
    assert len(only(Reply((Moment(far.replace(second=6), year=True),))).entities) == 1
    assert only(Reply((Moment(datetime(1969, 1, 1, tzinfo=UTC)),))).entities == ()


def test_a_card_stands_under_its_title_with_the_last_line_in_italics() -> None:
    card = Card(("Vergeben", " · ", called("Anna", "42")), ("eins", (), text("zwei ", Bold("fett"))), "klein")
    told = only(Reply(("Neu:",), card))
    assert unguarded(told.text) == "Neu:\n\nVergeben · @Anna\neins\nzwei fett\nklein"
    assert [(kind, unguarded(some)) for kind, some in looks(told)] == [
        *(("bold", "Vergeben · @Anna"), ("text_mention", "@Anna"), ("bold", "fett"), ("italic", "klein")),
    ]
    assert only(Reply(card=card)).text.startswith("Vergeben")


def test_sentences_and_labels_are_said_in_the_language_of_the_voice() -> None:
    spans = text(Phrase("Gelöscht: {about}", about="Gelöscht"), " ", Moment(EVENING), " ", Bold(Phrase("Entwurf")))
    told = only(Reply(spans, buttons=((Button(Phrase("Weiter"), Call("hilfe")),),)), ENGLISH)
    assert told.text == "Deleted: Gelöscht Wed, 9 December, 19:00 draft"
    assert told.keyboard is not None
    assert told.keyboard.inline_keyboard[0][0].text == "Next"


def test_a_link_that_is_its_own_label_is_kept_letter_by_letter() -> None:
    url = "https://localhost/@anna_b"
    told = only(Reply((Link(url, url),)))
    assert (told.text, looks(told)) == (url, [("text_link", url)])
    assert words(Link("", "https://x.de/")) == "https://x.de/"


# What members typed


def test_our_own_commands_can_be_tapped_and_members_cannot() -> None:
    assert words(Phrase("Mehr mit /hilfe.")) == "Mehr mit /hilfe."
    assert words(Bold(Ours("/suche"))) == "/suche"
    assert words(Phrase("{name}: /hilfe", name="/start @anna_b")) == f"/{JOINER}start @{JOINER}anna_b: /hilfe"
    assert words(Phrase("/{name} kenne ich nicht.", name="gibtesnicht")) == f"/{JOINER}gibtesnicht kenne ich nicht."
    assert words(Phrase("Mit /hilfe{name}", name="@evil_bot")) == f"Mit /{JOINER}hilfe@evil_bot"


def spans_with(some: str) -> tuple[Span, ...]:
    """Return everything that may hold a member's words."""
    told = Phrase("Kontakt: {name}. Mehr: {more}", name=some, more=Bold(some))
    return (
        some,
        "\n",
        Bold(some),
        "\n",
        called(some, "42"),
        " ",
        called(some),
        "\n",
        Link(some, "https://x.de/"),
        " ",
        told,
    )


def seen_in(some: str) -> Reply:
    return Reply(
        spans_with(some),
        Card(some, (spans_with(some), some), spans_with(some)),
        ((Button(Phrase("{a}", a=some), Call("hilfe")),),),
    )


@given(st.text(max_size=60) | typed)
def test_any_words_are_shown_within_the_limits(some: str) -> None:
    told = shown(seen_in(some), VOICE)
    for message in told.messages:
        assert_fits(message)
        assert all(entity.to_json() for entity in message.entities)
        assert message.text.encode()
    assert told.messages[-1].keyboard is not None
    assert utf16_length(toast(seen_in(some), VOICE)) <= 200


@given(typed)
def test_members_words_stay_as_typed_but_for_joiners(some: str) -> None:
    kept = cleaned(some)
    told = shown(Reply((kept,)), VOICE).messages
    assert [unguarded(message.text) for message in told] in ([tidy(kept).strip()], ["…"])


@given(typed.map(lambda some: some.replace(".", "")))
def test_a_careful_reader_finds_no_mention_and_no_command_in_members_words(some: str) -> None:
    for message in shown(Reply(spans_with(some)[:-4], Card(some)), VOICE).messages:
        assert careful(message.text) == []


@needs_tdlib
@given(typed)
def test_telegram_finds_no_mention_and_no_command_in_members_words(some: str) -> None:
    for message in shown(seen_in(some), VOICE).messages:
        assert parsed(message.text) == []


# Long, empty, and together with files


def test_a_long_reply_becomes_messages_with_the_keyboard_under_the_last() -> None:
    row = (Button(Phrase("Weiter"), Call("hilfe")),)
    told = shown(Reply(lines(*(f"Zeile {number}" for number in range(1000))), buttons=(row,)), VOICE)
    assert "\n".join(message.text for message in told.messages).split("\n") == [f"Zeile {n}" for n in range(1000)]
    assert [message.keyboard is None for message in told.messages] == [True, True, False]
    for message in told.messages:
        assert_fits(message)
    one = as_one(told)
    assert_fits(one)
    assert one.text == told.messages[0].text + " …"
    assert one.keyboard == told.messages[-1].keyboard


@given(st.integers(4060, 4110), st.sampled_from(["x", "🙂", "x ", "@a "]))
def test_as_one_message_everything_fits_and_what_is_whole_has_no_ellipsis(length: int, unit: str) -> None:
    told = shown(Reply((Bold("fett"), " ", unit * (length // utf16_length(unit)))), VOICE)
    one = as_one(told)
    assert_fits(one)
    assert looks(one) == [("bold", "fett")]
    assert one.text.endswith("…") == (len(told.messages) > 1)


def test_more_than_five_people_are_called_in_several_messages() -> None:
    crowd = [text("• ", called(f"Person {number}", str(number + 1))) for number in range(12)]
    told = shown(Reply(lines(*crowd), private=False), VOICE)
    assert [[some for _, some in looks(message)] for message in told.messages] == [
        [f"@{JOINER}Person {number}" for number in numbers] for numbers in (range(5), range(5, 10), range(10, 12))
    ]


def test_who_is_named_to_one_reader_is_called_by_nobody_and_stands_in_one_message() -> None:
    crowd = [text("• ", called(f"Person {number}", str(number + 1))) for number in range(12)]
    assert len(shown(Reply(lines(*crowd)), VOICE).messages) == 1


@pytest.mark.parametrize("nothing", [(), ("",), (" \n",), ("\u200d",)])
def test_an_empty_reply_is_never_an_empty_message(nothing: tuple[Span, ...]) -> None:
    row = (Button(Phrase("Weiter"), Call("hilfe")),)
    assert [message.text for message in shown(Reply(nothing), VOICE).messages] == ["…"]
    pressed = shown(Reply(nothing, buttons=(row,), files=(FILE,)), VOICE)
    assert [message.text for message in pressed.messages] == ["…"]
    assert pressed.messages[0].keyboard is not None
    files = shown(Reply(nothing, files=(FILE,), silent=True), VOICE)
    assert files == Shown((), (FILE,), silent=True)
    assert as_one(files).text == "…"


def test_words_that_fit_stand_under_the_only_file() -> None:
    def under(length: int, *files: File) -> Message | None:
        return caption(shown(Reply(("x" * length,), files=files), VOICE))

    assert under(1024, FILE) == Message("x" * 1024)
    assert under(1025, FILE) is None
    assert under(5, FILE, FILE) is None
    assert under(5) is None
    assert caption(shown(Reply(files=(FILE,)), VOICE)) is None


def test_a_toast_is_plain_words_cut_to_what_fits() -> None:
    assert toast(Reply(("Du bist dabei: ", Bold("@anna_b"), ".")), VOICE) == "Du bist dabei: @anna_b."
    assert toast(Reply(("🙂" * 150,)), VOICE) == "🙂" * 99 + "…"
    assert toast(Reply(), VOICE) == ""


# Keyboards


def labels(keyboard: InlineKeyboardMarkup | None) -> list[list[str]]:
    return [[key.text for key in row] for row in keyboard.inline_keyboard] if keyboard else []


def test_buttons_keep_their_rows_and_carry_their_calls() -> None:
    keys = (
        (Button(Phrase("Dabei ({count})", count=3), Call("event.answer", {"event": "1"})), Button(Phrase("Seite"), "https://x.de/")),
        (),
        (Button(Phrase("Weiter im Privatchat"), Call("start", {"token": "abc"}), in_private=True),),
    )  # fmt: skip
    keyboard = only(Reply(("Hallo",), buttons=keys)).keyboard
    assert labels(keyboard) == [["Dabei (3)", "Seite"], ["Weiter im Privatchat"]]
    assert keyboard is not None
    (yes, page), (private,) = keyboard.inline_keyboard
    assert yes.callback_data == "event.answer&event=1"
    assert page.url == "https://x.de/"
    assert private.url == "https://t.me/herd_bot?start=abc"
    assert only(Reply(("Hallo",), buttons=((),))).keyboard is None


def test_a_keyboard_keeps_what_telegram_allows() -> None:
    row = tuple(Button(Phrase("{n}", n=number), Call("hilfe")) for number in range(30))
    told = labels(only(Reply(("Hallo",), buttons=(row,) * 5)).keyboard)
    assert [len(keys) for keys in told] == [8, 8, 8, 6] * 3 + [8, 2]
    long = Button(Phrase("{a}", a="x" * 80), Call("hilfe"))
    blank = Button(Phrase("{a}", a="\u200b"), Call("hilfe"))
    assert labels(only(Reply(("Hallo",), buttons=((long, blank),))).keyboard) == [["x" * 63 + "…", "…"]]


@pytest.mark.parametrize(
    "button",
    [
        Button(Phrase("Weiter"), Call("suche", {"was": "x" * 60})),
        Button(Phrase("Weiter"), Call("hilfe"), in_private=True),
        Button(Phrase("Weiter"), Call("start", {"token": "a b"}), in_private=True),
    ],
)
def test_a_button_that_cannot_work_is_refused(button: Button) -> None:
    with pytest.raises(ValueError, match="cannot carry"):
        shown(Reply(("Hallo",), buttons=((button,),)), VOICE)


# The real views


def test_the_card_of_a_job() -> None:
    told = only(jobs.card(job("@all: Portal", "Sucht /start"), ANNA, 2))
    assert unguarded(told.text).split("\n") == [
        *("@all: Portal", "Sucht /start", "Ort: Essen", "Zeitraum: ab Januar", "Kontakt: Anna", "Auftrag 999999"),
    ]
    assert looks(told) == [("bold", f"@{JOINER}all: Portal"), ("italic", "Auftrag 999999")]
    assert careful(told.text) == []
    assert labels(told.keyboard) == [["Interesse (2)"]]


def test_the_message_that_tags() -> None:
    told = only(jobs.ping(job(), [(ANNA, Tag(1, 1, "backend", "Python", 1))]))
    assert unguarded(told.text) == "Getaggt wegen Python: @Anna (Python)\n„Vereinsportal“"
    assert looks(told) == [("text_mention", f"@{JOINER}Anna")]


def test_the_card_of_an_event() -> None:
    told = only(events.card(date(), {}, NOW, BERLIN))
    link = "https://twittwoch.example/@ruhr"
    assert told.text.split("\n") == [
        *("Twittwoch", "Mi., 9. Dezember, 19:00 Uhr bis 21:00 Uhr", "Essen, Unperfekthaus", "Vorträge und Pizza."),
        *(link, "Termin 999999"),
    ]
    assert looks(told) == [
        *(("bold", "Twittwoch"), ("date_time", "Mi., 9. Dezember, 19:00 Uhr"), ("date_time", "21:00 Uhr")),
        *(("text_link", link), ("italic", "Termin 999999")),
    ]
    assert labels(told.keyboard) == [["Dabei", "Vielleicht", "Absagen"]]


def test_the_help_and_the_page_on_data() -> None:
    commands = registry().visible
    for told in (only(start.guide(HOUSE, commands)), only(start.privacy(HOUSE, commands))):
        bold = [unguarded(some) for kind, some in looks(told) if kind == "bold"]
        assert bold[0] in ("Hilfe", "Datenschutz")
        assert all(some.startswith("/") for some in bold[1:])
        assert len(bold) > 5
        assert all(some.startswith("/") for kind, some in looks(told) if kind == MessageEntity.CODE)
