"""A reply as Discord shows it: names, times and links alive, members' words letters, nothing that is refused."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.discord.letters import JOINER
from adapters.discord.marks import mark_in, pressed
from adapters.discord.outgoing import OPEN, OVER, Box, Key, Message, Shown, Voice, as_one, embed, plain, shown
from bot.domain.jobs import Tag
from bot.domain.members import Account
from bot.domain.people import Address, Platform
from bot.house import registry
from bot.talk.answers import Button, Call, Card, File, Reply
from bot.talk.strange import utf16_length
from bot.talk.text import Bold, Code, Link, Mention, Moment, Ours, Phrase, Span, Text, lines, text
from bot.views import events, jobs, start
from tests.discord.reading import assert_fits, assert_message_fits, kinds, read, seen, typed
from tests.telegram.samples import ANNA, HOUSE, NOW, date, job

BERLIN = ZoneInfo("Europe/Berlin")
VOICE = Voice(BERLIN, "de")
ENGLISH = replace(VOICE, language="en")
EVENING = datetime(2026, 12, 9, 18, 0, tzinfo=UTC)
UNIX = 1_796_839_200
FILE = File("meinedaten-1.json", "application/json", b"{}")
MARK = "k7f3a2cd"
PRESS = Button(Phrase("Weiter"), Call("hilfe"))
LINK = Button(Phrase("Seite"), "https://x.de/")


def only(reply: Reply, voice: Voice = VOICE, now: datetime | None = None, mark: str = "") -> Message:
    told = shown(reply, voice, now, mark=mark)
    assert_fits(told)
    (message,) = told.messages
    return message


def words(*spans: Span, voice: Voice = VOICE) -> str:
    return only(Reply(spans), voice).content


def boxed(card: Card, mark: str = "", now: datetime | None = None) -> Box:
    box = only(Reply(card=card), now=now, mark=mark).box
    assert box is not None
    return box


def called(name: str, *users: str) -> Mention:
    return Mention(name, (Address(Platform.TELEGRAM, "99"), *(Address(Platform.DISCORD, user) for user in users)))


# What is shown


def test_each_span_has_the_markup_of_discord() -> None:
    link = Link("Seite", "https://x.de/a_b")
    told = only(Reply(text("🙂 ", Bold("fett"), ", ", Code("/skills php"), ", ", link, "; ", called("Zoë", "42"))))
    assert told.content == "🙂 **fett**, `/skills` → `php`, [Seite](<https://x.de/a_b>); <@42>"
    assert told.mentions == (42,)


@pytest.mark.parametrize("users", [(), ("anna",), ("",), ("-5",), ("0",), ("٣",), ("9" * 30,)])
def test_who_is_not_on_discord_is_a_plain_name(users: tuple[str, ...]) -> None:
    told = only(Reply((called("*Anna*", *users),)))
    assert (told.content, told.mentions) == (r"\*Anna\*", ())


def test_a_person_with_several_accounts_is_called_once() -> None:
    anna = called("Anna", "42", "43")
    told = only(Reply((anna, " und noch einmal ", anna)))
    assert told.content == "<@42> und noch einmal <@42>"
    assert told.mentions == (42,)


@pytest.mark.parametrize(
    ("moment", "markup", "said"),
    [
        (Moment(EVENING), f"<t:{UNIX}:F>", "Mi., 9. Dezember, 19:00 Uhr"),
        (Moment(EVENING, year=True), f"<t:{UNIX}:F>", "Mi., 9. Dezember 2026, 19:00 Uhr"),
        (Moment(EVENING, "day"), "Mi., 9. Dezember", "Mi., 9. Dezember"),
        (Moment(EVENING, "clock"), f"<t:{UNIX}:t>", "19:00 Uhr"),
    ],
)
def test_a_moment_is_shown_in_the_readers_zone_and_said_where_there_is_no_markup(
    moment: Moment, markup: str, said: str
) -> None:
    assert words("Am ", moment, ".") == f"Am {markup}."
    box = boxed(Card(("Am ", moment), (moment,), moment))
    assert (box.title, box.description, box.footer) == (f"Am {said}", markup, said)
    assert plain((moment,), VOICE, 80) == said


def test_a_moment_that_discord_would_misread_is_words_alone() -> None:
    assert words(Moment(datetime(1969, 7, 20, 20, 17, tzinfo=UTC), year=True)) == "So., 20. Juli 1969, 21:17 Uhr"
    assert words("Am ", Moment(datetime(2026, 12, 9, 19, 0))) == "Am Mi., 9. Dezember, 19:00 Uhr"  # noqa: DTZ001 - a wall time


def test_a_year_is_named_where_it_is_not_the_present_one() -> None:
    card = Card(Moment(EVENING))
    assert boxed(card, now=EVENING.replace(year=2027)).title == "Mi., 9. Dezember 2026, 19:00 Uhr"
    assert boxed(card, now=EVENING).title == "Mi., 9. Dezember, 19:00 Uhr"


def test_a_card_is_a_box_under_the_words() -> None:
    rows = ("eins", (), "\u200b", text("zwei ", Bold("fett")), called("Anna", "42"))
    told = only(Reply(("Neu:",), Card(("Vergeben", " · ", called("Zoë", "7")), rows, "klein", is_over=True)))
    assert told.content == "Neu:"
    assert told.box == Box("Vergeben · Zoë", "eins\nzwei **fett**\nAnna <@42>", "klein", is_over=True)
    assert told.mentions == ()
    assert only(Reply(card=Card("Nur Titel"))) == Message("", Box("Nur Titel", "", ""))


def test_a_title_is_one_line_and_no_markup() -> None:
    box = boxed(Card("# **Portal**\n<@42> @everyone", ("# x",), "**klein**"))
    assert box.title == rf"\# \*\*Portal\*\* \<\@{JOINER}42> \@{JOINER}everyone"
    assert kinds(box.title) == {"text"}
    assert box.footer == "**klein**"


def test_sentences_and_labels_are_said_in_the_language_of_the_voice() -> None:
    spans = text(Phrase("Gelöscht: {about}", about="Gelöscht"), " ", Bold(Phrase("Entwurf")))
    told = only(Reply(spans, Card(Moment(EVENING)), ((PRESS,),)), ENGLISH)
    assert told.content == "Deleted: Gelöscht **draft**"
    assert told.box is not None
    assert told.box.title == "Wed, 9 December, 19:00"
    assert told.rows[0][0].label == "Next"


def test_several_lines_of_code_are_a_block_that_can_be_copied() -> None:
    settings = '[[places]]\nplatform = "discord"\nname = "Ruhr `Pott`"'
    told = words(Phrase("Das gehört in config.toml:"), "\n", Code(settings))
    assert told == f"Das gehört in config.toml:\n```\n{settings}\n```"
    assert read(told)[-1] == ("block", settings)


def test_a_link_shows_where_it_leads_when_its_label_is_an_address() -> None:
    url = "https://localhost/@anna_b"
    assert words(Link(url, url)) == words(Link("", url)) == words(Link("localhost/@anna_b", url)) == url
    assert words(Link("https://bank.de", "https://x.de/")) == "https://bank.de (https://x.de/)"
    assert words("Hier: ", Link("Karte", "https://x.de/(a) b>")) == "Hier: [Karte](<https://x.de/%28a%29%20b%3E>)"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "tg://user?id=7", "", "https://", "discord://x"])
def test_only_links_to_the_web_are_links(url: str) -> None:
    assert kinds(words(Link("Seite", url))) == {"text"}
    assert kinds(words(Link("Seite", "https://x.de"))) == {"masked"}
    assert only(Reply(("a",), buttons=((Button(Phrase("Seite"), url),),))).rows == ()


# What members typed


def test_our_own_commands_stay_readable() -> None:
    assert words(Phrase("Mehr mit /hilfe.")) == "Mehr mit /hilfe."
    assert words(Bold(Ours("/suche"))) == "**/suche**"
    assert words(Phrase("{name}: /hilfe", name="**x**")) == r"\*\*x\*\*: /hilfe"


def test_words_that_only_together_mean_something_are_read_together() -> None:
    assert words("@", "everyone") == rf"\@{JOINER}everyone"
    assert words(Phrase("<@{user}>", user="42")) == rf"\<\@{JOINER}42>"
    assert words("1", ". Punkt") == r"1\. Punkt"


def spans_with(some: str) -> Text:
    """Return everything that may hold a member's words."""
    told = Phrase("Kontakt: {name}. Mehr: {more}", name=some, more=Bold(some))
    return text(
        *(some, "\n", Bold(some), "\n", called(some, "42"), " ", called(some), "\n", Link(some, "https://x.de/")),
        *(" ", told, " ", Code(some), Moment(EVENING)),
    )


