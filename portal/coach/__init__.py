"""The coach's desk, and the manager's page of who has which coach."""

from typing import Any

from flask import Blueprint, abort, current_app, g, request, url_for
from flask_babel import gettext as _

from eportfolio.people import Role

from ..security import guard

blueprint = Blueprint("coach", __name__)
guard(blueprint, Role.COACH, Role.MANAGER)

LEARNING = frozenset({"coach.learning", "coach.learn", "coach.learning_dismiss"})
BELOW = {"coach.coach_files": "coach.manage", "coach.give": "coach.manage"}
"""Pages that belong to the menu item of another one."""
MANAGER_PAGES = frozenset({"coach.manage", "coach.coach_files", "coach.give", "coach.mailbox"}) | LEARNING
"""What a manager may open: who has whom, never the content of a file."""


@blueprint.before_request
def _keep_roles_apart() -> None:
    if g.actor.role is Role.MANAGER and request.endpoint not in MANAGER_PAGES:
        abort(403)
    if g.actor.role is Role.COACH and request.endpoint in MANAGER_PAGES - {"coach.mailbox"}:
        abort(403)


@blueprint.context_processor
def _menu() -> dict[str, Any]:
    if g.get("actor") is None:
        return {}
    pages = [("coach.manage", _("Klanten en coaches"), "users")]
    if g.actor.role is Role.COACH:
        pages = [("coach.caseload", _("Mijn klanten"), "users"), ("coach.agenda", _("Gesprekken"), "calendar")]
    else:
        pages.append(("coach.learning", _("Redactie"), "book"))
    if current_app.config["HOUVAST"].demo:
        pages.append(("coach.mailbox", _("Postbus (proef)"), "mail"))
    here = BELOW.get(request.endpoint or "", request.endpoint)
    items = [
        {"label": label, "url": url_for(endpoint), "icon": icon, "active": here == endpoint}
        for endpoint, label, icon in pages
        if endpoint in current_app.view_functions
    ]
    return {"nav_items": items, "home_url": url_for(pages[0][0])}


from . import routes  # noqa: E402, F401  the pages register themselves
