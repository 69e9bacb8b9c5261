"""The lists of the profile: add, change, remove, put back, put in another order, and see what stood there before."""

import uuid

from flask import abort, flash, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from eportfolio import portfolio
from eportfolio.base import Invalid
from eportfolio.portfolio import ChangedMeanwhile, PortfolioEntry, Section
from eportfolio.portfolio.entries import Skill
from eportfolio.portfolio.told_before import drop_suggestions, take_suggestions

from ... import htmx, labels
from ...portfolio import forms, words
from ...portfolio.forms import EntryForm, SeveralForm
from ...submissions import once
from .. import blueprint
from .parts import LIST_PART, entry_in, language, page_context, section_of


@blueprint.route(f"/profiel/{LIST_PART}/nieuw", methods=["GET", "POST"])
@once
def entry_new(part: str) -> ResponseReturnValue:
    """Add one entry, or several skills at once; what stands there already is said before it stands there twice."""
    section = section_of(part)
    if section is Section.SKILLS:
        return _several(section)
    form, double = forms.FORMS[section](), None
    if form.validate_on_submit():
        rows = portfolio.live_entries(g.db, g.case.id, section)
        double = portfolio.double_of(rows, form.entry()) if "toch" not in request.form else None
        if double is None and _added(form):
            flash(_("Toegevoegd: %(label)s", label=portfolio.label_of(form.entry())), "success")
            return htmx.go_to(words.url_of(section))
    status = 409 if double else 422 if form.errors else 200
    return render_template("client/portfolio/new.html", form=form, double=double, **page_context(section)), status


def _added(form: EntryForm) -> bool:
    try:
        portfolio.add_entry(g.db, g.case, form.entry(), by=g.actor)
    except Invalid as refusal:
        form.refuse(refusal)
        return False
    return True


def _several(section: Section) -> ResponseReturnValue:
    form = SeveralForm()
    if form.validate_on_submit():
        names = form.listed()
        try:
            added = portfolio.add_entries(g.db, g.case, map(Skill, names), by=g.actor)
        except Invalid:
            form.add_error("names", _("U heeft hier al heel veel staan. Verwijder eerst iets."))
        else:
            text = ngettext("%(num)s vaardigheid toegevoegd.", "%(num)s vaardigheden toegevoegd.", len(added))
            stood = len(names) - len(added)
            if stood:
                text += " " + ngettext("%(num)s stond er al.", "%(num)s stonden er al.", stood)
            flash(text, "success")
            return htmx.go_to(words.url_of(section))
    context = page_context(section)
    return render_template("client/portfolio/new.html", form=form, double=None, **context), 422 if form.errors else 200


@blueprint.route(f"/profiel/{LIST_PART}/<uuid:entry_id>", methods=["GET", "POST"])
@once
def entry_change(part: str, entry_id: uuid.UUID) -> ResponseReturnValue:
    """Change an entry; who was overtaken in another tab sees both, and chooses."""
    row = entry_in(part, entry_id)
    kind = forms.FORMS[row.section]
    form = kind(data=kind.data_of(row.entry) | {"version": row.number})
    status, newer = 200, None
    if form.validate_on_submit():
        try:
            _change(row, form)
        except ChangedMeanwhile:
            newer, status = portfolio.entry_of(g.db, g.case.id, entry_id), 409
            form.version.data = newer.number
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            flash(_("Uw wijziging is bewaard."), "success")
            return htmx.go_to(words.url_of(row.section))
    status = 422 if form.errors and status == 200 else status
    context = page_context(row.section)
    return render_template("client/portfolio/change.html", form=form, row=row, newer=newer, **context), status


def _change(row: PortfolioEntry, form: EntryForm) -> None:
    portfolio.change_entry(
        g.db,
        g.case,
        row.entry_id,
        form.entry(),
        by=g.actor,
        version=_number(form.version.data),
        answer=form.answer.data,
    )


@blueprint.post(f"/profiel/{LIST_PART}/<uuid:entry_id>/verwijder")
@once
def entry_remove(part: str, entry_id: uuid.UUID) -> ResponseReturnValue:
    """Take it off the list; the next page offers to put it back."""
    row = entry_in(part, entry_id)
    portfolio.remove_entry(g.db, g.case, row.entry_id, by=g.actor)
    return htmx.go_to(url_for("client.portfolio_section", part=part, verwijderd=row.entry_id))


@blueprint.post(f"/profiel/{LIST_PART}/<uuid:entry_id>/zet-terug")
@once
def entry_put_back(part: str, entry_id: uuid.UUID) -> ResponseReturnValue:
    """Undo a removal."""
    row = portfolio.put_back(g.db, g.case, entry_in(part, entry_id).entry_id, by=g.actor)
    flash(_("%(label)s staat weer in uw profiel.", label=row.label), "success")
    return htmx.go_to(words.url_of(row.section))


@blueprint.post(f"/profiel/{LIST_PART}/<uuid:entry_id>/verplaats")
@once
def entry_move(part: str, entry_id: uuid.UUID) -> ResponseReturnValue:
    """Change places with the entry above or below it."""
    row = entry_in(part, entry_id)
    where = request.form.get("waarheen")
    if where not in ("omhoog", "omlaag"):
        abort(400)
    portfolio.move_entry(g.db, g.case, row.entry_id, up=where == "omhoog", by=g.actor)
    url = url_for("client.portfolio_section", part=part, volgorde=1, _anchor=f"item-{row.entry_id}")
    return htmx.go_to(url)


@blueprint.get(f"/profiel/{LIST_PART}/<uuid:entry_id>/eerder")
def entry_history(part: str, entry_id: uuid.UUID) -> ResponseReturnValue:
    """Every version of one entry, newest first."""
    row = entry_in(part, entry_id)
    return render_template(
        "client/portfolio/history.html",
        row=row,
        versions=portfolio.history_of(g.db, g.case.id, entry_id),
        labels=labels,
        **page_context(row.section),
    )


@blueprint.post(f"/profiel/{LIST_PART}/al-verteld")
@once
def suggestion_take(part: str) -> ResponseReturnValue:
    """Put in the profile what she told in the intake, or say that it need not be there."""
    answer = {"by": g.actor, "language": language()}
    keys: list[str] = request.form.getlist("key")
    if "niet" in request.form:
        drop_suggestions(g.db, g.case, keys, **answer)
        flash(_("Goed. Het staat bij wat u verwijderde."), "success")
    else:
        count = take_suggestions(g.db, g.case, keys, **answer)
        text = ngettext("%(num)s gegeven staat nu in uw profiel.", "%(num)s gegevens staan nu in uw profiel.", count)
        flash(text, "success")
    return htmx.go_to(words.url_of(section_of(part)))


def _number(text: str | None) -> int:
    return int(text) if text and str(text).isdecimal() and len(str(text)) < 10 else 0
