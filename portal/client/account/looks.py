"""Who looked at my file, what for, and is the log itself whole: by day, to filter, to print and to keep."""

import itertools
import uuid

from flask import g, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eportfolio import audit, people
from eportfolio.audit import AccessLogEntry, Looked
from eportfolio.base import OFFICE_TIME
from eportfolio.people import Role

from ... import htmx, labels, presentation
from ...csv_file import csv_response
from ...happened import happened
from .. import blueprint

MOST = 500
"""Lines on the page; the file for a spreadsheet holds all."""


@blueprint.get("/mijn-gegevens/wie-keek")
def who_looked() -> ResponseReturnValue:
    """What others did with this file, day by day, and every coach it had."""
    entries, chosen = _chosen(most=MOST)
    days = [(day, list(lines)) for day, lines in itertools.groupby(entries, key=_day)]
    return htmx.answer(
        "client/account/who_looked.html",
        "client/account/_looks.html",
        days=days,
        chosen=chosen,
        full=len(entries) == MOST,
        others=audit.others_in(g.db, g.case.id, g.actor.account_id),
        looked=Looked,
        lines=audit.count_of(g.db, g.case.id),
        broken=audit.broken_links(g.db, g.case.id),
        coaches=people.coaches_of(g.db, g.case),
        happened=happened,
        labels=labels,
        why=why,
    )


@blueprint.get("/mijn-gegevens/wie-keek.csv")
def who_looked_csv() -> ResponseReturnValue:
    """The same lines, all of them, for a spreadsheet."""
    entries, _choice = _chosen(most=100_000)
    audit.record(g.db, g.case.id, by=g.actor, action=audit.Action.EXPORTED, subject=audit.Subject.FILE)
    header = [_("Dag"), _("Tijd"), _("Wie"), _("Rol"), _("Wat"), _("Waarom"), _("Hoe")]
    return csv_response(header, [_row(entry) for entry in entries], "wie-keek.csv")


def why(entry: AccessLogEntry) -> str:
    """What this person needs the file for."""
    if entry.subject is audit.Subject.COACH and entry.reason:
        return entry.reason
    return {
        Role.COACH: _("om u te begeleiden naar werk"),
        Role.MANAGER: _("om te regelen wie uw coach is"),
        Role.HELPER: _("om u te helpen op het werkplein"),
    }.get(entry.role, _("om u te helpen"))


def _row(entry: AccessLogEntry) -> list[str]:
    at = entry.at.astimezone(OFFICE_TIME)
    return [
        f"{at:%d-%m-%Y}",
        f"{at:%H:%M}",
        entry.actor_name,
        labels.role_name(entry.role),
        happened(entry, None),
        why(entry),
        labels.channel_name(entry.channel),
    ]


def _chosen(*, most: int) -> tuple[list[AccessLogEntry], dict[str, str]]:
    """The lines that the page asks for, and what was asked; what cannot be understood is not asked."""
    looked = request.args.get("toon", "")
    looked = looked if looked in list(Looked) else Looked.ALL.value
    try:
        person = uuid.UUID(request.args.get("wie", ""))
    except ValueError:
        person = None
    entries = audit.looks_by_others(g.db, g.case.id, g.actor.account_id, most=most, looked=Looked(looked), by_id=person)
    return entries, {"toon": looked, "wie": str(person or "")}


def _day(entry: AccessLogEntry) -> str:
    return presentation.day_text(entry.at)
