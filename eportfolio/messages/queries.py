"""Looking at threads and messages: lists, parts of a thread, search, and who waits for whom."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, or_, select, tuple_
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from ..base import NotFound, now
from ..people import Role
from .model import AboutKind, Message, Thread

PAGE_SIZE = 50
"""Messages of one thread on a page."""
THREADS_PER_PAGE = 20
MOST_FOUND = 30


class ThreadLine(NamedTuple):
    """A thread in the list: how many messages, how many are new to the reader, the last one, and who waits."""

    thread: Thread
    messages: int
    unread: int
    last: Message
    answer_by: dt.datetime | None
    """By when the reader is asked to answer; None when nobody waits for the reader."""

    @property
    def is_late(self) -> bool:
        return self.answer_by is not None and self.answer_by < now()


class Page(NamedTuple):
    """Some of the threads, newest message first."""

    lines: list[ThreadLine]
    number: int
    pages: int


class Part(NamedTuple):
    """A part of a thread, oldest first, and whether there is more before it."""

    messages: list[Message]
    has_earlier: bool


class Found(NamedTuple):
    """A message in which the words stand, with its thread."""

    message: Message
    thread: Thread


class Waiting(NamedTuple):
    """Who waits for an answer: since when, until when it is in time, and how many messages."""

    since: dt.datetime
    answer_by: dt.datetime
    messages: int

    @property
    def is_late(self) -> bool:
        return self.answer_by < now()


def threads_of(db: Session, case_id: uuid.UUID, *, reader: Role, page: int = 1) -> Page:
    """A page of the threads of this file, the one with the newest message first: two statements."""
    mine_to_answer = _from_other_side(reader) & _waits()
    last_at = func.max(Message.sent_at)
    query = (
        select(
            Thread,
            func.count(Message.id),
            func.count(Message.id).filter(unread(reader)),
            func.min(Message.answer_by).filter(mine_to_answer),
            func.count().over(),
        )
        .join(Message, Message.thread_id == Thread.id)
        .where(Thread.case_id == case_id)
        .group_by(Thread.id)
        .order_by(last_at.desc(), Thread.id.desc())
        .limit(THREADS_PER_PAGE)
        .offset((page - 1) * THREADS_PER_PAGE)
    )
    rows = db.execute(query).all()
    last = _last_messages(db, case_id, [row[0].id for row in rows])
    lines = [ThreadLine(thread, count, new, last[thread.id], until) for thread, count, new, until, _all in rows]
    total = rows[0][4] if rows else 0
    return Page(lines, page, max(1, -(-total // THREADS_PER_PAGE)))


def thread_of(db: Session, case_id: uuid.UUID, thread_id: uuid.UUID) -> Thread:
    """One thread of this file; raises NotFound."""
    thread = db.scalar(select(Thread).where(Thread.case_id == case_id, Thread.id == thread_id))
    if thread is None:
        raise NotFound("no such thread in this file")
    return thread


def threads_about(db: Session, case_id: uuid.UUID, kind: AboutKind, thing_id: uuid.UUID) -> list[Thread]:
    """The threads about one thing, newest first."""
    query = select(Thread).where(Thread.case_id == case_id, Thread.about_kind == kind, Thread.about_id == thing_id)
    return list(db.scalars(query.order_by(Thread.created_at.desc()).limit(MOST_FOUND)))


def messages_in(
    db: Session, case_id: uuid.UUID, thread_id: uuid.UUID, *, before: uuid.UUID | None = None, most: int = PAGE_SIZE
) -> Part:
    """The newest messages of a thread, or those before the message `before`; oldest first. Raises NotFound."""
    query = select(Message).where(Message.case_id == case_id, Message.thread_id == thread_id)
    if before is not None:
        limit = message_of(db, case_id, before)
        query = query.where(tuple_(Message.sent_at, Message.id) < (limit.sent_at, limit.id))
    newest_first = list(db.scalars(query.order_by(Message.sent_at.desc(), Message.id.desc()).limit(most + 1)))
    return Part(newest_first[:most][::-1], has_earlier=len(newest_first) > most)


def message_of(db: Session, case_id: uuid.UUID, message_id: uuid.UUID) -> Message:
    """One message of this file; raises NotFound."""
    message = db.scalar(select(Message).where(Message.case_id == case_id, Message.id == message_id))
    if message is None:
        raise NotFound("no such message in this file")
    return message


def newest(
    db: Session, case_id: uuid.UUID, *, most: int, skip: int = 0, thread_id: uuid.UUID | None = None
) -> list[tuple[Message, Thread]]:
    """A page of the messages of this file or of one thread, newest first, each with its thread."""
    query = select(Message, Thread).join(Thread, Thread.id == Message.thread_id).where(_in(case_id, thread_id))
    query = query.order_by(Message.sent_at.desc(), Message.id.desc()).limit(most).offset(skip)
    return [(message, thread) for message, thread in db.execute(query)]


def count_of(db: Session, case_id: uuid.UUID, *, thread_id: uuid.UUID | None = None) -> int:
    """How many messages this file or one thread has."""
    return db.scalar(select(func.count(Message.id)).where(_in(case_id, thread_id))) or 0


def search(db: Session, case_id: uuid.UUID, words: str) -> list[Found]:
    """The messages in which all the words stand (in the text, the subject or what it is about), newest first."""
    query = select(Message, Thread).join(Thread, Thread.id == Message.thread_id).where(Message.case_id == case_id)
    for word in words.split()[:8]:
        places = (Message.text, Thread.subject, Message.about_label, Thread.about_label, Message.sender_name)
        query = query.where(or_(*(place.icontains(word, autoescape=True) for place in places)))
    query = query.order_by(Message.sent_at.desc(), Message.id.desc()).limit(MOST_FOUND)
    return [Found(message, thread) for message, thread in db.execute(query)]


def unread(reader: Role) -> ColumnElement[bool]:
    """The condition "from the other side and not read yet", for this side's queries."""
    return Message.read_at.is_(None) & _from_other_side(reader)


