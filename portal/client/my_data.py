"""Mijn gegevens: who looked at my file, where am I signed in, what did I send."""

import datetime as dt
from enum import StrEnum

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from eportfolio import access, audit, facts, notice_choices, receipts
from eportfolio.intake.display import phone_text
from eportfolio.receipts import ReceiptKind
from i18n import LANGUAGES

from .. import htmx, labels
from ..devices import device_words
from ..fields import parse_date
from ..happened import happened
from ..notices import words as notice_words
from . import blueprint
from .account.contact import PHONE

SHOWN = 8
"""How many lines of each list stand on the first page."""


@blueprint.get("/mijn-gegevens")
def my_data() -> ResponseReturnValue:
    """Who I am here, who looked, what I sent, and where I am signed in."""
    return render_template(
        "client/my_data/page.html",
        account=g.account,
        looks=audit.looks_by_others(g.db, g.case.id, g.actor.account_id, most=SHOWN),
        receipts=receipts.receipts_of(g.db, g.case.id, most=SHOWN),
        sessions=access.live_sessions(g.db, g.actor.account_id),
        this_session=g.login.id,
        choices=notice_choices.choices_of(g.db, g.actor.account_id),
        phone=facts.current_facts(g.db, g.case.id, [PHONE]).get(PHONE),
        happened=happened,
        labels=labels,
        notice_words=notice_words,
        device_words=device_words,
        phone_text=phone_text,
        language_name={language.code: language.name for language in LANGUAGES}.get(g.account.locale, ""),
    )


@blueprint.get("/mijn-gegevens/verstuurd")
def sent() -> ResponseReturnValue:
    """Every receipt of this client, to search by number or words, kind and period."""
    wanted = receipts.Wanted(
        words=request.args.get("zoek", "").strip()[:100],
        kind=_one_of(ReceiptKind, request.args.get("soort")),
        since=_day(request.args.get("van")),
        until=_day(request.args.get("tot")),
    )
    return htmx.answer(
        "client/my_data/sent.html",
        "client/my_data/_sent.html",
        receipts=receipts.receipts_of(g.db, g.case.id, most=500, wanted=wanted),
        wanted=wanted,
        asked={name: request.args.get(name, "")[:100] for name in ("zoek", "soort", "van", "tot")},
        kinds=[(kind.value, labels.receipt_kind_name(kind)) for kind in ReceiptKind],
    )


def _one_of[E: StrEnum](kind: type[E], value: str | None) -> E | None:
    return kind(value) if value in list(kind) else None


def _day(typed: str | None) -> dt.date | None:
    """A day as typed; nothing for what is no date, so that a search never fails."""
    try:
        return parse_date(typed) if typed and typed.strip() else None
    except ValueError:
        return None
