"""Alles meenemen: ask for everything, see how far it is, fetch it at home."""

import uuid

from flask import Response, flash, g, stream_with_context, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from eportfolio import export
from eportfolio.access import Channel
from eportfolio.base import today

from ... import files, htmx
from ...fresh import needs_fresh_proof
from ...limits import limiter
from ...submissions import once
from ...takeaway.cv import file_stem
from .. import blueprint

ASKING = "5 per day"


@blueprint.get("/mijn-gegevens/meenemen")
def take_along() -> ResponseReturnValue:
    """What is in it, and the export that she asked for with its progress."""
    return htmx.answer(
        "client/my_data/take_along.html",
        "client/my_data/_export.html",
        export=export.latest_export(g.db, g.case.id),
        kept_for=export.KEPT_FOR.days,
    )


@blueprint.post("/mijn-gegevens/meenemen")
@needs_fresh_proof
@limiter.limit(ASKING)
@once
def ask_for_everything() -> ResponseReturnValue:
    """Let the worker make it; one that is being made already is shown instead."""
    try:
        export.ask_for_export(g.db, g.case, by=g.actor, language=str(get_locale()))
    except export.AlreadyRunning:
        flash(_("Wij zijn al bezig met uw bestand."), "info")
    return htmx.go_to(url_for("client.take_along"))


@blueprint.get("/mijn-gegevens/meenemen/<uuid:export_id>/bestand")
@needs_fresh_proof
def everything_file(export_id: uuid.UUID) -> ResponseReturnValue:
    """The zip, for who signed in as her and proved it just now; never at a shared computer."""
    if g.actor.channel is Channel.KIOSK:
        flash(_("Haal dit bestand thuis op. Op een openbare computer blijft het anders staan."), "warning")
        return htmx.go_to(url_for("client.take_along"))
    found = export.export_of(g.db, g.case.id, export_id)
    pieces = export.content_of(found.stored_parts, files.shelf().store, case_id=g.case.id)
    response = Response(stream_with_context(pieces), mimetype="application/zip")
    name = file_stem(g.case.client.name).removeprefix("cv-")
    response.headers.set("Content-Disposition", "attachment", filename=f"houvast-{name}-{today().isoformat()}.zip")
    response.content_length = found.size
    export.note_fetched(g.db, found, by=g.actor)
    return response
