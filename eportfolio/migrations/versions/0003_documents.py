"""Documents of the client; the files themselves are in the file store."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from eportfolio.migrations.security import MOMENT, case_columns, secure_case_table

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "document",
        *case_columns("document"),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("note", sa.String(500)),
        sa.Column("media_type", sa.String(80), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer()),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("stored_ref", sa.String(67), nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(128), nullable=False),
        sa.Column("scan", sa.String(24), nullable=False),
        sa.Column("cleaned_of", JSONB(), nullable=False),
        sa.Column("read_state", sa.String(24), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("uploaded_by_id", sa.Uuid(), nullable=False),
        sa.Column("uploaded_by_name", sa.String(200), nullable=False),
        sa.Column("channel", sa.String(24), nullable=False),
        sa.Column("shared_at", MOMENT),
        sa.Column("checked_at", MOMENT),
        sa.Column("checked_by_name", sa.String(200)),
        sa.Column("replaced_by_id", sa.Uuid(), index=True),
        sa.Column("withdrawn_at", MOMENT),
        sa.Column("withdrawn_reason", sa.String(500)),
        sa.ForeignKeyConstraint(["uploaded_by_id"], ["account.id"], name="fk_document_uploaded_by_id"),
        sa.ForeignKeyConstraint(["replaced_by_id"], ["document.id"], name="fk_document_replaced_by_id"),
        sa.UniqueConstraint("stored_ref", name="uq_document_stored_ref"),
    )
    secure_case_table(
        op,
        "document",
        also="(SELECT houvast_role()) = 'client' OR (shared_at IS NOT NULL AND withdrawn_at IS NULL)",
        grants="SELECT, INSERT, UPDATE",
    )


def downgrade() -> None:
    op.execute("DROP TABLE document CASCADE")
