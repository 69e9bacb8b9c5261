"""The coach proposes: a draft, a proposal, or a new version after the client asked for a change."""

import uuid

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eportfolio import agreements as file
from eportfolio.agreements import Agreement, NewerVersion, State, Step, WrongState, possible_steps
from eportfolio.agreements.terms import usual_answer_by
from eportfolio.base import Invalid
from eportfolio.people import CaseFile

from .. import htmx
from ..agreements import words
from ..agreements.forms import CoachTermsForm, version_number
from ..submissions import once
from . import blueprint
from .agreements import ALL, ONE, SIDE, address, case_of, load, page

KEEP = "bewaren"
"""The value of the button that saves without sending."""


@blueprint.route(f"{ALL}/voorstel", methods=["GET", "POST"])
@once
def agreement_propose(case_id: uuid.UUID) -> ResponseReturnValue:
    """Propose something to the client, or keep it for later."""
    form = CoachTermsForm()
    if request.method == "GET":
        form.answer_by.data = usual_answer_by()
    return _propose(case_of(case_id), None, form)


@blueprint.route(f"{ONE}/concept", methods=["GET", "POST"])
@once
def agreement_draft(case_id: uuid.UUID, agreement_id: uuid.UUID) -> ResponseReturnValue:
    """Go on with a draft, which only this coach sees."""
    case = case_of(case_id)
    draft = load(case, agreement_id)
    if draft.state is not State.DRAFT:
        return redirect(address(draft))
    form = CoachTermsForm()
    if request.method == "GET":
        form.fill(draft.current)
    return _propose(case, draft, form)


@blueprint.post(f"{ONE}/weggooien")
@once
def agreement_discard(case_id: uuid.UUID, agreement_id: uuid.UUID) -> ResponseReturnValue:
    """Throw a draft away."""
    case = case_of(case_id)
    file.discard_draft(g.db, load(case, agreement_id), by=g.actor)
    flash(_("Het concept is weg."), "success")
    return htmx.go_to(url_for("coach.agreements", case_id=case.id))


@blueprint.route(f"{ONE}/nieuwe-versie", methods=["GET", "POST"])
@once
def agreement_new_version(case_id: uuid.UUID, agreement_id: uuid.UUID) -> ResponseReturnValue:
    """A new version, begun from the old one with the client's words beside it."""
    case = case_of(case_id)
    row, form = load(case, agreement_id), CoachTermsForm()
    if Step.NEW_VERSION not in possible_steps(row, SIDE):
        return redirect(address(row))
    if request.method == "GET":
        form.fill(row.current)
    if form.accepts(draft=False):
        number = version_number(form)
        try:
            file.propose_new_version(g.db, case, row, by=g.actor, terms=form.terms(), instead_of=number)
        except (NewerVersion, WrongState):
            return page(case, load(case, agreement_id), stale=True, typed=form.client_does.data)
        except Invalid as error:
            form.refused(error)
        else:
            return _sent(row)
    here = url_for("coach.agreement_new_version", case_id=case.id, agreement_id=row.id)
    return _form_page(case, form, row, here)


def _propose(case: CaseFile, draft: Agreement | None, form: CoachTermsForm) -> ResponseReturnValue:
    keep = request.form.get("doe") == KEEP
    if form.accepts(draft=keep):
        try:
            if keep:
                file.save_draft(g.db, case, by=g.actor, terms=form.terms(), draft=draft)
                flash(_("Uw concept is bewaard. De klant ziet het niet."), "success")
                return htmx.go_to(url_for("coach.agreements", case_id=case.id))
            return _sent(_send(case, draft, form))
        except Invalid as error:
            form.refused(error)
    if draft is None:
        return _form_page(case, form, None, url_for("coach.agreement_propose", case_id=case.id))
    here = url_for("coach.agreement_draft", case_id=case.id, agreement_id=draft.id)
    return _form_page(case, form, draft, here)


def _send(case: CaseFile, draft: Agreement | None, form: CoachTermsForm) -> Agreement:
    if draft is None:
        return file.propose(g.db, case, by=g.actor, terms=form.terms())[0]
    return file.propose_draft(g.db, case, draft, by=g.actor, terms=form.terms())[0]


def _sent(row: Agreement) -> ResponseReturnValue:
    flash(_("Uw voorstel is verstuurd. De klant krijgt bericht."), "success")
    return htmx.go_to(address(row))


def _form_page(case: CaseFile, form: CoachTermsForm, row: Agreement | None, url: str) -> ResponseReturnValue:
    other_words = words.last_words_of_other(row, SIDE) if row else None
    context = {"case": case, "form": form, "agreement": row, "url": url, "other_words": other_words, "words": words}
    return render_template("coach/agreements/propose.html", **context), 422 if form.errors else 200
