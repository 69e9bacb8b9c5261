"""The caseload: who needs what from the coach now."""

from functools import cache
from typing import NamedTuple

from flask import g, request, url_for
from flask.typing import ResponseReturnValue

from eportfolio import caseload as files
from eportfolio.base import OFFICE_TIME
from eportfolio.caseload import Entry, Only

from .. import htmx, labels
from ..presentation import short_date
from . import blueprint, signal_words

MOST_TAGS = 4
"""Signals shown per client; the rest is a number."""


class Row(NamedTuple):
    """One client in the list, in words."""

    url: str
    name: str
    scheme: str
    step: str
    tags: list[tuple[str, str]]
    more: int
    contact: str | None


@blueprint.get("/coach")
def caseload() -> ResponseReturnValue:
    """All clients of this coach, with what is new and what is due; narrowed by a choice or a name."""
    words = request.args.get("zoek", "").replace("\x00", "").strip()[:100]
    only = _only(request.args.get("toon"))
    entries = files.caseload_of(g.db, by=g.actor, only=only, words=words)
    return htmx.answer("coach/caseload.html", "coach/_caseload.html", rows=_rows(entries), only=only, words=words)


def _rows(entries: list[Entry]) -> list[Row]:
    """Words for a hundred clients: what many share is said once."""
    scheme, day = cache(labels.scheme_name), cache(short_date)
    step = cache(lambda one: f"{labels.step_number(one)}. {labels.step_name(one)}")
    address = url_for("coach.client_file", case_id=PLACE)
    return [
        Row(
            url=address.replace(PLACE, str(entry.case.id)),
            name=entry.case.client.name,
            scheme=scheme(entry.case.scheme),
            step=step(entry.case.step),
            tags=[signal_words.tag_of(signal) for signal in entry.signals[:MOST_TAGS]],
            more=max(0, len(entry.signals) - MOST_TAGS),
            contact=day(entry.case.last_contact_at.astimezone(OFFICE_TIME).date())
            if entry.case.last_contact_at
            else None,
        )
        for entry in entries
    ]


PLACE = "00000000-0000-0000-0000-000000000000"
"""Stands for the id in an address that is made once and filled in per client."""


def _only(name: str | None) -> Only:
    return Only(name) if name in list(Only) else Only.ALL
