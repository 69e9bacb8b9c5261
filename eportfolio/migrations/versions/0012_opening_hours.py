"""The opening hours and closing days of an office."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("office", sa.Column("opening", JSONB(none_as_null=True)))


def downgrade() -> None:
    op.drop_column("office", "opening")
