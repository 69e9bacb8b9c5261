"""Last day and later scans of documents; what the worker may know of a file to scan."""

import sqlalchemy as sa
from alembic import op

from eportfolio.migrations.security import MOMENT, PORTAL_ROLE

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

FILES_TO_SCAN = """
CREATE FUNCTION houvast_files_to_scan(most integer)
RETURNS TABLE (id uuid, case_id uuid, stored_ref text, wrapped_key bytea, client_id uuid, coach_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT d.id, d.case_id, d.stored_ref, d.wrapped_key, c.client_id,
           CASE WHEN d.shared_at IS NOT NULL AND d.withdrawn_at IS NULL THEN c.coach_id END
    FROM document d JOIN case_file c ON c.id = d.case_id
    WHERE houvast_role() = 'service'
      AND (d.scan = 'not_scanned'
           OR (d.scan = 'scan_failed' AND (d.scanned_at IS NULL OR d.scanned_at < now() - interval '1 hour'))
           OR (d.scan = 'clean' AND d.scanned_at < now() - interval '30 days'))
    ORDER BY d.scanned_at NULLS FIRST, d.created_at
    LIMIT most
$$
"""
SCANNED = """
CREATE FUNCTION houvast_scanned(of_document uuid, verdict text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public AS $$
    UPDATE document SET scan = verdict, scanned_at = now()
    WHERE id = of_document AND houvast_role() = 'service' AND scan <> 'infected'
$$
"""


def upgrade() -> None:
    op.add_column("document", sa.Column("expires_on", sa.Date()))
    op.add_column("document", sa.Column("scanned_at", MOMENT))
    op.add_column("document", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    op.create_index("ix_document_to_scan", "document", ["scanned_at"], postgresql_where=sa.text("scan <> 'infected'"))
    for function, arguments in ((FILES_TO_SCAN, "integer"), (SCANNED, "uuid, text")):
        op.execute(function)
        name = function.split()[2].partition("(")[0]
        op.execute(f"REVOKE ALL ON FUNCTION {name}({arguments}) FROM PUBLIC")
        op.execute(f"GRANT EXECUTE ON FUNCTION {name}({arguments}) TO {PORTAL_ROLE}")


def downgrade() -> None:
    op.execute("DROP FUNCTION houvast_files_to_scan, houvast_scanned")
    op.drop_index("ix_document_to_scan", "document")
    for column in ("version", "scanned_at", "expires_on"):
        op.drop_column("document", column)
