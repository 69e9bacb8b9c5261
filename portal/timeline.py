"""What happened, in words and with its place in the portal: the list that the client and her coach both have."""

import datetime as dt
import uuid
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from flask import g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from eportfolio import timeline
from eportfolio.access import Channel
from eportfolio.audit import Subject
from eportfolio.base import OFFICE_TIME, today
from eportfolio.timeline import Happened, Kind, Wish

from . import htmx, labels
from .fields import parse_date
from .happened import happened
from .presentation import clock, day_text, moment

KIND_NAMES = {
    Kind.HAPPENED: _l("Wat er gebeurde"),
    Kind.MESSAGES: _l("Berichten"),
    Kind.APPOINTMENTS: _l("Gesprekken"),
    Kind.AGREEMENTS: _l("Afspraken"),
    Kind.APPLICATIONS: _l("Sollicitaties"),
    Kind.DOCUMENTS: _l("Documenten"),
    Kind.DATA: _l("Intake, gegevens en coach"),
    Kind.LOOKS: _l("Wie keek"),
    Kind.EVERYTHING: _l("Alles, ook wie keek"),
}
PAGES = {
    Subject.AGREEMENT: ("agreement", "agreement_id"),
    Subject.APPLICATION: ("application", "application_id"),
    Subject.APPOINTMENT: ("appointment", "appointment_id"),
    Subject.DOCUMENT: ("document", "document_id"),
    Subject.MESSAGE: ("message", "message_id"),
}
"""The endpoint of each kind of thing, the same in both doors, and the name of its id."""


def page(door: str, case_id: uuid.UUID, *, template: str, **more: Any) -> ResponseReturnValue:
    """The list as the address asks for it; a day that cannot be read is said, and the rest still shown."""
    wish, wrong = wish_of_address()
    part = timeline.part_of(g.db, case_id, wish)
    address: dict[str, Any] = {"case_id": case_id} if door == "coach" else {}
    kept: dict[str, Any] = {
        name: request.args.get(name) for name in ("wat", "hoe", "van", "tot") if request.args.get(name)
    }
    return htmx.answer(
        template,
        "components/_timeline_list.html",
        status=422 if wrong else 200,
        days=by_day(part.lines, door=door, address=address),
        older=url_for(f"{door}.timeline", **address, **kept, voor=part.older) if part.older else None,
        newest=url_for(f"{door}.timeline", **address, **kept) if wish.before is not None else None,
        wish=wish,
        wrong=wrong,
        typed=request.args,
        action=url_for(f"{door}.timeline", **address),
        kinds=[(kind.value, str(name)) for kind, name in KIND_NAMES.items()],
        channels=[(channel.value, labels.channel_name(channel)) for channel in Channel],
        is_narrowed=bool(kept),
        **more,
    )


def wish_of_address() -> tuple[Wish, list[tuple[str, str]]]:
    """What the address asks for, and what of it could not be read, each with its place."""
    wrong: list[tuple[str, str]] = []
    days = {name: _day(name, wrong) for name in ("van", "tot")}
    if days["van"] and days["tot"] and days["van"] > days["tot"]:
        wrong.append((_("De eerste dag ligt na de laatste. Kijk de dagen nog eens na."), "#van"))
    kind, channel = request.args.get("wat"), request.args.get("hoe")
    before = request.args.get("voor", "")
    return Wish(
        kind=Kind(kind) if kind in list(Kind) else Kind.HAPPENED,
        channel=Channel(channel) if channel in list(Channel) else None,
        since=days["van"],
        until=days["tot"],
        before=int(before) if before.isdecimal() and len(before) < 19 else None,
    ), wrong


def by_day(lines: Sequence[Happened], *, door: str, address: dict[str, Any]) -> list[tuple[str, list[dict[str, Any]]]]:
    """The lines for the component `timeline`, under the day they happened on."""
    groups = groupby(lines, key=lambda one: one.entry.at.astimezone(OFFICE_TIME).date())
    return [
        (_day_name(day), once_each([item(one, door=door, address=address) for one in group])) for day, group in groups
    ]


def once_each(items: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Lines in a row that say the same of the same thing, as one line with how often; newest first, as they came."""
    found = []
    for _same, group in groupby(items, key=lambda one: [one[name] for name in ("text", "when", "url", "tag")]):
        newest, *others = group
        if others:
            times = _("%(text)s (%(number)s keer)", text=newest["text"], number=len(others) + 1)
            by = newest["by"] if newest["by"] == others[-1]["by"] else f"{others[-1]['by']} – {newest['by']}"
            newest = newest | {"text": times, "by": by}
        found.append(newest)
    return found


def item(one: Happened, *, door: str, address: dict[str, Any]) -> dict[str, Any]:
    """One line: what and who, when and how, its receipt and its place."""
    entry, for_client = one.entry, door == "client"
    tag = _("Ontvangen, nr. %(number)s", number=one.receipt_number) if one.receipt_number else None
    receipt_url = url_for("client.receipt", number=one.receipt_number) if for_client and one.receipt_number else None
    return {
        "text": happened(entry, g.actor.account_id, to_staff=not for_client),
        "by": clock(entry.at),
        "when": labels.channel_name(entry.channel),
        "url": url_of(one, door=door, address=address) or receipt_url,
        "tag": tag,
        "tag_kind": "ok",
        "tag_url": receipt_url,
    }


def summary(one: Happened, *, door: str, **address: Any) -> dict[str, Any]:
    """One line that stands alone, with its day."""
    when = f"{moment(one.entry.at)}, {labels.channel_name(one.entry.channel)}"
    return item(one, door=door, address=address) | {"by": None, "when": when}


def url_of(one: Happened, *, door: str, address: dict[str, Any]) -> str | None:
    """Where the thing can be opened; None when it has no page, or is not there any more."""
    if one.place is None or one.entry.subject not in PAGES:
        return None
    endpoint, id_name = PAGES[one.entry.subject]
    return url_for(f"{door}.{endpoint}", **{**address, id_name: one.place})


def _day_name(day: dt.date) -> str:
    known = {0: _("Vandaag"), 1: _("Gisteren")}.get((today() - day).days)
    return known or day_text(day)


def _day(name: str, wrong: list[tuple[str, str]]) -> dt.date | None:
    """A day as people type it; what cannot be read is not guessed."""
    text = request.args.get(name, "").strip()
    if not text:
        return None
    try:
        return parse_date(text[:40])
    except ValueError as problem:
        wrong.append((str(problem), f"#{name}"))
        return None
