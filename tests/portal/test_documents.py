"""Cv en documenten, as a client uses it: with a mouse, without scripts, on a shared computer, and with wrong files."""

import html
import re
import time
import uuid
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from eportfolio import applications
from eportfolio.applications import Details, How
from eportfolio.base import today
from eportfolio.documents import model
from eportfolio.documents.model import Document
from eportfolio.documents.uses import Where, use
from eportfolio.documents.virus_scan import ScanState
from tests.client import PortalClient
from tests.eportfolio.hostile_files import HOSTILE, NORMAL, docx, pixel_flood, plain_cv
from tests.people import People, Someone, act

KEY = re.compile(r'name="form_key" value="([^"]+)"')
HARMLESS_TYPES = {"application/pdf", "image/jpeg", "image/png"}


@pytest.fixture
def client(people: People) -> Someone:
    return people.client()


@pytest.fixture
def home(web: PortalClient, client: Someone) -> PortalClient:
    return web.sign_in(client)


def send(web: PortalClient, content: bytes, name: str = "cv.pdf", **fields: Any) -> TestResponse:
    """Fill in the form and send it, as a browser without scripts."""
    data = {"kind": "cv", "share": "yes", "note": "", "file": (BytesIO(content), name), **fields}
    answer = web.submit("/documenten/nieuw", data, content_type="multipart/form-data")
    answer.request.environ["wsgi.input"].close()
    return answer


def documents_of(owner_db: Session, someone: Someone) -> list[Document]:
    assert someone.case is not None
    owner_db.expire_all()
    query = select(Document).where(Document.case_id == someone.case.id).order_by(Document.created_at)
    return list(owner_db.scalars(query))


def text_of(response: TestResponse) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.text)))


def test_an_empty_list_says_how_to_begin(home: PortalClient) -> None:
    page = home.get("/documenten")

    assert "U heeft nog geen documenten" in page.text
    assert "/documenten/nieuw?soort=cv" in page.text


def test_a_cv_is_sent_in_with_a_receipt_and_stands_in_the_list(
    home: PortalClient, client: Someone, owner_db: Session
) -> None:
    sent = send(home, plain_cv(), "Mijn CV.pdf", note="Mijn nieuwe cv")

    assert sent.status_code == 303
    assert re.fullmatch(r"/ontvangst/\d{4}-\d{6}\?nieuw=1", sent.location)
    receipt = text_of(home.get(sent.location))
    assert "Mijn CV.pdf" in receipt
    assert "Mijn nieuwe cv" in receipt
    listed = text_of(home.get("/documenten"))
    assert "Mijn CV.pdf" in listed
    assert "Nog niet bekeken" in listed
    assert "Niet op virussen gecontroleerd" in listed
    [document] = documents_of(owner_db, client)
    assert document.note == "Mijn nieuwe cv"


def test_a_double_click_or_back_makes_one_document(home: PortalClient, client: Someone, owner_db: Session) -> None:
    key = str(uuid.uuid4())

    first = send(home, plain_cv(), form_key=key)
    second = send(home, plain_cv(), form_key=key)

    assert first.location == second.location
    assert len(documents_of(owner_db, client)) == 1


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "cv.pdf", "Dit bestand is leeg."),
        ((HOSTILE / "html-as.pdf").read_bytes(), "cv.pdf", "Dit soort bestand nemen wij niet aan."),
        ((HOSTILE / "polyglot-pdf-docx.docx").read_bytes(), "cv.docx", "De naam van dit bestand past niet"),
        ((HOSTILE / "pdf-encrypted.pdf").read_bytes(), "cv.pdf", "op slot met een wachtwoord"),
        ((HOSTILE / "pdf-truncated.pdf").read_bytes(), "cv.pdf", "beschadigd of niet compleet"),
        ((HOSTILE / "pdf-5000-pages.pdf").read_bytes(), "cv.pdf", "te veel bladzijden"),
        ((HOSTILE / "docx-macro.docx").read_bytes(), "cv.docx", "een programma (een macro)"),
        ((HOSTILE / "docx-xxe.docx").read_bytes(), "cv.docx", "niet veilig openen"),
        ((NORMAL / "legit-old-format.doc").read_bytes(), "cv.doc", "een ouder soort bestand"),
        ((NORMAL / "photo-with-gps.heic").read_bytes(), "IMG_1.heic", "Bewaar de foto als jpg of png"),
        (pixel_flood(), "foto.png", "Deze foto is te groot."),
        (plain_cv() + b"%" + b"x" * 10 * 1024 * 1024, "cv.pdf", "hooguit 10 MB"),
    ],
    ids=["empty", "html", "name", "locked", "cut", "pages", "macro", "xxe", "doc", "heic", "pixels", "large"],
)
def test_a_refused_file_gives_the_reason_and_keeps_the_rest(
    home: PortalClient, client: Someone, owner_db: Session, content: bytes, name: str, words: str
) -> None:
    refused = send(home, content, name, kind="diploma", share="no", note="Mijn diploma uit 2019")

    assert refused.status_code == 422
    assert words in text_of(refused)
    assert '<a href="#file">' in refused.text, "the error summary leads to the field"
    assert re.search(r'value="diploma" checked', refused.text)
    assert re.search(r'value="no" checked', refused.text)
    assert "Mijn diploma uit 2019" in refused.text
    assert "<title>Fout:" in refused.text
    assert documents_of(owner_db, client) == []


