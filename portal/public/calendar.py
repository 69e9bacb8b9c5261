"""A person's appointments for her own calendar program: no session, only a secret in the address."""

import hashlib

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from eportfolio import access, appointments
from eportfolio.access import Actor, Channel

from .. import db as database
from ..appointments import calendar_file
from ..limits import limiter
from ..security import public
from . import blueprint

OFTEN = "60 per hour"
"""Per address: calendar services fetch for many people from one machine."""


def _this_address() -> str:
    return f"calendar:{hashlib.sha256(request.path.encode()).hexdigest()}"


@blueprint.get("/agenda/<token>.ics")
@public
@limiter.limit(OFTEN, key_func=_this_address, override_defaults=False)
def calendar_feed(token: str) -> ResponseReturnValue:
    """Times and nothing else; 404 for an address that was ended or never was."""
    with database.new_session() as db:  # not the request's own: whoever is signed in here has nothing to do with it
        access.act_at_the_door(db)
        account = appointments.account_of_feed(db, token)
        if account is None:
            abort(404)
        access.act_as(db, Actor(account.id, account.role, account.name, Channel.API))
        found = appointments.appointments_for_feed(db, account.id)
    return calendar_file.response_of(calendar_file.feed_of(found, url=url_for("auth.start", _external=True)))
