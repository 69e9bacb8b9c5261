"""Sending documents in, as a browser without scripts does."""

import html
import re
from io import BytesIO
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from eportfolio.documents.model import Document
from tests.client import PortalClient
from tests.eportfolio.hostile_files import NORMAL
from tests.people import Someone


def send(web: PortalClient, content: bytes, name: str = "cv.pdf", **fields: Any) -> TestResponse:
    """Fill in the form and send it, as a browser without scripts."""
    data = {"kind": "cv", "share": "yes", "note": "", "file": (BytesIO(content), name), **fields}
    answer = web.submit("/documenten/nieuw", data, content_type="multipart/form-data")
    answer.request.environ["wsgi.input"].close()
    return answer


def documents_of(owner_db: Session, someone: Someone) -> list[Document]:
    assert someone.case is not None
    owner_db.expire_all()
    query = select(Document).where(Document.case_id == someone.case.id).order_by(Document.created_at)
    return list(owner_db.scalars(query))


def text_of(response: TestResponse) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.text)))


def upload(home: PortalClient, client: Someone, owner_db: Session, path: str = "plain-cv.pdf", **fields: str) -> str:
    """Send a normal file in; gives the address of its page."""
    assert send(home, (NORMAL / path).read_bytes(), path, **fields).status_code == 303
    return f"/documenten/{documents_of(owner_db, client)[-1].id}"
