"""The client's own proposals: a draft that only she sees, a proposal, a new version."""

import uuid

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eportfolio import agreements as file
from eportfolio.agreements import Agreement, NewerVersion, State, Step, WrongState, possible_steps
from eportfolio.base import Invalid
from eportfolio.receipts import Receipt

from .. import htmx
from ..agreements.forms import TermsForm, version_number
from ..submissions import once
from . import blueprint
from .agreements import ONE, SIDE, address, load, page

KEEP = "bewaren"
"""The value of the button that saves without sending."""


@blueprint.route("/afspraken/voorstel", methods=["GET", "POST"])
@once
def agreement_propose() -> ResponseReturnValue:
    """Propose something, or keep it for later."""
    return _propose(None, TermsForm())


@blueprint.route(f"{ONE}/concept", methods=["GET", "POST"])
@once
def agreement_draft(agreement_id: uuid.UUID) -> ResponseReturnValue:
    """Go on with a draft."""
    draft = load(agreement_id)
    if draft.state is not State.DRAFT:
        return redirect(address(draft))
    form = TermsForm()
    if request.method == "GET":
        form.fill(draft.current)
    return _propose(draft, form)


@blueprint.post(f"{ONE}/weggooien")
@once
def agreement_discard(agreement_id: uuid.UUID) -> ResponseReturnValue:
    """Throw a draft away."""
    file.discard_draft(g.db, load(agreement_id), by=g.actor)
    flash(_("Het concept is weg."), "success")
    return htmx.go_to(url_for("client.agreements"))


@blueprint.route(f"{ONE}/nieuwe-versie", methods=["GET", "POST"])
@once
def agreement_new_version(agreement_id: uuid.UUID) -> ResponseReturnValue:
    """Put another text on the table; the coach answers it."""
    row, form = load(agreement_id), TermsForm()
    if Step.NEW_VERSION not in possible_steps(row, SIDE):
        return redirect(address(row))
    if request.method == "GET":
        form.fill(row.current)
    if form.accepts(draft=False):
        number = version_number(form)
        try:
            _row, receipt = file.propose_new_version(
                g.db, g.case, row, by=g.actor, terms=form.terms(), instead_of=number
            )
        except (NewerVersion, WrongState):
            return page(load(agreement_id), stale=True, typed=form.client_does.data)
        except Invalid as error:
            form.refused(error)
        else:
            return _sent(row, receipt)
    return _form_page(form, row, url_for("client.agreement_new_version", agreement_id=row.id))


def _propose(draft: Agreement | None, form: TermsForm) -> ResponseReturnValue:
    keep = request.form.get("doe") == KEEP
    if form.accepts(draft=keep):
        try:
            if keep:
                return _kept(file.save_draft(g.db, g.case, by=g.actor, terms=form.terms(), draft=draft))
            return _sent(*_send(draft, form))
        except Invalid as error:
            form.refused(error)
    here = url_for("client.agreement_draft", agreement_id=draft.id) if draft else url_for("client.agreement_propose")
    return _form_page(form, draft, here)


def _send(draft: Agreement | None, form: TermsForm) -> tuple[Agreement, Receipt | None]:
    if draft is None:
        return file.propose(g.db, g.case, by=g.actor, terms=form.terms())
    return file.propose_draft(g.db, g.case, draft, by=g.actor, terms=form.terms())


def _kept(draft: Agreement) -> ResponseReturnValue:
    flash(_("Uw concept is bewaard. Alleen u ziet het."), "success")
    return htmx.go_to(url_for("client.agreements"))


def _sent(row: Agreement, receipt: Receipt | None) -> ResponseReturnValue:
    number = receipt.number if receipt else ""
    flash(_("Uw voorstel is verstuurd. Nummer: %(number)s.", number=number), "success")
    return htmx.go_to(address(row))


def _form_page(form: TermsForm, row: Agreement | None, url: str) -> ResponseReturnValue:
    context = {"form": form, "agreement": row, "url": url}
    return render_template("client/agreements/propose.html", **context), 422 if form.errors else 200
