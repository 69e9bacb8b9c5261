"""How a session ends: by itself, everywhere, and without losing what was typed."""

import datetime as dt

import pytest
import time_machine
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from eportfolio import access, unsent_forms
from eportfolio.access import LoginSession
from eportfolio.unsent_forms import UnsentForm
from tests.client import PortalClient
from tests.people import People, Someone, act

NOON = dt.datetime(2026, 11, 23, 11, 0, tzinfo=dt.UTC)
AFTER_LUNCH = NOON + dt.timedelta(minutes=16)
NEW_APPLICATION = "/sollicitaties/nieuw"
TYPED = {"employer": "Zorggroep De Linde", "job": "Hulp in de huishouding <b>"}


def lapse(web: PortalClient, someone: Someone, *, kiosk: bool = False) -> str:
    """Sign in at noon, open a form, and return its CSRF token: the session times out before it is used."""
    with time_machine.travel(NOON, tick=False):
        web.sign_in(someone, kiosk=kiosk)
        return web.csrf_token(NEW_APPLICATION)


def post_too_late(web: PortalClient, token: str, fields: dict[str, str], *, at: dt.datetime = AFTER_LUNCH):
    with time_machine.travel(at, tick=False):
        return web.post(
            NEW_APPLICATION,
            data={"csrf_token": token, **fields},
            headers={"Referer": f"http://localhost{NEW_APPLICATION}?van=vandaag"},
        )


def sign_in_again(web: PortalClient, someone: Someone, onward: str, *, at: dt.datetime = AFTER_LUNCH):
    """As a demo person, with the page that the sign-in form carries along."""
    with time_machine.travel(at, tick=False):
        return web.submit(f"/inloggen/demo/{someone.account.id}", {"verder": onward}, page="/inloggen")


@pytest.fixture
def demo_client(people: People) -> Someone:
    client = people.client()
    client.account.demo_note = "Klant in een test"
    people.db.commit()
    return client


def test_session_at_home_ends_after_a_quarter_of_an_hour(web: PortalClient, people: People) -> None:
    with time_machine.travel(NOON, tick=False):
        web.sign_in(people.client())
        assert web.get("/vandaag").status_code == 200
    with time_machine.travel(NOON + dt.timedelta(minutes=14), tick=False):
        assert web.get("/vandaag").status_code == 200
    with time_machine.travel(NOON + dt.timedelta(minutes=28, seconds=50), tick=False):
        assert web.get("/vandaag").status_code == 200
    with time_machine.travel(NOON + dt.timedelta(minutes=44), tick=False):
        late = web.get("/vandaag")
        assert late.status_code == 303
        assert late.location == "/inloggen?verder=/vandaag"
        assert web.get("/berichten").status_code == 303
        assert web.get(late.location).text.count("U was te lang weg.") == 1, "said once, whatever the number of tabs"


def test_no_session_outlives_a_working_day(web: PortalClient, people: People) -> None:
    with time_machine.travel(NOON, tick=False):
        web.sign_in(people.client())
    for minutes in range(10, 8 * 60, 10):
        with time_machine.travel(NOON + dt.timedelta(minutes=minutes), tick=False):
            assert web.submit("/nog-hier").status_code == 204
    with time_machine.travel(NOON + dt.timedelta(hours=8), tick=False):
        assert web.submit("/nog-hier").status_code == 401


def test_still_here_prolongs_and_says_when_it_is_over(web: PortalClient, people: People) -> None:
    with time_machine.travel(NOON, tick=False):
        web.sign_in(people.client())
        token = web.csrf_token()
        assert web.post("/nog-hier", headers={"X-CSRFToken": token}).status_code == 204
    with time_machine.travel(AFTER_LUNCH, tick=False):
        assert web.post("/nog-hier", headers={"X-CSRFToken": token}).status_code == 401


def test_page_tells_the_scripts_when_the_session_ends_and_whose_drafts_these_are(app, people: People) -> None:
    one, other = people.client(), people.client()
    first, again, stranger = (app.test_client().sign_in(who) for who in (one, one, other))
    marks = [web.get("/vandaag").text.split('data-draft-owner="')[1].split('"')[0] for web in (first, again, stranger)]
    page = first.get("/vandaag").text
    assert 'data-idle-seconds="900"' in page
    assert '<form class="hv-bar__form" action="/uitloggen" method="post" data-sign-out>' in page
    assert marks[0] == marks[1] != marks[2]
    assert str(one.account.id) not in page


