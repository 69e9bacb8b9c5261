"""Whom to call in need at an office, and whose turn it is in a conversation."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from eportfolio.migrations.security import MOMENT

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("office", sa.Column("urgent_help", JSONB(none_as_null=True)))
    op.add_column("conversation", sa.Column("answering_until", MOMENT))


def downgrade() -> None:
    op.drop_column("conversation", "answering_until")
    op.drop_column("office", "urgent_help")
