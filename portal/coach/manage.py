"""The manager: who has which coach, and giving a file to another one."""

import uuid

from flask import flash, g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.widgets import CheckboxInput, ListWidget

from eportfolio import caseload as files

from .. import htmx, labels
from ..forms import Form, at_most, required, strip
from ..submissions import once
from . import blueprint


class GiveForm(Form):
    """Which clients go to which coach, and why."""

    cases = SelectMultipleField(
        _l("Klanten"),
        [required(_l("Kies ten minste één klant."))],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    coach = SelectField(_l("Naar coach"), [required(_l("Kies een coach."))])
    reason = StringField(
        _l("Waarom"), [required(_l("Schrijf op waarom. De klant ziet dit.")), at_most(200)], filters=[strip]
    )


@blueprint.get("/beheer")
def manage() -> ResponseReturnValue:
    """Every coach with her clients."""
    return _page(_form())


@blueprint.post("/beheer")
@once
def give() -> ResponseReturnValue:
    """Give files to another coach; each client gets a notice."""
    form = _form()
    if not form.validate():
        return _page(form, status=422)
    for case_id in form.cases.data or []:
        files.give_to_coach(
            g.db,
            uuid.UUID(case_id),
            coach_id=uuid.UUID(form.coach.data),
            by=g.actor,
            reason=str(form.reason.data),
        )
    flash(_("De nieuwe coach is vastgelegd. De klant krijgt bericht."), "success")
    return htmx.go_to("/beheer")


def _form() -> GiveForm:
    form = GiveForm()
    division = files.division_of_files(g.db)
    form.coach.choices = [("", _("Kies een coach"))] + [(str(one.coach.id), one.coach.name) for one in division]
    form.cases.choices = [(str(case.id), case.client.name) for one in division for case in one.cases]
    return form


def _page(form: GiveForm, *, status: int = 200) -> ResponseReturnValue:
    division = files.division_of_files(g.db)
    return render_template("coach/manage.html", form=form, division=division, labels=labels), status
