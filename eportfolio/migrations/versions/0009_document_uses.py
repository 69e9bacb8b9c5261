"""Where documents are used."""

import sqlalchemy as sa
from alembic import op

from eportfolio.migrations.security import MOMENT, case_columns, secure_case_table

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

SHARED = "EXISTS (SELECT 1 FROM document d WHERE d.id = document_id)"
"""The policy of `document` itself decides: a coach finds the shared ones only."""


def upgrade() -> None:
    op.create_table(
        "document_use",
        *case_columns("document_use"),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("where", sa.String(24), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(340), nullable=False),
        sa.Column("used_by_id", sa.Uuid(), nullable=False),
        sa.Column("used_by_name", sa.String(200), nullable=False),
        sa.Column("channel", sa.String(24), nullable=False),
        sa.Column("ended_at", MOMENT),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_document_use_document_id"),
        sa.ForeignKeyConstraint(["used_by_id"], ["account.id"], name="fk_document_use_used_by_id"),
    )
    op.create_index("ix_document_use_subject", "document_use", ["case_id", "where", "subject_id"])
    op.create_index(
        "uq_document_use_once",
        "document_use",
        ["document_id", "where", "subject_id"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    secure_case_table(op, "document_use", also=SHARED, grants="SELECT, INSERT, UPDATE")


def downgrade() -> None:
    op.execute("DROP TABLE document_use CASCADE")
