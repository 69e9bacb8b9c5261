"""Pages for everybody: accessibility statement, privacy, and whether the portal is alive."""

import datetime as dt

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from eportfolio import access
from eportfolio import outages as domain
from eportfolio.outages import Outage

from .. import db as database
from ..presentation import clock, date_text
from ..security import public

blueprint = Blueprint("public", __name__)

CHECKED_ON = dt.date(2026, 11, 22)
"""When both statements were last compared with what the portal does; at least once a year."""


@blueprint.get("/toegankelijkheid")
@public
def accessibility() -> ResponseReturnValue:
    """The accessibility statement."""
    return render_template("public/accessibility.html", checked_on=CHECKED_ON)


@blueprint.get("/privacy")
@public
def privacy() -> ResponseReturnValue:
    """What is kept, why, and who sees it."""
    columns = [
        {"key": "what", "label": _("Wat")},
        {"key": "why", "label": _("Waarom")},
        {"key": "until", "label": _("Hoe lang")},
    ]
    return render_template("public/privacy.html", checked_on=CHECKED_ON, columns=columns, rows=_kept())


@blueprint.get("/storingen")
@public
def outages() -> ResponseReturnValue:
    """When Houvast could not be reached, and what that does to somebody's time."""
    columns = [
        {"key": "began", "label": _("Begon")},
        {"key": "ended", "label": _("Weer in orde")},
        {"key": "minutes", "label": _("Duur"), "numeric": True},
        {"key": "note", "label": _("Wat was er")},
    ]
    session = database.open_session()
    if g.get("actor") is None:
        access.act_at_the_door(session)
    rows = [_outage(one) for one in domain.outages(session)]
    return render_template("public/outages.html", columns=columns, rows=rows)


@blueprint.get("/livez")
@public
def alive() -> ResponseReturnValue:
    """The process answers."""
    return {"status": "ok"}


@blueprint.get("/readyz")
@public
def ready() -> ResponseReturnValue:
    """The database answers too; 503 otherwise."""
    if database.answers():
        return {"status": "ok"}
    return {"status": "no database"}, 503


def _outage(one: Outage) -> dict[str, str]:
    return {
        "began": f"{date_text(one.began_at)}, {clock(one.began_at)}",
        "ended": f"{date_text(one.ended_at)}, {clock(one.ended_at)}",
        "minutes": ngettext("%(num)s minuut", "%(num)s minuten", one.minutes),
        "note": one.note or _("Houvast was niet te bereiken"),
    }


def _kept() -> list[dict[str, str]]:
    """What is kept, why and until when; the short terms are those of the code."""
    file = _("Zolang uw dossier open is. Daarna zo lang als de wet vraagt.")
    return [
        {
            "what": _("Uw naam, e-mailadres en telefoonnummer"),
            "why": _("Om u te kennen en te bereiken"),
            "until": file,
        },
        {
            "what": _("Uw intake, cv, sollicitaties, afspraken en berichten"),
            "why": _("Om u samen met uw coach naar werk te helpen"),
            "until": file,
        },
        {
            "what": _("Wie in uw dossier keek of iets veranderde"),
            "why": _("Zodat u kunt controleren wat er met uw gegevens gebeurt"),
            "until": file,
        },
        {
            "what": _("Uw gesprekken met de assistent"),
            "why": _("Zodat u kunt teruglezen en verdergaan"),
            "until": _("Tot u ze wist. Op een openbare computer: tot u stopt."),
        },
        {
            "what": _("Waar u bent ingelogd"),
            "why": _("Om u na een kwartier zonder gebruik uit te loggen"),
            "until": file,
        },
        {
            "what": _("Tekst die u verstuurde toen u al was uitgelogd"),
            "why": _("Zodat u niet opnieuw hoeft te typen"),
            "until": _("Een half uur"),
        },
        {
            "what": _("Dat iemand hulp vroeg bij een openbare computer, zonder naam"),
            "why": _("Zodat een medewerker weet waar hulp nodig is"),
            "until": _("Een half uur zichtbaar"),
        },
    ]


from . import calendar  # noqa: E402, F401  registers itself
