"""Sollicitaties: where the client applied, what happened, and how it went in her own words."""

import datetime as dt
import uuid
from typing import Any, cast

from flask import flash, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import Optional

from eportfolio import agreements, applications, receipts
from eportfolio.applications import (
    NAME_LIMIT,
    NOTE_LIMIT,
    URL_LIMIT,
    WORDS_LIMIT,
    ApplicationStage,
    Details,
    How,
    JobApplication,
    Shown,
    Stage,
)
from eportfolio.base import Invalid, today

from .. import htmx, labels
from ..agreement_words import target_text
from ..fields import DateField
from ..forms import Form, at_most, plain_lines, required, strip
from ..submissions import once
from . import blueprint

OUTCOMES = (Stage.OFFER, Stage.HIRED, Stage.REJECTED, Stage.WITHDRAWN)


def web_address(value: str | None) -> str | None:
    """Filter: people type www.example.nl; a link needs https:// before it."""
    cleaned = strip(value)
    if cleaned and "://" not in cleaned and "." in cleaned.split("/")[0] and ":" not in cleaned.split("/")[0]:
        return f"https://{cleaned}"
    return cleaned


class ApplicationForm(Form):
    """What the client tells about an application."""

    job = StringField(
        _l("Welk werk is het?"), [required(_l("Vul in welk werk het is.")), at_most(NAME_LIMIT)], filters=[strip]
    )
    employer = StringField(
        _l("Bij welke werkgever?"),
        [required(_l("Vul in bij welke werkgever u solliciteert.")), at_most(NAME_LIMIT)],
        filters=[strip],
    )
    applied_on = DateField(_l("Op welke dag?"), [required(_l("Vul in op welke dag u solliciteert."))])
    how = SelectField(_l("Hoe solliciteert u?"), [required(_l("Kies hoe u solliciteert."))])
    vacancy_url = StringField(_l("Webadres van de vacature"), [Optional(), at_most(URL_LIMIT)], filters=[web_address])
    contact = StringField(_l("Contactpersoon"), [Optional(), at_most(200)], filters=[strip])
    note = TextAreaField(_l("Opmerking"), [Optional(), at_most(NOTE_LIMIT)], filters=[plain_lines])

    planned = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.how.choices = [("", _("Kies"))] + [(how.value, labels.how_name(how)) for how in How]

    def validate_vacancy_url(self, field: StringField) -> None:
        if field.data and not applications.is_web_address(field.data):
            raise ValidationError(_("Dit webadres klopt niet. Een webadres begint met https://"))

    def validate_applied_on(self, field: DateField) -> None:
        if field.data and field.data > today() and not self.is_planned():
            raise ValidationError(_("Deze dag is nog niet geweest. Kies een dag tot en met vandaag."))

    def is_planned(self) -> bool:
        """Whether the client still has to apply."""
        return self.planned

    def details(self) -> Details:
        """The answers, for the case file."""
        return Details(
            employer=self.employer.data,
            job=self.job.data,
            applied_on=cast(dt.date, self.applied_on.data),
            how=How(self.how.data),
            vacancy_url=self.vacancy_url.data,
            contact=self.contact.data,
            note=self.note.data,
        )


class NewApplicationForm(ApplicationForm):
    """A new application: was it sent, or is it a plan?"""

    stage = RadioField(_l("Heeft u al gesolliciteerd?"), [required()], default=Stage.SENT.value)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stage.choices = [
            (Stage.SENT.value, _("Ja, ik heb gesolliciteerd")),
            (Stage.PLANNED.value, _("Nee, dat ga ik nog doen")),
        ]

    def is_planned(self) -> bool:
        return bool(self.stage.data == Stage.PLANNED.value)


class EditApplicationForm(ApplicationForm):
    """A correction; `version` is what the form was opened with."""

    version = HiddenField()


class StageForm(Form):
    """What happened, on which day, in own words."""

    stage = RadioField(_l("Wat is er gebeurd?"), [required(_l("Kies wat er is gebeurd."))])
    on = DateField(_l("Op welke dag?"), [required(_l("Vul in op welke dag het was of is."))])
    words = TextAreaField(
        _l("Vertel het in uw eigen woorden"), [Optional(), at_most(WORDS_LIMIT)], filters=[plain_lines]
    )

    def validate_on(self, field: DateField) -> None:
        if field.data and field.data > today() and self.stage.data not in applications.AHEAD:
            raise ValidationError(_("Deze dag is nog niet geweest. Kies een dag tot en met vandaag."))


