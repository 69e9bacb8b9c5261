"""Pages of documents as pictures, drawn in the closed room."""

from . import sandbox
from .media import MediaType
from .sandbox import Job

_PNG = b"\x89PNG\r\n\x1a\n"


def page_picture(content: bytes, number: int) -> bytes | None:
    """One page of an inspected PDF as PNG; None when it cannot be drawn. Takes at most 10 s and 512 MB."""
    try:
        _, picture = sandbox.run(Job.PICTURE, content, MediaType.PDF, page=number)
    except sandbox.GaveNoAnswer:
        return None
    return picture if picture.startswith(_PNG) else None
