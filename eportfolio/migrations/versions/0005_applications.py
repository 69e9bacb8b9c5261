"""Job applications and their steps."""

import sqlalchemy as sa
from alembic import op

from eportfolio.migrations.security import MOMENT, case_columns, secure_case_table

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "job_application",
        *case_columns("job_application"),
        sa.Column("employer", sa.String(160), nullable=False),
        sa.Column("job", sa.String(160), nullable=False),
        sa.Column("applied_on", sa.Date(), nullable=False),
        sa.Column("how", sa.String(24), nullable=False),
        sa.Column("vacancy_url", sa.String(600)),
        sa.Column("contact", sa.String(200)),
        sa.Column("note", sa.String(2000)),
        sa.Column("stage", sa.String(24), nullable=False),
        sa.Column("stage_on", sa.Date(), nullable=False),
        sa.Column("channel", sa.String(24), nullable=False),
        sa.Column("entered_by_id", sa.Uuid(), nullable=False),
        sa.Column("entered_by_name", sa.String(200), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("removed_at", MOMENT),
        sa.Column("seen_version", sa.Integer(), nullable=False),
        sa.Column("seen_at", MOMENT),
        sa.Column("seen_by_name", sa.String(200)),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entered_by_id"], ["account.id"], name="fk_job_application_entered_by_id"),
    )
    op.create_index("ix_job_application_list", "job_application", ["case_id", "applied_on"])
    op.create_table(
        "application_stage",
        *case_columns("application_stage"),
        sa.Column("application_id", sa.Uuid(), nullable=False, index=True),
        sa.Column("stage", sa.String(24), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("words", sa.String(4000)),
        sa.Column("experience", sa.String(4000)),
        sa.Column("experience_at", MOMENT),
        sa.ForeignKeyConstraint(["application_id"], ["job_application.id"], name="fk_application_stage_application_id"),
    )
    for table in ("job_application", "application_stage"):
        secure_case_table(op, table, grants="SELECT, INSERT, UPDATE")


def downgrade() -> None:
    op.drop_table("application_stage")
    op.drop_table("job_application")
