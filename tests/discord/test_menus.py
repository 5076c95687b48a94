"""What is registered: every command in two languages within Discord's rules, and nothing twice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from adapters.discord.menus import payload, shows
from bot.commands import search
from bot.house import registry
from bot.talk.answers import Answer, say
from bot.talk.commands import Menu, Registry, Theme

COMMANDS = [command for language in ("de", "en") for command in payload(registry(), language)]


def described(command: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield command
    yield from command.get("options", [])


@pytest.mark.parametrize("command", COMMANDS, ids=lambda each: each["name"])
def test_every_name_and_text_is_what_discord_takes(command: dict[str, Any]) -> None:
    for each in described(command):
        names = [each["name"], *each["name_localizations"].values()]
        assert all(1 <= len(name) <= 32 for name in names)
        if command["type"] == 1:
            assert all(name == name.lower() and name.replace("_", "").isalnum() for name in names)
            texts = [each["description"], *each["description_localizations"].values()]
            assert all(1 <= len(text) <= 100 and text != "…" for text in texts)
    options = command.get("options", [])
    assert [each["required"] for each in options] == sorted((each["required"] for each in options), reverse=True)
    assert len(json.dumps(command, ensure_ascii=False)) < 8000


def test_everything_has_words_of_its_own_in_english() -> None:
    german = {command["name"]: command for command in payload(registry(), "de")}
    assert german["suche"]["name_localizations"] == {"en-GB": "search", "en-US": "search"}
    assert german["suche"]["options"][1]["name_localizations"]["en-US"] == "location"
    assert german["suche"]["description"] == "Finde Leute, die etwas können"
    assert german["suche"]["description_localizations"]["en-US"] == "Find people who can do something"
    assert german["Als Auftrag übernehmen"]["name_localizations"]["en-GB"] == "Take over as a job"
    english = {command["name"]: command for command in payload(registry(), "en")}
    assert english["suche"]["description_localizations"] == {"de": "Finde Leute, die etwas können"}
    assert english["Take over as a job"]["name_localizations"] == {"de": "Als Auftrag übernehmen"}


def test_no_two_names_are_equal_in_any_language() -> None:
    for locale in ("de", "en-GB", "en-US"):
        for kind in (1, 2, 3):
            shown = [
                each["name_localizations"].get(locale, each["name"])
                for each in payload(registry(), "de")
                if each["type"] == kind
            ]
            assert len(set(shown)) == len(shown)


def test_fields_of_a_form_are_asked_in_the_form() -> None:
    shown = {command["name"]: command for command in payload(registry(), "de")}
    assert shown["job"]["options"] == []
    assert [option["name"] for option in shown["suche"]["options"]] == ["was", "ort", "frei"]
    assert all(option["autocomplete"] for option in shown["suche"]["options"])


def test_what_is_only_pressed_is_not_offered() -> None:
    assert not [each for each in payload(registry(), "de") if "." in each["name"]]


def test_command_for_organisers_is_shown_to_who_manages_the_server() -> None:
    theme = Theme()

    @theme.command("aufsicht", "Was zu tun ist", menu=Menu.ORGANISERS)
    async def aufsicht(_ctx: object) -> Answer:
        return say("nichts")

    (command,) = payload(Registry([theme]), "de")
    assert command["default_member_permissions"] == "32"
    assert "default_member_permissions" not in payload(Registry([search.theme]), "de")[0]
    held = {each["name"] for each in payload(registry(), "de") if "default_member_permissions" in each}
    assert held == {"admin"}


def test_what_discord_says_besides_is_no_difference_and_what_it_lacks_is() -> None:
    wanted = payload(registry(), "de")
    known = [
        {"default_member_permissions": None, **each, "id": "1", "version": "2", "nsfw": False, "dm_permission": True}
        for each in reversed(wanted)
    ]
    for each in known:
        if not each.get("options"):
            each.pop("options", None)
        each["name_localizations"] = each["name_localizations"] or None
    assert shows(known, wanted)
    assert not shows(known[1:], wanted)
    changes: tuple[dict[str, Any], ...] = ({"description": "anders"}, {"contexts": [0]}, {"options": []})
    for change in changes:
        changed = [each | change if each["name"] == "suche" else each for each in known]
        assert not shows(changed, wanted)
    left = [each | {"default_member_permissions": "32"} if each["name"] == "suche" else each for each in known]
    assert not shows(left, wanted)  # what is no longer wanted is a difference too
    assert not shows({"message": "401: Unauthorized"}, wanted)
