"""ETag and If-Match: a change names the version that it was made from, so that nobody undoes what she did not see."""

from typing import Any

from flask import g, request, url_for

from eportfolio.agreements import Agreement
from eportfolio.applications import JobApplication
from eportfolio.base import hold
from eportfolio.people import CaseFile

from .problems import refuse
from .schemas.wire import Wire

Versioned = CaseFile | Agreement | JobApplication
"""What counts its changes."""


def with_version(body: Wire, row: Versioned, *, status: int = 200, location: str | None = None) -> Any:
    """The answer with the row's version as ETag, and the address of what was made."""
    headers = {"ETag": f'"{row.version}"'}
    if location:
        headers["Location"] = location
    return body, status, headers


def require_version(row: Versioned, *, needed: bool = False) -> None:
    """Hold the row and compare If-Match with it: 412 when it has changed, 428 without the header when it is needed."""
    if "If-Match" not in request.headers:
        if needed:
            refuse(428, "Send If-Match with the ETag of what you change.")
        return
    hold(g.db, row)
    if not request.if_match.contains(str(row.version)):
        refuse(412, "It was changed in the meantime: read it again.")


def address(endpoint: str, **ids: Any) -> str:
    """The path of a resource of this file."""
    return url_for(f"api.{endpoint}", dossierId=g.case.id, **ids)
