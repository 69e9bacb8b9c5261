"""What comes out of the closed room: values of the right shape, whatever went in, within its limits."""

import time

import pytest

from eportfolio.documents import cv_reading, sandbox
from eportfolio.documents.cv_reading import CvReading, read_cv
from eportfolio.documents.media import MediaType
from eportfolio.documents.reading import ReadState
from eportfolio.portfolio.entries import LanguageLevel, Period
from tests.eportfolio.hostile_files import HOSTILE, NORMAL, docx

ENDINGS = {f".{ending}": kind for kind in MediaType for ending in kind.extensions}
READABLE = sorted(path for folder in (HOSTILE, NORMAL) for path in folder.iterdir() if path.suffix in ENDINGS)


@pytest.mark.parametrize("path", READABLE, ids=lambda path: path.name)
def test_no_file_makes_it_fail_or_takes_too_long(path) -> None:  # type: ignore[no-untyped-def]
    started = time.monotonic()
    reading = read_cv(path.read_bytes(), ENDINGS[path.suffix])

    assert isinstance(reading, CvReading)
    assert time.monotonic() - started < sandbox.WALL_SECONDS + 2


def test_a_scan_and_a_photo_have_no_text() -> None:
    assert read_cv((NORMAL / "scan-image-only.pdf").read_bytes(), MediaType.PDF).state is ReadState.NO_TEXT
    assert read_cv(b"any", MediaType.JPEG).state is ReadState.NO_TEXT


def test_what_is_no_document_is_not_read() -> None:
    assert read_cv(b"%PDF-1.7 and nothing", MediaType.PDF) == CvReading(ReadState.FAILED)
    assert read_cv(b"PK nothing", MediaType.DOCX) == CvReading(ReadState.FAILED)


def test_hidden_text_is_no_skill() -> None:
    reading = read_cv((HOSTILE / "docx-hidden-instructions.docx").read_bytes(), MediaType.DOCX)

    assert reading.profile.name == "Robin Proefman"
    assert "neurosurgery" not in str(reading)


def test_a_cv_in_a_document_type_of_its_own_is_refused_inside_too() -> None:
    body = '<!DOCTYPE a [<!ENTITY b "c">]>'
    assert read_cv(docx("", {"word/styles.xml": body}), MediaType.DOCX).state is ReadState.FAILED


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"has_text": True, "experience": "many"}, ()),
        ({"has_text": True, "experience": [1, None, {"title": 5}]}, ()),
        (
            {"has_text": True, "experience": [{"title": "Kok\x00", "start": "2021", "end": "2019"}]},
            (("Kok", Period()),),
        ),
        ({"has_text": True, "experience": [{"title": "Kok", "start": "2019-13"}]}, (("Kok", Period()),)),
        ({"has_text": True, "experience": [{"title": "x" * 5000}]}, (("x" * 200, Period()),)),
    ],
)
def test_the_answer_of_the_closed_room_is_not_believed(said, expected, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(cv_reading.sandbox, "run", lambda *_: (said, b""))

    reading = read_cv(b"any", MediaType.PDF)

    assert tuple((one.entry.title, one.entry.period) for one in reading.experience) == expected


@pytest.mark.parametrize("error", [sandbox.GaveNoAnswer("crashed"), sandbox.AskedTooMuch("too long")])
def test_a_closed_room_that_gives_up_is_an_answer_too(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def give_up(*_: object) -> None:
        raise error

    monkeypatch.setattr(cv_reading.sandbox, "run", give_up)

    assert read_cv(b"any", MediaType.PDF) == CvReading(ReadState.FAILED)


def test_levels_of_languages_are_levels_or_own_words(monkeypatch: pytest.MonkeyPatch) -> None:
    said = {
        "has_text": True,
        "languages": [
            {"name": "Turks", "level": "moedertaal"},
            {"name": "Engels", "level": "B2 (goed)"},
            {"name": "Duits", "level": "redelijk"},
        ],
    }
    monkeypatch.setattr(cv_reading.sandbox, "run", lambda *_: (said, b""))

    found = [(one.name, one.level, one.note) for one in read_cv(b"any", MediaType.PDF).languages]

    assert found == [
        ("Turks", LanguageLevel.NATIVE, None),
        ("Engels", LanguageLevel.B2, None),
        ("Duits", None, "redelijk"),
    ]
