"""Documents that are there: on a shared computer, for strangers, in the list, corrected in two tabs, in use."""

import html
import re
import time
import uuid
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from eportfolio import applications
from eportfolio.applications import Details, How
from eportfolio.base import today
from eportfolio.documents import model
from eportfolio.documents.uses import Where, use
from eportfolio.documents.virus_scan import ScanState
from tests.client import PortalClient
from tests.eportfolio.hostile_files import HOSTILE, docx, plain_cv
from tests.people import People, Someone, act
from tests.portal.sending_documents import documents_of, send, upload

KEY = re.compile(r'name="form_key" value="([^"]+)"')
HARMLESS_TYPES = {"application/pdf", "image/jpeg", "image/png"}


@pytest.fixture
def client(people: People) -> Someone:
    return people.client()


def test_on_a_shared_computer_nothing_is_downloaded(web: PortalClient, people: People, owner_db: Session) -> None:
    client = people.client()
    kiosk = web.sign_in(client, kiosk=True)
    pdf = upload(kiosk, client, owner_db)
    word = upload(kiosk, client, owner_db, "cv-with-tabs.docx")

    assert kiosk.get(f"{pdf}/bestand?download=1").headers["Content-Disposition"].startswith("inline;")
    assert kiosk.get(f"{word}/bestand").location == f"{word}/tekst"
    assert "Download" not in kiosk.get(pdf).text + kiosk.get(word).text


def test_on_a_shared_computer_the_text_is_masked_and_soon_there(
    web: PortalClient, people: People, owner_db: Session
) -> None:
    client = people.client()
    kiosk = web.sign_in(client, kiosk=True)
    reach = docx("<w:p><w:r><w:t>robin@example.org, tel. 06 12345678</w:t></w:r></w:p>")
    send(kiosk, reach, "cv.docx")
    send(kiosk, (HOSTILE / "docx-slow-regex.docx").read_bytes(), "lang.docx")
    plain, hostile = (f"/documenten/{document.id}" for document in documents_of(owner_db, client))

    text = kiosk.get(f"{plain}/tekst").text
    start = time.process_time()
    cut = kiosk.get(f"{hostile}/tekst").text

    assert "robin@" not in text
    assert "12345" not in text
    assert "alleen het begin van de tekst" in cut
    assert time.process_time() - start < 3


@pytest.mark.parametrize("part", ["", "/bestand", "/bestand?download=1", "/tekst", "/vervangen", "/intrekken"])
def test_another_persons_document_is_not_there(web: PortalClient, people: People, owner_db: Session, part: str) -> None:
    owner, stranger = people.client(), people.client()
    url = upload(web.sign_in(owner), owner, owner_db)
    web.sign_in(stranger)

    assert web.get(url + part).status_code == 404
    assert web.get(f"/documenten/{uuid.uuid4()}{part}").status_code == 404


@pytest.mark.parametrize("deed", ["vervangen", "intrekken", "terugzetten", "delen", "niet-delen"])
def test_nobody_changes_another_persons_document(
    web: PortalClient, people: People, owner_db: Session, deed: str
) -> None:
    owner, stranger = people.client(), people.client()
    url = upload(web.sign_in(owner), owner, owner_db)
    web.sign_in(stranger)

    assert web.submit(f"{url}/{deed}", {"reason": "x"}, page="/documenten/nieuw").status_code == 404
    [document] = documents_of(owner_db, owner)
    assert document.is_shared


def test_a_file_that_is_gone_gives_the_designed_error_page(
    home: PortalClient, client: Someone, owner_db: Session
) -> None:
    url = upload(home, client, owner_db)
    documents_of(owner_db, client)[0].wrapped_key = b"\0" * 68
    owner_db.commit()

    broken = home.get(f"{url}/bestand")

    assert broken.status_code == 500
    assert "<h1" in broken.text


def test_a_plain_file_never_touches_the_disk(app: Flask) -> None:
    form = {"file": (BytesIO(b"x" * 2_000_000), "cv.pdf")}

    with app.test_request_context("/documenten/nieuw", method="POST", data=form) as context:
        assert isinstance(context.request.files["file"].stream, BytesIO)
        context.request.environ["wsgi.input"].close()


