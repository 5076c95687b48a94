"""What a button carries: a call in a few bytes, readable, and the same in every version and on every platform.

    event.answer&event=12&on=2026-12-09T19:00&answer=Dabei

A message may stand for years, so what was ever written is read for ever. A call that is longer than the platform's
buttons hold, or has a separator in it, is kept in the database, and its button carries a token.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Final

from bot.talk.answers import Button, Call, Reply

KEPT: Final = "kept"
_COMMAND: Final = re.compile(r"[a-z][a-z0-9_.]*")
_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")
# The answer to an event stands on cards, where nothing is kept, and would not fit with the whole name.
_SHORT: Final[Mapping[str, str]] = {"occurrence": "on"}
_FULL: Final[Mapping[str, str]] = {short: name for name, short in _SHORT.items()}


def encoded(call: Call, longest: int) -> str | None:
    """Return the call in at most so many bytes, or None where it has to be kept."""
    if not _COMMAND.fullmatch(call.command):
        return None
    written = call.command
    for name, value in call.values.items():
        if not _NAME.fullmatch(name) or name in _FULL or not _is_plain(value):
            return None
        written += f"&{_SHORT.get(name, name)}={value}"
    return written if len(written.encode()) <= longest else None


def decoded(data: str, longest: int) -> Call | None:
    """Return the call that was carried, or None where it is not one of ours; anybody can send anything."""
    command, *pairs = data.split("&")
    if not _COMMAND.fullmatch(command):
        return None
    values: dict[str, str] = {}
    for pair in pairs:
        name, separator, value = pair.partition("=")
        name = _FULL.get(name, name)
        if not separator or not _NAME.fullmatch(name) or name in values or not _is_plain(value):
            return None
        values[name] = value
    return Call(command, values) if len(data.encode()) <= longest else None


async def shortened(reply: Reply, keep: Callable[[Call], Awaitable[str]], longest: int) -> Reply:
    """Return the reply with a token in place of each call that is too long; `keep` makes one for each distinct call."""
    tokens: list[tuple[Call, str]] = []

    async def fitting(button: Button) -> Button:
        call = button.press
        if not isinstance(call, Call) or button.in_private or encoded(call, longest) is not None:
            return button
        token = next((token for known, token in tokens if known == call), None)
        if token is None:
            token = await keep(call)
            tokens.append((call, token))
        return replace(button, press=Call(KEPT, {"token": token}))

    rows = [tuple([await fitting(button) for button in row]) for row in reply.buttons]
    return replace(reply, buttons=tuple(rows))


def _is_plain(value: str) -> bool:
    """Say whether a value can stand between separators as it is."""
    return value.isprintable() and not set(value) & {"&", "="}
