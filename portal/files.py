"""Files of the case file on their way in and out: one shelf per process, safe headers on every file."""

import hashlib
from io import BytesIO
from typing import IO, Any

from flask import Flask, Request, Response, abort, current_app, send_file

from eportfolio.documents import pictures
from eportfolio.documents.handling import Shelf
from eportfolio.documents.media import MediaType
from eportfolio.documents.model import Document, content_of
from eportfolio.documents.virus_scan import scanner_at
from eportfolio.storage import FileStore, StorageError

from .config import Settings

CONTENT_SECURITY_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"
"""A file of a stranger may run nothing and fetch nothing, also when a browser takes it for a page."""
SHOWN_BY_BROWSERS = (MediaType.PDF, MediaType.JPEG, MediaType.PNG)


class UploadsInMemory(Request):
    """A request whose files never touch the disk in plain form; MAX_CONTENT_LENGTH bounds the memory."""

    def _get_file_stream(self, *_: Any, **__: Any) -> IO[bytes]:
        return BytesIO()


def init_app(app: Flask) -> None:
    """Take uploads in memory, beside what others add to the request."""
    app.request_class = type("PortalRequest", (UploadsInMemory, app.request_class), {})


def shelf() -> Shelf:
    """The file store and virus scanner of the settings, opened at first use."""
    found: Shelf | None = current_app.extensions.get("houvast_shelf")
    if found is None:
        found = current_app.extensions["houvast_shelf"] = open_shelf(current_app.config["HOUVAST"])
    return found


def open_shelf(settings: Settings) -> Shelf:
    """The shelf for these settings, also outside a request (commands, demo data)."""
    secret = settings.master_key.get_secret_value()
    store = FileStore.open(settings.file_store, master_key=hashlib.sha256(secret.encode()).digest())
    return Shelf(store, scanner_at(settings.clamd_address))


def can_be_shown(document: Document) -> bool:
    """Whether browsers show this kind of file by themselves."""
    return document.media_type in SHOWN_BY_BROWSERS


def page_picture(document: Document, number: int) -> bytes | None:
    """One page as PNG; None when the file is out of reach or the page cannot be drawn."""
    try:
        return pictures.page_picture(content_of(document, shelf().store), number)
    except StorageError:
        return None


def file_response(document: Document, *, as_download: bool) -> Response:
    """The file under its shown name and one fixed type; a file that cannot be had gives the designed page 500."""
    try:
        content = content_of(document, shelf().store)
    except StorageError:
        current_app.logger.exception("the file of document %s cannot be opened", document.id)
        abort(500)
    response = send_file(
        BytesIO(content),
        mimetype=document.media_type.value,
        as_attachment=as_download or not can_be_shown(document),
        download_name=document.name,
        conditional=False,
        etag=False,
    )
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
