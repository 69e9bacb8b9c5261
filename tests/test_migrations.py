"""Migrations go up, down and up again, and end where the models are."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

import eportfolio
from eportfolio.base import Base
from eportfolio.database import make_engine, migrate
from tests.conftest import VAR
from tests.test_row_security import TABLES
from tools import embedded

SCRIPTS = Path(eportfolio.__path__[0]) / "migrations"


@pytest.fixture
def empty() -> Iterator[Engine]:
    """The owner's engine on a database without a single table."""
    with embedded.start(VAR, durable=False) as server:
        owner_url, _portal_url = server.fresh_database(f"test_migrations_{os.getpid()}")
        engine = make_engine(owner_url)
        yield engine
        engine.dispose()


def what_is_there(connection: Connection) -> set[str]:
    """Everything of ours in the database, by kind and name."""
    query = """
        SELECT 'relation ' || relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
        UNION SELECT 'function ' || proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        UNION SELECT 'policy ' || tablename || ' ' || policyname || coalesce(qual, '') || coalesce(with_check, '')
            FROM pg_policies
        UNION SELECT 'grant ' || table_name || ' ' || privilege_type || ' ' || grantee
            FROM information_schema.role_table_grants WHERE table_schema = 'public'
        UNION SELECT 'column grant ' || table_name || '.' || column_name || ' ' || privilege_type || ' ' || grantee
            FROM information_schema.role_column_grants WHERE table_schema = 'public'
        UNION SELECT 'schema ' || nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg_%'
        UNION SELECT 'trigger ' || tgname FROM pg_trigger WHERE NOT tgisinternal"""
    found = {row[0] for row in connection.execute(text(query))}
    return {name for name in found if "alembic_version" not in name}


def is_ours(name: str | None, _kind: str, parents: dict[str, str | None]) -> bool:
    """The job queue's own tables come from its release and have no models."""
    return not (parents.get("table_name") or name or "").startswith("procrastinate_")


def test_up_down_and_up_again(empty: Engine) -> None:
    with empty.begin() as connection:
        before = what_is_there(connection)
        migrate(connection)
        up = what_is_there(connection)
    with empty.begin() as connection:
        migrate(connection, "base")
        assert what_is_there(connection) == before
    with empty.begin() as connection:
        migrate(connection)
        assert what_is_there(connection) == up
    assert {f"relation {name}" for name in TABLES} <= up


def test_models_and_migrations_are_equal(owner_engine: Engine) -> None:
    with owner_engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": is_ours})
        assert compare_metadata(context, Base.metadata) == []


def test_every_migration_can_be_taken_back_and_says_what_it_is() -> None:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    revisions = list(ScriptDirectory.from_config(config).walk_revisions("base", "heads"))
    assert len(revisions) == len(list((SCRIPTS / "versions").glob("[0-9]*.py")))
    for revision in revisions:
        assert callable(revision.module.downgrade)
        assert revision.doc


class PowerCut(Exception):
    """Something outside stops the migration."""


def test_failed_migration_leaves_nothing(empty: Engine) -> None:
    def half_way() -> None:
        with empty.begin() as connection:
            migrate(connection)
            raise PowerCut

    with pytest.raises(PowerCut):
        half_way()
    with empty.connect() as connection:
        assert "relation account" not in what_is_there(connection)


def revision_before(doc: str) -> str:
    """The revision that comes before the one with this docstring."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    for revision in ScriptDirectory.from_config(config).walk_revisions("base", "heads"):
        if (revision.doc or "").startswith(doc):
            return str(revision.down_revision)
    raise AssertionError(f"no migration says {doc!r}")


def test_conversation_from_before_threads_goes_on_as_one_thread(empty: Engine) -> None:
    """Every message is still there, in one thread per file, in its order."""
    person = (
        "INSERT INTO account (id, role, given_name, family_name, salutation, email, locale, created_at)"
        " VALUES (gen_random_uuid(), :role, 'A', 'B', 'neutral', :email, 'nl', now()) RETURNING id"
    )
    case = (
        "INSERT INTO case_file (id, client_id, coach_id, scheme, step, opened_at, version)"
        " VALUES (gen_random_uuid(), :client, :coach, 'ww', 'intake', now(), 1) RETURNING id"
    )
    message = (
        "INSERT INTO message (id, case_id, sender_id, sender_name, sender_role, channel, text, sent_at, about_label,"
        " answer_expected) VALUES (gen_random_uuid(), :case, :sender, 'A B', 'client', 'web', :text,"
        " now() + make_interval(mins => :number), :about, false)"
    )
    with empty.begin() as connection:
        migrate(connection, revision_before("Messages in threads"))
        coach = connection.execute(text(person), {"role": "coach", "email": "c@example.org"}).scalar_one()
        for number in range(2):
            who = {"role": "client", "email": f"k{number}@example.org"}
            client = connection.execute(text(person), who).scalar_one()
            case_id = connection.execute(text(case), {"client": client, "coach": coach}).scalar_one()
            for place in range(3):
                row = {"case": case_id, "sender": client, "number": place, "text": f"{number}.{place}"}
                connection.execute(text(message), row | {"about": "Kok, Hotel Zuid" if place else None})
        migrate(connection)
        found = connection.execute(
            text(
                "SELECT count(DISTINCT m.id), count(m.about_label), array_agg(m.text ORDER BY m.sent_at)"
                " FROM message m JOIN message_thread t ON t.id = m.thread_id AND t.case_id = m.case_id"
                " GROUP BY t.id ORDER BY 3"
            )
        ).all()
    assert [tuple(row) for row in found] == [(3, 2, ["0.0", "0.1", "0.2"]), (3, 2, ["1.0", "1.1", "1.2"])]
