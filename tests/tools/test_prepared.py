"""A second start skips preparing only when nothing changed that preparing looks at."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import embedded, prepared


@pytest.fixture
def database(tmp_path: Path) -> Iterator[embedded.EmbeddedDatabase]:
    """A cluster of its own, with the table in which migrations leave their revision."""
    with embedded.start(tmp_path, durable=False) as server:
        with server.superuser(embedded.DATABASE) as connection:
            connection.execute("CREATE TABLE alembic_version (version_num text)")
            connection.execute("INSERT INTO alembic_version VALUES ('0002')")
        yield server


def test_what_was_prepared_is_remembered(database: embedded.EmbeddedDatabase, tmp_path: Path) -> None:
    assert prepared.remembered(tmp_path, database, demo=True) is None
    prepared.remember(tmp_path, database, "Elif\tclient", demo=True)
    assert prepared.remembered(tmp_path, database, demo=True) == "Elif\tclient"
    assert prepared.remembered(tmp_path, database, demo=False) is None


def test_an_older_dump_that_was_restored_is_prepared_again(database: embedded.EmbeddedDatabase, tmp_path: Path) -> None:
    prepared.remember(tmp_path, database, "", demo=True)
    with database.superuser(embedded.DATABASE) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
    assert prepared.remembered(tmp_path, database, demo=True) is None


def test_a_new_migration_is_noticed(
    database: embedded.EmbeddedDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared.remember(tmp_path, database, "", demo=True)
    (tmp_path / "0003_new.py").write_text("revision = '0003'")
    monkeypatch.setattr(prepared, "ROOT", tmp_path)
    monkeypatch.setattr(prepared, "SOURCES", ("*.py",))
    assert prepared.remembered(tmp_path, database, demo=True) is None
