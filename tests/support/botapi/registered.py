"""What the bot has registered about itself."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(eq=False, slots=True)
class Profile:
    """The bot's commands by scope and language, and its texts by name and language; "" is the language of all others.

    A scope is written as its type, followed by ":" and the chat, and ":" and the member, where it has them.
    """

    commands: dict[tuple[str, str], list[tuple[str, str]]] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