def seen_in(some: str) -> Reply:
    label = Phrase("{a}", a=some)
    return Reply(
        spans_with(some),
        Card(some, (spans_with(some), some), spans_with(some)),
        ((Button(label, Call("hilfe")), Button(label, "https://x.de")), (Button(label, Call("hilfe")),)),
    )


@given(typed)
def test_members_words_are_letters_wherever_they_stand(some: str) -> None:
    told = shown(seen_in(some), VOICE)
    assert_fits(told)
    ours = {"text", "bold", "code", "block", "link", "masked", "mention", "time"}
    for message in told.messages:
        assert message.box is None or kinds(message.box.title) <= {"text", "link"}
        for markup in (message.content, message.box.description if message.box else ""):
            assert kinds(markup) <= ours
            assert {user for kind, user in read(markup) if kind == "mention"} <= {"42"}
            assert {url.split(" -> ")[1] for kind, url in read(markup) if kind == "masked"} <= {"https://x.de/"}
            assert {at for kind, at in read(markup) if kind == "time"} <= {f"{UNIX}:F"}
            assert not any(ping in markup.lower() for ping in ("@everyone", "@here", "<@!", "<@&"))
            assert not re.search(r"<@[!&]?\d", markup.replace("<@42>", ""))


moments = st.datetimes(timezones=st.just(UTC)).filter(lambda at: 1 < at.year < 9999)
spans = st.one_of(
    typed,
    st.text(max_size=30),
    st.builds(lambda unit, times: unit * times, st.sampled_from(["Wort ", "Zeile\n", "*", "🙂"]), st.integers(1, 2500)),
    st.builds(Bold, typed),
    st.builds(Bold, st.just("fett " * 500)),
    st.builds(Code, typed | st.just("`a\n" * 900)),
    st.builds(Link, typed, typed | st.just("https://x.de/" + "a" * 3000)),
    st.builds(lambda name, user: called(name, str(user)), typed, st.integers(1, 200)),
    st.builds(Moment, moments, st.sampled_from(["full", "day", "clock"])),
)
texts = st.lists(spans, max_size=8).map(tuple)
buttons = st.builds(
    lambda label, press: Button(Phrase("{label}", label=label), press),
    typed,
    st.sampled_from([Call("hilfe"), Call("event.answer", {"event": "1"}), "https://x.de", "x", "https://" + "a" * 600]),
)
replies = st.builds(
    Reply,
    texts,
    st.none() | st.builds(Card, texts, st.lists(texts, max_size=5).map(tuple), texts, is_over=st.booleans()),
    st.lists(st.lists(buttons, max_size=7).map(tuple), max_size=7).map(tuple),
    st.sampled_from([(), (FILE,)]),
    st.booleans(),
)


