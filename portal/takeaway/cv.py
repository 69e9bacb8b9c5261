"""From what she chose to a file: the one place that knows every form in which a CV can be had."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO

import pypdfium2
from flask_babel import gettext as _
from PIL import Image
from sqlalchemy.orm import Session

from eportfolio import portfolio
from eportfolio.base import now
from eportfolio.cv_files import europass, json_resume
from eportfolio.cv_files.choice import CvChoice
from eportfolio.people import CaseFile

from .cv_document import CvDocument, document_of
from .cv_docx import cv_docx
from .cv_pdf import cv_pdf

PICTURED = 3
"""Pages of the CV that the preview shows; nobody reads further there."""
_SCALE = 1.4
_GAP = 24


class CvFormat(StrEnum):
    """A form of the CV; the value is the end of the file's name."""

    PDF = "pdf"
    WORD = "docx"
    JSON_RESUME = "json"
    EUROPASS = "xml"


@dataclass(frozen=True, slots=True)
class CvFile:
    """A file ready to give: its name says whose it is and tells nothing else."""

    name: str
    media_type: str
    content: bytes


MEDIA_TYPES = {
    CvFormat.PDF: "application/pdf",
    CvFormat.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    CvFormat.JSON_RESUME: "application/json",
    CvFormat.EUROPASS: "application/xml",
}


def cv_of(db: Session, case: CaseFile, choice: CvChoice) -> CvDocument:
    """The CV that this choice makes of what stands in the portfolio now."""
    return document_of(portfolio.portfolio_of(db, case.id), choice, name=case.client.name)


def cv_file(cv: CvDocument, form: CvFormat, *, document_id: str) -> CvFile:
    """The CV in one form; `document_id` marks the Europass part, so that a later version is known as the same CV."""
    make: dict[CvFormat, Callable[[], bytes]] = {
        CvFormat.PDF: lambda: cv_pdf(cv, document_id=document_id),
        CvFormat.WORD: lambda: cv_docx(cv),
        CvFormat.JSON_RESUME: lambda: json_resume.write(cv.portfolio, at=now()),
        CvFormat.EUROPASS: lambda: europass.write(cv.portfolio, language=cv.language, document_id=document_id),
    }
    return CvFile(f"{file_stem(cv.name)}.{form}", MEDIA_TYPES[form], make[form]())


def file_stem(name: str) -> str:
    """cv-elif-yilmaz: letters that every computer has."""
    spelled = name.translate({ord("ı"): "i", ord("ł"): "l", ord("Ł"): "L", ord("đ"): "d", ord("Đ"): "D", ord("ø"): "o"})
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode().lower()
    return "-".join(["cv", *re.findall(r"[a-z0-9]+", plain)])[:60]


def picture_of(pdf: bytes) -> bytes:
    """The first pages of a PDF of ours, one under the other, as PNG."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = [document[number].render(scale=_SCALE).to_pil() for number in range(min(len(document), PICTURED))]
    finally:
        document.close()
    width, height = pages[0].size
    sheet = Image.new("RGB", (width, len(pages) * (height + _GAP) - _GAP), "#d8dee3")
    for number, page in enumerate(pages):
        sheet.paste(page, (0, number * (height + _GAP)))
    kept = BytesIO()
    sheet.quantize(64).save(kept, "PNG", optimize=True)
    return kept.getvalue()


def format_name(form: CvFormat) -> str:
    """What one calls it."""
    return {
        CvFormat.PDF: _("Pdf"),
        CvFormat.WORD: _("Word (docx)"),
        CvFormat.JSON_RESUME: _("JSON Resume"),
        CvFormat.EUROPASS: _("Europass (xml)"),
    }[form]


def format_use(form: CvFormat) -> str:
    """What it is good for."""
    return {
        CvFormat.PDF: _("Om te mailen aan een werkgever of te printen. Iedereen kan het openen."),
        CvFormat.WORD: _("Om zelf in verder te werken."),
        CvFormat.JSON_RESUME: _("Voor andere cv-programma's, en om later hier weer in te lezen."),
        CvFormat.EUROPASS: _("Voor Europass en EURES. In de pdf zit dit er ook in."),
    }[form]
