"""Events with the answers to them, calendars and reminders."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Integer, String, Table, Text, text

from storage.schema.base import id_column, member_column, metadata
from storage.types import Seconds, UtcDateTime, ordered_text

events = Table(
    "events",
    metadata,
    id_column(),
    Column("owner_id", ForeignKey("members.id", ondelete="SET NULL"), index=True),
    Column("title", Text, nullable=False),
    Column("starts", String, nullable=False),
    Column("zone", String, nullable=False),
    Column("lasts", Seconds, nullable=False),
    Column("town", String),
    Column("venue", Text, nullable=False),
    Column("link", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("rule", Text),
    Column("state", String, nullable=False, index=True),
    Column("revision", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("kind", String, nullable=False, default="Treffen", server_default=text("'Treffen'")),
    Column("seats", Integer),
    Column("all_day", Boolean, nullable=False, default=False, server_default=text("false")),
    Column("uid", String, nullable=False, index=True),
    Column("sequence", Integer, nullable=False, default=0, server_default=text("0")),
    Column("changed_at", UtcDateTime),
    Column("feed_id", ForeignKey("feeds.id", ondelete="SET NULL"), index=True),
    Column("deviations", JSON, nullable=False, default=list, server_default=text("'[]'")),
    Column("pauses", JSON, nullable=False, default=list, server_default=text("'[]'")),
    sqlite_autoincrement=True,
)

# Calendars elsewhere that organisers subscribed to.
feeds = Table(
    "feeds",
    metadata,
    id_column(),
    Column("url", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("added_by", ForeignKey("members.id", ondelete="SET NULL")),
    Column("created_at", UtcDateTime, nullable=False),
    Column("town", String),
    Column("kind", String, nullable=False),
    Column("etag", Text, nullable=False, default=""),
    Column("modified", Text, nullable=False, default=""),
    Column("due", UtcDateTime, nullable=False, index=True),
    Column("seen_at", UtcDateTime),
    Column("failures", Integer, nullable=False, default=0),
    Column("told", Boolean, nullable=False, default=False),
    Column("known", JSON, nullable=False, default=dict),
    sqlite_autoincrement=True,
)

# Which of a member's secret calendar addresses is the valid one: the address is derived from the number.
calendars = Table(
    "calendars",
    metadata,
    member_column(primary_key=True),
    Column("serial", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)

attendance = Table(
    "attendance",
    metadata,
    Column("event_id", ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    Column("occurrence", ordered_text(), primary_key=True),
    member_column(primary_key=True, index=True),
    Column("attendance", String, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

reminders = Table(
    "reminders",
    metadata,
    id_column(),
    member_column(nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("due", UtcDateTime, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("event_id", ForeignKey("events.id", ondelete="CASCADE"), index=True),
    Column("occurrence", String),
    Column("lead", Seconds, nullable=False),
    Column("starts", String),
    Column("rule", Text),
    sqlite_autoincrement=True,
)
