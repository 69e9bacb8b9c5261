"""What people do with messages: send, read, and say that no answer is needed."""

import datetime as dt
import uuid
from collections.abc import Sequence

from sqlalchemy import ColumnElement, tuple_, update
from sqlalchemy.orm import Session

from .. import audit, notices, receipts
from ..access import Actor
from ..base import Invalid, NotAllowed, now, today
from ..documents import uses
from ..documents.model import Document
from ..office_hours import answer_expected_by, closing_time, closing_time_after
from ..people import CaseFile, Role, hours_of
from .model import LIMIT, SUBJECT_LIMIT, About, Message, Thread
from .queries import message_of, unread

CONTACT_KIND = "message"
CLIENT_HAS_DAYS = 5
"""Working days that a client has for an answer when the coach names no day."""
FARTHEST = dt.timedelta(days=366)
WORDS_OF_SUBJECT = 60
"""Characters of the message itself that stand for a subject when none was given."""


def send(
    db: Session,
    case: CaseFile,
    *,
    by: Actor,
    text: str,
    thread: Thread | None = None,
    subject: str | None = None,
    about: About | None = None,
    answer_expected: bool = True,
    answer_on: dt.date | None = None,
    shown: uuid.UUID | None = None,
    attached: Sequence[Document] = (),
) -> Message:
    """Send a message to the other side and announce it by mail; raises Invalid or NotAllowed.

    Without `thread` it begins one, called `subject` or else by what it is about or by its first words. `shown` is the
    newest message on the writer's page: everything in the thread up to it counts as read, and as answered. By
    `answer_on` a client is asked to answer; the coach's own term follows from the office hours. What is `attached`
    must be shared already. A client gets a receipt.
    """
    if by.role not in (Role.CLIENT, Role.COACH):
        raise NotAllowed("only the client and the coach write to each other")
    words = _plain(text)
    sent_at = now()
    answer_by = _answer_by(db, case, by, sent_at, answer_on) if answer_expected else None
    if thread is None:
        thread = _begin(db, case, by=by, subject=subject, about=about, words=words)
    message = Message(
        case_id=case.id,
        thread_id=thread.id,
        sender_id=by.account_id,
        sender_name=by.name,
        sender_role=by.role,
        channel=by.channel,
        text=words,
        sent_at=sent_at,
        answer_expected=answer_expected,
        answer_by=answer_by,
    )
    if about is not None:
        message.about_kind, message.about_id, message.about_label = about.kind, about.id, about.label[:340]
    if shown is not None:
        mark_read(db, case, by=by, until=shown)
        _mark_answered(db, case, by=by, until=shown)
    db.add(message)
    db.flush()
    for document in attached:
        uses.use(db, document, where=uses.Where.MESSAGE, subject_id=message.id, by=by, label=thread.subject or "")
    audit.record(db, case.id, by=by, action=audit.Action.SENT, subject=audit.Subject.MESSAGE, subject_id=message.id)
    if by.role is Role.CLIENT:
        _give_receipt(db, message, thread, attached, by)
    _announce(db, case, message)
    return message


def mark_read(db: Session, case: CaseFile, *, by: Actor, until: uuid.UUID) -> int:
    """Everything from the other side in its thread up to the message `until` has been read; returns how many were new.

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
    """Who was asked says that a message needs no answer (the coach), or that it was answered another way (the client).

    Raises NotFound or NotAllowed. Twice is harmless.
    """
    message = message_of(db, case.id, message_id)
    if by.role not in (Role.CLIENT, Role.COACH) or message.sender_role is by.role:
        raise NotAllowed("only who was asked says that no answer is needed")
    if message.is_waiting:
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


def _begin(db: Session, case: CaseFile, *, by: Actor, subject: str | None, about: About | None, words: str) -> Thread:
    named = " ".join((subject or "").replace("\x00", "").split())
    if len(named) > SUBJECT_LIMIT:
        raise Invalid(f"at most {SUBJECT_LIMIT} characters", field="subject")
    thread = Thread(case_id=case.id, started_by_id=by.account_id)
    thread.subject = named or (about.label[:SUBJECT_LIMIT] if about else _first_words(words))
    if about is not None:
        thread.about_kind, thread.about_id, thread.about_label = about.kind, about.id, about.label[:340]
    db.add(thread)
    db.flush()
    return thread


def _give_receipt(db: Session, message: Message, thread: Thread, attached: Sequence[Document], by: Actor) -> None:
    """In the binding language, with what was sent exactly as it was sent."""
    rows = {"Onderwerp": thread.subject or "", "Over": message.about_label or "", "Bericht": message.text}
    rows["Bijlagen"] = ", ".join(document.name for document in attached)
    receipts.issue(
        db,
        message.case_id,
        kind=receipts.ReceiptKind.MESSAGE,
        title=f"Bericht: {thread.subject or message.about_label or 'aan uw coach'}",
        copy=[{"label": label, "value": value} for label, value in rows.items() if value],
        by=by,
        subject_id=message.id,
    )


def _first_words(text: str) -> str:
    """The beginning of a text, cut between words."""
    line = " ".join(text.split("\n", 1)[0].split())
    if len(line) <= WORDS_OF_SUBJECT:
        return line
    cut = line[:WORDS_OF_SUBJECT].rsplit(" ", 1)[0]
    return f"{cut}…"


def _answer_by(
    db: Session, case: CaseFile, by: Actor, sent_at: dt.datetime, answer_on: dt.date | None
) -> dt.datetime | None:
    hours = hours_of(db, case)
    if by.role is Role.CLIENT:
        return answer_expected_by(sent_at, hours)
    if answer_on is None:
        return closing_time_after(sent_at, CLIENT_HAS_DAYS, hours)
    if not today() <= answer_on <= today() + FARTHEST:
        raise Invalid("a day between today and a year from now", field="answer_on")
    return closing_time(answer_on, hours)


def _up_to(db: Session, case_id: uuid.UUID, until: uuid.UUID) -> ColumnElement[bool]:
    newest = message_of(db, case_id, until)
    in_thread = (Message.case_id == case_id) & (Message.thread_id == newest.thread_id)
    return in_thread & (tuple_(Message.sent_at, Message.id) <= (newest.sent_at, newest.id))


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
