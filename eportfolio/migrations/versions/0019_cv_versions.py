"""The choices for a client's CVs: the one she works on and those with a name, which only she sees."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from eportfolio.migrations.security import MOMENT, case_columns, secure_case_table

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cv_version",
        *case_columns("cv_version"),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("design", sa.String(24), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("content", JSONB(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
    )
    op.create_index("uq_cv_version_name", "cv_version", ["case_id", sa.text("lower(name)")], unique=True)
    secure_case_table(op, "cv_version", also="(SELECT houvast_role()) = 'client'")


def downgrade() -> None:
    op.drop_table("cv_version")
