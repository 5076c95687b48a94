"""Addresses of people and chats on a platform: what every room needs to name somebody."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Platform(StrEnum):
    """The chat systems in which the community lives."""

    TELEGRAM = "telegram"
    DISCORD = "discord"


@dataclass(frozen=True, slots=True)
class Address:
    """One login of a person on one platform; `user` is the platform's own id as a string."""

    platform: Platform
    user: str


@dataclass(frozen=True, slots=True)
class ChatAddress:
    """A chat, or a topic or thread in it, on one platform; ids are the platform's own, as strings."""

    platform: Platform
    chat: str
    topic: str | None = None

    def is_in(self, other: ChatAddress) -> bool:
        """Say whether it is that chat, or a topic or thread in it."""
        return self == other or (other.topic is None and (self.platform, self.chat) == (other.platform, other.chat))


@dataclass(frozen=True, slots=True)
class MessageRef:
    """A message that stands on a platform: where it really is, and its id there."""

    where: ChatAddress
    message: str
