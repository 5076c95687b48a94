"""How addresses and references to messages are written into columns and read back."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Table

from bot.domain.people import Address, ChatAddress, MessageRef, Platform
from storage.parameters import its

ACCOUNT: Final = ("platform", "login")


def written(ref: MessageRef | None, prefix: str = "") -> dict[str, str | None]:
    """Return the four columns of a reference, all NULL without one."""
    if ref is None:
        return dict.fromkeys((f"{prefix}{name}" for name in ("platform", "chat", "topic", "message")), None)
    return {
        f"{prefix}platform": ref.where.platform,
        f"{prefix}chat": ref.where.chat,
        f"{prefix}topic": ref.where.topic or "",
        f"{prefix}message": ref.message,
    }


def read_ref(row: Row[Any], prefix: str = "") -> MessageRef | None:
    """Return the reference in the four columns of a row."""
    message = getattr(row, f"{prefix}message")
    if message is None:
        return None
    platform = Platform(getattr(row, f"{prefix}platform"))
    where = ChatAddress(platform, getattr(row, f"{prefix}chat"), getattr(row, f"{prefix}topic") or None)
    return MessageRef(where, message)


def is_message(table: Table, ref: MessageRef, prefix: str) -> ColumnElement[bool]:
    """Return the condition that a row is about a message.

    The topic is left out: a message's id is unique in its chat, and a press on an old message does not tell it.
    """
    return (
        (table.c[f"{prefix}platform"] == ref.where.platform)
        & (table.c[f"{prefix}chat"] == ref.where.chat)
        & (table.c[f"{prefix}message"] == ref.message)
    )


def its_account(address: Address) -> dict[str, str]:
    """Return the values of an account for `same(table, *ACCOUNT)`."""
    return its(platform=address.platform, login=address.user)


def is_account(table: Table, address: Address) -> ColumnElement[bool]:
    """Return the condition that a row belongs to an account."""
    return (table.c.platform == address.platform) & (table.c.login == address.user)