@settings(max_examples=50)  # some of them are very long
@given(replies, st.sampled_from(["", MARK]))
def test_any_reply_is_shown_within_the_limits_and_calls_only_whom_it_names(reply: Reply, mark: str) -> None:
    told = shown(reply, VOICE, EVENING, mark=mark)
    assert_fits(told)
    assert_message_fits(as_one(told))
    named = {int(one.addresses[1].user) for one in reply.text if isinstance(one, Mention)}
    for message in told.messages:
        stand = [int(user) for kind, user in read(message.content) if kind == "mention"]
        assert list(dict.fromkeys(stand)) == list(message.mentions)
        assert len(message.mentions) <= (100 if reply.private else 5)
        assert not kinds(message.content) & {"ping", "loose", "heading", "quote", "list", "emoji"}
        assert message.content or message.box or reply.files
    assert {user for message in told.messages for user in message.mentions} == named
    if mark:
        assert found(told.messages[-1]) == found(as_one(told)) == mark


def found(message: Message) -> str | None:
    ids = [key.custom_id for row in message.rows for key in row if key.custom_id]
    return mark_in(ids, message.box.footer if message.box else "", message.content)


# Long, empty, and together with files


def test_a_long_reply_becomes_messages_with_box_and_buttons_under_the_last() -> None:
    rows = lines(*(f"Zeile {number}" for number in range(500)))
    told = shown(Reply(rows, Card("Titel"), ((PRESS,),), silent=True), VOICE)
    assert_fits(told)
    assert told.silent
    assert "\n".join(message.content for message in told.messages).split("\n") == [f"Zeile {n}" for n in range(500)]
    assert [(message.box is None, message.rows == ()) for message in told.messages] == [
        *((True, True), (True, True), (False, False)),
    ]
    one = as_one(told)
    assert_message_fits(one)
    assert one.content == told.messages[0].content + " …"
    assert (one.box, one.rows) == (told.messages[-1].box, told.messages[-1].rows)


