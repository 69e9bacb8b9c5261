"""Vandaag: at most three things to do now, the coach, and what happened last."""

from flask import g, render_template
from flask.typing import ResponseReturnValue

from . import blueprint


@blueprint.get("/vandaag")
def today() -> ResponseReturnValue:
    """The client's first page."""
    return render_template("client/today.html", account=g.account)
