"""Sollicitaties of one client: what she did and how it went, in her words."""

import uuid
from typing import Any

from flask import abort, flash, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eportfolio import agreements, application_files, applications, audit, people
from eportfolio.applications import Shown, Stage
from eportfolio.base import today
from eportfolio.people import CaseFile

from .. import htmx, labels
from ..applications import report as reports
from ..applications import words as log_words
from ..submissions import once
from . import blueprint


@blueprint.get("/coach/klanten/<uuid:case_id>/sollicitaties", endpoint="applications")
def list_applications(case_id: uuid.UUID) -> ResponseReturnValue:
    """What is new with its words, then everything; looking is logged."""
    case = _case(case_id)
    words = request.args.get("zoek", "").replace("\x00", "").strip()[:100]
    choice = request.args.get("toon", "")
    shown = Shown(choice) if choice in list(Shown) else Shown.ALL
    stage = Stage(choice) if choice in list(Stage) and choice not in list(Shown) else None
    audit.record(g.db, case.id, by=g.actor, action=audit.Action.READ, subject=audit.Subject.APPLICATION)
    return htmx.answer(
        "coach/applications/list.html",
        "coach/applications/_list.html",
        case=case,
        found=applications.find(
            g.db, case.id, shown=shown, stage=stage, words=words, page=request.args.get("pagina", 1, int)
        ),
        words=words,
        choice=(stage or shown).value,
        labels=labels,
        log_words=log_words,
        today=today(),
        page_url=url_for("coach.applications", case_id=case.id, toon=(stage or shown).value, zoek=words or None)
        + "&pagina=",
        **({} if htmx.wants_fragment() else _around(case)),
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
    return render_template(
        "coach/applications/one.html",
        case=case,
        application=shown,
        files=application_files.files_of(g.db, shown),
        labels=labels,
        log_words=log_words,
        today=today(),
    )


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


@blueprint.get("/coach/klanten/<uuid:case_id>/sollicitaties/verslagen/<uuid:report_id>")
def application_report(case_id: uuid.UUID, report_id: uuid.UUID) -> ResponseReturnValue:
    """A report as the client sent it; looking is logged, "Gelezen" is a button."""
    case = _case(case_id)
    sent = applications.sent_report(g.db, case.id, report_id)
    _note_look(case, sent, audit.Action.READ)
    return render_template(
        "coach/applications/report.html",
        case=case,
        sent=sent,
        report=sent.report,
        words=log_words,
        labels=labels,
    )


@blueprint.get("/coach/klanten/<uuid:case_id>/sollicitaties/verslagen/<uuid:report_id>.pdf")
def application_report_pdf(case_id: uuid.UUID, report_id: uuid.UUID) -> ResponseReturnValue:
    """The same as PDF/UA."""
    case = _case(case_id)
    sent = applications.sent_report(g.db, case.id, report_id)
    _note_look(case, sent, audit.Action.EXPORTED)
    number = sent.receipt.number if sent.receipt else None
    return reports.pdf_answer(sent.report, case, made_at=sent.created_at, number=number)


@blueprint.post("/coach/klanten/<uuid:case_id>/sollicitaties/verslagen/<uuid:report_id>/gelezen")
@once
def application_report_seen(case_id: uuid.UUID, report_id: uuid.UUID) -> ResponseReturnValue:
    """The coach has read the report; the client sees that."""
    case = _case(case_id)
    applications.mark_report_seen(g.db, applications.sent_report(g.db, case.id, report_id), by=g.actor)
    flash(_("Gelezen. De klant ziet dat."), "success")
    return htmx.go_to(url_for("coach.applications", case_id=case.id))


def _around(case: CaseFile) -> dict[str, Any]:
    """What stands around the list: news with its words, reports, and her weeks beside what was agreed."""
    agreed = agreements.applications_agreed(g.db, case.id)
    period = log_words.period_of(agreed)
    return {
        "news": applications.new_for_coach(g.db, case.id),
        "reports": applications.sent_reports_of(g.db, case.id, most=5),
        "agreed": agreed,
        "period": period,
        "effort": applications.effort_of(g.db, case.id, period=period),
    }


def _note_look(case: CaseFile, sent: applications.SentReport, action: audit.Action) -> None:
    audit.record(
        g.db,
        case.id,
        by=g.actor,
        action=action,
        subject=audit.Subject.APPLICATION_REPORT,
        subject_id=sent.id,
        label=f"{sent.first_on:%d-%m-%Y} - {sent.last_on:%d-%m-%Y}",
    )


def _case(case_id: uuid.UUID) -> CaseFile:
    return people.case_of_coach(g.db, g.actor.account_id, case_id)
