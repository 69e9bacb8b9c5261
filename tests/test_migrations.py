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
