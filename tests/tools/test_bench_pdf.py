"""Each kind of PDF at ten pages: made in time, and the same for who cannot see it."""

import time
from collections.abc import Iterator
from io import BytesIO

import pikepdf
import pypdfium2
import pytest

from tools.bench.pdf import KINDS, portal_without_database

LIMIT = 1.5
"""Seconds of the processor for ten pages; `python -m tools.bench.pdf` measures well under one."""


@pytest.fixture(autouse=True, scope="module")
def _in_the_portal() -> Iterator[None]:
    with portal_without_database().test_request_context():
        yield


@pytest.mark.parametrize("kind", KINDS)
def test_ten_pages_in_time_tagged_and_read_back(kind: str) -> None:
    KINDS[kind]()
    started = time.process_time()
    content = KINDS[kind]()
    taken = time.process_time() - started
    with pikepdf.open(BytesIO(content)) as pdf:
        assert 9 <= len(pdf.pages) <= 11
        assert taken / len(pdf.pages) * 10 < LIMIT
        assert str(pdf.Root.Lang) == "nl"
        assert bool(pdf.Root.MarkInfo.Marked)
        with pdf.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"
            assert about["dc:title"]
    document = pypdfium2.PdfDocument(content)
    text = "".join(document[number].get_textpage().get_text_range() for number in range(len(document)))
    assert "Łódź" in text
    assert "Yılmaz-Ğüneş" in text
    assert any("\u0600" <= sign <= "\u06ff" or "\ufb50" <= sign <= "\ufeff" for sign in text)
