"""The warning before sensitive words are sent: in every form, two ways on, never a wall, and nothing kept of it."""

import logging
import re
from io import BytesIO

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from eportfolio.applications import JobApplication
from eportfolio.base import Base
from eportfolio.documents.model import Document
from eportfolio.facts import Fact
from eportfolio.messages import Message
from tests.client import PortalClient
from tests.eportfolio.hostile_files import plain_cv
from tests.people import People, Someone

SEEN = re.compile(r'name="gezien" value="([^"]+)"')
WORDS = "Ik heb een burn-out, en mijn BSN is 111222333."


@pytest.fixture
def client(people: People) -> Someone:
    return people.client()


@pytest.fixture
def home(web: PortalClient, client: Someone) -> PortalClient:
    return web.sign_in(client)


def messages_of(owner_db: Session, someone: Someone) -> list[str]:
    assert someone.case is not None
    owner_db.rollback()
    return list(owner_db.scalars(select(Message.text).where(Message.case_id == someone.case.id)))


def test_the_form_comes_back_filled_with_the_words_and_why(
    home: PortalClient, client: Someone, owner_db: Session
) -> None:
    page = home.submit("/berichten", {"text": WORDS})

    assert page.status_code == 422
    assert "Wilt u dit wel versturen?" in page.text
    assert "<mark>burn-out</mark>" in page.text
    assert "<mark>111222333</mark>" in page.text
    assert "Dit gaat over gezondheid." in page.text
    assert "Toch versturen" in page.text
    assert 'href="#text">Aanpassen' in page.text
    assert f"{WORDS}</textarea>" in page.text
    assert "Er ging iets niet goed" not in page.text
    assert "<title>Let op:" in page.text
    assert messages_of(owner_db, client) == []


def test_sending_the_same_words_again_sends_them(home: PortalClient, client: Someone, owner_db: Session) -> None:
    seen = SEEN.search(home.submit("/berichten", {"text": WORDS}).text)
    assert seen is not None

    assert home.submit("/berichten", {"text": f"Dag! {WORDS}", "gezien": seen[1]}).status_code == 303
    assert messages_of(owner_db, client) == [f"Dag! {WORDS}"]


def test_other_words_are_asked_about_again(home: PortalClient, client: Someone, owner_db: Session) -> None:
    seen = SEEN.search(home.submit("/berichten", {"text": WORDS}).text)
    assert seen is not None

    again = home.submit("/berichten", {"text": f"{WORDS} Mijn moeder is moslim.", "gezien": seen[1]})

    assert again.status_code == 422
    assert "<mark>moslim</mark>" in again.text
    assert messages_of(owner_db, client) == []


def test_changed_words_go_without_a_question(home: PortalClient, client: Someone, owner_db: Session) -> None:
    home.submit("/berichten", {"text": WORDS})
    assert home.submit("/berichten", {"text": "Ik kan nu 16 uur per week werken."}).status_code == 303
    assert messages_of(owner_db, client) == ["Ik kan nu 16 uur per week werken."]


@pytest.mark.parametrize("seen", ["", ".", "x" * 100_000, "🙂.\x00", "0123456789abcdef"])
def test_what_the_browser_says_it_has_shown_is_believed_only_for_these_words(home: PortalClient, seen: str) -> None:
    assert home.submit("/berichten", {"text": WORDS, "gezien": seen}).status_code == 422


def test_markup_in_the_words_stays_text(home: PortalClient) -> None:
    page = home.submit("/berichten", {"text": "<script>alert(1)</script> ik heb <b>depressie</b>"})
    assert "<script>alert" not in page.text
    assert "&lt;b&gt;<mark>depressie</mark>&lt;/b&gt;" in page.text


