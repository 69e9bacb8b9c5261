"""The shown name: what a person typed stays readable, what an attacker sent does nothing."""

import json
import unicodedata

import pytest

from eportfolio.documents.media import MediaType, Refusal, Refused
from eportfolio.documents.names import check_name_agrees, clean_filename
from tests.eportfolio.hostile_files import FILES

NAMES = json.loads((FILES / "names.json").read_text())


@pytest.mark.parametrize("case", NAMES, ids=[case["what"] for case in NAMES])
def test_a_name_is_refused_or_becomes_harmless(case: dict[str, str]) -> None:
    try:
        check_name_agrees(case["name"], MediaType.PDF)
    except Refused:
        assert case["expect"] != "accept"
        return
    name = clean_filename(case["name"], MediaType.PDF)

    assert name.lower().endswith(".pdf")
    assert not set(name) & set('/\\<>"|?*:\r\n\0')
    assert all(not unicodedata.category(sign).startswith("C") for sign in name)
    assert not name.startswith(".")
    assert ".." not in name
    assert 5 <= len(name) <= 120
    assert len(name.encode()) <= 200


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("CV Zoë Çelik – definitief (2).PDF", "CV Zoë Çelik – definitief (2).PDF"),
        ("CV van 't Hof; nieuw.pdf", "CV van 't Hof; nieuw.pdf"),
        ("C:\\Users\\zoe\\cv.pdf", "cv.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("%2e%2e%2f%2e%2e%2fcv.pdf", "cv.pdf"),
        ("Cv Zoe\u0308.pdf", "Cv Zoë.pdf"),
        ("CON.pdf", "bestand CON.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("", "document.pdf"),
        ("...", "document.pdf"),
        ("CV J.Jansen", "CV J.Jansen.pdf"),
        ("سيرة ذاتية.pdf", "سيرة ذاتية.pdf"),
    ],
)
def test_a_name_is_shown_as(sent: str, shown: str) -> None:
    assert clean_filename(sent, MediaType.PDF) == shown


@pytest.mark.parametrize("name", ["cv.pdf.exe", "cv\u202efdp.exe", "cv.html", "cv.docx", "cv.png", "cv.pdf\0.exe"])
def test_an_ending_that_lies_is_refused(name: str) -> None:
    with pytest.raises(Refused) as refused:
        check_name_agrees(name, MediaType.PDF)

    assert refused.value.reason is Refusal.NAME_DISAGREES


@pytest.mark.parametrize("name", ["foto.png", "foto.JPG", "foto", "IMG.2026", "foto.jpeg"])
def test_a_photo_may_have_the_ending_of_the_other_kind(name: str) -> None:
    check_name_agrees(name, MediaType.JPEG)

    assert clean_filename(name, MediaType.JPEG).lower().endswith((".jpg", ".jpeg"))
