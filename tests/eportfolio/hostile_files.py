"""Files that are better made than kept: large ones, and the antivirus test files."""

import struct
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

from eportfolio.documents.media import EICAR

FILES = Path(__file__).parent.parent / "fixtures" / "files"
HOSTILE, NORMAL = FILES / "hostile", FILES / "normal"

TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(body: str = "", parts: dict[str, bytes | str] | None = None) -> bytes:
    """A small DOCX with this body, and other parts next to it."""
    document = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    return zipped({"[Content_Types].xml": TYPES, "word/document.xml": document, **(parts or {})})


def odt(body: str = "", parts: dict[str, bytes | str] | None = None) -> bytes:
    """A small ODT with this body, and other parts next to it."""
    office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    text = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    content = (
        f'<office:document-content xmlns:office="{office}" xmlns:text="{text}">'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.text"
    return zipped({"mimetype": kind, "content.xml": content, **(parts or {})})


def zipped(parts: dict[str, bytes | str]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as package:
        for name, data in parts.items():
            compression = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            package.writestr(name, data, compression)
    return target.getvalue()


def zip_bomb() -> bytes:
    """A document.xml that inflates to 300 MB and says so."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
        package.writestr("[Content_Types].xml", TYPES)
        with package.open("word/document.xml", "w") as part:
            part.write(f'<w:document xmlns:w="{W}"><w:body>'.encode())
            for _ in range(300):
                part.write(b" " * 1024 * 1024)
    return target.getvalue()


def zip_bomb_of_many_parts() -> bytes:
    """Fifteen parts of 10 MB each: every one allowed, together too much."""
    return docx(parts={f"word/media/{n}.bmp": b"\0" * 10_000_000 for n in range(15)})


def pixel_flood() -> bytes:
    """A PNG of 30,000 × 30,000 black pixels in some 100 kB."""
    header = struct.pack("!IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" * 3751) * 30_000, 9)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack("!I", len(data)) + kind + data + struct.pack("!I", zlib.crc32(kind + data))


def docx_with_virus() -> bytes:
    return docx(parts={"word/embeddings/object1.dat": EICAR})


def plain_cv() -> bytes:
    return (NORMAL / "plain-cv.pdf").read_bytes()


def too_large() -> bytes:
    return plain_cv() + b"\n%" + b"x" * (10 * 1024 * 1024)