class ExperienceForm(Form):
    """How an interview went and, when it is known, what came of it."""

    experience = TextAreaField(
        _l("Hoe ging het?"),
        [required(_l("Schrijf op hoe het ging. Een paar woorden is genoeg.")), at_most(WORDS_LIMIT)],
        filters=[plain_lines],
    )
    outcome = RadioField(_l("Weet u al wat het wordt?"), [Optional()], default="")
    outcome_words = TextAreaField(_l("Wat zeiden zij?"), [Optional(), at_most(WORDS_LIMIT)], filters=[plain_lines])

    def validate_outcome_words(self, field: TextAreaField) -> None:
        """Words without an outcome would have no place: ask rather than lose them."""
        if field.data and not self.outcome.data:
            raise ValidationError(_("Kies hierboven ook wat het wordt. Of schrijf dit bij de vraag hoe het ging."))


@blueprint.get("/sollicitaties", endpoint="applications")
def list_applications() -> ResponseReturnValue:
    """The list, newest first, narrowed by a choice or a word; `?verwijderd` offers to undo a removal."""
    words = request.args.get("zoek", "").replace("\x00", "").strip()[:100]
    shown = shown_of(request.args.get("toon"))
    found = applications.find(g.db, g.case.id, shown=shown, words=words, page=request.args.get("pagina", 1, int))
    return htmx.answer(
        "client/applications/list.html",
        "client/applications/_list.html",
        found=found,
        words=words,
        shown=shown,
        labels=labels,
        agreed=target_text(agreements.applications_target(g.db, g.case.id)),
        numbers=receipts.numbers_of(g.db, g.case.id, [row.id for row in found.items]),
        to_tell=applications.awaiting_experience(g.db, g.case.id),
        removed=_removed(),
        page_url=url_for("client.applications", toon=shown.value, zoek=words or None) + "&pagina=",
    )


@blueprint.route("/sollicitaties/nieuw", methods=["GET", "POST"])
@once
def application_new() -> ResponseReturnValue:
    """Write down a new application; the answer is its page with the receipt."""
    form = NewApplicationForm()
    if request.method == "GET":
        form.applied_on.data = today()
    if form.validate_on_submit():
        try:
            logged = applications.log_application(
                g.db, g.case, by=g.actor, details=form.details(), stage=Stage(form.stage.data)
            )
        except Invalid as refusal:
            _refuse(form, refusal)
        else:
            flash(_("Bewaard. Uw bewijs van ontvangst is nummer %(number)s.", number=logged.receipt.number), "success")
            return htmx.go_to(_page_of(logged.application))
    return render_template("client/applications/new.html", form=form), 422 if form.errors else 200


@blueprint.get("/sollicitaties/<uuid:application_id>")
def application(application_id: uuid.UUID) -> ResponseReturnValue:
    """One application: what happened, the details, and what to do next."""
    shown = _application(application_id)
    number = receipts.numbers_of(g.db, g.case.id, [shown.id]).get(shown.id)
    to_tell = [step for step in shown.stages if step.can_be_told and not step.experience and not shown.is_closed]
    return render_template(
        "client/applications/one.html", application=shown, number=number, to_tell=to_tell, labels=labels
    )


@blueprint.route("/sollicitaties/<uuid:application_id>/wijzig", methods=["GET", "POST"])
@once
def application_edit(application_id: uuid.UUID) -> ResponseReturnValue:
    """Correct the details; who was overtaken sees the form again, filled in, and may save it after all."""
    shown = _application(application_id)
    form = EditApplicationForm(obj=shown)
    form.planned = shown.stage is Stage.PLANNED
    status = 200
    if form.validate_on_submit():
        try:
            applications.correct(g.db, shown, by=g.actor, details=form.details(), version=_number(form.version.data))
        except applications.ChangedMeanwhile:
            form.form_errors.append(
                _("Deze sollicitatie is intussen gewijzigd. Kijk of dit nog klopt en bewaar het nog een keer.")
            )
            form.version.data, status = shown.version, 409
        except Invalid as refusal:
            _refuse(form, refusal)
        else:
            flash(_("Uw wijziging is bewaard."), "success")
            return htmx.go_to(_page_of(shown))
    elif request.method == "GET":
        form.version.data = shown.version
    status = 422 if form.errors and status == 200 else status
    return render_template("client/applications/edit.html", form=form, application=shown), status


