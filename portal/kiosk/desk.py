"""The employee's page: who asked for help, and "I am coming". It shows places and times, never a person or a file."""

import uuid
from typing import Any

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eportfolio import help_requests
from eportfolio.base import now
from i18n import LANGUAGES

from .. import htmx
from . import blueprint


@blueprint.get("/balie")
def desk() -> ResponseReturnValue:
    """The open requests of this office; the list renews itself every 15 seconds."""
    return htmx.answer("kiosk/desk.html", "kiosk/_requests.html", **_list())


@blueprint.post("/balie/<uuid:request_id>/kom")
def come(request_id: uuid.UUID) -> ResponseReturnValue:
    """ "Ik kom eraan": the person sees who comes."""
    answered = help_requests.answer(g.db, request_id, by=g.actor, given_name=g.account.given_name)
    if answered.answered_by_id != g.actor.account_id:
        flash(_("%(name)s gaat er al naartoe.", name=answered.answered_by_name), "info")
    return _changed()


@blueprint.post("/balie/<uuid:request_id>/klaar")
def done(request_id: uuid.UUID) -> ResponseReturnValue:
    """The person has been helped."""
    help_requests.close(g.db, request_id, by=g.actor)
    return _changed()


def _changed() -> ResponseReturnValue:
    if htmx.wants_fragment():
        return render_template("kiosk/_requests.html", **_list())
    return redirect(url_for("kiosk.desk"), 303)


def _list() -> dict[str, Any]:
    """What the page and its fragment show."""
    found = help_requests.open_requests(g.db)
    names = {language.code: language.name for language in LANGUAGES}
    return {
        "waiting": [one for one in found if one.answered_at is None],
        "coming": [one for one in found if one.answered_at is not None],
        "language_names": names,
        "minutes": {one.id: int((now() - one.requested_at).total_seconds() // 60) for one in found},
        "my_id": g.actor.account_id,
        "looked_at": now(),
    }
