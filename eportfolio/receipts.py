"""Proof of receipt: a number, the time, and an exact copy of what was sent in.

Required for every submission since 1 January 2026 (Awb as changed by the Wet modernisering
elektronisch bestuurlijk verkeer). A repeated send gives the same receipt.
"""

import datetime as dt
import uuid
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, select, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, Session, mapped_column

from .access import Actor, Channel
from .base import OFFICE_TIME, Base, CaseRow, NotFound, now, short_text, text_enum


class ReceiptKind(StrEnum):
    """What was received."""

    INTAKE = "intake"
    FIELD = "field"
    APPLICATION = "application"
    APPLICATION_REPORT = "application_report"
    DOCUMENT = "document"
    AGREEMENT_ANSWER = "agreement_answer"
    MESSAGE = "message"


class Receipt(CaseRow, Base):
    """What the client sent in, as she sent it."""

    __tablename__ = "receipt"

    number: Mapped[str] = mapped_column(short_text(16), unique=True)
    kind: Mapped[ReceiptKind] = mapped_column(text_enum(ReceiptKind))
    subject_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    title: Mapped[str] = mapped_column(short_text(200))
    copy: Mapped[Any] = mapped_column(JSONB)
    sent_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    sent_by_name: Mapped[str] = mapped_column(short_text(200))
    channel: Mapped[Channel] = mapped_column(text_enum(Channel))
    received_at: Mapped[dt.datetime] = mapped_column(default=now)


def issue(
    db: Session,
    case_id: uuid.UUID,
    *,
    kind: ReceiptKind,
    title: str,
    copy: list[dict[str, Any]],
    by: Actor,
    subject_id: uuid.UUID | None = None,
) -> Receipt:
    """Give a receipt such as 2026-004817. `copy` is a list of {"label", "value"} rows, shown exactly as sent."""
    at = now()
    year = at.astimezone(OFFICE_TIME).year
    serial = db.scalar(text("SELECT nextval('receipt_number')"))
    receipt = Receipt(
        case_id=case_id,
        number=f"{year}-{serial:06d}",
        kind=kind,
        subject_id=subject_id,
        title=title[:200],
        copy=copy,
        sent_by_id=by.account_id,
        sent_by_name=by.name,
        channel=by.channel,
        received_at=at,
    )
    db.add(receipt)
    db.flush()
    return receipt


def receipt_numbered(db: Session, case_id: uuid.UUID, number: str) -> Receipt:
    """A receipt of this file by its number; raises NotFound."""
    receipt = db.scalar(select(Receipt).where(Receipt.case_id == case_id, Receipt.number == number))
    if receipt is None:
        raise NotFound("no such receipt in this file")
    return receipt


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which receipts to look for: a number or words of the title, a kind, days on the office's calendar."""

    words: str = ""
    kind: ReceiptKind | None = None
    since: dt.date | None = None
    until: dt.date | None = None

    @property
    def is_everything(self) -> bool:
        return self == Wanted()


def receipts_of(db: Session, case_id: uuid.UUID, *, most: int = 100, wanted: Wanted = Wanted()) -> list[Receipt]:
    """What this client sent in, newest first; only what is wanted."""
    query = select(Receipt).where(Receipt.case_id == case_id)
    if wanted.words:
        query = query.where(
            Receipt.number.contains(wanted.words, autoescape=True)
            | Receipt.title.icontains(wanted.words, autoescape=True)
        )
    if wanted.kind is not None:
        query = query.where(Receipt.kind == wanted.kind)
    if wanted.since is not None:
        query = query.where(Receipt.received_at >= _midnight(wanted.since))
    if wanted.until is not None:
        query = query.where(Receipt.received_at < _midnight(wanted.until + dt.timedelta(days=1)))
    return list(db.scalars(query.order_by(Receipt.received_at.desc()).limit(most)))


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), OFFICE_TIME)


def newest_about(db: Session, case_id: uuid.UUID, subject_id: uuid.UUID) -> Receipt | None:
    """The last receipt that was given for this thing, if any."""
    query = select(Receipt).where(Receipt.case_id == case_id, Receipt.subject_id == subject_id)
    return db.scalar(query.order_by(Receipt.received_at.desc()).limit(1))


def numbers_of(db: Session, case_id: uuid.UUID, subject_ids: list[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The receipt numbers of these things, by the thing's id; the newest where there are several."""
    query = select(Receipt.subject_id, Receipt.number).where(
        Receipt.case_id == case_id, Receipt.subject_id.in_(subject_ids)
    )
    return {subject_id: number for subject_id, number in db.execute(query.order_by(Receipt.received_at)) if subject_id}
