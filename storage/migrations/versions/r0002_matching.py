"""What matching needs: core and side of a job's skills, the community's own aliases, and when a member changed."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0002"
down_revision: Final = "0001"
branch_labels: Final = None
depends_on: Final = None


def upgrade() -> None:
    """Skills of a job that were kept before are its core; members count as never changed."""
    op.add_column("job_skills", sa.Column("is_core", sa.Boolean(), server_default=sa.text("true"), nullable=False))
    op.add_column("members", sa.Column("changed", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.create_index("ix_members_changed", "members", ["changed"])
    op.create_table(
        "changes",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("newest", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_changes"),
    )
    op.create_table(
        "skill_aliases",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("spelling", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_skill_aliases"),
    )
