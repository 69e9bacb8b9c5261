"""What a client asks about her data: to correct what others wrote, or to erase what may have to stay.

Each is answered by a person, with the reason; the portal decides nothing. She gets a receipt, her coach a notice and
a signal that stays until there is an answer (GDPR art. 12, 16 and 17).
"""

import datetime as dt
import uuid
from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, Session, mapped_column

from . import audit, notices, receipts
from .access import Actor, Channel
from .base import Base, CaseRow, Conflict, Invalid, NotAllowed, NotFound, now, short_text, text_enum
from .people import CaseFile, Role

WORDS = 2000
ANSWER_WITHIN = dt.timedelta(days=30)
"""GDPR art. 12(3): within a month."""


class RequestKind(StrEnum):
    """What she asks."""

    CORRECT = "correct"
    ERASE = "erase"


class SentKind(StrEnum):
    """A part of what was sent in or written by others, which a person must decide about."""

    FACTS = "facts"
    AGREEMENTS = "agreements"
    APPLICATIONS = "applications"
    DOCUMENTS = "documents"
    MESSAGES = "messages"
    EVERYTHING = "everything"


PARTS_ON_RECEIPT = {
    SentKind.FACTS: "Gegevens en intake",
    SentKind.AGREEMENTS: "Afspraken",
    SentKind.APPLICATIONS: "Sollicitaties",
    SentKind.DOCUMENTS: "Documenten",
    SentKind.MESSAGES: "Berichten",
    SentKind.EVERYTHING: "Het hele dossier",
}
"""On the receipt in the binding language, whatever language the page was in."""


class DataRequest(CaseRow, Base):
    """One request with its answer. `created_at` is when it came in."""

    __tablename__ = "data_request"

    kind: Mapped[RequestKind] = mapped_column(text_enum(RequestKind))
    parts: Mapped[Any] = mapped_column(JSONB)
    about: Mapped[str] = mapped_column(short_text(200), default="")
    words: Mapped[str] = mapped_column(short_text(WORDS))
    channel: Mapped[Channel] = mapped_column(text_enum(Channel))
    asked_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    asked_by_name: Mapped[str] = mapped_column(short_text(200))
    answer_by: Mapped[dt.datetime]
    answer: Mapped[str | None] = mapped_column(short_text(WORDS))
    answered_at: Mapped[dt.datetime | None]
    answered_by_name: Mapped[str | None] = mapped_column(short_text(200))

    @property
    def is_open(self) -> bool:
        return self.answered_at is None

    @property
    def sent_parts(self) -> list[SentKind]:
        return [SentKind(word) for word in self.parts if word in list(SentKind)]


def ask_to_correct(db: Session, case: CaseFile, *, by: Actor, about: str, words: str) -> receipts.Receipt:
    """Ask for something that others wrote to be put right; raises Invalid or NotAllowed."""
    rows = {"Wat klopt er niet": about, "Wat moet het zijn": words}
    return _ask(db, case, by=by, kind=RequestKind.CORRECT, parts=(), about=about, words=words, rows=rows)


def ask_to_erase(db: Session, case: CaseFile, *, by: Actor, parts: Iterable[SentKind], words: str) -> receipts.Receipt:
    """Ask for what was sent in to be erased; raises Invalid or NotAllowed."""
    parts = list(dict.fromkeys(parts))
    if not parts:
        raise Invalid("nothing was chosen", field="parts")
    rows: dict[str, Any] = {"Wat moet weg": [PARTS_ON_RECEIPT[part] for part in parts], "Waarom": words}
    return _ask(db, case, by=by, kind=RequestKind.ERASE, parts=parts, about="", words=words, rows=rows)


def _ask(
    db: Session,
    case: CaseFile,
    *,
    by: Actor,
    kind: RequestKind,
    parts: Iterable[SentKind],
    about: str,
    words: str,
    rows: dict[str, Any],
) -> receipts.Receipt:
    if by.role is not Role.CLIENT:
        raise NotAllowed("only the client asks about her own data")
    if len(words) > WORDS or len(about) > 200:
        raise Invalid("too long", field="words")
    request = DataRequest(
        case_id=case.id,
        kind=kind,
        parts=[part.value for part in parts],
        about=about,
        words=words,
        channel=by.channel,
        asked_by_id=by.account_id,
        asked_by_name=by.name,
        answer_by=now() + ANSWER_WITHIN,
    )
    db.add(request)
    db.flush()
    audit.record(
        db, case.id, by=by, action=audit.Action.SENT, subject=audit.Subject.DATA_REQUEST, subject_id=request.id,
        label=kind.value,
    )  # fmt: skip
    for reader in (case.coach_id, case.stand_in_id):
        if reader is not None:
            notices.notify(db, reader, notices.Topic.DATA_REQUEST, about=request.id)
    title = "Verzoek om te verbeteren" if kind is RequestKind.CORRECT else "Verzoek om te wissen"
    copy = [{"label": label, "value": value} for label, value in rows.items()]
    return receipts.issue(
        db, case.id, kind=receipts.ReceiptKind.DATA_REQUEST, title=title, copy=copy, by=by, subject_id=request.id
    )


def requests_of(db: Session, case_id: uuid.UUID) -> list[DataRequest]:
    """What this client asked, the newest first."""
    query = select(DataRequest).where(DataRequest.case_id == case_id)
    return list(db.scalars(query.order_by(DataRequest.created_at.desc(), DataRequest.id.desc())))


def answer_request(db: Session, case: CaseFile, request_id: uuid.UUID, *, by: Actor, words: str) -> DataRequest:
    """Say what was done and why; the client hears that there is an answer. Raises NotFound, Conflict, NotAllowed."""
    if by.role is not Role.COACH:
        raise NotAllowed("a coach answers for the office")
    query = select(DataRequest).where(DataRequest.case_id == case.id, DataRequest.id == request_id)
    request = db.scalar(query.with_for_update())
    if request is None:
        raise NotFound("no such request in this file")
    if not request.is_open:
        raise Conflict("it was answered already")
    request.answer, request.answered_at, request.answered_by_name = words, now(), by.name
    db.flush()
    audit.record(
        db, case.id, by=by, action=audit.Action.CHANGED, subject=audit.Subject.DATA_REQUEST, subject_id=request.id,
        reason="answered",
    )  # fmt: skip
    notices.notify(db, case.client_id, notices.Topic.DATA_REQUEST, about=request.id)
    return request
