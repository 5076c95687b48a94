"""Places: where the bot works, and where chats went."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, String, Table, Text, UniqueConstraint, text

from storage.schema.base import id_column, metadata
from storage.types import UtcDateTime

places = Table(
    "places",
    metadata,
    id_column(),
    Column("platform", String, nullable=False),
    Column("chat", String, nullable=False),
    Column("topic", String, nullable=False, default=""),
    Column("name", Text, nullable=False),
    Column("roles", JSON, nullable=False),
    Column("free_messages", Boolean, nullable=False),
    Column("hears", JSON, nullable=False, default=dict, server_default=text("'{}'")),
    Column("closed_until", UtcDateTime),
    Column("has_index", Boolean, nullable=False, default=False, server_default=text("false")),
    UniqueConstraint("platform", "chat", "topic"),
    sqlite_autoincrement=True,
)

# Where chats went: what is configured may still name the old address.
moves = Table(
    "moves",
    metadata,
    Column("platform", String, primary_key=True),
    Column("old", String, primary_key=True),
    Column("new", String, nullable=False),
)
