"""What every answer carries, and where no address leads."""

import json
import uuid

import pytest

from portal import create_app
from portal.config import Settings
from portal.security import local_path
from tests.client import PortalClient
from tests.people import People
from tests.portal.safety import assert_safe

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
