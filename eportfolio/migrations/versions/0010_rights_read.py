"""Which explanations of rights and duties a client has read."""

import sqlalchemy as sa
from alembic import op

from eportfolio.migrations.security import MOMENT, case_columns, secure_case_table

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rights_read",
        *case_columns("rights_read"),
        sa.Column("article_id", sa.String(80), nullable=False),
        sa.Column("edition", sa.String(16), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("channel", sa.String(24), nullable=False),
        sa.Column("read_at", MOMENT, nullable=False),
        sa.UniqueConstraint("case_id", "article_id", "edition", name="uq_rights_read_edition"),
    )
    secure_case_table(op, "rights_read", grants="SELECT, INSERT")


def downgrade() -> None:
    op.drop_table("rights_read")
