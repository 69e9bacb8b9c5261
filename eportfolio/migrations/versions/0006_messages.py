"""Messages between client and coach; what was sent is frozen, and nobody writes in another's name."""

import sqlalchemy as sa
from alembic import op

from eportfolio.migrations.security import MOMENT, case_columns, secure_case_table

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "message",
        *case_columns("message"),
        sa.Column("sender_id", sa.Uuid(), nullable=False),
        sa.Column("sender_name", sa.String(200), nullable=False),
        sa.Column("sender_role", sa.String(24), nullable=False),
        sa.Column("channel", sa.String(24), nullable=False),
        sa.Column("text", sa.String(4000), nullable=False),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.Column("about_kind", sa.String(24)),
        sa.Column("about_id", sa.Uuid()),
        sa.Column("about_label", sa.String(340)),
        sa.Column("answer_expected", sa.Boolean(), nullable=False),
        sa.Column("answer_by", MOMENT),
        sa.Column("answered_at", MOMENT),
        sa.Column("read_at", MOMENT),
        sa.Column("read_by_name", sa.String(200)),
        sa.ForeignKeyConstraint(["sender_id"], ["account.id"], name="fk_message_sender_id"),
    )
    op.create_index("ix_message_thread", "message", ["case_id", "sent_at"])
    op.create_index(
        "ix_message_waiting",
        "message",
        ["case_id"],
        postgresql_where=sa.text("answer_expected AND answered_at IS NULL"),
    )
    secure_case_table(op, "message", grants="SELECT, INSERT, UPDATE (read_at, read_by_name, answered_at)")
    op.execute(
        "CREATE POLICY message_in_own_name ON message AS RESTRICTIVE FOR INSERT"
        " WITH CHECK (sender_id = (SELECT houvast_actor()) AND sender_role = (SELECT houvast_role()))"
    )


def downgrade() -> None:
    op.drop_table("message")
