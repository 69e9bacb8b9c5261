"""Appointments with their times and history, and the secret addresses of calendars."""

import sqlalchemy as sa
from alembic import op

from eportfolio.migrations.security import MOMENT, PORTAL_ROLE, case_columns, secure_case_table

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

ROLE, ACTOR = "(SELECT houvast_role())", "(SELECT houvast_actor())"


def upgrade() -> None:
    _appointment()
    _option_and_event()
    _calendar_feed()
    _policies()


def _appointment() -> None:
    op.create_table(
        "appointment",
        *case_columns("appointment"),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("subject", sa.String(120), nullable=False),
        sa.Column("mode", sa.String(24), nullable=False),
        sa.Column("place", sa.String(300)),
        sa.Column("bring", sa.String(500)),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("starts_at", MOMENT),
        sa.Column("turn", sa.String(24)),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("started_by_id", sa.Uuid(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["started_by_id"], ["account.id"], name="fk_appointment_started_by_id"),
    )
    op.create_index("ix_appointment_when", "appointment", ["case_id", "starts_at"])


def _option_and_event() -> None:
    op.create_table(
        "appointment_option",
        *case_columns("appointment_option"),
        sa.Column("appointment_id", sa.Uuid(), nullable=False, index=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["appointment_id"], ["appointment.id"], name="fk_appointment_option_appointment_id"),
    )
    op.create_table(
        "appointment_event",
        *case_columns("appointment_event"),
        sa.Column("appointment_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("person_name", sa.String(200), nullable=False),
        sa.Column("side", sa.String(24), nullable=False),
        sa.Column("words", sa.String(1000)),
        sa.Column("starts_at", MOMENT),
        sa.Column("channel", sa.String(24), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["appointment_id"], ["appointment.id"], name="fk_appointment_event_appointment_id"),
        sa.ForeignKeyConstraint(["person_id"], ["account.id"], name="fk_appointment_event_person_id"),
    )
    op.create_index("ix_appointment_event_of", "appointment_event", ["appointment_id", "at"])


def _calendar_feed() -> None:
    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_calendar_feed_account_id"),
        sa.UniqueConstraint("token_hash", name="uq_calendar_feed_token_hash"),
    )
    op.create_index(
        "uq_calendar_feed_live",
        "calendar_feed",
        ["account_id"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def _policies() -> None:
    """What was proposed and what happened is only added to, by each in the own name; an address is its owner's."""
    secure_case_table(op, "appointment", grants="SELECT, INSERT, UPDATE")
    secure_case_table(op, "appointment_option", grants="SELECT, INSERT")
    secure_case_table(op, "appointment_event", grants="SELECT, INSERT")
    op.execute(
        "CREATE POLICY appointment_event_own_name ON appointment_event AS RESTRICTIVE FOR INSERT"
        f" WITH CHECK (person_id = {ACTOR})"
    )
    op.execute("ALTER TABLE calendar_feed ENABLE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY calendar_feed_own ON calendar_feed USING (account_id = {ACTOR} AND {ROLE} <> '')")
    op.execute(f"CREATE POLICY calendar_feed_door ON calendar_feed FOR SELECT USING ({ROLE} = 'door')")
    op.execute(f"GRANT SELECT, INSERT, UPDATE (ended_at) ON calendar_feed TO {PORTAL_ROLE}")


def downgrade() -> None:
    for table in ("calendar_feed", "appointment_event", "appointment_option", "appointment"):
        op.drop_table(table)
