"""The name under which a file is shown. It never names anything on a disk."""

import mimetypes
import re
import unicodedata

from .media import EXTENSIONS, MediaType, Refusal, Refused

MOST_CHARACTERS = 120
MOST_BYTES = 200
"""In UTF-8; leaves room below the 255 bytes that file systems of the receiver allow."""

_SEPARATOR = re.compile(r"[/\\]|%2f|%5c", re.IGNORECASE)
_MARKUP = re.compile(r"[<>\"|?*:`]+")
_SPACES = re.compile(r"\s+")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_REGISTERED = mimetypes.MimeTypes(()).types_map[True]
_PROGRAMS = frozenset({"docm", "dotm", "exe", "bat", "cmd", "scr", "msi", "ps1", "vbs", "jar", "lnk", "apk"})


def clean_filename(name: str, media_type: MediaType) -> str:
    """A name fit to show and to download: no path, no control or direction marks, no markup, an ending that is true."""
    last = _SEPARATOR.split(name)[-1]
    text = unicodedata.normalize("NFC", last)
    text = "".join(sign for sign in text if _is_printable(sign))
    text = _SPACES.sub(" ", _MARKUP.sub(" ", text)).strip(" .")
    if _RESERVED.fullmatch(text):
        text = f"bestand {text}"
    stem, ending = _split(text)
    if ending.lower() not in media_type.extensions:
        stem, ending = text, media_type.extensions[0]
    stem = _shortened(stem.rstrip(" .") or "document", room=len(ending) + 1)
    return f"{stem}.{ending}"


def check_name_agrees(name: str, media_type: MediaType) -> None:
    """Refuse a name whose ending promises another content; an ending that promises nothing is fine."""
    ending = _split("".join(sign for sign in name if _is_printable(sign)).rstrip(" ."))[1].lower()
    if ending in media_type.extensions:
        return
    if media_type.is_image and any(ending in EXTENSIONS[kind] for kind in MediaType if kind.is_image):
        return  # telephones mix the two up, and the picture is written anew anyway
    if ending in _PROGRAMS or f".{ending}" in _REGISTERED or any(ending in known for known in EXTENSIONS.values()):
        raise Refused(Refusal.NAME_DISAGREES)


def _split(text: str) -> tuple[str, str]:
    stem, dot, ending = text.rpartition(".")
    return (stem, ending) if dot else (text, "")


def _is_printable(sign: str) -> bool:
    """Neither control, format (such as right-to-left override), surrogate, private nor unassigned."""
    return sign == " " or not unicodedata.category(sign).startswith(("C", "Zl", "Zp"))


def _shortened(stem: str, *, room: int) -> str:
    stem = stem[: MOST_CHARACTERS - room]
    while len(stem.encode()) > MOST_BYTES - room:
        stem = stem[:-1]
    return stem.rstrip(" .")
