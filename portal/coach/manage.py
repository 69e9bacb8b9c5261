"""The manager: who has which coach, and giving a file to another one."""

import uuid

from flask import abort, flash, g, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.widgets import CheckboxInput, ListWidget

from eportfolio import caseload as files
from eportfolio.people import Account, CaseFile

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
    """The coaches of her office, with how many clients each has."""
    return render_template("coach/manage/coaches.html", division=_division())


@blueprint.get("/beheer/<uuid:coach_id>")
def coach_files(coach_id: uuid.UUID) -> ResponseReturnValue:
    """The clients of one coach, and giving some of them to another."""
    return _page(*_form(coach_id))


@blueprint.post("/beheer/<uuid:coach_id>")
@once
def give(coach_id: uuid.UUID) -> ResponseReturnValue:
    """Give files to another coach; each client gets a notice."""
    coach, cases, form = _form(coach_id)
    if not form.validate():
        return _page(coach, cases, form, status=422)
    for case_id in form.cases.data or []:
        files.give_to_coach(
            g.db,
            uuid.UUID(case_id),
            coach_id=uuid.UUID(form.coach.data),
            by=g.actor,
            reason=str(form.reason.data),
        )
    flash(_("De nieuwe coach is vastgelegd. De klant krijgt bericht."), "success")
    return htmx.go_to(url_for("coach.manage"))


def _division() -> list[files.Division]:
    return files.division_of_files(g.db, office_id=g.account.office_id)


def _form(coach_id: uuid.UUID) -> tuple[Account, list[CaseFile], GiveForm]:
    """The coach, her files, and the form to give them away; another office's coach is not found."""
    coaches = {one.coach.id: one.coach for one in _division()}
    if coach_id not in coaches:
        abort(404)
    cases = files.files_of_coach(g.db, coach_id)
    form = GiveForm()
    others = [(str(other.id), other.name) for other in coaches.values() if other.id != coach_id]
    form.coach.choices = [("", _("Kies een coach")), *others]
    form.cases.choices = [(str(case.id), f"{case.client.name} ({labels.scheme_name(case.scheme)})") for case in cases]
    return coaches[coach_id], cases, form


def _page(coach: Account, cases: list[CaseFile], form: GiveForm, *, status: int = 200) -> ResponseReturnValue:
    return render_template("coach/manage/files.html", form=form, coach=coach, cases=cases), status
