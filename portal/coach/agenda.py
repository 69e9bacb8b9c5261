"""Gesprekken: the coach's own agenda over all her clients."""

import datetime as dt
from itertools import groupby

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from eportfolio import appointments, audit
from eportfolio.agreements import Side
from eportfolio.appointments import AgendaLine
from eportfolio.base import OFFICE_TIME, today

from ..appointments import steps, words
from ..submissions import once
from . import blueprint

WEEKS = 4
"""What one page shows."""


@blueprint.get("/coach/gesprekken")
def agenda() -> ResponseReturnValue:
    """Four weeks from today or from `?van`, day by day, with what waits for an answer. Names are logged once a day."""
    start = _date(request.args.get("van")) or today()
    since = dt.datetime.combine(start, dt.time(), OFFICE_TIME)
    lines = appointments.agenda(g.db, g.actor.account_id, since=since, until=since + dt.timedelta(weeks=WEEKS))
    waiting = appointments.waiting_of_coach(g.db, g.actor.account_id)
    shown = {line.case.id for line in lines} | {case.id for _appointment, case in waiting}
    audit.record_caseload_view(g.db, sorted(shown), by=g.actor)
    return render_template(
        "coach/agenda.html",
        days=[(day, list(group)) for day, group in groupby(lines, key=_day)],
        to_answer=[(one, case) for one, case in waiting if one.turn is Side.AGENCY],
        answered_by_client=[(one, case) for one, case in waiting if one.turn is Side.CLIENT],
        words=words,
        start=start,
        earlier=start - dt.timedelta(weeks=WEEKS),
        later=start + dt.timedelta(weeks=WEEKS),
        is_now=start == today(),
    )


@blueprint.route("/coach/gesprekken/agenda", methods=["GET", "POST"])
def calendar() -> ResponseReturnValue:
    """The secret address for one's own calendar; safe to repeat, since the same form makes the same address."""
    return steps.feed_page("coach")


@blueprint.post("/coach/gesprekken/agenda/stop")
@once
def calendar_stop() -> ResponseReturnValue:
    """End that address."""
    return steps.stop_feed("coach")


def _day(line: AgendaLine) -> dt.date:
    assert line.appointment.starts_at is not None
    return line.appointment.starts_at.astimezone(OFFICE_TIME).date()


def _date(text: str | None) -> dt.date | None:
    """A day within what a calendar knows; anything else is today."""
    try:
        found = dt.date.fromisoformat(text or "")
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2100 else None
