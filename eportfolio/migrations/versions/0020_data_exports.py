"""Exports of everything, which only their client sees; the worker drops what has expired."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from eportfolio.migrations.security import MOMENT, case_columns, secure_case_table

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

EXPIRED = "(SELECT houvast_role()) = 'service' AND expires_at <= now()"


def upgrade() -> None:
    op.create_table(
        "data_export",
        *case_columns("data_export"),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("channel", sa.String(24), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("parts", JSONB(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("ready_at", MOMENT),
        sa.Column("expires_at", MOMENT, nullable=False),
    )
    op.create_index("ix_data_export_expires_at", "data_export", ["expires_at"])
    secure_case_table(op, "data_export", also="(SELECT houvast_role()) = 'client'")
    op.execute(f"CREATE POLICY data_export_expired ON data_export FOR SELECT USING ({EXPIRED})")
    op.execute(f"CREATE POLICY data_export_drop ON data_export FOR DELETE USING ({EXPIRED})")


def downgrade() -> None:
    op.drop_table("data_export")
