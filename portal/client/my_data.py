"""Mijn gegevens: who looked at my file, where am I signed in, what did I send."""

from flask import g, render_template
from flask.typing import ResponseReturnValue

from eportfolio import access, audit, people, receipts

from .. import labels
from . import blueprint

SHOWN = 8
"""How many lines of each list stand on the first page."""


@blueprint.get("/mijn-gegevens")
def my_data() -> ResponseReturnValue:
    """Who I am here, who looked, what I sent, and where I am signed in."""
    return render_template(
        "client/my_data/page.html",
        account=g.account,
        looks=audit.looks_by_others(g.db, g.case.id, g.actor.account_id, most=SHOWN),
        receipts=receipts.receipts_of(g.db, g.case.id, most=SHOWN),
        sessions=access.live_sessions(g.db, g.actor.account_id),
        this_session=g.login.id,
        labels=labels,
    )


@blueprint.get("/mijn-gegevens/wie-keek")
def who_looked() -> ResponseReturnValue:
    """Everything that others did with this file, and every coach it had, newest first."""
    return render_template(
        "client/my_data/who_looked.html",
        entries=audit.looks_by_others(g.db, g.case.id, g.actor.account_id, most=500),
        coaches=people.coaches_of(g.db, g.case),
        labels=labels,
    )


@blueprint.get("/mijn-gegevens/verstuurd")
def sent() -> ResponseReturnValue:
    """Every receipt of this client."""
    return render_template("client/my_data/sent.html", receipts=receipts.receipts_of(g.db, g.case.id, most=500))
