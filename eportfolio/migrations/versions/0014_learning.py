"""What the assistant and the articles should do better, without any person in it."""

import sqlalchemy as sa
from alembic import op

from eportfolio.migrations.security import MOMENT, PORTAL_ROLE

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

ROLE = "(SELECT houvast_role())"


def upgrade() -> None:
    op.create_table(
        "learning_item",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("topic", sa.String(120), nullable=False),
        sa.Column("words", sa.String(500)),
        sa.Column("article_id", sa.String(80)),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("scheme", sa.String(24), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("handled_by_name", sa.String(200)),
        sa.Column("handled_at", MOMENT),
    )
    op.create_index("ix_learning_item_list", "learning_item", ["state", "kind", "topic"])
    op.execute("ALTER TABLE learning_item ENABLE ROW LEVEL SECURITY")
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON learning_item TO {PORTAL_ROLE}")
    op.execute(f"CREATE POLICY learning_add ON learning_item FOR INSERT WITH CHECK ({ROLE} = 'client')")
    op.execute(f"CREATE POLICY learning_see ON learning_item FOR SELECT USING ({ROLE} = 'manager')")
    op.execute(f"CREATE POLICY learning_handle ON learning_item FOR UPDATE USING ({ROLE} = 'manager')")
    old = "on_day < current_date - 180"
    op.execute(f"CREATE POLICY learning_old ON learning_item FOR SELECT USING ({ROLE} = 'service' AND {old})")
    op.execute(f"CREATE POLICY learning_forget ON learning_item FOR DELETE USING ({ROLE} = 'service' AND {old})")


def downgrade() -> None:
    op.drop_table("learning_item")
