"""Permissions: their names and bits, and what somebody may do where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

BITS: Final[Mapping[str, int]] = {
    name: 1 << place
    for place, name in {
        0: "create_instant_invite", 1: "kick_members", 2: "ban_members", 3: "administrator", 4: "manage_channels",
        5: "manage_guild", 6: "add_reactions", 7: "view_audit_log", 10: "view_channel", 11: "send_messages",
        13: "manage_messages", 14: "embed_links", 15: "attach_files", 16: "read_message_history",
        17: "mention_everyone", 18: "use_external_emojis", 28: "manage_roles", 29: "manage_webhooks",
        31: "use_application_commands", 33: "manage_events", 34: "manage_threads", 35: "create_public_threads",
        36: "create_private_threads", 38: "send_messages_in_threads", 40: "moderate_members", 44: "create_events",
        49: "send_polls", 50: "use_external_apps", 51: "pin_messages", 52: "bypass_slowmode",
    }.items()
}  # fmt: skip
_ALSO: Final = {"read_messages": "view_channel", "create_polls": "send_polls"}  # discord.py knows two names
EVERYTHING: Final = (1 << 53) - 1
USUAL: Final = 2_248_473_465_835_073  # what @everyone may in a new guild
INVITED: Final = 17_970_143_284_225  # what the bot's invitation asks for
IN_PRIVATE: Final = EVERYTHING  # what Discord says of a chat with a person


@dataclass(slots=True)
class Overwrite:
    """What a channel takes from a role or an account, and gives to it."""

    target: int
    is_role: bool
    allow: int = 0
    deny: int = 0

    def as_json(self) -> dict[str, object]:
        """Return Discord's overwrite object."""
        kind = 0 if self.is_role else 1
        return {"id": str(self.target), "type": kind, "allow": str(self.allow), "deny": str(self.deny)}


def bits(names: Iterable[str]) -> int:
    """Return the bits of permissions by their names; KeyError for one that does not exist."""
    result = 0
    for name in names:
        result |= _bit(name.casefold())
    return result


def _bit(name: str) -> int:
    return BITS[_ALSO.get(name, name)]


def computed(base: int, overwrites: Mapping[int, Overwrite], everyone: int, roles: Iterable[int], account: int) -> int:
    """Return what is left of `base` in a channel: @everyone's overwrite first, then all roles', then the account's own.

    Without a view of the channel nothing is left.
    """
    if base & BITS["administrator"]:
        return EVERYTHING
    base = _after(base, [overwrites[everyone]] if everyone in overwrites else [])
    base = _after(base, [overwrites[role] for role in roles if role in overwrites])
    base = _after(base, [overwrites[account]] if account in overwrites else [])
    return base if base & BITS["view_channel"] else 0


def _after(base: int, overwrites: list[Overwrite]) -> int:
    for each in overwrites:
        base &= ~each.deny
    for each in overwrites:
        base |= each.allow
    return base
