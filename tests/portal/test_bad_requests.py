"""What no request can do: strange input, forged forms, and how an error is told."""

import io
import uuid

import pytest
from flask import g
from sqlalchemy import text
from sqlalchemy.exc import DataError
from sqlalchemy.orm.exc import StaleDataError

from eportfolio import notices
from eportfolio.base import Conflict, Invalid, NotAllowed, NotFound
from eportfolio.notices import Topic
from eportfolio.people import Role
from portal import create_app, db, security
from portal.config import Settings
from portal.db import ReadRequestWrote
from tests.client import PortalClient
from tests.people import People
from tests.portal.safety import assert_safe

NASTY = (
    "/kiosk/x\x00y",
    "/rechten-en-plichten/%00",
    "/rechten-en-plichten/" + "a" * 5000,
    "/rechten-en-plichten/..%2f..%2fetc%2fpasswd",
    "/ontvangst/%F0%9F%92%A9%00",
    "/rechten-en-plichten?zoek=%00%00",
    "/rechten-en-plichten?zoek=" + "a" * 20000,
    "/rechten-en-plichten?zoek=%FF%FE",
    "/afspraken/" + "9" * 6000,
    "/sollicitaties?pagina=" + "9" * 6000,
    "/sollicitaties?pagina=-1",
    "/berichten?pagina=%00",
    "/?inloggen=%00",
    "/uitgelogd?verder=%00",
    "/inloggen?verder=" + "/a" * 20000,
    "/kiosk/klaar?plek=%00/..",
)


# Input


@pytest.mark.parametrize("path", NASTY)
def test_no_address_breaks_the_portal(path: str, web: PortalClient, people: People) -> None:
    web.sign_in(people.client())
    assert web.get(path).status_code in (200, 302, 303, 400, 404)


def test_null_bytes_are_dropped_from_what_is_typed(web: PortalClient, people: People) -> None:
    account = people.account(Role.COACH, password=True)
    fields = {"email": f"\x00{account.email}\x00", "password": "een lang\x00 wachtwoord"}
    assert web.submit("/inloggen", fields).status_code == 303


def test_very_long_input_is_refused_in_words(web: PortalClient) -> None:
    answer = web.submit("/inloggen", {"email": "a" * 5000, "password": "b" * 5000})
    assert answer.status_code == 422
    assert "Deze tekst is te lang." in answer.text


def test_too_much_text_gets_its_own_page(web: PortalClient, people: People) -> None:
    web.sign_in(people.client())
    answer = web.submit("/berichten", {"text": "x" * 1_100_000}, page="/berichten")
    assert answer.status_code == 413
    assert "Deze tekst is te lang" in answer.text
    assert_safe(answer)


def test_too_large_file_gets_its_own_page_and_is_read_to_its_end(web: PortalClient, people: People) -> None:
    web.sign_in(people.client())
    body = CountedBody(11 * 1024 * 1024)
    token = web.csrf_token()
    answer = web.post(
        "/documenten/nieuw",
        environ_overrides={"wsgi.input": body, "CONTENT_LENGTH": str(body.size)},
        content_type="multipart/form-data; boundary=x",
        headers={"X-CSRFToken": token},
    )
    assert answer.status_code == 413
    assert "Dit bestand is te groot" in answer.text
    assert body.read_so_far == body.size, "a browser shows the page only when it could send everything"


class CountedBody(io.RawIOBase):
    """A large body that nobody has to hold in memory."""

    def __init__(self, size: int) -> None:
        self.size, self.read_so_far = size, 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        left = self.size - self.read_so_far
        count = left if size is None or size < 0 else min(size, left)
        self.read_so_far += count
        return b"x" * count


def test_many_fields_are_too_many(web: PortalClient, people: People) -> None:
    web.sign_in(people.client())
    token = web.csrf_token()
    parts = (
        "".join(f'--x\r\nContent-Disposition: form-data; name="f{n}"\r\n\r\nv\r\n' for n in range(300)) + "--x--\r\n"
    )
    answer = web.post(
        "/berichten",
        data=parts.encode(),
        content_type="multipart/form-data; boundary=x",
        headers={"X-CSRFToken": token},
    )
    assert answer.status_code == 413


# Forgery


