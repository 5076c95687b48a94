"""Who signs with the customer is one of the terms on which something is handed on."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0009"
down_revision: Final = "0008"
branch_labels: Final = None
depends_on: Final = None


def upgrade() -> None:
    """Open offers say what their jobs say; nobody has read it in those that have ended."""
    op.add_column("handovers", sa.Column("signing", sa.String(), nullable=False, server_default=sa.text("''")))
    op.execute(
        "UPDATE handovers SET signing = coalesce((SELECT jobs.signing FROM jobs WHERE jobs.id = handovers.job_id), '')"
        " WHERE state = 'open'"
    )
