"""What goes out: rows of the outbox, messages that stand somewhere, and questions to the network."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from storage.schema.base import id_column, member_column, metadata, partial_index
from storage.types import UtcDateTime, ordered_text

# `due` is the plan's and stays, so that what is late can be told; `next_try_at` is when the row may be claimed.
# `digest_of` is the first row of the digest that this one was last leased in: a doubt is settled for all together.
deliveries = Table(
    "deliveries",
    metadata,
    id_column(),
    Column("key", ordered_text(), nullable=False, unique=True),
    Column("kind", String, nullable=False),
    Column("lane", Integer, nullable=False),
    Column("due", UtcDateTime, nullable=False),
    Column("expires", UtcDateTime),
    Column("subject", JSON(none_as_null=True)),
    Column("place_id", ForeignKey("places.id")),
    member_column(),
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
    partial_index("ix_deliveries_digest_of", "digest_of", where="digest_of IS NOT NULL"),
    partial_index("ix_deliveries_subject", "due", where="subject IS NOT NULL"),
    sqlite_autoincrement=True,
)

postings = Table(
    "postings",
    metadata,
    id_column(),
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
    partial_index("ix_postings_stale", "platform", "id", where="shown < wanted"),
    partial_index("ix_postings_remove_at", "remove_at", where="remove_at IS NOT NULL"),
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
    partial_index("ix_errands_due", "due", where="answer IS NULL"),
    Index(None, "valid_until"),
)
