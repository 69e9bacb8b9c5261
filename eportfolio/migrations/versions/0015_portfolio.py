"""The portfolio: entries with their versions, what is shared until when, and facts that were never sent in."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from eportfolio.migrations.security import MOMENT, SHARED_SECTION, case_columns, secure_case_table

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

IS_CLIENT = "(SELECT houvast_role()) = 'client'"


def upgrade() -> None:
    _shares()
    _entries()
    op.add_column("fact", sa.Column("section", sa.String(24)))
    kept = f"sent_at IS NOT NULL OR {IS_CLIENT} OR (state = 'current' AND {SHARED_SECTION})"
    op.execute(f"CREATE POLICY fact_kept ON fact AS RESTRICTIVE USING ({kept})")


def _shares() -> None:
    """Who looks may read them; only the client herself makes or ends one."""
    op.create_table(
        "portfolio_share",
        *case_columns("portfolio_share"),
        sa.Column("section", sa.String(24), nullable=False),
        sa.Column("until_on", sa.Date()),
        sa.Column("ended_at", MOMENT),
        sa.Column("channel", sa.String(24), nullable=False),
    )
    op.create_index(
        "uq_portfolio_share_open",
        "portfolio_share",
        ["case_id", "section"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    secure_case_table(op, "portfolio_share", grants="SELECT, INSERT, UPDATE")
    op.execute(f"CREATE POLICY share_made ON portfolio_share AS RESTRICTIVE FOR INSERT WITH CHECK ({IS_CLIENT})")
    op.execute(f"CREATE POLICY share_ended ON portfolio_share AS RESTRICTIVE FOR UPDATE USING ({IS_CLIENT})")


def _entries() -> None:
    op.create_table(
        "portfolio_entry",
        *case_columns("portfolio_entry"),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(24), nullable=False),
        sa.Column("content", JSONB(), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(24), nullable=False),
        sa.Column("read_from_id", sa.Uuid()),
        sa.Column("channel", sa.String(24), nullable=False),
        sa.Column("entered_by_id", sa.Uuid(), nullable=False),
        sa.Column("entered_by_name", sa.String(200), nullable=False),
        sa.Column("entered_at", MOMENT, nullable=False),
        sa.Column("removed_at", MOMENT),
        sa.Column("review", sa.String(24), nullable=False),
        sa.Column("reviewed_by_name", sa.String(200)),
        sa.Column("reviewed_at", MOMENT),
        sa.Column("question", sa.String(1000)),
        sa.Column("answer", sa.String(1000)),
        sa.ForeignKeyConstraint(["entered_by_id"], ["account.id"], name="fk_portfolio_entry_entered_by_id"),
        sa.ForeignKeyConstraint(["read_from_id"], ["document.id"], name="fk_portfolio_entry_read_from_id"),
    )
    op.create_index(
        "uq_portfolio_entry_live",
        "portfolio_entry",
        ["entry_id"],
        unique=True,
        postgresql_where=sa.text("state <> 'superseded'"),
    )
    op.create_index("uq_portfolio_entry_version", "portfolio_entry", ["entry_id", "number"], unique=True)
    op.create_index("ix_portfolio_entry_list", "portfolio_entry", ["case_id", "section", "position"])
    also = f"{IS_CLIENT} OR (state = 'current' AND {SHARED_SECTION})"
    secure_case_table(op, "portfolio_entry", also=also, grants="SELECT, INSERT, UPDATE")


def downgrade() -> None:
    op.execute("DROP POLICY fact_kept ON fact")
    op.drop_column("fact", "section")
    op.drop_table("portfolio_entry")
    op.drop_table("portfolio_share")
