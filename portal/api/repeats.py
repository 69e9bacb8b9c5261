"""Idempotency-Key: a POST that is sent again with the same key does its work once and gets the same answer.

The key is kept per client for a day, with the answer, in the transaction of the deed itself. A second request
waits for the first; when that one failed, the key is free again.
"""

import hashlib
import json
import re

from apiflask import APIBlueprint
from flask import Response, current_app, g, request

from eportfolio import submissions
from eportfolio.submissions import KeptReply

from ..security import is_public
from .problems import refuse

HEADER = "Idempotency-Key"
PATTERN = r"^[!-~]{8,64}$"
KEPT_HEADERS = ("ETag", "Location")


def guard(blueprint: APIBlueprint) -> None:
    """Answer a repeated POST from memory, and remember the answer of a new one."""
    blueprint.before_request(_answered_before)
    blueprint.after_request(_remember)


def _answered_before() -> Response | None:
    key = request.headers.get(HEADER)
    if key is None or request.method != "POST" or is_public(request.endpoint):
        return None
    if not re.fullmatch(PATTERN, key):
        message = "String should be 8 to 64 visible ASCII characters"
        refuse(400, "The request is not valid; see errors.", location=f"header.{HEADER}", message=message)
    kept = submissions.begin_call(g.db, g.actor.account_id, key, fingerprint=_fingerprint())
    if kept is None:
        g.repeat_key = key
        return None
    if kept.fingerprint != _fingerprint():
        refuse(409, f"This {HEADER} was used for another request.")
    response = current_app.response_class(json.dumps(kept.body), kept.status, kept.headers, "application/json")
    response.headers["Idempotent-Replayed"] = "true"
    return response


def _remember(response: Response) -> Response:
    key = g.pop("repeat_key", None)
    if key is not None and response.status_code < 400:
        headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
        reply = KeptReply(_fingerprint(), response.status_code, response.get_json(), headers)
        submissions.keep_reply(g.db, g.actor.account_id, key, reply)
    return response


def _fingerprint() -> bytes:
    """What was asked: the address and the exact body."""
    return hashlib.sha256(request.full_path.encode() + b"\n" + request.get_data()).digest()
