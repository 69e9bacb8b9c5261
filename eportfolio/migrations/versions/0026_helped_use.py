"""Entering together: codes of helpers, who helped when, and what was entered so."""

import sqlalchemy as sa
from alembic import op

from eportfolio.migrations.security import MOMENT, PORTAL_ROLE, case_columns, secure_case_table

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

ROLE, ACTOR = "(SELECT houvast_role())", "(SELECT houvast_actor())"
IS_CLIENT = f"{ROLE} = 'client'"
TYPED = "code = NULLIF((SELECT current_setting('houvast.help_code', true)), '')"


def upgrade() -> None:
    op.create_table(
        "help_code",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("code", sa.String(6), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("role", sa.String(24), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_help_code_account_id"),
    )
    op.create_index("ix_help_code_account_id", "help_code", ["account_id"])
    op.create_index(
        "uq_help_code_open", "help_code", ["code"], unique=True, postgresql_where=sa.text("used_at IS NULL")
    )
    op.create_table(
        "help_session",
        *case_columns("help_session"),
        sa.Column("helper_id", sa.Uuid(), nullable=False),
        sa.Column("helper_name", sa.String(200), nullable=False),
        sa.Column("helper_role", sa.String(24), nullable=False),
        sa.Column("channel", sa.String(24), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT),
        sa.ForeignKeyConstraint(["helper_id"], ["account.id"], name="fk_help_session_helper_id"),
    )
    op.create_table(
        "helped_entry",
        *case_columns("helped_entry"),
        sa.Column("helper_name", sa.String(200), nullable=False),
        sa.Column("helper_role", sa.String(24), nullable=False),
        sa.Column("channel", sa.String(24), nullable=False),
        sa.Column("way", sa.String(24), nullable=False),
        sa.Column("action", sa.String(24), nullable=False),
        sa.Column("subject", sa.String(24), nullable=False),
        sa.Column("subject_id", sa.Uuid()),
        sa.Column("label", sa.String(200), nullable=False),
        sa.Column("entered_at", MOMENT, nullable=False),
        sa.Column("confirmed_at", MOMENT),
    )
    op.create_index(
        "ix_helped_entry_open", "helped_entry", ["case_id"], postgresql_where=sa.text("confirmed_at IS NULL")
    )
    _policies()


def _policies() -> None:
    op.execute("ALTER TABLE help_code ENABLE ROW LEVEL SECURITY")
    op.execute(f"GRANT SELECT, INSERT, UPDATE ON help_code TO {PORTAL_ROLE}")
    own = f"{ROLE} IN ('helper', 'coach') AND account_id = {ACTOR}"
    op.execute(f"CREATE POLICY help_code_own ON help_code USING ({own}) WITH CHECK ({own})")
    typed = f"{ROLE} = 'client' AND {TYPED}"
    op.execute(f"CREATE POLICY help_code_typed ON help_code FOR SELECT USING ({typed})")
    op.execute(f"CREATE POLICY help_code_use ON help_code FOR UPDATE USING ({typed})")
    secure_case_table(op, "help_session", grants="SELECT, INSERT, UPDATE")
    secure_case_table(op, "helped_entry", grants="SELECT, INSERT, UPDATE")
    op.execute(f"CREATE POLICY help_session_begun ON help_session AS RESTRICTIVE FOR INSERT WITH CHECK ({IS_CLIENT})")
    op.execute(f"CREATE POLICY help_session_ended ON help_session AS RESTRICTIVE FOR UPDATE USING ({IS_CLIENT})")
    op.execute(f"CREATE POLICY helped_entry_checked ON helped_entry AS RESTRICTIVE FOR UPDATE USING ({IS_CLIENT})")


def downgrade() -> None:
    op.execute("DROP TABLE helped_entry, help_session, help_code")
