"""Forms as modals: what they show, what they carry, and what comes back, whatever is sent."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.modals import Page, carried, modal, page_of, typed
from adapters.discord.outgoing import Voice
from bot.house import registry
from bot.talk.answers import Ask, Call
from bot.talk.commands import Option
from bot.talk.text import Phrase

VOICE = Voice(ZoneInfo("Europe/Berlin"), "de")
FIELDS = (
    Option("Titel", "Worum geht es?", name="titel", longest=80, required=True),
    Option("Text", "Was ist zu tun?", name="text", longest=1500, long=True, required=True),
    Option("Art", "Was bist du?", name="art", choices=("Freelancer", "Startup")),
    Option("Wie", "Wie willst du es?", name="wie", choices=("so", "anders"), required=True),
)
CALL = Call("job.aendern", {"job": "12"})
commands = st.from_regex(r"[a-z][a-z0-9_.]{0,20}", fullmatch=True)
tokens = st.from_regex(r"[A-Za-z0-9_-]{1,40}", fullmatch=True)


async def test_fields_are_shown_as_their_kind_and_prefilled() -> None:
    ask = Ask(CALL, FIELDS, {"titel": "Seite\nneu", "text": "a\nb", "art": "Startup", "wie": "so"}, Phrase("Ändern"))
    shown = modal(ask, Page(CALL), VOICE).to_dict()
    assert shown["title"] == "Ändern"
    assert shown["custom_id"] == "job.aendern&job=12"
    title, text, kind, how = [label["component"] for label in shown["components"]]
    assert (title["style"], title["value"], title["max_length"]) == (1, "Seite neu", 80)
    assert (text["style"], text["value"], text["required"]) == (2, "a\nb", True)
    assert (kind["type"], kind["min_values"], kind["required"]) == (3, 0, False)
    assert [option["label"] for option in kind["options"] if option["default"]] == ["Startup"]
    assert how["type"] == 21
    assert [option["value"] for option in how["options"] if option["default"]] == ["so"]
    assert [label["label"] for label in shown["components"]] == ["Titel", "Text", "Art", "Wie"]
    assert shown["components"][0]["description"] == "Worum geht es?"


async def test_choices_are_said_in_the_language_of_the_community_and_sent_as_they_are_read() -> None:
    field = replace(FIELDS[2], choices=("getaggt", "verborgen"))
    shown = modal(Ask(CALL, (field,)), Page(CALL), replace(VOICE, language="en")).to_dict()
    options = shown["components"][0]["component"]["options"]
    assert [(option["label"], option["value"]) for option in options] == [
        ("tagged", "getaggt"),
        ("hidden", "verborgen"),
    ]


async def test_every_form_of_the_house_fits() -> None:
    for command in registry():
        if command.form:
            values = {option.name: "x" * 2000 for option in command.fields}
            ask = Ask(Call(command.name), command.fields, values, Phrase(command.summary) if command.summary else None)
            for number in range(ask.pages()):
                page = Page(ask.call, number, "t" * 43 if number else None)
                shown = modal(ask, page, VOICE).to_dict()
                assert 1 <= len(shown["title"]) <= 45
                assert 1 <= len(shown["components"]) <= 5


async def test_call_that_does_not_fit_is_refused_before_it_is_sent() -> None:
    long = Call("job.aendern", {"job": "1" * 100})
    assert carried(Page(long)) is None
    assert carried(Page(CALL, 1)) is None
    with pytest.raises(ValueError, match=r"job\.aendern"):
        modal(Ask(long, FIELDS), Page(long), VOICE)


@given(commands, st.integers(0, 99), tokens)
def test_page_comes_back_as_it_was_carried(command: str, number: int, token: str) -> None:
    for page in (Page(Call(command)), Page(Call(command), number, token)):
        custom_id = carried(page)
        if custom_id is not None:
            assert len(custom_id) <= 100
            assert page_of(custom_id) == page


@given(st.text())
def test_whatever_is_sent_is_a_page_or_none(custom_id: str) -> None:
    page = page_of(custom_id)
    assert page is None or page.call.command


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(("component", "components", "custom_id", "value", "values")), inner)
    ),
)


@given(st.lists(st.dictionaries(st.sampled_from(("component", "components", "custom_id", "value", "values")), json)))
def test_whatever_is_submitted_gives_each_field_words(components: list[dict[str, object]]) -> None:
    values = typed(components, FIELDS)
    assert values.keys() == {field.name for field in FIELDS}
    assert all(isinstance(value, str) for value in values.values())


def test_submitted_fields_are_read_in_the_old_form_and_the_new() -> None:
    sent = [
        {"type": 18, "component": {"type": 4, "custom_id": "titel", "value": "Seite"}},
        {"type": 1, "components": [{"type": 4, "custom_id": "text", "value": "Text"}]},
        {"type": 18, "component": {"type": 3, "custom_id": "art", "values": ["Startup"]}},
        {"type": 18, "component": {"type": 21, "custom_id": "wie", "value": "so"}},
        {"type": 18, "component": {"type": 4, "custom_id": "fremd", "value": "x"}},
    ]
    assert typed(sent, FIELDS) == {"titel": "Seite", "text": "Text", "art": "Startup", "wie": "so"}
