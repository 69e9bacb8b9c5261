"""The caseload: who needs what from the coach now."""

from flask import render_template
from flask.typing import ResponseReturnValue

from . import blueprint


@blueprint.get("/coach")
def caseload() -> ResponseReturnValue:
    """All clients of this coach, with what is new and what is due."""
    return render_template("coach/caseload.html")


@blueprint.get("/beheer")
def manage() -> ResponseReturnValue:
    """Who has which coach."""
    return render_template("coach/manage.html")
