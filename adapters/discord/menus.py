"""What Discord offers by itself: slash commands and the menus on messages and people, in German and English.

They are a rendering of the registry. What Discord has is read first, and written only where something differs: it takes
200 new commands a day. A form's fields are asked in the form, so its command has no options.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import discord
from discord import AppCommandOptionType, AppCommandType, Locale
from discord.http import HTTPClient

from adapters.discord.failures import ANY, is_foreign, named
from bot.talk.commands import Command, Menu, Option, Registry
from bot.talk.filling import names_in_english
from bot.talk.limits import OPTION_NAME
from bot.talk.text import Phrase
from bot.talk.translation import translator

log = logging.getLogger(__name__)

Payload: TypeAlias = dict[str, Any]
WITHIN: Final = 20.0  # seconds; until then the bot is not there
LOCALES: Final[Mapping[str, Sequence[Locale]]] = {
    "de": (Locale.german,),
    "en": (Locale.british_english, Locale.american_english),
}
# What is ever written of a command, an option or a word's translations; the rest is Discord's own.
WRITTEN: Final = frozenset(
    "type name name_localizations description description_localizations options contexts integration_types required "
    "choices max_length autocomplete default_member_permissions value".split()
) | {str(locale) for locales in LOCALES.values() for locale in locales}
GUILD, BOT_DM = 0, 1  # contexts; a command about the caller alone is offered in private too
INSTALLED_IN_GUILD: Final = 0
MANAGERS: Final = str(discord.Permissions(manage_guild=True).value)


@dataclass(frozen=True, slots=True)
class ContextMenu:
    """An entry of the menu on a message or a person: its name, and the action that it calls."""

    type: int
    name: Phrase
    command: str


POST: Final = ContextMenu(AppCommandType.message.value, Phrase("Als Auftrag übernehmen"), "job.uebernehmen")
PERSON: Final = ContextMenu(AppCommandType.user.value, Phrase("Profil zeigen"), "person.zeigen")


def payload(registry: Registry, language: str) -> list[Payload]:
    """Return everything that is registered, as Discord takes it; `language` is that of the community."""
    commands = [_command(command, language) for command in registry.visible]
    return [*commands, *(_menu(menu, language) for menu in (POST, PERSON) if registry.get(menu.command))]


def _command(command: Command, language: str) -> Payload:
    english = next(iter(command.aliases), command.name)
    made: Payload = {
        "type": AppCommandType.chat_input.value,
        "name": command.name,
        **_in_languages("name", {"de": command.name, "en": english}, command.name),
        **_described(Phrase(command.summary), language),
        "options": [] if command.form else [_option(option, command, language) for option in command.fields],
        **_offered(GUILD, BOT_DM),
    }
    return made | {"default_member_permissions": MANAGERS} if command.menu is Menu.ORGANISERS else made


def _option(option: Option, command: Command, language: str) -> Payload:
    """Return an option; suggestions come while it is typed, choices stand fast."""
    english = _names_in_english(command)[option.name]
    made: Payload = {
        "type": AppCommandOptionType.string.value,
        "name": option.name,
        **_in_languages("name", {"de": option.name, "en": english}, option.name),
        **_described(Phrase(option.question), language),
        "required": option.required,
    }
    if option.choices:
        return made | {"choices": [_choice(choice, language) for choice in option.choices]}
    return made | {"max_length": option.longest} | ({"autocomplete": True} if option.suggest else {})


def _choice(choice: str, language: str) -> Payload:
    """Return a choice as it is said in the community's language, with the other beside it; the value stays."""
    said = {code: translator(code)(choice) for code in LOCALES}
    return {"name": said[language], **_in_languages("name", said, said[language]), "value": choice}


def _names_in_english(command: Command) -> dict[str, str]:
    """Return the options' names in English, made of their labels; where two were equal they stay German."""
    made = names_in_english(command)
    taken = list(made.values())
    return {
        name: english if OPTION_NAME.fullmatch(english) and taken.count(english) == 1 else name
        for name, english in made.items()
    }


def _menu(menu: ContextMenu, language: str) -> Payload:
    words = {code: _words(menu.name, code) for code in LOCALES}
    return {
        "type": menu.type,
        "name": words[language],
        **_in_languages("name", words, words[language]),
        **_offered(GUILD),
    }


def _described(words: Phrase, language: str) -> Payload:
    """Return a description in the community's language, with the other language beside it."""
    said = {code: _words(words, code) for code in LOCALES}
    return {"description": said[language], **_in_languages("description", said, said[language])}


def _in_languages(what: str, said: Mapping[str, str], stands: str) -> Payload:
    """Return the words for each language in which they differ from what stands there anyway."""
    others = {
        str(locale): said[code] for code, locales in LOCALES.items() for locale in locales if said[code] != stands
    }
    return {f"{what}_localizations": others}


def _offered(*contexts: int) -> Payload:
    return {"contexts": list(contexts), "integration_types": [INSTALLED_IN_GUILD]}


def _words(phrase: Phrase, language: str) -> str:
    return "".join(piece for piece in phrase.spans(translator(language)) if isinstance(piece, str))


async def registered(http: HTTPClient, application: int, registry: Registry, language: str) -> None:
    """Bring what Discord offers up to date; no error leaves this, since a bot without new commands still works."""
    wanted = payload(registry, language)
    route = f"/applications/{application}/commands"
    try:
        async with asyncio.timeout(WITHIN):
            known = await http.request(discord.http.Route("GET", route), params={"with_localizations": "true"})
            if shows(known, wanted):
                return
            await http.request(discord.http.Route("PUT", route), json=wanted)
    except ANY as error:
        reason = "an answer that is not Discord's" if is_foreign(error) else named(error)
        log.warning("The commands are not up to date (%s); the next start tries again", reason)
    else:
        log.info("%s commands and menus are registered", len(wanted))


def shows(known: object, wanted: Sequence[Payload]) -> bool:
    """Say whether what Discord has is what is wanted, whatever else it says of it."""
    if not isinstance(known, list) or len(known) != len(wanted):
        return False
    by_name = {(each.get("type", 1), each.get("name")): each for each in known if isinstance(each, dict)}
    return all(_holds(by_name.get((each["type"], each["name"])), each) for each in wanted)


def _holds(known: object, wanted: object) -> bool:
    """Say whether a value is what is wanted; what Discord leaves out, and what we do, counts as nothing."""
    if isinstance(wanted, dict):
        theirs = known if isinstance(known, dict) else {}
        compared = wanted.keys() | (theirs.keys() & WRITTEN)
        return all(_holds(theirs.get(name), wanted.get(name)) for name in compared)
    if isinstance(wanted, list):
        each = known if isinstance(known, list) else []
        return len(each) == len(wanted) and all(map(_holds, each, wanted))
    return (known or None) == (wanted or None)
