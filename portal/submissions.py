"""A double click or Back sends once: the other half of `eportfolio.submissions`."""

import functools
import uuid
from collections.abc import Callable
from typing import Any

from flask import current_app, g, request
from flask.typing import ResponseReturnValue

from eportfolio import submissions

from . import htmx

FIELD = "form_key"


def new_key() -> str:
    """A fresh key for a form about to be shown."""
    return str(uuid.uuid4())


def once[**P](view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Run this POST view once per form key; a repeat is led to where the first one went."""

    @functools.wraps(view)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        key = _key_of_request()
        if key is None:
            return view(*args, **kwargs)
        account_id = g.actor.account_id
        if not submissions.begin(g.db, account_id, key):
            return htmx.go_to(submissions.result_of(g.db, account_id, key) or request.path)
        response: Any = current_app.make_response(view(*args, **kwargs))
        target = response.headers.get("HX-Redirect") or response.headers.get("Location")
        submissions.finish(g.db, account_id, key, target or request.path)
        return response

    return wrapper


def _key_of_request() -> uuid.UUID | None:
    try:
        return uuid.UUID(request.form.get(FIELD, ""))
    except ValueError:
        return None
