"""A double click or Back sends once: the other half of `eportfolio.submissions`.

The same form with the same content is led to where the first one went. With other content it is not the same:
`portal.forms.Form` lets it come back, filled in, with the notice that the first was sent and a new key to send this
too. A button without a form asks for something else: that is simply done.
"""

import functools
import hashlib
import uuid
from collections.abc import Callable
from typing import Any

from flask import current_app, g, request
from flask.typing import ResponseReturnValue

from eportfolio import submissions
from eportfolio.submissions import SentBefore

from . import htmx

FIELD = "form_key"
NOT_CONTENT = ("csrf_token", FIELD)
SUBMITTERS = ("doe", "wens")
"""Names of buttons that say what a form is sent for; a notice inside a form says it again with its own button."""


def new_key() -> str:
    """A fresh key for a form about to be shown."""
    return str(uuid.uuid4())


def once[**P](view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Run this POST view once per form key and content; a repeat is led to where the first one went."""

    @functools.wraps(view)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        key = _key_of_request()
        if key is None:
            return view(*args, **kwargs)
        account_id, digest = g.actor.account_id, _digest()
        before = submissions.begin(g.db, account_id, key, digest=digest)
        if before is not None and before.is_same:
            return htmx.go_to(before.result or request.path)
        g.sent_before = before
        response: Any = current_app.make_response(view(*args, **kwargs))
        target = response.headers.get("HX-Redirect") or response.headers.get("Location")
        if (
            target or before is not None
        ):  # else the key, as it was taken, says it all: this content, and back to its page
            submissions.finish(g.db, account_id, key, target or request.path, digest=digest)
        return response

    return wrapper


def once_or_anew[**P](view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """As `once`, where other words are always something new to say: nothing is asked."""

    @functools.wraps(view)
    def talking(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        g.sent_before = None
        return view(*args, **kwargs)

    return once(talking)


def sent_before() -> SentBefore | None:
    """What this form was sent with before, when that was something else."""
    found: SentBefore | None = g.get("sent_before")
    return found


def submitter() -> tuple[str | None, str | None]:
    """Name and value of the button with which this form was sent, where that matters."""
    chosen = ((name, request.form[name]) for name in SUBMITTERS if name in request.form)
    return next(chosen, (None, None))


def _digest() -> bytes:
    """What the form says, so that nobody who reads the table can guess it back: keyed with the portal's own secret."""
    secret = str(current_app.secret_key).encode()
    digest = hashlib.blake2b(request.path.encode(), key=hashlib.sha256(secret).digest(), digest_size=32)
    for name in sorted(set(request.form) - set(NOT_CONTENT)):
        digest.update(repr((name, request.form.getlist(name))).encode())
    for name in sorted(request.files):
        for file in request.files.getlist(name):
            digest.update(repr((name, file.filename)).encode())
            for part in iter(lambda stream=file.stream: stream.read(64 * 1024), b""):  # type: ignore[misc]
                digest.update(part)
            file.stream.seek(0)
    return digest.digest()


def _key_of_request() -> uuid.UUID | None:
    try:
        return uuid.UUID(request.form.get(FIELD, ""))
    except ValueError:
        return None
