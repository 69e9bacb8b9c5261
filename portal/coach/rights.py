"""What a client was told about her rights and duties in advance, and what she has read of it."""

import uuid

from flask import g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from eportfolio import audit, people

from .. import labels
from ..rights_advance import advance_of
from . import blueprint


@blueprint.get("/coach/klanten/<uuid:case_id>/rechten-en-plichten")
def client_rights(case_id: uuid.UUID) -> ResponseReturnValue:
    """Each explanation with the day on which the client read it. Looking is logged."""
    case = people.case_of_coach(g.db, g.actor.account_id, case_id)
    audit.record(g.db, case.id, by=g.actor, action=audit.Action.READ, subject=audit.Subject.RIGHTS)
    advance = advance_of(g.db, case, str(get_locale()))
    return render_template("coach/rights.html", case=case, advance=advance, labels=labels)
