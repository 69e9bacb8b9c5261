"""The intake of one client: started, answered question by question over any channel, checked.

Each answer is a draft fact at once, which the database shows to the client only. "I do not know" and "skipped" are
drafts too, so that another channel goes on at the same question. `sent` makes the drafts count.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, bindparam, select, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, Session, mapped_column

from eportfolio import audit, facts
from eportfolio.access import Actor, Channel
from eportfolio.base import Base, CaseRow, Conflict, Invalid, NotFound, now, short_text, text_enum, today
from eportfolio.facts import Fact
from eportfolio.intake import engine
from eportfolio.intake.answers import Answer, Problem, State, given
from eportfolio.intake.questionnaire import Question, current
from eportfolio.people import CaseFile, Scheme

_NO_ANSWER = "no_answer"


class IntakeState(StrEnum):
    """An open intake is the client's own; a sent one is in the file."""

    OPEN = "open"
    SENT = "sent"


class AlreadySent(Conflict):
    """The intake was sent; a field opens again only when the coach asks something about it."""


class AnswerRefused(Invalid):
    """The answer cannot be kept; `problem.text` says what to do in the client's language."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.text, field="answer")
        self.problem = problem


class Intake(CaseRow, Base):
    """One client's way through the questionnaire. The answers are facts; here stands how far it is."""

    __tablename__ = "intake"
    __table_args__ = (Index("uq_intake_open", "case_id", unique=True, postgresql_where=text("state = 'open'")),)

    scheme: Mapped[Scheme] = mapped_column(text_enum(Scheme))
    state: Mapped[IntakeState] = mapped_column(text_enum(IntakeState), default=IntakeState.OPEN)
    questionnaire_version: Mapped[str] = mapped_column(short_text(24))
    started_at: Mapped[dt.datetime] = mapped_column(default=now)
    last_channel: Mapped[Channel] = mapped_column(text_enum(Channel))
    last_answered_at: Mapped[dt.datetime | None]
    sent_at: Mapped[dt.datetime | None]
    asked: Mapped[Any] = mapped_column(JSONB, nullable=True)
    """Set when it is sent: pairs of question id and given, unknown or skipped, in the order asked."""
    receipt_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("receipt.id"))


@dataclass(frozen=True)
class Known:
    """Something that stands in the file already: shown with its source and date, to confirm or correct."""

    answer: Answer
    fact: Fact


@dataclass(frozen=True)
class Draft:
    """What the client has filled in so far, read once per request. `intake` is None before the start."""

    intake: Intake | None
    scheme: str
    answers: dict[str, Answer]
    known: dict[str, Known]
    facts: dict[str, Fact]
    """Everything that counts in the file, by key, also what the intake does not ask."""

    @property
    def path(self) -> list[Question]:
        """The questions that apply to this client now."""
        return engine.path(self.answers, self.scheme)

    @property
    def next_question(self) -> Question | None:
        """Where the client goes on; None when all is answered."""
        return engine.next_question(self.answers, self.scheme)

    @property
    def complete(self) -> bool:
        """Whether it can be checked and sent."""
        return self.intake is not None and self.next_question is None

    @property
    def begun(self) -> bool:
        """Whether there is an answer to go on from."""
        return bool(self.answers)

    def progress(self, at: Question | None = None) -> engine.Progress:
        """How far the client is, at this question or at the next one."""
        return engine.progress(self.answers, self.scheme, at.id if at else None)

    def question(self, question_id: str) -> Question:
        """A question on the client's path; raises NotFound for any other."""
        for question in self.path:
            if question.id == question_id:
                return question
        raise NotFound("this question does not apply to this client")


def latest_intake(db: Session, case: CaseFile) -> Intake | None:
    """The open intake, or else the one that was sent last."""
    return db.scalar(_LATEST, {"case_id": case.id})


_LATEST = (
    select(Intake)
    .where(Intake.case_id == bindparam("case_id"))
    .order_by(Intake.state, Intake.started_at.desc())
    .limit(1)
)


def draft_of(db: Session, case: CaseFile) -> Draft:
    """The client's draft with what is known already; two statements, writes nothing."""
    return _draft(db, case, latest_intake(db, case))


def _draft(db: Session, case: CaseFile, intake: Intake | None) -> Draft:
    questions = current().questions
    current_facts, drafts = facts.live_facts(db, case.id)
    answers = {question.id: _answer(drafts[question.fact].value) for question in questions if question.fact in drafts}
    return Draft(intake, case.scheme.value, answers, _known(current_facts, questions), current_facts)


def _answer(value: Any) -> Answer:
    if isinstance(value, dict) and _NO_ANSWER in value:
        return Answer(State(value[_NO_ANSWER]))
    return given(value)


