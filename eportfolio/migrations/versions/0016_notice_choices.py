"""Choices for notices, the daily mail, and addresses that no mail reaches."""

import sqlalchemy as sa
from alembic import op

from eportfolio.migrations.security import MOMENT, PORTAL_ROLE

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

ROLE, ACTOR = "(SELECT houvast_role())", "(SELECT houvast_actor())"
OWN = f"account_id = {ACTOR} AND {ROLE} <> ''"
WORKER = f"{ROLE} = 'service'"


def upgrade() -> None:
    for column in ("held_until", "silent_at", "refused_at"):
        op.add_column("notice", sa.Column(column, MOMENT))
    op.create_index("ix_notice_held", "notice", ["held_until"], postgresql_where=sa.text("sent_at IS NULL"))
    op.create_table(
        "notice_choice",
        sa.Column("account_id", sa.Uuid(), primary_key=True),
        sa.Column("topic", sa.String(24), primary_key=True),
        sa.Column("delivery", sa.String(24), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_notice_choice_account_id"),
    )
    op.create_table(
        "mailing",
        sa.Column("account_id", sa.Uuid(), primary_key=True),
        sa.Column("digest_hour", sa.Integer(), nullable=False),
        sa.Column("refused_email", sa.String(254)),
        sa.Column("refused_at", MOMENT),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_mailing_account_id"),
    )
    for table in ("notice_choice", "mailing"):
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"GRANT SELECT, INSERT, UPDATE ON {table} TO {PORTAL_ROLE}")
        op.execute(f"CREATE POLICY {table}_own ON {table} USING ({OWN}) WITH CHECK ({OWN})")
    op.execute(f"CREATE POLICY notice_choice_worker ON notice_choice FOR SELECT USING ({WORKER})")
    op.execute(f"CREATE POLICY mailing_worker ON mailing USING ({WORKER}) WITH CHECK ({WORKER})")
    op.execute(
        "CREATE POLICY mailing_coach ON mailing FOR SELECT "
        f"USING ({ROLE} = 'coach' AND account_id IN (SELECT client_id FROM case_file))"
    )


def downgrade() -> None:
    op.drop_table("mailing")
    op.drop_table("notice_choice")
    op.drop_index("ix_notice_held", "notice")
    for column in ("refused_at", "silent_at", "held_until"):
        op.drop_column("notice", column)
