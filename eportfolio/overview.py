"""What the client sees first: counts beside the menu, at most three things to do, and what happened last."""

import datetime as dt
import uuid
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from . import audit, facts, receipts
from .agreements import Side, count_waiting, waiting_for_answer
from .applications import awaiting_experience
from .intake.draft import Draft, IntakeState
from .messages import Message, unread
from .people import CaseFile, Role

MOST_TO_DO = 3
"""More than three things at once is a wall, not a help."""


class Todo(StrEnum):
    """A kind of thing to do; the order is that of urgency."""

    ANSWER_PROPOSAL = "answer_proposal"
    ANSWER_QUESTION = "answer_question"
    READ_MESSAGES = "read_messages"
    START_INTAKE = "start_intake"
    FINISH_INTAKE = "finish_intake"
    CHECK_INTAKE = "check_intake"
    TELL_EXPERIENCE = "tell_experience"
    LOG_APPLICATION = "log_application"


class ThingToDo(NamedTuple):
    """One thing to do: about what, and by when if there is a date."""

    kind: Todo
    subject_id: uuid.UUID | None = None
    label: str = ""
    on: dt.date | None = None
    number: int = 0
    total: int = 0


class Happened(NamedTuple):
    """A line of the access log, with the receipt number when the client sent something in."""

    entry: audit.AccessLogEntry
    receipt_number: str | None


def counts(db: Session, case_id: uuid.UUID) -> dict[str, int]:
    """How many agreements wait for the client's answer and how many messages she has not read: one statement."""
    waiting = count_waiting(case_id, Side.CLIENT).scalar_subquery()
    row = db.execute(select(waiting, _unread_messages(case_id))).one()
    return {"agreements": row[0], "messages": row[1]}


def _unread_messages(case_id: uuid.UUID):  # type: ignore[no-untyped-def]
    return select(func.count(Message.id)).where(Message.case_id == case_id, unread(Role.CLIENT)).scalar_subquery()


def things_to_do(db: Session, case: CaseFile, draft: Draft, *, unread_messages: int) -> list[ThingToDo]:
    """At most three things, the most urgent first."""
    things = [*_proposals(db, case.id), *_questions(db, case.id)]
    if unread_messages:
        things.append(ThingToDo(Todo.READ_MESSAGES, number=unread_messages))
    things += _intake(draft)
    for interview in awaiting_experience(db, case.id)[:MOST_TO_DO]:
        application = interview.application
        things.append(ThingToDo(Todo.TELL_EXPERIENCE, application.id, application.employer, interview.on))
    return (things or [ThingToDo(Todo.LOG_APPLICATION)])[:MOST_TO_DO]


def _proposals(db: Session, case_id: uuid.UUID) -> list[ThingToDo]:
    waiting = waiting_for_answer(db, case_id, Side.CLIENT)[:MOST_TO_DO]
    return [ThingToDo(Todo.ANSWER_PROPOSAL, row.id, row.current.title, row.current.answer_by) for row in waiting]


def _questions(db: Session, case_id: uuid.UUID) -> list[ThingToDo]:
    asked = facts.open_questions(db, case_id)
    return [ThingToDo(Todo.ANSWER_QUESTION, number=len(asked), label=asked[0].question or "")] if asked else []


def _intake(draft: Draft) -> list[ThingToDo]:
    if draft.intake is None:
        return [ThingToDo(Todo.START_INTAKE)]
    if draft.intake.state is IntakeState.SENT:
        return []
    if draft.complete:
        return [ThingToDo(Todo.CHECK_INTAKE)]
    progress = draft.progress()
    return [ThingToDo(Todo.FINISH_INTAKE, number=progress.number, total=progress.total)]


def last_happened(db: Session, case_id: uuid.UUID, *, most: int = 6) -> list[Happened]:
    """The last lines of the log, newest first, with receipt numbers: two statements."""
    entries = list(db.scalars(audit.entries_of(case_id).limit(most)))
    subjects = [entry.subject_id for entry in entries if entry.subject_id]
    numbers = receipts.numbers_of(db, case_id, subjects)
    return [
        Happened(entry, numbers.get(entry.subject_id) if _sent_in(entry) and entry.subject_id else None)
        for entry in entries
    ]


def _sent_in(entry: audit.AccessLogEntry) -> bool:
    return entry.role is Role.CLIENT and entry.action in (audit.Action.ADDED, audit.Action.SENT)
