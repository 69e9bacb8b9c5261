"""Correct your own contact data; a new e-mail address is confirmed with a code that we mail to it."""

from typing import Any

from flask import flash, g, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import Optional

from eportfolio import contact as domain
from eportfolio import facts
from eportfolio.base import Invalid, today
from eportfolio.intake import engine
from eportfolio.intake.answers import Problem, State
from eportfolio.intake.display import phone_text
from eportfolio.intake.questionnaire import current
from eportfolio.people import Salutation
from i18n import LANGUAGES, choose_locale

from ... import htmx, masking
from ...forms import Form, at_most, required, strip
from ...limits import limiter
from ...submissions import once
from .. import blueprint

PHONE = "contact.phone"
CODES_SENT, CODES_TRIED = "6 per hour", "20 per hour"


class ContactForm(Form):
    """How we address and reach her."""

    salutation = RadioField(_l("Hoe spreken wij u aan?"), [required()])
    phone = StringField(_l("Telefoonnummer"), [Optional(), at_most(60)], filters=[strip])
    locale = SelectField(_l("Taal van de pagina’s en van onze mail"), [required()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = g.account.family_name
        self.salutation.choices = [
            (Salutation.MRS.value, _("Mevrouw %(name)s", name=name)),
            (Salutation.MR.value, _("Meneer %(name)s", name=name)),
            (Salutation.NEUTRAL.value, g.account.name),
        ]
        self.locale.choices = [(language.code, language.name) for language in LANGUAGES]

    def number(self) -> str | None:
        """The telephone number in its one form; puts the problem at the field when it is none."""
        if not self.phone.data:
            return None
        question = current().question("phone")
        answer = engine.validate(question, self.phone.data, str(get_locale()), today())
        if isinstance(answer, Problem) or answer.state is not State.GIVEN:
            problem = answer if isinstance(answer, Problem) else Problem("phone_unclear", str(get_locale()))
            self.add_error("phone", problem.text)
            return None
        return str(answer.value)


class EmailForm(Form):
    """A new address."""

    email = StringField(_l("Nieuw e-mailadres"), [required(_l("Vul uw nieuwe e-mailadres in.")), at_most(254)], [strip])


class CodeForm(Form):
    """The six digits of the mail."""

    code = StringField(_l("De code uit de mail"), [required(_l("Vul de code uit de mail in.")), at_most(20)], [strip])


@blueprint.get("/mijn-gegevens/contact")
def contact() -> ResponseReturnValue:
    """What we know, to correct."""
    return _page(_filled())


@blueprint.post("/mijn-gegevens/contact")
@once
def contact_save() -> ResponseReturnValue:
    """Keep name, telephone number and language; what did not change is left alone."""
    form = ContactForm()
    number = form.number() if form.validate() else None
    if form.errors:
        return _page(form, status=422)
    known = _known_phone()
    if number and number != known:
        facts.set_fact(g.db, g.case, key=PHONE, value=number, by=g.actor)
    domain.address_as(
        g.db, g.case, by=g.actor, salutation=Salutation(form.salutation.data), locale=choose_locale(form.locale.data)
    )
    session["language"] = choose_locale(form.locale.data)
    flash(_("Bewaard. Uw gegevens zijn bijgewerkt."), "success")
    return htmx.go_to(url_for("client.my_data"))


@blueprint.post("/mijn-gegevens/contact/e-mail")
@limiter.limit(CODES_SENT)
@once
def contact_email() -> ResponseReturnValue:
    """Mail a code to the new address."""
    form = EmailForm()
    if form.validate():
        try:
            domain.ask_new_email(g.db, g.case, by=g.actor, email=str(form.email.data))
        except Invalid as problem:
            same = problem.field == "same"
            words = _("Dit is uw e-mailadres al.") if same else _("Dit e-mailadres klopt niet. Kijk het nog eens na.")
            form.add_error("email", words)
    if form.errors:
        return _page(_filled(), email_form=form, status=422)
    return htmx.go_to(url_for("client.contact_code"))


@blueprint.get("/mijn-gegevens/contact/code")
def contact_code() -> ResponseReturnValue:
    """Where the code of the mail is typed."""
    return _code_page(CodeForm())


@blueprint.post("/mijn-gegevens/contact/code")
@limiter.limit(CODES_TRIED)
@once
def contact_code_check() -> ResponseReturnValue:
    """The right code: the new address counts."""
    form = CodeForm()
    if not form.validate():
        return _code_page(form, status=422)
    try:
        email = domain.confirm_email(g.db, g.case, by=g.actor, code=str(form.code.data))
    except domain.WrongCode:
        g.keep_changes = True  # the count of wrong codes
        form.add_error("code", _("Deze code klopt niet. Kijk nog eens in de mail."))
        return _code_page(form, status=422)
    except domain.CodeExpired:
        flash(_("Deze code werkt niet meer. Vraag een nieuwe code."), "warning")
        return htmx.go_to(url_for("client.contact"))
    except domain.AddressTaken:
        flash(_("Dit e-mailadres kunt u hier niet gebruiken. Neem een ander adres, of vraag uw coach."), "warning")
        return htmx.go_to(url_for("client.contact"))
    flash(_("Gelukt. Wij mailen u voortaan op %(email)s.", email=masking.shown_email(email)), "success")
    return htmx.go_to(url_for("client.my_data"))


def _filled() -> ContactForm:
    client = g.case.client
    data = {
        "salutation": client.salutation.value,
        "locale": choose_locale(client.locale),
        "phone": phone_text(_known_phone() or ""),
    }
    return ContactForm(formdata=None, data=data)


def _known_phone() -> str | None:
    fact = facts.current_facts(g.db, g.case.id, [PHONE]).get(PHONE)
    return str(fact.value) if fact is not None and isinstance(fact.value, str) else None


def _page(form: ContactForm, *, email_form: EmailForm | None = None, status: int = 200) -> ResponseReturnValue:
    return (
        render_template(
            "client/account/contact.html",
            form=form,
            email_form=email_form or EmailForm(formdata=None),
            waiting=domain.waiting_email(g.db, g.actor.account_id),
        ),
        status,
    )


def _code_page(form: CodeForm, *, status: int = 200) -> ResponseReturnValue:
    waiting = domain.waiting_email(g.db, g.actor.account_id)
    if waiting is None:
        flash(_("Er is geen code meer die u kunt invullen. Vraag een nieuwe code."), "warning")
        return htmx.go_to(url_for("client.contact"))
    return render_template("client/account/code.html", form=form, waiting=waiting), status
