"""The client's door: her own file, to read and to write."""

from typing import Any

from flask import Blueprint, current_app, g, request, url_for
from flask_babel import gettext as _

from eportfolio import overview
from eportfolio.people import Role, case_of_client

from .. import htmx
from ..security import guard

blueprint = Blueprint("client", __name__)
guard(blueprint, Role.CLIENT)

MENU = (
    ("client.today", lambda: _("Vandaag"), "home", None),
    ("client.intake", lambda: _("Mijn intake"), "clipboard-list", None),
    ("client.portfolio", lambda: _("Mijn profiel"), "id", "portfolio"),
    ("client.agreements", lambda: _("Afspraken"), "calendar", "agreements"),
    ("client.appointments", lambda: _("Gesprekken"), "users", "appointments"),
    ("client.applications", lambda: _("Sollicitaties"), "briefcase", None),
    ("client.documents", lambda: _("Cv en documenten"), "file-text", None),
    ("client.messages", lambda: _("Berichten"), "message", "messages"),
    ("client.rights", lambda: _("Rechten en plichten"), "book", None),
    ("client.my_data", lambda: _("Mijn gegevens"), "user", None),
)
"""The main menu: endpoint, label, icon, and which count of `overview.open_own_file` stands beside it."""
WITHOUT_MENU = ("client.say",)
"""Pages that answer htmx with a fragment whatever happens: nothing is counted for a menu that is not drawn."""


@blueprint.before_request
def _load_case() -> None:
    if request.endpoint in WITHOUT_MENU and htmx.wants_fragment():
        g.case = case_of_client(g.db, g.actor.account_id)
        return
    g.case, g.counts, g.refused_email, g.asked_id = overview.open_own_file(g.db, g.actor.account_id)


@blueprint.context_processor
def _menu() -> dict[str, Any]:
    if g.get("case") is None:
        return {}
    known = {"helper": g.actor.helper, "case": g.case, "home_url": url_for("client.today")}
    return {**known, "nav_items": _items()} if "counts" in g else known


def _items() -> list[dict[str, Any]]:
    here = _section(request.path)
    items = []
    for endpoint, label, icon, counted in MENU:
        if endpoint not in current_app.view_functions:
            continue
        url = url_for(endpoint)
        count = g.counts.get(counted or "", 0)
        items.append({"label": label(), "url": url, "icon": icon, "count": count, "active": _section(url) == here})
    return items


def _section(path: str) -> str:
    """The first part of the address; the chat belongs to rights and obligations."""
    part = path.strip("/").split("/")[0]
    return SECTIONS.get(part, part)


SECTIONS = {
    "chat": "rechten-en-plichten",
    "cv": "documenten",
    "ontvangst": "mijn-gegevens",
    "nakijken": "vandaag",
    "plan": "afspraken",
    "samen": "vandaag",
    "tijdlijn": "vandaag",
}
"""Pages that belong to the menu item of another address."""


from . import routes  # noqa: E402, F401  the pages register themselves
