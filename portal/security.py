"""Headers on every answer, and the guard on every door.

Closed by default: a blueprint says who may enter (`guard`); a page for everybody
says so (`public`). What is signed in is never kept by a browser or a proxy.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Request, Response, abort, current_app, flash, g, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import HTTPException

from eportfolio.people import Role

from . import htmx, shared_computer, unsent
from .config import Settings

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


TEXT_LIMIT = 1024 * 1024
"""Bytes of a body without files."""
PROBES = ("public.alive", "public.ready")
"""Asked by machines that know an address but no name of the portal."""


class WithoutNulls(ImmutableMultiDict[str, Any]):
    """Form and query values without null bytes, which no keyboard has and PostgreSQL refuses."""

    def __init__(self, mapping: Any = None) -> None:
        super().__init__(mapping)
        for values in dict.values(self):
            values[:] = [value.replace("\x00", "") if isinstance(value, str) else value for value in values]


class SafeRequest(Request):
    """A request whose parameters can be stored."""

    parameter_storage_class = WithoutNulls


def init_app(app: Flask, settings: Settings) -> None:
    """Check the address of each request, and put the safe headers on every answer."""
    app.request_class = type("PortalRequest", (SafeRequest, app.request_class), {})  # beside what htmx adds to it
    app.config["HOUVAST_HOST"] = urlsplit(settings.base_url).netloc if settings.is_production else None
    app.before_request(_bound_the_request)
    app.after_request(_safe_headers)


def add_static_headers(headers: Any, _path: str, _url: str) -> None:
    """The safe headers for files that are served before the app sees the request."""
    for name, value in HEADERS.items():
        headers[name] = value
    headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY


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
    blueprint.roles = roles  # type: ignore[attr-defined]


def is_open_to(path: str, role: Role) -> bool:
    """Whether the page at this path is behind a door that the role may enter: after sign-in nobody walks into a 403."""
    try:
        endpoint, _values = current_app.url_map.bind("localhost").match(urlsplit(path).path, "GET")
    except HTTPException:
        return False
    door = current_app.blueprints.get(endpoint.partition(".")[0])
    return is_public(endpoint) or role in getattr(door, "roles", ())


def public[F: Callable[..., Any]](view: F) -> F:
    """Mark a route that everybody may see."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def passive[F: Callable[..., Any]](view: F) -> F:
    """Mark a route that scripts ask by themselves: it does not prolong a session."""
    view.is_passive = True  # type: ignore[attr-defined]
    return view


def is_passive(endpoint: str | None) -> bool:
    """Whether the route of this endpoint was marked passive."""
    view = current_app.view_functions.get(endpoint or "")
    return bool(getattr(view, "is_passive", False))


def is_public(endpoint: str | None) -> bool:
    """Whether the route of this endpoint was marked public."""
    view = current_app.view_functions.get(endpoint or "")
    return bool(getattr(view, "is_public", False))


def local_path(target: str | None) -> str | None:
    """`target` when it is a path of this portal, else None: never redirect a person elsewhere.

    Browsers drop tabs and line ends from an address and read a backslash as a slash, so that "/\\t/evil" leads away.
    """
    if not target or not target.startswith("/") or target.startswith("//") or "\\" in target:
        return None
    if any(ord(letter) < 33 or ord(letter) == 127 for letter in target):
        return None
    try:
        parts = urlsplit(target)
    except ValueError:
        return None
    return target if not parts.scheme and not parts.netloc else None


def _bound_the_request() -> None:
    """Refuse addresses that cannot be ours, and bodies that only a file may have."""
    if "\x00" in request.path:
        abort(404)
    if request.mimetype != "multipart/form-data":
        request.max_content_length = TEXT_LIMIT
    own_host = current_app.config["HOUVAST_HOST"]
    if own_host and request.host != own_host and request.endpoint not in PROBES:
        abort(400)


def _to_sign_in() -> ResponseReturnValue:
    """Lead a signed-out person to the way in, and tell her what became of what she typed."""
    if shared_computer.is_shared():
        return htmx.go_to(_way_in_on_shared_computer())
    reading = request.method in ("GET", "HEAD", "OPTIONS")
    back_to: str | None = request.full_path.rstrip("?") if reading else unsent.page_of_form()
    if not reading and unsent.keep_request():
        _say_once(_("U was te lang weg. Log opnieuw in. Wat u had getypt, is bewaard en nog niet verstuurd."))
    elif g.get("lapsed") is not None or not reading:
        _say_once(_("U was te lang weg. Daarom bent u uitgelogd. Log opnieuw in."))
    return htmx.go_to(url_for("auth.sign_in", verder=local_path(back_to)))


def _way_in_on_shared_computer() -> str:
    if g.get("lapsed") is not None:
        return shared_computer.ended_url(shared_computer.TIME)
    return shared_computer.start_url()


def _say_once(message: str) -> None:
    """Several tabs may find out together that a session is over; the person needs to hear it once."""
    if ["warning", message] not in [list(known) for known in session.get("_flashes", [])]:
        flash(message, "warning")


def _safe_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
    response.headers.setdefault("Cache-Control", "no-store")
    response.vary.update(("HX-Request", "Cookie", "Accept-Language"))
    return response
