"""A fresh proof of who is there: before everything is given out, she shows once more that it is she.

Half a session on a phone that lies on a table is enough to read a page, and must not be enough to take a whole file
along. The proof holds for ten minutes, in this browser and this session.
"""

import functools
import time
from collections.abc import Callable

from flask import g, request, session, url_for
from flask.typing import ResponseReturnValue

from . import htmx
from .security import local_path

LASTS = 600
"""Seconds."""
_PROOF = "proof"


def is_fresh() -> bool:
    """Whether this session gave its proof a short while ago."""
    kept = session.get(_PROOF)
    if not isinstance(kept, list) or len(kept) != 2:
        return False
    return kept[0] == str(g.login.id) and 0 <= time.time() - float(kept[1]) < LASTS


def remember() -> None:
    """She gave her password just now."""
    session[_PROOF] = [str(g.login.id), time.time()]


def needs_fresh_proof[**P](view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Ask for the proof first; then she comes back to this page, or to the page whose form she sent."""

    @functools.wraps(view)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if is_fresh():
            return view(*args, **kwargs)
        back = request.full_path.rstrip("?") if request.method == "GET" else request.form.get("terug")
        return htmx.go_to(url_for("auth.confirm", verder=local_path(back)))

    return wrapper