def _known(current_facts: dict[str, Fact], questions: Iterable[Question]) -> dict[str, Known]:
    """What counts now and is a valid answer: a value that the engine would refuse is asked anew."""
    by_key = {question.prefill: question for question in questions if question.prefill}
    known: dict[str, Known] = {}
    for key, question in by_key.items():
        fact = current_facts.get(key)
        if fact is None or fact.value is None:
            continue
        answer = engine.validate(question, fact.value, "nl", today())
        if isinstance(answer, Answer) and answer.state is State.GIVEN:
            known[question.id] = Known(answer, fact)
    return known


def start_or_resume(db: Session, case: CaseFile, *, by: Actor) -> Intake:
    """The client's intake: a new one when there is none, the open one, or the one that was sent."""
    _one_at_a_time(db, case)
    intake = latest_intake(db, case)
    if intake is None:
        intake = Intake(
            case_id=case.id, scheme=case.scheme, questionnaire_version=current().version, last_channel=by.channel
        )
        db.add(intake)
        db.flush()
        _log(db, case, intake, by, audit.Action.ADDED)
    elif intake.state is IntakeState.OPEN:
        _bring_up_to_date(db, case, intake)
    return intake


def _one_at_a_time(db: Session, case: CaseFile) -> None:
    """Two clicks at once wait for each other: both would start, or both would save the same answer."""
    db.execute(select(CaseFile.id).where(CaseFile.id == case.id).with_for_update())


def _bring_up_to_date(db: Session, case: CaseFile, intake: Intake) -> None:
    """The scheme or the questions may have changed since: drop the answers that no longer fit, and only those."""
    intake.scheme = case.scheme
    if intake.questionnaire_version != current().version:
        for question_id, answer in _draft(db, case, intake).answers.items():
            question = current().question(question_id)
            if answer.state is State.GIVEN and isinstance(
                engine.validate(question, answer.value, "nl", today()), Problem
            ):
                facts.drop_draft(db, case, question.fact)
        intake.questionnaire_version = current().version
    db.flush()


def answer_question(db: Session, case: CaseFile, *, by: Actor, question_id: str, raw: Any, language: str) -> Answer:
    """Keep an answer at once. Starts the intake when needed; an earlier answer is replaced.

    Raises AnswerRefused with the problem in words, NotFound for a question off the path, AlreadySent.
    """
    draft = _draft_to_write(db, case, by)
    question = draft.question(question_id)
    return _keep(db, case, draft, question, engine.validate(question, raw, language, today()), by)


def skip_question(db: Session, case: CaseFile, *, by: Actor, question_id: str, language: str) -> Answer:
    """The client does not want to answer; raises AnswerRefused when the question is needed, and as answer_question."""
    draft = _draft_to_write(db, case, by)
    question = draft.question(question_id)
    return _keep(db, case, draft, question, engine.skip(question, language), by)


def say_unknown(db: Session, case: CaseFile, *, by: Actor, question_id: str, language: str) -> Answer:
    """The client does not know; raises AnswerRefused when that is not offered, and as answer_question."""
    draft = _draft_to_write(db, case, by)
    question = draft.question(question_id)
    return _keep(db, case, draft, question, engine.unknown(question, language), by)


def confirm_known(db: Session, case: CaseFile, *, by: Actor, question_id: str) -> Answer:
    """What stands in the file is right, says the client; raises NotFound when nothing does, and as answer_question."""
    draft = _draft_to_write(db, case, by)
    question = draft.question(question_id)
    known = draft.known.get(question_id)
    if known is None:
        raise NotFound("nothing is known about this yet")
    return _keep(db, case, draft, question, known.answer, by)


def _draft_to_write(db: Session, case: CaseFile, by: Actor) -> Draft:
    intake = start_or_resume(db, case, by=by)
    if intake.state is IntakeState.SENT:
        raise AlreadySent("this intake was sent")
    return _draft(db, case, intake)


def _keep(db: Session, case: CaseFile, draft: Draft, question: Question, answer: Answer | Problem, by: Actor) -> Answer:
    if isinstance(answer, Problem):
        raise AnswerRefused(answer)
    intake = draft.intake
    if intake is None:
        raise NotFound("there is no intake yet")
    value = answer.value if answer.state is State.GIVEN else {_NO_ANSWER: answer.state.value}
    facts.save_draft(db, case, key=question.fact, value=value, by=by)
    intake.last_channel, intake.last_answered_at = by.channel, now()
    db.flush()
    _log(db, case, intake, by, audit.Action.CHANGED)
    return answer


def _log(db: Session, case: CaseFile, intake: Intake, by: Actor, action: audit.Action) -> None:
    """Without naming the question: the log is seen by the coach, a draft is not."""
    audit.record(db, case.id, by=by, action=action, subject=audit.Subject.INTAKE, subject_id=intake.id)
