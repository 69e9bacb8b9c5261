"""Mijn intake: one question per page, kept at every answer; then check, send, and answer what the coach asks."""

from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from eportfolio.intake import draft as drafts
from eportfolio.intake import engine, guided
from eportfolio.intake import sent as sending
from eportfolio.intake.draft import Draft, IntakeState
from eportfolio.intake.questionnaire import Question, UnknownQuestion, current

from .. import htmx, labels
from ..forms import Form
from ..shared_computer import is_shared
from ..submissions import once
from . import blueprint
from .intake_forms import answer_form, raw_answer, show_problem

TO_OVERVIEW = "controleren"
"""The value of `na` when the client came from the overview to change one answer, and goes back there."""


@blueprint.get("/intake")
def intake() -> ResponseReturnValue:
    """Where the client is: not begun, half-way (in which channel), or sent with the coach's reactions."""
    draft = drafts.draft_of(g.db, g.case)
    if draft.intake is None:
        return render_template("client/intake/start.html", total=draft.progress().total)
    if draft.intake.state is IntakeState.OPEN:
        return render_template(
            "client/intake/resume.html",
            draft=draft,
            question=draft.next_question,
            progress=draft.progress(),
            labels=labels,
        )
    return render_template(
        "client/intake/sent.html",
        intake=draft.intake,
        receipt=sending.receipt_of(g.db, draft.intake),
        chapters=sending.sent_intake(g.db, g.case, _language()),
        labels=labels,
    )


@blueprint.post("/intake")
def start_intake() -> ResponseReturnValue:
    """Begin, or go on: to the first question without an answer."""
    drafts.start_or_resume(g.db, g.case, by=g.actor)
    return htmx.go_to(_next_address(drafts.draft_of(g.db, g.case)))


@blueprint.get("/intake/<page>")
def intake_question(page: str) -> ResponseReturnValue:
    """One question; in a sent intake only one that the coach has opened again."""
    question = _question_on(page)
    draft = drafts.draft_of(g.db, g.case)
    if _is_sent(draft):
        return _opened_again(question)
    question = draft.question(question.id)
    known = draft.known.get(question.id)
    answer = draft.answers.get(question.id) or (known.answer if known else None)
    return _question_page(draft, question, answer_form(question, answer, discreet=is_shared()))


@blueprint.post("/intake/<page>")
def answer_intake(page: str) -> ResponseReturnValue:
    """Keep the answer at once and go on; a refused answer comes back with what was typed."""
    question = _question_on(page)
    draft = drafts.draft_of(g.db, g.case)
    if _is_sent(draft):
        return _answer_again(question)
    question = draft.question(question.id)
    form = answer_form(question, None, discreet=is_shared())
    if not request.form.get("wens") and form.warn():
        return _question_page(draft, question, form, status=422)
    try:
        _keep(draft, question)
    except drafts.AnswerRefused as refused:
        show_problem(form, refused.problem)
        return _question_page(draft, question, form, status=422)
    if request.form.get("na") == TO_OVERVIEW:
        return htmx.go_to(url_for("client.check_intake", _anchor=question.page))
    return htmx.go_to(_next_address(drafts.draft_of(g.db, g.case)))


@blueprint.get("/intake/controleren")
def check_intake() -> ResponseReturnValue:
    """Everything the client filled in, with a way to change each answer, before it is sent."""
    return _overview(drafts.draft_of(g.db, g.case))


@blueprint.post("/intake/controleren")
@once
def send_intake() -> ResponseReturnValue:
    """Send it: from here on the answers count and the coach sees them. Twice is once."""
    try:
        receipt = sending.send(g.db, g.case, by=g.actor, language=_language())
    except sending.NotComplete:
        return _overview(drafts.draft_of(g.db, g.case), status=422)
    return htmx.go_to(url_for("client.receipt", number=receipt.number, nieuw=""))


