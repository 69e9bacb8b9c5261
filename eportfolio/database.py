"""Engines and migrations: the only place that makes a connection."""

import select
import time
from functools import partial
from pathlib import Path

import psycopg
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Dialect, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry

JOBS_SCHEMA = "jobs"
"""Procrastinate's tables live apart from the case file."""
LAST_USED = "last_used"
A_MOMENT = 0.5
"""Seconds in which a server that was there is taken to be there still, unless it said otherwise."""


def make_engine(url: str, *, pool_size: int = 5) -> Engine:
    """An engine for one process; `url` is any postgresql:// address, spoken to with psycopg 3."""
    engine = create_engine(
        with_psycopg(url),
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_recycle=1800,
        pool_use_lifo=True,  # the connection used last has its statements prepared
        hide_parameters=True,  # an error message must not quote what somebody typed
        connect_args={"options": f"-c search_path=public,{JOBS_SCHEMA} -c timezone=UTC"},
    )
    event.listen(engine, "checkin", _note_use)
    event.listen(engine, "checkout", partial(_refuse_dead, engine.dialect))
    return engine


def _note_use(_connection: DBAPIConnection | None, record: ConnectionPoolEntry) -> None:
    record.info[LAST_USED] = time.monotonic()


def _refuse_dead(dialect: Dialect, connection: DBAPIConnection, record: ConnectionPoolEntry, *_: object) -> None:
    """After a restart of the server nobody may meet a connection of before it: then all are made anew.

    The server is asked, as `pool_pre_ping` would, where a connection lay unused. One that was used a moment ago, as
    within a request, is only looked at: a server that ends it says so there, and says nothing else unasked.
    """
    last_used = record.info.get(LAST_USED)
    if last_used is None:  # it is new
        return
    was_idle = time.monotonic() - last_used > A_MOMENT
    if _has_something_to_say(connection) or (was_idle and not _answers(dialect, connection)):
        raise InvalidatePoolError


def _has_something_to_say(connection: DBAPIConnection) -> bool:
    """Whether there is something to read, or the connection is closed on our side already."""
    look = select.poll()
    try:
        look.register(connection.fileno(), select.POLLIN)
    except psycopg.OperationalError:
        return True
    return bool(look.poll(0))


def _answers(dialect: Dialect, connection: DBAPIConnection) -> bool:
    try:
        return dialect.do_ping(connection)
    except psycopg.Error as error:
        if dialect.is_disconnect(error, connection, None):  # type: ignore[arg-type]
            return False
        raise


def with_psycopg(url: str) -> str:
    """The same address with SQLAlchemy's name for the driver."""
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


def migrate(connection: Connection, revision: str = "head") -> None:
    """Bring the database of this owner connection to a revision, up ("head") or down ("base")."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    if revision == "base":
        command.downgrade(config, revision)
    else:
        command.upgrade(config, revision)
