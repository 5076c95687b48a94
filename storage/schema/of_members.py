"""Members: who they are, their accounts and consent, and what is known of where they are."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Date, Index, Integer, String, Table, Text, UniqueConstraint, text

from storage.schema.base import id_column, member_column, metadata, partial_index
from storage.types import UtcDateTime

members = Table(
    "members",
    metadata,
    id_column(),
    Column("name", Text, nullable=False),
    Column("visibility", String),
    Column("trade", String),
    Column("town", String),
    Column("about", Text, nullable=False, default=""),
    Column("links", JSON, nullable=False, default=list),
    Column("availability", String),
    Column("available_from", Date),
    Column("erase_at", UtcDateTime),
    Column("left_at", UtcDateTime),
    Column("last_tagged_at", UtcDateTime),
    Column("wishes", JSON(none_as_null=True)),
    Column("pings", JSON(none_as_null=True)),
    Column("created_at", UtcDateTime, nullable=False),
    Column("changed", Integer, nullable=False, default=0, server_default=text("0"), index=True),
    Column("preferred", String),
    partial_index("ix_members_erase_at", "erase_at", where="erase_at IS NOT NULL"),
    sqlite_autoincrement=True,
)

accounts = Table(
    "accounts",
    metadata,
    id_column(),
    member_column(nullable=False, index=True),
    Column("platform", String, nullable=False),
    Column("login", String, nullable=False),
    Column("name", Text, nullable=False),
    Column("closed_until", UtcDateTime),
    UniqueConstraint("platform", "login"),
    sqlite_autoincrement=True,
)

member_skills = Table(
    "member_skills",
    metadata,
    member_column(primary_key=True),
    Column("key", String, primary_key=True, index=True),
    Column("label", Text, nullable=False),
    Column("part", String),
    Column("stance", String, nullable=False),
    Column("position", Integer, nullable=False),
)

agreements = Table(
    "agreements",
    metadata,
    id_column(),
    member_column(nullable=False, index=True),
    Column("level", String, nullable=False),
    Column("text_version", String, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("place", Text, nullable=False),
    sqlite_autoincrement=True,
)

# Codes by which two accounts become one person's; who took one in, and how far both have agreed.
link_codes = Table(
    "link_codes",
    metadata,
    id_column(),
    Column("hash", String, nullable=False, unique=True),
    Column("platform", String, nullable=False),
    Column("login", String, nullable=False),
    Column("taken_platform", String),
    Column("taken_login", String),
    Column("in_public", Boolean, nullable=False),
    Column("is_agreed", Boolean, nullable=False),
    Column("expires", UtcDateTime, nullable=False, index=True),
    Index(None, "platform", "login"),
    Index(None, "taken_platform", "taken_login"),
    sqlite_autoincrement=True,
)

# Which members were made one, and what is whose, for as long as they can be parted again: `storage.ledger`.
links = Table(
    "links",
    metadata,
    member_column(primary_key=True),
    Column("gone_id", Integer, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("until", UtcDateTime, nullable=False, index=True),
    Column("ledger", JSON, nullable=False),
)

# Who wants no questions that colleagues send through the bot.
unasked = Table(
    "unasked",
    metadata,
    member_column(primary_key=True),
    Column("at", UtcDateTime, nullable=False),
)

# Who was found in no place of the community, how often in a row, and when the places are asked again.
misses = Table(
    "misses",
    metadata,
    member_column(primary_key=True),
    Column("times", Integer, nullable=False),
    Column("ask_at", UtcDateTime, nullable=False, index=True),
    Column("missed_at", UtcDateTime),
)