def _keep(draft: Draft, question: Question) -> None:
    here: dict[str, Any] = {"by": g.actor, "question_id": question.id}
    wish = request.form.get("wens", "")
    if wish == "houd":
        if question.id not in draft.answers:
            drafts.confirm_known(g.db, g.case, **here)
    elif wish == "onbekend":
        drafts.say_unknown(g.db, g.case, **here, language=_language())
    elif wish == "overslaan":
        drafts.skip_question(g.db, g.case, **here, language=_language())
    else:
        drafts.answer_question(g.db, g.case, **here, raw=raw_answer(question), language=_language())


def _question_page(draft: Draft, question: Question, form: Form, *, status: int = 200) -> ResponseReturnValue:
    known = draft.known.get(question.id)
    before = engine.previous_question(question.id, draft.answers, draft.scheme)
    return htmx.answer(
        "client/intake/question.html",
        "client/intake/_question.html",
        status=status,
        form=form,
        posed=guided.pose(draft, question, _language()),
        question=question,
        known=known if known and question.id not in draft.answers else None,
        before=before,
        keeps=is_shared() and question.kind == "phone" and bool(known or question.id in draft.answers),
        na=request.values.get("na") if request.values.get("na") == TO_OVERVIEW else None,
        labels=labels,
    )


def _opened_again(question: Question) -> ResponseReturnValue:
    row = _open_row(question)
    if row is None:
        return redirect(url_for("client.intake"), 303)
    return _again_page(row, answer_form(question, row.answer, discreet=is_shared()))


def _answer_again(question: Question) -> ResponseReturnValue:
    row = _open_row(question)
    if row is None:
        flash(_("Deze vraag is al beantwoord."), "info")
        return htmx.go_to(url_for("client.intake"))
    keep = request.form.get("wens") == "houd" and row.answer is not None
    form = answer_form(question, None, discreet=is_shared())
    if not keep and form.warn():
        return _again_page(row, form, status=422)
    try:
        receipt = sending.answer_again(
            g.db,
            g.case,
            by=g.actor,
            question_id=question.id,
            raw=row.answer.value if keep and row.answer else raw_answer(question),
            language=_language(),
        )
    except drafts.AnswerRefused as refused:
        show_problem(form, refused.problem)
        return _again_page(row, form, status=422)
    return htmx.go_to(url_for("client.receipt", number=receipt.number, nieuw=""))


def _open_row(question: Question) -> sending.Row | None:
    rows = sending.open_fields(g.db, g.case, _language())
    return next((row for row in rows if row.question.id == question.id), None)


def _again_page(row: sending.Row, form: Form, *, status: int = 200) -> ResponseReturnValue:
    return htmx.answer(
        "client/intake/again.html",
        "client/intake/_again.html",
        status=status,
        form=form,
        row=row,
        question=row.question,
        text=row.question.text.say(_language()),
        help=row.question.help.say(_language()),
        unit=row.question.unit.say(_language()) if row.question.unit else None,
        labels=labels,
    )


def _overview(draft: Draft, *, status: int = 200) -> ResponseReturnValue:
    if draft.intake is None or _is_sent(draft):
        return htmx.go_to(url_for("client.intake"))
    return htmx.answer(
        "client/intake/check.html",
        "client/intake/_check.html",
        status=status,
        draft=draft,
        chapters=sending.overview(draft, _language()),
        missing=draft.next_question,
        labels=labels,
    )


def _next_address(draft: Draft) -> str:
    question = draft.next_question
    if question is None:
        return url_for("client.check_intake")
    return url_for("client.intake_question", page=question.page)


def _question_on(page: str) -> Question:
    try:
        return current().question_on_page(page)
    except UnknownQuestion:
        abort(404)


def _is_sent(draft: Draft) -> bool:
    return draft.intake is not None and draft.intake.state is IntakeState.SENT


def _language() -> str:
    return str(get_locale())
