"""A connection that died while nobody used it: the next person must not meet it."""

from typing import Any

import pytest
from sqlalchemy import Connection, Engine, text

from eportfolio.database import make_engine


def test_the_server_was_restarted_while_the_pool_was_idle(database_urls: tuple[str, str]) -> None:
    """Every process has its own pool: none of them may give its next visitor a dead connection."""
    engine, other = make_engine(database_urls[1]), make_engine(database_urls[1])
    with engine.connect() as first, engine.connect() as second:
        pids = {backend(first), backend(second)}
    end(other, pids)
    with engine.connect() as first, engine.connect() as second:
        assert pids.isdisjoint({backend(first), backend(second)})
    engine.dispose()
    other.dispose()


def test_a_good_connection_is_used_again(portal_engine: Engine) -> None:
    """Looking whether it lives must not cost a new connection for each request."""
    with portal_engine.connect() as connection:
        pid = backend(connection)
    with portal_engine.connect() as connection:
        assert backend(connection) == pid


def test_who_uses_it_again_at_once_does_not_ask_whether_it_lives(
    database_urls: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only after a pause: a line to another machine may have broken without a word."""
    engine = make_engine(database_urls[1])
    asked = []
    ping = engine.dialect.do_ping

    def heard(connection: Any) -> bool:
        asked.append(connection)
        return ping(connection)

    monkeypatch.setattr(engine.dialect, "do_ping", heard)
    for pause, times in ((60.0, 0), (60.0, 0), (0.0, 1)):
        monkeypatch.setattr("eportfolio.database.A_MOMENT", pause)
        with engine.connect() as connection:
            backend(connection)
        assert len(asked) == times
    engine.dispose()


def backend(connection: Connection) -> int:
    """The server's process behind this connection."""
    pid: int = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
    return pid


def end(engine: Engine, pids: set[int]) -> None:
    """What a restart of the server does to the connections that it had."""
    with engine.begin() as connection:
        for pid in pids:
            assert connection.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid}).scalar_one()
