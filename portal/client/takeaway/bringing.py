"""Inlezen: bring in her own export or a JSON Resume. Nothing enters her portfolio before she says yes."""

from dataclasses import dataclass

from flask import flash, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf.file import FileField, FileRequired

from eportfolio import portfolio
from eportfolio.base import Invalid, now
from eportfolio.cv_files import json_resume
from eportfolio.cv_files.choice import Entry, entries_of, key_of
from eportfolio.cv_files.json_resume_reading import Read
from eportfolio.portfolio.entries import Education, Experience, Portfolio, Section

from ... import htmx
from ...forms import Form
from ...limits import limiter
from ...submissions import once
from ...takeaway import bringing
from ...takeaway.cv_document import period_text
from ...takeaway.cv_form import section_name
from .. import blueprint

READING = "30 per hour"
MOST_UPLOADED = 10_000_000
LISTED = (Section.EXPERIENCE, Section.EDUCATION, Section.SKILLS, Section.LANGUAGES, Section.LICENCES)


class BringForm(Form):
    """The file."""

    file = FileField(_l("Bestand"), [FileRequired(_l("Kies een bestand."))])


@dataclass(frozen=True, slots=True)
class Line:
    """One entry on the check page: is it there already, and would she want it?"""

    key: str
    title: str
    under: str
    is_double: bool


@blueprint.route("/mijn-gegevens/inlezen", methods=["GET", "POST"])
@limiter.limit(READING, methods=["POST"])
def bring_in() -> ResponseReturnValue:
    """Choose a file; then see what is in it. Nothing is kept yet."""
    form = BringForm()
    if form.validate_on_submit():
        content = form.file.data.stream.read(MOST_UPLOADED + 1)
        try:
            return _check(bringing.read_file(content))
        except bringing.NotTaken as refused:
            form.add_error("file", bringing.refusal_text(refused.reason))
    return render_template("client/my_data/bring_in.html", form=form), 422 if form.errors else 200


def _check(read: Read) -> ResponseReturnValue:
    known = portfolio.live_entries(g.db, g.case.id)
    parts = [
        (section_name(section), [_line(entry, portfolio.double_of(known, entry) is not None) for entry in entries])
        for section in LISTED
        if (entries := entries_of(read.portfolio, section))
    ]
    return render_template(
        "client/my_data/bring_in_check.html",
        parts=parts,
        profile=read.portfolio.profile,
        left_out=read.left_out,
        content=json_resume.write(read.portfolio, at=now()).decode(),
    )


def _line(entry: Entry, is_double: bool) -> Line:
    if isinstance(entry, Experience | Education):
        under = ", ".join(part for part in (entry.organisation, period_text(entry.period)) if part)
        return Line(key_of(entry), entry.title, under, is_double)
    return Line(key_of(entry), entry.name, "", is_double)


@blueprint.post("/mijn-gegevens/inlezen/bewaren")
@limiter.limit(READING)
@once
def bring_in_keep() -> ResponseReturnValue:
    """Put in what she chose; what is there already stays as it is."""
    try:
        read = bringing.read_json(request.form.get("content", "").encode())
    except bringing.NotTaken as refused:
        flash(bringing.refusal_text(refused.reason), "error")
        return htmx.go_to(url_for("client.bring_in"))
    chosen = set(request.form.getlist("entries"))
    wanted = [entry for section in LISTED for entry in entries_of(read.portfolio, section) if key_of(entry) in chosen]
    try:
        added = portfolio.add_entries(g.db, g.case, wanted, by=g.actor)
        if "profile" in request.form:
            _keep_profile(read.portfolio)
    except Invalid:
        g.db.rollback()
        flash(_("Wij konden dit niet inlezen. Er past iets niet. Vul het zelf in bij uw portfolio."), "error")
        return htmx.go_to(url_for("client.bring_in"))
    number = len(added)
    flash(
        ngettext("%(num)s regel staat nu in uw portfolio.", "%(num)s regels staan nu in uw portfolio.", number),
        "success",
    )
    return htmx.go_to(url_for("client.cv_make"))


def _keep_profile(found: Portfolio) -> None:
    portfolio.set_profile(g.db, g.case, found.profile, by=g.actor)
