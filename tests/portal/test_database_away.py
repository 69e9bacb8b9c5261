"""The database is away: a page of ours says that it is not their fault, and when to come back."""

import secrets

import pytest
from pydantic import SecretStr

from portal import create_app
from portal.config import Settings
from tests.client import PortalClient


@pytest.fixture
def web(settings: Settings) -> PortalClient:
    """A browser at a portal whose database does not answer; `testing` off, as errors are shown then."""
    nowhere = SecretStr("postgresql://nobody:nothing@127.0.0.1:9/nowhere?connect_timeout=2")
    app = create_app(settings.model_copy(update={"database_url": nowhere}))
    app.test_client_class = PortalClient
    client = app.test_client()
    assert isinstance(client, PortalClient)
    return client


def test_a_person_reads_what_to_do(web: PortalClient) -> None:
    answer = web.get("/inloggen")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "Dit ligt niet aan u. Wat u al had verstuurd, is bewaard." in answer.text
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_machine_gets_a_problem(web: PortalClient, settings: Settings) -> None:
    key = settings.service_key.get_secret_value()
    answer = web.get(
        f"/api/v1/gesprekken/{secrets.token_urlsafe(32)}/artikelen", headers={"Authorization": f"Bearer {key}"}
    )
    assert (answer.status_code, answer.mimetype) == (503, "application/problem+json")
    assert answer.headers["Retry-After"] == "5"
