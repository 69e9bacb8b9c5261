"""The coach looks at what is shared: agrees, or asks something about one entry or one field.

A question opens only that entry. The client answers by changing it, or in words, and then it is new again.
"""

import uuid
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import audit, facts, notices
from ..access import Actor
from ..base import Conflict, Invalid, NotAllowed, NotFound, now
from ..facts import Fact, FactState, Review
from ..people import CaseFile, Role
from .content import check_text
from .entries import Section
from .fields import BY_KEY
from .model import WORDS_LIMIT, PortfolioEntry
from .queries import entry_of, rows_of


def accept_entries(db: Session, case: CaseFile, version_ids: Iterable[uuid.UUID], *, by: Actor) -> int:
    """Agree with these versions, and only these; what the client changed since stays new. Returns how many."""
    _only_coach(by)
    wanted = rows_of(case.id).where(PortfolioEntry.id.in_(list(version_ids)), PortfolioEntry.review != Review.ACCEPTED)
    rows = list(db.scalars(wanted.with_for_update()))
    for row in rows:
        row.review, row.question = Review.ACCEPTED, None
        row.reviewed_by_name, row.reviewed_at = by.name, now()
    db.flush()
    for section in dict.fromkeys(row.section for row in rows):
        _note(db, case, by, section, reason="accepted")
    return len(rows)


def ask_about_entry(
    db: Session, case: CaseFile, entry_id: uuid.UUID, *, question: str, version: int, by: Actor
) -> PortfolioEntry:
    """Ask the client something about one shared entry; she gets a notice.

    Raises NotFound, Invalid, or Conflict when she has changed it since the coach read it.
    """
    _only_coach(by)
    _check_question(question)
    row = entry_of(db, case.id, entry_id)
    db.refresh(row, with_for_update=True)
    if row.number != version:
        raise Conflict("the client has changed this entry since")
    row.review, row.question = Review.QUESTION, question
    row.reviewed_by_name, row.reviewed_at = by.name, now()
    db.flush()
    _note(db, case, by, row.section, reason="question")
    notices.notify(db, case.client_id, notices.Topic.REVIEW, about=row.id)
    return row


def ask_about_field(db: Session, case: CaseFile, fact_id: uuid.UUID, *, question: str, by: Actor) -> Fact:
    """Ask the client something about one shared field; she gets a notice. Raises NotFound, Invalid, or Conflict."""
    _only_coach(by)
    _check_question(question)
    fact = facts.ask(db, case, shared_field(db, case, fact_id).id, question=question, by=by)
    notices.notify(db, case.client_id, notices.Topic.REVIEW, about=fact.id)
    return fact


def shared_field(db: Session, case: CaseFile, fact_id: uuid.UUID) -> Fact:
    """One value of the portfolio that counts now; raises NotFound, or Conflict when it was changed since."""
    fact = facts.current_fact(db, case, fact_id)
    if fact.key not in BY_KEY:
        raise NotFound("no such field in this portfolio")
    return fact


def accept_fields(db: Session, case: CaseFile, fact_ids: Iterable[uuid.UUID], *, by: Actor) -> int:
    """Agree with these values; what the client changed since stays new. Returns how many."""
    _only_coach(by)
    known = select(Fact.id).where(
        Fact.case_id == case.id, Fact.id.in_(list(fact_ids)), Fact.key.in_(BY_KEY), Fact.state == FactState.CURRENT
    )
    return facts.accept_all(db, case, list(db.scalars(known)), by=by)


def open_questions(db: Session, case_id: uuid.UUID) -> list[PortfolioEntry]:
    """The entries about which the coach asks something, oldest question first."""
    query = rows_of(case_id).where(PortfolioEntry.review == Review.QUESTION)
    return list(db.scalars(query.order_by(None).order_by(PortfolioEntry.reviewed_at)))


def _only_coach(by: Actor) -> None:
    if by.role is not Role.COACH:
        raise NotAllowed("only the coach reviews")


def _check_question(question: str) -> None:
    if not question.strip():
        raise Invalid("must not be empty", field="question")
    check_text(question, "question", WORDS_LIMIT)


def _note(db: Session, case: CaseFile, by: Actor, section: Section, *, reason: str) -> None:
    audit.record(
        db,
        case.id,
        by=by,
        action=audit.Action.CHANGED,
        subject=audit.Subject.PORTFOLIO,
        label=section,
        reason=reason,
    )
