"""What a message can be about, as it stands in an address: `?over=sollicitatie:<id>`."""

import uuid
from typing import Any

from flask import url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from eportfolio import agreements, applications, appointments, portfolio
from eportfolio.base import NotFound
from eportfolio.intake import sent
from eportfolio.messages import About, AboutKind, Message, Thread
from eportfolio.people import CaseFile
from eportfolio.portfolio import reviewing

from .portfolio import words as portfolio_words

NAMES = {
    AboutKind.APPLICATION: "sollicitatie",
    AboutKind.AGREEMENT: "afspraak",
    AboutKind.APPOINTMENT: "gesprek",
    AboutKind.FACT: "gegeven",
    AboutKind.PORTFOLIO: "profiel",
}
PAGES = {
    AboutKind.APPLICATION: ("application", "application_id"),
    AboutKind.AGREEMENT: ("agreement", "agreement_id"),
    AboutKind.APPOINTMENT: ("appointment", "appointment_id"),
}
"""The endpoint of each kind, the same in the client's and the coach's door, and the name of its id."""
WHOLE_PAGES = {
    AboutKind.FACT: {"client": "client.intake", "coach": "coach.client_intake"},
    AboutKind.PORTFOLIO: {"client": "client.portfolio", "coach": "coach.portfolio"},
}
"""For what is a part of a page."""


def topic_of(db: Session, case: CaseFile, text: str | None, *, reader_id: uuid.UUID) -> About | None:
    """The thing in this file that the text names; None for no text. Raises NotFound for anything else."""
    if not text:
        return None
    name, _colon, id_text = text.partition(":")
    kind = next((kind for kind, known in NAMES.items() if known == name), None)
    try:
        thing_id = uuid.UUID(id_text)
    except ValueError:
        raise NotFound("no such topic") from None
    if kind is AboutKind.APPLICATION:
        return About(kind, thing_id, applications.application_of(db, case.id, thing_id).label)
    if kind is AboutKind.AGREEMENT:
        agreement = agreements.agreement_of(db, case.id, thing_id, reader_id=reader_id)
        return About(kind, thing_id, agreement.current.title)
    if kind is AboutKind.APPOINTMENT:
        return About(kind, thing_id, appointments.appointment_of(db, case.id, thing_id).subject)
    if kind is AboutKind.FACT:
        language = str(get_locale())
        row = sent.field_of_fact(db, case, thing_id, language)
        return About(kind, thing_id, row.question.text.say(language))
    if kind is AboutKind.PORTFOLIO:
        return About(kind, thing_id, _in_portfolio(db, case, thing_id))
    raise NotFound("no such topic")


def _in_portfolio(db: Session, case: CaseFile, thing_id: uuid.UUID) -> str:
    """What the entry or field of the profile is called."""
    try:
        return portfolio.entry_of(db, case.id, thing_id).label
    except NotFound:
        return str(portfolio_words.FIELD_LABELS[reviewing.shared_field(db, case, thing_id).key])


def topic_text(about: About | None) -> str:
    """The text that `topic_of` reads."""
    return f"{NAMES[about.kind]}:{about.id}" if about else ""


def topic_url(told: Message | Thread, *, door: str, **address: Any) -> str | None:
    """Where the thing that a message or thread is about can be read in this door; None when it has no page."""
    if told.about_kind in WHOLE_PAGES:
        return url_for(WHOLE_PAGES[told.about_kind][door], **address)
    if told.about_kind not in PAGES:
        return None
    endpoint, id_name = PAGES[told.about_kind]
    return url_for(f"{door}.{endpoint}", **{**address, id_name: told.about_id})


def thread_title(thread: Thread) -> str:
    """What a thread is called; the conversation from before there were threads has no subject of its own."""
    return thread.subject or thread.about_label or _("Eerdere berichten met uw coach")
