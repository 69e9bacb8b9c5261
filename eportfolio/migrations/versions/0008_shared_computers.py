"""Calls for help at a shared computer, and forms that arrived after the session had ended."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from eportfolio.migrations.security import MOMENT, PORTAL_ROLE

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ROLE, ACTOR = "(SELECT houvast_role())", "(SELECT houvast_actor())"
OWN_OFFICE = f"office_id IS NULL OR office_id = (SELECT a.office_id FROM account a WHERE a.id = {ACTOR})"
ASKED_HERE = "id = NULLIF((SELECT current_setting('houvast.help', true)), '')::uuid"


def upgrade() -> None:
    op.create_table(
        "help_request",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("office_id", sa.Uuid(), sa.ForeignKey("office.id", name="fk_help_request_office_id")),
        sa.Column("spot", sa.String(20), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("requested_at", MOMENT, nullable=False),
        sa.Column("answered_at", MOMENT),
        sa.Column("answered_by_id", sa.Uuid()),
        sa.Column("answered_by_name", sa.String(80)),
        sa.Column("closed_at", MOMENT),
        sa.ForeignKeyConstraint(["answered_by_id"], ["account.id"], name="fk_help_request_answered_by_id"),
    )
    op.create_index("ix_help_request_office_id", "help_request", ["office_id"])
    op.create_table(
        "unsent_form",
        sa.Column("account_id", sa.Uuid(), primary_key=True),
        sa.Column("page", sa.String(500), nullable=False),
        sa.Column("action", sa.String(500), nullable=False),
        sa.Column("fields", JSONB(), nullable=False),
        sa.Column("kept_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_unsent_form_account_id"),
    )
    _policies()


def _policies() -> None:
    for table in ("help_request", "unsent_form"):
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"GRANT SELECT, INSERT, UPDATE ON help_request TO {PORTAL_ROLE}")
    op.execute(f"CREATE POLICY help_ask ON help_request FOR INSERT WITH CHECK ({ROLE} NOT IN ('', 'service'))")
    op.execute(f"CREATE POLICY help_asked ON help_request FOR SELECT USING ({ROLE} <> '' AND {ASKED_HERE})")
    op.execute(f"CREATE POLICY help_withdraw ON help_request FOR UPDATE USING ({ROLE} <> '' AND {ASKED_HERE})")
    op.execute(f"CREATE POLICY help_desk ON help_request FOR SELECT USING ({ROLE} = 'helper' AND ({OWN_OFFICE}))")
    op.execute(f"CREATE POLICY help_answer ON help_request FOR UPDATE USING ({ROLE} = 'helper' AND ({OWN_OFFICE}))")
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON unsent_form TO {PORTAL_ROLE}")
    op.execute(f"CREATE POLICY unsent_own ON unsent_form USING (account_id = {ACTOR} AND {ROLE} <> '')")
    op.execute(
        "CREATE POLICY unsent_expired ON unsent_form FOR SELECT "
        f"USING ({ROLE} = 'service' AND kept_at < now() - interval '30 minutes')"
    )
    op.execute(
        "CREATE POLICY unsent_forget ON unsent_form FOR DELETE "
        f"USING ({ROLE} = 'service' AND kept_at < now() - interval '30 minutes')"
    )
    op.execute(f"CREATE POLICY session_service ON login_session FOR SELECT USING ({ROLE} = 'service')")


def downgrade() -> None:
    op.execute("DROP POLICY session_service ON login_session")
    op.execute("DROP TABLE unsent_form, help_request")
