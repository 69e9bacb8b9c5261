"""A connection that died while nobody used it: the next person must not meet it."""

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


def backend(connection: Connection) -> int:
    """The server's process behind this connection."""
    pid: int = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
    return pid


def end(engine: Engine, pids: set[int]) -> None:
    """What a restart of the server does to the connections that it had."""
    with engine.begin() as connection:
        for pid in pids:
            assert connection.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid}).scalar_one()
