"""What the closed room does with a CV: Europass data first, the layout for the rest."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pypdfium2

from ..media import MediaType
from . import dates, docx_lines, europass, odt_lines, pdf_lines, reading, world
from .lines import Line

_MOST_ATTACHED = 5_000_000
_LINES: dict[MediaType, Callable[[bytes], list[Line]]] = {
    MediaType.PDF: pdf_lines.lines_of,
    MediaType.DOCX: docx_lines.lines_of,
    MediaType.ODT: odt_lines.lines_of,
}


def prepare() -> None:
    """Read all words, and compile what is compiled once, while files can still be opened."""
    world.prepare()
    dates.dates_in("sept. 2019 – heden")


def read_cv(content: bytes, media_type: MediaType) -> dict[str, Any]:
    """All suggestions of one file; `has_text` is False for a scan."""
    lines = _LINES[media_type](content)
    found = reading.read_lines(lines)
    carried = _carried(content) if media_type is MediaType.PDF else None
    if carried is not None:
        found = {name: carried.get(name) or value for name, value in found.items()}
    return {"has_text": bool(lines) or carried is not None, "is_europass": carried is not None, **found}


def _carried(content: bytes) -> dict[str, Any] | None:
    """The Europass document inside a PDF, if there is one."""
    document = pypdfium2.PdfDocument(BytesIO(content))
    for number in range(min(document.count_attachments(), 10)):
        try:
            data = bytes(document.get_attachment(number).get_data())
        except pypdfium2.PdfiumError:
            continue
        if len(data) <= _MOST_ATTACHED and (found := europass.read_xml(data)) is not None:
            return found
    return None