@blueprint.route("/sollicitaties/<uuid:application_id>/stap", methods=["GET", "POST"])
@once
def application_stage(application_id: uuid.UUID) -> ResponseReturnValue:
    """Say what happened next."""
    shown = _application(application_id)
    form = StageForm()
    form.stage.choices = [(stage.value, words) for stage, words in _next_steps(shown)]
    if request.method == "GET":
        form.on.data = today()
    if form.validate_on_submit():
        try:
            applications.move_to(
                g.db,
                shown,
                by=g.actor,
                stage=Stage(form.stage.data),
                on=cast(dt.date, form.on.data),
                words=form.words.data,
            )
        except Invalid as refusal:
            _refuse(form, refusal)
        else:
            flash(_("Bewaard. Uw coach kan het nu lezen."), "success")
            return htmx.go_to(_page_of(shown))
    return (
        render_template("client/applications/stage.html", form=form, application=shown),
        422 if form.errors else 200,
    )


@blueprint.route("/sollicitaties/<uuid:application_id>/gesprek/<uuid:interview_id>", methods=["GET", "POST"])
@once
def application_experience(application_id: uuid.UUID, interview_id: uuid.UUID) -> ResponseReturnValue:
    """Hoe ging het? Own words first; the outcome only when it is known."""
    shown = _application(application_id)
    interview = applications.interview_of(g.db, shown, interview_id)
    form = ExperienceForm(obj=interview)
    form.outcome.choices = [("", _("Nog niet"))] + [
        (stage.value, words) for stage, words in _next_steps(shown) if stage in OUTCOMES
    ]
    if form.validate_on_submit():
        try:
            _tell(shown, interview, form)
        except Invalid as refusal:
            _refuse(form, refusal)
        else:
            flash(_("Dank u. Uw coach kan nu lezen hoe het ging."), "success")
            return htmx.go_to(_page_of(shown))
    return (
        render_template("client/applications/experience.html", form=form, application=shown, interview=interview),
        422 if form.errors else 200,
    )


@blueprint.post("/sollicitaties/<uuid:application_id>/verwijder")
@once
def application_remove(application_id: uuid.UUID) -> ResponseReturnValue:
    """Take it off the list; the next page offers to put it back."""
    shown = _application(application_id)
    applications.remove(g.db, shown, by=g.actor)
    return htmx.go_to(url_for("client.applications", verwijderd=shown.id))


@blueprint.post("/sollicitaties/<uuid:application_id>/zet-terug")
@once
def application_restore(application_id: uuid.UUID) -> ResponseReturnValue:
    """Undo a removal."""
    shown = applications.application_of(g.db, g.case.id, application_id, removed=True)
    applications.restore(g.db, shown, by=g.actor)
    flash(_("De sollicitatie staat weer in uw lijst."), "success")
    return htmx.go_to(_page_of(shown))


def shown_of(name: str | None) -> Shown:
    """The choice in the address; anything unknown is everything."""
    return Shown(name) if name in list(Shown) else Shown.ALL


def _application(application_id: uuid.UUID) -> JobApplication:
    return applications.application_of(g.db, g.case.id, application_id)


def _page_of(application: JobApplication) -> str:
    return url_for("client.application", application_id=application.id)


def _removed() -> JobApplication | None:
    """The application that was just removed, when the address names one of this file."""
    try:
        removed_id = uuid.UUID(request.args.get("verwijderd", ""))
    except ValueError:
        return None
    found = applications.application_of(g.db, g.case.id, removed_id, removed=True)
    return found if found.removed_at is not None else None


def _next_steps(application: JobApplication) -> list[tuple[Stage, str]]:
    """What can happen next, in the client's words; the step it is in now only when it can come again."""
    words = {
        Stage.SENT: _("Ik heb gesolliciteerd"),
        Stage.INTERVIEW: _("Ik heb of had een gesprek"),
        Stage.OFFER: _("Zij bieden mij het werk aan"),
        Stage.HIRED: _("Ik ben aangenomen"),
        Stage.REJECTED: _("Ik ben afgewezen"),
        Stage.NO_ANSWER: _("Ik krijg geen antwoord"),
        Stage.WITHDRAWN: _("Ik ben zelf gestopt"),
    }
    if application.stage is not Stage.PLANNED:
        del words[Stage.SENT]
    if application.stage is not Stage.INTERVIEW:
        words.pop(application.stage, None)
    return list(words.items())


def _tell(application: JobApplication, interview: ApplicationStage, form: ExperienceForm) -> None:
    applications.tell_how_it_went(
        g.db,
        application,
        interview.id,
        by=g.actor,
        experience=form.experience.data,
        outcome=Stage(form.outcome.data) if form.outcome.data else None,
        outcome_words=form.outcome_words.data,
    )


def _refuse(form: Form, refusal: Invalid) -> None:
    """A refusal that the form itself did not foresee, at the field it is about."""
    name = refusal.field if refusal.field and refusal.field in form else str(next(iter(form)).name)
    form.add_error(name, _("Dit klopt niet. Kijk het nog eens na."))


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0
