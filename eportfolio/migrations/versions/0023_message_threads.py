"""Messages in threads; what was one conversation per file becomes one thread, with everything in it."""

import sqlalchemy as sa
from alembic import op

from eportfolio.migrations.security import case_columns, secure_case_table

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "message_thread",
        *case_columns("message_thread"),
        sa.Column("subject", sa.String(120)),
        sa.Column("about_kind", sa.String(24)),
        sa.Column("about_id", sa.Uuid()),
        sa.Column("about_label", sa.String(340)),
        sa.Column("started_by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["started_by_id"], ["account.id"], name="fk_message_thread_started_by_id"),
    )
    op.create_index("ix_message_thread_about", "message_thread", ["case_id", "about_id"])
    op.drop_index("ix_message_thread", "message")
    op.create_index("ix_message_of_case", "message", ["case_id", "sent_at"])
    op.add_column("message", sa.Column("thread_id", sa.Uuid()))
    _carry_over()
    op.alter_column("message", "thread_id", nullable=False)
    op.create_foreign_key("fk_message_thread_id", "message", "message_thread", ["thread_id"], ["id"])
    op.create_index("ix_message_of_thread", "message", ["thread_id", "sent_at"])
    secure_case_table(op, "message_thread", grants="SELECT, INSERT")
    op.execute(
        "CREATE POLICY message_thread_in_own_name ON message_thread AS RESTRICTIVE FOR INSERT"
        " WITH CHECK (started_by_id = (SELECT houvast_actor()))"
    )
    op.execute(
        "CREATE POLICY message_in_thread_of_the_case ON message AS RESTRICTIVE FOR INSERT WITH CHECK"
        " (EXISTS (SELECT 1 FROM message_thread t WHERE t.id = thread_id AND t.case_id = message.case_id))"
    )


def _carry_over() -> None:
    """The conversation of each file goes on as one thread without a subject of its own: nothing is torn apart."""
    op.execute(
        "INSERT INTO message_thread (id, case_id, created_at, started_by_id)"
        " SELECT gen_random_uuid(), case_id, min(sent_at), (array_agg(sender_id ORDER BY sent_at, id))[1]"
        " FROM message GROUP BY case_id"
    )
    op.execute("UPDATE message m SET thread_id = t.id FROM message_thread t WHERE t.case_id = m.case_id")


def downgrade() -> None:
    op.execute("DROP POLICY message_in_thread_of_the_case ON message")
    op.drop_column("message", "thread_id")
    op.drop_table("message_thread")
    op.drop_index("ix_message_of_case", "message")
    op.create_index("ix_message_thread", "message", ["case_id", "sent_at"])
