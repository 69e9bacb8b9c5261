"""What every answer carries, and what no request can do."""

import io
import json
import uuid

import pytest
import structlog
from flask import g
from sqlalchemy import text
from sqlalchemy.exc import DataError
from sqlalchemy.orm.exc import StaleDataError
from structlog.testing import LogCapture

from eportfolio import notices
from eportfolio.base import Conflict, Invalid, NotAllowed, NotFound
from eportfolio.notices import Topic
from eportfolio.people import Role
from portal import create_app, db, security
from portal.config import Settings
from portal.db import ReadRequestWrote
from portal.security import local_path
from tests.client import PortalClient
from tests.people import People

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
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


@pytest.fixture
def product(settings: Settings):
    """A portal of which unexpected errors reach the person as a page, as in production."""
    app = create_app(settings)
    app.test_client_class = PortalClient
    yield app
    app.extensions["houvast_engine"].dispose()


def assert_safe(response) -> None:
    for name, value in ALWAYS.items():
        assert response.headers[name] == value
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "Server" not in response.headers


# Headers


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/inloggen", 200),
        ("/vandaag", 303),
        ("/bestaat-niet", 404),
        ("/taal", 405),
        ("/livez", 200),
        ("/kiosk/klaar", 200),
        ("/api/v1/bestaat-niet", 404),
    ],
)
def test_every_kind_of_answer_is_safe_and_kept_by_nobody(path: str, status: int, web: PortalClient) -> None:
    response = web.get(path)
    assert response.status_code == status
    assert_safe(response)
    assert response.headers["Cache-Control"] == "no-store"
    assert {"HX-Request", "Cookie"} <= set(response.vary)


def test_signed_in_pages_files_and_refusals_are_kept_by_nobody(web: PortalClient, people: People) -> None:
    client = people.client()
    web.sign_in(client)
    for path in ("/vandaag", "/berichten", "/mijn-gegevens", "/plan.pdf", "/coach", f"/documenten/{uuid.uuid4()}"):
        response = web.get(path)
        assert_safe(response)
        assert response.headers["Cache-Control"] == "no-store", path


def test_static_files_are_safe_and_kept_for_ever(web: PortalClient) -> None:
    page = web.get("/").text
    address = page.split('rel="stylesheet" href="')[1].split('"')[0]
    response = web.get(address)
    assert response.status_code == 200
    assert_safe(response)
    assert "immutable" in response.headers["Cache-Control"]
    assert "Set-Cookie" not in response.headers
    response.close()
    missing = web.get("/static/../portal/config.py")
    assert missing.status_code == 404
    assert_safe(missing)


def test_pages_hold_no_inline_script_or_style(web: PortalClient, people: People) -> None:
    web.sign_in(people.client())
    for path in ("/vandaag", "/chat", "/mijn-gegevens", "/toegankelijkheid"):
        page = web.get(path).text
        for forbidden in ("<style", " style=", "javascript:", " onclick=", " onload=", "hx-on"):
            assert forbidden not in page, (path, forbidden)
        assert page.count("<script") == page.count('<script src="/static/')


def test_cookie_of_an_https_portal_cannot_leak(settings: Settings) -> None:
    app = create_app(settings.model_copy(update={"base_url": "https://houvast.example"}))
    answer = app.test_client().get("/inloggen", base_url="https://houvast.example")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-houvast=")
    for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert part in cookie
    assert "Domain" not in cookie
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=63072000")
    app.extensions["houvast_engine"].dispose()


def test_cookie_holds_no_personal_data(web: PortalClient, people: People) -> None:
    client = people.client()
    web.sign_in(client)
    web.get("/vandaag")
    with web.session_transaction() as cookie:
        kept = json.dumps({name: str(value) for name, value in cookie.items()})
    for personal in (client.account.name, client.account.email, str(client.account.id), str(client.case.id)):
        assert personal not in kept


# Addresses


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "///evil.example",
        "https://evil.example",
        "http:evil.example",
        "javascript:alert(1)",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "/ /evil.example",
        "evil.example",
        "//[evil",
        "/x\x7f",
        "",
        None,
    ],
)
def test_no_redirect_leads_away(target: str | None, web: PortalClient) -> None:
    assert local_path(target) is None
    if target:
        switched = web.submit("/taal", {"language": "nl", "next": target}, page="/inloggen")
        assert switched.location == "/"
        assert 'name="verder" type="hidden" value=""' in web.get("/inloggen", query_string={"verder": target}).text


@pytest.mark.parametrize("target", ["/", "/vandaag", "/sollicitaties?pagina=2", "/kiosk/werkplein-zuid/3"])
def test_own_paths_stay(target: str) -> None:
    assert local_path(target) == target


def test_strange_host_is_refused_in_production(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app(settings)
    app.config["HOUVAST_HOST"] = "houvast.example"
    app.testing = True
    web = app.test_client()
    assert web.get("/", base_url="https://houvast.example").status_code == 200
    strange = web.get("/", base_url="https://evil.example")
    assert strange.status_code == 400
    assert "evil.example" not in strange.text
    assert web.get("/livez", base_url="http://10.0.0.7:8000").status_code == 200
    app.extensions["houvast_engine"].dispose()


def test_method_cannot_be_overridden(web: PortalClient, people: People) -> None:
    web.sign_in(people.client())
    token = web.csrf_token()
    headers = {"X-HTTP-Method-Override": "DELETE", "X-CSRFToken": token}
    assert web.post("/nog-hier", headers=headers).status_code == 204
    assert web.get("/uitloggen?_method=POST", headers={"X-HTTP-Method-Override": "POST"}).status_code == 405
    assert web.get("/vandaag").status_code == 200


@pytest.mark.parametrize("path", ["/vandaag", "/inloggen", "/", "/kiosk", "/toegankelijkheid"])
def test_head_and_options_say_nothing_more(path: str, web: PortalClient, people: People) -> None:
    web.sign_in(people.client()) if path == "/vandaag" else None
    head = web.head(path)
    assert head.status_code == web.get(path).status_code
    assert head.data == b""
    options = web.options(path)
    assert options.data == b""
    assert_safe(options)


def test_head_and_options_of_a_closed_page(web: PortalClient) -> None:
    for method in ("HEAD", "OPTIONS"):
        response = web.open("/vandaag", method=method)
        assert response.status_code == 303
        assert response.location == "/inloggen?verder=/vandaag"


def test_wrong_method_says_which_are_right(web: PortalClient) -> None:
    response = web.delete("/inloggen", headers={"X-CSRFToken": web.csrf_token("/inloggen")})
    assert response.status_code == 405
    assert "POST" in response.headers["Allow"]
    assert "Dit kunnen wij niet verwerken" in response.text


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


# Logs


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
    assert any("test_security.py" in place for place in told["where"])
    assert told["route"] == "/test/mislukt/<secret>"
    assert "Geheim" not in json.dumps(lines.entries, default=str)


def test_database_errors_quote_no_values(product) -> None:
    engine = product.extensions["houvast_engine"]
    with pytest.raises(DataError) as refused, engine.connect() as connection:
        connection.execute(text("SELECT CAST(:typed AS integer)"), {"typed": "Mevrouw Geheim"})
    assert "SQL parameters hidden" in str(refused.value)
