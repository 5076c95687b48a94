"""A question that asks for what an answer lacks goes on from that answer."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0010"
down_revision: Final = "0009"
branch_labels: Final = None
depends_on: Final = None


def upgrade() -> None:
    """Questions that are open now go on from nothing."""
    op.add_column("dialogues", sa.Column("half", sa.String(), nullable=False, server_default=sa.text("''")))
