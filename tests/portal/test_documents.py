"""Cv en documenten, as a client uses it: sent in, refused, shown, replaced and taken back."""

import re
import uuid
from io import BytesIO

import pytest
from sqlalchemy.orm import Session

from tests.client import PortalClient
from tests.eportfolio.hostile_files import HOSTILE, NORMAL, docx, pixel_flood, plain_cv
from tests.people import People, Someone
from tests.portal.sending_documents import documents_of, send, text_of, upload

KEY = re.compile(r'name="form_key" value="([^"]+)"')
HARMLESS_TYPES = {"application/pdf", "image/jpeg", "image/png"}


@pytest.fixture
def client(people: People) -> Someone:
    return people.client()


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
