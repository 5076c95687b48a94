"""What a team's end needs: its room and who was let in, and what became of jobs in monthly numbers."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0006"
down_revision: Final = "0005"
branch_labels: Final = None
depends_on: Final = None


def upgrade() -> None:
    """No team has a room yet, and nobody was asked."""
    op.create_table(
        "team_rooms",
        sa.Column("job_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer()),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("job_id", name="pk_team_rooms"),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name="fk_team_rooms_job_id_jobs", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name="fk_team_rooms_place_id_places", ondelete="SET NULL"),
    )
    op.create_index("ix_team_rooms_place_id", "team_rooms", ["place_id"])
    op.create_table(
        "room_people",
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("job_id", "platform", "login", name="pk_room_people"),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name="fk_room_people_job_id_jobs", ondelete="CASCADE"),
    )
    op.create_table(
        "outcome_questions",
        sa.Column("job_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("job_id", name="pk_outcome_questions"),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name="fk_outcome_questions_job_id_jobs", ondelete="CASCADE"),
    )
    op.create_table(
        "outcomes",
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("month", "answer", name="pk_outcomes"),
    )