def test_form_without_token_is_refused_in_words(web: PortalClient, people: People) -> None:
    web.sign_in(people.client())
    for data in ({}, {"csrf_token": "forged"}):
        answer = web.post("/berichten", data={"text": "Hallo", **data})
        assert answer.status_code == 400
        assert "Dit kunnen wij niet verwerken" in answer.text
        assert_safe(answer)


def test_token_of_another_session_is_worth_nothing(app, people: People) -> None:
    one, other = app.test_client().sign_in(people.client()), app.test_client().sign_in(people.client())
    assert (
        other.post("/berichten", data={"csrf_token": one.csrf_token("/berichten"), "text": "Hallo"}).status_code == 400
    )


def test_old_page_of_a_signed_out_person_leads_to_sign_in(web: PortalClient) -> None:
    web.get("/")
    answer = web.post("/berichten", data={"text": "Hallo"})
    assert answer.location == "/inloggen"
    assert "Uw pagina was te oud." in web.get("/inloggen").text


def test_browser_without_cookies_learns_why(app) -> None:
    answer = app.test_client(use_cookies=False).post("/inloggen", data={"email": "a@example.org", "password": "x"})
    assert answer.status_code == 400
    assert "Uw browser bewaart geen cookies." in answer.text


def test_get_never_writes(settings: Settings, people: People) -> None:
    app = create_app(settings)
    app.testing = True
    account_id = people.client().account.id

    @app.get("/test/schrijft")
    @security.public
    def writes() -> str:
        session = db.open_session()
        session.add(notices.Notice(account_id=account_id, topic=Topic.MESSAGE, key=uuid.uuid4().hex))
        session.flush()
        return "written"

    with pytest.raises(ReadRequestWrote):
        app.test_client().get("/test/schrijft")
    app.extensions["houvast_engine"].dispose()


# Errors


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (NotFound("x"), 404, "Deze pagina is er niet"),
        (NotAllowed("x"), 403, "U mag deze pagina niet zien"),
        (Conflict("x"), 409, "Iemand was u voor"),
        (Invalid("x", field="f"), 422, "Er klopt nog iets niet"),
        (StaleDataError("x"), 409, "Iemand was u voor"),
        (DataError("Mevrouw Geheim", {}, Exception("Mevrouw Geheim")), 400, "Dit kunnen wij niet verwerken"),
        (RuntimeError("Mevrouw Geheim"), 500, "Er ging iets mis bij ons"),
    ],
)
def test_every_error_is_told_in_words(error: Exception, status: int, words: str, product, people: People) -> None:
    @product.get("/test/mislukt")
    @security.public
    def fails() -> str:
        g.db.execute(text("SELECT 1"))
        raise error

    answer = product.test_client().sign_in(people.client()).get("/test/mislukt")
    assert answer.status_code == status
    assert words in answer.text
    assert "Geheim" not in answer.text
    assert_safe(answer)
    assert answer.headers["Cache-Control"] == "no-store"


def test_page_about_a_broken_transaction_can_ask_the_database_again(product, people: People) -> None:
    @product.get("/test/te-lang")
    @security.public
    def fails() -> str:
        g.db.execute(text("SELECT CAST('geen getal' AS integer)"))
        return ""

    web = product.test_client().sign_in(people.client())
    assert web.get("/test/te-lang").status_code == 400
    assert web.get("/vandaag").status_code == 200


def test_unknown_ids_are_not_found(web: PortalClient, people: People) -> None:
    web.sign_in(people.client())
    for path in (
        "/documenten/{}",
        "/sollicitaties/{}",
        "/afspraken/{}",
        "/ontvangst/2026-999999",
        "/intake/bestaat-niet",
    ):
        assert web.get(path.format(uuid.uuid4())).status_code == 404, path


def test_unknown_api_address_is_a_problem_and_not_a_page(web: PortalClient) -> None:
    for path, method, status in (
        ("/api/v1/niets", "GET", 404),
        ("/api/niets", "POST", 404),
        ("/api/v1/gesprekken", "PUT", 404),
    ):
        answer = web.open(path, method=method)
        assert answer.status_code == status
        assert answer.mimetype == "application/problem+json"
        assert answer.json["status"] == status
