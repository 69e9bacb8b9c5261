"""What the coach may see of the profile: share a part until a date, and take it back."""

from flask import flash, g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField
from wtforms.validators import Optional

from eportfolio import portfolio
from eportfolio.base import Invalid

from ... import htmx
from ...fields import DateField, NotInPast
from ...forms import Form, required
from ...portfolio import words
from ...submissions import once
from .. import blueprint
from .parts import ANY_PART, page_context, read_file, section_of


class UntilForm(Form):
    """Until when the coach may see a part; empty is without end."""

    until_on = DateField(_l("Tot en met welke dag?"), [Optional(), NotInPast()])


class ShareForm(UntilForm):
    """Several parts at once."""

    parts = SelectMultipleField(_l("Wat mag uw coach zien?"), [required(_l("Kies wat uw coach mag zien."))])


@blueprint.route("/profiel/delen", methods=["GET", "POST"])
@once
def portfolio_sharing() -> ResponseReturnValue:
    """What the coach sees now of each part, and several parts to share at once."""
    file = read_file()
    form = ShareForm()
    form.parts.choices = [
        (words.SLUGS[section], words.section_name(section))
        for section in words.SLUGS
        if section not in file.shares and file.is_filled(section)
    ]
    if form.validate_on_submit():
        try:
            for part in form.parts.data or []:
                portfolio.share_section(g.db, g.case, section_of(part), by=g.actor, until_on=form.until_on.data)
        except Invalid:
            form.add_error("until_on", _("Kies een dag binnen twee jaar. Of laat het leeg."))
        else:
            flash(_("Uw coach kan dit nu zien. U kunt het altijd terugnemen."), "success")
            return htmx.go_to("/profiel/delen")
    return (
        render_template("client/portfolio/sharing.html", form=form, file=file, words=words),
        422 if form.errors else 200,
    )


@blueprint.route(f"/profiel/{ANY_PART}/delen", methods=["GET", "POST"])
@once
def section_share(part: str) -> ResponseReturnValue:
    """Let the coach see one part, or change until when."""
    section = section_of(part)
    share = portfolio.shares_of(g.db, g.case.id).get(section)
    form = UntilForm(data={"until_on": share.until_on if share else None})
    if form.validate_on_submit():
        try:
            portfolio.share_section(g.db, g.case, section, by=g.actor, until_on=form.until_on.data)
        except Invalid:
            form.add_error("until_on", _("Kies een dag binnen twee jaar. Of laat het leeg."))
        else:
            flash(_("Uw coach kan dit nu zien. U kunt het altijd terugnemen."), "success")
            return htmx.go_to(words.url_of(section))
    return (
        render_template("client/portfolio/share.html", form=form, share=share, **page_context(section)),
        422 if form.errors else 200,
    )


@blueprint.post(f"/profiel/{ANY_PART}/neem-terug")
@once
def section_stop_sharing(part: str) -> ResponseReturnValue:
    """Take a part back: from now on the coach sees nothing of it."""
    section = section_of(part)
    portfolio.stop_sharing(g.db, g.case, section, by=g.actor)
    flash(_("Teruggenomen. Uw coach ziet dit niet meer."), "success")
    return htmx.go_to(words.url_of(section))
