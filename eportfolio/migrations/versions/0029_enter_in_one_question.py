"""Who enters and with which session: told by the function that names the actor, so that nobody asks it again.

It returned nothing and the portal asked a second time, for each request.
"""

from alembic import op

from eportfolio.migrations.security import PORTAL_ROLE

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

ENTER = """
CREATE FUNCTION houvast_enter(of_token bytea) RETURNS TABLE (session login_session, person account)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    found record;
BEGIN
    SELECT s AS session, a AS person, a.id, a.role INTO found
        FROM login_session s JOIN account a ON a.id = s.account_id WHERE s.token_hash = of_token;
    PERFORM set_config('houvast.actor', COALESCE(found.id::text, ''), true),
            set_config('houvast.role', COALESCE(found.role, 'door'), true);
    IF found.id IS NOT NULL THEN
        session := found.session;
        person := found.person;
        RETURN NEXT;
    END IF;
END $$;
"""

ENTER_BEFORE = """
CREATE FUNCTION houvast_enter(of_token bytea) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    person account%ROWTYPE;
BEGIN
    SELECT a.* INTO person FROM login_session s JOIN account a ON a.id = s.account_id WHERE s.token_hash = of_token;
    PERFORM set_config('houvast.actor', COALESCE(person.id::text, ''), true),
            set_config('houvast.role', COALESCE(person.role, 'door'), true);
END $$;
"""


def upgrade() -> None:
    op.execute("DROP FUNCTION houvast_enter(bytea)")
    op.execute(ENTER)
    op.execute("REVOKE EXECUTE ON FUNCTION houvast_enter(bytea) FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION houvast_enter(bytea) TO {PORTAL_ROLE}")


def downgrade() -> None:
    op.execute("DROP FUNCTION houvast_enter(bytea)")
    op.execute(ENTER_BEFORE)
