"""Every kind of file gets the right reaction, within its time."""

import os
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from eportfolio.documents import inspection
from eportfolio.documents.inspection import Inspected
from eportfolio.documents.media import EICAR, Cleaned, MediaType, Refusal, Refused
from eportfolio.documents.virus_scan import ScanState
from tests.eportfolio import hostile_files as made
from tests.eportfolio.hostile_files import HOSTILE, NORMAL, docx, odt

SLOWEST = 5.0
"""Seconds for one file, of the requirements."""


def inspect(content: bytes, name: str) -> Inspected:
    """Inspect as the portal does, and measure the processor's time (the clock depends on what else runs here)."""
    start = processor_time()
    try:
        return inspection.inspect(content, name)
    finally:
        assert processor_time() - start < SLOWEST


def processor_time() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def taken(path: Path) -> Inspected:
    return inspect(path.read_bytes(), path.name)


def reason(content: bytes, name: str) -> Refusal:
    with pytest.raises(Refused) as refused:
        inspect(content, name)
    return refused.value.reason


@pytest.mark.parametrize(
    ("file", "why"),
    [
        ("empty.pdf", Refusal.EMPTY),
        ("html-as.pdf", Refusal.UNKNOWN_TYPE),
        ("exe-as.pdf", Refusal.UNKNOWN_TYPE),
        ("elf-as.docx", Refusal.UNKNOWN_TYPE),
        ("svg-as.png", Refusal.UNKNOWN_TYPE),
        ("polyglot-pdf-docx.docx", Refusal.NAME_DISAGREES),
        ("pdf-encrypted.pdf", Refusal.ENCRYPTED),
        ("pdf-truncated.pdf", Refusal.DAMAGED),
        ("pdf-page-loop.pdf", Refusal.DAMAGED),
        ("pdf-5000-pages.pdf", Refusal.TOO_MANY_PAGES),
        ("pdf-bomb.pdf", Refusal.BOMB),
        ("docx-billion-laughs.docx", Refusal.BOMB),
        ("docx-xxe.docx", Refusal.BOMB),
        ("docx-macro.docx", Refusal.MACROS),
        ("odt-path-traversal.odt", Refusal.DAMAGED),
    ],
)
def test_a_hostile_file_is_refused_with_the_reason(file: str, why: Refusal) -> None:
    assert reason((HOSTILE / file).read_bytes(), file) is why


def test_no_part_of_a_zip_lands_on_the_disk() -> None:
    reason((HOSTILE / "odt-path-traversal.odt").read_bytes(), "cv.odt")

    assert not Path("/tmp/cv-path-traversal.txt").exists()
    assert not Path("/tmp/cv-absolute-path.txt").exists()


@pytest.mark.parametrize(
    ("make", "name", "why"),
    [
        (lambda: EICAR, "cv.pdf", Refusal.VIRUS),
        (made.docx_with_virus, "cv.docx", Refusal.VIRUS),
        (made.too_large, "cv.pdf", Refusal.TOO_LARGE),
        (made.pixel_flood, "foto.png", Refusal.TOO_MANY_PIXELS),
        (made.zip_bomb, "cv.docx", Refusal.BOMB),
        (made.zip_bomb_of_many_parts, "cv.docx", Refusal.BOMB),
        (lambda: docx(parts={"word/vbaProject.bin": b"stub"}), "cv.docx", Refusal.MACROS),
        (lambda: docx(parts={"word/activeX/activeX1.xml": "<a/>"}), "cv.docx", Refusal.MACROS),
        (lambda: docx(parts={"word/embeddings/oleObject1.bin": b"x"}), "cv.docx", Refusal.MACROS),
        (lambda: odt(parts={"Basic/Standard/Module1.xml": "<a/>"}), "cv.odt", Refusal.MACROS),
        (lambda: odt(parts={"META-INF/manifest.xml": "<encryption-data/>"}), "cv.odt", Refusal.ENCRYPTED),
        (lambda: docx(parts={"..\\evil.txt": "x"}), "cv.docx", Refusal.DAMAGED),
        (lambda: docx(parts={f"word/{n}.txt": "" for n in range(2001)}), "cv.docx", Refusal.BOMB),
        (lambda: docx("<w:p>"), "cv.docx", Refusal.DAMAGED),
        (lambda: docx()[:200], "cv.docx", Refusal.UNKNOWN_TYPE),
        (lambda: made.zipped({"xl/workbook.xml": "<a/>"}), "cv.xlsx", Refusal.UNKNOWN_TYPE),
        (lambda: b"\xff\xd8\xff" + b"no picture" * 20, "foto.jpg", Refusal.DAMAGED),
        (lambda: b"%PDF-1.7\nnothing\n%%EOF", "cv.pdf", Refusal.DAMAGED),
        (
            lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "cv.docx",
            Refusal.ENCRYPTED,
        ),
    ],
)
def test_a_made_file_is_refused_with_the_reason(make: Callable[[], bytes], name: str, why: Refusal) -> None:
    assert reason(make(), name) is why


