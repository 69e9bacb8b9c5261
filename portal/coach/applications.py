"""Sollicitaties of one client: what she did and how it went, in her words."""

import uuid

from flask import abort, flash, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eportfolio import applications, audit, people
from eportfolio.applications import Shown
from eportfolio.people import CaseFile

from .. import htmx, labels
from ..submissions import once
from . import blueprint


@blueprint.get("/coach/klanten/<uuid:case_id>/sollicitaties", endpoint="applications")
def list_applications(case_id: uuid.UUID) -> ResponseReturnValue:
    """What is new with its words, then everything; looking is logged."""
    case = _case(case_id)
    words = request.args.get("zoek", "").replace("\x00", "").strip()[:100]
    name = request.args.get("toon")
    shown = Shown(name) if name in list(Shown) else Shown.ALL
    audit.record(g.db, case.id, by=g.actor, action=audit.Action.READ, subject=audit.Subject.APPLICATION)
    return htmx.answer(
        "coach/applications/list.html",
        "coach/applications/_list.html",
        case=case,
        found=applications.find(g.db, case.id, shown=shown, words=words, page=request.args.get("pagina", 1, int)),
        news=applications.new_for_coach(g.db, case.id),
        words=words,
        shown=shown,
        labels=labels,
        page_url=url_for("coach.applications", case_id=case.id, toon=shown.value, zoek=words or None) + "&pagina=",
    )


@blueprint.get("/coach/klanten/<uuid:case_id>/sollicitaties/<uuid:application_id>")
def application(case_id: uuid.UUID, application_id: uuid.UUID) -> ResponseReturnValue:
    """One application with every step; looking is logged, "Gelezen" is a button."""
    case = _case(case_id)
    shown = applications.application_of(g.db, case.id, application_id)
    audit.record(
        g.db,
        case.id,
        by=g.actor,
        action=audit.Action.READ,
        subject=audit.Subject.APPLICATION,
        subject_id=shown.id,
        label=shown.label,
    )
    return render_template("coach/applications/one.html", case=case, application=shown, labels=labels)


@blueprint.post("/coach/klanten/<uuid:case_id>/sollicitaties/<uuid:application_id>/gelezen")
@once
def application_seen(case_id: uuid.UUID, application_id: uuid.UUID) -> ResponseReturnValue:
    """The coach has read it as it stood on the page; what the client changed since stays new."""
    case = _case(case_id)
    shown = applications.application_of(g.db, case.id, application_id)
    version = request.form.get("version", 0, int) or abort(400)
    applications.mark_seen(g.db, shown, by=g.actor, version=version)
    flash(_("Gelezen: %(label)s. De klant ziet dat.", label=shown.label), "success")
    return htmx.go_to(url_for("coach.applications", case_id=case.id))


def _case(case_id: uuid.UUID) -> CaseFile:
    return people.case_of_coach(g.db, g.actor.account_id, case_id)
