"""Verslag: what she did between two days, on the screen, on paper, as a table, and to her coach."""

import datetime as dt
import uuid
from typing import Any

from flask import flash, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eportfolio import agreements, applications, audit
from eportfolio.access import Channel
from eportfolio.applications import PeriodReport
from eportfolio.base import Invalid, now, today

from ... import htmx, labels
from ...applications import report as reports
from ...applications import table, words
from ...presentation import date_text
from ...submissions import once
from .. import blueprint
from .forms import PeriodForm

FOUR_WEEKS, AGREED, OWN = "4-weken", "afspraak", "zelf"


@blueprint.get("/sollicitaties/verslag")
def application_report() -> ResponseReturnValue:
    """Choose a period and see the report of it; without a choice, of the last four weeks."""
    form, report = _asked()
    page = render_template(
        "client/applications/report.html",
        form=form,
        report=report,
        address=_address(report) if report else {},
        sent=applications.sent_reports_of(g.db, g.case.id, most=5),
        columns=table.columns(),
        words=words,
        labels=labels,
    )
    return page, 200 if report else 422


@blueprint.post("/sollicitaties/verslag")
@once
def application_report_send() -> ResponseReturnValue:
    """Send the report of these days to the coach; the same report again leads to the same receipt."""
    report = _whole_or_none(request.form.get("van", ""), request.form.get("tot", ""))
    if report is None:
        return htmx.go_to(url_for("client.application_report"))
    sent = applications.send_report(g.db, g.case, report, by=g.actor)
    return htmx.go_to(url_for("client.application_report_sent", report_id=sent.id, nieuw=1))


@blueprint.get("/sollicitaties/verslag.pdf")
def application_report_pdf() -> ResponseReturnValue:
    """The report as PDF/UA, shown and not downloaded."""
    _form, report = _asked()
    if report is None:
        return htmx.go_to(_back_to_choice())
    _note_taken_along(report)
    return reports.pdf_answer(report, g.case, made_at=now())


@blueprint.get("/sollicitaties/verslag.csv")
def application_report_table_file() -> ResponseReturnValue:
    """The report as a table; never on a shared computer, where it would stay behind."""
    _form, report = _asked()
    if report is None or g.actor.channel is Channel.KIOSK:
        if report is not None:
            flash(_("Op een openbare computer bewaart u geen bestanden. Stuur het verslag naar uw coach."), "warning")
        return htmx.go_to(_back_to_choice())
    _note_taken_along(report)
    return reports.table_answer(report)


@blueprint.get("/sollicitaties/verslagen/<uuid:report_id>")
def application_report_sent(report_id: uuid.UUID) -> ResponseReturnValue:
    """A report as it was sent; `?nieuw` right after sending adds what happens next."""
    sent = applications.sent_report(g.db, g.case.id, report_id)
    return render_template(
        "client/applications/sent_report.html",
        sent=sent,
        report=sent.report,
        fresh="nieuw" in request.args,
        words=words,
        labels=labels,
    )


@blueprint.get("/sollicitaties/verslagen/<uuid:report_id>.pdf")
def application_report_sent_pdf(report_id: uuid.UUID) -> ResponseReturnValue:
    """The same as PDF/UA."""
    sent = applications.sent_report(g.db, g.case.id, report_id)
    _note_taken_along(sent.report)
    number = sent.receipt.number if sent.receipt else None
    return reports.pdf_answer(sent.report, g.case, made_at=sent.created_at, number=number)


def _asked() -> tuple[PeriodForm, PeriodReport | None]:
    """The form as the address fills it in, and the report when the period can be one."""
    form = PeriodForm(request.args if "periode" in request.args else None)
    agreed = agreements.applications_agreed(g.db, g.case.id)
    form.periode.choices = [(FOUR_WEEKS, _("De laatste 4 weken"))]
    if agreed:
        since = words.since_of(agreed)
        form.periode.choices.append((AGREED, _("Sinds de afspraak van %(day)s", day=date_text(since))))
    form.periode.choices.append((OWN, _("Ik kies zelf van wanneer tot wanneer")))
    form.periode.data = form.periode.data or FOUR_WEEKS
    if not form.validate() and "periode" in request.args:
        return form, None
    first, last = today() - dt.timedelta(days=27), today()
    if form.periode.data == AGREED and agreed:
        first = max(words.since_of(agreed), today() - dt.timedelta(days=366))
    elif form.periode.data == OWN:
        return form, _own_period(form)
    return form, reports.report_of(g.db, g.case, first, last)


def _own_period(form: PeriodForm) -> PeriodReport | None:
    first, last = form.van.data, form.tot.data
    for field in (form.van, form.tot):
        if field.data is None:
            form.add_error(field.name, _("Vul een dag in."))
    if first is None or last is None:
        return None
    try:
        return reports.report_of(g.db, g.case, first, last)
    except Invalid as refusal:
        form.add_error("van" if refusal.field == "first" else "tot", _period_words(first, last))
        return None


def _period_words(first: dt.date, last: dt.date) -> str:
    if max(first, last) > today():
        return _("Deze dag is nog niet geweest. Kies een dag tot en met vandaag.")
    if last < first:
        return _("De laatste dag is eerder dan de eerste. Draai ze om.")
    return _("Een verslag gaat over hooguit een jaar. Kies een kortere periode.")


def _whole_or_none(first: str, last: str) -> PeriodReport | None:
    """The report over the days that the button of the page named."""
    try:
        return reports.report_of(g.db, g.case, dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    except (ValueError, Invalid):
        return None


def _address(report: PeriodReport) -> dict[str, str]:
    """The same period in an address."""
    return {"periode": OWN, "van": report.first.isoformat(), "tot": report.last.isoformat()}


def _note_taken_along(report: PeriodReport) -> None:
    audit.record(
        g.db,
        g.case.id,
        by=g.actor,
        action=audit.Action.EXPORTED,
        subject=audit.Subject.APPLICATION_REPORT,
        label=f"{report.first:%d-%m-%Y} - {report.last:%d-%m-%Y}",
    )


def _back_to_choice() -> str:
    """The page with the same choice, where what is wrong with it is said."""
    chosen: dict[str, Any] = request.args.to_dict()
    return url_for("client.application_report", **chosen)
