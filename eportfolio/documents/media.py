"""Which files are taken, how their type is seen from their content, and why one is refused."""

from enum import StrEnum

MOST_BYTES = 10 * 1024 * 1024
"""10 MB for one file, as the form says."""
MOST_STORED_BYTES = 3 * MOST_BYTES
"""A picture or PDF that was written anew may have grown."""

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-" + b"TEST-FILE!$H+H*"
"""The harmless file with which a virus scanner is tried; refused with or without a scanner."""


class MediaType(StrEnum):
    """The types that are taken, by their registered names."""

    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    ODT = "application/vnd.oasis.opendocument.text"
    JPEG = "image/jpeg"
    PNG = "image/png"

    @property
    def is_image(self) -> bool:
        return self in (MediaType.JPEG, MediaType.PNG)

    @property
    def extensions(self) -> tuple[str, ...]:
        """The endings that fit this type, the usual one first."""
        return EXTENSIONS[self]


EXTENSIONS = {
    MediaType.PDF: ("pdf",),
    MediaType.DOCX: ("docx",),
    MediaType.ODT: ("odt",),
    MediaType.JPEG: ("jpg", "jpeg", "jpe", "jfif"),
    MediaType.PNG: ("png",),
}


class Refusal(StrEnum):
    """Why a file is not taken. The words for it belong to the portal."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    UNKNOWN_TYPE = "unknown_type"
    NAME_DISAGREES = "name_disagrees"
    OLD_FORMAT = "old_format"
    PHOTO_FORMAT = "photo_format"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    MACROS = "macros"
    VIRUS = "virus"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_MANY_PIXELS = "too_many_pixels"
    BOMB = "bomb"


class Cleaned(StrEnum):
    """What was taken out of a file, or mended, before it was stored."""

    SCRIPTS = "scripts"
    ATTACHMENTS = "attachments"
    EXTERNAL = "external"
    MEDIA = "media"
    METADATA = "metadata"
    TURNED = "turned"
    SCALED = "scaled"
    REPAIRED = "repaired"


class Refused(Exception):
    """This file is not taken, for `reason`."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.value)
        self.reason = reason


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEIF_BRANDS = (b"heic", b"heix", b"heif", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif")
_OTHER_PHOTOS = (b"GIF87a", b"GIF89a", b"II*\x00", b"MM\x00*", b"BM")


def media_type_of(content: bytes) -> MediaType:
    """The type by the leading bytes, never by the name; raises Refused with the reason that helps the sender most."""
    if not content:
        raise Refused(Refusal.EMPTY)
    if len(content) > MOST_BYTES:
        raise Refused(Refusal.TOO_LARGE)
    if EICAR in content:
        raise Refused(Refusal.VIRUS)
    found = _known_type(content)
    if found is None:
        raise Refused(_reason_for_other(content))
    return found


def _known_type(content: bytes) -> MediaType | None:
    if content[:64].lstrip(b"\xef\xbb\xbf\r\n\t \x00").startswith(b"%PDF-"):
        return MediaType.PDF
    if content.startswith(b"\xff\xd8\xff"):
        return MediaType.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return MediaType.PNG
    if content.startswith(b"PK\x03\x04"):
        if content[30:38] == b"mimetype":
            return MediaType.ODT if content[38:].startswith(MediaType.ODT.encode()) else None
        if b"[Content_Types].xml" in content and b"word/" in content:
            return MediaType.DOCX
    return None


def _reason_for_other(content: bytes) -> Refusal:
    """Refused all the same, but a normal old file is not called a dangerous one."""
    if content.startswith(_OLE):
        locked = "EncryptedPackage".encode("utf-16-le") in content
        return Refusal.ENCRYPTED if locked else Refusal.OLD_FORMAT
    if content.startswith(b"{\\rtf"):
        return Refusal.OLD_FORMAT
    if content[4:8] == b"ftyp" and content[8:12] in _HEIF_BRANDS:
        return Refusal.PHOTO_FORMAT
    is_webp = content.startswith(b"RIFF") and content[8:12] == b"WEBP"
    if is_webp or content.startswith(_OTHER_PHOTOS):
        return Refusal.PHOTO_FORMAT
    return Refusal.UNKNOWN_TYPE
