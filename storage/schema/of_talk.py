"""What a conversation keeps, and what the house keeps for itself."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Index, Integer, String, Table, Text, text

from storage.schema.base import metadata, partial_index
from storage.types import UtcDateTime

settings = Table(
    "settings",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", Text, nullable=False),
)

dialogues = Table(
    "dialogues",
    metadata,
    Column("platform", String, primary_key=True),
    Column("login", String, primary_key=True),
    Column("command", String, nullable=False),
    Column("filled", JSON, nullable=False),
    Column("prefilled", JSON, nullable=False),
    Column("skipped", JSON, nullable=False),
    Column("asked", String, nullable=False),
    Column("serial", Integer, nullable=False),
    Column("expires", UtcDateTime, nullable=False, index=True),
    Column("half", String, nullable=False, default="", server_default=text("''")),
)

tokens = Table(
    "tokens",
    metadata,
    Column("hash", String, primary_key=True),
    Column("purpose", String, nullable=False),
    Column("platform", String, nullable=False),
    Column("login", String, nullable=False),
    Column("command", String, nullable=False),
    Column("filled", JSON, nullable=False),
    Column("expires", UtcDateTime, nullable=False, index=True),
    Index(None, "platform", "login", "purpose"),
)

# An update is kept with its text until it is handled, its id alone for 48 hours after.
inbox = Table(
    "inbox",
    metadata,
    Column("platform", String, primary_key=True),
    Column("incoming", String, primary_key=True),
    Column("payload", Text),
    Column("received_at", UtcDateTime, nullable=False),
    Column("handled_at", UtcDateTime, index=True),
    partial_index("ix_inbox_unhandled", "platform", "received_at", where="handled_at IS NULL"),
)

limits = Table(
    "limits",
    metadata,
    Column("what", String, primary_key=True),
    Column("who", String, primary_key=True),
    Column("uses", Integer, nullable=False),
    Column("until", UtcDateTime, nullable=False, index=True),
)

changes = Table(
    "changes",
    metadata,
    Column("name", String, primary_key=True),
    Column("newest", Integer, nullable=False),
)

skill_aliases = Table(
    "skill_aliases",
    metadata,
    Column("key", String, primary_key=True),
    Column("spelling", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("added_at", UtcDateTime, nullable=False),
)
