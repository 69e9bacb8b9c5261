"""What a signed-out person sees, and the ways in."""

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from pydantic import ValidationError

from eportfolio.people import Role
from portal import create_app, demo
from portal.auth import passwords
from portal.auth.sign_in import DEMO_NOTES
from portal.config import DEVELOPMENT_SECRET, BadSettings, Environment, Settings
from portal.limits import limiter
from tests.client import PortalClient
from tests.people import PASSWORD, People

WRONG = "horen niet bij elkaar"


def test_start_page_says_what_this_is_and_has_one_thing_to_do(web: PortalClient) -> None:
    page = web.get("/").text
    assert "Uw weg naar werk, op één plek" in page
    assert page.count("utrecht-button--primary-action") == 1
    assert 'href="/inloggen"' in page
    assert 'href="/kiosk"' in page


@pytest.mark.parametrize(
    "path", ["/toegankelijkheid", "/privacy", "/uitgelogd", "/uitgelogd?reden=tijd", "/livez", "/readyz"]
)
def test_public_pages(path: str, web: PortalClient) -> None:
    assert web.get(path).status_code == 200


def test_statements_are_honest_about_whose_they_are(web: PortalClient, settings: Settings) -> None:
    accessibility, privacy = web.get("/toegankelijkheid").text, web.get("/privacy").text
    assert "Een onafhankelijk bureau heeft nog niet getest." in accessibility
    assert "22 november 2026" in accessibility
    for page in (accessibility, privacy):
        assert settings.contact_email in page
        assert settings.organisation in page


def test_signed_out_person_is_led_to_sign_in_and_back(web: PortalClient, people: People) -> None:
    response = web.get("/berichten?van=vandaag")
    assert response.status_code == 303
    assert response.location == "/inloggen?verder=/berichten?van%3Dvandaag"
    account = people.client(password=True).account
    fields = {"email": account.email, "password": PASSWORD, "verder": "/berichten?van=vandaag"}
    assert web.submit("/inloggen", fields).location == "/berichten?van=vandaag"


def test_signed_out_page_passes_on_where_the_person_was(web: PortalClient) -> None:
    page = web.get("/uitgelogd?reden=tijd&verder=/sollicitaties/nieuw").text
    assert 'href="/inloggen?verder=/sollicitaties/nieuw"' in page
    assert "evil" not in web.get("/uitgelogd?verder=//evil.example/x").text.replace("next", "").split("<main")[1]


def test_coach_signs_in_with_password(web: PortalClient, people: People) -> None:
    account = people.account(Role.COACH, password=True)
    wrong = web.submit("/inloggen", {"email": account.email, "password": "fout"})
    assert wrong.status_code == 422
    assert WRONG in wrong.text
    assert f'value="{account.email}"' in wrong.text, "what was typed stays, but for the password"
    right = web.submit("/inloggen", {"email": account.email.upper(), "password": PASSWORD})
    assert right.status_code == 303
    assert right.location == "/coach"


def test_wrong_address_and_wrong_password_get_the_same_answer(web: PortalClient, people: People) -> None:
    known = people.account(Role.COACH, password=True).email
    without_password = people.account(Role.COACH).email
    for email in (known, without_password, "niemand@example.org", "geen adres", "' OR 1=1 --"):
        answer = web.submit("/inloggen", {"email": email, "password": "fout"})
        assert answer.status_code == 422
        assert WRONG in answer.text


def test_empty_sign_in_says_what_to_fill_in(web: PortalClient) -> None:
    answer = web.submit("/inloggen", {})
    assert answer.status_code == 422
    assert "Vul uw e-mailadres in." in answer.text
    assert "Fout: Inloggen" in answer.text


def test_disabled_account_cannot_sign_in(web: PortalClient, people: People) -> None:
    account = people.account(Role.COACH, password=True)
    account.disabled_at = account.created_at
    people.db.commit()
    assert web.submit("/inloggen", {"email": account.email, "password": PASSWORD}).status_code == 422


def test_person_of_another_role_is_not_led_into_a_closed_door(web: PortalClient, people: People) -> None:
    account = people.account(Role.COACH, password=True)
    fields = {"email": account.email, "password": PASSWORD, "verder": "/vandaag"}
    assert web.submit("/inloggen", fields).location == "/coach"


def test_who_is_signed_in_goes_on_at_once(web: PortalClient, people: People) -> None:
    web.sign_in(people.client())
    for path in ("/", "/inloggen", "/kiosk", "/uitgelogd"):
        assert web.get(path, follow_redirects=True).request.path == "/vandaag"


@pytest.mark.parametrize(
    ("reason", "words"), [("gestopt", "U stopte met inloggen."), ("mislukt", "Het inloggen lukte niet.")]
)
def test_stopped_or_failed_sign_in_is_back_at_the_start_with_the_reason(
    reason: str, words: str, web: PortalClient
) -> None:
    page = web.get(f"/?inloggen={reason}")
    assert page.status_code == 200
    assert words in page.text


def test_unknown_reason_is_no_reason(web: PortalClient) -> None:
    assert "utrecht-alert" not in web.get("/?inloggen=<script>").text


def test_sign_in_page_offers_the_way_back(web: PortalClient) -> None:
    assert 'href="/?inloggen=gestopt"' in web.get("/inloggen").text


def test_demo_people_are_cards_with_a_note(web: PortalClient, people: People) -> None:
    client = people.client(given="Elif", family="Yılmaz")
    client.account.demo_note = "Klant met WW, zoekt werk in de thuiszorg"
    people.db.commit()
    page = web.get("/inloggen").text
    assert "Klant met WW, zoekt werk in de thuiszorg" in page
    assert web.submit(f"/inloggen/demo/{client.account.id}", page="/inloggen").location == "/vandaag"


