"""Out again, still here, and the language switch."""

from flask import g, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from eportfolio import people
from i18n import CODES

from ..security import local_path, public
from . import blueprint
from .people import sign_out_person


@blueprint.post("/uitloggen")
@public
def sign_out() -> ResponseReturnValue:
    """End this session; harmless when it ended already."""
    return sign_out_person(make_response(redirect(url_for("auth.signed_out"), 303)))


@blueprint.get("/uitgelogd")
@public
def signed_out() -> ResponseReturnValue:
    """A clean last page that says what was kept and what was wiped."""
    return render_template("auth/signed_out.html", lapsed=request.args.get("reden") == "tijd")


@blueprint.post("/nog-hier")
@public
def still_here() -> ResponseReturnValue:
    """The person pressed "Ik ben er nog": 204 when the session lives on, 401 when it has ended."""
    return ("", 204) if g.actor is not None else ("", 401)


@blueprint.post("/taal")
@public
def switch_language() -> ResponseReturnValue:
    """Go on in another language, on the same page; a signed-in person's choice is remembered."""
    language = request.form.get("language", "")
    if language in CODES:
        session["language"] = language
        if g.actor is not None:
            people.remember_locale(g.db, g.actor.account_id, language)
    return redirect(local_path(request.form.get("next")) or url_for("auth.start"), 303)
