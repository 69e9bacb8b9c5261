"""Mijn gegevens: contact, password, mail, who looked, what was sent; each change once, each refusal in words."""

import csv
import io

import pikepdf
import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from eportfolio import access, audit, contact, facts, notice_choices, receipts
from eportfolio.access import LoginSession
from eportfolio.notice_choices import Delivery
from eportfolio.notices import Topic
from eportfolio.people import Credential, Salutation, password_hash_of
from eportfolio.receipts import ReceiptKind
from portal.auth.passwords import hash_password, is_right
from portal.notices.words import TOPIC_WORDS
from tests.client import PortalClient
from tests.people import PASSWORD, People, Someone, act

CONTACT, CODE, MAIL = "/mijn-gegevens/contact", "/mijn-gegevens/contact/code", "/mijn-gegevens/mail"
NEW_PASSWORD = "vier rustige gele fietsen"


def choices(**changes: str) -> dict[str, str]:
    return {topic.value: Delivery.AT_ONCE.value for topic in TOPIC_WORDS} | {"hour": "9"} | changes


def test_contact_data_are_corrected_and_the_phone_number_is_asked_once(
    web: PortalClient, db: Session, people: People
) -> None:
    client = people.client(family="Yılmaz")
    web.sign_in(client)
    sent = {"salutation": "mrs", "phone": "06 - 8123 4567", "locale": "nl"}
    for _ in range(2):
        assert web.submit(CONTACT, sent).status_code == 303
    assert client.case is not None
    act(db, client)
    fact = facts.current_facts(db, client.case.id, ["contact.phone"])["contact.phone"]
    assert (fact.value, fact.supersedes_id) == ("+31681234567", None)
    page = web.get("/mijn-gegevens").text
    assert "06 81234567" in page
    assert "Mevrouw Yılmaz" in web.get(CONTACT).text
    assert db.get_one(type(client.account), client.account.id).salutation is Salutation.MRS


@pytest.mark.parametrize("phone", ["12", "weet ik niet", "😀" * 60, "x" * 100_000, "06‮12345678x"])
def test_a_phone_number_that_is_none_comes_back_with_words(web: PortalClient, people: People, phone: str) -> None:
    web.sign_in(people.client())
    answer = web.submit(CONTACT, {"salutation": "mrs", "phone": phone, "locale": "nl"})
    assert answer.status_code == 422
    assert 'id="fouten"' in answer.text


def test_a_new_address_by_the_code_of_the_mail(web: PortalClient, db: Session, people: People) -> None:
    client = people.client()
    new = f"nieuw.{client.account.id}@example.org"
    web.sign_in(client)
    answer = web.submit(f"{CONTACT}/e-mail", {"email": new}, page=CONTACT)
    assert answer.location == CODE
    act(db, client)
    code = db.scalars(select(contact.EmailChange.code).where(contact.EmailChange.new_email == new)).one()
    db.commit()
    wrong = web.submit(CODE, {"code": f"{(int(code) + 1) % 10**6:06d}"})
    assert wrong.status_code == 422
    assert "Deze code klopt niet" in wrong.text
    act(db, client)
    assert db.scalars(select(contact.EmailChange.wrong).where(contact.EmailChange.new_email == new)).one() == 1
    db.commit()
    assert web.submit(CODE, {"code": code}).status_code == 303
    assert new in web.get("/mijn-gegevens").text
    assert web.get(CODE).location == CONTACT


@pytest.mark.parametrize("email", ["", "geen adres", "a@b", "x" * 100_000])
def test_an_address_that_is_none_comes_back_with_words(web: PortalClient, people: People, email: str) -> None:
    web.sign_in(people.client())
    answer = web.submit(f"{CONTACT}/e-mail", {"email": email}, page=CONTACT)
    assert answer.status_code == 422
    assert 'id="fouten"' in answer.text


