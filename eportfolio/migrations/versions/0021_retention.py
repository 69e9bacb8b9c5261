"""Requests about data; erasing what is a client's alone; and what goes when its term is over.

The functions run as the owner, so that the portal's role needs no right to delete. Each checks for itself who asks, and
holds a floor under every term: a mistake in the settings cannot empty a file that is in use.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from eportfolio.migrations.security import MOMENT, PORTAL_ROLE, case_columns, secure_case_table

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

HEAD = "LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp"

OWN_DOCUMENTS = """SELECT d.id FROM document d WHERE d.case_id = hers AND d.shared_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM receipt r WHERE r.case_id = hers AND r.subject_id = d.id)
    AND NOT EXISTS (SELECT 1 FROM document o WHERE o.replaced_by_id = d.id AND o.shared_at IS NOT NULL)"""
OWN_AGREEMENTS = """SELECT a.id FROM agreement a WHERE a.case_id = hers AND a.state = 'draft'
    AND EXISTS (SELECT 1 FROM agreement_version v WHERE v.agreement_id = a.id AND v.proposed_by_side = 'client')"""
OWN_ENTRIES = """SELECT e.id FROM portfolio_entry e WHERE e.case_id = hers
    AND NOT EXISTS (SELECT 1 FROM portfolio_share s WHERE s.case_id = hers AND s.section = e.section)"""

HERS = f"""
CREATE FUNCTION houvast_own_file() RETURNS uuid {HEAD} STABLE AS $$
DECLARE hers uuid;
BEGIN
    SELECT id INTO hers FROM case_file WHERE client_id = houvast_actor();
    IF houvast_role() <> 'client' OR hers IS NULL THEN
        RAISE insufficient_privilege USING MESSAGE = 'only a client, and only of her own file';
    END IF;
    RETURN hers;
END $$;
"""

OWN_ONLY = f"""
CREATE FUNCTION houvast_own_only() RETURNS TABLE (part text, number bigint) {HEAD} STABLE AS $$
DECLARE hers uuid := houvast_own_file();
BEGIN
    RETURN QUERY SELECT 'chats', count(*) FROM conversation WHERE case_id = hers
    UNION ALL SELECT 'drafts', (SELECT count(*) FROM fact WHERE case_id = hers AND state = 'draft')
        + (SELECT count(*) FROM ({OWN_AGREEMENTS}) a)
        + (SELECT count(*) FROM unsent_form WHERE account_id = houvast_actor())
    UNION ALL SELECT 'documents', count(*) FROM ({OWN_DOCUMENTS}) d
    UNION ALL SELECT 'portfolio', count(DISTINCT entry_id) FROM portfolio_entry WHERE id IN ({OWN_ENTRIES})
    UNION ALL SELECT 'cvs', count(*) FROM cv_version WHERE case_id = hers;
END $$;
"""

ERASE_OWN = f"""
CREATE FUNCTION houvast_erase_own(of_part text) RETURNS TABLE (kind text, value text) {HEAD} AS $$
DECLARE
    hers uuid := houvast_own_file();
    ids uuid[];
BEGIN
    IF of_part = 'chats' THEN
        DELETE FROM chat_line WHERE case_id = hers;
        RETURN QUERY DELETE FROM conversation WHERE case_id = hers RETURNING 'token', token::text;
    ELSIF of_part = 'drafts' THEN
        DELETE FROM fact WHERE case_id = hers AND state = 'draft';
        DELETE FROM unsent_form WHERE account_id = houvast_actor();
        ids := ARRAY({OWN_AGREEMENTS});
        DELETE FROM agreement_event WHERE agreement_id = ANY (ids);
        DELETE FROM agreement_version WHERE agreement_id = ANY (ids);
        DELETE FROM agreement WHERE id = ANY (ids);
    ELSIF of_part = 'documents' THEN
        ids := ARRAY({OWN_DOCUMENTS});
        DELETE FROM document_use WHERE document_id = ANY (ids);
        UPDATE portfolio_entry SET read_from_id = NULL WHERE read_from_id = ANY (ids);
        RETURN QUERY DELETE FROM document WHERE id = ANY (ids) RETURNING 'file', stored_ref::text;
    ELSIF of_part = 'portfolio' THEN
        DELETE FROM portfolio_entry WHERE id IN ({OWN_ENTRIES});
    ELSIF of_part = 'cvs' THEN
        DELETE FROM cv_version WHERE case_id = hers;
    ELSE
        RAISE invalid_parameter_value USING MESSAGE = 'no such part';
    END IF;
