"""Reminders: set by whoever works in the file, delivered by the worker."""

import sqlalchemy as sa
from alembic import op

from eportfolio.migrations.security import MOMENT, case_columns, secure_case_table

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

WORKER = "(SELECT houvast_role()) = 'service'"


def upgrade() -> None:
    op.create_table(
        "reminder",
        *case_columns("reminder"),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("topic", sa.String(24), nullable=False),
        sa.Column("about", sa.Uuid(), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("delivered_at", MOMENT),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_reminder_account_id"),
    )
    op.create_index("uq_reminder_subject", "reminder", ["case_id", "topic", "about"], unique=True)
    op.create_index("ix_reminder_waiting", "reminder", ["due_at"], postgresql_where=sa.text("delivered_at IS NULL"))
    secure_case_table(op, "reminder", grants="SELECT, INSERT, UPDATE (due_at, delivered_at), DELETE")
    op.execute(f"CREATE POLICY reminder_due ON reminder FOR SELECT USING ({WORKER})")
    op.execute(f"CREATE POLICY reminder_delivered ON reminder FOR UPDATE USING ({WORKER})")


def downgrade() -> None:
    op.drop_table("reminder")
