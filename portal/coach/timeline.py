"""Tijdlijn: everything that happened in the file of one client."""

import uuid

from flask import g
from flask.typing import ResponseReturnValue

from eportfolio import audit, people

from .. import labels
from .. import timeline as lines
from . import blueprint


@blueprint.get("/coach/klanten/<uuid:case_id>/tijdlijn")
def timeline(case_id: uuid.UUID) -> ResponseReturnValue:
    """Newest first; narrowed by kind, channel and days, older ones by `?voor`. Looking is logged."""
    case = people.case_of_coach(g.db, g.actor.account_id, case_id)
    audit.record(g.db, case.id, by=g.actor, action=audit.Action.READ, subject=audit.Subject.FILE)
    return lines.page("coach", case.id, template="coach/timeline.html", case=case, labels=labels)