END $$;
"""

PAST_TERMS = f"""
CREATE FUNCTION houvast_drop_past_terms(chat timestamptz, sign_in timestamptz, mail timestamptz, withdrawn timestamptz)
RETURNS TABLE (kind text, value text) {HEAD} AS $$
BEGIN
    IF houvast_role() <> 'service' THEN
        RAISE insufficient_privilege USING MESSAGE = 'only the worker';
    END IF;
    DELETE FROM chat_line WHERE conversation_id IN
        (SELECT id FROM conversation WHERE last_used_at < least(chat, now() - interval '30 days'));
    RETURN QUERY DELETE FROM conversation WHERE last_used_at < least(chat, now() - interval '30 days')
        RETURNING 'token', token::text;
    RETURN QUERY DELETE FROM login_session WHERE last_seen_at < least(sign_in, now() - interval '30 days')
        RETURNING 'session', ''::text;
    RETURN QUERY DELETE FROM notice WHERE sent_at < least(mail, now() - interval '30 days') RETURNING 'mail', ''::text;
    RETURN QUERY UPDATE document SET wrapped_key = '', text = ''
        WHERE withdrawn_at < least(withdrawn, now() - interval '14 days') AND wrapped_key <> ''
        RETURNING 'file', stored_ref::text;
END $$;
"""

UNUSED = f"""
CREATE FUNCTION houvast_last_used(of_case uuid) RETURNS timestamptz LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
    SELECT greatest(c.opened_at, (SELECT max(l.at) FROM access_log l WHERE l.case_id = c.id),
        (SELECT max(s.last_seen_at) FROM login_session s WHERE s.account_id = c.client_id))
    FROM case_file c WHERE c.id = of_case $$;
CREATE FUNCTION houvast_unused_files(since timestamptz)
RETURNS TABLE (case_id uuid, client_id uuid, last_used_at timestamptz, warned_at timestamptz) {HEAD} STABLE AS $$
BEGIN
    IF houvast_role() <> 'service' THEN
        RAISE insufficient_privilege USING MESSAGE = 'only the worker';
    END IF;
    RETURN QUERY SELECT c.id, c.client_id, houvast_last_used(c.id), c.retention_warned_at FROM case_file c
        WHERE c.anonymised_at IS NULL AND c.opened_at < least(since, now() - interval '1 year')
        AND houvast_last_used(c.id) < least(since, now() - interval '1 year') ORDER BY 3;
END $$;
CREATE FUNCTION houvast_note_warned(of_case uuid) RETURNS void {HEAD} AS $$
BEGIN
    IF houvast_role() <> 'service' THEN
        RAISE insufficient_privilege USING MESSAGE = 'only the worker';
    END IF;
    UPDATE case_file SET retention_warned_at = now() WHERE id = of_case;
END $$;
"""

ANONYMISE = f"""
CREATE FUNCTION houvast_anonymise(of_case uuid, since timestamptz, warned timestamptz) RETURNS TABLE (value text)
{HEAD} AS $$
DECLARE
    file case_file%ROWTYPE;
    of_table text;
