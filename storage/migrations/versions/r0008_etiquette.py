"""What the etiquette of tagging needs: wishes, budgets, what is read in overviews, and who was found nowhere."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0008"
down_revision: Final = "0007"
branch_labels: Final = None
depends_on: Final = None


def upgrade() -> None:
    """Nobody has said anything of being tagged yet, and what went out before counts against no budget."""
    op.add_column("members", sa.Column("wishes", sa.JSON()))
    op.add_column("members", sa.Column("pings", sa.JSON()))
    op.create_table(
        "notes",
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("job_id", "member_id", name="pk_notes"),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name="fk_notes_job_id_jobs", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_notes_member_id_members", ondelete="CASCADE"),
    )
    op.create_index("ix_notes_member_id", "notes", ["member_id"])
    op.create_table(
        "misses",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("ask_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("missed_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("member_id", name="pk_misses"),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_misses_member_id_members", ondelete="CASCADE"),
    )
    op.create_index("ix_misses_ask_at", "misses", ["ask_at"])
