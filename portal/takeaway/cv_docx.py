"""The CV as a Word file that she, or who helps her, can go on working in: real headings, lists and a page number.

One column for both designs, since machines that read CVs lose their way in columns; the design gives the colours.
"""

import re
from io import BytesIO

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from eportfolio.cv_files.choice import Design

from .cv_document import Block, CvDocument, Item, Words, direction_of_text

ACCENT = {Design.CLASSIC: RGBColor(0x14, 0x22, 0x2D), Design.MODERN: RGBColor(0x12, 0x41, 0x4A)}
SOFT = RGBColor(0x4C, 0x59, 0x65)
FONT = "Calibri"
_NOT_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def cv_docx(cv: CvDocument) -> bytes:
    """The file."""
    document = Document()
    _prepare(document, cv)
    _add(document, cv.name, "Title")
    if cv.headline:
        _add(document, cv.headline, "Subtitle")
    if cv.reach:
        _add(
            document, "  |  ".join(f"{one.label}: {one.value}" for one in cv.reach), "Normal"
        ).paragraph_format.space_after = Pt(8)
    if cv.about:
        _add(document, cv.about_heading, "Heading 1")
        _write(document, cv.about)
    for block in cv.blocks:
        _block(document, block)
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def _block(document: DocumentType, block: Block) -> None:
    _add(document, block.heading, "Heading 1")
    for item in block.items:
        if block.compact:
            _fact(document, item)
        else:
            _entry(document, item)
    _write(document, block.words)


def _fact(document: DocumentType, item: Item) -> None:
    paragraph = _add(document, item.title, "List Bullet")
    if item.where:
        paragraph.add_run(f": {_clean(item.where)}").font.color.rgb = SOFT


def _entry(document: DocumentType, item: Item) -> None:
    """Title, place and period stay together and with the first line of what follows."""
    _add(document, item.title, "Heading 2")
    line = " · ".join(part for part in (item.where, item.when) if part)
    if line:
        where = _add(document, line, "Normal")
        where.runs[0].font.color.rgb = SOFT
        where.paragraph_format.keep_with_next = bool(item.words)
    _write(document, item.words)


def _write(document: DocumentType, words: tuple[Words, ...]) -> None:
    for block in words:
        for item in block.items:
            _add(document, item, "List Bullet")
        if block.text:
            _add(document, block.text, "Normal")


def _add(document: DocumentType, text: str, style: str) -> Paragraph:
    """A paragraph in one of the styles; a text in Arabic letters runs from right to left."""
    paragraph = document.add_paragraph(_clean(text), style=style)
    paragraph.paragraph_format.keep_together = True
    if direction_of_text(text) == "rtl":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
        for run in paragraph.runs:
            run.font.rtl = True
    return paragraph


def _prepare(document: DocumentType, cv: CvDocument) -> None:
    about = document.core_properties
    about.title, about.author, about.language = cv.title, cv.name, cv.language
    about.comments, about.last_modified_by = "", cv.name
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(21)
    section.top_margin, section.bottom_margin = Mm(18), Mm(18)
    accent = ACCENT[cv.design]
    _style(document, "Normal", size=10.5, after=3)
    _style(document, "Title", size=26, color=accent, bold=True, after=0)
    _style(document, "Subtitle", size=13, color=SOFT, after=6)
    _style(document, "Heading 1", size=14, color=accent, bold=True, before=12, after=3)
    _style(document, "Heading 2", size=11, color=RGBColor(0x1C, 0x24, 0x2C), bold=True, before=6, after=0)
    _style(document, "List Bullet", size=10.5, after=1)
    _language(document, cv.language)
    _page_numbers(document, cv.name)


def _style(
    document: DocumentType,
    name: str,
    *,
    size: float,
    color: RGBColor | None = None,
    bold: bool = False,
    before: float = 0,
    after: float = 0,
) -> None:
    style = document.styles[name]
    assert isinstance(style, ParagraphStyle)
    style.font.name, style.font.size, style.font.bold, style.font.italic = FONT, Pt(size), bold, False
    if color is not None:
        style.font.color.rgb = color
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{kind}"), None)
    for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{kind}"), FONT)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    border = style.element.get_or_add_pPr().find(qn("w:pBdr"))
    if border is not None:
        border.getparent().remove(border)


def _language(document: DocumentType, language: str) -> None:
    """The language of the whole text, for spelling checkers and screen readers."""
    code = {"nl": "nl-NL", "en": "en-GB"}[language]
    for found in document.styles.element.iter(qn("w:lang")):
        found.set(qn("w:val"), code)
        found.set(qn("w:bidi"), "ar-SA")


def _page_numbers(document: DocumentType, name: str) -> None:
    """Name and page at the foot, but for the first page."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    paragraph = section.footer.paragraphs[0]
    paragraph.add_run(f"{_clean(name)}, ").font.size = Pt(8.5)
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        run = paragraph.add_run()
        run.font.size = Pt(8.5)
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        part.text = text
        run._r.append(part)


def _clean(text: str) -> str:
    """Without the characters that XML 1.0 does not have."""
    return _NOT_XML.sub("", text)
