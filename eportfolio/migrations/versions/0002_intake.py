"""The intake, and facts that only the client and her own coach may see."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from eportfolio.migrations.security import MOMENT, case_columns, secure_case_table

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

OWN_COACH_ONLY = """key NOT LIKE 'private.%' OR case_id IN (
    SELECT c.id FROM case_file c
    WHERE c.client_id = (SELECT houvast_actor()) OR c.coach_id = (SELECT houvast_actor()))"""


def upgrade() -> None:
    op.create_table(
        "intake",
        *case_columns("intake"),
        sa.Column("scheme", sa.String(24), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("questionnaire_version", sa.String(24), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("last_channel", sa.String(24), nullable=False),
        sa.Column("last_answered_at", MOMENT),
        sa.Column("sent_at", MOMENT),
        sa.Column("asked", JSONB()),
        sa.Column("receipt_id", sa.Uuid()),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipt.id"], name="fk_intake_receipt_id"),
    )
    op.create_index("uq_intake_open", "intake", ["case_id"], unique=True, postgresql_where=sa.text("state = 'open'"))
    secure_case_table(op, "intake", grants="SELECT, INSERT, UPDATE")
    op.execute(f"CREATE POLICY fact_private ON fact AS RESTRICTIVE USING ({OWN_COACH_ONLY})")


def downgrade() -> None:
    op.execute("DROP POLICY fact_private ON fact")
    op.drop_table("intake")
