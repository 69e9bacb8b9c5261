"""Threads: a subject of their own, documents that go along, receipts, days to answer by, and what they are about."""

import datetime as dt
import re
import uuid
from io import BytesIO

import pytest
import time_machine
from sqlalchemy import text
from sqlalchemy.orm import Session

from eportfolio import facts, messages, portfolio
from eportfolio.messages import AboutKind
from eportfolio.portfolio import Section, reviewing
from eportfolio.portfolio.entries import Experience
from portal.config import Settings
from tests.client import PortalClient
from tests.eportfolio.hostile_files import plain_cv
from tests.people import People, act
from tests.portal.test_applications import HTMX, part
from tests.portal.writing_messages import MONDAY_TEN, coach_page, conversation, thread_page, write

pytestmark = pytest.mark.usefixtures("on_monday")


def test_each_subject_has_its_own_thread_newest_first(web: PortalClient, db: Session, people: People) -> None:
    client = people.client()
    old = write(db, client.coach, client, "Welkom!", subject="Kennismaken", answer_expected=False)
    write(db, client, client, "Mag dat?", subject="Cursus medicijnen")
    write(db, client.coach, client, "Ook nieuw", subject="Vacature")
    web.sign_in(client)
    listed = part(web.get("/berichten").text, "lijst")
    assert listed.index("Vacature") < listed.index("Cursus medicijnen") < listed.index("Kennismaken")
    assert listed.count("1 nieuw") == 2
    messages.send(
        db,
        client.case,
        by=act(db, client.coach),
        text="Nog iets",
        thread=messages.thread_of(db, client.case.id, old.thread_id),
    )
    db.commit()
    listed = part(web.get("/berichten").text, "lijst")
    assert listed.index("Kennismaken") < listed.index("Vacature")
    assert "2 nieuw" in listed


def test_a_message_is_found_by_words_from_anywhere_in_it(web: PortalClient, db: Session, people: People) -> None:
    client = people.client()
    found = write(db, client, client, "Mag ik 100% van de cursus betaald krijgen?", subject="Scholing")
    write(db, client.coach, client, "Welkom", subject="Kennismaken")
    web.sign_in(client)
    for words in ("cursus", "CURSUS scholing", "100%"):
        page = part(web.get("/berichten", query_string={"zoek": words}).text, "lijst")
        assert "1 bericht gevonden" in page
        assert f"#bericht-{found.id}" in page
    for words in ("vakantie", "%_%", "cursus kennismaken"):
        assert "Niets gevonden" in web.get("/berichten", query_string={"zoek": words}).text
    fragment = web.get("/berichten?zoek=cursus", headers=HTMX).text
    assert part(fragment, "lijst") == part(web.get("/berichten?zoek=cursus").text, "lijst")
    assert "1 bericht gevonden" in web.sign_in(client.coach).get(f"{coach_page(client)}?zoek=cursus").text


def test_a_document_goes_along_and_the_coach_can_read_it(web: PortalClient, db: Session, people: People) -> None:
    client = people.client()
    web.sign_in(client)
    form = {"kind": "cv", "share": "no", "file": (BytesIO(plain_cv()), "mijn-cv.pdf")}
    kept = web.submit("/documenten/nieuw", form, content_type="multipart/form-data")
    private_id = kept.location.rsplit("/", 1)[1].partition("?")[0]
    page = web.get("/berichten").text
    assert "mijn-cv.pdf" in page
    form = {"text": "Hier zijn ze.", "documents": private_id, "file": (BytesIO(plain_cv()), "brief.pdf")}
    sent = web.submit("/berichten", form, content_type="multipart/form-data")
    assert sent.status_code == 303
    assert {"mijn-cv.pdf", "brief.pdf"} <= set(re.findall(r">([\w-]+\.pdf)</a>", web.get(sent.location).text))
    (message,) = conversation(db, client)
    web.sign_in(client.coach)
    assert web.get(f"/coach/klanten/{client.case.id}/documenten/{private_id}").status_code == 200
    shown = web.get(coach_page(client, message)).text
    assert "mijn-cv.pdf" in shown
    assert "brief.pdf" in shown


