"""Logs tell what broke, never what somebody typed."""

import json

import pytest
import structlog
from sqlalchemy import text
from sqlalchemy.exc import DataError
from structlog.testing import LogCapture

from portal import security
from tests.people import People


def test_log_lines_hold_no_personal_data(product, people: People) -> None:
    lines = LogCapture()
    before = structlog.get_config()
    structlog.configure(processors=[lines], wrapper_class=structlog.make_filtering_bound_logger(0))
    client = people.client(given="Roodborstje", family="Geheim")
    try:
        web = product.test_client().sign_in(client)
        web.get("/rechten-en-plichten?zoek=Geheim")
        web.submit("/berichten", {"text": "Mijn naam is Geheim"}, page="/berichten")
        web.submit("/inloggen", {"email": client.account.email, "password": "Geheim"})
        web.get("/documenten/" + str(client.case.id))
    finally:
        structlog.configure(**before)
    written = json.dumps(lines.entries, default=str)
    assert "/rechten-en-plichten" in written
    assert '"status": 200' in written
    for personal in (
        "Roodborstje",
        "Geheim",
        client.account.email,
        str(client.account.id),
        str(client.case.id),
        "zoek=",
    ):
        assert personal not in written


def test_errors_are_logged_without_what_they_quote(product, people: People) -> None:
    @product.get("/test/mislukt/<secret>")
    @security.public
    def fails(secret: str) -> str:
        raise ValueError(f"kan {secret} niet lezen") from KeyError(secret)

    lines = LogCapture()
    before = structlog.get_config()
    structlog.configure(processors=[lines], wrapper_class=structlog.make_filtering_bound_logger(0))
    try:
        assert product.test_client().get("/test/mislukt/Geheim").status_code == 500
    finally:
        structlog.configure(**before)
    told = next(entry for entry in lines.entries if entry["event"] == "error")
    assert told["kinds"] == ["ValueError", "KeyError"]
    assert any("test_logs.py" in place for place in told["where"])
    assert told["route"] == "/test/mislukt/<secret>"
    assert "Geheim" not in json.dumps(lines.entries, default=str)


def test_database_errors_quote_no_values(product) -> None:
    engine = product.extensions["houvast_engine"]
    with pytest.raises(DataError) as refused, engine.connect() as connection:
        connection.execute(text("SELECT CAST(:typed AS integer)"), {"typed": "Mevrouw Geheim"})
    assert "SQL parameters hidden" in str(refused.value)
