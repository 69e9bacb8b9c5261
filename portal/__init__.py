"""The portal: doors on one case file, for the client, the coach, the shared computer and machines."""

import hashlib
import hmac
import json
from pathlib import Path
from typing import Any

from apiflask import APIFlask
from flask import current_app, g, request, session, url_for
from flask_babel import get_locale
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from eportfolio.access import LoginSession
from i18n import LANGUAGES, choose_locale, direction_of

from . import (
    db,
    errors,
    files,
    htmx,
    limits,
    logs,
    masking,
    presentation,
    security,
    shared_computer,
    submissions,
    terms,
    unsent,
)
from .auth.people import init_app as init_people
from .chat.assistant import ChatClient
from .config import Settings
from .csrf import csrf
from .translation import KeptBabel

ROOT = Path(__file__).parent
WARN_BEFORE = {True: 60, False: 120}
"""Seconds of warning before a session ends: on a shared computer, and at home."""

babel = KeptBabel()


def create_app(settings: Settings | None = None) -> APIFlask:
    """Build the portal for these settings (default: from the environment); refuses a bad start."""
    settings = settings or Settings()
    app = APIFlask(
        __name__,
        title="Houvast",
        json_errors=False,
        docs_path=None,
        spec_path=None,
        static_folder=None,  # type: ignore[arg-type]  # WhiteNoise serves these; a route without a folder would break
    )
    app.config.update(_flask_config(settings))
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    logs.init_app(app, settings)
    db.init_app(app, settings)
    htmx.init_app(app)
    security.init_app(app, settings)
    babel.init_app(app, locale_selector=_locale, timezone_selector=lambda: "Europe/Amsterdam")
    init_people(app)
    app.extensions["houvast_chat"] = ChatClient(settings)
    csrf.init_app(app)
    limits.init_app(app, settings)
    files.init_app(app)
    unsent.init_app(app)
    masking.init_app(app)
    presentation.init_app(app)
    terms.init_app(app)
    errors.init_app(app)
    _init_static(app)
    app.context_processor(_page_frame)
    _register_doors(app)
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    return app


def _flask_config(settings: Settings) -> dict[str, Any]:
    secure = settings.base_url.startswith("https://")
    return {
        "HOUVAST": settings,
        "SECRET_KEY": settings.secret_key.get_secret_value(),
        "MAX_CONTENT_LENGTH": settings.upload_limit + 256 * 1024,
        "MAX_FORM_MEMORY_SIZE": 1024 * 1024,
        "MAX_FORM_PARTS": 200,
        # __Host-: browsers take it over https only, for this host and every path, so that no neighbour can set it
        "SESSION_COOKIE_NAME": "__Host-houvast" if secure else "houvast",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": secure,
        "WTF_CSRF_TIME_LIMIT": None,
        "BABEL_TRANSLATION_DIRECTORIES": str(ROOT.parent / "i18n"),
        "BABEL_DEFAULT_LOCALE": "nl",
    }


def _register_doors(app: APIFlask) -> None:
    from . import api, auth, client, coach, kiosk, public

    for door in (public, auth, client, coach, kiosk):
        app.register_blueprint(door.blueprint)
    api.init_app(app)


def _init_static(app: APIFlask) -> None:
    """Static files with hashed names, kept by browsers for a year; nothing personal is among them."""
    folder = ROOT / "static" / "vendor"
    manifest_file = folder / "manifest.json"
    manifest: dict[str, str] = json.loads(manifest_file.read_text()) if manifest_file.exists() else {}
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(folder) if folder.exists() else None,
        prefix="static/",
        max_age=600,
        add_headers_function=security.add_static_headers,
        immutable_file_test=lambda _path, url: url.removeprefix("/static/") in set(manifest.values()),
    )
    app.jinja_env.globals["asset"] = lambda name: f"/static/{manifest.get(name, name)}"
    app.jinja_env.globals["form_key"] = submissions.new_key


def _locale() -> str:
    chosen = session.get("language")
    account = g.get("account")
    browser = request.accept_languages.best_match(["nl", "en"]) if request else None
    return choose_locale(chosen, account.locale if account else None, browser)


def _page_frame() -> dict[str, Any]:
    """What the layouts read on every page."""
    login = g.get("login")
    locale = str(get_locale())
    return {
        "locale": locale,
        "text_direction": direction_of(locale),
        "languages": [(language.code, language.name) for language in LANGUAGES],
        "language_url": url_for("auth.switch_language"),
        "current_path": _current_path(),
        "home_url": url_for("auth.start"),
        "signed_in": g.get("actor") is not None,
        "sign_out_url": url_for("auth.sign_out"),
        "accessibility_url": url_for("public.accessibility"),
        "privacy_url": url_for("public.privacy"),
        "outages_url": url_for("public.outages"),
        "contact": _contact(),
        "session_clock": _session_clock(login) if login else None,
        "draft_owner": _draft_owner(login) if login else None,
        **shared_computer.frame(),
    }


def _current_path() -> str:
    """Where the language switch comes back to; the start when this is no page that one can come back to."""
    here = request.full_path.rstrip("?") if request.method == "GET" else None
    return security.local_path(here) or "/"


def _contact() -> dict[str, str]:
    settings: Settings = current_app.config["HOUVAST"]
    return {
        "organisation": settings.organisation,
        "email": settings.contact_email,
        "phone": settings.contact_phone,
    }


def _session_clock(login: LoginSession) -> dict[str, Any]:
    ended = shared_computer.ended_url if login.kiosk else _signed_out_url
    return {
        "idle_seconds": int(login.idle_limit.total_seconds()),
        "warn_seconds": WARN_BEFORE[login.kiosk],
        "ping_url": url_for("auth.still_here"),
        "end_url": ended(shared_computer.TIME),
    }


def _signed_out_url(reason: str) -> str:
    return url_for("auth.signed_out", reden=reason)


def _draft_owner(login: LoginSession) -> str:
    """A mark that is the same for the same person and tells nobody who she is: unsent text comes back to her only."""
    key = current_app.secret_key
    assert isinstance(key, str)
    return hmac.new(key.encode(), f"draft:{login.account_id}".encode(), hashlib.sha256).hexdigest()[:32]