def unread_count(db: Session, case_id: uuid.UUID, reader: Role, *, thread_id: uuid.UUID | None = None) -> int:
    """How many messages of this file or of one thread this side has not read."""
    return db.scalar(select(func.count(Message.id)).where(_in(case_id, thread_id), unread(reader))) or 0


def waiting_for_coach(db: Session, case_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Waiting]:
    """Which clients wait for an answer, in one statement; files where nobody waits are left out."""
    query = (
        select(Message.case_id, func.min(Message.sent_at), func.min(Message.answer_by), func.count())
        .where(Message.case_id.in_(list(case_ids)), Message.sender_role == Role.CLIENT, _waits())
        .group_by(Message.case_id)
    )
    return {
        case_id: Waiting(since, answer_by or since, count) for case_id, since, answer_by, count in db.execute(query)
    }


def first_asked_of_client(case_id: Any) -> Select[uuid.UUID]:
    """The message for whose answer the coach waits, the first to be answered; `case_id` may be a column."""
    query = select(Message.id).where(Message.case_id == case_id, Message.sender_role != Role.CLIENT, _waits())
    return query.order_by(Message.answer_by.nulls_last(), Message.sent_at).limit(1)


def _in(case_id: uuid.UUID, thread_id: uuid.UUID | None) -> ColumnElement[bool]:
    this_case = Message.case_id == case_id
    return this_case if thread_id is None else this_case & (Message.thread_id == thread_id)


def _waits() -> ColumnElement[bool]:
    return Message.answer_expected & Message.answered_at.is_(None)


def _from_other_side(reader: Role) -> ColumnElement[bool]:
    from_client = Message.sender_role == Role.CLIENT
    return ~from_client if reader is Role.CLIENT else from_client


def _last_messages(db: Session, case_id: uuid.UUID, thread_ids: list[uuid.UUID]) -> dict[uuid.UUID, Message]:
    query = (
        select(Message)
        .where(Message.case_id == case_id, Message.thread_id.in_(thread_ids))
        .ext(distinct_on(Message.thread_id))
        .order_by(Message.thread_id, Message.sent_at.desc(), Message.id.desc())
    )
    return {message.thread_id: message for message in db.scalars(query)}
