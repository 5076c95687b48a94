"""What teams need: seats, interest in a part and what was said to it, who speaks and signs, and when a job closes."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0004"
down_revision: Final = "0003"
branch_labels: Final = None
depends_on: Final = None


def upgrade() -> None:
    """An interest that was kept before is in the whole job and waits for an answer; each part has one seat.

    A job that is open has no end yet: the bot gives it one at its next start, from that moment on.
    """
    op.add_column("job_parts", sa.Column("seats", sa.Integer(), server_default=sa.text("1"), nullable=False))
    op.add_column("job_parts", sa.Column("is_named", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    at = sa.column("at", sa.DateTime(timezone=True))  # of its type, or what was read could not be written again
    before = sa.table("interests", *(sa.column(name) for name in ("job_id", "member_id", "sentence")), at)
    kept = [dict(row) for row in op.get_bind().execute(sa.select(before)).mappings()]
    op.drop_index("ix_interests_member_id", "interests")
    op.drop_table("interests")
    after = op.create_table(
        "interests",
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("job_id", "part", "member_id", name="pk_interests"),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name="fk_interests_job_id_jobs", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name="fk_interests_member_id_members", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_interests_member_id", "interests", ["member_id"])
    if kept:
        op.bulk_insert(after, [{**row, "part": "", "state": "waiting"} for row in kept])
    op.create_table(
        "seats",
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("job_id", "part", "number", name="pk_seats"),
        sa.UniqueConstraint("job_id", "part", "member_id", name="uq_seats_job_id_part_member_id"),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name="fk_seats_job_id_jobs", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_seats_member_id_members", ondelete="CASCADE"),
    )
    op.create_index("ix_seats_member_id", "seats", ["member_id"])
    op.add_column("jobs", sa.Column("expires_at", sa.DateTime(timezone=True)))
    op.add_column("jobs", sa.Column("signing", sa.String()))
    for name in ("contact_id", "contact_asked_id"):
        op.add_column("jobs", sa.Column(name, sa.Integer()))
        with op.batch_alter_table("jobs", recreate="auto", table_kwargs={"sqlite_autoincrement": True}) as table:
            table.create_foreign_key(f"fk_jobs_{name}_members", "members", [name], ["id"], ondelete="SET NULL")
        op.create_index(f"ix_jobs_{name}", "jobs", [name])
    op.create_table(
        "reports",
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("job_id", "member_id", name="pk_reports"),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name="fk_reports_job_id_jobs", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_reports_member_id_members", ondelete="CASCADE"),
    )
    op.create_index("ix_reports_member_id", "reports", ["member_id"])
    op.create_table(
        "job_blocks",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("member_id", name="pk_job_blocks"),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name="fk_job_blocks_member_id_members", ondelete="CASCADE"
        ),
    )
    op.add_column("places", sa.Column("has_index", sa.Boolean(), server_default=sa.text("false"), nullable=False))
