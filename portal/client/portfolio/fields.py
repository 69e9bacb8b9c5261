"""The parts that exist once: one form each, and what stood there before."""

from flask import flash, g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eportfolio import portfolio
from eportfolio.base import Invalid
from eportfolio.portfolio import ChangedMeanwhile
from eportfolio.portfolio.fields import field_history

from ... import htmx, labels
from ...portfolio import field_forms, words
from ...submissions import once
from .. import blueprint
from .parts import FIELD_PART, page_context, section_of


@blueprint.route(f"/profiel/{FIELD_PART}/wijzig", methods=["GET", "POST"])
@once
def fields_change(part: str) -> ResponseReturnValue:
    """Change the fields of a part; who was overtaken in another tab sees both, and chooses."""
    section = section_of(part)
    known = portfolio.known_fields(g.db, g.case.id)
    form = field_forms.fields_form(section, known, g.account)
    status, newer = 200, None
    if form.validate_on_submit():
        values = form.typed()
        if not form.errors:
            try:
                portfolio.set_fields(g.db, g.case, values, by=g.actor, version=form.version.data)
            except ChangedMeanwhile:
                newer, status = field_forms.shown_values(section, known, g.account), 409
                form.version.data = known.version(section)
            except Invalid as refusal:
                form.add_error(field_forms.name_of(str(refusal.field)), _("Dit klopt niet. Kijk het nog eens na."))
            else:
                flash(_("Bewaard."), "success")
                return htmx.go_to(words.url_of(section))
    status = 422 if form.errors and status == 200 else status
    return (
        render_template(
            "client/portfolio/fields_change.html",
            form=form,
            fields=field_forms.fields_of(section),
            forms=field_forms,
            known=known,
            newer=newer,
            labels=labels,
            **page_context(section),
        ),
        status,
    )


@blueprint.get(f"/profiel/{FIELD_PART}/eerder")
def fields_history(part: str) -> ResponseReturnValue:
    """Every value that stood in this part, newest first."""
    section = section_of(part)
    return render_template(
        "client/portfolio/fields_history.html",
        facts=field_history(g.db, g.case.id, section),
        labels=labels,
        **page_context(section),
    )
