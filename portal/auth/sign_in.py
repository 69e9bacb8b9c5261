"""Sign in with an address and a password, or as one of the demo people."""

import hashlib
import uuid

from flask import Response, abort, current_app, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, PasswordField, StringField

from eportfolio import access, people
from eportfolio.people import Account, Role

from .. import db as database
from .. import labels, shared_computer, unsent
from ..forms import Form, at_most, required, strip
from ..limits import limiter
from ..security import is_open_to, local_path, public
from . import blueprint
from .passwords import TooBusy, is_right
from .people import sign_in_person

HOMES = {
    Role.CLIENT: "client.today",
    Role.COACH: "coach.caseload",
    Role.HELPER: "kiosk.desk",
    Role.MANAGER: "coach.manage",
}
REASONS = {
    "gestopt": lambda: _("U bent niet ingelogd. U stopte met inloggen."),
    "mislukt": lambda: _("Het inloggen lukte niet. U bent niet ingelogd. Probeer het opnieuw."),
}
"""Why somebody is back at the start without being signed in (R50)."""
DEMO_NOTES = (
    _l("Werkcoach op Werkplein Zuid"),
    _l("Medewerker op Werkplein Zuid, helpt bij de openbare computer"),
    _l("Teamleider, verdeelt de klanten over de coaches"),
    _l("Klant met WW, zoekt werk in de thuiszorg"),
    _l("Klant met bijstand, begint aan de intake"),
    _l("Klant met WW, leest liever Engels"),
    _l("Nieuwe klant, uitkering nog niet bekend"),
)
"""Who the demo people are: kept in the database, named here so that they are translated."""
PER_ADDRESS = "60 per minute"
"""A whole job centre may share one address."""
PER_ACCOUNT = "10 per 15 minutes"
"""Wrong passwords for one e-mail address, from wherever they come."""


class SignInForm(Form):
    """E-mail address and password."""

    email = StringField(_l("E-mailadres"), [required(_l("Vul uw e-mailadres in.")), at_most(254)], filters=[strip])
    password = PasswordField(_l("Wachtwoord"), [required(_l("Vul uw wachtwoord in.")), at_most(200)])
    shared_computer = BooleanField(_l("Ik zit op een openbare computer"))
    verder = HiddenField()


def _address() -> str:
    return f"sign-in:{request.remote_addr}"


def _tried_account() -> str:
    email = request.form.get("email", "").strip().lower()[:254]
    return f"sign-in:{hashlib.sha256(email.encode()).hexdigest()[:32]}"


def was_wrong(response: Response) -> bool:
    return response.status_code == 422


@blueprint.get("/")
@public
def start() -> ResponseReturnValue:
    """The first page: what this is, and the way in; who is signed in goes on at once."""
    if g.actor is not None:
        return redirect(url_for(HOMES[g.actor.role]))
    reason = REASONS.get(request.args.get("inloggen", ""))
    return render_template("auth/start.html", reason=reason() if reason else None)


@blueprint.route("/inloggen", methods=["GET", "POST"])
@public
@limiter.limit(PER_ADDRESS, key_func=_address, methods=["POST"])
@limiter.limit(PER_ACCOUNT, key_func=_tried_account, methods=["POST"], deduct_when=was_wrong)
def sign_in() -> ResponseReturnValue:
    """The sign-in page; a wrong address and a wrong password get the same answer."""
    form = SignInForm()
    if request.method != "POST":
        if g.actor is not None:
            return redirect(local_path(request.args.get("verder")) or url_for(HOMES[g.actor.role]))
        form.verder.data = local_path(request.args.get("verder"))
        return _page(form)
    if form.validate():
        try:
            account = _account_with(str(form.email.data), str(form.password.data))
        except TooBusy:
            abort(429)
        if account is not None:
            return _enter(account, shared=bool(form.shared_computer.data))
        form.add_error("password", _("Dit e-mailadres en wachtwoord horen niet bij elkaar. Probeer het opnieuw."))
    return _page(form, status=422)


@blueprint.post("/inloggen/demo/<uuid:account_id>")
@public
@limiter.limit(PER_ADDRESS, key_func=_address)
def sign_in_as_demo(account_id: uuid.UUID) -> ResponseReturnValue:
    """One click to be a demo person; there is no such address outside demo mode."""
    if not current_app.config["HOUVAST"].demo:
        abort(404)
    account = next((person for person in _demo_people() if person.id == account_id), None)
    if account is None:
        return redirect(url_for("auth.start", inloggen="mislukt"), 303)
    return _enter(account, shared=False)


def _page(form: SignInForm, *, status: int = 200) -> ResponseReturnValue:
    return (
        render_template("auth/sign_in.html", form=form, demo_people=_demo_people(), role_name=labels.role_name),
        status,
    )


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


def _enter(account: Account, *, shared: bool) -> ResponseReturnValue:
    sign_in_person(account, kiosk=shared or shared_computer.is_shared())
    if "language" not in session:
        session["language"] = account.locale
    wishes = (local_path(request.form.get("verder")), unsent.waiting_page())
    onward = next((wish for wish in wishes if wish and is_open_to(wish, account.role)), None)
    return redirect(onward or url_for(HOMES[account.role]), 303)
