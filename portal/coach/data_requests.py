"""Verzoeken over gegevens: what a client asks to have corrected or erased, answered with the reason."""

import uuid

from flask import flash, g, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from eportfolio import audit, data_requests, people
from eportfolio.people import CaseFile

from .. import htmx
from ..forms import Form, at_most, plain_lines, required
from ..submissions import once
from ..takeaway import terms_words as words
from . import blueprint


class AnswerForm(Form):
    """What was done, and why."""

    answer = TextAreaField(
        _l("Uw antwoord"),
        [required(_l("Schrijf wat er gedaan is en waarom.")), at_most(data_requests.WORDS)],
        filters=[plain_lines],
    )


@blueprint.get("/coach/klanten/<uuid:case_id>/verzoeken")
def client_requests(case_id: uuid.UUID) -> ResponseReturnValue:
    """What this client asked about her data, the newest first."""
    return _page(_case(case_id), AnswerForm())


@blueprint.post("/coach/klanten/<uuid:case_id>/verzoeken/<uuid:request_id>")
@once
def answer_request(case_id: uuid.UUID, request_id: uuid.UUID) -> ResponseReturnValue:
    """Answer one request; the client hears that there is an answer."""
    case, form = _case(case_id), AnswerForm()
    if not form.validate():
        return _page(case, form, answering=request_id)
    data_requests.answer_request(g.db, case, request_id, by=g.actor, words=str(form.answer.data))
    flash(_("Uw antwoord is verstuurd. De klant krijgt bericht."), "success")
    return htmx.go_to(url_for("coach.client_requests", case_id=case.id))


def _page(case: CaseFile, form: AnswerForm, *, answering: uuid.UUID | None = None) -> ResponseReturnValue:
    audit.record(g.db, case.id, by=g.actor, action=audit.Action.READ, subject=audit.Subject.DATA_REQUEST)
    requests = data_requests.requests_of(g.db, case.id)
    page = render_template(
        "coach/data_requests.html",
        case=case,
        requests=requests,
        oldest=next((one.id for one in reversed(requests) if one.is_open), None),
        form=form,
        answering=answering,
        words=words,
    )
    return page, 422 if form.errors else 200


def _case(case_id: uuid.UUID) -> CaseFile:
    return people.case_of_coach(g.db, g.actor.account_id, case_id)
