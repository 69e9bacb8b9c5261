"""Reports that were sent to the coach: kept as they were, with a receipt, read or not yet."""

import datetime as dt
import hashlib
import json
import uuid
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint, select, update
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from .. import audit, receipts
from ..access import Actor, Channel
from ..base import Base, CaseRow, NotAllowed, NotFound, new_id, now, short_text, text_enum
from ..notices import Topic, notify
from ..people import CaseFile, Role
from ..receipts import Receipt, ReceiptKind
from .holding import only_client
from .report import SHAPE, PeriodReport, ReportItem
from .words import HOW_WORDS, STAGE_WORDS


class SentReport(CaseRow, Base):
    """A report as the client sent it to her coach: never changed, with the proof of receipt."""

    __tablename__ = "application_report"
    __table_args__ = (UniqueConstraint("case_id", "digest"),)

    first_on: Mapped[dt.date]
    last_on: Mapped[dt.date]
    digest: Mapped[str] = mapped_column(short_text(64))
    content: Mapped[Any] = mapped_column(JSONB)
    receipt_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("receipt.id"))
    sent_by_name: Mapped[str] = mapped_column(short_text(200))
    channel: Mapped[Channel] = mapped_column(text_enum(Channel))
    seen_at: Mapped[dt.datetime | None]
    seen_by_name: Mapped[str | None] = mapped_column(short_text(200))

    receipt: Mapped[Receipt | None] = relationship(lazy="raise_on_sql")

    @property
    def report(self) -> PeriodReport:
        """What was sent."""
        return SHAPE.validate_python(self.content)


def send_report(db: Session, case: CaseFile, report: PeriodReport, *, by: Actor) -> SentReport:
    """Send this report to the coach, with a receipt. Sending the same again gives the same receipt."""
    only_client(by)
    content = SHAPE.dump_python(report, mode="json")
    digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    values = {
        "id": new_id(),
        "case_id": case.id,
        "first_on": report.first,
        "last_on": report.last,
        "digest": digest,
        "content": content,
        "sent_by_name": by.name,
        "channel": by.channel,
        "created_at": now(),
    }
    row = insert(SentReport).values(**values).on_conflict_do_nothing().returning(SentReport.id)
    is_new = db.scalar(row) is not None
    query = select(SentReport).where(SentReport.case_id == case.id, SentReport.digest == digest)
    sent = db.scalars(query.options(joinedload(SentReport.receipt))).one()
    if is_new:
        _received(db, case, sent, by)
    return sent


def sent_reports_of(db: Session, case_id: uuid.UUID, *, most: int = 20) -> list[SentReport]:
    """The reports that were sent, newest first, with their receipts."""
    query = select(SentReport).where(SentReport.case_id == case_id).options(joinedload(SentReport.receipt))
    return list(db.scalars(query.order_by(SentReport.created_at.desc()).limit(most)))


def sent_report(db: Session, case_id: uuid.UUID, report_id: uuid.UUID) -> SentReport:
    """One report that was sent from this file; raises NotFound."""
    query = select(SentReport).where(SentReport.case_id == case_id, SentReport.id == report_id)
    found = db.scalar(query.options(joinedload(SentReport.receipt)))
    if found is None:
        raise NotFound("no such report in this file")
    return found


def mark_report_seen(db: Session, sent: SentReport, *, by: Actor) -> None:
    """The coach has read it, and the client sees that. Twice is harmless; raises NotAllowed."""
    if by.role is not Role.COACH:
        raise NotAllowed("only the coach marks a report as read")
    marked = db.scalar(
        update(SentReport)
        .where(SentReport.id == sent.id, SentReport.seen_at.is_(None))
        .values(seen_at=now(), seen_by_name=by.name)
        .returning(SentReport.id)
    )
    if marked is not None:
        _note(db, sent, by, audit.Action.READ, reason="marked as read")


def _received(db: Session, case: CaseFile, sent: SentReport, by: Actor) -> None:
    report = sent.report
    receipt = receipts.issue(
        db,
        case.id,
        kind=ReceiptKind.APPLICATION_REPORT,
        title=f"Verslag van sollicitaties, {report.first:%d-%m-%Y} tot en met {report.last:%d-%m-%Y}",
        copy=_copy(report),
        by=by,
        subject_id=sent.id,
    )
    sent.receipt_id = receipt.id
    _note(db, sent, by, audit.Action.SENT)
    db.refresh(sent, ["receipt"])
    for reader in filter(None, (case.coach_id, case.stand_in_id)):
        notify(db, reader, Topic.APPLICATION_REPORT, about=sent.id)


def _note(db: Session, sent: SentReport, by: Actor, action: audit.Action, *, reason: str = "") -> None:
    db.flush()
    audit.record(
        db,
        sent.case_id,
        by=by,
        action=action,
        subject=audit.Subject.APPLICATION_REPORT,
        subject_id=sent.id,
        label=f"{sent.first_on:%d-%m-%Y} - {sent.last_on:%d-%m-%Y}",
        reason=reason,
    )


def _copy(report: PeriodReport) -> list[dict[str, Any]]:
    """The exact copy on the receipt, in Dutch whatever the language of the page was."""
    rows: list[dict[str, Any]] = [
        {"label": "Periode", "value": f"{report.first:%d-%m-%Y} tot en met {report.last:%d-%m-%Y}"},
        {"label": "Sollicitaties in deze periode", "value": str(len(report.items))},
    ]
    if report.agreed:
        weeks = "per week" if report.agreed.weeks == 1 else f"per {report.agreed.weeks} weken"
        rows.append({"label": "Afgesproken aantal", "value": f"{report.agreed.count} {weeks}"})
    return rows + [{"label": item.label, "value": "\n".join(_lines(item))} for item in report.all_items]


def _lines(item: ReportItem) -> list[str]:
    lines = [f"{item.applied_on:%d-%m-%Y}, {HOW_WORDS[item.how]}"]
    lines += [f"Ontvangstbewijs {item.number}"] if item.number else []
    lines += [f"Contactpersoon: {item.contact}"] if item.contact else []
    lines += [f"Vacature: {item.vacancy_url}"] if item.vacancy_url else []
    lines += [f"Opmerking: {item.note}"] if item.note else []
    for step in item.steps:
        lines.append(f"{step.on:%d-%m-%Y}: {STAGE_WORDS[step.stage]}")
        lines += [f"  {words}" for words in (step.words, step.experience) if words]
    lines += [f"Bestand: {file.name}, {file.added_on:%d-%m-%Y}, SHA-256 {file.sha256}" for file in item.files]
    return lines
