"""What the client sees first: counts beside the menu, at most three things to do, and what happened last."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from functools import cache
from itertools import chain, islice
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from . import appointments, timeline
from .agreements import Side, count_waiting, waiting_for_answer
from .applications import awaiting_experience, reminders_due
from .appointments import Appointment
from .base import NotFound
from .facts import Review
from .helping import count_to_check
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
    CHECK_HELPED = "check_helped"
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
    row = db.execute(_own_file(), {"own_client_id": client_id}).one_or_none()
    if row is None:
        raise NotFound("this person has no case file")
    case, *numbers, refused_email, asked_id = row
    counted = ("agreements", "messages", "appointments", "portfolio", "helped")
    return OpenedFile(case, dict(zip(counted, numbers, strict=True)), refused_email, asked_id)


@cache
def _own_file() -> Select[*tuple[Any, ...]]:
    """Made once: to put this statement together takes longer than the database needs to answer it."""
    waiting = count_waiting(CaseFile.id, Side.CLIENT).scalar_subquery()
    new = select(func.count(Message.id)).where(Message.case_id == CaseFile.id, unread(Role.CLIENT)).scalar_subquery()
    to_arrange = appointments.count_waiting(CaseFile.id, Side.CLIENT).scalar_subquery()
    refused = select(Mailing.refused_email).where(Mailing.account_id == CaseFile.client_id).scalar_subquery()
    asked = count_asked(CaseFile.id).scalar_subquery()
    unanswered = first_asked_of_client(CaseFile.id).scalar_subquery()
    helped = count_to_check(CaseFile.id).scalar_subquery()
    query = select(CaseFile, waiting, new, to_arrange, asked, helped, refused, unanswered)
    return query.where(CaseFile.client_id == bindparam("own_client_id")).options(*WITH_PEOPLE)


def things_to_do(
    db: Session,
    case: CaseFile,
    draft: Draft,
    *,
    current: Iterable[Appointment],
    asked_id: uuid.UUID | None,
    unread_messages: int,
    unread_rights: Callable[[], int],
    asked_portfolio: int,
    to_check: int,
) -> list[ThingToDo]:
    """At most three things, the most urgent first; `current` are the appointments that come or wait for her.

    What is less urgent is only looked up while there is room for it: `unread_rights` too is asked for last.
    """
    by_urgency = chain(
        _proposals(db, case.id),
        _appointments(current),
        _questions(draft),
        _told(Todo.ANSWER_PORTFOLIO, asked_portfolio),
        _messages(unread_messages, asked_id),
        _reminders(db, case.id),
        _told(Todo.CHECK_HELPED, to_check),
        _intake(draft),
        _interviews(db, case.id),
        _rights(unread_rights),
    )
    return list(islice(by_urgency, MOST_TO_DO)) or [ThingToDo(Todo.LOG_APPLICATION)]


def _proposals(db: Session, case_id: uuid.UUID) -> Iterator[ThingToDo]:
    for row in waiting_for_answer(db, case_id, Side.CLIENT):
        yield ThingToDo(Todo.ANSWER_PROPOSAL, row.id, row.current.title, row.current.answer_by)


def _appointments(current: Iterable[Appointment]) -> Iterator[ThingToDo]:
    kinds = {appointments.State.MISSED: Todo.EXPLAIN_MISSED}
    for one in current:
        if one.turn is Side.CLIENT:
            yield ThingToDo(kinds.get(one.state, Todo.CHOOSE_TIME), one.id, one.subject)


def _questions(draft: Draft) -> Iterator[ThingToDo]:
    asked = [fact for fact in draft.facts.values() if fact.review is Review.QUESTION and fact.section is None]
    if asked:
        yield ThingToDo(Todo.ANSWER_QUESTION, number=len(asked), label=asked[0].question or "")


def _told(kind: Todo, number: int) -> Iterator[ThingToDo]:
    """One thing for all of a kind, with how many there are."""
    if number:
        yield ThingToDo(kind, number=number)


def _messages(unread_messages: int, asked_id: uuid.UUID | None) -> Iterator[ThingToDo]:
    if unread_messages:
        yield ThingToDo(Todo.READ_MESSAGES, number=unread_messages)
    elif asked_id is not None:
        yield ThingToDo(Todo.ANSWER_MESSAGE, asked_id)


def _reminders(db: Session, case_id: uuid.UUID) -> Iterator[ThingToDo]:
    for reminder in reminders_due(db, case_id):
        label = f"{reminder.what}\n{reminder.application.label}"
        yield ThingToDo(Todo.REMEMBER, reminder.application_id, label, reminder.on)


def _intake(draft: Draft) -> Iterator[ThingToDo]:
    if draft.intake is None:
        yield ThingToDo(Todo.START_INTAKE)
    elif draft.intake.state is IntakeState.SENT:
        return
    elif draft.complete:
        yield ThingToDo(Todo.CHECK_INTAKE)
    else:
        progress = draft.progress()
        yield ThingToDo(Todo.FINISH_INTAKE, number=progress.number, total=progress.total)


def _interviews(db: Session, case_id: uuid.UUID) -> Iterator[ThingToDo]:
    for interview in awaiting_experience(db, case_id):
        application = interview.application
        yield ThingToDo(Todo.TELL_EXPERIENCE, application.id, application.employer, interview.on)


def _rights(unread: Callable[[], int]) -> Iterator[ThingToDo]:
    yield from _told(Todo.READ_RIGHTS, unread())


def last_happened(db: Session, case_id: uuid.UUID, *, most: int = 6) -> list[Happened]:
    """The last lines of the timeline, newest first: two statements."""
    return timeline.part_of(db, case_id, Wish(), most=most, with_places=False).lines