def test_choices_for_mail_are_kept_and_the_law_s_own_topics_have_no_off(
    web: PortalClient, db: Session, people: People
) -> None:
    client = people.client()
    web.sign_in(client)
    off = web.submit(MAIL, choices(message=Delivery.PORTAL.value))
    assert off.status_code == 422
    assert web.submit(MAIL, choices(message="daily", share="portal", hour="18")).status_code == 303
    act(db, client)
    chosen = notice_choices.choices_of(db, client.account.id)
    assert (chosen.of(Topic.MESSAGE), chosen.of(Topic.SHARE), chosen.hour) == (Delivery.DAILY, Delivery.PORTAL, 18)
    assert 'value="18" selected' in web.get(MAIL).text.replace("  ", " ")


def test_an_address_that_refuses_mail_is_said_on_the_first_page(web: PortalClient, db: Session, people: People) -> None:
    client = people.client()
    act(db, client)
    notice_choices._keep(db, client.account.id, refused_email="weg@example.org", refused_at=client.account.created_at)
    db.commit()
    for page in ("/vandaag", "/mijn-gegevens"):
        assert "Wij konden u niet mailen" in web.sign_in(client).get(page).text
    assert "weg@example.org" not in web.sign_in(client, kiosk=True).get("/vandaag").text


def with_password(people: People) -> Someone:
    client = people.client()
    people.db.add(Credential(account_id=client.account.id, password_hash=hash_password(PASSWORD)))
    people.db.commit()
    return client


def test_another_password_needs_the_present_one_and_ends_other_sessions(
    app: Flask, db: Session, owner_db: Session, people: People
) -> None:
    client = with_password(people)
    here, elsewhere = app.test_client(), app.test_client()
    for browser in (here, elsewhere):
        browser.sign_in(client)
    wrong = here.submit("/wachtwoord", {"present": "iets anders", "new": NEW_PASSWORD, "again": NEW_PASSWORD})
    assert wrong.status_code == 422
    assert elsewhere.get("/vandaag").status_code == 200
    right = here.submit("/wachtwoord", {"present": PASSWORD, "new": NEW_PASSWORD, "again": NEW_PASSWORD})
    assert right.status_code == 303
    assert here.get("/vandaag").status_code == 200
    assert elsewhere.get("/vandaag").status_code == 303
    access.act_at_the_door(db)
    assert is_right(NEW_PASSWORD, password_hash_of(db, client.account.id))


@pytest.mark.parametrize("new", ["kort", "aaaaaaaaaaaaaa", PASSWORD, "x" * 100_000, ""])
def test_a_weak_password_is_refused_with_words(web: PortalClient, people: People, new: str) -> None:
    web.sign_in(with_password(people))
    answer = web.submit("/wachtwoord", {"present": PASSWORD, "new": new, "again": new})
    assert answer.status_code == 422
    assert PASSWORD not in answer.text


def look(db: Session, client: Someone, by: Someone, action: audit.Action, label: str = "") -> None:
    assert client.case is not None
    audit.record(db, client.case.id, by=act(db, by), action=action, subject=audit.Subject.DOCUMENT, label=label)
    db.commit()


def test_who_looked_by_day_with_filter_and_as_a_harmless_file(web: PortalClient, db: Session, people: People) -> None:
    client = people.client()
    assert client.coach is not None
    look(db, client, client.coach, audit.Action.READ, "Gelezen cv")
    look(db, client, client.coach, audit.Action.CHANGED, "Anders cv")
    web.sign_in(client)
    page = web.get("/mijn-gegevens/wie-keek").text
    for words in ("Gelezen cv", "Anders cv", "om u te begeleiden naar werk", "Zojuist nagerekend"):
        assert words in page
    only_read = web.get("/mijn-gegevens/wie-keek?toon=read").text
    assert "Gelezen cv" in only_read
    assert "Anders cv" not in only_read
    assert web.get("/mijn-gegevens/wie-keek?toon=onzin&wie=onzin").status_code == 200
    file = web.get("/mijn-gegevens/wie-keek.csv")
    lines = list(csv.reader(io.StringIO(file.data.decode("utf-8-sig")), delimiter=";"))
    assert lines[0][0] == "Dag"
    assert {line[2] for line in lines[1:]} == {client.coach.account.name}


