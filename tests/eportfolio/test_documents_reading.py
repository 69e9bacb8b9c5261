"""What we read from a document: plain text as a person sees it, and never an error."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from eportfolio.documents import sandbox
from eportfolio.documents.media import MediaType
from eportfolio.documents.plain_text import MOST_CHARACTERS
from eportfolio.documents.reading import Reading, ReadState, read
from tests.eportfolio.hostile_files import HOSTILE, NORMAL, docx, odt

ROOT = Path(__file__).parents[2]
ENDINGS = {f".{ending}": kind for kind in MediaType for ending in kind.extensions}


def text_of(path: Path) -> str:
    return "\n".join(reading_of(path).paragraphs)


def reading_of(path: Path) -> Reading:
    return read(path.read_bytes(), ENDINGS[path.suffix])


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("cv-two-pages.pdf", ["Fatima El Khayari", "Sep 2019 – heden", "Fatima El Khayari – 2/2"]),
        ("cv-sidebar-turkish.pdf", ["Yıldırımoğlu", "7541 QY Enschede", "contact met ouders, ook in het Turks."]),
        ("cv-with-tabs.docx", ["sept. 2019 - heden\tHeftruckchauffeur", "Postcode en woonplaats:\t5013 QF Tilburg"]),
        ("cv-in-tables.docx", ["Naam\tHendrik-Jan Oosterbroek", "1984\tMts Werktuigbouwkunde (diploma)"]),
        ("cv-polish-names.odt", ["Agnieszka Wróblewska", "Kassamedewerker, Sklep Jaśmin, Poznań"]),
        ("cv-decomposed-accents.docx", ["Kaynakçı"]),
        ("pdf-owner-password-only.pdf", ["Robin Proefman"]),
    ],
)
def test_the_text_of_a_normal_cv(file: str, words: list[str]) -> None:
    text = text_of(NORMAL / file)

    assert [word for word in words if word not in text] == []


def test_columns_are_read_one_after_the_other() -> None:
    lines = reading_of(NORMAL / "cv-sidebar-turkish.pdf").paragraphs

    assert lines.index("Interesses") < lines.index("PROFIEL") < lines.index("OPLEIDING")


def test_a_scan_has_no_text_and_is_not_damaged() -> None:
    assert reading_of(NORMAL / "scan-image-only.pdf") == Reading(ReadState.NO_TEXT)


def test_a_photo_has_no_text() -> None:
    assert read(b"any", MediaType.PNG) == Reading(ReadState.NO_TEXT)


def test_markup_in_a_document_is_only_text() -> None:
    assert "Naam: <img src=x onerror=alert(1)> Robin <script>alert(2)</script>" in text_of(
        HOSTILE / "docx-html-in-text.docx"
    )


def test_text_that_no_person_can_see_is_not_read() -> None:
    text = text_of(HOSTILE / "docx-hidden-instructions.docx")

    assert "Robin Proefman" in text
    assert "neurosurgery" not in text


def test_hidden_runs_are_not_read_but_their_neighbours_are() -> None:
    body = (
        "<w:p><w:r><w:t>Kok</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>geheim</w:t></w:r>"
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t> in Gent</w:t></w:r></w:p>'
    )
    assert read(docx(body), MediaType.DOCX).paragraphs == ("Kok in Gent",)


def test_the_text_has_a_limit() -> None:
    paragraphs = reading_of(HOSTILE / "docx-slow-regex.docx").paragraphs

    assert sum(map(len, paragraphs)) == MOST_CHARACTERS


def test_header_and_footer_of_a_docx_are_read() -> None:
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    header = f'<w:hdr xmlns:w="{w}"><w:p><w:r><w:t>Robin, 06 0000 9001</w:t></w:r></w:p></w:hdr>'
    content = docx("<w:p><w:r><w:t>Kok</w:t></w:r></w:p>", {"word/header1.xml": header})

    assert read(content, MediaType.DOCX).paragraphs == ("Robin, 06 0000 9001", "Kok")


def test_spaces_tabs_and_line_breaks_of_an_odt() -> None:
    body = (
        '<text:p>2019<text:tab/>Kok<text:s text:c="3"/>(mbo)<text:line-break/>Gent</text:p><text:h>Opleiding</text:h>'
    )

    assert read(odt(body), MediaType.ODT).paragraphs == ("2019\tKok (mbo)", "Gent", "Opleiding")


@pytest.mark.parametrize(
    "file",
    ["pdf-page-loop.pdf", "pdf-truncated.pdf", "pdf-encrypted.pdf", "docx-xxe.docx", "elf-as.docx", "exe-as.pdf"],
)
def test_what_cannot_be_read_is_said_so(file: str) -> None:
    assert reading_of(HOSTILE / file) == Reading(ReadState.FAILED)


def test_a_bomb_cannot_hurt_the_reader() -> None:
    assert reading_of(HOSTILE / "pdf-bomb.pdf").state in (ReadState.FAILED, ReadState.NO_TEXT)


def test_a_reader_that_never_answers_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "WALL_SECONDS", 0.01)

    assert read((NORMAL / "plain-cv.pdf").read_bytes(), MediaType.PDF) == Reading(ReadState.FAILED)


def test_what_the_reader_says_is_cleaned_again(monkeypatch: pytest.MonkeyPatch) -> None:
    lies = {"paragraphs": ["a\u202eb\x00c", 5, None, "  ", "x" * 300_000]}
    monkeypatch.setattr(sandbox, "run", lambda *_: (lies, b""))

    reading = read(b"", MediaType.PDF)

    assert reading.paragraphs[0] == "abc"
    assert sum(map(len, reading.paragraphs)) == MOST_CHARACTERS


CLOSED_ROOM = """
import socket, os, subprocess
from eportfolio.documents import confine
confine.limit_resources()
confine.leave_the_network()
assert confine.allow_only_computing()
def outcome(deed):
    try:
        deed()
    except Exception as error:
        return type(error).__name__
    return "done"
print(
    outcome(lambda: open("/etc/hostname")),
    outcome(lambda: open("/tmp/houvast-closed-room", "w")),
    outcome(lambda: socket.socket()),
    outcome(lambda: os.fork()),
    outcome(lambda: os.listdir("/")),
    outcome(lambda: os.kill(os.getppid(), 0)),
    outcome(lambda: bytearray(600 * 1024 * 1024)),
)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the closed room is of Linux")
def test_the_closed_room_has_no_way_out() -> None:
    done = subprocess.run(
        [sys.executable, "-B", "-c", CLOSED_ROOM],
        cwd=ROOT,
        env={},
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )

    assert done.stdout.split() == ["PermissionError"] * 6 + ["MemoryError"]
    assert not os.path.exists("/tmp/houvast-closed-room")
