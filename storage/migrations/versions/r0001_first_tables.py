"""The first tables."""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0001"
down_revision: Final = None
branch_labels: Final = None
depends_on: Final = None

ORDERED: Final = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def upgrade() -> None:  # noqa: PLR0915 - a list of tables, nothing else
    """Make every table."""
    op.create_table(
        "dialogues",
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("command", sa.String(), nullable=False),
        sa.Column("filled", sa.JSON(), nullable=False),
        sa.Column("prefilled", sa.JSON(), nullable=False),
        sa.Column("skipped", sa.JSON(), nullable=False),
        sa.Column("asked", sa.String(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("platform", "login", name="pk_dialogues"),
    )
    op.create_index("ix_dialogues_expires", "dialogues", ["expires"])
    op.create_table(
        "errands",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.JSON(), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text()),
        sa.Column("valid_until", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("key", name="pk_errands"),
    )
    op.create_index("ix_errands_due", "errands", ["due"], **_where("answer IS NULL"))
    op.create_index("ix_errands_valid_until", "errands", ["valid_until"])
    op.create_table(
        "inbox",
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("incoming", sa.String(), nullable=False),
        sa.Column("payload", sa.Text()),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handled_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("platform", "incoming", name="pk_inbox"),
    )
    op.create_index("ix_inbox_handled_at", "inbox", ["handled_at"])
    op.create_index("ix_inbox_unhandled", "inbox", ["platform", "received_at"], **_where("handled_at IS NULL"))
    op.create_table(
        "limits",
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("what", "who", name="pk_limits"),
    )
    op.create_index("ix_limits_until", "limits", ["until"])
    op.create_table(
        "members",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("visibility", sa.String()),
        sa.Column("trade", sa.String()),
        sa.Column("town", sa.String()),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("links", sa.JSON(), nullable=False),
        sa.Column("availability", sa.String()),
        sa.Column("available_from", sa.Date()),
        sa.Column("erase_at", sa.DateTime(timezone=True)),
        sa.Column("left_at", sa.DateTime(timezone=True)),
        sa.Column("last_tagged_at", sa.DateTime(timezone=True)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_members"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_members_erase_at", "members", ["erase_at"], **_where("erase_at IS NOT NULL"))
    op.create_table(
        "moves",
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("old", sa.String(), nullable=False),
        sa.Column("new", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("platform", "old", name="pk_moves"),
    )
    op.create_table(
        "places",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("free_messages", sa.Boolean(), nullable=False),
        sa.Column("closed_until", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_places"),
        sa.UniqueConstraint("platform", "chat", "topic", name="uq_places_platform_chat_topic"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "settings",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_settings"),
    )
    op.create_table(
        "tokens",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("command", sa.String(), nullable=False),
        sa.Column("filled", sa.JSON(), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_tokens"),
    )
    op.create_index("ix_tokens_expires", "tokens", ["expires"])
    op.create_index("ix_tokens_platform_login_purpose", "tokens", ["platform", "login", "purpose"])
    op.create_table(
        "wishes",
        sa.Column("object", sa.String(), nullable=False),
        sa.Column("object_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("occurrence", sa.String(), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("remove_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("object", "object_id", "occurrence", name="pk_wishes"),
    )
    op.create_table(
        "accounts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("closed_until", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name="fk_accounts_member_id_members", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sa.UniqueConstraint("platform", "login", name="uq_accounts_platform_login"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_accounts_member_id", "accounts", ["member_id"])
    op.create_table(
        "agreements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("text_version", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name="fk_agreements_member_id_members", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_agreements"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_agreements_member_id", "agreements", ["member_id"])
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", ORDERED, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("lane", sa.Integer(), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True)),
        sa.Column("subject", sa.JSON()),
        sa.Column("place_id", sa.Integer()),
        sa.Column("member_id", sa.Integer()),
        sa.Column("platform", sa.String()),
        sa.Column("login", sa.String()),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("doubts", sa.Integer(), nullable=False),
        sa.Column("first_try_at", sa.DateTime(timezone=True)),
        sa.Column("sent_at", sa.DateTime(timezone=True)),
        sa.Column("owner", sa.String()),
        sa.Column("digest_of", sa.Integer()),
        sa.Column("ref_platform", sa.String()),
        sa.Column("ref_chat", sa.String()),
        sa.Column("ref_topic", sa.String()),
        sa.Column("ref_message", sa.String()),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name="fk_deliveries_member_id_members", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name="fk_deliveries_place_id_places"),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.UniqueConstraint("key", name="uq_deliveries_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_deliveries_digest_of", "deliveries", ["digest_of"], **_where("digest_of IS NOT NULL"))
    op.create_index("ix_deliveries_member_id_outcome", "deliveries", ["member_id", "outcome"])
    op.create_index("ix_deliveries_outcome_expires", "deliveries", ["outcome", "expires"])
    op.create_index("ix_deliveries_outcome_next_try_at", "deliveries", ["outcome", "next_try_at"])
    op.create_index("ix_deliveries_outcome_platform_next_try_at", "deliveries", ["outcome", "platform", "next_try_at"])
    op.create_index("ix_deliveries_place_id_outcome", "deliveries", ["place_id", "outcome"])
    op.create_index("ix_deliveries_subject", "deliveries", ["due"], **_where("subject IS NOT NULL"))
    op.create_table(
        "events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer()),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("starts", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("lasts", sa.Integer(), nullable=False),
        sa.Column("town", sa.String()),
        sa.Column("venue", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text()),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["members.id"], name="fk_events_owner_id_members", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_events"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_events_owner_id", "events", ["owner_id"])
    op.create_index("ix_events_state", "events", ["state"])
    op.create_table(
        "jobs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("town", sa.String()),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("budget", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        sa.Column("source_platform", sa.String()),
        sa.Column("source_chat", sa.String()),
        sa.Column("source_topic", sa.String()),
        sa.Column("source_message", sa.String()),
        sa.Column("titled", sa.Boolean(), nullable=False),
        sa.Column("skilled", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["members.id"], name="fk_jobs_author_id_members", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_jobs_author_id", "jobs", ["author_id"])
    op.create_index(
        "ix_jobs_source_platform_source_chat_source_message",
        "jobs",
        ["source_platform", "source_chat", "source_message"],
    )
    op.create_index("ix_jobs_state_created_at", "jobs", ["state", "created_at"])
    op.create_table(
        "member_skills",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("part", sa.String()),
        sa.Column("stance", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name="fk_member_skills_member_id_members", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", "key", name="pk_member_skills"),
    )
    op.create_index("ix_member_skills_key", "member_skills", ["key"])
    op.create_table(
        "postings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("object", sa.String(), nullable=False),
        sa.Column("object_id", sa.Integer(), nullable=False),
        sa.Column("occurrence", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("place_id", sa.Integer()),
        sa.Column("shown", sa.Integer(), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("remove_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name="fk_postings_place_id_places"),
        sa.PrimaryKeyConstraint("id", name="pk_postings"),
        sa.UniqueConstraint("platform", "chat", "message", name="uq_postings_platform_chat_message"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_postings_object_object_id", "postings", ["object", "object_id"])
    op.create_index("ix_postings_place_id", "postings", ["place_id"])
    op.create_index("ix_postings_remove_at", "postings", ["remove_at"], **_where("remove_at IS NOT NULL"))
    op.create_index("ix_postings_stale", "postings", ["platform", "id"], **_where("shown < wanted"))
    op.create_table(
        "attendance",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("occurrence", ORDERED, nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("attendance", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_attendance_event_id_events", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name="fk_attendance_member_id_members", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", "occurrence", "member_id", name="pk_attendance"),
    )
    op.create_index("ix_attendance_member_id", "attendance", ["member_id"])
    op.create_table(
        "interests",
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name="fk_interests_job_id_jobs", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name="fk_interests_member_id_members", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("job_id", "member_id", name="pk_interests"),
    )
    op.create_index("ix_interests_member_id", "interests", ["member_id"])
    op.create_table(
        "job_parts",
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name="fk_job_parts_job_id_jobs", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("job_id", "position", name="pk_job_parts"),
    )
    op.create_table(
        "reminders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event_id", sa.Integer()),
        sa.Column("occurrence", sa.String()),
        sa.Column("lead", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_reminders_event_id_events", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name="fk_reminders_member_id_members", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_reminders"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_reminders_event_id", "reminders", ["event_id"])
    op.create_index("ix_reminders_member_id", "reminders", ["member_id"])
    op.create_table(
        "tags",
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("batch", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name="fk_tags_job_id_jobs", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_tags_member_id_members", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name="fk_tags_place_id_places"),
        sa.PrimaryKeyConstraint("job_id", "member_id", name="pk_tags"),
    )
    op.create_index("ix_tags_member_id", "tags", ["member_id"])
    op.create_index("ix_tags_place_id", "tags", ["place_id"])
    op.create_table(
        "job_skills",
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("trade", sa.String()),
        sa.ForeignKeyConstraint(
            ["job_id", "part"],
            ["job_parts.job_id", "job_parts.position"],
            name="fk_job_skills_job_id_part_job_parts",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("job_id", "part", "position", name="pk_job_skills"),
    )
    op.create_index("ix_job_skills_key", "job_skills", ["key"])
