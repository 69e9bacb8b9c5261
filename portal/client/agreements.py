"""Afspraken: what waits for the client's answer, one agreement with its history, and her answers."""

import uuid
from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eportfolio import agreements as file
from eportfolio import receipts
from eportfolio.agreements import Agreement, NewerVersion, Side, State, WrongState, possible_steps
from eportfolio.base import Invalid, today
from eportfolio.receipts import Receipt

from .. import htmx
from ..agreements import words
from ..agreements.forms import WordsForm, version_number
from ..agreements.steps import FOR_CLIENT, take_step
from ..submissions import once
from . import blueprint

SIDE = Side.CLIENT
ONE = "/afspraken/<uuid:agreement_id>"
WHAT = f"<any({', '.join(repr(name) for name in FOR_CLIENT)}):what>"


@blueprint.get("/afspraken")
def agreements() -> ResponseReturnValue:
    """All agreements: what waits for the client first, then what runs, then what ended."""
    rows = file.agreements_of(g.db, g.case.id, reader_id=g.actor.account_id)
    waiting = sorted((row for row in rows if row.waits_for is SIDE), key=lambda row: row.current.answer_by)
    groups = {
        "all": rows,
        "waiting": waiting,
        "drafts": [row for row in rows if row.state is State.DRAFT],
        "open": [row for row in rows if row.is_open and row not in waiting],
        "ended": [row for row in rows if not row.is_open and row.state is not State.DRAFT],
    }
    return render_template("client/agreements/list.html", groups=groups, words=words, side=SIDE)


@blueprint.get(ONE)
def agreement(agreement_id: uuid.UUID) -> ResponseReturnValue:
    """One agreement: its words, what can be done now, and everything that happened."""
    row = load(agreement_id)
    if row.state is State.DRAFT:
        return redirect(url_for("client.agreement_draft", agreement_id=row.id))
    return page(row)


@blueprint.route(f"{ONE}/gelezen", methods=["GET", "POST"])
@once
def agreement_read(agreement_id: uuid.UUID) -> ResponseReturnValue:
    """Put on record that the client read this version; a GET only shows the agreement."""
    row = load(agreement_id)
    if request.method == "GET":
        return redirect(address(row))
    form = WordsForm()
    try:
        file.mark_read(g.db, row, by=g.actor, number=version_number(form))
    except (NewerVersion, WrongState):
        return page(load(agreement_id), stale=True)
    return page(load(agreement_id), just_read=True) if htmx.wants_fragment() else redirect(address(row), 303)


@blueprint.route(f"{ONE}/akkoord", methods=["GET", "POST"])
@once
def agreement_agree(agreement_id: uuid.UUID) -> ResponseReturnValue:
    """Agree with the version that was on the page; a GET only shows the agreement."""
    row = load(agreement_id)
    if request.method == "GET":
        return redirect(address(row))
    try:
        receipt = file.agree(g.db, g.case, row, by=g.actor, number=version_number(WordsForm()))
    except (NewerVersion, WrongState):
        return page(load(agreement_id), stale=True)
    return received(row, receipt)


@blueprint.route(f"{ONE}/{WHAT}", methods=["GET", "POST"])
@once
def agreement_say(agreement_id: uuid.UUID, what: str) -> ResponseReturnValue:
    """A step in the client's own words: ask a change, say no, say how it went."""
    row, question, form = load(agreement_id), FOR_CLIENT[what], WordsForm()
    if request.method == "GET":
        if question.step not in possible_steps(row, SIDE):
            return redirect(address(row))
        form.number.data = str(row.current_number)
    if form.accepts(needed=question.needed):
        number, said = version_number(form), form.words.data or ""
        try:
            receipt = take_step(g.db, g.case, row, question.step, by=g.actor, number=number, words=said)
        except (NewerVersion, WrongState):
            return page(load(agreement_id), stale=True, typed=said)
        except Invalid:
            form.add_error("words", _("Dit kan niet kloppen. Kijk het nog eens na."))
        else:
            return received(row, receipt)
    target = words.target_text(row.current.applications)
    context = {"agreement": row, "question": question, "what": what, "form": form, "target": target}
    return render_template("client/agreements/say.html", **context), 422 if form.errors else 200


@blueprint.get(f"{ONE}/verschil/<int:earlier>")
def agreement_difference(agreement_id: uuid.UUID, earlier: int) -> ResponseReturnValue:
    """What is different in the version on the table since an earlier one."""
    row = load(agreement_id)
    if earlier >= row.current_number:
        abort(404)
    rows = words.change_rows(file.changes_between(row, earlier, row.current_number), SIDE)
    return htmx.answer(
        "client/agreements/difference.html",
        "client/agreements/_difference.html",
        agreement=row,
        earlier=earlier,
        rows=rows,
    )


def load(agreement_id: uuid.UUID) -> Agreement:
    """An agreement of this client, whole; raises NotFound."""
    return file.agreement_of(g.db, g.case.id, agreement_id, reader_id=g.actor.account_id)


def address(row: Agreement) -> str:
    """Where an agreement is shown."""
    return url_for("client.agreement", agreement_id=row.id)


def page(
    row: Agreement, *, stale: bool = False, typed: str | None = None, just_read: bool = False
) -> ResponseReturnValue:
    """The agreement as it is now; `stale` (409) when the answer was about something that has changed since."""
    numbers = receipts.numbers_of(g.db, g.case.id, [event.id for event in row.events])
    context: dict[str, Any] = {
        "agreement": row,
        "steps": possible_steps(row, SIDE),
        "words": words,
        "side": SIDE,
        "target": words.target_text(row.current.applications),
        "compare_to": words.compare_to(row, SIDE),
        "other_words": words.last_words_of_other(row, SIDE),
        "read_line": words.read_line(row, g.actor.account_id),
        "late": row.current.answer_by < today(),
        "happened": words.history_items(row, g.actor.account_id, numbers, _receipt_url),
    }
    return htmx.answer(
        "client/agreements/agreement.html",
        "client/agreements/_agreement.html",
        status=409 if stale else 200,
        stale=stale,
        typed=typed,
        just_read=just_read,
        **context,
    )


def received(row: Agreement, receipt: Receipt | None) -> ResponseReturnValue:
    """After an answer: back to the agreement, with the number of the receipt."""
    if receipt is None:
        flash(_("Dit antwoord hadden wij al."), "info")
    else:
        flash(_("Wij hebben uw antwoord ontvangen. Nummer: %(number)s.", number=receipt.number), "success")
    return htmx.go_to(address(row))


def _receipt_url(number: str) -> str:
    return url_for("client.receipt", number=number)
