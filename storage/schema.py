"""The tables. Ids are never used twice: keys of the outbox name them, and those are unique for ever.

An address that may lack a topic keeps "" for it, since a unique key takes two NULLs for different. A login is the
platform's own id of an account. Instants are UTC, wall times ISO strings, what is only read as a whole is JSON.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import CreateIndex
from sqlalchemy.sql.compiler import DDLCompiler

from storage.types import Seconds, UtcDateTime, ordered_text

metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id() -> Column[int]:
    return Column("id", Integer, primary_key=True)


def _member(on_delete: str = "CASCADE", **options: Any) -> Column[int]:
    return Column("member_id", ForeignKey("members.id", ondelete=on_delete), **options)


def _partial(name: str, *columns: Any, where: str) -> Index:
    """Return an index over the rows that fulfil a condition, which both databases can do."""
    return Index(name, *columns, sqlite_where=text(where))


@compiles(CreateIndex, "postgresql")
def _create_index(create: CreateIndex, compiler: DDLCompiler, **options: Any) -> str:
    """Give PostgreSQL the condition of `_partial`; as its own option it would import its dialect at every start."""
    plain: str = compiler.visit_create_index(create, **options)  # type: ignore[no-untyped-call]  # SQLAlchemy's own
    stated = create.element.dialect_options
    where = stated["sqlite"]["where"]
    return plain if where is None or stated["postgresql"]["where"] is not None else f"{plain} WHERE {where}"


settings = Table(
    "settings",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", Text, nullable=False),
)

members = Table(
    "members",
    metadata,
    _id(),
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
    _partial("ix_members_erase_at", "erase_at", where="erase_at IS NOT NULL"),
    sqlite_autoincrement=True,
)

accounts = Table(
    "accounts",
    metadata,
    _id(),
    _member(nullable=False, index=True),
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
    _member(primary_key=True),
    Column("key", String, primary_key=True, index=True),
    Column("label", Text, nullable=False),
    Column("part", String),
    Column("stance", String, nullable=False),
    Column("position", Integer, nullable=False),
)

agreements = Table(
    "agreements",
    metadata,
    _id(),
    _member(nullable=False, index=True),
    Column("level", String, nullable=False),
    Column("text_version", String, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("place", Text, nullable=False),
    sqlite_autoincrement=True,
)

places = Table(
    "places",
    metadata,
    _id(),
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

jobs = Table(
    "jobs",
    metadata,
    _id(),
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
    _member(primary_key=True, index=True),
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
    _member(primary_key=True, index=True),
    Column("part", String, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

# Who was found in no place of the community, how often in a row, and when the places are asked again.
misses = Table(
    "misses",
    metadata,
    _member(primary_key=True),
    Column("times", Integer, nullable=False),
    Column("ask_at", UtcDateTime, nullable=False, index=True),
    Column("missed_at", UtcDateTime),
)

interests = Table(
    "interests",
    metadata,
    Column("job_id", ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True),
    Column("part", String, primary_key=True),
    _member(primary_key=True, index=True),
    Column("sentence", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("state", String, nullable=False, default="waiting"),
)

# Who does a part: the number of the seat is part of the key, so that no seat is ever taken twice.
seats = Table(
    "seats",
    metadata,
    Column("job_id", ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True),
    Column("part", String, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    _member(nullable=False, index=True),
    Column("at", UtcDateTime, nullable=False),
    UniqueConstraint("job_id", "part", "member_id"),
)

events = Table(
    "events",
    metadata,
    _id(),
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
    _id(),
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
    _member(primary_key=True),
    Column("serial", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)

attendance = Table(
    "attendance",
    metadata,
    Column("event_id", ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    Column("occurrence", ordered_text(), primary_key=True),
    _member(primary_key=True, index=True),
    Column("attendance", String, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

reminders = Table(
    "reminders",
    metadata,
    _id(),
    _member(nullable=False, index=True),
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

# `due` is the plan's and stays, so that what is late can be told; `next_try_at` is when the row may be claimed.
# `digest_of` is the first row of the digest that this one was last leased in: a doubt is settled for all together.
deliveries = Table(
    "deliveries",
    metadata,
    _id(),
    Column("key", ordered_text(), nullable=False, unique=True),
    Column("kind", String, nullable=False),
    Column("lane", Integer, nullable=False),
    Column("due", UtcDateTime, nullable=False),
    Column("expires", UtcDateTime),
    Column("subject", JSON(none_as_null=True)),
    Column("place_id", ForeignKey("places.id")),
    _member(),
    Column("platform", String),
    Column("login", String),
    Column("outcome", String, nullable=False),
    Column("next_try_at", UtcDateTime, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("doubts", Integer, nullable=False),
    Column("first_try_at", UtcDateTime),
    Column("sent_at", UtcDateTime),
    Column("owner", String),
    Column("digest_of", Integer),
    Column("ref_platform", String),
    Column("ref_chat", String),
    Column("ref_topic", String),
    Column("ref_message", String),
    Column("reason", Text, nullable=False),
    Index(None, "outcome", "platform", "next_try_at"),
    Index(None, "outcome", "next_try_at"),
    Index(None, "outcome", "expires"),
    Index(None, "place_id", "outcome"),
    Index(None, "member_id", "outcome"),
    _partial("ix_deliveries_digest_of", "digest_of", where="digest_of IS NOT NULL"),
    _partial("ix_deliveries_subject", "due", where="subject IS NOT NULL"),
    sqlite_autoincrement=True,
)

postings = Table(
    "postings",
    metadata,
    _id(),
    Column("object", String, nullable=False),
    Column("object_id", Integer, nullable=False),
    Column("occurrence", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("platform", String, nullable=False),
    Column("chat", String, nullable=False),
    Column("topic", String, nullable=False),
    Column("message", String, nullable=False),
    Column("place_id", ForeignKey("places.id"), index=True),
    Column("shown", Integer, nullable=False),
    Column("wanted", Integer, nullable=False),
    Column("remove_at", UtcDateTime),
    UniqueConstraint("platform", "chat", "message"),
    Index(None, "object", "object_id"),
    _partial("ix_postings_stale", "platform", "id", where="shown < wanted"),
    _partial("ix_postings_remove_at", "remove_at", where="remove_at IS NOT NULL"),
    sqlite_autoincrement=True,
)

# What was last asked of the copies of an object, for the copy that was under way when it was asked.
wishes = Table(
    "wishes",
    metadata,
    Column("object", String, primary_key=True),
    Column("object_id", Integer, primary_key=True, autoincrement=False),
    Column("occurrence", String, primary_key=True),
    Column("wanted", Integer, nullable=False),
    Column("remove_at", UtcDateTime),
)

errands = Table(
    "errands",
    metadata,
    Column("key", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("subject", JSON, nullable=False),
    Column("due", UtcDateTime, nullable=False),
    Column("answer", Text),
    Column("valid_until", UtcDateTime),
    _partial("ix_errands_due", "due", where="answer IS NULL"),
    Index(None, "valid_until"),
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
    _partial("ix_inbox_unhandled", "platform", "received_at", where="handled_at IS NULL"),
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

# What members told organisers of jobs, and who may post none.
reports = Table(
    "reports",
    metadata,
    Column("job_id", ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True),
    _member(primary_key=True, index=True),
    Column("reason", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

job_blocks = Table(
    "job_blocks",
    metadata,
    _member(primary_key=True),
    Column("reason", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

# What somebody offers to hand on, as it was when they offered it. `contact_id` means nothing where the taker speaks.
handovers = Table(
    "handovers",
    metadata,
    _id(),
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
    _member(primary_key=True, index=True),
    Column("position", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("place_id", ForeignKey("places.id"), index=True),
    Column("state", String, nullable=False),
)

recommendations = Table(
    "recommendations",
    metadata,
    _id(),
    Column("job_id", ForeignKey("jobs.id", ondelete="CASCADE"), nullable=False),
    _member(nullable=False, index=True),
    Column("by_id", ForeignKey("members.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("part", String, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("is_taken", Boolean),
    UniqueConstraint("job_id", "member_id"),
    sqlite_autoincrement=True,
)

# Who wants no questions that colleagues send through the bot.
unasked = Table(
    "unasked",
    metadata,
    _member(primary_key=True),
    Column("at", UtcDateTime, nullable=False),
)

# Codes by which two accounts become one person's; who took one in, and how far both have agreed.
link_codes = Table(
    "link_codes",
    metadata,
    _id(),
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
    _member(primary_key=True),
    Column("gone_id", Integer, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("until", UtcDateTime, nullable=False, index=True),
    Column("ledger", JSON, nullable=False),
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