@pytest.mark.parametrize(
    "field",
    [
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DDE</w:instrText></w:r>'
        '<w:r><w:instrText>AUTO c:\\x "y"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>',
        '<w:p><w:fldSimple w:instr=" DDE excel x"/></w:p>',
    ],
)
def test_a_field_that_starts_a_program_is_refused(field: str) -> None:
    assert reason(docx(field), "cv.docx") is Refusal.MACROS


def test_an_ordinary_field_is_taken() -> None:
    page_number = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    assert inspect(docx(page_number), "cv.docx").media_type is MediaType.DOCX


def test_a_declaration_in_another_encoding_is_refused_too() -> None:
    evil = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'

    assert reason(docx(parts={"word/extra.xml": evil.encode("utf-16")}), "cv.docx") is Refusal.BOMB


@pytest.mark.parametrize("file", ["legit-old-format.doc", "legit-old-format.rtf"])
def test_an_old_word_file_is_called_old_not_dangerous(file: str) -> None:
    assert reason((NORMAL / file).read_bytes(), file) is Refusal.OLD_FORMAT


def test_a_photo_of_an_unknown_kind_is_called_so() -> None:
    assert reason((NORMAL / "photo-with-gps.heic").read_bytes(), "IMG_1.heic") is Refusal.PHOTO_FORMAT


@pytest.mark.parametrize(
    ("file", "media_type"),
    [
        ("plain-cv.pdf", MediaType.PDF),
        ("scan-image-only.pdf", MediaType.PDF),
        ("pdf-owner-password-only.pdf", MediaType.PDF),
        ("cv-two-pages.pdf", MediaType.PDF),
        ("cv-letter-spaced.pdf", MediaType.PDF),
        ("cv-sidebar-turkish.pdf", MediaType.PDF),
        ("cv-with-tabs.docx", MediaType.DOCX),
        ("cv-in-tables.docx", MediaType.DOCX),
        ("cv-decomposed-accents.docx", MediaType.DOCX),
        ("cv-polish-names.odt", MediaType.ODT),
    ],
)
def test_a_normal_document_is_taken_byte_for_byte(file: str, media_type: MediaType) -> None:
    inspected = taken(NORMAL / file)

    assert inspected.media_type is media_type
    assert inspected.content == (NORMAL / file).read_bytes()
    assert inspected.cleaned == frozenset()
    assert inspected.scan is ScanState.NOT_SCANNED


def test_a_photo_is_turned_and_loses_where_it_was_made() -> None:
    inspected = taken(NORMAL / "photo-with-gps.jpg")

    assert inspected.cleaned == {Cleaned.METADATA, Cleaned.TURNED}
    with (
        Image.open(NORMAL / "photo-with-gps.jpg") as before,
        Image.open(BytesIO(inspected.content)) as after,
    ):
        assert after.size == before.size[::-1]
        assert not after.getexif()
    assert b"Exif" not in inspected.content


def test_a_photo_of_48_megapixels_is_taken_at_half_its_size() -> None:
    target = BytesIO()
    Image.new("RGB", (8064, 6048), "white").save(target, "JPEG")

    inspected = inspect(target.getvalue(), "IMG_2.jpg")

    assert Cleaned.SCALED in inspected.cleaned
    with Image.open(BytesIO(inspected.content)) as after:
        assert after.size == (4032, 3024)


def test_a_grey_scan_of_16_bits_keeps_its_shades() -> None:
    scan = Image.new("I;16", (3, 1))
    for x, grey in enumerate((0, 30_000, 65_535)):
        scan.putpixel((x, 0), grey)
    target = BytesIO()
    scan.save(target, "PNG")

    with Image.open(BytesIO(inspect(target.getvalue(), "scan.png").content)) as after:
        assert [after.convert("L").getpixel((x, 0)) for x in range(3)] == [0, 117, 255]


