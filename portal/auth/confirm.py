"""Is it still you? Asked before everything about somebody is given out (portal/fresh.py)."""

from flask import abort, current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField

from eportfolio import access, people

from .. import fresh
from ..forms import Form, at_most, required
from ..limits import limiter
from ..security import local_path, public
from . import blueprint
from .passwords import TooBusy, is_right
from .sign_in import PER_ACCOUNT, was_wrong


class ConfirmForm(Form):
    """The password once more; a demo person, who has none, presses the button."""

    password = PasswordField(_l("Wachtwoord"), [required(_l("Vul uw wachtwoord in.")), at_most(200)])
    verder = HiddenField()


def _who() -> str:
    return f"confirm:{g.actor.account_id if g.actor else request.remote_addr}"


@blueprint.route("/bevestigen", methods=["GET", "POST"])
@public
@limiter.limit(PER_ACCOUNT, key_func=_who, methods=["POST"], deduct_when=was_wrong)
def confirm() -> ResponseReturnValue:
    """Ask for the password; the right one leads on to `verder`."""
    if g.actor is None:
        return redirect(url_for("auth.sign_in", verder=local_path(request.args.get("verder"))), 303)
    form = ConfirmForm()
    is_demo = bool(current_app.config["HOUVAST"].demo and g.account.demo_note)
    if request.method != "POST":
        form.verder.data = local_path(request.args.get("verder"))
    elif is_demo or (form.validate() and _is_hers(str(form.password.data))):
        fresh.remember()
        return redirect(local_path(form.verder.data) or url_for("auth.start"), 303)
    elif not form.errors:
        form.add_error("password", _("Dit wachtwoord klopt niet. Probeer het opnieuw."))
    return render_template("auth/confirm.html", form=form, is_demo=is_demo), 422 if form.errors else 200


def _is_hers(password: str) -> bool:
    """The kept hash can be read at the door only; afterwards she acts again."""
    access.act_at_the_door(g.db)
    kept = people.password_hash_of(g.db, g.actor.account_id)
    access.act_as(g.db, g.actor)
    try:
        return is_right(password, kept)
    except TooBusy:
        abort(429)