def test_nothing_is_kept_or_logged(home: PortalClient, owner_db: Session, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    word = "schizofreniezeldzaam"
    home.submit("/berichten", {"text": f"Ik heb {word}"})

    assert word not in caplog.text
    for table in Base.metadata.sorted_tables:
        rows = owner_db.execute(
            text(f"SELECT count(*) FROM {table.name} t WHERE t::text LIKE :word"), {"word": f"%{word}%"}
        )
        assert rows.scalar() == 0, table.name


def test_in_english(home: PortalClient) -> None:
    home.submit("/taal", {"language": "en"})
    page = home.submit("/berichten", {"text": "I have a burnout"})
    assert "Send anyway" in page.text
    assert "This is about health." in page.text


def test_an_application_in_her_own_words(home: PortalClient, client: Someone, owner_db: Session) -> None:
    said = {"job": "Kok", "employer": "De Haven", "applied_on": "1-11-2026", "how": "email", "stage": "sent"}
    page = home.submit("/sollicitaties/nieuw", {**said, "note": "Ik ben zwanger"})
    assert page.status_code == 422
    assert "<mark>zwanger</mark>" in page.text
    assert client.case is not None
    assert owner_db.scalars(select(JobApplication).where(JobApplication.case_id == client.case.id)).all() == []


@pytest.mark.parametrize("wish", ["versturen", "bewaren"])
def test_an_agreement_is_sent_or_kept_as_was_asked(home: PortalClient, wish: str) -> None:
    said = {"title": "Rustig beginnen", "why": "Ik heb een depressie", "client_does": "Ik werk 8 uur", "doe": wish}
    dates = {"due_on": "1-11-2027", "review_on": "1-12-2027", "answer_by": "1-10-2027"}
    page = home.submit("/afspraken/voorstel", {**said, **dates})
    assert page.status_code == 422
    assert (
        f'type="submit" name="doe" value="{wish}">{"Toch bewaren" if wish == "bewaren" else "Toch versturen"}'
        in page.text
    )


def test_an_answer_of_the_intake(home: PortalClient, client: Someone, owner_db: Session) -> None:
    home.submit("/intake", {})
    page = home.get("/intake", follow_redirects=True)
    assert page.status_code == 200
    answer = {"answer": "Ik wil minder werken want ik heb kanker"}
    page = home.submit("/intake/doel", answer)
    assert page.status_code == 422
    seen = SEEN.search(page.text)
    assert seen is not None
    assert home.submit("/intake/doel", {**answer, "gezien": seen[1]}).status_code == 303
    assert client.case is not None
    owner_db.rollback()
    facts = owner_db.scalars(select(Fact.value).where(Fact.case_id == client.case.id)).all()
    assert any("kanker" in str(value) for value in facts)


def test_a_file_is_kept_and_only_its_note_waits(home: PortalClient, client: Someone, owner_db: Session) -> None:
    data = {"kind": "cv", "share": "yes", "note": "Van voor mijn burn-out", "file": (BytesIO(plain_cv()), "cv.pdf")}
    page = home.submit("/documenten/nieuw", data, content_type="multipart/form-data")

    assert page.status_code == 200
    assert "Uw bestand is bewaard" in page.text
    assert "Ontvangen, nr." in page.text
    assert "Van voor mijn burn-out</textarea>" in page.text
    assert client.case is not None
    (document,) = owner_db.scalars(select(Document).where(Document.case_id == client.case.id))
    assert document.note is None
    seen = SEEN.search(page.text)
    assert seen is not None
    said = {"kind": "cv", "note": "Van voor mijn burn-out", "version": "1", "gezien": seen[1]}
    assert home.submit(f"/documenten/{document.id}/wijzig", said).status_code == 303
    owner_db.refresh(document)
    assert document.note == "Van voor mijn burn-out"


def test_the_coach_is_warned_too(web: PortalClient, client: Someone) -> None:
    assert client.coach is not None
    assert client.case is not None
    desk = web.sign_in(client.coach)
    page = desk.submit(f"/coach/klanten/{client.case.id}/berichten", {"text": "Uw man heeft toch een depressie?"})
    assert page.status_code == 422
    assert "<mark>depressie</mark>" in page.text