def test_a_form_without_file_or_kind_says_both(home: PortalClient) -> None:
    answer = home.submit("/documenten/nieuw", {"share": "yes"}, content_type="multipart/form-data")

    assert answer.status_code == 422
    assert "Kies een bestand." in answer.text
    assert "Kies wat het is." in answer.text


@pytest.mark.parametrize("fields", [{"kind": "passport"}, {"share": "everybody"}, {"note": "x" * 501}])
def test_impossible_values_are_refused(home: PortalClient, fields: dict[str, str]) -> None:
    assert send(home, plain_cv(), **fields).status_code == 422


def test_a_body_that_is_far_too_large_is_refused(home: PortalClient, client: Someone, owner_db: Session) -> None:
    refused = send(home, plain_cv() + b"%" + b"x" * 26 * 1024 * 1024)

    assert refused.status_code == 413
    assert "10 MB" in refused.text
    assert documents_of(owner_db, client) == []


def upload(home: PortalClient, client: Someone, owner_db: Session, path: str = "plain-cv.pdf", **fields: str) -> str:
    """Send a normal file in; gives the address of its page."""
    assert send(home, (NORMAL / path).read_bytes(), path, **fields).status_code == 303
    return f"/documenten/{documents_of(owner_db, client)[-1].id}"


def test_the_page_of_a_document_shows_what_can_be_done(home: PortalClient, client: Someone, owner_db: Session) -> None:
    page = home.get(upload(home, client, owner_db))

    for words in ("Bekijk", "Download", "Dit hebben wij gelezen", "Stuur een nieuwe versie", "Trek het in"):
        assert words in page.text
    assert "U en uw werkcoach" in page.text


def test_the_file_opens_in_the_browser_and_can_do_nothing(
    home: PortalClient, client: Someone, owner_db: Session
) -> None:
    url = upload(home, client, owner_db)

    shown = home.get(f"{url}/bestand")

    assert shown.data == plain_cv()
    assert shown.mimetype == "application/pdf"
    assert shown.headers["Content-Disposition"] == "inline; filename=plain-cv.pdf"
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    assert "default-src 'none'" in shown.headers["Content-Security-Policy"]
    assert shown.headers["Cache-Control"] == "no-store"
    download = home.get(f"{url}/bestand?download=1")
    assert download.headers["Content-Disposition"].startswith("attachment;")


def test_a_word_file_is_only_ever_a_download(home: PortalClient, client: Someone, owner_db: Session) -> None:
    url = upload(home, client, owner_db, "cv-with-tabs.docx")

    assert home.get(f"{url}/bestand").headers["Content-Disposition"].startswith("attachment;")
    assert ">Bekijk<" not in home.get(url).text


