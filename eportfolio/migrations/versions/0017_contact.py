"""A client corrects her own contact data; a new e-mail address counts once its code came back."""

import sqlalchemy as sa
from alembic import op

from eportfolio.migrations.security import MOMENT, PORTAL_ROLE

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

ROLE, ACTOR = "(SELECT houvast_role())", "(SELECT houvast_actor())"
CONFIRM = """
CREATE FUNCTION houvast_confirm_email(of_change uuid, typed text) RETURNS text LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    change email_change%ROWTYPE;
BEGIN
    SELECT * INTO change FROM email_change WHERE id = of_change AND account_id = houvast_actor() FOR UPDATE;
    IF NOT FOUND OR change.confirmed_at IS NOT NULL OR change.wrong >= 5
       OR change.asked_at < now() - interval '30 minutes'
       OR EXISTS (SELECT 1 FROM email_change c WHERE c.account_id = change.account_id AND c.id > change.id) THEN
        RETURN 'expired';
    END IF;
    IF change.code <> typed THEN
        UPDATE email_change SET wrong = wrong + 1 WHERE id = of_change;
        RETURN 'wrong';
    END IF;
    BEGIN
        UPDATE account SET email = change.new_email WHERE id = change.account_id;
    EXCEPTION WHEN unique_violation THEN
        RETURN 'taken';
    END;
    UPDATE email_change SET confirmed_at = now() WHERE id = of_change;
    RETURN 'confirmed';
END $$;
"""


def upgrade() -> None:
    op.create_table(
        "email_change",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("account_id", sa.Uuid(), nullable=False, index=True),
        sa.Column("old_email", sa.String(254), nullable=False),
        sa.Column("new_email", sa.String(254), nullable=False),
        sa.Column("code", sa.String(6), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", MOMENT),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_email_change_account_id"),
    )
    op.execute("ALTER TABLE email_change ENABLE ROW LEVEL SECURITY")
    op.execute(f"GRANT SELECT, INSERT ON email_change TO {PORTAL_ROLE}")
    op.execute(f"CREATE POLICY email_change_own ON email_change USING (account_id = {ACTOR} AND {ROLE} <> '')")
    op.execute(f"CREATE POLICY email_change_worker ON email_change FOR SELECT USING ({ROLE} = 'service')")
    op.execute(f"GRANT UPDATE (salutation) ON account TO {PORTAL_ROLE}")
    op.execute(CONFIRM)


def downgrade() -> None:
    op.execute("DROP FUNCTION houvast_confirm_email")
    op.execute(f"REVOKE UPDATE (salutation) ON account FROM {PORTAL_ROLE}")
    op.drop_table("email_change")
