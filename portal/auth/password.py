"""Choose another password: with the present one, and every other browser is signed out."""

from flask import abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug import Response
from wtforms import PasswordField, ValidationError

from eportfolio import access, people

from ..forms import Form, at_most, required
from ..limits import limiter
from ..security import public
from ..submissions import once
from . import blueprint
from .passwords import TooBusy, hash_password, is_right
from .sign_in import HOMES

SHORTEST = 12
"""NIST SP 800-63B asks for length and for nothing else: no odd signs, no yearly change."""
TRIES = "10 per 15 minutes"


class PasswordForm(Form):
    """The present password, and the new one; it can be made visible, so that once is enough."""

    present = PasswordField(_l("Uw wachtwoord nu"), [required(_l("Vul uw wachtwoord in.")), at_most(200)])
    new = PasswordField(_l("Nieuw wachtwoord"), [required(_l("Vul een nieuw wachtwoord in.")), at_most(200)])
    again = PasswordField(
        _l("Nieuw wachtwoord, nog een keer"), [required(_l("Vul het nieuwe wachtwoord nog een keer in.")), at_most(200)]
    )

    def validate_new(self, field: PasswordField) -> None:
        word = str(field.data or "")
        if len(word) < SHORTEST:
            raise ValidationError(_("Dit is te kort. Neem minstens %(number)s tekens.", number=SHORTEST))
        if len(set(word.lower())) < 5:
            raise ValidationError(_("Dit is te makkelijk te raden. Neem bijvoorbeeld vier woorden achter elkaar."))
        if g.account.email.partition("@")[0].lower() in word.lower():
            raise ValidationError(_("Gebruik niet uw e-mailadres in uw wachtwoord."))
        if word == self.present.data:
            raise ValidationError(_("Dit is uw wachtwoord al. Kies een ander."))

    def validate_again(self, field: PasswordField) -> None:
        if field.data != self.new.data:
            raise ValidationError(_("Deze twee zijn niet hetzelfde. Typ het nieuwe wachtwoord nog een keer."))


def _tried() -> str:
    return f"password:{g.actor.account_id if g.actor else 'nobody'}"


def _was_wrong(response: Response) -> bool:
    return response.status_code == 422


@blueprint.get("/wachtwoord")
@public
def password() -> ResponseReturnValue:
    """The form; who is not signed in goes to the sign-in page."""
    if g.actor is None:
        return redirect(url_for("auth.sign_in", verder=url_for("auth.password")), 303)
    return _page(PasswordForm())


@blueprint.post("/wachtwoord")
@public
@limiter.limit(TRIES, key_func=_tried, deduct_when=_was_wrong)
def password_save() -> ResponseReturnValue:
    """Change it, and sign out everywhere else."""
    if g.actor is None:
        return redirect(url_for("auth.sign_in"), 303)
    return _save()


@once
def _save() -> ResponseReturnValue:
    form = PasswordForm()
    if not form.validate():
        return _page(form, status=422)
    try:
        right = is_right(str(form.present.data), people.password_hash_of(g.db, g.actor.account_id))
    except TooBusy:
        abort(429)
    if not right:
        form.add_error("present", _("Dit is niet uw wachtwoord van nu. Probeer het opnieuw."))
        return _page(form, status=422)
    people.change_password(g.db, g.actor.account_id, hash_password(str(form.new.data)))
    access.end_other_sessions(g.db, g.actor.account_id, keep=g.login.id)
    flash(_("Uw wachtwoord is veranderd. Op andere apparaten bent u nu uitgelogd."), "success")
    return redirect(url_for(HOMES[g.actor.role]), 303)


def _page(form: PasswordForm, *, status: int = 200) -> ResponseReturnValue:
    has_one = people.password_hash_of(g.db, g.actor.account_id) is not None
    return render_template("auth/password.html", form=form, has_one=has_one, shortest=SHORTEST), status
