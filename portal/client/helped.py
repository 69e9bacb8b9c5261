"""Samen invullen: the client says who helps her, and looks again later at what was entered so."""

import uuid
from typing import Any

from flask import flash, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import StringField

from eportfolio import helping, timeline
from eportfolio.audit import Subject
from eportfolio.base import Invalid
from eportfolio.helped import HelpedEntry

from .. import helped, htmx, labels
from ..forms import Form, at_most, required, strip
from ..limits import limiter
from ..submissions import once
from ..timeline import PAGES
from . import blueprint

ROOMS = {
    Subject.INTAKE: "intake",
    Subject.PORTFOLIO: "portfolio",
    Subject.CONTACT: "contact",
    Subject.CV: "portfolio",
    Subject.RIGHTS: "rights",
    Subject.DATA_REQUEST: "sent",
}
"""The page with what has none of its own."""
TRIES = "10 per 15 minutes"
"""Of a code of six digits that holds for ten minutes."""


class CodeForm(Form):
    """The digits on the helper's own screen."""

    code = StringField(_l("Code van wie u helpt"), [required(_l("Vul de code in.")), at_most(20)], filters=[strip])


@blueprint.route("/samen", methods=["GET", "POST"])
@limiter.limit(TRIES, methods=["POST"])
@once
def together() -> ResponseReturnValue:
    """Let somebody help: she types the code that the helper shows."""
    form = CodeForm()
    if form.validate_on_submit():
        try:
            begun = helping.start(g.db, g.case, by=g.actor, typed=str(form.code.data))
        except Invalid:
            form.add_error("code", _("Deze code klopt niet of is te oud. Vraag een nieuwe code."))
        else:
            helped.begin(begun)
            flash(_("U vult nu samen in met %(name)s.", name=begun.helper_name), "success")
            return htmx.go_to(url_for("client.today"))
    return render_template("client/helped/start.html", form=form), 422 if form.errors else 200


@blueprint.post("/samen/stop")
@once
def together_stop() -> ResponseReturnValue:
    """She goes on alone, to what was entered together."""
    session_id = helped.end()
    if session_id is not None:
        helping.stop(g.db, g.case, session_id, by=g.actor)
    return htmx.go_to(url_for("client.check_helped"))


@blueprint.route("/nakijken", methods=["GET", "POST"])
@once
def check_helped() -> ResponseReturnValue:
    """What was entered with help: one by one or all that stood on the page, "dit klopt"."""
    if request.method == "POST":
        count = helping.confirm(
            g.db, g.case, [one for one in map(_id, request.form.getlist("regel")) if one], by=g.actor
        )
        flash(ngettext("%(num)s ding nagekeken.", "%(num)s dingen nagekeken.", count), "success")
        return htmx.go_to(url_for("client.check_helped"))
    entries = helping.to_check(g.db, g.case.id)
    places = timeline.places_of(g.db, g.case.id, {entry.subject_id for entry in entries if entry.subject_id})
    return render_template(
        "client/helped/check.html",
        entries=[(entry, entry_url(entry, places)) for entry in entries],
        earlier=helping.checked(g.db, g.case.id),
        labels=labels,
    )


def entry_url(entry: HelpedEntry, places: dict[uuid.UUID, uuid.UUID]) -> str | None:
    """Where she reads and corrects it, as she always does; a thing of its own when it is in `places`."""
    if entry.subject in PAGES:
        endpoint, name = PAGES[Subject(entry.subject)]
        address: dict[str, Any] = {name: places.get(entry.subject_id) if entry.subject_id else None}
        return url_for(f"client.{endpoint}", **address) if address[name] else None
    return url_for(f"client.{ROOMS[Subject(entry.subject)]}") if entry.subject in ROOMS else None


def _id(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
