"""Onthoud dit voor mij: something to remember about an application on a day. The coach does not see it."""

import datetime as dt
import uuid
from typing import cast

from flask import flash, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eportfolio import applications
from eportfolio.base import Invalid

from ... import htmx
from ...applications.forms import refuse
from ...presentation import day_text
from ...submissions import once
from .. import blueprint
from .forms import ReminderForm
from .pages import application_here, page_of


@blueprint.route("/sollicitaties/<uuid:application_id>/onthoud", methods=["GET", "POST"])
@once
def application_remember(application_id: uuid.UUID) -> ResponseReturnValue:
    """Set what to remember, or set it anew."""
    shown = application_here(application_id)
    form = ReminderForm(obj=applications.reminder_of(g.db, shown))
    if form.validate_on_submit():
        on = cast(dt.date, form.on.data)
        try:
            applications.remember(g.db, g.case, shown, by=g.actor, on=on, what=str(form.what.data))
        except Invalid as refusal:
            refuse(form, refusal)
        else:
            flash(_("Bewaard. Op %(day)s staat dit op uw eerste bladzijde.", day=day_text(on)), "success")
            return htmx.go_to(page_of(shown))
    elif request.method == "GET" and not form.what.data:
        form.what.data = _("Bel of mail om te vragen hoe het staat.")
    page = render_template("client/applications/remember.html", form=form, application=shown)
    return page, 422 if form.errors else 200


@blueprint.post("/sollicitaties/<uuid:application_id>/onthouden-klaar")
@once
def application_remembered(application_id: uuid.UUID) -> ResponseReturnValue:
    """It was done, or need not be remembered."""
    shown = application_here(application_id)
    applications.forget(g.db, shown, by=g.actor)
    flash(_("Dit hoeft u niet meer te onthouden."), "success")
    return htmx.go_to(page_of(shown))