def test_a_refused_file_keeps_the_words_and_sends_nothing(web: PortalClient, db: Session, people: People) -> None:
    client = people.client()
    web.sign_in(client)
    form = {"text": "Dit is mijn cv.", "file": (BytesIO(b"MZ\x90\x00 not a document"), "cv.pdf")}
    refused = web.submit("/berichten", form, content_type="multipart/form-data")
    assert refused.status_code == 422
    assert "Dit is mijn cv." in refused.text
    assert "open" in refused.text.split('class="hv-details"')[1][:20]
    assert conversation(db, client) == []


def test_a_document_of_another_file_cannot_go_along(web: PortalClient, db: Session, people: People) -> None:
    owner, client = people.client(), people.client()
    form = {"kind": "cv", "share": "no", "file": (BytesIO(plain_cv()), "geheim.pdf")}
    kept = web.sign_in(owner).submit("/documenten/nieuw", form, content_type="multipart/form-data")
    foreign = kept.location.rsplit("/", 1)[1].partition("?")[0]
    web.sign_in(client)
    assert web.submit("/berichten", {"text": "Hallo", "documents": foreign}).status_code == 404
    assert conversation(db, client) == []


def test_a_sent_message_has_a_receipt_with_what_was_sent(web: PortalClient, db: Session, people: People) -> None:
    client = people.client()
    web.sign_in(client)
    sent = web.submit("/berichten", {"subject": "Cursus", "text": "Mag dat?", "form_key": str(uuid.uuid4())})
    number = re.search(r'href="(/ontvangst/[\d-]+)"', web.get(sent.location).text)[1]
    receipt = web.get(number).text
    assert "Cursus" in receipt
    assert "Mag dat?" in receipt


def test_coach_asks_for_an_answer_by_a_day_and_both_see_kindly_when_it_passed(
    web: PortalClient, db: Session, people: People
) -> None:
    client = people.client()
    web.sign_in(client.coach)
    wrong = web.submit(coach_page(client), {"text": "Kunt u?", "answer_expected": "y", "answer_on": "20-11-2026"})
    assert wrong.status_code == 422
    assert "al geweest" in part(wrong.text, "fouten")
    far = web.submit(coach_page(client), {"text": "Kunt u?", "answer_expected": "y", "answer_on": "1-1-2090"})
    assert far.status_code == 422
    assert "Kunt u?" in far.text
    web.submit(coach_page(client), {"text": "Kunt u?", "answer_expected": "y", "answer_on": "25-11-2026"})
    (asked,) = conversation(db, client)
    web.sign_in(client)
    assert "uiterlijk woensdag 25 november" in web.get(thread_page(asked)).text
    with time_machine.travel(MONDAY_TEN + dt.timedelta(days=4), tick=True):
        assert "Dat kan nu nog." in web.sign_in(client).get(thread_page(asked)).text
        web.sign_in(client.coach)
        assert "U vroeg het voor woensdag 25 november" in web.get(coach_page(client, asked)).text
        web.sign_in(client)
        closed = web.submit(f"/berichten/bericht/{asked.id}/klaar", page=thread_page(asked))
        assert closed.location == f"{thread_page(asked)}#bericht-{asked.id}"
        assert "Dat kan nu nog." not in web.get(thread_page(asked)).text


def test_a_client_may_say_that_she_needs_no_answer(web: PortalClient, db: Session, people: People) -> None:
    client = people.client()
    web.sign_in(client)
    web.submit("/berichten", {"text": "Bedankt!", "no_answer": "y"})
    act(db, client)
    assert messages.waiting_for_coach(db, [client.case.id]) == {}