def test_a_full_store_keeps_the_form(home: PortalClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from eportfolio.storage import FileStore, StorageUnavailable

    def refuse(*_: object, **__: object) -> None:
        raise StorageUnavailable("full")

    monkeypatch.setattr(FileStore, "put", refuse)

    answer = send(home, plain_cv(), note="Mijn cv")

    assert answer.status_code == 422
    assert "geen bestanden bewaren" in answer.text
    assert "Mijn cv" in answer.text


def test_an_identity_card_is_refused_with_the_reason(home: PortalClient, client: Someone, owner_db: Session) -> None:
    answer = send(home, plain_cv(), kind="id", note="Mijn paspoort")

    assert answer.status_code == 422
    assert "Stuur hier geen kopie van uw paspoort" in answer.text
    assert "Mijn paspoort" in answer.text
    assert documents_of(owner_db, client) == []


def test_the_list_is_narrowed_by_kind_and_words(home: PortalClient) -> None:
    send(home, plain_cv(), "zorg.pdf")
    send(home, plain_cv(), "vca.pdf", kind="certificate", expires_on="1-1-2020", note="Gehaald bij de bouw")

    assert "zorg.pdf" not in home.get("/documenten?soort=certificate").text
    page = home.get("/documenten?zoek=BOUW").text
    assert "vca.pdf" in page
    assert "zorg.pdf" not in page
    assert "Verlopen op 1 januari 2020" in page
    nothing = home.get("/documenten?zoek=" + "nergens" * 20)
    assert "Niets gevonden" in nothing.text
    assert home.get("/documenten?soort=onzin").status_code == 200
    fragment = home.get("/documenten?zoek=bouw", headers={"HX-Request": "true"}).text
    assert "<html" not in fragment
    assert fragment.strip() in page


def test_what_is_said_is_corrected_and_the_second_tab_sees_both(
    home: PortalClient, client: Someone, owner_db: Session
) -> None:
    send(home, plain_cv())
    (document,) = documents_of(owner_db, client)
    url = f"/documenten/{document.id}/wijzig"
    said = {"kind": "licence", "expires_on": "3 mei 2031", "version": "1"}

    home.submit(url, {**said, "note": "Op de telefoon"})
    second = home.submit(url, {**said, "note": "Op de computer"})

    assert second.status_code == 409
    assert "Op de telefoon" in second.text
    assert "Op de computer" in second.text
    home.submit(url, {**said, "note": "Op de computer", "version": "2"})
    (document,) = documents_of(owner_db, client)
    assert (document.note, f"{document.expires_on}") == ("Op de computer", "2031-05-03")
    assert "Geldig tot en met 3 mei 2031" in home.get(f"/documenten/{document.id}").text


@pytest.mark.parametrize(
    ("field", "value"),
    [("expires_on", "32-13-2026"), ("kind", "onzin"), ("note", "x" * 100_000), ("note", "é" * 501)],
)
def test_an_impossible_correction_keeps_what_was_typed(
    home: PortalClient, client: Someone, owner_db: Session, field: str, value: str
) -> None:
    send(home, plain_cv())
    (document,) = documents_of(owner_db, client)
    said = {"kind": "cv", "note": "", "expires_on": "", "version": "1", field: value}
    answer = home.submit(f"/documenten/{document.id}/wijzig", said)
    assert answer.status_code == 422
    assert field == "kind" or html.escape(value, quote=False) in answer.text


def test_where_it_is_used_is_shown_and_warned_for(home: PortalClient, client: Someone, db: Session) -> None:
    send(home, plain_cv())
    actor = act(db, client)
    assert client.case is not None
    (document,) = model.documents_of(db, client.case.id)
    details = Details("De Korst", "Bakker", today(), How.EMAIL)
    logged = applications.log_application(db, client.case, by=actor, details=details)
    use(
        db,
        document,
        where=Where.APPLICATION,
        subject_id=logged.application.id,
        by=actor,
        label=logged.application.label,
    )
    db.commit()

    page = home.get(f"/documenten/{document.id}").text
    assert f'href="/sollicitaties/{logged.application.id}"' in page
    assert "Sollicitatie: Bakker, De Korst" in page
    assert "Dit document wordt gebruikt" in home.get(f"/documenten/{document.id}/intrekken").text


def test_a_blocked_file_opens_for_nobody(home: PortalClient, client: Someone, owner_db: Session, app: Flask) -> None:
    send(home, plain_cv())
    (document,) = documents_of(owner_db, client)
    document.scan = ScanState.INFECTED
    owner_db.commit()

    page = home.get(f"/documenten/{document.id}")
    assert "In dit bestand is een virus gevonden" in page.text
    assert "/bestand" not in page.text
    assert home.get(f"/documenten/{document.id}/bestand").status_code == 303
    assert "Virus gevonden" in home.get("/documenten").text
    assert client.coach is not None
    assert client.case is not None
    desk = app.test_client().sign_in(client.coach)
    at_desk = f"/coach/klanten/{client.case.id}/documenten/{document.id}"
    assert "virus gevonden" in desk.get(at_desk).text
    assert desk.get(f"{at_desk}/bestand").status_code == 303
