"""Sending the intake, and what follows: the coach accepts or asks per field, the client answers that field again."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from eportfolio import audit, facts, notices, receipts
from eportfolio.access import Actor
from eportfolio.base import Conflict, NotAllowed, NotFound, now, today
from eportfolio.facts import Fact, FactState, Review, Source
from eportfolio.intake import engine
from eportfolio.intake.answers import Answer, Problem, State, given, word
from eportfolio.intake.display import display
from eportfolio.intake.draft import AnswerRefused, Draft, Intake, IntakeState, draft_of, latest_intake
from eportfolio.intake.questionnaire import Question, Section, current
from eportfolio.people import CaseFile, Role, Step
from eportfolio.receipts import Receipt, ReceiptKind


class NotComplete(Conflict):
    """A question has no answer yet; `question` is the first of them."""

    def __init__(self, question: Question | None) -> None:
        super().__init__("the intake is not complete")
        self.question = question


@dataclass(frozen=True)
class Row:
    """One question with its answer in words, for the overview, the sent intake and the coach."""

    question: Question
    answer: Answer | None
    text: str
    fact: Fact | None = None

    @property
    def asked_about(self) -> str | None:
        """What the coach asks about this field, while it is open."""
        return self.fact.question if self.fact and self.fact.review is Review.QUESTION else None

    @property
    def is_new(self) -> bool:
        """Whether the coach did not look at it yet."""
        return self.fact is not None and self.fact.review is Review.NEW


@dataclass(frozen=True)
class Chapter:
    """The rows of one section."""

    section: Section
    rows: list[Row]


def overview(draft: Draft, language: str) -> list[Chapter]:
    """Everything that applies to this client with the answers so far, to check before sending."""
    answers = draft.answers
    return _chapters(
        Row(question, answers.get(question.id), display(question, answers[question.id], language))
        if question.id in answers
        else Row(question, None, "")
        for question in draft.path
    )


def send(db: Session, case: CaseFile, *, by: Actor, language: str) -> Receipt:
    """Send the checked draft: its answers count from now on, are new for the coach, and there is a receipt.

    Sending again gives the same receipt. Raises NotAllowed, NotFound before the start and NotComplete.
    """
    if by.role is not Role.CLIENT:
        raise NotAllowed("only the client sends her intake")
    intake = _locked(db, case)
    if intake.state is IntakeState.SENT:
        return receipt_of(db, intake)
    draft = draft_of(db, case)
    if not draft.complete:
        raise NotComplete(draft.next_question)
    sent = engine.applicable(draft.answers, draft.scheme)
    _make_count(db, case, draft, sent, by)
    receipt = receipts.issue(
        db,
        case.id,
        kind=ReceiptKind.INTAKE,
        title=word("your_intake", language),
        language=language,
        copy=[_copied(current().question(question_id), answer, language) for question_id, answer in sent.items()],
        by=by,
        subject_id=intake.id,
    )
    intake.state, intake.sent_at, intake.last_channel = IntakeState.SENT, now(), by.channel
    intake.asked = [[question_id, answer.state.value] for question_id, answer in sent.items()]
    intake.receipt_id = receipt.id
    if case.step is Step.INTAKE:
        case.step = Step.PLANNING
    db.flush()
    audit.record(
        db,
        case.id,
        by=by,
        action=audit.Action.SENT,
        subject=audit.Subject.INTAKE,
        subject_id=intake.id,
        label=receipt.number,
    )
    notices.notify(db, case.coach_id, notices.Topic.INTAKE_SENT, about=intake.id)
    return receipt


def _locked(db: Session, case: CaseFile) -> Intake:
    intake = latest_intake(db, case)
    if intake is None:
        raise NotFound("there is no intake yet")
    db.refresh(intake, with_for_update=True)
    return intake


def _make_count(db: Session, case: CaseFile, draft: Draft, sent: dict[str, Answer], by: Actor) -> None:
    """Drafts of given answers become facts; what was left open, or left behind on another branch, is forgotten."""
    counting = {question_id for question_id, answer in sent.items() if answer.state is State.GIVEN}
    for question_id in draft.answers:
        if question_id not in counting:
            facts.drop_draft(db, case, current().question(question_id).fact)
    facts.send_drafts(db, case, [current().question(question_id).fact for question_id in counting], by=by)


def _copied(question: Question, answer: Answer, language: str) -> dict[str, Any]:
    return {"label": question.text.say(language), "value": display(question, answer, language)}


def receipt_of(db: Session, intake: Intake) -> Receipt:
    """The receipt of a sent intake; raises NotFound while it is open."""
    receipt = db.scalar(select(Receipt).where(Receipt.id == intake.receipt_id)) if intake.receipt_id else None
    if receipt is None:
        raise NotFound("this intake was not sent")
    return receipt


def sent_intake(db: Session, case: CaseFile, language: str) -> list[Chapter]:
    """What was asked and what counts now, with the coach's review per field; empty while nothing was sent.

    The database leaves out what this reader may not see: such a question has no row.
    """
    intake = latest_intake(db, case)
    keys = [question.fact for question, _state in _asked(intake)]
    counting = facts.current_facts(db, case.id, keys) if keys else {}
    return _chapters(_sent_rows(intake, counting, language))


def _sent_rows(intake: Intake | None, counting: dict[str, Fact], language: str) -> list[Row]:
    rows = (_sent_row(question, state, counting.get(question.fact), language) for question, state in _asked(intake))
    return [row for row in rows if row is not None]


def _asked(intake: Intake | None) -> list[tuple[Question, State]]:
    """The questions of an intake that was sent; none while it was not."""
    if intake is None or intake.state is not IntakeState.SENT:
        return []
    return [(current().question(question_id), State(state)) for question_id, state in _still_known(intake)]


def _still_known(intake: Intake) -> list[list[str]]:
    known = {question.id for question in current().questions}
    return [pair for pair in intake.asked or [] if pair[0] in known]


def _sent_row(question: Question, state: State, fact: Fact | None, language: str) -> Row | None:
    if fact is None and state is State.GIVEN:
        return None
    if fact is None:
        return Row(question, Answer(state), display(question, Answer(state), language))
    return _row_of(question, fact, language)


def _row_of(question: Question, fact: Fact, language: str) -> Row:
    """A value from elsewhere may not have the form of an answer: then it is shown as it stands. Emptied is not told."""
    if fact.value is None:
        return Row(question, Answer(State.SKIPPED), display(question, Answer(State.SKIPPED), language), fact)
    answer = engine.validate(question, fact.value, language, today())
    if isinstance(answer, Problem) and fact.source not in (Source.CLIENT, Source.HELPER):
        return Row(question, None, str(fact.value), fact)
    return Row(question, given(fact.value), display(question, given(fact.value), language), fact)


class ToReview(NamedTuple):
    """For the coach: the fields of the sent intake that were not looked at yet, and what counts now, by key.

    `earlier` is what stood there before, in words, by the id of the fact that replaced it: "was 24 uur per week".
    """

    rows: list[Row]
    earlier: dict[uuid.UUID, str]
    known: dict[str, Fact]


def review_of(db: Session, case: CaseFile, language: str) -> ToReview:
    """What the coach has to look at in this file, in one statement."""
    before = aliased(Fact)
    newest = select(Intake.id).where(Intake.case_id == case.id).order_by(Intake.state, Intake.started_at.desc())
    query = (
        select(Intake, Fact, before)
        .select_from(CaseFile)
        .outerjoin(Intake, Intake.id == newest.limit(1).scalar_subquery())
        .outerjoin(Fact, (Fact.case_id == CaseFile.id) & (Fact.state == FactState.CURRENT))
        .outerjoin(before, before.id == Fact.supersedes_id)
        .where(CaseFile.id == case.id)
    )
    found = list(db.execute(query))
    known = {fact.key: fact for _intake, fact, _before in found if fact}
    rows = [row for row in _sent_rows(found[0][0] if found else None, known, language) if row.is_new]
    replaced = {fact.id: fact_before for _intake, fact, fact_before in found if fact and fact_before}
    earlier = {
        row.fact.id: _row_of(row.question, replaced[row.fact.id], language).text
        for row in rows
        if row.fact and row.fact.id in replaced
    }
    return ToReview(rows, earlier, known)


def accept_fields(db: Session, case: CaseFile, fact_ids: Iterable[uuid.UUID], *, by: Actor) -> int:
    """The coach agrees with these fields; returns how many. Raises NotFound, or Conflict when one was changed since."""
    return facts.accept_all(db, case, fact_ids, by=by)


def reopen_field(db: Session, case: CaseFile, fact_id: uuid.UUID, *, question: str, by: Actor) -> Fact:
    """The coach asks something about one field: only that field opens again, and the client gets a notice.

    Raises NotFound for a fact that is no answer to the intake, Conflict when the client has changed it since.
    """
    fact = facts.ask(db, case, fact_id, question=question, by=by)
    if current().question_of_fact(fact.key) is None:
        raise NotFound("this fact is no answer to the intake")
    notices.notify(db, case.client_id, notices.Topic.REVIEW, about=fact.id)
    return fact


def open_fields(db: Session, case: CaseFile, language: str) -> list[Row]:
    """The fields about which the coach asks something, oldest first."""
    rows = []
    for fact in facts.open_questions(db, case.id):
        question = current().question_of_fact(fact.key)
        if question is not None and fact.section is None:
            rows.append(_row_of(question, fact, language))
    return rows


def open_field(db: Session, case: CaseFile, question_id: str, language: str) -> Row:
    """The field of this question, opened again by the coach; raises NotFound when it is not open."""
    for row in open_fields(db, case, language):
        if row.question.id == question_id:
            return row
    raise NotFound("the coach has no question about this field")


def answer_again(db: Session, case: CaseFile, *, by: Actor, question_id: str, raw: Any, language: str) -> Receipt:
    """The client's answer to the coach's question about one field; it counts at once and is new for the coach.

    The same value again means: it is right as it stands. Raises AnswerRefused, and NotFound when the field is not open.
    """
    row = open_field(db, case, question_id, language)
    answer = engine.validate(row.question, raw, language, today())
    if isinstance(answer, Answer) and answer.state is not State.GIVEN:
        answer = Problem("needs_answer", language)
    if isinstance(answer, Problem):
        raise AnswerRefused(answer)
    asked = row.asked_about or ""
    fact = facts.set_fact(db, case, key=row.question.fact, value=answer.value, by=by)
    return receipts.issue(
        db,
        case.id,
        kind=ReceiptKind.FIELD,
        title=word("answer_to_coach", language),
        language=language,
        copy=[{"label": word("question_of_coach", language), "value": asked}, _copied(row.question, answer, language)],
        by=by,
        subject_id=fact.id,
    )


def _chapters(rows: Iterable[Row]) -> list[Chapter]:
    by_section: dict[str, list[Row]] = {}
    for row in rows:
        by_section.setdefault(row.question.section, []).append(row)
    return [Chapter(section, by_section[section.id]) for section in current().sections if section.id in by_section]


def field_of_fact(db: Session, case: CaseFile, fact_id: uuid.UUID, language: str) -> Row:
    """The row of one fact that counts now, for the coach's question about it; raises NotFound."""
    fact = facts.current_fact(db, case, fact_id)
    question = current().question_of_fact(fact.key)
    if question is None:
        raise NotFound("this fact is no answer to the intake")
    return _row_of(question, fact, language)
