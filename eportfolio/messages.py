"""Plain messages between the client and the coach: one conversation per file, both ways, with an answer in time.

A message is frozen once sent (the database refuses to change its text). Reading is recorded apart
from sending and from answering. A client's question has its answer within 24 office hours (R21).
Each message is announced by mail without its content, within 48 hours (R46).
"""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import ColumnElement, ForeignKey, Index, func, select, tuple_, update
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, Session, mapped_column

from . import audit, notices
from .access import Actor, Channel
from .base import Base, CaseRow, Invalid, NotAllowed, NotFound, now, short_text, text_enum
from .office_hours import answer_expected_by
from .people import CaseFile, Role, hours_of

LIMIT = 4000
"""Characters in one message."""
PAGE_SIZE = 50
CONTACT_KIND = "message"


class AboutKind(StrEnum):
    """What a message can be about."""

    AGREEMENT = "agreement"
    APPLICATION = "application"
    INTAKE = "intake"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class About:
    """The thing in the file that a message is about, with its name at that moment."""

    kind: AboutKind
    id: uuid.UUID
    label: str


class Message(CaseRow, Base):
    """One message; `answer_by` is the office's own target, so only a client's message has one."""

    __tablename__ = "message"
    __table_args__ = (
        Index("ix_message_thread", "case_id", "sent_at"),
        Index(
            "ix_message_waiting",
            "case_id",
            postgresql_where=sql("answer_expected AND answered_at IS NULL"),
        ),
    )

    sender_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    sender_name: Mapped[str] = mapped_column(short_text(200))
    sender_role: Mapped[Role] = mapped_column(text_enum(Role))
    channel: Mapped[Channel] = mapped_column(text_enum(Channel))
    text: Mapped[str] = mapped_column(short_text(LIMIT))
    sent_at: Mapped[dt.datetime] = mapped_column(default=now)
    about_kind: Mapped[AboutKind | None] = mapped_column(text_enum(AboutKind))
    about_id: Mapped[uuid.UUID | None]
    about_label: Mapped[str | None] = mapped_column(short_text(340))
    answer_expected: Mapped[bool] = mapped_column(default=False)
    answer_by: Mapped[dt.datetime | None]
    answered_at: Mapped[dt.datetime | None]
    read_at: Mapped[dt.datetime | None]
    read_by_name: Mapped[str | None] = mapped_column(short_text(200))

    @property
    def is_from_client(self) -> bool:
        return self.sender_role is Role.CLIENT

    @property
    def is_waiting(self) -> bool:
        """Whether the other side still has to answer."""
        return self.answer_expected and self.answered_at is None

    @property
    def is_late(self) -> bool:
        """Whether the answer should have been there."""
        return self.is_waiting and self.answer_by is not None and self.answer_by < now()


class Thread(NamedTuple):
    """A part of the conversation, oldest first, and whether there is more before it."""

    messages: list[Message]
    has_earlier: bool


class Waiting(NamedTuple):
    """A client who waits for an answer: since when, until when it is in time, and how many messages."""

    since: dt.datetime
    answer_by: dt.datetime
    messages: int

    @property
    def is_late(self) -> bool:
        return self.answer_by < now()


def send(
    db: Session,
    case: CaseFile,
    *,
    by: Actor,
    text: str,
    about: About | None = None,
    answer_expected: bool = True,
    shown: uuid.UUID | None = None,
) -> Message:
    """Send a message to the other side and announce it by mail; raises Invalid or NotAllowed.

    `shown` is the newest message on the writer's page: everything up to it counts as read, and as answered.
    """
    if by.role not in (Role.CLIENT, Role.COACH):
        raise NotAllowed("only the client and the coach write to each other")
    sent_at = now()
    promised = answer_expected and by.role is Role.CLIENT
    message = Message(
        case_id=case.id,
        sender_id=by.account_id,
        sender_name=by.name,
        sender_role=by.role,
        channel=by.channel,
        text=_plain(text),
        sent_at=sent_at,
        answer_expected=answer_expected,
        answer_by=answer_expected_by(sent_at, hours_of(db, case)) if promised else None,
    )
    if about is not None:
        message.about_kind, message.about_id, message.about_label = about.kind, about.id, about.label[:340]
    if shown is not None:
        mark_read(db, case, by=by, until=shown)
        _mark_answered(db, case, by=by, until=shown)
    db.add(message)
    db.flush()
    audit.record(db, case.id, by=by, action=audit.Action.SENT, subject=audit.Subject.MESSAGE, subject_id=message.id)
    _announce(db, case, message)
    return message


def mark_read(db: Session, case: CaseFile, *, by: Actor, until: uuid.UUID) -> int:
    """Everything from the other side up to the message `until` has been read; returns how many were new.

    What came in after the page was shown stays new. Raises NotFound for a message of another file.
    Not logged here: a look by the coach is logged when the page opens, and a client's own looks are not.
    """
    marked = db.scalars(
        update(Message)
        .where(_up_to(db, case.id, until), unread(by.role))
        .values(read_at=now(), read_by_name=by.name)
        .returning(Message.id)
    ).all()
    return len(marked)


