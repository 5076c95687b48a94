"""Teams: seats, rooms, what is handed on and recommended, and what became of it."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint, text

from storage.schema.base import id_column, member_column, metadata
from storage.types import UtcDateTime

# Who does a part: the number of the seat is part of the key, so that no seat is ever taken twice.
seats = Table(
    "seats",
    metadata,
    Column("job_id", ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True),
    Column("part", String, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    member_column(nullable=False, index=True),
    Column("at", UtcDateTime, nullable=False),
    UniqueConstraint("job_id", "part", "member_id"),
)

# The room that a team has, and who was let in: to show them out again when they are not in the team any more.
team_rooms = Table(
    "team_rooms",
    metadata,
    Column("job_id", ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("number", Integer, nullable=False),
    Column("place_id", ForeignKey("places.id", ondelete="SET NULL"), index=True),
    Column("link", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

room_people = Table(
    "room_people",
    metadata,
    Column("job_id", ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True),
    Column("platform", String, primary_key=True),
    Column("login", String, primary_key=True),
)

# How often it is to be asked what became of a job, -1 when that is settled; and what was answered, without anybody.
outcome_questions = Table(
    "outcome_questions",
    metadata,
    Column("job_id", ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("step", Integer, nullable=False),
)

outcomes = Table(
    "outcomes",
    metadata,
    Column("month", String, primary_key=True),
    Column("answer", String, primary_key=True),
    Column("count", Integer, nullable=False),
)

# What somebody offers to hand on, as it was when they offered it. `contact_id` means nothing where the taker speaks.
handovers = Table(
    "handovers",
    metadata,
    id_column(),
    Column("job_id", ForeignKey("jobs.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("giver_id", ForeignKey("members.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("taker_id", ForeignKey("members.id", ondelete="CASCADE"), index=True),
    Column("scope", String, nullable=False),
    Column("part", String, nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("skills", Text, nullable=False),
    Column("town", Text, nullable=False),
    Column("period", Text, nullable=False),
    Column("budget", Text, nullable=False),
    Column("share", Integer, nullable=False),
    Column("taker_speaks", Boolean, nullable=False),
    Column("contact_id", ForeignKey("members.id", ondelete="SET NULL"), index=True),
    Column("sentence", Text, nullable=False),
    Column("signing", String, nullable=False, default="", server_default=text("''")),
    Column("skill", Text, nullable=False),
    Column("state", String, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("closed_at", UtcDateTime),
    Index(None, "state", "expires_at"),
    sqlite_autoincrement=True,
)

handover_people = Table(
    "handover_people",
    metadata,
    Column("handover_id", ForeignKey("handovers.id", ondelete="CASCADE"), primary_key=True),
    member_column(primary_key=True, index=True),
    Column("position", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("place_id", ForeignKey("places.id"), index=True),
    Column("state", String, nullable=False),
)

recommendations = Table(
    "recommendations",
    metadata,
    id_column(),
    Column("job_id", ForeignKey("jobs.id", ondelete="CASCADE"), nullable=False),
    member_column(nullable=False, index=True),
    Column("by_id", ForeignKey("members.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("part", String, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("is_taken", Boolean),
    UniqueConstraint("job_id", "member_id"),
    sqlite_autoincrement=True,
)
