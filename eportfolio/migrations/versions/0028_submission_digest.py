"""What a form said when it was sent, as a keyed hash: the same key with other words is not the same form."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("submission", sa.Column("digest", sa.LargeBinary()))


def downgrade() -> None:
    op.drop_column("submission", "digest")
