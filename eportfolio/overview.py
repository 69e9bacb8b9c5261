"""What the client sees first: counts beside the menu, at most three things to do, and what happened last."""

import datetime as dt
import uuid
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from . import appointments, timeline
from .agreements import Side, count_waiting, waiting_for_answer
from .applications import awaiting_experience, reminders_due
from .appointments import Appointment
from .base import NotFound
from .facts import Review
from .intake.draft import Draft, IntakeState
from .messages import Message, first_asked_of_client, unread
from .notice_choices import Mailing
from .people import WITH_PEOPLE, CaseFile, Role
from .portfolio import count_asked
from .timeline import Happened, Wish

MOST_TO_DO = 3
"""More than three things at once is a wall, not a help."""


class Todo(StrEnum):
    """A kind of thing to do; the order is that of urgency."""

    ANSWER_PROPOSAL = "answer_proposal"
    CHOOSE_TIME = "choose_time"
    EXPLAIN_MISSED = "explain_missed"
    ANSWER_QUESTION = "answer_question"
    ANSWER_PORTFOLIO = "answer_portfolio"
    READ_MESSAGES = "read_messages"
    ANSWER_MESSAGE = "answer_message"
    START_INTAKE = "start_intake"
    FINISH_INTAKE = "finish_intake"
    CHECK_INTAKE = "check_intake"
    REMEMBER = "remember"
    TELL_EXPERIENCE = "tell_experience"
    READ_RIGHTS = "read_rights"
    LOG_APPLICATION = "log_application"


class ThingToDo(NamedTuple):
    """One thing to do: about what, and by when if there is a date."""

    kind: Todo
    subject_id: uuid.UUID | None = None
    label: str = ""
    on: dt.date | None = None
    number: int = 0
    total: int = 0


class OpenedFile(NamedTuple):
    """The client's file with what stands beside the menu: agreements that wait for her, messages she has not read.

    `refused_email` is her address when no mail reaches it, `asked_id` the message that her coach wants answered first.
    """

    case: CaseFile
    counts: dict[str, int]
    refused_email: str | None
    asked_id: uuid.UUID | None


def open_own_file(db: Session, client_id: uuid.UUID) -> OpenedFile:
    """The client's own file and its counts, in one statement; raises NotFound."""
    waiting = count_waiting(CaseFile.id, Side.CLIENT).scalar_subquery()
    new = select(func.count(Message.id)).where(Message.case_id == CaseFile.id, unread(Role.CLIENT)).scalar_subquery()
    to_arrange = appointments.count_waiting(CaseFile.id, Side.CLIENT).scalar_subquery()
    refused = select(Mailing.refused_email).where(Mailing.account_id == CaseFile.client_id).scalar_subquery()
    asked = count_asked(CaseFile.id).scalar_subquery()
    unanswered = first_asked_of_client(CaseFile.id).scalar_subquery()
    query = select(CaseFile, waiting, new, to_arrange, asked, refused, unanswered)
    row = db.execute(query.where(CaseFile.client_id == client_id).options(*WITH_PEOPLE)).one_or_none()
    if row is None:
        raise NotFound("this person has no case file")
    case, *numbers, refused_email, asked_id = row
    counted = ("agreements", "messages", "appointments", "portfolio")
    return OpenedFile(case, dict(zip(counted, numbers, strict=True)), refused_email, asked_id)


def things_to_do(
    db: Session,
    case: CaseFile,
    draft: Draft,
    *,
    current: Iterable[Appointment],
    asked_id: uuid.UUID | None,
    unread_messages: int,
    unread_rights: int,
    asked_portfolio: int,
) -> list[ThingToDo]:
    """At most three things, the most urgent first; `current` are the appointments that come or wait for her."""
    things = [*_proposals(db, case.id), *_appointments(current), *_questions(draft)]
    if asked_portfolio:
        things.append(ThingToDo(Todo.ANSWER_PORTFOLIO, number=asked_portfolio))
    if unread_messages:
        things.append(ThingToDo(Todo.READ_MESSAGES, number=unread_messages))
    elif asked_id is not None:
        things.append(ThingToDo(Todo.ANSWER_MESSAGE, asked_id))
    for reminder in reminders_due(db, case.id)[:MOST_TO_DO]:
        label = f"{reminder.what}\n{reminder.application.label}"
        things.append(ThingToDo(Todo.REMEMBER, reminder.application_id, label, reminder.on))
    things += _intake(draft)
    for interview in awaiting_experience(db, case.id)[:MOST_TO_DO]:
        application = interview.application
        things.append(ThingToDo(Todo.TELL_EXPERIENCE, application.id, application.employer, interview.on))
    if unread_rights:
        things.append(ThingToDo(Todo.READ_RIGHTS, number=unread_rights))
    return (things or [ThingToDo(Todo.LOG_APPLICATION)])[:MOST_TO_DO]


def _proposals(db: Session, case_id: uuid.UUID) -> list[ThingToDo]:
    waiting = waiting_for_answer(db, case_id, Side.CLIENT)[:MOST_TO_DO]
    return [ThingToDo(Todo.ANSWER_PROPOSAL, row.id, row.current.title, row.current.answer_by) for row in waiting]


def _appointments(current: Iterable[Appointment]) -> list[ThingToDo]:
    kinds = {appointments.State.MISSED: Todo.EXPLAIN_MISSED}
    waiting = [one for one in current if one.turn is Side.CLIENT]
    return [ThingToDo(kinds.get(one.state, Todo.CHOOSE_TIME), one.id, one.subject) for one in waiting]


def _questions(draft: Draft) -> list[ThingToDo]:
    asked = [fact for fact in draft.facts.values() if fact.review is Review.QUESTION and fact.section is None]
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
    """The last lines of the timeline, newest first: two statements."""
    return timeline.part_of(db, case_id, Wish(), most=most, with_places=False).lines
