"""One client's file at the coach's desk: what is new first; accept, or ask about one field."""

import uuid

from flask import flash, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from eportfolio import applications, audit, overview, people, portfolio
from eportfolio.documents.model import unchecked_documents_of
from eportfolio.intake import sent
from eportfolio.intake.draft import draft_of
from eportfolio.people import CaseFile
from eportfolio.signals import signals_of

from .. import htmx, labels
from .. import timeline as lines
from ..forms import Form, at_most, required, strip
from ..portfolio import words as portfolio_words
from ..submissions import once
from . import blueprint, signal_words

GOAL = "goal.own_words"


class QuestionForm(Form):
    """What the coach wants to know about one field."""

    question = TextAreaField(_l("Uw vraag"), [required(_l("Schrijf uw vraag op.")), at_most(1000)], filters=[strip])


@blueprint.get("/coach/klanten/<uuid:case_id>")
def client_file(case_id: uuid.UUID) -> ResponseReturnValue:
    """The file, what is new first. Opening it is logged, and the client sees that."""
    case = _case(case_id)
    audit.record(g.db, case.id, by=g.actor, action=audit.Action.READ, subject=audit.Subject.FILE)
    to_review = sent.review_of(g.db, case, str(get_locale()))
    goal = to_review.known.get(GOAL)
    return render_template(
        "coach/client_file.html",
        case=case,
        goal=goal.value if goal else None,
        rows=to_review.rows,
        earlier=to_review.earlier,
        new_applications=applications.new_for_coach(g.db, case.id),
        new_documents=unchecked_documents_of(g.db, case.id),
        new_entries=portfolio.new_for_coach(g.db, case.id),
        portfolio_words=portfolio_words,
        signals=[signal_words.line_of(one) for one in signals_of(g.db, [case.id]).get(case.id, [])],
        happened=[
            lines.summary(one, door="coach", case_id=case.id) for one in overview.last_happened(g.db, case.id, most=8)
        ],
        parts=_parts(),
        actor_id=g.actor.account_id,
        labels=labels,
    )


def _parts() -> list[tuple[str, str]]:
    """The other pages of this file."""
    return [
        ("coach.agreements", _("Afspraken")),
        ("coach.applications", _("Sollicitaties")),
        ("coach.documents", _("Documenten")),
        ("coach.portfolio", _("Profiel")),
        ("coach.messages", _("Berichten")),
        ("coach.appointments", _("Gesprekken")),
        ("coach.timeline", _("Tijdlijn")),
        ("coach.client_requests", _("Verzoeken over gegevens")),
        ("coach.client_rights", _("Rechten en plichten")),
    ]


@blueprint.get("/coach/klanten/<uuid:case_id>/intake")
def client_intake(case_id: uuid.UUID) -> ResponseReturnValue:
    """The sent intake, whole, with the review of each field."""
    case = _case(case_id)
    audit.record(g.db, case.id, by=g.actor, action=audit.Action.READ, subject=audit.Subject.INTAKE)
    chapters = sent.sent_intake(g.db, case, str(get_locale()))
    return render_template(
        "coach/client_intake.html", case=case, chapters=chapters, draft=draft_of(g.db, case), labels=labels
    )


@blueprint.post("/coach/klanten/<uuid:case_id>/gegevens/akkoord")
@once
def accept_facts(case_id: uuid.UUID) -> ResponseReturnValue:
    """Accept one value or all values that were on the page; what came in later stays new."""
    case = _case(case_id)
    fact_ids = [fact_id for fact_id in map(_uuid, request.form.getlist("fact")) if fact_id]
    count = sent.accept_fields(g.db, case, fact_ids, by=g.actor)
    flash(ngettext("%(num)s gegeven is akkoord.", "%(num)s gegevens zijn akkoord.", count), "success")
    return htmx.go_to(_back(case))


@blueprint.route("/coach/klanten/<uuid:case_id>/gegevens/<uuid:fact_id>/vraag", methods=["GET", "POST"])
@once
def ask_about_fact(case_id: uuid.UUID, fact_id: uuid.UUID) -> ResponseReturnValue:
    """Ask the client about one value: only that field opens again for her."""
    case = _case(case_id)
    form = QuestionForm()
    if form.validate_on_submit():
        sent.reopen_field(g.db, case, fact_id, question=str(form.question.data), by=g.actor)
        flash(_("Uw vraag is verstuurd. De klant krijgt bericht."), "success")
        return htmx.go_to(_back(case))
    row = sent.field_of_fact(g.db, case, fact_id, str(get_locale()))
    return render_template("coach/ask.html", case=case, row=row, form=form), 422 if form.errors else 200


def _case(case_id: uuid.UUID) -> CaseFile:
    return people.case_of_coach(g.db, g.actor.account_id, case_id)


def _back(case: CaseFile) -> str:
    return url_for("coach.client_file", case_id=case.id)


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
