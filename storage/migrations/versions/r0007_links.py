"""What linked accounts need: codes, what is whose until two can be parted no more, and where somebody is written to."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0007"
down_revision: Final = "0006"
branch_labels: Final = None
depends_on: Final = None


def upgrade() -> None:
    """Nobody is linked yet, and nobody prefers a platform."""
    op.add_column("members", sa.Column("preferred", sa.String()))
    op.create_table(
        "link_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("taken_platform", sa.String()),
        sa.Column("taken_login", sa.String()),
        sa.Column("in_public", sa.Boolean(), nullable=False),
        sa.Column("is_agreed", sa.Boolean(), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_link_codes"),
        sa.UniqueConstraint("hash", name="uq_link_codes_hash"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_link_codes_expires", "link_codes", ["expires"])
    op.create_index("ix_link_codes_platform_login", "link_codes", ["platform", "login"])
    op.create_index("ix_link_codes_taken_platform_taken_login", "link_codes", ["taken_platform", "taken_login"])
    op.create_table(
        "links",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("gone_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ledger", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("member_id", name="pk_links"),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_links_member_id_members", ondelete="CASCADE"),
    )
    op.create_index("ix_links_until", "links", ["until"])
