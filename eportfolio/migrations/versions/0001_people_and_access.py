"""People, access, audit, facts, receipts, notices and the job queue."""

import sqlalchemy as sa
from alembic import op
from procrastinate.schema import SchemaManager
from sqlalchemy.dialects.postgresql import JSONB

from eportfolio.migrations.security import MOMENT, PORTAL_ROLE, VISIBLE_CASE, case_columns, secure_case_table

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


FUNCTIONS = """
CREATE FUNCTION houvast_actor() RETURNS uuid LANGUAGE sql STABLE AS
$$ SELECT NULLIF(current_setting('houvast.actor', true), '')::uuid $$;
CREATE FUNCTION houvast_role() RETURNS text LANGUAGE sql STABLE AS
$$ SELECT COALESCE(current_setting('houvast.role', true), '') $$;
"""

ENTER = """
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

HASHED = """jsonb_build_array(encode({row}.previous_hash, 'hex'), {row}.case_id, {row}.seq, {row}.actor_id,
    {row}.actor_name, {row}.role, {row}.channel, {row}.action, {row}.subject, {row}.subject_id, {row}.label,
    {row}.reason, {row}.trace_id, extract(epoch FROM {row}.at))::text"""

CHAIN = f"""
CREATE FUNCTION houvast_chain_access_log() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.case_id::text, 0));
    NEW.seq := nextval('access_log_seq');
    SELECT hash INTO NEW.previous_hash FROM access_log WHERE case_id = NEW.case_id ORDER BY seq DESC LIMIT 1;
    NEW.hash := sha256(convert_to({HASHED.format(row="NEW")}, 'UTF8'));
    RETURN NEW;
END $$;
CREATE TRIGGER chain_access_log BEFORE INSERT ON access_log
FOR EACH ROW EXECUTE FUNCTION houvast_chain_access_log();
CREATE FUNCTION houvast_refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the access log is append-only'; END $$;
CREATE TRIGGER access_log_append_only BEFORE UPDATE OR DELETE ON access_log
FOR EACH STATEMENT EXECUTE FUNCTION houvast_refuse_change();
CREATE FUNCTION houvast_broken_links(of_case uuid) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT count(*) FROM (
        SELECT l.hash IS DISTINCT FROM sha256(convert_to({HASHED.format(row="l")}, 'UTF8')) AS altered,
               l.previous_hash IS DISTINCT FROM lag(l.hash) OVER (ORDER BY l.seq) AS unlinked
        FROM access_log l WHERE l.case_id = of_case) AS links
    WHERE altered OR unlinked $$;
