"""Agreements at the coach's desk: one client's list, one agreement, and the agency's answers."""

import uuid
from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eportfolio import agreements as file
from eportfolio import audit, people
from eportfolio.agreements import Agreement, NewerVersion, Side, State, TooEarly, WrongState, possible_steps
from eportfolio.base import Invalid
from eportfolio.people import CaseFile

from .. import htmx, labels
from ..agreements import words
from ..agreements.forms import WordsForm, version_number
from ..agreements.plan import plan_of, plan_pdf
from ..agreements.steps import FOR_COACH, take_step
from ..pdf import pdf_response
from ..submissions import once
from . import blueprint

SIDE = Side.AGENCY
ALL = "/coach/klanten/<uuid:case_id>/afspraken"
ONE = f"{ALL}/<uuid:agreement_id>"
WHAT = f"<any({', '.join(repr(name) for name in FOR_COACH)}):what>"


@blueprint.get(ALL)
def agreements(case_id: uuid.UUID) -> ResponseReturnValue:
    """All agreements with one client; looking is logged, and the client sees that."""
    case = case_of(case_id)
    log_read(case)
    rows = file.agreements_of(g.db, case.id, reader_id=g.actor.account_id)
    waiting = [row for row in rows if row.waits_for is SIDE or _asks_of_us(row)]
    groups = {
        "all": rows,
        "waiting": waiting,
        "drafts": [row for row in rows if row.state is State.DRAFT],
        "open": [row for row in rows if row.is_open and row not in waiting],
        "ended": [row for row in rows if not row.is_open and row.state is not State.DRAFT],
    }
    return render_template(
        "coach/agreements/list.html", case=case, groups=groups, labels=labels, words=words, side=SIDE
    )


@blueprint.get(ONE)
def agreement(case_id: uuid.UUID, agreement_id: uuid.UUID) -> ResponseReturnValue:
    """One agreement with the client's answers; looking is logged."""
    case = case_of(case_id)
    row = load(case, agreement_id)
    if row.state is State.DRAFT:
        return redirect(url_for("coach.agreement_draft", case_id=case.id, agreement_id=row.id))
    log_read(case, row)
    return page(case, row)


@blueprint.route(f"{ONE}/akkoord", methods=["GET", "POST"])
@once
def agreement_agree(case_id: uuid.UUID, agreement_id: uuid.UUID) -> ResponseReturnValue:
    """Agree with the client's proposal; a GET only shows the agreement."""
    case = case_of(case_id)
    row = load(case, agreement_id)
    if request.method == "GET":
        return redirect(address(row))
    try:
        file.agree(g.db, case, row, by=g.actor, number=version_number(WordsForm()))
    except (NewerVersion, WrongState):
        return page(case, load(case, agreement_id), stale=True)
    flash(_("U ging akkoord. De klant krijgt bericht."), "success")
    return htmx.go_to(address(row))


@blueprint.route(f"{ONE}/{WHAT}", methods=["GET", "POST"])
@once
def agreement_say(case_id: uuid.UUID, agreement_id: uuid.UUID, what: str) -> ResponseReturnValue:
    """A step of the agency, with the short reason that the client reads."""
    case, question, form = case_of(case_id), FOR_COACH[what], WordsForm()
    row = load(case, agreement_id)
    if request.method == "GET":
        if question.step not in possible_steps(row, SIDE):
            return redirect(address(row))
        form.number.data = str(row.current_number)
    if form.accepts(needed=question.needed):
        number, said = version_number(form), form.words.data or ""
        try:
            take_step(g.db, case, row, question.step, by=g.actor, number=number, words=said)
        except (NewerVersion, WrongState, TooEarly):
            return page(case, load(case, agreement_id), stale=True, typed=said)
        except Invalid:
            form.add_error("words", _("Dit kan niet kloppen. Kijk het nog eens na."))
        else:
            flash(_("Vastgelegd. De klant krijgt bericht."), "success")
            return htmx.go_to(address(row))
    context = {"case": case, "agreement": row, "question": question, "what": what, "form": form, "words": words}
    return render_template("coach/agreements/say.html", **context), 422 if form.errors else 200


@blueprint.get(f"{ONE}/verschil/<int:earlier>")
def agreement_difference(case_id: uuid.UUID, agreement_id: uuid.UUID, earlier: int) -> ResponseReturnValue:
    """What is different in the version on the table since an earlier one."""
    case = case_of(case_id)
    row = load(case, agreement_id)
    if earlier >= row.current_number or row.state is State.DRAFT:
        abort(404)
    log_read(case, row)
    rows = words.change_rows(file.changes_between(row, earlier, row.current_number), SIDE)
    return htmx.answer(
        "coach/agreements/difference.html",
        "coach/agreements/_difference.html",
        case=case,
        agreement=row,
        earlier=earlier,
        rows=rows,
    )


@blueprint.get("/coach/klanten/<uuid:case_id>/plan.pdf")
def client_plan_as_pdf(case_id: uuid.UUID) -> ResponseReturnValue:
    """The client's plan as PDF/UA, for a talk at the table."""
    case = case_of(case_id)
    audit.record(g.db, case.id, by=g.actor, action=audit.Action.EXPORTED, subject=audit.Subject.AGREEMENT)
    return pdf_response(plan_pdf(plan_of(g.db, case), case), "plan.pdf")


def case_of(case_id: uuid.UUID) -> CaseFile:
    """A file of this coach's caseload; raises NotFound."""
    return people.case_of_coach(g.db, g.actor.account_id, case_id)


def load(case: CaseFile, agreement_id: uuid.UUID) -> Agreement:
    """An agreement of this client, whole; raises NotFound."""
    return file.agreement_of(g.db, case.id, agreement_id, reader_id=g.actor.account_id)


def address(row: Agreement) -> str:
    """Where an agreement is shown."""
    return url_for("coach.agreement", case_id=row.case_id, agreement_id=row.id)


def log_read(case: CaseFile, row: Agreement | None = None) -> None:
    """The client sees that the coach looked."""
    audit.record(
        g.db,
        case.id,
        by=g.actor,
        action=audit.Action.READ,
        subject=audit.Subject.AGREEMENT,
        subject_id=row.id if row else None,
        label=row.current.title if row else "",
    )


def page(case: CaseFile, row: Agreement, *, stale: bool = False, typed: str | None = None) -> ResponseReturnValue:
    """The agreement as it is now; `stale` (409) when the step was about something that has changed since."""
    context: dict[str, Any] = {
        "case": case,
        "agreement": row,
        "steps": possible_steps(row, SIDE),
        "words": words,
        "side": SIDE,
        "compare_to": words.compare_to(row, SIDE),
        "other_words": words.last_words_of_other(row, SIDE),
        "happened": words.history_items(row, None),
        "stale": stale,
        "typed": typed,
    }
    return render_template("coach/agreements/agreement.html", **context), 409 if stale else 200


def _asks_of_us(row: Agreement) -> bool:
    return row.state in (State.CHANGE_ASKED, State.DISAGREED) and row.moved_by_side is Side.CLIENT
