"""What every case table has: its first columns and its row-level security, written once."""

from typing import Any

import sqlalchemy as sa

MOMENT = sa.DateTime(timezone=True)

PORTAL_ROLE = "houvast_portal"

VISIBLE_CASE = """case_id IN (
    SELECT c.id FROM case_file c
    WHERE (SELECT houvast_role()) IN ('client', 'coach')
      AND (c.client_id = (SELECT houvast_actor())
           OR c.coach_id = (SELECT houvast_actor())
           OR c.stand_in_id = (SELECT houvast_actor())))"""

SHARED_SECTION = """(case_id, section) IN (
    SELECT s.case_id, s.section FROM portfolio_share s
    WHERE s.ended_at IS NULL
      AND (s.until_on IS NULL OR s.until_on >= (now() AT TIME ZONE 'Europe/Amsterdam')::date))"""
"""Whether the client shares this section of her portfolio today, by the office's calendar."""


def secure_case_table(
    op: Any, table: str, *, also: str = "", grants: str = "SELECT, INSERT, UPDATE, DELETE", extra_policy: str = ""
) -> None:
    """Let only the client of a case and its coach reach the rows of `table`.

    `also` narrows the rule (SQL, for instance "state <> 'draft' OR (SELECT houvast_role()) = 'client'");
    `extra_policy` is a second, permissive USING clause (for instance for the manager).
    """
    rule = VISIBLE_CASE + (f" AND ({also})" if also else "")
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY {table}_of_the_case ON {table} USING ({rule}) WITH CHECK ({rule})")
    if extra_policy:
        op.execute(f"CREATE POLICY {table}_extra ON {table} USING ({extra_policy}) WITH CHECK ({extra_policy})")
    op.execute(f"GRANT {grants} ON {table} TO {PORTAL_ROLE}")


def case_columns(table: str) -> list[sa.Column | sa.Constraint]:
    """The columns of every case table."""
    return [
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column(
            "case_id",
            sa.Uuid(),
            sa.ForeignKey("case_file.id", ondelete="RESTRICT", name=f"fk_{table}_case_id"),
            nullable=False,
            index=True,
        ),
        sa.Column("created_at", MOMENT, nullable=False, server_default=sa.func.now()),
    ]
