"""Applications in full: steps that can be corrected, search without accents, reminders, period reports."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from eportfolio.migrations.security import MOMENT, case_columns, secure_case_table

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

PLAIN = r"""
CREATE FUNCTION houvast_plain(words text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURNS NULL ON NULL INPUT
AS $$
    SELECT lower(
        translate(
            replace(replace(replace(
                regexp_replace(normalize(words, NFKD), '[\u0300-\u036f\u064b-\u065f]', '', 'g'),
                'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'),
            'ıłŁøØđĐ', 'ilLoOdD'
        ) COLLATE "pg_c_utf8"
    )
$$
"""
"""Without accents and capitals. `unaccent` would need an extension, and what it knows is little more."""


def upgrade() -> None:
    op.execute(PLAIN)
    op.add_column("application_stage", sa.Column("taken_back_at", MOMENT))
    op.add_column("application_stage", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    op.create_table(
        "application_reminder",
        *case_columns("application_reminder"),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("what", sa.String(200), nullable=False),
        sa.Column("done_at", MOMENT),
        sa.UniqueConstraint("application_id", name="uq_application_reminder_application_id"),
        sa.ForeignKeyConstraint(
            ["application_id"], ["job_application.id"], name="fk_application_reminder_application_id"
        ),
    )
    op.create_table(
        "application_report",
        *case_columns("application_report"),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("content", JSONB(), nullable=False),
        sa.Column("receipt_id", sa.Uuid()),
        sa.Column("sent_by_name", sa.String(200), nullable=False),
        sa.Column("channel", sa.String(24), nullable=False),
        sa.Column("seen_at", MOMENT),
        sa.Column("seen_by_name", sa.String(200)),
        sa.UniqueConstraint("case_id", "digest", name="uq_application_report_case_id"),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipt.id"], name="fk_application_report_receipt_id"),
    )
    secure_case_table(
        op,
        "application_reminder",
        also="(SELECT houvast_role()) = 'client'",
        grants="SELECT, INSERT, UPDATE",
    )
    secure_case_table(op, "application_report", grants="SELECT, INSERT, UPDATE (receipt_id, seen_at, seen_by_name)")


def downgrade() -> None:
    op.drop_table("application_report")
    op.drop_table("application_reminder")
    op.drop_column("application_stage", "version")
    op.drop_column("application_stage", "taken_back_at")
    op.execute("DROP FUNCTION houvast_plain(text)")