@given(st.integers(1980, 2010), st.sampled_from(["x", "🙂", "x ", "*"]), st.sampled_from(["", MARK]))
def test_as_one_message_everything_fits_and_what_is_whole_has_no_ellipsis(length: int, unit: str, mark: str) -> None:
    told = shown(Reply((Bold("fett"), " ", unit * (length // utf16_length(unit)))), VOICE, mark=mark)
    one = as_one(told)
    assert_message_fits(one)
    assert read(one.content)[0] == ("bold", "fett")
    assert ("…" in one.content) == (len(told.messages) > 1)


def test_a_card_that_is_too_long_ends_with_an_ellipsis() -> None:
    box = boxed(Card("x" * 300, tuple(f"Zeile {number} **" for number in range(500)), "y" * 3000), MARK)
    assert box.title == "x" * 255 + "…"
    assert box.description.endswith(("\\*\\* …", "3 …"))
    assert len(box.footer) == 2048
    assert box.footer.endswith(f"… · {MARK}")
    assert 5900 < len(box.title + box.description + box.footer) <= 6000
    short = boxed(Card("Titel", tuple(f"Zeile {number}" for number in range(500))))
    assert 4000 < len(short.description) <= 4096


def test_more_than_five_people_are_called_in_several_messages_where_all_can_read_it() -> None:
    crowd = lines(*(text("• ", called(f"Person {number}", str(number + 1))) for number in range(12)))
    told = shown(Reply(crowd, private=False), VOICE)
    assert [message.mentions for message in told.messages] == [(1, 2, 3, 4, 5), (6, 7, 8, 9, 10), (11, 12)]
    assert only(Reply(crowd)).mentions == tuple(range(1, 13))


@pytest.mark.parametrize("nothing", [(), ("",), (" \n",), ("\u200d",), (Code(" "),), (Bold("\u200b"),)])
def test_an_empty_reply_is_never_an_empty_message(nothing: Text) -> None:
    assert only(Reply(nothing)) == Message("…")
    assert only(Reply(nothing, Card(nothing, (nothing,), nothing))) == Message("…")
    assert only(Reply(nothing, buttons=((LINK,),))).content == "…"
    assert only(Reply(nothing, Card("Titel"))).content == ""
    files = shown(Reply(nothing, files=(FILE,), silent=True), VOICE)
    assert files == Shown((Message(""),), (FILE,), silent=True)


def test_a_post_is_named_after_its_card_or_its_first_words() -> None:
    def name(told: Text, card: Card | None = None) -> str:
        return shown(Reply(told, card), VOICE).title

    assert name(("Neu:",), Card(("Vergeben", " · ", "**Portal**"))) == "Vergeben · **Portal**"
    assert name((" \n", Bold("Hallo"), " ", called("Anna", "42"), "\nzweite Zeile")) == "Hallo Anna"
    assert name(("Hallo",), Card(" ")) == "Hallo"
    assert name(("🙂" * 80,)) == "🙂" * 49 + "…"
    assert name(()) == "…"


def test_plain_words_are_one_line_cut_to_what_fits() -> None:
    told = text("Du bist *dabei*:\n", Bold("@anna"), " ", called("Zoë", "42"), " ", Code("/hilfe"))
    assert plain(told, VOICE, 80) == "Du bist *dabei*: @anna Zoë /hilfe"
    assert plain(told, VOICE, 12) == "Du bist *da…"
    assert plain("🙂" * 150, VOICE, 45) == "🙂" * 22 + "…"
    assert plain((), VOICE, 45) == ""


# Buttons


def labels(message: Message) -> list[list[str]]:
    return [[key.label for key in row] for row in message.rows]


def test_buttons_keep_their_rows_and_carry_their_calls() -> None:
    private = Button(Phrase("Weiter im Privatchat"), Call("start", {"token": "abc"}), in_private=True)
    yes = Button(Phrase("Dabei ({count})", count=3), Call("event.answer", {"event": "1"}))
    told = only(Reply(("Hallo",), buttons=((yes, LINK), (), (private,))))
    assert told.rows == (
        (Key("Dabei (3)", "event.answer&event=1"), Key("Seite", url="https://x.de/")),
        (Key("Weiter im Privatchat", "start&token=abc"),),
    )


def test_the_first_call_carries_the_mark_and_twins_a_number() -> None:
    told = only(Reply(("Hallo",), buttons=((LINK, PRESS, PRESS), (PRESS,))), mark=MARK)
    ids = [key.custom_id for row in told.rows for key in row]
    assert ids == [None, f"~{MARK}~hilfe", "hilfe", "~2~hilfe"]
    assert all(pressed(carried) == Call("hilfe") for carried in ids if carried)
    assert told.content == "Hallo"


def test_a_mark_that_no_button_carries_stands_in_the_footer_or_in_a_last_small_line() -> None:
    assert boxed(Card("Titel", footer="Auftrag 12"), MARK).footer == f"Auftrag 12 · {MARK}"
    assert boxed(Card("Titel"), MARK).footer == MARK
    assert only(Reply(("Hallo",)), mark=MARK).content == f"Hallo\n-# {MARK}"
    assert only(Reply(("Hallo",), buttons=((LINK,),)), mark=MARK).content == f"Hallo\n-# {MARK}"
    assert only(Reply(files=(FILE,)), mark=MARK).content == f"-# {MARK}"


def test_buttons_keep_what_discord_allows() -> None:
    row = tuple(Button(Phrase("{n}", n=number), Call("hilfe")) for number in range(7))
    assert [len(keys) for keys in only(Reply(("a",), buttons=(row, row))).rows] == [5, 2, 5, 2]
    assert [len(keys) for keys in only(Reply(("a",), buttons=(row,) * 5)).rows] == [5, 5, 5, 5, 5]
    assert [len(keys) for keys in only(Reply(("a",), buttons=(row[:1],) * 6)).rows] == [5, 1]
    long, blank = (Button(Phrase("{a}", a=some), Call("hilfe")) for some in ("x" * 90, "\u200b"))
    assert labels(only(Reply(("a",), buttons=((long, blank),)))) == [["x" * 63 + "…", "…"]]


@pytest.mark.parametrize("call", [Call("suche", {"was": "x" * 90}), Call("suche", {"was": "a&b"})])
def test_a_button_that_cannot_work_is_refused(call: Call) -> None:
    with pytest.raises(ValueError, match="cannot carry"):
        shown(Reply(("Hallo",), buttons=((Button(Phrase("Weiter"), call),),)), VOICE)


# The real views


def test_the_card_of_a_job() -> None:
    told = only(jobs.card(job("@everyone: Portal", "Sucht *dich*\n- ab 9. Dezember"), ANNA, 2), mark=MARK)
    assert told.box is not None
    assert told.box.title == rf"\@{JOINER}everyone: Portal"
    assert told.box.description.split("\n") == [
        *(r"Sucht \*dich\*", r"\- ab 9. Dezember", "Ort: Essen", "Zeitraum: ab Januar", "Kontakt: Anna"),
    ]
    assert (told.content, told.box.footer, told.mentions) == ("", "Auftrag 999999", ())
    assert told.rows == ((Key("Interesse (2)", f"~{MARK}~job.interesse&job=999999"),),)


def test_the_message_that_tags() -> None:
    anna = replace(ANNA, accounts=(*ANNA.accounts, Account(Address(Platform.DISCORD, "42"), "Anna")))
    told = only(jobs.ping(job(), [(anna, Tag(1, 1, "backend", "Python", 1))]))
    assert told.content == "Getaggt wegen Python: <@42> (Python)\n„Vereinsportal“"
    assert told.mentions == (42,)


def test_the_card_of_an_event() -> None:
    shown_now = shown(events.card(date(), {}, NOW, BERLIN), VOICE, NOW)
    (told,) = shown_now.messages
    assert told.box is not None
    assert told.box.title == shown_now.title == "Twittwoch"
    assert told.box.description.split("\n") == [
        f"<t:{UNIX}:F> bis <t:{UNIX + 7200}:t>",
        "Essen, Unperfekthaus",
        "Vorträge und Pizza.",
        "https://twittwoch.example/@ruhr",
    ]
    assert labels(told) == [["Dabei", "Vielleicht", "Absagen"]]


def test_the_help_and_the_page_on_data() -> None:
    commands = registry().visible
    for told in (only(start.guide(HOUSE, commands)), only(start.privacy(HOUSE, commands))):
        assert told.box is not None
        nodes = read(told.box.description)
        assert {kind for kind, _ in nodes} <= {"text", "bold", "code"}
        assert sum(kind == "bold" and words.startswith("/") for kind, words in nodes) > 4
        assert not any(words.startswith("/") and " " in words for kind, words in nodes if kind == "code")


# As the library sends it


def test_a_box_is_an_embed_in_the_colour_of_its_state() -> None:
    made = embed(Box("Titel", "eins\nzwei", "klein"))
    assert (made.title, made.description, made.footer.text, made.colour) == ("Titel", "eins\nzwei", "klein", OPEN)
    over = embed(Box("Titel", "", "", is_over=True))
    assert (over.description, over.footer.text, over.colour) == (None, None, OVER)


def test_what_is_shown_is_read_as_it_was_meant() -> None:
    told = only(Reply(text("Getaggt wegen ", "C_C", ": ", called("Anna", "42"), " (C\\C)\n", Bold("„*Portal*“"))))
    assert seen(read(told.content)) == "Getaggt wegen C_C: 42 (C\\C)\n„*Portal*“"