def test_a_transparent_png_with_a_comment_keeps_only_its_picture() -> None:
    from PIL.PngImagePlugin import PngInfo

    note, target = PngInfo(), BytesIO()
    note.add_text("Comment", "BSN 111222333")
    Image.new("RGBA", (10, 10), (255, 0, 0, 60)).save(target, "PNG", pnginfo=note)

    content = inspect(target.getvalue(), "foto.png").content

    assert b"111222333" not in content
    with Image.open(BytesIO(content)) as after:
        assert after.getpixel((0, 0)) == (255, 0, 0, 60)


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("pdf-javascript-openaction.pdf", {Cleaned.SCRIPTS}),
        ("pdf-embedded-launch.pdf", {Cleaned.SCRIPTS, Cleaned.EXTERNAL, Cleaned.ATTACHMENTS}),
        ("pdf-external-refs.pdf", {Cleaned.SCRIPTS, Cleaned.EXTERNAL}),
    ],
)
def test_a_pdf_that_acts_is_kept_without_its_actions(file: str, expected: set[Cleaned]) -> None:
    inspected = taken(HOSTILE / file)

    assert inspected.cleaned == expected
    inside = uncompressed(inspected.content)
    for word in (b"JavaScript", b"/JS", b"Launch", b"SubmitForm", b"OpenAction", b"EmbeddedFile", b"XFA", b"/AA"):
        assert word not in inside
    assert inspect(inspected.content, "cv.pdf").cleaned == frozenset(), "once is enough"


def uncompressed(content: bytes) -> bytes:
    target = BytesIO()
    with pikepdf.open(BytesIO(content)) as pdf:
        pdf.save(
            target,
            stream_decode_level=pikepdf.StreamDecodeLevel.all,
            compress_streams=False,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    return target.getvalue()


def test_a_pdf_with_a_zip_behind_it_is_only_a_pdf() -> None:
    inspected = taken(HOSTILE / "polyglot-pdf-zip.pdf")

    assert inspected.media_type is MediaType.PDF
    assert not zipfile.is_zipfile(BytesIO(inspected.content))


def test_ordinary_links_and_opening_at_a_page_stay() -> None:
    with pikepdf.open(NORMAL / "plain-cv.pdf") as pdf:
        page = pdf.pages[0]
        link = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Link,
            Rect=[0, 0, 100, 20],
            A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="mailto:robin@example.org"),
        )
        page.Annots = pdf.make_indirect(pikepdf.Array([link]))
        pdf.Root.OpenAction = pikepdf.Array([page.obj, pikepdf.Name.Fit])
        target = BytesIO()
        pdf.save(target)

    assert inspect(target.getvalue(), "cv.pdf").cleaned == frozenset()


def test_xml_of_europass_stays_inside_the_pdf() -> None:
    inspected = inspect(with_attachment("cv.xml", b"<Candidate/>"), "cv.pdf")

    assert inspected.cleaned == frozenset()


@pytest.mark.parametrize("data", [b"MZ program", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"])
def test_any_other_attachment_is_taken_out(data: bytes) -> None:
    inspected = inspect(with_attachment("cv.xml", data), "cv.pdf")

    assert inspected.cleaned == {Cleaned.ATTACHMENTS}
    with pikepdf.open(BytesIO(inspected.content)) as pdf:
        assert len(pdf.attachments) == 0


def test_a_virus_inside_a_pdf_is_found() -> None:
    assert reason(with_attachment("cv.xml", EICAR), "cv.pdf") is Refusal.VIRUS


def with_attachment(name: str, data: bytes) -> bytes:
    target = BytesIO()
    with pikepdf.open(NORMAL / "plain-cv.pdf") as pdf:
        pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, data, filename=name)
        pdf.save(target)
    return target.getvalue()


def test_a_whole_pdf_with_a_wrong_table_of_contents_is_mended() -> None:
    content = made.plain_cv()
    at = content.rindex(b"startxref")
    broken = content[:at] + b"startxref\n3\n%%EOF\n"

    inspected = inspect(broken, "cv.pdf")

    assert inspected.cleaned == {Cleaned.REPAIRED}
    assert inspected.pages == 1


def test_outside_parts_of_a_docx_point_nowhere() -> None:
    inspected = taken(HOSTILE / "docx-external-refs.docx")

    assert inspected.cleaned == {Cleaned.EXTERNAL}
    with zipfile.ZipFile(BytesIO(inspected.content)) as package:
        everything = b"".join(package.read(name) for name in package.namelist())
    assert b"collect.example.org" not in everything
    assert inspect(inspected.content, "cv.docx").cleaned == frozenset()


def test_links_of_a_docx_stay() -> None:
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" '
        'Target="{}" TargetMode="External"/></Relationships>'
    )
    good = docx(parts={"word/_rels/document.xml.rels": rels.format("https://example.org/robin")})
    bad = docx(parts={"word/_rels/document.xml.rels": rels.format("file://server/share/cv")})

    assert inspect(good, "cv.docx").content == good
    assert inspect(bad, "cv.docx").cleaned == {Cleaned.EXTERNAL}
