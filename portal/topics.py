"""What a message can be about, as it stands in an address: `?over=sollicitatie:<id>`."""

import uuid
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from eportfolio import agreements, applications
from eportfolio.base import NotFound
from eportfolio.messages import About, AboutKind, Message
from eportfolio.people import CaseFile

NAMES = {AboutKind.APPLICATION: "sollicitatie", AboutKind.AGREEMENT: "afspraak"}
PAGES = {
    AboutKind.APPLICATION: ("application", "application_id"),
    AboutKind.AGREEMENT: ("agreement", "agreement_id"),
}
"""The endpoint of each kind, the same in the client's and the coach's door, and the name of its id."""


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
    raise NotFound("no such topic")


def topic_text(about: About | None) -> str:
    """The text that `topic_of` reads."""
    return f"{NAMES[about.kind]}:{about.id}" if about else ""


def topic_url(message: Message, *, door: str, **address: Any) -> str | None:
    """Where the thing that a message is about can be read in this door; None when it has no page."""
    if message.about_kind not in PAGES:
        return None
    endpoint, id_name = PAGES[message.about_kind]
    return url_for(f"{door}.{endpoint}", **{**address, id_name: message.about_id})