def test_notes_of_the_demo_people_can_be_translated() -> None:
    named = {str(note._args[0]) for note in DEMO_NOTES}
    assert {person[-1] for person in (*demo.STAFF, *demo.CLIENTS)} == named


def test_only_demo_people_can_be_entered_with_one_click(web: PortalClient, people: People) -> None:
    someone = people.client()
    refused = web.submit(f"/inloggen/demo/{someone.account.id}", page="/inloggen")
    assert refused.location == "/?inloggen=mislukt"


def test_no_demo_people_outside_demo_mode(settings: Settings, people: People) -> None:
    client = people.client()
    client.account.demo_note = "Klant in een test"
    people.db.commit()
    app = create_app(settings.model_copy(update={"demo": False}))
    app.test_client_class = PortalClient
    web = app.test_client()
    assert "Klant in een test" not in web.get("/inloggen").text
    assert web.submit(f"/inloggen/demo/{client.account.id}", page="/inloggen").status_code == 404
    app.extensions["houvast_engine"].dispose()


# Guessing


@pytest.fixture
def limited(settings: Settings):
    """A portal that counts; the counter is one for the process, so the others need it switched off again."""
    app = create_app(settings.model_copy(update={"rate_limits": True}))
    app.test_client_class = PortalClient
    yield app
    limiter.enabled = False
    app.extensions["houvast_engine"].dispose()


def test_guessing_one_account_stops_from_whatever_browser(limited, people: People) -> None:
    account = people.account(Role.COACH, password=True)
    statuses = []
    for number in range(12):
        web = limited.test_client()
        fields = {"email": account.email, "password": f"gok {number}"}
        answer = web.submit("/inloggen", fields, headers={"User-Agent": f"browser {number}"})
        statuses.append(answer.status_code)
    assert statuses == [422] * 10 + [429] * 2
    assert "Even wachten" in answer.text
    other = people.account(Role.COACH, password=True)
    assert limited.test_client().submit("/inloggen", {"email": other.email, "password": PASSWORD}).status_code == 303


def test_signing_in_well_uses_no_guesses(limited, people: People) -> None:
    account = people.account(Role.COACH, password=True)
    for _ in range(12):
        web = limited.test_client()
        assert web.submit("/inloggen", {"email": account.email, "password": PASSWORD}).status_code == 303


def test_guessing_many_accounts_from_one_address_stops(limited) -> None:
    web = limited.test_client()
    token = web.csrf_token("/inloggen")
    statuses = {
        web.post("/inloggen", data={"csrf_token": token, "email": f"{n}@example.org", "password": ""}).status_code
        for n in range(61)
    }
    assert statuses == {422, 429}


def test_few_passwords_are_checked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A flood of sign-ins must not take the server's memory: the third waits, and is refused when it waits too long."""

    class Slow:
        def verify(self, *_: Any) -> bool:
            time.sleep(0.5)
            return True

    monkeypatch.setattr(passwords, "_hasher", Slow())
    monkeypatch.setattr(passwords, "WAIT", 0.05)
    with ThreadPoolExecutor(6) as pool:
        tries = [pool.submit(passwords.is_right, "x", "hash") for _ in range(6)]
    refused = [one for one in tries if isinstance(one.exception(), passwords.TooBusy)]
    assert len(refused) == 6 - passwords.AT_ONCE


def test_busy_server_asks_to_wait(web: PortalClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "WAIT", 0.01)
    for _ in range(passwords.AT_ONCE):
        passwords._turns.acquire()
    try:
        answer = web.submit("/inloggen", {"email": "a@example.org", "password": "x"})
    finally:
        for _ in range(passwords.AT_ONCE):
            passwords._turns.release()
    assert answer.status_code == 429


def test_hash_of_nobody_costs_as_much_as_a_real_one() -> None:
    real = passwords.hash_password("x")
    assert passwords._NOBODY.rsplit("$", 2)[0] == real.rsplit("$", 2)[0], "same parameters, same time"
    assert not passwords.is_right("x", None)
    assert passwords.is_right("x", real)
    assert not passwords.is_right("y", real)
    assert not passwords.is_right("x", "not a hash")


# A bad start


GOOD = {
    "env": Environment.PRODUCTION,
    "base_url": "https://houvast.example",
    "database_url": "postgresql://houvast_portal:x@db.example/houvast",
    "master_key": "m" * 32,
    "secret_key": "s" * 32,
    "service_key": "k" * 32,
    "rasa_token": "r" * 32,
}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"demo": True}, "HOUVAST_DEMO"),
        ({"secret_key": DEVELOPMENT_SECRET}, "HOUVAST_SECRET_KEY"),
        ({"master_key": "short"}, "HOUVAST_MASTER_KEY"),
        ({"service_key": ""}, "HOUVAST_SERVICE_KEY"),
        ({"rasa_token": "x" * 31}, "HOUVAST_RASA_TOKEN"),
        ({"database_url": None}, "HOUVAST_DATABASE_URL"),
        ({"database_url": "postgresql://u:p@/d?host=/tmp/houvast-postgres-1"}, "HOUVAST_DATABASE_URL"),
        ({"base_url": "http://houvast.example"}, "HOUVAST_BASE_URL"),
    ],
)
def test_production_refuses_to_start(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises((BadSettings, ValidationError), match=said) as refusal:
        Settings(_env_file=None, **{**GOOD, **wrong})
    assert "m" * 32 not in str(refusal.value), "no secret in the message"


def test_good_production_settings_start() -> None:
    settings = Settings(_env_file=None, **GOOD)
    assert settings.is_production
    assert "s" * 32 not in repr(settings)
