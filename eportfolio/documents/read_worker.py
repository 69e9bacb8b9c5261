"""The closed room: `python -m eportfolio.documents.read_worker inspect|read|read_cv TYPE`, a file in, an answer out.

Reads one file from standard input and writes one line of JSON, then (for `inspect`) the
cleaned file, if it had to be cleaned. Started for each file by `sandbox`; the walls are in
`confine`. It trusts nothing it reads, and `sandbox` does not trust what it writes.
"""

import encodings.ascii
import encodings.cp437
import encodings.cp1250
import encodings.cp1252
import encodings.cp1254
import encodings.idna
import encodings.iso8859_1
import encodings.iso8859_15
import encodings.latin_1
import encodings.mac_roman
import encodings.unicode_escape
import encodings.utf_8_sig
import encodings.utf_16
import encodings.utf_16_be
import encodings.utf_16_le
import encodings.utf_32  # noqa: F401 - codecs are loaded on first use, when no file can be opened any more
import json
import os
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

from . import confine
from .media import MOST_STORED_BYTES, MediaType, Refused

Answer = tuple[dict[str, Any], bytes]

_CHECKS = {
    MediaType.PDF: "pdf",
    MediaType.DOCX: "docx",
    MediaType.ODT: "odt",
    MediaType.JPEG: "image",
    MediaType.PNG: "image",
}
_CV_READERS = dict.fromkeys((MediaType.PDF, MediaType.DOCX, MediaType.ODT), "cv.room")
_READERS = {**_CHECKS, MediaType.PDF: "pdf_text"}


def main(job: str, media_type: str) -> None:
    """Do one job on standard input and leave, without any tidying up that could fail."""
    confine.limit_resources()
    work = _prepare(job, MediaType(media_type))
    content = sys.stdin.buffer.read(MOST_STORED_BYTES)
    confine.leave_the_network()
    confine.allow_only_computing()
    try:
        header, body = work(content)
    except MemoryError:
        os._exit(confine.EXIT_OUT_OF_MEMORY)
    sys.stdout.buffer.write(json.dumps(header).encode() + b"\n" + body)
    sys.stdout.buffer.flush()
    os._exit(0)


def _prepare(job: str, media_type: MediaType) -> Callable[[bytes], Answer]:
    """Import what this job needs, now that importing is still possible."""
    names = {"inspect": _CHECKS, "read": _READERS, "read_cv": _CV_READERS}[job]
    module = import_module(f".{names[media_type]}", __package__)
    if hasattr(module, "prepare"):
        module.prepare()
    if job == "read_cv":
        return lambda content: (module.read_cv(content, media_type), b"")
    return _inspecting(module.check, media_type) if job == "inspect" else _reading(module.read_text)


def _inspecting(check: Callable[[bytes, MediaType], Any], media_type: MediaType) -> Callable[[bytes], Answer]:
    def work(content: bytes) -> Answer:
        try:
            checked = check(content, media_type)
        except Refused as refused:
            return {"refused": refused.reason.value}, b""
        header = {"pages": checked.pages, "cleaned": sorted(checked.cleaned), "replaced": checked.content is not None}
        return header, checked.content or b""

    return work


def _reading(read_text: Callable[[bytes], list[str]]) -> Callable[[bytes], Answer]:
    return lambda content: ({"paragraphs": read_text(content)}, b"")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