def test_what_came_too_late_is_back_in_its_form_after_sign_in(web: PortalClient, demo_client: Someone) -> None:
    token = lapse(web, demo_client)
    late = post_too_late(web, token, TYPED)
    assert late.status_code == 303
    assert late.location.startswith("/inloggen?verder=")
    with time_machine.travel(AFTER_LUNCH, tick=False):
        assert "Wat u had getypt, is bewaard" in web.get(late.location).text
    entered = sign_in_again(web, demo_client, f"{NEW_APPLICATION}?van=vandaag")
    assert entered.location == f"{NEW_APPLICATION}?van=vandaag"
    with time_machine.travel(AFTER_LUNCH, tick=False):
        page = web.get(entered.location).text
        assert 'value="Zorggroep De Linde"' in page
        assert "Hulp in de huishouding &lt;b&gt;" in page
        assert "Wij hebben teruggezet wat u had getypt" in page
        assert "Zorggroep De Linde" in web.get(NEW_APPLICATION).text, "a reload must not lose it"
        assert "Zorggroep De Linde" not in web.get("/berichten").text


def test_person_is_led_back_also_without_the_address_of_the_page(web: PortalClient, demo_client: Someone) -> None:
    token = lapse(web, demo_client)
    post_too_late(web, token, TYPED)
    assert sign_in_again(web, demo_client, "").location == f"{NEW_APPLICATION}?van=vandaag"


def test_what_was_put_back_can_be_thrown_away(web: PortalClient, demo_client: Someone, owner_db: Session) -> None:
    token = lapse(web, demo_client)
    post_too_late(web, token, TYPED)
    sign_in_again(web, demo_client, "")
    with time_machine.travel(AFTER_LUNCH, tick=False):
        gone = web.submit("/teruggezet/wis", {"next": NEW_APPLICATION}, page=NEW_APPLICATION)
        assert gone.location == NEW_APPLICATION
        assert "Zorggroep" not in web.get(NEW_APPLICATION).text
    assert owner_db.get(UnsentForm, demo_client.account.id) is None


def test_what_was_put_back_is_forgotten_once_sent(web: PortalClient, demo_client: Someone, owner_db: Session) -> None:
    token = lapse(web, demo_client)
    post_too_late(web, token, {"text": "Kan ik u morgen bellen?"})
    sign_in_again(web, demo_client, "")
    with time_machine.travel(AFTER_LUNCH, tick=False):
        assert web.submit(NEW_APPLICATION, {}, page=NEW_APPLICATION).status_code == 422
        owner_db.expire_all()
        assert owner_db.get(UnsentForm, demo_client.account.id) is not None, "a refused form is not sent"
        fields = {**TYPED, "how": "website", "applied_on": "20-11-2026", "stage": "sent"}
        sent = web.submit(NEW_APPLICATION, fields, page=NEW_APPLICATION)
    assert sent.status_code == 303
    owner_db.expire_all()
    assert owner_db.get(UnsentForm, demo_client.account.id) is None


def test_nobody_else_gets_it(web: PortalClient, demo_client: Someone, people: People) -> None:
    token = lapse(web, demo_client)
    post_too_late(web, token, TYPED)
    other = people.client()
    other.account.demo_note = "Iemand anders"
    people.db.commit()
    entered = sign_in_again(web, other, NEW_APPLICATION)
    with time_machine.travel(AFTER_LUNCH, tick=False):
        assert "Zorggroep" not in web.get(entered.location).text


def test_it_waits_half_an_hour(web: PortalClient, demo_client: Someone) -> None:
    token = lapse(web, demo_client)
    post_too_late(web, token, TYPED)
    later = AFTER_LUNCH + dt.timedelta(minutes=31)
    entered = sign_in_again(web, demo_client, NEW_APPLICATION, at=later)
    with time_machine.travel(later, tick=False):
        assert "Zorggroep" not in web.get(entered.location).text


def test_secrets_and_tokens_are_never_kept(web: PortalClient, demo_client: Someone, owner_db: Session) -> None:
    token = lapse(web, demo_client)
    post_too_late(
        web, token, {**TYPED, "form_key": "k", "password": "geheim", "nieuw_wachtwoord": "geheim", "leeg": ""}
    )
    kept = owner_db.get(UnsentForm, demo_client.account.id)
    assert kept is not None
    assert kept.fields == {name: [value] for name, value in TYPED.items()}


@pytest.mark.parametrize("why", ["ended", "kiosk", "too much", "no token"])
def test_nothing_is_kept_when(why: str, web: PortalClient, demo_client: Someone, owner_db: Session) -> None:
    token = lapse(web, demo_client, kiosk=why == "kiosk")
    fields = dict(TYPED)
    if why == "ended":
        access.end_all_sessions(owner_db, demo_client.account.id)
        owner_db.commit()
    if why == "too much":
        fields["experience"] = "x" * (unsent_forms.MOST + 1)
    late = post_too_late(web, "forged" if why == "no token" else token, fields)
    assert late.status_code == 303
    assert owner_db.get(UnsentForm, demo_client.account.id) is None


def test_htmx_form_that_comes_too_late_is_kept_too(web: PortalClient, demo_client: Someone, owner_db: Session) -> None:
    token = lapse(web, demo_client)
    with time_machine.travel(AFTER_LUNCH, tick=False):
        late = web.post("/berichten", data={"csrf_token": token, "text": "Hallo"}, headers={"HX-Request": "true"})
    assert late.status_code == 204
    assert late.headers["HX-Redirect"].startswith("/inloggen")
    assert owner_db.get(UnsentForm, demo_client.account.id).page == "/berichten"


