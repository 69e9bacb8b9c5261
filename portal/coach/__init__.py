"""The coach's desk, and the manager's page of who has which coach."""

from typing import Any

from flask import Blueprint, g, url_for
from flask_babel import gettext as _

from eportfolio.people import Role

from ..security import guard

blueprint = Blueprint("coach", __name__)
guard(blueprint, Role.COACH, Role.MANAGER)


@blueprint.context_processor
def _menu() -> dict[str, Any]:
    if g.get("actor") is None:
        return {}
    return {"home_url": url_for("auth.start"), "page_title": _("Werkplek")}


from . import routes  # noqa: E402, F401  the pages register themselves
