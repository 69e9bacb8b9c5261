"""Engines and migrations: the only place that makes a connection."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine

JOBS_SCHEMA = "jobs"
"""Procrastinate's tables live apart from the case file."""


def make_engine(url: str, *, pool_size: int = 5) -> Engine:
    """An engine for one process; `url` is any postgresql:// address, spoken to with psycopg 3."""
    return create_engine(
        with_psycopg(url),
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_pre_ping=True,  # after a restart of the server nobody may meet a connection of before it
        pool_recycle=1800,
        pool_use_lifo=True,  # the connection used last has its statements prepared
        hide_parameters=True,  # an error message must not quote what somebody typed
        connect_args={"options": f"-c search_path=public,{JOBS_SCHEMA} -c timezone=UTC"},
    )


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