def test_a_name_that_looks_like_a_formula_is_not_run_by_a_spreadsheet(
    web: PortalClient, db: Session, people: People
) -> None:
    coach = people.coach(given='=HYPERLINK("http://x")', family="x")
    client = people.client(coach=coach)
    look(db, client, coach, audit.Action.READ)
    text = web.sign_in(client).get("/mijn-gegevens/wie-keek.csv").data.decode("utf-8-sig")
    assert "'=HYPERLINK" in text


def test_receipts_are_found_by_number_word_kind_and_day(web: PortalClient, db: Session, people: People) -> None:
    client, stranger = people.client(), people.client()
    numbers = {}
    for someone, kind, title in (
        (client, ReceiptKind.APPLICATION, "Sollicitatie: kok"),
        (client, ReceiptKind.DOCUMENT, "Cv: 100%_mijn"),
        (stranger, ReceiptKind.DOCUMENT, "Cv: van een ander"),
    ):
        assert someone.case is not None
        by = act(db, someone)
        numbers[title] = receipts.issue(db, someone.case.id, kind=kind, title=title, copy=[], by=by).number
        db.commit()
    web.sign_in(client)
    page = "/mijn-gegevens/verstuurd"
    for question, found, missing in (
        (f"zoek={numbers['Sollicitatie: kok']}", "kok", "mijn"),
        ("zoek=KOK", "kok", "mijn"),
        ("zoek=%25_m", "mijn", "kok"),
        ("soort=document", "mijn", "kok"),
        ("van=1-1-2020&tot=1-1-2100", "mijn", "van een ander"),
    ):
        text = web.get(f"{page}?{question}").text
        assert found in text, question
        assert f": {missing}" not in text, question
    for question in ("van=1-1-2099", f"zoek={numbers['Cv: van een ander']}"):
        assert "Wij vonden niets" in web.get(f"{page}?{question}").text
    assert web.get(f"{page}?van=gisteren&soort=x&zoek=%00").status_code == 200


def test_sessions_say_which_device_it_is(web: PortalClient, owner_db: Session, people: People) -> None:
    client = people.client()
    web.sign_in(client)
    row = owner_db.scalars(select(LoginSession).where(LoginSession.account_id == client.account.id)).one()
    row.browser = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Mobile Safari/604.1"
    owner_db.commit()
    assert "Safari op een iPhone" in web.get("/mijn-gegevens").text


def test_a_receipt_of_another_language_says_so_and_is_understood(
    web: PortalClient, db: Session, people: People
) -> None:
    client = people.client()
    assert client.case is not None
    by = act(db, client)
    rows = [{"label": "Werkgever", "value": "Bakkerij Ülkü"}]
    number = receipts.issue(
        db, client.case.id, kind=ReceiptKind.APPLICATION, title="Sollicitatie: kok", copy=rows, by=by
    ).number
    db.commit()
    dutch = web.sign_in(client).get(f"/ontvangst/{number}").text
    assert 'lang="nl" dir="auto"' not in dutch
    web.submit("/taal", {"language": "en", "next": f"/ontvangst/{number}"}, page="/vandaag")
    english = web.get(f"/ontvangst/{number}").text
    assert '<small class="hv-soft" lang="nl">Werkgever</small>' in english
    assert '<span lang="nl" dir="auto">Sollicitatie: kok</span>' in english
    assert "Employer" in english
    with pikepdf.open(io.BytesIO(web.get(f"/ontvangst/{number}.pdf").data)) as pdf:
        assert str(pdf.Root.Lang) == "nl"
