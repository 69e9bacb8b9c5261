"""Conversations with the assistant, and the answers that the API keeps for a request that is sent again."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from eportfolio.migrations.security import MOMENT, PORTAL_ROLE, case_columns, secure_case_table

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "conversation",
        *case_columns("conversation"),
        sa.Column("token", sa.String(64), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("scheme", sa.String(24)),
        sa.Column("kiosk", sa.Boolean(), nullable=False),
        sa.Column("last_used_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_conversation_account_id"),
        sa.UniqueConstraint("token", name="uq_conversation_token"),
    )
    op.create_table(
        "chat_line",
        *case_columns("chat_line"),
        sa.Column("seq", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False, index=True),
        sa.Column("speaker", sa.String(24), nullable=False),
        sa.Column("parts", JSONB(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name="fk_chat_line_conversation_id", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("seq", name="uq_chat_line_seq"),
    )
    _api_calls()
    client_only = "(SELECT houvast_role()) = 'client'"
    secure_case_table(op, "conversation", also=client_only)
    secure_case_table(op, "chat_line", also=client_only)
    op.execute(
        "CREATE POLICY conversation_service ON conversation FOR SELECT USING ((SELECT houvast_role()) = 'service')"
    )
    op.execute(f"GRANT USAGE ON SEQUENCE chat_line_seq_seq TO {PORTAL_ROLE}")


def _api_calls() -> None:
    op.create_table(
        "api_call",
        sa.Column("account_id", sa.Uuid(), primary_key=True),
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(32), nullable=False),
        sa.Column("status", sa.Integer()),
        sa.Column("body", JSONB()),
        sa.Column("headers", JSONB()),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_api_call_account_id"),
    )
    op.execute("ALTER TABLE api_call ENABLE ROW LEVEL SECURITY")
    op.execute("CREATE POLICY api_call_own ON api_call USING (account_id = (SELECT houvast_actor()))")
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON api_call TO {PORTAL_ROLE}")


def downgrade() -> None:
    op.execute("DROP TABLE chat_line, conversation, api_call CASCADE")