def test_a_name_is_never_markup(home: PortalClient, client: Someone, owner_db: Session) -> None:
    send(home, plain_cv(), "<img src=x onerror=alert(1)>.pdf")
    url = f"/documenten/{documents_of(owner_db, client)[-1].id}"

    assert "<img src=x" not in home.get(url).text + home.get("/documenten").text
    assert "<" not in home.get(f"{url}/bestand").headers["Content-Disposition"]


def test_markup_in_a_document_is_shown_as_text(home: PortalClient, client: Someone, owner_db: Session) -> None:
    send(home, (HOSTILE / "docx-html-in-text.docx").read_bytes(), "cv.docx")
    page = home.get(f"/documenten/{documents_of(owner_db, client)[-1].id}/tekst")

    assert "<script>alert(2)</script>" not in page.text
    assert "&lt;script&gt;alert(2)&lt;/script&gt;" in page.text


def test_a_scan_without_text_is_no_failure(home: PortalClient, client: Someone, owner_db: Session) -> None:
    url = upload(home, client, owner_db, "scan-image-only.pdf")

    assert "Wij vonden geen tekst" in text_of(home.get(url))
    assert "Wij vonden geen tekst" in text_of(home.get(f"{url}/tekst"))


def test_a_cleaned_photo_is_shown_and_says_what_was_cleaned(
    home: PortalClient, client: Someone, owner_db: Session
) -> None:
    url = upload(home, client, owner_db, "photo-with-gps.jpg")

    page = home.get(url)

    assert f'src="{url}/bestand"' in page.text
    assert "rechtop" in page.text
    assert "verborgen gegevens" in page.text
    assert b"Exif" not in home.get(f"{url}/bestand").data


def test_a_private_document_can_be_sent_in_later_and_taken_back(
    home: PortalClient, client: Someone, owner_db: Session
) -> None:
    url = upload(home, client, owner_db, share="no")
    assert "Alleen voor u" in home.get(url).text

    sent = home.submit(f"{url}/delen", page=url)

    assert "/ontvangst/" in sent.location
    assert "Nog niet bekeken" in home.get(url).text
    assert home.submit(f"{url}/niet-delen", page=url).location == url
    assert "Alleen voor u" in home.get(url).text


def test_a_newer_version_takes_the_place_of_the_old_one(home: PortalClient, client: Someone, owner_db: Session) -> None:
    old = upload(home, client, owner_db)
    data = {"file": (BytesIO(docx("<w:p><w:r><w:t>Kok</w:t></w:r></w:p>")), "cv 2026.docx")}

    sent = home.submit(f"{old}/vervangen", data, content_type="multipart/form-data")

    assert "/ontvangst/" in sent.location
    listed = home.get("/documenten").text
    assert "cv 2026.docx" in listed
    assert "plain-cv.pdf" not in listed
    new = f"/documenten/{documents_of(owner_db, client)[-1].id}"
    assert f'href="{old}"' in home.get(new).text
    assert "eerdere versie" in home.get(old).text
    again = home.submit(
        f"{old}/vervangen", {"file": (BytesIO(plain_cv()), "x.pdf")}, content_type="multipart/form-data"
    )
    assert again.status_code == 409


def test_a_refused_newer_version_leaves_the_old_one(home: PortalClient, client: Someone, owner_db: Session) -> None:
    old = upload(home, client, owner_db)

    refused = home.submit(f"{old}/vervangen", {"file": (BytesIO(b""), "x.pdf")}, content_type="multipart/form-data")

    assert refused.status_code == 422
    assert "Dit bestand is leeg." in refused.text
    assert [document.is_current for document in documents_of(owner_db, client)] == [True]


def test_a_withdrawn_document_can_be_put_back(home: PortalClient, client: Someone, owner_db: Session) -> None:
    url = upload(home, client, owner_db)

    withdrawn = home.submit(f"{url}/intrekken", {"reason": "Verkeerd bestand"})

    assert withdrawn.location == "/documenten"
    listed = text_of(home.get("/documenten"))
    assert "Uw document is ingetrokken." in listed
    assert "U heeft nog geen documenten" in listed
    assert "Ingetrokken documenten (1)" in listed
    assert "Verkeerd bestand" in home.get(url).text
    assert home.submit(f"{url}/terugzetten", page=url).location == url
    assert "Nog niet bekeken" in home.get(url).text


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
