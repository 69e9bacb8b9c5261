"""What happened next, and how an interview went; each step can be put right."""

import datetime as dt
import uuid
from typing import Any, cast

from flask import flash, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eportfolio import applications
from eportfolio.applications import ApplicationStage, ChangedMeanwhile, FirstStep, JobApplication, Stage
from eportfolio.base import Invalid, today

from ... import htmx, labels
from ...applications.forms import refuse
from ...submissions import once
from ...two_tabs import Clash, fingerprints, settle
from .. import blueprint
from .clashes import choose
from .forms import ExperienceForm, StageForm, StepForm
from .pages import application_here, next_steps, page_of

OUTCOMES = (Stage.OFFER, Stage.HIRED, Stage.REJECTED, Stage.WITHDRAWN)


@blueprint.route("/sollicitaties/<uuid:application_id>/stap", methods=["GET", "POST"])
@once
def application_stage(application_id: uuid.UUID) -> ResponseReturnValue:
    """Say what happened next; `?stap` has chosen already."""
    shown = application_here(application_id)
    form = StageForm()
    form.stage.choices = [(stage.value, said) for stage, said in next_steps(shown)]
    if request.method == "GET":
        form.stage.data = request.args.get("stap")
        form.on.data = None if form.stage.data == Stage.INTERVIEW else today()
    if form.validate_on_submit():
        stage, on = Stage(form.stage.data), cast(dt.date, form.on.data)
        try:
            applications.move_to(g.db, shown, by=g.actor, stage=stage, on=on, words=form.words.data)
        except Invalid as refusal:
            refuse(form, refusal)
        else:
            flash(_("Bewaard. Uw coach kan het nu lezen."), "success")
            return htmx.go_to(page_of(shown))
    page = render_template("client/applications/stage.html", form=form, application=shown)
    return page, 422 if form.errors else 200


@blueprint.route("/sollicitaties/<uuid:application_id>/stap/<uuid:step_id>", methods=["GET", "POST"])
@once
def application_step(application_id: uuid.UUID, step_id: uuid.UUID) -> ResponseReturnValue:
    """Another day or other words for a step."""
    shown = application_here(application_id)
    step = applications.step_of(g.db, shown, step_id)
    stored: dict[str, Any] = {"on": step.on, "words": step.told}
    form = StepForm(step)
    if form.validate_on_submit():
        mine = {"on": form.on.data, "words": form.words.data}
        settled = settle(mine, stored, opened=form.opened.data or "", form=request.form)
        if settled.clashes:
            return choose(shown, form, settled.clashes, stored)
        try:
            applications.correct_step(g.db, shown, step.id, by=g.actor, version=step.version, **settled.values)
        except ChangedMeanwhile:
            return choose(shown, form, [Clash(name, mine[name], stored[name]) for name in mine], stored)
        except Invalid as refusal:
            refuse(form, refusal)
        else:
            flash(_("Uw wijziging is bewaard."), "success")
            return htmx.go_to(page_of(shown))
    elif request.method == "GET":
        form.opened.data = fingerprints(stored)
    is_first = step is applications.first_step(shown)
    page = render_template(
        "client/applications/step.html", form=form, application=shown, step=step, is_first=is_first, labels=labels
    )
    return page, 422 if form.errors else 200


@blueprint.post("/sollicitaties/<uuid:application_id>/stap/<uuid:step_id>/terug")
@once
def application_step_back(application_id: uuid.UUID, step_id: uuid.UUID) -> ResponseReturnValue:
    """It did not happen; the next page offers to put it back."""
    shown = application_here(application_id)
    try:
        applications.take_back(g.db, shown, step_id, by=g.actor)
    except FirstStep:
        flash(_("Met deze stap begint de sollicitatie. U kunt wel de hele sollicitatie verwijderen."), "warning")
        return htmx.go_to(page_of(shown))
    return htmx.go_to(url_for("client.application", application_id=shown.id, weg=step_id))


@blueprint.post("/sollicitaties/<uuid:application_id>/stap/<uuid:step_id>/zet-terug")
@once
def application_step_restore(application_id: uuid.UUID, step_id: uuid.UUID) -> ResponseReturnValue:
    """It did happen after all."""
    shown = application_here(application_id)
    applications.put_back(g.db, shown, step_id, by=g.actor)
    flash(_("De stap staat er weer."), "success")
    return htmx.go_to(page_of(shown))


@blueprint.route("/sollicitaties/<uuid:application_id>/gesprek/<uuid:interview_id>", methods=["GET", "POST"])
@once
def application_experience(application_id: uuid.UUID, interview_id: uuid.UUID) -> ResponseReturnValue:
    """Hoe ging het? Own words first; the outcome only when it is known."""
    shown = application_here(application_id)
    interview = applications.interview_of(g.db, shown, interview_id)
    stored = {"experience": interview.experience}
    form = ExperienceForm(obj=interview)
    form.outcome.choices = [("", _("Nog niet"))] + [
        (stage.value, said) for stage, said in next_steps(shown) if stage in OUTCOMES
    ]
    if form.validate_on_submit():
        settled = settle({"experience": form.experience.data}, stored, opened=form.opened.data or "", form=request.form)
        if settled.clashes:
            return choose(shown, form, settled.clashes, stored)
        try:
            _tell(shown, interview, form, settled.values["experience"])
        except ChangedMeanwhile:
            return choose(shown, form, [Clash("experience", form.experience.data, interview.experience)], stored)
        except Invalid as refusal:
            refuse(form, refusal)
        else:
            flash(_("Dank u. Uw coach kan nu lezen hoe het ging."), "success")
            return htmx.go_to(page_of(shown))
    elif request.method == "GET":
        form.opened.data = fingerprints(stored)
    page = render_template("client/applications/experience.html", form=form, application=shown, interview=interview)
    return page, 422 if form.errors else 200


def _tell(application: JobApplication, interview: ApplicationStage, form: ExperienceForm, experience: str) -> None:
    applications.tell_how_it_went(
        g.db,
        application,
        interview.id,
        by=g.actor,
        experience=experience,
        outcome=Stage(form.outcome.data) if form.outcome.data else None,
        outcome_words=form.outcome_words.data,
        version=interview.version,
    )
