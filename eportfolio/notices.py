"""Notices: "there is something for you in Houvast", by mail, without content.

A notice is a row, and its job is put in the queue in the same transaction: when the
transaction stands, the mail will go, also when the mail server is down just now. The
unique `key` makes that the same event is told once. R46: within 48 hours.
"""

import datetime as dt
import json
import uuid
from enum import StrEnum

from sqlalchemy import CursorResult, ForeignKey, Index, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from .base import Base, Identified, new_id, now, short_text, text_enum
from .people import Account

JOB_NAME = "send_notice"
DIGEST_JOB = "send_digest"
QUEUE = "mail"


class Topic(StrEnum):
    """What the notice is about; the words are the portal's."""

    MESSAGE = "message"
    AGREEMENT = "agreement"
    REVIEW = "review"
    INTAKE_SENT = "intake_sent"
    COACH_CHANGED = "coach_changed"
    APPOINTMENT = "appointment"
    SHARE = "share"
    ON_BEHALF = "on_behalf"
    REMINDER = "reminder"
    FILE_BLOCKED = "file_blocked"
    EMAIL_CODE = "email_code"
    EMAIL_CHANGED = "email_changed"
    APPLICATION_REPORT = "application_report"
    CV = "cv"
    EXPORT_READY = "export_ready"
    DATA_REQUEST = "data_request"
    RETENTION = "retention"


class Notice(Identified, Base):
    """Something to tell one person by mail. `held_until`: it waits for the daily mail; `silent_at`: not by mail."""

    __tablename__ = "notice"
    __table_args__ = (Index("ix_notice_held", "held_until", postgresql_where=text("sent_at IS NULL")),)

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), index=True)
    topic: Mapped[Topic] = mapped_column(text_enum(Topic))
    key: Mapped[str] = mapped_column(short_text(120), unique=True)
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    sent_at: Mapped[dt.datetime | None]
    held_until: Mapped[dt.datetime | None]
    silent_at: Mapped[dt.datetime | None]
    refused_at: Mapped[dt.datetime | None]
    subject: Mapped[str | None] = mapped_column(short_text(200))
    body: Mapped[str | None]

    account: Mapped[Account] = relationship(lazy="raise_on_sql")


def notify(db: Session, account_id: uuid.UUID, topic: Topic, *, about: uuid.UUID, occasion: str = "") -> None:
    """Tell someone that something waits; the same topic about the same thing is told once (per occasion)."""
    notice_id = new_id()
    key = ":".join(filter(None, (topic, str(about), str(account_id), occasion)))
    values = {"id": notice_id, "account_id": account_id, "topic": topic, "key": key}
    row = insert(Notice.__table__).values(**values, created_at=now())  # type: ignore[arg-type]  # a Table
    quietly = row.on_conflict_do_nothing().execution_options(preserve_rowcount=True)
    added = db.execute(quietly)  # no RETURNING: whoever notifies may not read it back
    if isinstance(added, CursorResult) and added.rowcount == 1:
        defer(db, JOB_NAME, {"notice_id": str(notice_id)})


def defer(db: Session, task: str, arguments: dict[str, str]) -> None:
    """Put a job in the queue inside this transaction (Procrastinate's own SQL function)."""
    db.execute(
        text(
            "SELECT procrastinate_defer_jobs_v1(ARRAY[ROW(:queue, :task, 0, NULL, NULL, CAST(:args AS jsonb), NULL)"
            "::procrastinate_job_to_defer_v1])"
        ),
        {"queue": QUEUE, "task": task, "args": json.dumps(arguments)},
    )


UNSENT = Notice.sent_at.is_(None) & Notice.silent_at.is_(None)


def note_sent(
    db: Session, account_id: uuid.UUID, topic: Topic, *, letter_id: uuid.UUID, subject: str, body: str
) -> None:
    """Keep a mail of another kind for the mailbox page of demo mode, once (act as the service first)."""
    values = {"id": letter_id, "account_id": account_id, "topic": topic, "key": f"{topic}:{letter_id}:{account_id}"}
    sent = {"created_at": now(), "sent_at": now(), "subject": subject, "body": body}
    db.execute(insert(Notice).values(**values, **sent).on_conflict_do_nothing())


def unsent_notice(db: Session, notice_id: uuid.UUID) -> Notice | None:
    """The notice with its account, locked for this worker; None when it was sent, or waits for the daily mail."""
    return db.scalar(
        select(Notice)
        .where(Notice.id == notice_id, UNSENT, Notice.held_until.is_(None))
        .options(joinedload(Notice.account, innerjoin=True))
        .with_for_update(of=Notice)
    )


def digests_due(db: Session) -> list[uuid.UUID]:
    """The people whose daily mail should go now."""
    return list(db.scalars(select(Notice.account_id).where(UNSENT, Notice.held_until <= now()).distinct()))


def digest_of(db: Session, account_id: uuid.UUID) -> list[Notice]:
    """What waits for this person's daily mail or was refused before, oldest first, locked, with the account."""
    due = (Notice.held_until <= now()) | Notice.refused_at.is_not(None)
    query = select(Notice).where(Notice.account_id == account_id, UNSENT, due).order_by(Notice.id)
    return list(db.scalars(query.options(joinedload(Notice.account, innerjoin=True)).with_for_update(of=Notice)))


def mailbox(db: Session, *, most: int = 100) -> list[Notice]:
    """What was mailed, newest first (kept with its text in demo mode only)."""
    query = select(Notice).where(Notice.body.is_not(None)).options(joinedload(Notice.account))
    return list(db.scalars(query.order_by(Notice.sent_at.desc()).limit(most)))