BEGIN
    IF houvast_role() <> 'service' THEN
        RAISE insufficient_privilege USING MESSAGE = 'only the worker';
    END IF;
    SELECT * INTO file FROM case_file WHERE id = of_case AND anonymised_at IS NULL FOR UPDATE;
    IF file.id IS NULL OR houvast_last_used(of_case) >= least(since, now() - interval '1 year')
        OR file.retention_warned_at IS NULL OR file.retention_warned_at < houvast_last_used(of_case)
        OR file.retention_warned_at >= least(warned, now() - interval '30 days') THEN
        RETURN;
    END IF;
    RETURN QUERY SELECT stored_ref::text FROM document WHERE case_id = of_case;
    RETURN QUERY SELECT part->>'ref' FROM data_export e, jsonb_array_elements(e.parts) part WHERE e.case_id = of_case;
    PERFORM set_config('houvast.retention', 'on', true);
    FOR _round IN 1..8 LOOP  -- what others point at goes in a later round
        FOR of_table IN SELECT k.relname FROM pg_class k JOIN pg_attribute c ON c.attrelid = k.oid
            WHERE k.relkind = 'r' AND k.relnamespace = 'public'::regnamespace AND c.attname = 'case_id' LOOP
            BEGIN
                EXECUTE format('DELETE FROM %I WHERE case_id = $1', of_table) USING of_case;
            EXCEPTION WHEN foreign_key_violation THEN NULL;
            END;
        END LOOP;
    END LOOP;
    PERFORM set_config('houvast.retention', '', true);
    DELETE FROM login_session WHERE account_id = file.client_id;
    DELETE FROM notice WHERE account_id = file.client_id;
    DELETE FROM unsent_form WHERE account_id = file.client_id;
    DELETE FROM submission WHERE account_id = file.client_id;
    DELETE FROM api_call WHERE account_id = file.client_id;
    DELETE FROM credential WHERE account_id = file.client_id;
    UPDATE account SET given_name = 'Gewist', family_name = 'dossier', salutation = 'neutral', demo_note = NULL,
        email = 'gewist-' || id || '@invalid', disabled_at = now() WHERE id = file.client_id;
    UPDATE case_file SET anonymised_at = now(), coach_seen_at = NULL, last_contact_at = NULL, last_contact_kind = NULL
        WHERE id = of_case;
END $$;
"""

REFUSE = """
CREATE OR REPLACE FUNCTION houvast_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('houvast.retention', true) = 'on' THEN
        RETURN NULL;  -- only the owner has the right to delete at all: the portal's role has not
    END IF;
    RAISE EXCEPTION 'the access log is append-only';
END $$;
"""
AS_BEFORE = """
CREATE OR REPLACE FUNCTION houvast_refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the access log is append-only'; END $$;
"""
CALLED = (
    "houvast_own_only()",
    "houvast_erase_own(text)",
    "houvast_drop_past_terms(timestamptz, timestamptz, timestamptz, timestamptz)",
    "houvast_unused_files(timestamptz)",
    "houvast_note_warned(uuid)",
    "houvast_anonymise(uuid, timestamptz, timestamptz)",
)
INNER = ("houvast_own_file()", "houvast_last_used(uuid)")


def upgrade() -> None:
    op.create_table(
        "data_request",
        *case_columns("data_request"),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("parts", JSONB(), nullable=False),
        sa.Column("about", sa.String(200), nullable=False),
        sa.Column("words", sa.String(2000), nullable=False),
        sa.Column("channel", sa.String(24), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by_name", sa.String(200), nullable=False),
        sa.Column("answer_by", MOMENT, nullable=False),
        sa.Column("answer", sa.String(2000)),
        sa.Column("answered_at", MOMENT),
        sa.Column("answered_by_name", sa.String(200)),
        sa.ForeignKeyConstraint(["asked_by_id"], ["account.id"], name="fk_data_request_asked_by_id"),
    )
    secure_case_table(op, "data_request", grants="SELECT, INSERT, UPDATE (answer, answered_at, answered_by_name)")
    op.execute(
        "CREATE POLICY data_request_answer ON data_request AS RESTRICTIVE FOR UPDATE"
        " USING ((SELECT houvast_role()) = 'coach')"
    )
    op.add_column("case_file", sa.Column("retention_warned_at", MOMENT))
    op.add_column("case_file", sa.Column("anonymised_at", MOMENT))
    for function in (HERS, OWN_ONLY, ERASE_OWN, PAST_TERMS, UNUSED, ANONYMISE, REFUSE):
        op.execute(function)
    for name in (*CALLED, *INNER):
        op.execute(f"REVOKE EXECUTE ON FUNCTION {name} FROM PUBLIC")
    for name in CALLED:
        op.execute(f"GRANT EXECUTE ON FUNCTION {name} TO {PORTAL_ROLE}")


def downgrade() -> None:
    op.execute(AS_BEFORE)
    op.execute("DROP FUNCTION " + ", ".join((*CALLED, *INNER)))
    op.drop_column("case_file", "anonymised_at")
    op.drop_column("case_file", "retention_warned_at")
    op.drop_table("data_request")