"""

OWN_CASE = """((SELECT houvast_role()) IN ('client', 'coach') AND (client_id = (SELECT houvast_actor())
    OR coach_id = (SELECT houvast_actor()) OR stand_in_id = (SELECT houvast_actor())))"""


def upgrade() -> None:
    op.execute(FUNCTIONS)
    _people()
    _access()
    _audit()
    _facts_and_receipts()
    _notices()
    _policies()
    _job_queue()


def _people() -> None:
    op.create_table(
        "office",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("phone", sa.String(24)),
        sa.Column("address", sa.String(200)),
    )
    op.create_table(
        "account",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("role", sa.String(24), nullable=False),
        sa.Column("given_name", sa.String(80), nullable=False),
        sa.Column("family_name", sa.String(120), nullable=False),
        sa.Column("salutation", sa.String(24), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("locale", sa.String(8), nullable=False),
        sa.Column("office_id", sa.Uuid(), sa.ForeignKey("office.id", name="fk_account_office_id")),
        sa.Column("demo_note", sa.String(200)),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("disabled_at", MOMENT),
    )
    op.create_index("uq_account_email_lower", "account", [sa.text("lower(email)")], unique=True)
    op.create_table(
        "credential",
        sa.Column("account_id", sa.Uuid(), primary_key=True),
        sa.Column("password_hash", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_credential_account_id"),
    )
    op.create_table(
        "case_file",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("coach_id", sa.Uuid(), nullable=False),
        sa.Column("stand_in_id", sa.Uuid()),
        sa.Column("scheme", sa.String(24), nullable=False),
        sa.Column("scheme_since", sa.Date()),
        sa.Column("step", sa.String(24), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("coach_seen_at", MOMENT),
        sa.Column("last_contact_at", MOMENT),
        sa.Column("last_contact_kind", sa.String(24)),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["account.id"], name="fk_case_file_client_id"),
        sa.ForeignKeyConstraint(["coach_id"], ["account.id"], name="fk_case_file_coach_id"),
        sa.ForeignKeyConstraint(["stand_in_id"], ["account.id"], name="fk_case_file_stand_in_id"),
        sa.UniqueConstraint("client_id", name="uq_case_file_client_id"),
    )
    op.create_index("ix_case_file_coach_id", "case_file", ["coach_id"])
    op.create_index("ix_case_file_stand_in_id", "case_file", ["stand_in_id"])
    op.create_table(
        "coach_assignment",
        *case_columns("coach_assignment"),
        sa.Column("coach_id", sa.Uuid(), nullable=False),
        sa.Column("from_at", MOMENT, nullable=False),
        sa.Column("until_at", MOMENT),
        sa.Column("reason", sa.String(400), nullable=False),
        sa.Column("assigned_by_id", sa.Uuid()),
        sa.ForeignKeyConstraint(["coach_id"], ["account.id"], name="fk_coach_assignment_coach_id"),
        sa.ForeignKeyConstraint(["assigned_by_id"], ["account.id"], name="fk_coach_assignment_assigned_by_id"),
    )
    op.create_index(
        "uq_coach_assignment_current",
        "coach_assignment",
        ["case_id"],
        unique=True,
        postgresql_where=sa.text("until_at IS NULL"),
    )


def _access() -> None:
    op.create_table(
        "login_session",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("kiosk", sa.Boolean(), nullable=False),
        sa.Column("channel", sa.String(24), nullable=False),
        sa.Column("browser", sa.String(120), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("last_seen_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_login_session_account_id"),
        sa.UniqueConstraint("token_hash", name="uq_login_session_token_hash"),
    )
    op.create_index("ix_login_session_account_id", "login_session", ["account_id"])
    op.execute(ENTER)


def _audit() -> None:
    op.execute("CREATE SEQUENCE access_log_seq")
    op.create_table(
        "access_log",
        *case_columns("access_log"),
        sa.Column("seq", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("actor_name", sa.String(200), nullable=False),
        sa.Column("role", sa.String(24), nullable=False),
        sa.Column("channel", sa.String(24), nullable=False),
        sa.Column("action", sa.String(24), nullable=False),
        sa.Column("subject", sa.String(24), nullable=False),
        sa.Column("subject_id", sa.Uuid()),
        sa.Column("label", sa.String(200), nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("trace_id", sa.String(32), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("previous_hash", sa.LargeBinary(32)),
        sa.Column("hash", sa.LargeBinary(32)),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name="fk_access_log_actor_id"),
        sa.UniqueConstraint("seq", name="uq_access_log_seq"),
    )
    op.create_index("ix_access_log_caseload", "access_log", ["actor_id", "subject", "at"])
    op.execute(CHAIN)


def _facts_and_receipts() -> None:
    op.create_table(
        "fact",
        *case_columns("fact"),
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("value", JSONB(), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("source", sa.String(24), nullable=False),
        sa.Column("channel", sa.String(24), nullable=False),
        sa.Column("entered_by_id", sa.Uuid(), nullable=False),
        sa.Column("entered_by_name", sa.String(200), nullable=False),
        sa.Column("entered_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT),
        sa.Column("supersedes_id", sa.Uuid()),
        sa.Column("review", sa.String(24), nullable=False),
        sa.Column("reviewed_by_name", sa.String(200)),
        sa.Column("reviewed_at", MOMENT),
        sa.Column("question", sa.String(1000)),
        sa.ForeignKeyConstraint(["entered_by_id"], ["account.id"], name="fk_fact_entered_by_id"),
        sa.ForeignKeyConstraint(["supersedes_id"], ["fact.id"], name="fk_fact_supersedes_id"),
    )
    for state in ("current", "draft"):
        op.create_index(
            f"uq_fact_{state}",
            "fact",
            ["case_id", "key"],
            unique=True,
            postgresql_where=sa.text(f"state = '{state}'"),
        )
    op.execute(f"CREATE SEQUENCE receipt_number; GRANT USAGE ON SEQUENCE receipt_number TO {PORTAL_ROLE}")
    op.create_table(
        "receipt",
        *case_columns("receipt"),
        sa.Column("number", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("subject_id", sa.Uuid(), index=True),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("copy", JSONB(), nullable=False),
        sa.Column("sent_by_id", sa.Uuid(), nullable=False),
        sa.Column("sent_by_name", sa.String(200), nullable=False),
        sa.Column("channel", sa.String(24), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["sent_by_id"], ["account.id"], name="fk_receipt_sent_by_id"),
        sa.UniqueConstraint("number", name="uq_receipt_number"),
    )


def _notices() -> None:
    op.create_table(
        "notice",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("topic", sa.String(24), nullable=False),
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT),
        sa.Column("subject", sa.String(200)),
        sa.Column("body", sa.String()),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_notice_account_id"),
        sa.UniqueConstraint("key", name="uq_notice_key"),
    )
    op.create_index("ix_notice_account_id", "notice", ["account_id"])
    op.create_table(
        "submission",
        sa.Column("account_id", sa.Uuid(), primary_key=True),
        sa.Column("key", sa.Uuid(), primary_key=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("result", sa.String(500)),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_submission_account_id"),
    )


def _policies() -> None:
    role, actor = "(SELECT houvast_role())", "(SELECT houvast_actor())"
    for table in ("account", "credential", "login_session", "case_file", "access_log", "notice", "submission"):
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"GRANT SELECT ON office TO {PORTAL_ROLE}")
    op.execute(f"GRANT SELECT, UPDATE (locale) ON account TO {PORTAL_ROLE}")
    op.execute(
        "CREATE POLICY account_read ON account FOR SELECT USING ("
        f"{role} IN ('door', 'service', 'manager') OR (role <> 'client' AND {role} <> '') OR id = {actor}"
        f" OR ({role} = 'coach' AND id IN (SELECT client_id FROM case_file)))"
    )
    op.execute(f"CREATE POLICY account_own ON account FOR UPDATE USING (id = {actor}) WITH CHECK (id = {actor})")
    op.execute(f"GRANT SELECT, UPDATE ON credential TO {PORTAL_ROLE}")
    op.execute(f"CREATE POLICY credential_door ON credential FOR SELECT USING ({role} = 'door')")
    op.execute(f"CREATE POLICY credential_own ON credential USING (account_id = {actor})")
    op.execute(f"GRANT SELECT, INSERT, UPDATE ON login_session TO {PORTAL_ROLE}")
    op.execute(f"CREATE POLICY session_own ON login_session USING ({role} = 'door' OR account_id = {actor})")
    op.execute(f"GRANT SELECT, UPDATE ON case_file TO {PORTAL_ROLE}")
    op.execute(f"CREATE POLICY case_of_actor ON case_file USING ({OWN_CASE}) WITH CHECK ({OWN_CASE})")
    op.execute(f"CREATE POLICY case_of_manager ON case_file USING ({role} = 'manager') WITH CHECK ({role} = 'manager')")
    secure_case_table(op, "coach_assignment", grants="SELECT, INSERT, UPDATE", extra_policy=f"{role} = 'manager'")
    op.execute(f"GRANT SELECT, INSERT ON access_log TO {PORTAL_ROLE}")
    op.execute(f"CREATE POLICY access_log_of_the_case ON access_log USING ({VISIBLE_CASE})")
    op.execute(f"CREATE POLICY access_log_manager ON access_log FOR INSERT WITH CHECK ({role} = 'manager')")
    secure_case_table(op, "fact", also=f"state <> 'draft' OR {role} = 'client'")
    secure_case_table(op, "receipt", grants="SELECT, INSERT")
    op.execute(f"GRANT SELECT, INSERT, UPDATE ON notice TO {PORTAL_ROLE}")
    op.execute(f"CREATE POLICY notice_add ON notice FOR INSERT WITH CHECK ({role} <> '')")
    op.execute(f"CREATE POLICY notice_read ON notice FOR SELECT USING ({role} = 'service' OR account_id = {actor})")
    op.execute(f"GRANT SELECT, INSERT, UPDATE ON submission TO {PORTAL_ROLE}")
    op.execute(f"CREATE POLICY submission_own ON submission USING (account_id = {actor})")
    op.execute(f"CREATE POLICY notice_sent ON notice FOR UPDATE USING ({role} = 'service')")


def _job_queue() -> None:
    """Procrastinate's own schema, as its release ships it."""
    op.execute("CREATE SCHEMA jobs")
    op.execute("SET LOCAL search_path = jobs")
    cursor = op.get_bind().connection.cursor()  # many statements and "%": not through a parameter style
    cursor.execute(SchemaManager.get_schema())
    cursor.close()
    op.execute("SET LOCAL search_path = public")
    op.execute(f"GRANT USAGE ON SCHEMA jobs TO {PORTAL_ROLE}")
    op.execute(f"GRANT ALL ON ALL TABLES IN SCHEMA jobs TO {PORTAL_ROLE}")
    op.execute(f"GRANT ALL ON ALL SEQUENCES IN SCHEMA jobs TO {PORTAL_ROLE}")


def downgrade() -> None:
    op.execute("DROP SCHEMA jobs CASCADE")
    for table in (
        "submission",
        "notice",
        "receipt",
        "fact",
        "access_log",
        "login_session",
        "coach_assignment",
        "case_file",
        "credential",
        "account",
        "office",
    ):
        op.execute(f"DROP TABLE {table} CASCADE")
    op.execute("DROP SEQUENCE access_log_seq, receipt_number")
    op.execute(
        "DROP FUNCTION houvast_chain_access_log, houvast_refuse_change, houvast_broken_links, houvast_enter,"
        " houvast_actor, houvast_role"
    )
