"""Bewaren, verbeteren en wissen: how long things are kept, what is wrong, and what should go."""

from typing import Any

from flask import flash, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import Optional

from eportfolio import data_requests, retention
from eportfolio.data_requests import SentKind
from eportfolio.retention import Own

from ... import files, htmx
from ...forget import forget_in_assistant
from ...forms import Form, at_most, plain_lines, required
from ...fresh import needs_fresh_proof
from ...submissions import once
from ...takeaway import terms_words as words
from .. import blueprint


class EraseForm(Form):
    """What should go; two lists, because two things happen."""

    own = SelectMultipleField(_l("Dit is alleen van u. Het kan meteen weg."), validate_choice=False)
    sent = SelectMultipleField(_l("Dit heeft u verstuurd, of schreef een ander. Dit moet een mens bekijken."),
                               validate_choice=False)  # fmt: skip
    words = TextAreaField(
        _l("Waarom wilt u dat dit weggaat?"), [Optional(), at_most(data_requests.WORDS)], filters=[plain_lines]
    )

    def chosen_own(self) -> list[Own]:
        return [part for part in Own if part.value in (self.own.data or ())]

    def chosen_sent(self) -> list[SentKind]:
        return [part for part in SentKind if part.value in (self.sent.data or ())]


class CorrectForm(Form):
    """What is wrong, and what it should be."""

    about = SelectField(_l("Waar staat het?"), [required(_l("Kies waar het staat."))])
    words = TextAreaField(
        _l("Wat klopt er niet, en wat moet het zijn?"),
        [required(_l("Schrijf op wat er niet klopt.")), at_most(data_requests.WORDS)],
        filters=[plain_lines],
    )

    def __init__(self) -> None:
        super().__init__()
        places = (
            _("in mijn gegevens of mijn intake"),
            _("in een afspraak"),
            _("in een bericht of in iets dat mijn coach schreef"),
            _("bij mijn naam, mijn e-mailadres of mijn uitkering"),
            _("ergens anders"),
        )
        self.about.choices = [("", _("Kies")), *((place, place) for place in places)]


@blueprint.get("/mijn-gegevens/bewaren")
def retention_terms() -> ResponseReturnValue:
    """How long each kind of data is kept, and on what ground."""
    return render_template("client/my_data/terms.html", terms=retention.TERMS, words=words)


@blueprint.route("/mijn-gegevens/verbeteren", methods=["GET", "POST"])
@once
def correct() -> ResponseReturnValue:
    """Ask for something that somebody else wrote to be put right."""
    form = CorrectForm()
    if form.validate_on_submit():
        receipt = data_requests.ask_to_correct(
            g.db, g.case, by=g.actor, about=str(form.about.data), words=str(form.words.data)
        )
        return htmx.go_to(url_for("client.receipt", number=receipt.number, nieuw=1))
    page = render_template("client/my_data/correct.html", form=form, requests=_requests(), words=words)
    return page, 422 if form.errors else 200


@blueprint.route("/mijn-gegevens/wissen", methods=["GET", "POST"])
@needs_fresh_proof
@once
def erase() -> ResponseReturnValue:
    """Choose what should go; see once more what will happen; then it happens."""
    form = EraseForm()
    there = retention.own_only(g.db)
    form.own.choices = [(part.value, words.own_name(part)) for part in Own if there.get(part)]
    form.sent.choices = [(part.value, words.sent_name(part)) for part in SentKind]
    if form.is_submitted() and form.validate():
        if not (form.chosen_own() or form.chosen_sent()):
            form.add_error("own", _("Kies eerst wat er weg moet."))
        elif request.form.get("zeker") == "ja":
            return _erase(form)
        else:
            return render_template("client/my_data/erase_check.html", form=form, there=there, words=words)
    page = render_template(
        "client/my_data/erase.html", form=form, there=there, requests=_requests(), words=words, hints=_hints(there)
    )
    return page, 422 if form.errors else 200


def _erase(form: EraseForm) -> ResponseReturnValue:
    """Erase what is hers alone, and send in the request for the rest: in one transaction."""
    for part in form.chosen_own():
        for token in retention.erase_own(g.db, g.case, part, by=g.actor, store=files.shelf().store):
            forget_in_assistant(g.db, token)
    if form.chosen_own():
        flash(_("Gewist. Dit kan niemand meer terughalen, wij ook niet."), "success")
    if not form.chosen_sent():
        return htmx.go_to(url_for("client.erase"))
    receipt = data_requests.ask_to_erase(
        g.db, g.case, by=g.actor, parts=form.chosen_sent(), words=form.words.data or ""
    )
    return htmx.go_to(url_for("client.receipt", number=receipt.number, nieuw=1))


def _hints(there: dict[Own, int]) -> dict[str, dict[str, Any]]:
    return {
        "own": {part.value: _("%(count)s stuks", count=count) for part, count in there.items()},
        "sent": {part.value: words.why_it_may_stay(part) for part in SentKind},
    }


def _requests() -> list[data_requests.DataRequest]:
    return data_requests.requests_of(g.db, g.case.id)
