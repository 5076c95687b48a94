"""What a calendar needs: dates that deviate, names for other calendars, subscriptions, and what a place hears of."""

from __future__ import annotations

import uuid
from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0003"
down_revision: Final = "0002"
branch_labels: Final = None
depends_on: Final = None


def upgrade() -> None:
    """Events that were kept before are meetings without a limit; each gets the name it has in calendars from now on."""
    op.create_table(
        "feeds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("added_by", sa.Integer()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("town", sa.String()),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=False),
        sa.Column("modified", sa.Text(), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True)),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.Column("known", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_feeds"),
        sa.ForeignKeyConstraint(["added_by"], ["members.id"], name="fk_feeds_added_by_members", ondelete="SET NULL"),
        sa.UniqueConstraint("url", name="uq_feeds_url"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_feeds_due", "feeds", ["due"])
    op.create_table(
        "calendars",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("member_id", name="pk_calendars"),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name="fk_calendars_member_id_members", ondelete="CASCADE"
        ),
    )
    op.add_column("places", sa.Column("hears", sa.JSON(), server_default=sa.text("'{}'"), nullable=False))
    op.add_column("reminders", sa.Column("starts", sa.String()))
    op.add_column("reminders", sa.Column("rule", sa.Text()))
    _widen_events()


def _widen_events() -> None:
    for column in (
        sa.Column("kind", sa.String(), server_default=sa.text("'Treffen'"), nullable=False),
        sa.Column("seats", sa.Integer()),
        sa.Column("all_day", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("uid", sa.String()),
        sa.Column("sequence", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True)),
        sa.Column("feed_id", sa.Integer()),
        sa.Column("deviations", sa.JSON(), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("pauses", sa.JSON(), server_default=sa.text("'[]'"), nullable=False),
    ):
        op.add_column("events", column)
    events = sa.table("events", sa.column("id", sa.Integer), sa.column("uid", sa.String))
    here = op.get_bind()
    for kept in here.execute(sa.select(events.c.id)).all():
        here.execute(sa.update(events).where(events.c.id == kept.id).values(uid=f"{uuid.uuid4()}@ideenherd"))
    with op.batch_alter_table("events", recreate="auto", table_kwargs={"sqlite_autoincrement": True}) as table:
        table.alter_column("uid", existing_type=sa.String(), nullable=False)
        table.create_foreign_key("fk_events_feed_id_feeds", "feeds", ["feed_id"], ["id"], ondelete="SET NULL")
    op.create_index("ix_events_uid", "events", ["uid"])
    op.create_index("ix_events_feed_id", "events", ["feed_id"])
