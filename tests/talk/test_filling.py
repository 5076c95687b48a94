"""Typed words become calls, and a half-filled form knows its next question."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.people import Address, Platform
from bot.domain.sending import OpenForm
from bot.talk import filling
from bot.talk.answers import Answer, Ask, Call, say
from bot.talk.commands import Option, Registry, Theme
from bot.talk.filling import read_line
from bot.talk.text import said
from tests.support.talking import plain

theme = Theme()


@theme.command("termin", "Trag einen Termin ein", form=True)
async def termin(
    ctx: object,
    titel: Annotated[str, Option("Titel", "Wie heißt er?")],
    wann: Annotated[str, Option("Wann", "Wann ist er?")],
    ort: Annotated[str, Option("Ort", "Wo ist er?")] = "",
) -> Answer:
    return say(titel)


@theme.command("suche", "Finde Leute")
async def suche(
    ctx: object, was: Annotated[str, Option("Was", "Was?")], ort: Annotated[str, Option("Ort", "Wo?")] = ""
) -> Answer:
    return say(was)


@theme.command("profil", "Wer du bist")
async def profil(
    ctx: object,
    name: Annotated[str, Option("Name", "Wie?")] = "",
    text: Annotated[str, Option("Über dich", "Was?")] = "",
    verfuegbar: Annotated[str, Option("Verfügbar", "Frei?")] = "",
) -> Answer:
    return say(name)


REGISTRY = Registry([theme])
TERMIN = next(command for command in REGISTRY if command.name == "termin")


@pytest.mark.parametrize(
    ("line", "call"),
    [
        ("/suche python essen frei", Call("suche", {"was": "python essen frei"})),
        ("/suche@ideenherd_bot python", Call("suche", {"was": "python"})),
        ("/SUCHE python", Call("suche", {"was": "python"})),
        ("/suche ort=Essen python", Call("suche", {"was": "python", "ort": "Essen"})),
        ("/suche python ort=Castrop Rauxel", Call("suche", {"was": "python", "ort": "Castrop Rauxel"})),
        ('/termin wann="2.12. 19:00" titel=Twittwoch', Call("termin", {"wann": "2.12. 19:00", "titel": "Twittwoch"})),
        ("/termin wann=„2.12. 19:00“ Lean Coffee", Call("termin", {"wann": "2.12. 19:00", "titel": "Lean Coffee"})),
        ("/termin titel=Lean Coffee wann=2.12.", Call("termin", {"titel": "Lean Coffee", "wann": "2.12."})),
        ("/suche was=python Ort=Essen", Call("suche", {"was": "python", "ort": "Essen"})),
        ("/profil verfügbar=frei", Call("profil", {"verfuegbar": "frei"})),
        ("/profil Verfügbar=frei über=nichts", Call("profil", {"verfuegbar": "frei", "name": "über=nichts"})),
        ('/termin title=Twittwoch When="2.12. 19:00"', Call("termin", {"titel": "Twittwoch", "wann": "2.12. 19:00"})),
        ("/profil Available=free about_you=me", Call("profil", {"verfuegbar": "free", "text": "me"})),
        (
            "/profil Text=Ich male verfügbar=frei ab 1.2.",
            Call("profil", {"text": "Ich male", "verfuegbar": "frei ab 1.2."}),
        ),
        ("/profil Text= Ich male", Call("profil", {"text": "Ich male"})),
        ('/profil Text="Ich male" Anna', Call("profil", {"text": "Ich male", "name": "Anna"})),
        ("/profil Text=-", Call("profil", {"text": ""})),
        ("/termin titel=- wann=morgen", Call("termin", {"titel": "-", "wann": "morgen"})),
        ("/suche a=b", Call("suche", {"was": "a=b"})),
        ("/suche", Call("suche", {})),
        ("/gibtsnicht x", Call("gibtsnicht", {})),
    ],
)
def test_a_typed_line_fills_by_name_and_the_rest_is_the_first_option(line: str, call: Call) -> None:
    assert read_line(REGISTRY, line) == call


@pytest.mark.parametrize(
    ("line", "is_misnamed"),
    [
        ("/suche stadt=Essen", True),
        ("/suche stadt=Essen python", True),
        ("/suche ort=Essen stadt=Bochum", True),
        ("/suche was=stadt=Essen", False),
        ('/suche was="stadt=Essen"', False),
        ("/suche python stadt=Essen", False),
        ('/suche python ort="Essen" stadt=Bochum', True),
        ("/suche python ort=„Essen“ stadt=Bochum", True),
        ('/suche was="python" ort=Essen', False),
        ('/suche was="python oder stadt=Essen"', False),
        ('/suche was="python" C=O', False),
        ("/suche C=O", False),
        ("/suche stadt = Essen", False),
        ("/suche foo==bar", False),
        ("/suche https://example.org/?stadt=Essen", False),
        ("/suche ort=Essen", False),
    ],
)
def test_a_name_that_no_field_has_is_no_value(line: str, is_misnamed: bool) -> None:
    call = read_line(REGISTRY, line)
    command = REGISTRY.get("suche")
    assert call is not None
    assert command is not None
    refusal = filling.misnamed(command, call, line)
    assert (refusal is not None) is is_misnamed
    if refusal is not None:
        assert plain((said(refusal),)) == "Ein Feld „stadt“ gibt es hier nicht. Es gibt: was, ort."
        in_english = filling.misnamed(command, call, line, "en")
        assert in_english is not None
        assert plain((said(in_english),)).endswith("Es gibt: what, location.")


@pytest.mark.parametrize("line", ["suche python", "", "/", "// ja", "1/2", "http://x/suche"])
def test_what_is_no_command_is_none(line: str) -> None:
    assert read_line(REGISTRY, line) is None


@given(st.text())
def test_no_line_breaks_the_reader(line: str) -> None:
    read_line(REGISTRY, "/termin " + line)


def form() -> OpenForm:
    blank = OpenForm(
        Address(Platform.TELEGRAM, "1"), "termin", {}, {}, frozenset(), "", 0, datetime(2026, 12, 1, tzinfo=UTC)
    )
    return filling.opened(TERMIN, Ask(Call("termin"), TERMIN.fields, {"ort": "Essen"}), blank)


def asked(open_form: OpenForm) -> str | None:
    option = filling.next_field(TERMIN, open_form)
    return option.name if option else None


def test_required_questions_cannot_be_skipped_and_optional_ones_keep_their_value() -> None:
    first = form()
    assert asked(first) == "titel"
    assert asked(filling.skipped(TERMIN, first, "titel")) == "titel"
    assert asked(filling.finished(TERMIN, first)) == "titel"
    answered = OpenForm(
        first.address, "termin", {"titel": "A", "wann": "B"}, first.prefilled, frozenset(), "", 1, first.expires
    )
    assert asked(answered) == "ort"
    done = filling.finished(TERMIN, answered)
    assert asked(done) is None
    assert filling.completed(TERMIN, done) == Call("termin", {"titel": "A", "wann": "B", "ort": "Essen"})


def test_after_a_wrong_value_only_that_one_is_asked_again() -> None:
    ask = Ask(Call("termin"), TERMIN.fields, {"titel": "A", "wann": "quatsch"}, error="Nein.", wrong="wann")
    wrong = filling.opened(TERMIN, ask, form())
    assert asked(wrong) == "wann"
    again = OpenForm(wrong.address, "termin", {**wrong.values, "wann": "B"}, {}, wrong.skipped, "", 1, wrong.expires)
    assert asked(again) is None


def test_going_back_asks_the_question_before_with_its_answer() -> None:
    first = form()
    second = OpenForm(first.address, "termin", {"titel": "A"}, {}, frozenset(), "wann", 1, first.expires)
    back = filling.stepped_back(TERMIN, second)
    assert asked(back) == "titel"
    assert back.prefilled == {"titel": "A"}
