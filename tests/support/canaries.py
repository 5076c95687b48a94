"""The tokens of the loopback platforms as canaries: nothing that the bot logs, prints or sends may hold one.

The secret addresses of calendars may be said privately, but stand in no log.
"""

from __future__ import annotations

import copy
import logging
import re
from collections.abc import Iterable
from typing import Final

from bot.secrecy import OneLine, Redacting
from tests.support import botapi, discordapi
from tests.support.botapi import server as telegrams
from tests.support.discordapi import server as discords

NEW_ON_DISCORD: Final = "MTIzNDU2Nzg5MDEyMzQ1Njc4.loop.new-token-of-nobody-at-all-0000"
ON_TELEGRAM: Final = telegrams.TOKEN
ON_DISCORD: Final = discords.TOKEN
OURS: Final = ("bot", "adapters", "storage")
_SECRET_ADDRESS: Final = re.compile(r"/persoenlich/\d+-[\w-]{20,}")
CANARIES: Final = (ON_TELEGRAM, ON_TELEGRAM.partition(":")[2], ON_DISCORD, NEW_ON_DISCORD)


def sung(words: str) -> list[str]:
    """Return the canaries in a text, shortened: a failing test must not spread them either."""
    return [f"{canary[:12]}…" for canary in CANARIES if canary in words]


class Watch(logging.Handler):
    """Writes every record as a running bot would, with no token known to it by value, and keeps lines with a canary
    or a secret address.

    What our own loggers say may hold none even before anything is taken out.
    """

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self._redacting = Redacting([])
        self._line = OneLine()
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Look at a record, which others go on with as it is."""
        own = copy.copy(record)
        said = own.getMessage() if record.name.startswith(OURS) else ""
        self._redacting.filter(own)
        words = f"{said} {self._line.format(own)}"
        if canaries := [*sung(words), *(found[:16] for found in _SECRET_ADDRESS.findall(words))]:
            self.heard.append(f"{record.name} at {record.levelname}: {canaries}")


def shown(messages: Iterable[botapi.Message | discordapi.Message]) -> list[str]:
    """Return the canaries in messages of the bot, in all that they ever showed and in their files."""
    found: list[str] = []
    for message in messages:
        words = [version.text for version in message.history]
        words += [f"{button.label} {button.url}" for row in message.buttons for button in row]
        if isinstance(message, botapi.Message):
            words += [message.document.content.decode("utf-8", "replace")] if message.document else []
        else:
            words += [file.content.decode("utf-8", "replace") for version in message.history for file in version.files]
        found += sung("\n".join(words))
    return found