@pytest.mark.parametrize("words", ["\u202eomgekeerd 😀 مرحبا", "a" * 100_000, "\x00nul"])
def test_strange_words_come_through_or_come_back(web: PortalClient, db: Session, people: People, words: str) -> None:
    client = people.client()
    web.sign_in(client)
    answer = web.submit("/berichten", {"text": words})
    if len(words) > messages.LIMIT:
        assert answer.status_code == 422
        assert words in answer.text
    else:
        assert answer.status_code == 303
        assert [one.text for one in conversation(db, client)] == [words.replace("\x00", "")]


def test_a_message_about_an_answer_of_the_intake(web: PortalClient, db: Session, people: People) -> None:
    client = people.client()
    actor = act(db, client)
    fact = facts.set_fact(db, client.case, key="wish.hours_per_week", value=24, by=actor)
    db.commit()
    web.sign_in(client)
    page = web.get(f"/berichten?over=gegeven:{fact.id}")
    assert f'value="gegeven:{fact.id}"' in page.text
    sent = web.submit("/berichten", {"text": "Dit is veranderd.", "over": f"gegeven:{fact.id}"})
    assert sent.status_code == 303
    assert conversation(db, client)[0].about_kind is AboutKind.FACT


def test_what_the_coach_asks_can_be_talked_over_from_both_sides(web: PortalClient, db: Session, people: People) -> None:
    client = people.client()
    entry = portfolio.add_entry(db, client.case, Experience("Kok", "De Haven"), by=act(db, client))
    field = portfolio.set_fields(db, client.case, {"profile.headline": "Kok met zin"}, by=act(db, client))[0]
    for section in (Section.EXPERIENCE, Section.PROFILE):
        portfolio.share_section(db, client.case, section, by=act(db, client))
    by = act(db, client.coach)
    reviewing.ask_about_entry(db, client.case, entry.entry_id, question="Tot wanneer?", version=1, by=by)
    reviewing.ask_about_field(db, client.case, field.id, question="Klopt dit nog?", by=by)
    db.commit()
    pages = {
        f"/profiel/werk/{entry.entry_id}": (entry.entry_id, "Kok, De Haven"),
        "/profiel/gegevens/wijzig": (field.id, "Wat bent u, in één regel?"),
    }
    file = f"/coach/klanten/{client.case.id}"
    at_the_desk = web.sign_in(client.coach).get(f"{file}/profiel").text
    for page, (thing, label) in pages.items():
        assert f"/berichten?over=profiel:{thing}#nieuw-bericht" in at_the_desk
        assert f"/berichten?over=profiel:{thing}#nieuw-bericht" in web.sign_in(client).get(page).text
        sent = web.submit("/berichten", {"text": "Ik leg het uit.", "over": f"profiel:{thing}"})
        assert label in web.get(sent.location.split("#")[0]).text
        seen = web.sign_in(client.coach).get(f"{file}{sent.location.split('#')[0]}").text
        assert f'<a href="{file}/profiel">{label}</a>' in seen
    web.sign_in(people.client())
    assert web.get(f"/berichten?over=profiel:{entry.entry_id}").status_code == 404


def test_demo_mailbox_shows_what_was_mailed(web: PortalClient, db: Session, owner_db: Session, people: People) -> None:
    client = people.client()
    web.sign_in(client.coach)
    write(db, client.coach, client, "De inhoud blijft hier")
    owner_db.execute(
        text("UPDATE notice SET sent_at = now(), subject = 'Er staat iets', body = 'Log in' WHERE account_id = :id"),
        {"id": client.account.id},
    )
    owner_db.commit()
    page = web.get("/coach/postbus")
    assert client.account.email in page.text
    assert "De inhoud blijft hier" not in page.text
    assert web.sign_in(people.manager()).get("/coach/postbus").status_code == 200
    assert web.sign_in(client).get("/coach/postbus").status_code == 403


def test_there_is_no_mailbox_outside_demo_mode(
    web: PortalClient, settings: Settings, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(web.application.config, "HOUVAST", settings.model_copy(update={"demo": False}))
    assert web.sign_in(people.coach()).get("/coach/postbus").status_code == 404
