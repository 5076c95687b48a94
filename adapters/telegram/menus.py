"""What Telegram shows of the bot by itself: its commands by scope and language, and the words on its profile.

All of it is read before it is written, so a restart changes nothing. Without a language stands the community's own;
another language is registered beside it where its words differ. Telegram does not list the chats that have a menu of
their own, so the menu of somebody who is no organiser any more stays in their chat; its commands are refused to them.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.constants import BotCommandLimit, BotDescriptionLimit
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

from adapters.telegram.failures import is_foreign, named, said
from bot.domain.community import Community
from bot.domain.people import Platform
from bot.talk.commands import Command, Menu, Registry
from bot.talk.strange import one_line
from bot.talk.text import Phrase
from bot.talk.translation import translator

log = logging.getLogger(__name__)

Commands = tuple[BotCommand, ...]
Kept = TypeVar("Kept")

LANGUAGES: Final = ("de", "en")
NAME: Final = 64  # of the community, in characters
NOT_NOW: Final = "Menus and profile are not up to date (%s); the next start tries again"
# Names that Telegram gives a place of their own: "privacy" is linked on the profile of a bot that lists it.
KNOWN_TO_TELEGRAM: Final = frozenset({"help", "privacy", "settings"})


def listed(commands: Iterable[Command], language: str) -> Commands:
    """Return commands as Telegram lists them in a language; what it would refuse raises ValueError."""
    translate = translator(language)
    shown = tuple(
        BotCommand(name, translate(command.summary))
        for command in commands
        for name in (command.name, *(alias for alias in command.aliases if alias in KNOWN_TO_TELEGRAM))
    )
    if len(shown) > BotCommandLimit.MAX_COMMAND_NUMBER:
        raise ValueError(f"{len(shown)} commands are more than Telegram lists")
    for command in shown:
        _held(command.description, BotCommandLimit.MAX_DESCRIPTION, f"/{command.command}")
    return shown


def description(community: Community, language: str) -> str:
    """Return what stands in a chat with the bot before the first message."""
    name = one_line(community.name, NAME)
    paragraphs = (
        Phrase(
            "Ich bin das Gedächtnis von {name}: wer was kann, welche Aufträge offen sind, wann was stattfindet.",
            name=name,
        ),
        Phrase(
            "/skills trägt ein, was du kannst. /suche findet Leute. /job schreibt einen Auftrag aus. "
            "/termine zeigt, was ansteht."
        ),
        Phrase("Gespeichert wird nur, was du selbst einträgst: /datenschutz"),
    )
    words = "\n\n".join(_words(paragraph, language) for paragraph in paragraphs)
    return _held(words, BotDescriptionLimit.MAX_DESCRIPTION_LENGTH, "the description")


def short_description(language: str) -> str:
    """Return what stands on the bot's profile, and beside its link when somebody shares it."""
    words = Phrase("Wer was kann, welche Aufträge offen sind, was ansteht: ein Gedächtnis für Freelancer.")
    return _held(_words(words, language), BotDescriptionLimit.MAX_SHORT_DESCRIPTION_LENGTH, "the short description")


async def registered(bot: Bot, registry: Registry, community: Community) -> None:
    """Bring the menus and the profile up to date, writing only what differs; no error of Telegram leaves this.

    What Telegram refuses, as the menu of an organiser who never wrote to the bot, is logged in one line and the rest
    goes on. Without an answer the rest waits for the next start.
    """
    menus = _menus(bot, registry.visible, community)
    everything: list[_Shown[str] | _Shown[Commands]] = [*_profile(bot, community), *menus]
    for shown in everything:
        try:
            await shown.bring_up_to_date(community.language)
        except (BadRequest, Forbidden, RetryAfter) as error:
            if is_foreign(error):
                log.warning(NOT_NOW, named(error))
                return
            log.warning("Telegram refuses %s: %s", shown.what, said(error) or named(error))
        except TelegramError as error:
            log.warning(NOT_NOW, named(error))
            return


@dataclass(frozen=True, slots=True)
class _Shown(Generic[Kept]):
    """One thing that Telegram keeps for each language: what it is to be, and how it is read and written."""

    what: str
    nothing: Kept
    wanted: Callable[[str], Kept]
    read: Callable[[str | None], Awaitable[Kept]]
    write: Callable[[Kept, str | None], Awaitable[bool]]

    async def bring_up_to_date(self, language: str) -> None:
        """Write what differs; what reads as in the community's language has no words of its own."""
        for code in (None, *LANGUAGES):
            wanted = self.wanted(code or language)
            own = self.nothing if code and wanted == self.wanted(language) else wanted
            if await self.read(code) not in (own, wanted):
                await self.write(own, code)


def _profile(bot: Bot, community: Community) -> Iterator[_Shown[str]]:
    async def read(code: str | None) -> str:
        return (await bot.get_my_description(code)).description

    async def read_short(code: str | None) -> str:
        return (await bot.get_my_short_description(code)).short_description

    yield _Shown("the description", "", lambda code: description(community, code), read, bot.set_my_description)
    yield _Shown("the short description", "", short_description, read_short, bot.set_my_short_description)


def _menus(bot: Bot, commands: Sequence[Command], community: Community) -> Iterator[_Shown[Commands]]:
    private = [command for command in commands if command.menu is not Menu.ORGANISERS]
    groups = [command for command in commands if command.menu is Menu.EVERYWHERE]
    yield _menu(bot, "the menu of private chats", BotCommandScopeAllPrivateChats(), private)
    yield _menu(bot, "the menu of groups", BotCommandScopeAllGroupChats(), groups)
    if len(private) < len(commands):
        for user in sorted(int(each.user) for each in community.organisers if each.platform is Platform.TELEGRAM):
            yield _menu(bot, "the menu of an organiser", BotCommandScopeChat(user), commands)


def _menu(bot: Bot, what: str, scope: BotCommandScope, commands: Sequence[Command]) -> _Shown[Commands]:
    async def read(code: str | None) -> Commands:
        return await bot.get_my_commands(scope, code)

    async def write(shown: Commands, code: str | None) -> bool:
        return await bot.set_my_commands(shown, scope, code) if shown else await bot.delete_my_commands(scope, code)

    return _Shown(what, (), lambda code: listed(commands, code), read, write)


def _words(phrase: Phrase, language: str) -> str:
    return "".join(piece for piece in phrase.spans(translator(language)) if isinstance(piece, str))


def _held(words: str, most: int, what: str) -> str:
    """Return the words, or raise ValueError where Telegram would refuse their length."""
    if not 0 < len(words) <= most:
        raise ValueError(f"{what}: {len(words)} characters do not fit Telegram")
    return words
