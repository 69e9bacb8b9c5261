"""What a CV suggests, and what the client decided about each; hers alone."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from eportfolio.migrations.security import MOMENT, case_columns, secure_case_table

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

IS_CLIENT = "(SELECT houvast_role()) = 'client'"


def upgrade() -> None:
    op.create_table(
        "cv_reading",
        *case_columns("cv_reading"),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_cv_reading_document_id"),
        sa.UniqueConstraint("document_id", name="uq_cv_reading_document_id"),
    )
    secure_case_table(op, "cv_reading", also=IS_CLIENT)
    op.create_table(
        "cv_suggestion",
        *case_columns("cv_suggestion"),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("section", sa.String(24), nullable=False),
        sa.Column("key", sa.String(40)),
        sa.Column("content", JSONB(), nullable=False),
        sa.Column("written", sa.String(200)),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("decision", sa.String(24), nullable=False),
        sa.Column("decided_at", MOMENT),
        sa.Column("entry_id", sa.Uuid()),
        sa.Column("made_entry", sa.Boolean(), nullable=False),
        sa.Column("before", sa.String()),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_cv_suggestion_document_id"),
    )
    op.create_index("uq_cv_suggestion_place", "cv_suggestion", ["document_id", "position"], unique=True)
    secure_case_table(op, "cv_suggestion", also=IS_CLIENT)


def downgrade() -> None:
    op.drop_table("cv_suggestion")
    op.drop_table("cv_reading")
