"""A form that came after its session had timed out: kept by the server, and back in its place after sign-in.

The web half of `eportfolio.unsent_forms`, for browsers without scripts; with scripts `drafts.js` does the same
before anything is sent. On a shared computer nothing is kept.
"""

from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, render_template, request, session
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from wtforms import Form

from eportfolio import access, unsent_forms
from eportfolio.access import Actor, LoginSession
from eportfolio.unsent_forms import UnsentForm

from . import db as database
from . import shared_computer

WAITING = "unsent"
"""In the browser's session: where the waiting form goes to, so that other pages need not ask the database."""


def init_app(app: Flask) -> None:
    """Let forms take up what waits, and forget it once it was sent."""
    app.after_request(_forget_when_sent)
    app.jinja_env.globals["bring_back"] = bring_back


def keep_request() -> bool:
    """Keep the fields of this POST for the person whose session timed out; False when nothing was kept.

    Call it only behind the CSRF check: nobody else may put words in a person's form.
    """
    row: LoginSession | None = g.get("lapsed")
    if row is None or row.ended_at is not None or row.kiosk or shared_computer.is_shared():
        return False
    if row.account.disabled_at is not None:
        return False
    db = database.open_session()
    access.act_as(db, Actor(row.account_id, row.account.role, row.account.name, row.channel))
    fields = {name: request.form.getlist(name) for name in request.form}
    return unsent_forms.keep(db, row.account_id, page=page_of_form() or "/", action=request.path, fields=fields)


def page_of_form() -> str | None:
    """The page that this POST came from, as a path of ours: by its referrer, else by its own address."""
    referrer = urlsplit(request.referrer or "")
    candidates = [request.path]
    if referrer.netloc == request.host and referrer.path.startswith("/"):
        candidates.insert(0, referrer.path + (f"?{referrer.query}" if referrer.query else ""))
    return next((path for path in candidates if _is_page(path)), None)


def waiting_page() -> str | None:
    """Right after sign-in: the page whose form waits for this person; remembers that it does."""
    kept = unsent_forms.kept_form(g.db, g.actor.account_id)
    if kept is None or shared_computer.is_shared():
        return None
    session[WAITING] = kept.action
    return kept.page


def bring_back(form: Form | None, action: str) -> Markup:
    """Fill a form that is being shown with what waits for it; returns the notice to stand above it, or nothing."""
    kept = _kept_for(action)
    if kept is None or form is None:
        return Markup("")
    form.process(MultiDict([(name, value) for name, values in kept.fields.items() for value in values]))
    return Markup(render_template("auth/_brought_back.html"))  # noqa: S704  our own template


def drop() -> None:
    """The person does not want it back."""
    session.pop(WAITING, None)
    unsent_forms.drop(g.db, g.actor.account_id)


def _kept_for(action: str) -> UnsentForm | None:
    if request.method != "GET" or g.get("actor") is None or session.get(WAITING) != urlsplit(action).path:
        return None
    if "unsent_form" not in g:
        g.unsent_form = unsent_forms.kept_form(g.db, g.actor.account_id)
    kept: UnsentForm | None = g.unsent_form
    return kept if kept is not None and urlsplit(kept.page).path == request.path else None


def _forget_when_sent(response: Response) -> Response:
    sent = request.method == "POST" and request.path == session.get(WAITING) and response.status_code < 400
    if sent and g.get("actor") is not None:
        drop()
    return response


def _is_page(path: str) -> bool:
    try:
        current_app.url_map.bind("localhost").match(urlsplit(path).path, "GET")
    except HTTPException:
        return False
    return True
