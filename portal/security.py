"""Headers on every answer, and the guard on every door.

Closed by default: a blueprint says who may enter (`guard`); a page for everybody
says so (`public`). What is signed in is never kept by a browser or a proxy.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, abort, current_app, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eportfolio.people import Role

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
}


def init_app(app: Flask) -> None:
    """Put the safe headers on every answer."""
    app.after_request(_safe_headers)


def guard(blueprint: Blueprint, *roles: Role) -> None:
    """Let only these roles through this door; signed out → sign-in page, another role → 403."""

    def check() -> ResponseReturnValue | None:
        if is_public(request.endpoint):
            return None
        if g.actor is None:
            return _to_sign_in()
        if g.actor.role not in roles:
            abort(403)
        return None

    blueprint.before_request(check)


def public[F: Callable[..., Any]](view: F) -> F:
    """Mark a route that everybody may see."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def is_public(endpoint: str | None) -> bool:
    """Whether the route of this endpoint was marked public."""
    view = current_app.view_functions.get(endpoint or "")
    return bool(getattr(view, "is_public", False))


def local_path(target: str | None) -> str | None:
    """`target` when it is a path of this portal, else None: never redirect a person elsewhere."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return None
    parts = urlsplit(target)
    return target if not parts.scheme and not parts.netloc else None


def _to_sign_in() -> ResponseReturnValue:
    if request.method == "GET":
        back_to = request.full_path.rstrip("?")
    else:
        back_to = local_path(urlsplit(request.referrer or "").path)
        flash(_("U was te lang weg. Log opnieuw in. Wat u had getypt, staat dan nog op deze computer."), "warning")
    target = url_for("auth.sign_in", verder=back_to)
    if request.headers.get("HX-Request"):
        response = current_app.make_response(("", 204))
        response.headers["HX-Redirect"] = target
        return response
    return redirect(target, 303)


def _safe_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
        response.vary.update(("HX-Request", "Cookie", "Accept-Language"))
    return response