def test_form_of_a_foreign_page_names_our_own_page(web: PortalClient, demo_client: Someone, owner_db: Session) -> None:
    token = lapse(web, demo_client)
    with time_machine.travel(AFTER_LUNCH, tick=False):
        headers = {"Referer": "https://elders.example/vandaag"}
        web.post("/berichten", data={"csrf_token": token, "text": "Hallo"}, headers=headers)
    assert owner_db.get(UnsentForm, demo_client.account.id).page == "/berichten"


def test_expired_forms_are_swept(db: Session, people: People, owner_db: Session) -> None:
    old, young = people.client(), people.client()
    for someone in (old, young):
        act(db, someone)
        assert unsent_forms.keep(db, someone.account.id, page="/chat", action="/chat", fields={"text": ["Hallo"]})
    db.commit()
    owner_db.execute(
        text("UPDATE unsent_form SET kept_at = now() - interval '31 minutes' WHERE account_id = :id"),
        {"id": old.account.id},
    )
    owner_db.commit()
    access.act_as_service(db)
    unsent_forms.drop_expired(db)
    db.commit()
    assert owner_db.get(UnsentForm, old.account.id) is None
    assert owner_db.get(UnsentForm, young.account.id) is not None


def test_sign_out_ends_the_session_on_the_server(app, people: People) -> None:
    client = people.client()
    web, thief = app.test_client().sign_in(client), app.test_client()
    stolen = web.get_cookie("houvast")
    thief.set_cookie("houvast", stolen.value)
    assert thief.get("/vandaag").status_code == 200
    out = web.submit("/uitloggen", page="/vandaag")
    assert out.location == "/uitgelogd"
    assert "Clear-Site-Data" not in out.headers
    assert "U bent uitgelogd" in web.get("/uitgelogd").text
    assert thief.get("/vandaag").status_code == 303


def test_sign_out_everywhere(app, people: People) -> None:
    client = people.client()
    here, there = app.test_client().sign_in(client), app.test_client().sign_in(client)
    here.submit("/uitloggen/overal", page="/mijn-gegevens")
    assert there.get("/vandaag").status_code == 303


def test_one_other_session_can_be_ended_and_only_ones_own(app, people: People, owner_db: Session) -> None:
    client, stranger = people.client(), people.client()
    here, there = app.test_client().sign_in(client), app.test_client().sign_in(client)
    app.test_client().sign_in(stranger)
    mine, foreign = (
        owner_db.scalars(
            select(LoginSession).where(LoginSession.account_id == who.account.id).order_by(LoginSession.id.desc())
        ).first()
        for who in (client, stranger)
    )
    assert mine is not None
    assert foreign is not None
    assert here.submit(f"/uitloggen/{foreign.id}", page="/mijn-gegevens").status_code == 404
    assert here.get("/mijn-gegevens").text.count("Log daar uit") == 1
    assert here.submit(f"/uitloggen/{mine.id}", page="/mijn-gegevens").location == "/mijn-gegevens"
    assert there.get("/vandaag").status_code == 303


def test_who_signs_in_as_another_ends_the_first_session(
    web: PortalClient, demo_client: Someone, people: People
) -> None:
    first = people.client()
    web.sign_in(first)
    old = web.get_cookie("houvast").value
    assert web.submit(f"/inloggen/demo/{demo_client.account.id}", page="/vandaag").location == "/vandaag"
    web.set_cookie("houvast", old)
    assert web.get("/vandaag").status_code == 303


def test_disabled_account_is_out_at_once(web: PortalClient, people: People) -> None:
    client = people.client()
    web.sign_in(client)
    assert web.get("/vandaag").status_code == 200
    client.account.disabled_at = NOON
    people.db.commit()
    assert web.get("/vandaag").status_code == 303


def test_page_whose_time_is_over_ends_the_session_and_remembers_where_it_was(app, people: People) -> None:
    """The clock of the page may be ahead of the server's: then the session must end all the same."""
    client = people.client()
    web, other = app.test_client().sign_in(client), app.test_client()
    other.set_cookie("houvast", web.get_cookie("houvast").value)
    out = web.submit("/uitloggen", {"reden": "tijd", "verder": "/berichten"}, page="/berichten")
    assert out.location == "/uitgelogd?reden=tijd&verder=/berichten"
    page = web.get(out.location).text
    assert "U deed een kwartier niets." in page
    assert 'href="/inloggen?verder=/berichten"' in page
    assert other.get("/vandaag").status_code == 303
    away = other.post("/uitloggen", data={"verder": "//evil.example"})
    assert away.location == "/uitgelogd"


def test_signing_out_twice_is_harmless(web: PortalClient, people: People) -> None:
    web.sign_in(people.client())
    token = web.csrf_token()
    for _ in range(2):
        assert web.post("/uitloggen", data={"csrf_token": token}).location == "/uitgelogd"
