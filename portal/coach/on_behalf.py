"""On behalf of a client: what she told by phone, on paper or at the desk is written down, marked, left to check.

Only what she did or handed over herself: her applications, and papers. Agreeing and sending in stay hers; the intake
and her profile she fills in herself, with help at her side (`together`) if she wants.
"""

import uuid
from typing import Any

from flask import flash, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField

from eportfolio import applications, helping, people, timeline
from eportfolio.access import Channel
from eportfolio.applications import NAME_LIMIT, Logged
from eportfolio.base import Invalid, today
from eportfolio.documents import handling
from eportfolio.documents.handling import FileRefused
from eportfolio.documents.model import DocumentKind
from eportfolio.helped import TOLD
from eportfolio.people import CaseFile
from eportfolio.storage import StorageUnavailable

from .. import files, htmx, labels
from ..applications.forms import ApplicationForm, refuse
from ..document_forms import FileForm, kinds
from ..fields import DateField
from ..forms import at_most, required, strip
from ..limits import limiter
from ..submissions import once
from . import blueprint


class ToldForm(ApplicationForm):
    """An application as the client told it."""

    told = RadioField(_l("Hoe hoorde u dit?"), [required(_l("Kies hoe u dit hoorde."))])
    job = StringField(
        _l("Op welk werk solliciteerde de klant?"),
        [required(_l("Vul in welk werk het is.")), at_most(NAME_LIMIT)],
        filters=[strip],
    )
    employer = StringField(
        _l("Bij welke werkgever?"),
        [required(_l("Vul in bij welke werkgever de klant solliciteerde.")), at_most(NAME_LIMIT)],
        filters=[strip],
    )
    applied_on = DateField(_l("Op welke dag?"), [required(_l("Vul in op welke dag de klant solliciteerde."))])
    how = SelectField(_l("Hoe solliciteerde de klant?"), [required(_l("Kies hoe de klant solliciteerde."))])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.told.choices = [(channel.value, labels.channel_name(channel).capitalize()) for channel in TOLD]


class ToldDocumentForm(FileForm):
    """A paper that the client handed over, scanned or photographed by the coach."""

    told = RadioField(_l("Hoe kreeg u dit?"), [required(_l("Kies hoe u dit kreeg."))])
    kind = RadioField(_l("Wat is het?"), [required(_l("Kies wat het is."))])
    note = None

    def __init__(self) -> None:
        super().__init__()
        self.kind.choices = kinds()
        handed = (Channel.PAPER, Channel.DESK)
        self.told.choices = [(channel.value, labels.channel_name(channel).capitalize()) for channel in handed]


@blueprint.get("/coach/klanten/<uuid:case_id>/namens")
def on_behalf(case_id: uuid.UUID) -> ResponseReturnValue:
    """The two ways to help this client to fill in, and what waits for her to check."""
    case = _case(case_id)
    entries = helping.written_on_behalf(g.db, case.id)
    return render_template(
        "coach/on_behalf/page.html",
        case=case,
        entries=entries,
        places=timeline.places_of(g.db, case.id, {entry.subject_id for entry in entries if entry.subject_id}),
        labels=labels,
    )


@blueprint.route("/coach/klanten/<uuid:case_id>/namens/sollicitatie", methods=["GET", "POST"])
@once
def application_on_behalf(case_id: uuid.UUID) -> ResponseReturnValue:
    """Write down an application that the client told about."""
    case = _case(case_id)
    form = ToldForm(data={"applied_on": today()} if request.method == "GET" else None)
    if form.validate_on_submit():
        try:
            by = helping.on_behalf(g.actor, Channel(form.told.data))
            logged = applications.log_application(g.db, case, by=by, details=form.details())
        except Invalid as refusal:
            refuse(form, refusal)
        else:
            return _written(case, logged)
    page = render_template("coach/on_behalf/application.html", form=form, case=case)
    return page, 422 if form.errors else 200


@blueprint.route("/coach/klanten/<uuid:case_id>/namens/document", methods=["GET", "POST"])
@limiter.limit("40 per hour", methods=["POST"])
@once
def document_on_behalf(case_id: uuid.UUID) -> ResponseReturnValue:
    """Keep a paper that the client handed over."""
    case = _case(case_id)
    form = ToldDocumentForm()
    if form.validate_on_submit() and (name := _kept(case, form)):
        flash(_("Toegevoegd: %(name)s. De klant krijgt bericht en kijkt het na.", name=name), "success")
        return htmx.go_to(url_for("coach.on_behalf", case_id=case.id))
    return render_template("coach/on_behalf/document.html", form=form, case=case), 422 if form.errors else 200


def _kept(case: CaseFile, form: ToldDocumentForm) -> str | None:
    """The name of the document that is kept now; None when it was refused, which stands at its field."""
    try:
        kept = handling.upload(
            g.db,
            case,
            by=helping.on_behalf(g.actor, Channel(form.told.data)),
            shelf=files.shelf(),
            file=form.upload(),
            kind=DocumentKind(form.kind.data),
            expires_on=form.expires_on.data,
        )
    except FileRefused as refused:
        form.refuse(refused)
    except StorageUnavailable:
        form.add_error("file", _("Wij kunnen nu geen bestanden bewaren. Probeer het straks nog eens."))
    else:
        return kept.document.name
    return None


def _written(case: CaseFile, logged: Logged) -> ResponseReturnValue:
    label = logged.application.label
    if logged.repeated:
        flash(_("Deze sollicitatie stond er al: %(label)s.", label=label))
    else:
        flash(_("Opgeschreven: %(label)s. De klant krijgt bericht en kijkt het na.", label=label), "success")
    return htmx.go_to(url_for("coach.on_behalf", case_id=case.id))


def _case(case_id: uuid.UUID) -> CaseFile:
    return people.case_of_coach(g.db, g.actor.account_id, case_id)