def close_question(db: Session, case: CaseFile, message_id: uuid.UUID, *, by: Actor) -> None:
    """The coach says that a client's message needs no answer; raises NotFound or NotAllowed. Twice is harmless."""
    if by.role is not Role.COACH:
        raise NotAllowed("only the coach says that no answer is needed")
    message = message_of(db, case.id, message_id)
    if message.is_from_client and message.is_waiting:
        _mark_answered(db, case, by=by, until=message.id, only=message.id)
        audit.record(
            db,
            case.id,
            by=by,
            action=audit.Action.CHANGED,
            subject=audit.Subject.MESSAGE,
            subject_id=message.id,
            reason="no answer needed",
        )


def message_of(db: Session, case_id: uuid.UUID, message_id: uuid.UUID) -> Message:
    """One message of this file; raises NotFound."""
    message = db.scalar(select(Message).where(Message.case_id == case_id, Message.id == message_id))
    if message is None:
        raise NotFound("no such message in this file")
    return message


def thread(db: Session, case_id: uuid.UUID, *, before: uuid.UUID | None = None, most: int = PAGE_SIZE) -> Thread:
    """The newest messages, or those before the message `before`; oldest first. Raises NotFound."""
    query = select(Message).where(Message.case_id == case_id)
    if before is not None:
        limit = message_of(db, case_id, before)
        query = query.where(tuple_(Message.sent_at, Message.id) < (limit.sent_at, limit.id))
    newest_first = list(db.scalars(query.order_by(Message.sent_at.desc(), Message.id.desc()).limit(most + 1)))
    return Thread(newest_first[:most][::-1], has_earlier=len(newest_first) > most)


def newest(db: Session, case_id: uuid.UUID, *, most: int, skip: int = 0) -> list[Message]:
    """A page of the messages of this file, newest first."""
    query = select(Message).where(Message.case_id == case_id).order_by(Message.sent_at.desc(), Message.id.desc())
    return list(db.scalars(query.limit(most).offset(skip)))


def count_of(db: Session, case_id: uuid.UUID) -> int:
    """How many messages this file has."""
    return db.scalar(select(func.count(Message.id)).where(Message.case_id == case_id)) or 0


def unread(reader: Role) -> ColumnElement[bool]:
    """The condition "from the other side and not read yet", for this side's queries."""
    from_client = Message.sender_role == Role.CLIENT
    return Message.read_at.is_(None) & (~from_client if reader is Role.CLIENT else from_client)


def unread_count(db: Session, case_id: uuid.UUID, reader: Role) -> int:
    """How many messages this side of the file has not read."""
    return db.scalar(select(func.count(Message.id)).where(Message.case_id == case_id, unread(reader))) or 0


def waiting_for_coach(db: Session, case_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Waiting]:
    """Which clients wait for an answer, in one statement; files where nobody waits are left out."""
    query = (
        select(Message.case_id, func.min(Message.sent_at), func.min(Message.answer_by), func.count())
        .where(
            Message.case_id.in_(list(case_ids)),
            Message.sender_role == Role.CLIENT,
            Message.answer_expected,
            Message.answered_at.is_(None),
        )
        .group_by(Message.case_id)
    )
    return {
        case_id: Waiting(since, answer_by or since, count) for case_id, since, answer_by, count in db.execute(query)
    }


def _up_to(db: Session, case_id: uuid.UUID, until: uuid.UUID) -> ColumnElement[bool]:
    newest = message_of(db, case_id, until)
    return (Message.case_id == case_id) & (tuple_(Message.sent_at, Message.id) <= (newest.sent_at, newest.id))


def _mark_answered(db: Session, case: CaseFile, *, by: Actor, until: uuid.UUID, only: uuid.UUID | None = None) -> None:
    from_client = Message.sender_role == Role.CLIENT
    other_side = ~from_client if by.role is Role.CLIENT else from_client
    query = update(Message).where(_up_to(db, case.id, until), other_side, Message.answered_at.is_(None))
    if only is not None:
        query = query.where(Message.id == only)
    db.execute(query.values(answered_at=now()))


def _announce(db: Session, case: CaseFile, message: Message) -> None:
    """Tell the other side by mail, and note the contact in the file without disturbing who is editing it."""
    readers = (case.coach_id, case.stand_in_id) if message.is_from_client else (case.client_id,)
    for reader in readers:
        if reader is not None:
            notices.notify(db, reader, notices.Topic.MESSAGE, about=message.id)
    db.execute(
        update(CaseFile)
        .where(CaseFile.id == case.id)
        .values(last_contact_at=message.sent_at, last_contact_kind=CONTACT_KIND)
    )


def _plain(written: str) -> str:
    """The text with one kind of line end, no null bytes (PostgreSQL refuses them) and no space around."""
    cleaned = written.replace("\x00", "").replace("\r\n", "\n").strip()
    if not cleaned:
        raise Invalid("an empty message", field="text")
    if len(cleaned) > LIMIT:
        raise Invalid(f"at most {LIMIT} characters", field="text")
    return cleaned
