"""The parts of the profile that the client shares: read, agree, or ask about one entry. Each look is logged."""

import uuid

from flask import flash, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import HiddenField, TextAreaField

from eportfolio import audit, people, portfolio
from eportfolio.base import Conflict
from eportfolio.people import CaseFile
from eportfolio.portfolio import KINDS, reviewing
from eportfolio.portfolio.model import WORDS_LIMIT

from .. import htmx, labels
from ..forms import Form, at_most, plain_lines, required
from ..portfolio import words
from ..submissions import once
from . import blueprint


class EntryQuestionForm(Form):
    """What the coach wants to know about one entry; `version` is the one that was read."""

    question = TextAreaField(
        _l("Uw vraag"), [required(_l("Schrijf uw vraag op.")), at_most(WORDS_LIMIT)], filters=[plain_lines]
    )
    version = HiddenField()


@blueprint.get("/coach/klanten/<uuid:case_id>/profiel", endpoint="portfolio")
def show_portfolio(case_id: uuid.UUID) -> ResponseReturnValue:
    """What this client shares now, since when and until when; what she does not share is only named."""
    case = _case(case_id)
    shares = portfolio.shares_of(g.db, case.id)
    rows = portfolio.live_entries(g.db, case.id) if shares else []
    known = portfolio.known_fields(g.db, case.id)
    for section in shares:
        audit.record(
            g.db, case.id, by=g.actor, action=audit.Action.READ, subject=audit.Subject.PORTFOLIO, label=section
        )
    return render_template(
        "coach/portfolio/page.html",
        case=case,
        shares=shares,
        sections=[section for section in words.SLUGS if section in shares],
        hidden=[words.section_name(section) for section in words.SLUGS if section not in shares],
        rows=rows,
        facts={section: known.of(section) for section in shares if section not in KINDS},
        words=words,
        labels=labels,
    )


@blueprint.post("/coach/klanten/<uuid:case_id>/profiel/akkoord")
@once
def portfolio_accept(case_id: uuid.UUID) -> ResponseReturnValue:
    """Agree with what was on the page; what the client changed since stays new."""
    case = _case(case_id)
    try:
        count = reviewing.accept_entries(g.db, case, _ids("entry"), by=g.actor)
        count += reviewing.accept_fields(g.db, case, _ids("fact"), by=g.actor)
    except Conflict:
        flash(_("De klant heeft dit intussen gewijzigd. Kijk nog een keer."), "warning")
    else:
        text = ngettext("%(num)s gegeven is akkoord.", "%(num)s gegevens zijn akkoord.", count)
        flash(text, "success")
    return htmx.go_to(_back(case))


@blueprint.route("/coach/klanten/<uuid:case_id>/profiel/<uuid:entry_id>/vraag", methods=["GET", "POST"])
@once
def portfolio_ask(case_id: uuid.UUID, entry_id: uuid.UUID) -> ResponseReturnValue:
    """Ask the client about one entry: only that entry opens for her."""
    case = _case(case_id)
    row = portfolio.entry_of(g.db, case.id, entry_id)
    form, status = EntryQuestionForm(data={"version": row.number}), 200
    if form.validate_on_submit():
        try:
            reviewing.ask_about_entry(
                g.db, case, entry_id, question=form.question.data or "", version=_number(form.version.data), by=g.actor
            )
        except Conflict:
            form.form_errors.append(_("De klant heeft dit intussen gewijzigd. Kijk of uw vraag nog klopt."))
            form.version.data, status = row.number, 409
        else:
            flash(_("Uw vraag is verstuurd. De klant krijgt bericht."), "success")
            return htmx.go_to(_back(case))
    status = 422 if form.errors and status == 200 else status
    shown = words.shown(row.entry)
    page = render_template(
        "coach/portfolio/ask.html",
        case=case,
        form=form,
        label=shown.title,
        value=shown.line,
        text=shown.text,
        url=url_for("coach.portfolio_ask", case_id=case.id, entry_id=entry_id),
    )
    return page, status


@blueprint.route("/coach/klanten/<uuid:case_id>/profiel/veld/<uuid:fact_id>/vraag", methods=["GET", "POST"])
@once
def portfolio_ask_field(case_id: uuid.UUID, fact_id: uuid.UUID) -> ResponseReturnValue:
    """Ask the client about one field of her profile."""
    case = _case(case_id)
    fact = reviewing.shared_field(g.db, case, fact_id)
    form = EntryQuestionForm()
    if form.validate_on_submit():
        reviewing.ask_about_field(g.db, case, fact_id, question=form.question.data or "", by=g.actor)
        flash(_("Uw vraag is verstuurd. De klant krijgt bericht."), "success")
        return htmx.go_to(_back(case))
    return (
        render_template(
            "coach/portfolio/ask.html",
            case=case,
            form=form,
            label=words.FIELD_LABELS[fact.key],
            value=words.field_text(fact.key, fact.value),
            text=None,
            url=url_for("coach.portfolio_ask_field", case_id=case.id, fact_id=fact_id),
        ),
        422 if form.errors else 200,
    )


def _case(case_id: uuid.UUID) -> CaseFile:
    return people.case_of_coach(g.db, g.actor.account_id, case_id)


def _back(case: CaseFile) -> str:
    return url_for("coach.portfolio", case_id=case.id)


def _ids(name: str) -> list[uuid.UUID]:
    found = []
    for text in request.form.getlist(name):
        try:
            found.append(uuid.UUID(text))
        except ValueError:
            continue
    return found


def _number(text: str | None) -> int:
    return int(text) if text and str(text).isdecimal() and len(str(text)) < 10 else 0
