"""The embedded PostgreSQL: who gets in, who shares it, and what a crash leaves behind."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tools import embedded


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[embedded.EmbeddedDatabase]:
    """A cluster of its own: these tests stop and kill it."""
    folder = tmp_path_factory.mktemp("cluster")
    with embedded.start(folder, durable=False) as database:
        yield database


def _connect(url: str) -> psycopg.Connection:
    return psycopg.connect(url.replace("+psycopg", ""))


def test_the_portals_role_owns_nothing_and_bypasses_nothing(server: embedded.EmbeddedDatabase) -> None:
    with _connect(server.portal_url) as connection:
        rights = connection.execute(
            "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
        assert rights == (False, False, False, False)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE TABLE own (id int)")


def test_the_assistant_reaches_its_own_database_only(server: embedded.EmbeddedDatabase) -> None:
    with _connect(server.rasa_url) as connection:
        connection.execute("CREATE TABLE events (id int)")
    with pytest.raises(psycopg.OperationalError, match="pg_hba"):
        _connect(server.rasa_url.replace("/houvast_rasa?", "/houvast?"))


@pytest.mark.parametrize("role", [embedded.PORTAL, embedded.OWNER, embedded.SUPERUSER])
def test_nobody_gets_in_without_the_password(server: embedded.EmbeddedDatabase, role: str) -> None:
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(host=str(server.socket_dir), user=role, dbname="houvast", passfile="/dev/null")


def test_the_portals_role_cannot_read_the_assistants_database(server: embedded.EmbeddedDatabase) -> None:
    with pytest.raises(psycopg.OperationalError, match="permission denied"):
        _connect(server.portal_url.replace("/houvast?", "/houvast_rasa?"))


def test_the_passwords_are_for_the_owner_of_the_folder_only(server: embedded.EmbeddedDatabase) -> None:
    assert (server.data_dir.parent / "secrets.json").stat().st_mode & 0o777 == 0o600


def test_a_fresh_database_is_empty_each_time(server: embedded.EmbeddedDatabase) -> None:
    owner_url, _ = embedded.create_database(server, "scratch")
    with _connect(owner_url) as connection:
        connection.execute("CREATE TABLE left_over (id int)")
    owner_url, portal_url = server.fresh_database("scratch")
    with _connect(portal_url) as connection:
        assert connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)


def test_the_last_one_to_leave_stops_it(tmp_path: Path) -> None:
    first = embedded.start(tmp_path, durable=False)
    second = embedded.start(tmp_path, durable=False)
    first.stop()
    assert second.is_running()
    second.stop()
    assert not second.is_running()


def test_committed_rows_survive_a_killed_server(tmp_path: Path) -> None:
    with embedded.start(tmp_path) as before:
        with _connect(before.owner_url) as connection:
            connection.execute("CREATE TABLE kept (word text)")
            connection.execute("INSERT INTO kept VALUES ('houvast')")
        os.kill(int((before.data_dir / "postmaster.pid").read_text().split("\n")[0]), signal.SIGKILL)
        with embedded.start(tmp_path) as after, _connect(after.owner_url) as connection:
            assert connection.execute("SELECT word FROM kept").fetchone() == ("houvast",)


def test_a_folder_with_a_long_name_works_too(tmp_path: Path) -> None:
    deep = tmp_path / ("long" * 20) / ("longer" * 8)
    deep.mkdir(parents=True)
    with embedded.start(deep, durable=False) as database, _connect(database.portal_url) as connection:
        assert embedded.SOCKET_FOLDER in database.portal_url
        assert connection.execute("SELECT 1").fetchone() == (1,)
    database.socket_dir.rmdir()
