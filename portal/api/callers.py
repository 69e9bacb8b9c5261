"""Who calls the API: the assistant, with the one service key; what it may do follows from the conversation."""

import hmac
from collections.abc import Callable
from functools import wraps

from flask import abort, current_app, g, request

from eportfolio import conversations

from .. import db as database


def in_conversation[**P, R](view: Callable[P, R]) -> Callable[P, R]:
    """Check the service key, then act as the client of `gesprek_id`; 401 without the key, 404 without the conversation."""

    @wraps(view)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        require_service_key()
        g.db = database.open_session()
        g.conversation, g.case, g.actor = conversations.enter(g.db, str(kwargs["gesprek_id"]))
        return view(*args, **kwargs)

    return wrapper


def require_service_key() -> None:
    """401 unless the caller sent `Authorization: Bearer <service key>`."""
    expected = current_app.config["HOUVAST"].service_key.get_secret_value()
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not hmac.compare_digest(given.encode(), expected.encode()):
        abort(401, description="A service key is needed.")
