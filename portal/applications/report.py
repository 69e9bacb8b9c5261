"""The period report: put together, and on paper."""

import datetime as dt

from flask import make_response
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from eportfolio import agreements, application_files
from eportfolio.applications import PeriodReport
from eportfolio.people import CaseFile

from .. import labels
from ..pdf import pdf_response, render_pdf
from . import words
from .table import table_of


def report_of(db: Session, case: CaseFile, first: dt.date, last: dt.date) -> PeriodReport:
    """The report of this file over these days; raises Invalid for days that cannot be a period."""
    agreed = words.agreed_of(agreements.applications_agreed(db, case.id))
    return application_files.report_of(db, case.id, first=first, last=last, agreed=agreed)


def as_pdf(report: PeriodReport, case: CaseFile, *, made_at: dt.datetime, number: str | None = None) -> bytes:
    """The report as PDF/UA; `number` is that of the receipt when it was sent."""
    return render_pdf(
        "pdf/period_report.html", report=report, case=case, made_at=made_at, number=number, words=words, labels=labels
    )


def pdf_answer(
    report: PeriodReport, case: CaseFile, *, made_at: dt.datetime, number: str | None = None
) -> ResponseReturnValue:
    """The PDF in the browser."""
    content = as_pdf(report, case, made_at=made_at, number=number)
    return pdf_response(content, f"sollicitaties-{report.first}-{report.last}.pdf")


def table_answer(report: PeriodReport) -> ResponseReturnValue:
    """The table as a file to keep."""
    response = make_response(table_of(report))
    response.headers["Content-Type"] = "text/csv; charset=utf-8; header=present"
    name = f"sollicitaties-{report.first}-{report.last}.csv"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
