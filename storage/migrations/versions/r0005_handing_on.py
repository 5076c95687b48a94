"""What handing on needs: offers with those who are asked, recommendations, who wants neither, and a former author."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0005"
down_revision: Final = "0004"
branch_labels: Final = None
depends_on: Final = None


def _key(table: str, column: str, other: str, on_delete: str | None = "CASCADE") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_{table}_{column}_{other}", ondelete=on_delete)


def upgrade() -> None:
    """Nobody is asked about anything, and no job was handed on."""
    op.add_column("jobs", sa.Column("former_id", sa.Integer()))
    with op.batch_alter_table("jobs", recreate="auto", table_kwargs={"sqlite_autoincrement": True}) as table:
        table.create_foreign_key("fk_jobs_former_id_members", "members", ["former_id"], ["id"], ondelete="SET NULL")
    op.create_index("ix_jobs_former_id", "jobs", ["former_id"])
    op.create_table(
        "handovers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("giver_id", sa.Integer(), nullable=False),
        sa.Column("taker_id", sa.Integer()),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("skills", sa.Text(), nullable=False),
        sa.Column("town", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("budget", sa.Text(), nullable=False),
        sa.Column("share", sa.Integer(), nullable=False),
        sa.Column("taker_speaks", sa.Boolean(), nullable=False),
        sa.Column("contact_id", sa.Integer()),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("skill", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_handovers"),
        _key("handovers", "job_id", "jobs"),
        _key("handovers", "giver_id", "members"),
        _key("handovers", "taker_id", "members"),
        _key("handovers", "contact_id", "members", "SET NULL"),
        sqlite_autoincrement=True,
    )
    for column in ("job_id", "giver_id", "taker_id", "contact_id"):
        op.create_index(f"ix_handovers_{column}", "handovers", [column])
    op.create_index("ix_handovers_state_expires_at", "handovers", ["state", "expires_at"])
    op.create_table(
        "handover_people",
        sa.Column("handover_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("place_id", sa.Integer()),
        sa.Column("state", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("handover_id", "member_id", name="pk_handover_people"),
        _key("handover_people", "handover_id", "handovers"),
        _key("handover_people", "member_id", "members"),
        _key("handover_people", "place_id", "places", None),
    )
    for column in ("member_id", "place_id"):
        op.create_index(f"ix_handover_people_{column}", "handover_people", [column])
    op.create_table(
        "recommendations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_taken", sa.Boolean()),
        sa.PrimaryKeyConstraint("id", name="pk_recommendations"),
        sa.UniqueConstraint("job_id", "member_id", name="uq_recommendations_job_id_member_id"),
        _key("recommendations", "job_id", "jobs"),
        _key("recommendations", "member_id", "members"),
        _key("recommendations", "by_id", "members"),
        sqlite_autoincrement=True,
    )
    for column in ("member_id", "by_id"):
        op.create_index(f"ix_recommendations_{column}", "recommendations", [column])
    op.create_table(
        "unasked",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("member_id", name="pk_unasked"),
        _key("unasked", "member_id", "members"),
    )
