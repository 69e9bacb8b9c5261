"""Sign in with an address and a password, or as one of the demo people."""

import uuid

from flask import abort, current_app, flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, PasswordField, StringField

from eportfolio import access, people
from eportfolio.people import Account, Role

from .. import db as database
from ..forms import Form, at_most, required, strip
from ..limits import limiter
from ..security import local_path, public
from . import blueprint
from .passwords import is_right
from .people import sign_in_person

HOMES = {
    Role.CLIENT: "client.today",
    Role.COACH: "coach.caseload",
    Role.HELPER: "kiosk.desk",
    Role.MANAGER: "coach.manage",
}


class SignInForm(Form):
    """E-mail address and password."""

    email = StringField(_l("E-mailadres"), [required(_l("Vul uw e-mailadres in.")), at_most(254)], filters=[strip])
    password = PasswordField(_l("Wachtwoord"), [required(_l("Vul uw wachtwoord in.")), at_most(200)])
    shared_computer = BooleanField(_l("Ik zit op een openbare computer"))
    verder = HiddenField()


@blueprint.get("/")
@public
def start() -> ResponseReturnValue:
    """The first page: what this is, and the way in; who is signed in goes on at once."""
    if g.actor is not None:
        return redirect(url_for(HOMES[g.actor.role]))
    return render_template("auth/start.html")


@blueprint.route("/inloggen", methods=["GET", "POST"])
@public
@limiter.limit("20 per minute", methods=["POST"])
def sign_in() -> ResponseReturnValue:
    """The sign-in page; a wrong address and a wrong password get the same answer."""
    form = SignInForm()
    if request.method == "GET":
        form.verder.data = local_path(request.args.get("verder"))
        form.shared_computer.data = bool(session.get("kiosk"))
    if form.validate_on_submit():
        account = _account_with(str(form.email.data), str(form.password.data))
        if account is not None:
            return _enter(account, kiosk=bool(form.shared_computer.data) or bool(session.get("kiosk")))
        form.add_error("password", _("Dit e-mailadres en wachtwoord horen niet bij elkaar. Probeer het opnieuw."))
    status = 422 if form.errors else 200
    return render_template("auth/sign_in.html", form=form, demo_people=_demo_people()), status


@blueprint.post("/inloggen/demo/<uuid:account_id>")
@public
def sign_in_as_demo(account_id: uuid.UUID) -> ResponseReturnValue:
    """One click to be a demo person; there is no such address outside demo mode."""
    account = next((person for person in _demo_people() if person.id == account_id), None)
    if account is None:
        abort(404)
    return _enter(account, kiosk=bool(request.form.get("shared_computer")) or bool(session.get("kiosk")))


def _account_with(email: str, password: str) -> Account | None:
    db = database.open_session()
    access.act_at_the_door(db)
    account = people.account_by_email(db, email)
    kept = people.password_hash_of(db, account.id) if account else None
    return account if is_right(password, kept) else None


def _demo_people() -> list[Account]:
    if not current_app.config["HOUVAST"].demo:
        return []
    db = database.open_session()
    access.act_at_the_door(db)
    return people.demo_people(db)


def _enter(account: Account, *, kiosk: bool) -> ResponseReturnValue:
    sign_in_person(account, kiosk=kiosk and account.role is Role.CLIENT)
    if account.role is Role.CLIENT and account.locale and "language" not in session:
        session["language"] = account.locale
    flash(_("U bent ingelogd als %(name)s.", name=account.name), "success")
    return redirect(local_path(request.form.get("verder")) or url_for(HOMES[account.role]), 303)
