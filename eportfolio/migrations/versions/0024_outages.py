"""Outages, for everybody to see; and in which language a receipt is."""

import sqlalchemy as sa
from alembic import op

from eportfolio.migrations.security import MOMENT, PORTAL_ROLE

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

WORKER = "(SELECT houvast_role()) = 'service'"


def upgrade() -> None:
    op.create_table(
        "outage",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("began_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=False, index=True),
        sa.Column("source", sa.String(24), nullable=False),
        sa.Column("note", sa.String(200), nullable=False),
        sa.CheckConstraint("began_at < ended_at", name="ck_outage_in_order"),
    )
    op.create_table(
        "heartbeat",
        sa.Column("part", sa.String(24), primary_key=True),
        sa.Column("at", MOMENT, nullable=False),
    )
    op.add_column("receipt", sa.Column("language", sa.String(8), nullable=False, server_default="nl"))
    op.alter_column("receipt", "language", server_default=None)
    op.execute("ALTER TABLE outage ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE heartbeat ENABLE ROW LEVEL SECURITY")
    op.execute(f"GRANT SELECT, INSERT ON outage TO {PORTAL_ROLE}")
    op.execute(f"GRANT SELECT, INSERT, UPDATE ON heartbeat TO {PORTAL_ROLE}")
    op.execute("CREATE POLICY outage_read ON outage FOR SELECT USING (true)")
    op.execute(f"CREATE POLICY outage_measured ON outage FOR INSERT WITH CHECK ({WORKER})")
    op.execute(f"CREATE POLICY heartbeat_worker ON heartbeat USING ({WORKER}) WITH CHECK ({WORKER})")


def downgrade() -> None:
    op.drop_column("receipt", "language")
    op.drop_table("heartbeat")
    op.drop_table("outage")
