"""Every command's names and texts are such as the real client libraries take them."""

from __future__ import annotations

import discord
import pytest
from discord import app_commands
from telegram import BotCommand, Update
from telegram.constants import BotCommandLimit
from telegram.ext import CommandHandler, ContextTypes

from bot.house import registry
from bot.talk.commands import Command

COMMANDS = [(name, command) for command in registry().visible for name in (command.name, *command.aliases)]


async def ignore(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Do nothing; PTB wants a callback of this shape."""


async def slash(interaction: discord.Interaction) -> None:
    """Do nothing; discord.py wants a callback of this shape."""


@pytest.mark.parametrize(("name", "command"), COMMANDS, ids=[name for name, _ in COMMANDS])
def test_both_libraries_take_the_command(name: str, command: Command) -> None:
    assert CommandHandler(name, ignore).commands == frozenset({name})
    assert BotCommand(name, command.summary).command == name
    assert BotCommandLimit.MIN_DESCRIPTION <= len(command.summary) <= BotCommandLimit.MAX_DESCRIPTION
    assert app_commands.Command(name=name, description=command.summary, callback=slash).qualified_name == name


@pytest.mark.parametrize(("name", "command"), COMMANDS, ids=[name for name, _ in COMMANDS])
def test_discord_takes_the_options(name: str, command: Command) -> None:
    for option in command.fields:
        assert app_commands.commands.validate_name(option.name) == option.name
        text: discord.ui.TextInput[discord.ui.View] = discord.ui.TextInput(required=option.required)
        field = discord.ui.Label(text=option.label, description=option.question, component=text)
        assert len(field.text) <= 45
        assert 1 <= len(field.description or "") <= 100


def test_a_capital_letter_would_have_been_refused() -> None:
    with pytest.raises(ValueError, match="lower-case"):
        app_commands.commands.validate_name("Suche")
    with pytest.raises(ValueError, match="not a valid"):
        CommandHandler("größe", ignore)
