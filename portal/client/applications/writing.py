"""Write an application down, correct it, copy it, take it off the list."""

import uuid
from typing import Any

from flask import flash, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eportfolio import applications
from eportfolio.applications import ChangedMeanwhile, Details, JobApplication, Stage
from eportfolio.base import Invalid, today

from ... import htmx
from ...applications.forms import refuse
from ...submissions import once
from ...two_tabs import Clash, fingerprints, settle
from .. import blueprint
from .clashes import choose
from .forms import EditApplicationForm, NewApplicationForm
from .pages import application_here, page_of


@blueprint.route("/sollicitaties/nieuw", methods=["GET", "POST"])
@once
def application_new() -> ResponseReturnValue:
    """Write down a new application, with three answers or more; `?van` begins with a copy of an earlier one."""
    copied = _copied() if request.method == "GET" else None
    form = NewApplicationForm(data=_start(copied) if request.method == "GET" else None)
    if form.validate_on_submit():
        try:
            logged = applications.log_application(
                g.db, g.case, by=g.actor, details=form.details(), stage=Stage(form.stage.data)
            )
        except Invalid as refusal:
            refuse(form, refusal)
        else:
            return _received(logged)
    page = render_template("client/applications/new.html", form=form, copied=copied)
    return page, 422 if form.errors else 200


@blueprint.route("/sollicitaties/<uuid:application_id>/wijzig", methods=["GET", "POST"])
@once
def application_edit(application_id: uuid.UUID) -> ResponseReturnValue:
    """Correct the details; what was changed elsewhere meanwhile is kept, or shown beside hers to choose."""
    shown = application_here(application_id)
    stored = _stored(shown)
    form = EditApplicationForm(obj=shown)
    form.planned = shown.stage is Stage.PLANNED
    if form.validate_on_submit():
        mine = {name: getattr(form.details(), name) for name in stored}
        settled = settle(mine, stored, opened=form.opened.data or "", form=request.form)
        if settled.clashes:
            return choose(shown, form, settled.clashes, stored)
        try:
            applications.correct(g.db, shown, by=g.actor, details=Details(**settled.values), version=shown.version)
        except ChangedMeanwhile:
            return choose(shown, form, _all_that_differ(mine, shown), _stored(shown))
        except Invalid as refusal:
            refuse(form, refusal)
        else:
            flash(_("Uw wijziging is bewaard."), "success")
            return htmx.go_to(page_of(shown))
    elif request.method == "GET":
        form.opened.data = fingerprints(stored)
    page = render_template("client/applications/edit.html", form=form, application=shown)
    return page, 422 if form.errors else 200


@blueprint.post("/sollicitaties/<uuid:application_id>/verwijder")
@once
def application_remove(application_id: uuid.UUID) -> ResponseReturnValue:
    """Take it off the list; the next page offers to put it back."""
    shown = application_here(application_id)
    applications.remove(g.db, shown, by=g.actor)
    return htmx.go_to(url_for("client.applications", verwijderd=shown.id))


@blueprint.post("/sollicitaties/<uuid:application_id>/zet-terug")
@once
def application_restore(application_id: uuid.UUID) -> ResponseReturnValue:
    """Undo a removal."""
    shown = applications.application_of(g.db, g.case.id, application_id, removed=True)
    applications.restore(g.db, shown, by=g.actor)
    flash(_("De sollicitatie staat weer in uw lijst."), "success")
    return htmx.go_to(page_of(shown))


def _copied() -> JobApplication | None:
    """The earlier application that the address names."""
    try:
        copied_id = uuid.UUID(request.args.get("van", ""))
    except ValueError:
        return None
    return application_here(copied_id)


def _start(copied: JobApplication | None) -> dict[str, Any]:
    """What the form begins with: today, and what is likely to be the same as the last time."""
    if copied is None:
        return {"applied_on": today()}
    same = {name: getattr(copied, name) for name in ("job", "employer", "how", "contact")}
    return {"applied_on": today(), **same}


def _received(logged: applications.Logged) -> ResponseReturnValue:
    number = logged.receipt.number if logged.receipt else ""
    if logged.repeated:
        flash(
            _("Deze sollicitatie had u al opgeschreven. Uw bewijs van ontvangst is nummer %(number)s.", number=number)
        )
    else:
        flash(_("Bewaard. Uw bewijs van ontvangst is nummer %(number)s.", number=number), "success")
    return htmx.go_to(page_of(logged.application))


def _stored(application: JobApplication) -> dict[str, Any]:
    return {name: getattr(application, name) for name in Details.__slots__}


def _all_that_differ(mine: dict[str, Any], application: JobApplication) -> list[Clash]:
    """Somebody was quicker by a moment: show every difference."""
    stored = _stored(application)
    return [Clash(name, value, stored[name]) for name, value in mine.items() if value != stored[name]]
