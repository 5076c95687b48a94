"""Gateway intents: which events a bot asks for, and which of them Discord must have allowed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

GUILDS: Final = 1 << 0
MEMBERS: Final = 1 << 1
PRESENCES: Final = 1 << 8
GUILD_MESSAGES: Final = 1 << 9
PRIVATE_MESSAGES: Final = 1 << 12
CONTENT: Final = 1 << 15
KNOWN: Final = (1 << 26) - 1
PRIVILEGED: Final[Mapping[str, int]] = {"message_content": CONTENT, "members": MEMBERS, "presences": PRESENCES}
ALLOWED: Final = ("message_content", "members", "presences")
FLAGS: Final[Mapping[str, int]] = {"message_content": 1 << 19, "members": 1 << 15, "presences": 1 << 13}
