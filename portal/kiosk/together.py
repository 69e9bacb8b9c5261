"""Samen invullen, at the helper's side: a code to show to the client, and nothing of her file."""

from flask import g, url_for
from flask.typing import ResponseReturnValue

from eportfolio import helping

from .. import helper_code, htmx
from ..submissions import once
from . import blueprint


@blueprint.get("/balie/samen")
def together() -> ResponseReturnValue:
    """The code that holds now."""
    return helper_code.page(make_url=url_for("kiosk.together_code"), back_url=url_for("kiosk.desk"))


@blueprint.post("/balie/samen")
@once
def together_code() -> ResponseReturnValue:
    """Make a new code; the one before it no longer works."""
    helping.new_code(g.db, by=g.actor)
    return htmx.go_to(url_for("kiosk.together"))
