"""The period report as a table for a spreadsheet: UTF-8 with a mark, semicolons, one row per application.

Columns and rules are described in docs/period-report.md. A cell that a spreadsheet would take for a formula
gets an apostrophe before it (OWASP, CSV injection).
"""

import csv
import io

from flask_babel import gettext as _

from eportfolio.applications import PeriodReport, ReportItem

from .. import labels

MARK = "\ufeff"
"""Without it spreadsheets read UTF-8 as something else, and ü becomes Ã¼."""
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def table_of(report: PeriodReport) -> bytes:
    """The whole file."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(columns())
    for item in report.all_items:
        writer.writerow([_safe(cell) for cell in _cells(item)])
    return (MARK + out.getvalue()).encode("utf-8")


def columns() -> list[str]:
    """The heading of each column."""
    return [
        _("Ontvangstbewijs"),
        _("Dag"),
        _("Werk"),
        _("Werkgever"),
        _("Hoe"),
        _("Contactpersoon"),
        _("Vacature"),
        _("Stand"),
        _("Stand sinds"),
        _("Stappen"),
        _("Eigen woorden"),
        _("Bestanden"),
        _("Opmerking"),
    ]


def _cells(item: ReportItem) -> list[str]:
    steps = [f"{step.on:%d-%m-%Y} {labels.stage_tag(step.stage)[0]}" for step in item.steps]
    told = [f"{step.on:%d-%m-%Y} {words}" for step in item.steps for words in (step.words, step.experience) if words]
    return [
        item.number or "",
        f"{item.applied_on:%d-%m-%Y}",
        item.job,
        item.employer,
        labels.how_name(item.how),
        item.contact or "",
        item.vacancy_url or "",
        labels.stage_tag(item.stage)[0],
        f"{item.stage_on:%d-%m-%Y}",
        "\n".join(steps),
        "\n".join(told),
        "\n".join(f"{file.name} {file.added_on:%d-%m-%Y} SHA-256 {file.sha256}" for file in item.files),
        item.note or "",
    ]


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.lstrip(" \n\u00a0").startswith(STARTS_A_FORMULA) else cell
