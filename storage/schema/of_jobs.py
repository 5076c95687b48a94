"""Jobs: their parts, who is tagged and interested, and what members told organisers of them."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, ForeignKeyConstraint, Index, Integer, String, Table, Text, text

from storage.schema.base import id_column, member_column, metadata
from storage.types import UtcDateTime

jobs = Table(
    "jobs",
    metadata,
    id_column(),
    Column("author_id", ForeignKey("members.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("state", String, nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("town", String),
    Column("period", Text, nullable=False),
    Column("budget", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("closed_at", UtcDateTime),
    Column("source_platform", String),
    Column("source_chat", String),
    Column("source_topic", String),
    Column("source_message", String),
    Column("titled", Boolean, nullable=False),
    Column("skilled", Boolean, nullable=False),
    Column("expires_at", UtcDateTime),
    Column("contact_id", ForeignKey("members.id", ondelete="SET NULL"), index=True),
    Column("contact_asked_id", ForeignKey("members.id", ondelete="SET NULL"), index=True),
    Column("signing", String),
    Column("former_id", ForeignKey("members.id", ondelete="SET NULL"), index=True),
    Index(None, "source_platform", "source_chat", "source_message"),
    Index(None, "state", "created_at"),
    sqlite_autoincrement=True,
)

job_parts = Table(
    "job_parts",
    metadata,
    Column("job_id", ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("key", String, nullable=False),
    Column("label", Text, nullable=False),
    Column("seats", Integer, nullable=False, default=1, server_default=text("1")),
    Column("is_named", Boolean, nullable=False, default=False, server_default=text("false")),
)

job_skills = Table(
    "job_skills",
    metadata,
    Column("job_id", Integer, primary_key=True),
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("key", String, nullable=False, index=True),
    Column("label", Text, nullable=False),
    Column("trade", String),
    Column("is_core", Boolean, nullable=False, default=True, server_default=text("true")),
    ForeignKeyConstraint(["job_id", "part"], ["job_parts.job_id", "job_parts.position"], ondelete="CASCADE"),
)

tags = Table(
    "tags",
    metadata,
    Column("job_id", ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True),
    member_column(primary_key=True, index=True),
    Column("part", String, nullable=False),
    Column("reason", Text, nullable=False),
    Column("place_id", ForeignKey("places.id"), nullable=False, index=True),
    Column("batch", Integer, nullable=False),
)

# What somebody was not tagged for and reads in their overview instead.
notes = Table(
    "notes",
    metadata,
    Column("job_id", ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True),
    member_column(primary_key=True, index=True),
    Column("part", String, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

interests = Table(
    "interests",
    metadata,
    Column("job_id", ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True),
    Column("part", String, primary_key=True),
    member_column(primary_key=True, index=True),
    Column("sentence", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("state", String, nullable=False, default="waiting"),
)

# What members told organisers of jobs, and who may post none.
reports = Table(
    "reports",
    metadata,
    Column("job_id", ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True),
    member_column(primary_key=True, index=True),
    Column("reason", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

job_blocks = Table(
    "job_blocks",
    metadata,
    member_column(primary_key=True),
    Column("reason", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)
