"""Postbus: the mails of a demonstration, which are kept here instead of sent."""

from flask import abort, current_app, render_template
from flask.typing import ResponseReturnValue

from eportfolio import access, notices

from .. import db
from . import blueprint


@blueprint.get("/coach/postbus")
def mailbox() -> ResponseReturnValue:
    """What was mailed, newest first; there is no such page outside demo mode."""
    if not current_app.config["HOUVAST"].demo:
        abort(404)
    with db.new_session() as session:  # notices are read by their reader or the service, not by whoever is signed in
        access.act_as_service(session)
        return render_template("coach/messages/mailbox.html", notices=notices.mailbox(session))
