"""One application on its page, and what the other modules of this room share about it."""

import uuid

from flask import g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eportfolio import application_files, applications, receipts
from eportfolio.applications import JobApplication, Stage
from eportfolio.base import today

from ... import labels
from ...applications import words
from .. import blueprint


@blueprint.get("/sollicitaties/<uuid:application_id>")
def application(application_id: uuid.UUID) -> ResponseReturnValue:
    """One application: what happened, the details, and what to do next."""
    shown = application_here(application_id)
    number = receipts.numbers_of(g.db, g.case.id, [shown.id]).get(shown.id)
    to_tell = [step for step in shown.stages if step.can_be_told and not step.experience and not shown.is_closed]
    return render_template(
        "client/applications/one.html",
        application=shown,
        number=number,
        to_tell=to_tell,
        reminder=applications.reminder_of(g.db, shown),
        files=application_files.files_of(g.db, shown),
        missing=_missing(shown),
        taken_back=_step_taken_back(shown),
        labels=labels,
        words=words,
        today=today(),
    )


def _missing(application: JobApplication) -> list[str]:
    """What could be added later, when it was written down in a hurry."""
    later = {_("vacature"): application.vacancy_url, _("contactpersoon"): application.contact}
    return [name for name, value in later.items() if not value]


def _step_taken_back(application: JobApplication) -> uuid.UUID | None:
    """The step that was taken back a moment ago, as the address says."""
    try:
        step_id = uuid.UUID(request.args.get("weg", ""))
    except ValueError:
        return None
    return None if any(step.id == step_id for step in application.stages) else step_id


def application_here(application_id: uuid.UUID) -> JobApplication:
    """An application of this client; raises NotFound."""
    return applications.application_of(g.db, g.case.id, application_id)


def page_of(application: JobApplication) -> str:
    """The address of an application."""
    return url_for("client.application", application_id=application.id)


def next_steps(application: JobApplication) -> list[tuple[Stage, str]]:
    """What can happen next, in the client's words; the step it is in now only when it can come again."""
    words_of = {
        Stage.SENT: _("Ik heb gesolliciteerd"),
        Stage.INTERVIEW: _("Ik heb of had een gesprek"),
        Stage.OFFER: _("Zij bieden mij het werk aan"),
        Stage.HIRED: _("Ik ben aangenomen"),
        Stage.REJECTED: _("Ik ben afgewezen"),
        Stage.NO_ANSWER: _("Ik krijg geen antwoord"),
        Stage.WITHDRAWN: _("Ik ben zelf gestopt"),
    }
    if application.stage is not Stage.PLANNED:
        del words_of[Stage.SENT]
    if application.stage is not Stage.INTERVIEW:
        words_of.pop(application.stage, None)
    return list(words_of.items())
