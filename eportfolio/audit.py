"""The access log: who read or changed what, in which role, when, how and why.

Append-only: the application may insert and select, nothing else. A trigger chains each
row of a case to the one before it (SHA-256), so that a removed or altered row shows.
The fields follow the Dutch standard Logboek Dataverwerkingen (Logius, v1.0).
"""

import datetime as dt
import uuid
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, Select, func, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from . import helped
from .access import Actor, Channel
from .base import OFFICE_TIME, Base, CaseRow, now, short_text, text_enum
from .people import Role


class Action(StrEnum):
    """What was done with the data."""

    READ = "read"
    ADDED = "added"
    CHANGED = "changed"
    SENT = "sent"
    WITHDRAWN = "withdrawn"
    EXPORTED = "exported"
    ERASED = "erased"


class Subject(StrEnum):
    """The part of the file it was done with."""

    FILE = "file"
    CONTACT = "contact"
    CASELOAD = "caseload"
    INTAKE = "intake"
    FACT = "fact"
    AGREEMENT = "agreement"
    APPLICATION = "application"
    APPLICATION_REPORT = "application_report"
    DOCUMENT = "document"
    MESSAGE = "message"
    APPOINTMENT = "appointment"
    CONVERSATION = "conversation"
    COACH = "coach"
    HELP = "help"
    RIGHTS = "rights"
    PORTFOLIO = "portfolio"
    CV = "cv"
    DATA = "data"
    DATA_REQUEST = "data_request"


class AccessLogEntry(CaseRow, Base):
    """One processing of one person's data."""

    __tablename__ = "access_log"

    __table_args__ = (Index("ix_access_log_caseload", "actor_id", "subject", "at"),)

    seq: Mapped[int] = mapped_column(BigInteger, unique=True, server_default="0")
    actor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    actor_name: Mapped[str] = mapped_column(short_text(200))
    role: Mapped[Role] = mapped_column(text_enum(Role))
    channel: Mapped[Channel] = mapped_column(text_enum(Channel))
    action: Mapped[Action] = mapped_column(text_enum(Action))
    subject: Mapped[Subject] = mapped_column(text_enum(Subject))
    subject_id: Mapped[uuid.UUID | None]
    label: Mapped[str] = mapped_column(short_text(200), default="")
    reason: Mapped[str] = mapped_column(short_text(200), default="")
    trace_id: Mapped[str] = mapped_column(short_text(32), default=lambda: uuid.uuid4().hex)
    at: Mapped[dt.datetime] = mapped_column(default=now)
    previous_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))

    __mapper_args__ = {"eager_defaults": False}  # a manager may add a line, but not read any back


def record(
    db: Session,
    case_id: uuid.UUID,
    *,
    by: Actor,
    action: Action,
    subject: Subject,
    subject_id: uuid.UUID | None = None,
    label: str = "",
    reason: str = "",
) -> None:
    """Write one line in the log, in the same transaction as the deed itself; and mark what was entered with help."""
    helped.only_what_was_told(by, action=action, subject=subject)
    if action not in (Action.READ, Action.EXPORTED) and subject not in (Subject.HELP, Subject.FACT):
        helped.note(db, case_id, by=by, action=action, subject=subject, subject_id=subject_id, label=label[:200])
    db.add(
        AccessLogEntry(
            case_id=case_id,
            actor_id=by.account_id,
            actor_name=by.name,
            role=by.role,
            channel=by.channel,
            action=action,
            subject=subject,
            subject_id=subject_id,
            label=label[:200],
            reason=reason[:200],
        )
    )
    db.flush()


def record_caseload_view(db: Session, case_ids: list[uuid.UUID], *, by: Actor) -> None:
    """Note, once a day per file, that a coach saw the names and signals of the caseload."""
    day_start = now().astimezone(OFFICE_TIME).replace(hour=0, minute=0, second=0, microsecond=0)
    seen = set(
        db.scalars(
            select(AccessLogEntry.case_id).where(
                AccessLogEntry.actor_id == by.account_id,
                AccessLogEntry.subject == Subject.CASELOAD,
                AccessLogEntry.at >= day_start,
            )
        )
    )
    for case_id in case_ids:
        if case_id not in seen:
            record(db, case_id, by=by, action=Action.READ, subject=Subject.CASELOAD)


def entries_of(case_id: uuid.UUID) -> Select[AccessLogEntry]:
    """The log of one file, newest first."""
    return select(AccessLogEntry).where(AccessLogEntry.case_id == case_id).order_by(AccessLogEntry.seq.desc())


class Looked(StrEnum):
    """What to see of "who looked at my file"."""

    ALL = "all"
    READ = "read"
    CHANGED = "changed"


def looks_by_others(
    db: Session,
    case_id: uuid.UUID,
    client_id: uuid.UUID,
    *,
    most: int = 50,
    looked: Looked = Looked.ALL,
    by_id: uuid.UUID | None = None,
) -> list[AccessLogEntry]:
    """What others did with this file, newest first: "who looked at my file"; only of one person, when asked."""
    query = entries_of(case_id).where(AccessLogEntry.actor_id != client_id)
    if looked is not Looked.ALL:
        is_read = AccessLogEntry.action == Action.READ
        query = query.where(is_read if looked is Looked.READ else ~is_read)
    if by_id is not None:
        query = query.where(AccessLogEntry.actor_id == by_id)
    return list(db.scalars(query.limit(most)))


def others_in(db: Session, case_id: uuid.UUID, client_id: uuid.UUID) -> list[tuple[uuid.UUID, str]]:
    """Everybody else who stands in the log of this file, by name."""
    mine = (AccessLogEntry.case_id == case_id) & (AccessLogEntry.actor_id != client_id)
    newest = func.max(AccessLogEntry.actor_name)
    query = select(AccessLogEntry.actor_id, newest).where(mine).group_by(AccessLogEntry.actor_id).order_by(newest)
    return [(row[0], row[1]) for row in db.execute(query)]


def broken_links(db: Session, case_id: uuid.UUID) -> int:
    """How many rows of this file do not match their hash or their predecessor; 0 for an untouched log."""
    return db.scalar(text("SELECT houvast_broken_links(:case_id)"), {"case_id": case_id}) or 0


def count_of(db: Session, case_id: uuid.UUID) -> int:
    """The number of lines in the log of one file."""
    return db.scalar(select(func.count()).select_from(AccessLogEntry).where(AccessLogEntry.case_id == case_id)) or 0
