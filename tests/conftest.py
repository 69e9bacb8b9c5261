"""One embedded PostgreSQL for all tests, one database per worker, and people to test with."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from eportfolio.database import make_engine, migrate
from portal import create_app
from portal.config import Settings
from tests.client import PortalClient
from tests.mail_server import Mailbox, MailServer
from tests.people import People
from tools import embedded

VAR = Path(__file__).parent.parent / "var" / "test"


@pytest.fixture(scope="session")
def database_urls() -> Iterator[tuple[str, str]]:
    """Addresses of a fresh, migrated database: as its owner, and as the portal's role."""
    VAR.mkdir(parents=True, exist_ok=True)
    with embedded.start(VAR, durable=False) as server:
        name = f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"
        owner_url, portal_url = server.fresh_database(name)
        engine = make_engine(owner_url)
        with engine.begin() as connection:
            migrate(connection)
        engine.dispose()
        yield owner_url, portal_url


@pytest.fixture(scope="session")
def owner_engine(database_urls: tuple[str, str]) -> Iterator[Engine]:
    """The owner's engine: sees everything, so only for setting up and for looking behind the policies."""
    engine = make_engine(database_urls[0])
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def portal_engine(database_urls: tuple[str, str]) -> Iterator[Engine]:
    """The engine of the role that the portal uses."""
    engine = make_engine(database_urls[1])
    yield engine
    engine.dispose()


@pytest.fixture
def owner_db(owner_engine: Engine) -> Iterator[Session]:
    """A session of the owner; commit what others must see."""
    with sessionmaker(owner_engine, expire_on_commit=False)() as session:
        yield session


@pytest.fixture
def db(portal_engine: Engine) -> Iterator[Session]:
    """A session as the portal has it: no actor yet, so no rows. Rolled back at the end."""
    with sessionmaker(portal_engine, expire_on_commit=False)() as session:
        yield session
        session.rollback()


@pytest.fixture
def people(owner_db: Session) -> People:
    """Makes committed clients, coaches and files with names of their own."""
    return People(owner_db)


@pytest.fixture(scope="session")
def settings(database_urls: tuple[str, str], tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of the portal under test."""
    return Settings(
        _env_file=None,
        database_url=database_urls[1],
        file_store=str(tmp_path_factory.mktemp("files")),
        demo=True,
        rate_limits=False,
    )


@pytest.fixture(scope="session")
def app(settings: Settings):
    """The portal, with errors that surface in the test."""
    app = create_app(settings)
    app.testing = True
    app.test_client_class = PortalClient
    yield app
    app.extensions["houvast_engine"].dispose()


@pytest.fixture
def product(settings: Settings):
    """A portal of which unexpected errors reach the person as a page, as in production."""
    app = create_app(settings)
    app.test_client_class = PortalClient
    yield app
    app.extensions["houvast_engine"].dispose()


@pytest.fixture
def web(app) -> PortalClient:
    """A browser that is not signed in."""
    return app.test_client()


@pytest.fixture
def mailbox() -> Mailbox:
    """What the mail server took in."""
    return Mailbox()


@pytest.fixture
def server(mailbox: Mailbox) -> Iterator[MailServer]:
    """A mail server that is up."""
    server = MailServer(mailbox)
    server.start()
    yield server
    if server.loop.is_running():
        server.stop()
