"""Out again, still here, and the language switch."""

import uuid

from flask import flash, g, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eportfolio import access, people
from i18n import CODES

from .. import shared_computer, unsent
from ..security import local_path, public
from . import blueprint


@blueprint.post("/uitloggen")
@public
def sign_out() -> ResponseReturnValue:
    """End this session; harmless when it ended already. On a shared computer everything is wiped."""
    return _leave()


@blueprint.get("/uitgelogd")
@public
def signed_out() -> ResponseReturnValue:
    """A clean last page that says what was kept; `verder` leads back to where the person was."""
    onward = local_path(request.args.get("verder"))
    if g.actor is not None:
        return redirect(onward or url_for("auth.start"))
    lapsed = request.args.get("reden") == shared_computer.TIME
    return render_template("auth/signed_out.html", lapsed=lapsed, onward=onward)


@blueprint.post("/uitloggen/overal")
@public
def sign_out_everywhere() -> ResponseReturnValue:
    """End every session of this person, this one too."""
    if g.actor is not None:
        access.end_all_sessions(g.db, g.actor.account_id)
    return _leave()


@blueprint.post("/uitloggen/<uuid:session_id>")
@public
def sign_out_one(session_id: uuid.UUID) -> ResponseReturnValue:
    """End one other session of this person; 404 for another person's."""
    if g.actor is None:
        return redirect(url_for("auth.sign_in"), 303)
    access.end_session(g.db, session_id, account_id=g.actor.account_id)
    flash(_("Die browser is nu uitgelogd."), "success")
    return redirect(url_for("client.my_data"), 303)


@blueprint.post("/nog-hier")
@public
def still_here() -> ResponseReturnValue:
    """The person pressed "Ik ben er nog": 204 when the session lives on, 401 when it has ended."""
    return ("", 204) if g.actor is not None else ("", 401)


@blueprint.post("/teruggezet/wis")
@public
def drop_unsent() -> ResponseReturnValue:
    """Forget the text that was put back in a form, and show the form empty."""
    if g.actor is None:
        return redirect(url_for("auth.sign_in"), 303)
    unsent.drop()
    return redirect(local_path(request.form.get("next")) or url_for("auth.start"), 303)


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


def _leave() -> ResponseReturnValue:
    """Out, and on to the last page; a page whose time is over says so, and where it was."""
    reason = shared_computer.TIME if request.form.get("reden") == shared_computer.TIME else None
    if shared_computer.is_shared():
        target = shared_computer.ended_url(reason)
    else:
        target = url_for("auth.signed_out", reden=reason, verder=local_path(request.form.get("verder")))
    return shared_computer.leave(make_response(redirect(target, 303)), reason=reason)
