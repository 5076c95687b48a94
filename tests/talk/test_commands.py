"""A declaration that one platform would refuse fails at once, and values are read by their options."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import pytest

from bot.errors import InvalidInput
from bot.talk.answers import Answer, Call, say
from bot.talk.commands import Option, Reading, Registry, Theme, hidden, number, read_value

NOW = Reading(datetime(2026, 12, 1, 8, 0, tzinfo=UTC), ZoneInfo("Europe/Berlin"))


async def nothing(ctx: object) -> Answer:
    return say("")


@pytest.mark.parametrize("name", ["Termin", "größe", "lean-coffee", "x" * 33, "", "1a"])
def test_a_name_that_a_platform_refuses_fails_at_the_declaration(name: str) -> None:
    Theme().command("termin", "Gut")(nothing)
    with pytest.raises(ValueError, match="does not fit"):
        Theme().command(name, "Gut")(nothing)


@pytest.mark.parametrize("summary", ["", "x" * 101])
def test_a_summary_that_a_platform_refuses_fails_at_the_declaration(summary: str) -> None:
    with pytest.raises(ValueError, match="summary"):
        Theme().command("termin", summary)(nothing)


@pytest.mark.parametrize(
    "option",
    [
        Option("", "Was?"),
        Option("x" * 46, "Was?"),
        Option("Was", ""),
        Option("Was", "x" * 101),
        Option("Was", "?", 5000),
    ],
)
def test_an_option_that_a_platform_refuses_fails_at_the_declaration(option: Option) -> None:
    async def handler(ctx: object, was) -> Answer:  # type: ignore[no-untyped-def]  # annotated below, by the case
        return say("")

    handler.__annotations__["was"] = Annotated[str, option]
    with pytest.raises(ValueError, match="does not fit"):
        Theme().command("termin", "Gut")(handler)


def test_two_commands_of_one_name_are_refused() -> None:
    one, two = Theme(), Theme()
    one.command("a", "Gut", aliases=("b",))(nothing)
    two.command("b", "Gut")(nothing)
    assert Registry([one]).get("b") is Registry([one]).get("a") or Registry([one]).get("b") is not None
    with pytest.raises(ValueError, match="two commands"):
        Registry([one, two])


def test_a_form_is_due_when_required_values_are_missing_or_nothing_was_given() -> None:
    theme = Theme()

    @theme.command("job", "Schreib aus", form=True)
    async def job(
        ctx: object, titel: Annotated[str, Option("Titel", "?")], ort: Annotated[str, Option("Ort", "?")] = ""
    ) -> Answer:
        return say("")

    @theme.command("suche", "Finde")
    async def suche(
        ctx: object, was: Annotated[str, Option("Was", "?")], seite: Annotated[int, hidden(number)] = 1
    ) -> Answer:
        return say("")

    registry = Registry([theme])
    assert [option.name for option in registry.asks(Call("job"))] == ["titel", "ort"]
    assert [option.name for option in registry.asks(Call("job", {"ort": "Essen"}))] == ["titel", "ort"]
    assert registry.asks(Call("job", {"titel": "Logo"})) == ()
    assert [option.name for option in registry.asks(Call("suche"))] == ["was"]
    assert registry.near("suhce") == "suche"


def test_values_are_read_and_refused_with_the_name_of_their_option() -> None:
    option = Option("Art", "?", choices=("Freelancer", "Startup"), name="art")
    assert read_value(option, "startup", NOW) == "Startup"
    assert read_value(option, "free", NOW) == "Freelancer"
    for typed in ("Freelancerin", "Freelancer:in"):
        assert read_value(option, typed, NOW) == "Freelancer"
    for typed in ("Auftraggeberin", "auftraggeber*in", "Auftraggeber", "client"):
        assert read_value(Option("Art", "?", choices=("Auftraggeber:in", "Startup"), name="art"), typed, NOW) == (
            "Auftraggeber:in"
        )
    with pytest.raises(InvalidInput) as refused:
        read_value(option, "Verein", NOW)
    assert refused.value.option == "art"
    shown = Option("Sichtbar", "?", choices=("getaggt", "gelistet", "verborgen"), name="sichtbar")
    for typed in ("tagged", "Getaggt", "t", "geta"):
        assert read_value(shown, typed, NOW) == "getaggt"
    with pytest.raises(InvalidInput):
        read_value(shown, "ge", NOW)
    with pytest.raises(InvalidInput):
        read_value(Option("Text", "?", longest=3, name="text"), "vier", NOW)
    assert number("12", NOW) == 12
    for forged in ("-1", "1e3", "١٢", "9" * 16, ""):
        with pytest.raises(InvalidInput):
            number(forged, NOW)
