"""Who calls the API: the assistant, with the one service key; what it may do follows from the conversation.

Closed by default: every route of the blueprint needs the key and a live conversation, named in the address
(/gesprekken/{gesprekId}/…) or in the header Gesprek-Id (/dossiers/…), unless it is marked public.
"""

import hashlib
import hmac
import re
from typing import Any

from apiflask import APIBlueprint
from flask import abort, current_app, g, request

from eportfolio import conversations
from eportfolio.base import NotFound

from .. import db as database
from ..limits import limiter
from ..security import is_public
from .problems import refuse

HEADER = "Gesprek-Id"
PER_CONVERSATION = "120 per minute"
PER_STRANGER = "30 per minute"
"""Calls without the key, per address."""
_TOKEN = re.compile(r"[A-Za-z0-9_-]{8,64}")


def guard(blueprint: APIBlueprint) -> None:
    """Count the calls, check the key, and act as the client of the conversation; 401, 404 or 429 otherwise."""
    blueprint.url_value_preprocessor(_take_ids)
    limiter.limit(_limit, key_func=_caller)(blueprint)
    blueprint.before_request(_enter)


def _take_ids(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    """The ids that every address of a kind has are for the gate; the routes have the conversation and the case."""
    values = values if values is not None else {}
    g.conversation_id = values.pop("gesprekId", None) or request.headers.get(HEADER)
    g.dossier_id = values.pop("dossierId", None)


def _enter() -> None:
    if is_public(request.endpoint):
        return
    if not _has_service_key():
        abort(401, description="A service key is needed.")
    if g.conversation_id is None:
        refuse(400, "The request is not valid; see errors.", location=f"header.{HEADER}", message="Field required")
    if not _TOKEN.fullmatch(g.conversation_id):
        raise NotFound("no such conversation")
    g.db = database.open_session()
    g.conversation, g.case, g.actor = conversations.enter(g.db, g.conversation_id)
    if g.dossier_id is not None and g.dossier_id != g.case.id:
        raise NotFound("no such file for this conversation")


def _has_service_key() -> bool:
    expected = current_app.config["HOUVAST"].service_key.get_secret_value()
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    return scheme.lower() == "bearer" and hmac.compare_digest(given.encode(), expected.encode())


def _limit() -> str:
    return PER_CONVERSATION if _has_service_key() else PER_STRANGER


def _caller() -> str:
    """One conversation cannot use up the calls of another, though all come from the assistant's address."""
    if _has_service_key() and g.conversation_id:
        return "conversation:" + hashlib.sha256(g.conversation_id.encode()).hexdigest()
    return f"stranger:{request.remote_addr}"
