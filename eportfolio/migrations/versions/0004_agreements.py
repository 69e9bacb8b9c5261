"""Agreements: their state, their frozen versions, and everything that happened to them."""

import sqlalchemy as sa
from alembic import op

from eportfolio.migrations.security import MOMENT, case_columns, secure_case_table

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ACTOR = "(SELECT houvast_actor())"


def upgrade() -> None:
    _agreement()
    _version()
    _event()
    _policies()


def _agreement() -> None:
    op.create_table(
        "agreement",
        *case_columns("agreement"),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("started_by_id", sa.Uuid(), nullable=False),
        sa.Column("current_number", sa.Integer(), nullable=False),
        sa.Column("agreed_number", sa.Integer()),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("moved_by_side", sa.String(24), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["started_by_id"], ["account.id"], name="fk_agreement_started_by_id"),
    )


def _version() -> None:
    op.create_table(
        "agreement_version",
        *case_columns("agreement_version"),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("client_does", sa.String(), nullable=False),
        sa.Column("agency_does", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("review_on", sa.Date()),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("applications_count", sa.Integer()),
        sa.Column("applications_weeks", sa.Integer()),
        sa.Column("proposed_by_id", sa.Uuid(), nullable=False),
        sa.Column("proposed_by_name", sa.String(200), nullable=False),
        sa.Column("proposed_by_side", sa.String(24), nullable=False),
        sa.Column("channel", sa.String(24), nullable=False),
        sa.Column("sent_at", MOMENT),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name="fk_agreement_version_agreement_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["account.id"], name="fk_agreement_version_proposed_by_id"),
        sa.UniqueConstraint("agreement_id", "number", name="uq_agreement_version_agreement_id"),
        sa.CheckConstraint(
            "(applications_count IS NULL) = (applications_weeks IS NULL)", name="ck_agreement_version_target_whole"
        ),
    )


def _event() -> None:
    op.create_table(
        "agreement_event",
        *case_columns("agreement_event"),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("person_name", sa.String(200), nullable=False),
        sa.Column("side", sa.String(24), nullable=False),
        sa.Column("words", sa.String(1000)),
        sa.Column("channel", sa.String(24), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name="fk_agreement_event_agreement_id"),
        sa.ForeignKeyConstraint(["person_id"], ["account.id"], name="fk_agreement_event_person_id"),
    )
    op.create_index("ix_agreement_event_of", "agreement_event", ["agreement_id", "at"])
    op.create_index(
        "uq_agreement_event_read",
        "agreement_event",
        ["agreement_id", "number", "person_id"],
        unique=True,
        postgresql_where=sa.text("kind = 'read'"),
    )


def _policies() -> None:
    """A draft is its author's; a sent text cannot be altered; nobody speaks in another person's name."""
    secure_case_table(op, "agreement", also=f"state <> 'draft' OR started_by_id = {ACTOR}")
    op.execute("CREATE POLICY agreement_only_drafts_go ON agreement AS RESTRICTIVE FOR DELETE USING (state = 'draft')")
    secure_case_table(op, "agreement_version", also=f"sent_at IS NOT NULL OR proposed_by_id = {ACTOR}")
    op.execute(
        "CREATE POLICY agreement_version_frozen ON agreement_version AS RESTRICTIVE FOR UPDATE "
        "USING (sent_at IS NULL) WITH CHECK (true)"
    )
    op.execute(
        "CREATE POLICY agreement_version_kept ON agreement_version AS RESTRICTIVE FOR DELETE USING (sent_at IS NULL)"
    )
    op.execute(
        "CREATE POLICY agreement_version_own_name ON agreement_version AS RESTRICTIVE FOR INSERT "
        f"WITH CHECK (proposed_by_id = {ACTOR})"
    )
    secure_case_table(op, "agreement_event", grants="SELECT, INSERT")
    op.execute(
        "CREATE POLICY agreement_event_own_name ON agreement_event AS RESTRICTIVE FOR INSERT "
        f"WITH CHECK (person_id = {ACTOR})"
    )


def downgrade() -> None:
    for table in ("agreement_event", "agreement_version", "agreement"):
        op.execute(f"DROP TABLE {table} CASCADE")
