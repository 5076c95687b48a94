"""What a test sees of a message: the words under each entity, and what Telegram's own parser finds in the words."""

from __future__ import annotations

import importlib
import importlib.util
import json
import re
from typing import Any

import pytest
from hypothesis import strategies as st
from telegram import MessageEntity

from adapters.telegram.letters import JOINER
from adapters.telegram.outgoing import Message
from bot.talk.strange import utf16_length

needs_tdlib = pytest.mark.skipif(
    importlib.util.find_spec("tdjson") is None, reason="tdjson, Telegram's own parser, is not installed"
)
_WORD_START = re.compile(r"(?<!\w)(?:@|(?<![/<>])/)[A-Za-z0-9_]+")
_SOME = [
    *(
        "@anna_b",
        "@gif",
        "@",
        "/start",
        "/",
        "/start@other_bot",
        "//",
        "anna",
        "é",
        "ä",
        "_",
        "1",
        "日",
        "🙂",
        "👩🏽‍💻",
    ),
    *("\u0301", "\u030a", "\u200d", "\u202e", "\u2060", "\u00a0", "\ud800", "\x00", "\r", "\n", " ", "#tag", "$USD"),
    *(".", ":", ",", "-", "+", "(", ")", "„", "“", "<", ">", "?", "#", "https://", "x.de", "mastodon.social", "a.b-"),
]
typed = st.lists(st.sampled_from(_SOME) | st.text(max_size=4), max_size=12).map("".join)


def under(message: Message, entity: MessageEntity) -> str:
    """Return the words under an entity, counted as Telegram counts."""
    raw = message.text.encode("utf-16-le")
    return raw[entity.offset * 2 : (entity.offset + entity.length) * 2].decode("utf-16-le")


def looks(message: Message) -> list[tuple[str, str]]:
    """Return the type of each entity with the words under it."""
    return [(str(entity.type), under(message, entity)) for entity in message.entities]


def assert_fits(message: Message) -> None:
    """Assert what Telegram demands of the text of a message and its entities."""
    assert message.text.strip() == message.text != ""
    assert utf16_length(message.text) <= 4096
    assert len(message.entities) <= 100
    assert [str(entity.type) for entity in message.entities].count("text_mention") <= 5
    for entity in message.entities:
        assert entity.offset >= 0
        assert entity.length > 0
        assert entity.offset + entity.length <= utf16_length(message.text)


def careful(words: str) -> list[str]:
    """Return what a careful reader takes for a mention or a command."""
    return _WORD_START.findall(words)


def parsed(words: str) -> list[tuple[str, str]]:
    """Return the mentions and commands that TDLib finds, with their words."""
    tdlib: Any = importlib.import_module("tdjson")
    tdlib.td_execute(json.dumps({"@type": "setLogVerbosityLevel", "new_verbosity_level": 0}).encode())
    answer = json.loads(tdlib.td_execute(json.dumps({"@type": "getTextEntities", "text": words}).encode()))
    raw = words.encode("utf-16-le")
    return [
        (kind, raw[entity["offset"] * 2 : (entity["offset"] + entity["length"]) * 2].decode("utf-16-le"))
        for entity in answer["entities"]
        if (kind := entity["type"]["@type"].removeprefix("textEntityType")) in ("Mention", "BotCommand")
    ]


def unguarded(words: str) -> str:
    """Return the words without joiners."""
    return words.replace(JOINER, "")
