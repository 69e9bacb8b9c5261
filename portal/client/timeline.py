"""Tijdlijn: everything that happened in the client's file."""

from flask import g
from flask.typing import ResponseReturnValue

from .. import timeline as lines
from . import blueprint


@blueprint.get("/tijdlijn")
def timeline() -> ResponseReturnValue:
    """Newest first; narrowed by kind, channel and days, older ones by `?voor`."""
    return lines.page("client", g.case.id, template="client/timeline.html")
