"""All knowledge of htmx: whether a request wants a fragment, and how to answer one.

htmx 4 is wrapped here together with htmx-flask, which still reads the request headers
of htmx 1 and 2; nothing else in the portal looks at an HX-* header.
"""

from typing import Any

from flask import Flask, Response, current_app, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from htmx_flask import Htmx
from htmx_flask import request as htmx_request

extension = Htmx()


def init_app(app: Flask) -> None:
    """Let htmx-flask read the headers of each request."""
    extension.init_app(app)


def wants_fragment() -> bool:
    """True for an htmx request that swaps a part of the page; boosted and history requests get the whole page."""
    details = getattr(htmx_request, "htmx", None)
    if not details:
        return False
    return not (request.headers.get("HX-Boosted") or request.headers.get("HX-History-Restore-Request"))


def answer(page: str, fragment: str, *, status: int = 200, **context: Any) -> ResponseReturnValue:
    """Render the fragment for htmx and the whole page otherwise, from one context."""
    template = fragment if wants_fragment() else page
    return make_response(render_template(template, **context), status)


def elsewhere(fragment: str, *, target: str, swap: str, status: int = 200) -> Response:
    """A fragment for another place than the form asked for, such as the form itself when it was refused."""
    response = make_response(fragment, status)
    response.headers["HX-Retarget"] = target
    response.headers["HX-Reswap"] = swap
    return response


def go_to(url: str) -> Response:
    """After a write: 303 for a browser, a client-side redirect for htmx."""
    if wants_fragment():
        response = current_app.make_response(("", 204))
        response.headers["HX-Redirect"] = url
        return response
    return current_app.make_response(redirect(url, 303))
