"""Facts about a client with their provenance: source, channel, who, when, review.

A correction supersedes, nothing is overwritten. A draft is private to the client
(the database hides it from the coach) until she sends it in. Each fact is asked once:
a known value is shown with source and date, and confirmed or corrected.
"""

import datetime as dt
import uuid
from collections.abc import Iterable
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ForeignKey, Index, bindparam, select, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, Session, mapped_column

from . import audit
from .access import Actor, Channel
from .base import Base, CaseRow, Conflict, NotFound, now, short_text, text_enum
from .people import CaseFile, Role


class Source(StrEnum):
    """Where a value came from."""

    CLIENT = "client"
    COACH = "coach"
    HELPER = "helper"
    CHAIN = "chain"
    CV = "cv"


class FactState(StrEnum):
    """A draft is the client's own; current is what counts; superseded is history."""

    DRAFT = "draft"
    CURRENT = "current"
    SUPERSEDED = "superseded"


class Review(StrEnum):
    """What the coach did with a current value."""

    NEW = "new"
    ACCEPTED = "accepted"
    QUESTION = "question"


class Fact(CaseRow, Base):
    """One value of one thing known about the client, for instance `work.hours_per_week`."""

    __tablename__ = "fact"
    __table_args__ = (
        Index("uq_fact_current", "case_id", "key", unique=True, postgresql_where=text("state = 'current'")),
        Index("uq_fact_draft", "case_id", "key", unique=True, postgresql_where=text("state = 'draft'")),
    )

    key: Mapped[str] = mapped_column(short_text(80))
    value: Mapped[Any] = mapped_column(JSONB)
    state: Mapped[FactState] = mapped_column(text_enum(FactState))
    source: Mapped[Source] = mapped_column(text_enum(Source))
    channel: Mapped[Channel] = mapped_column(text_enum(Channel))
    entered_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    entered_by_name: Mapped[str] = mapped_column(short_text(200))
    entered_at: Mapped[dt.datetime] = mapped_column(default=now)
    sent_at: Mapped[dt.datetime | None]
    """None while it was not sent in: the coach sees it only when she shares `section` of her portfolio."""
    section: Mapped[str | None] = mapped_column(short_text(24))
    supersedes_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("fact.id"))
    review: Mapped[Review] = mapped_column(text_enum(Review), default=Review.NEW)
    reviewed_by_name: Mapped[str | None] = mapped_column(short_text(200))
    reviewed_at: Mapped[dt.datetime | None]
    question: Mapped[str | None] = mapped_column(short_text(1000))


def current_facts(db: Session, case_id: uuid.UUID, keys: Iterable[str] | None = None) -> dict[str, Fact]:
    """What counts now, by key; all of it, or only `keys`."""
    return _facts(db, case_id, FactState.CURRENT, keys)


def draft_facts(db: Session, case_id: uuid.UUID, keys: Iterable[str] | None = None) -> dict[str, Fact]:
    """The client's unsent values, by key (nobody else gets rows here)."""
    return _facts(db, case_id, FactState.DRAFT, keys)


class LiveFacts(NamedTuple):
    """What counts and what is not sent yet, by key."""

    current: dict[str, Fact]
    drafts: dict[str, Fact]


def live_facts(db: Session, case_id: uuid.UUID) -> LiveFacts:
    """Everything that counts now and every draft that the reader may see, in one statement."""
    found = LiveFacts({}, {})
    for fact in db.scalars(_LIVE, {"case_id": case_id}):
        (found.current if fact.state is FactState.CURRENT else found.drafts)[fact.key] = fact
    return found


_LIVE = select(Fact).where(Fact.case_id == bindparam("case_id"), Fact.state != FactState.SUPERSEDED)


def _facts(db: Session, case_id: uuid.UUID, state: FactState, keys: Iterable[str] | None) -> dict[str, Fact]:
    query = select(Fact).where(Fact.case_id == case_id, Fact.state == state)
    if keys is not None:
        query = query.where(Fact.key.in_(list(keys)))
    return {fact.key: fact for fact in db.scalars(query)}


def save_draft(db: Session, case: CaseFile, *, key: str, value: Any, by: Actor) -> Fact:
    """Keep a value that is not sent yet; saving again replaces the draft, never a sent value."""
    fact = draft_facts(db, case.id, [key]).get(key)
    if fact is None:
        fact = Fact(case_id=case.id, key=key, state=FactState.DRAFT)
        db.add(fact)
    _fill(fact, value=value, by=by)
    db.flush()
    return fact


def drop_draft(db: Session, case: CaseFile, key: str) -> None:
    """Forget an unsent value; no draft, no harm."""
    fact = draft_facts(db, case.id, [key]).get(key)
    if fact is not None:
        db.delete(fact)
        db.flush()


def send_drafts(db: Session, case: CaseFile, keys: Iterable[str], *, by: Actor) -> list[Fact]:
    """Make drafts count: each supersedes what was known and is new for the coach. Unchanged values stay as they are."""
    drafts = draft_facts(db, case.id, keys)
    known = current_facts(db, case.id, drafts)
    sent: list[Fact] = []
    for key, draft in drafts.items():
        before = known.get(key)
        if before is not None:
            before.state = FactState.SUPERSEDED
            draft.supersedes_id = before.id
    db.flush()
    for draft in drafts.values():
        draft.state = FactState.CURRENT
        draft.sent_at = now()
        draft.review, draft.question = Review.NEW, None
        sent.append(draft)
    db.flush()
    return sent


def set_fact(db: Session, case: CaseFile, *, key: str, value: Any, by: Actor, source: Source | None = None) -> Fact:
    """Record a value that counts at once (a profile edit, a value from the chain); the old one becomes history."""
    fact = put_fact(db, case, key=key, value=value, by=by, source=source)
    audit.record(
        db, case.id, by=by, action=audit.Action.CHANGED, subject=audit.Subject.FACT, subject_id=fact.id, label=key
    )
    return fact


def put_fact(
    db: Session,
    case: CaseFile,
    *,
    key: str,
    value: Any,
    by: Actor,
    source: Source | None = None,
    section: str | None = None,
) -> Fact:
    """What `set_fact` does, without a line in the log: the caller writes one for all values together.

    With a `section` of the portfolio, a value that was never sent in stays the client's own.
    """
    before = current_facts(db, case.id, [key]).get(key)
    if before is not None:
        before.state = FactState.SUPERSEDED
        db.flush()
    fact = Fact(case_id=case.id, key=key, state=FactState.CURRENT, supersedes_id=before.id if before else None)
    kept = section is not None and (before is None or before.sent_at is None)
    fact.sent_at, fact.section = (None, section) if kept else (now(), None)
    db.add(fact)
    _fill(fact, value=value, by=by, source=source)
    db.flush()
    return fact


def _fill(fact: Fact, *, value: Any, by: Actor, source: Source | None = None) -> None:
    fact.value = value
    fact.source = source or source_of(by)
    fact.channel = by.channel
    fact.entered_by_id = by.account_id
    fact.entered_by_name = by.name
    fact.entered_at = now()


def source_of(by: Actor) -> Source:
    """Who a value that this person enters comes from."""
    if by.helper is not None:
        return Source.HELPER
    if by.role is Role.CLIENT:
        return Source.CLIENT
    return Source.COACH if by.role is Role.COACH else Source.HELPER


def accept(db: Session, case: CaseFile, fact_id: uuid.UUID, *, by: Actor) -> Fact:
    """The coach agrees with a value. Accepting twice is harmless; raises NotFound, or Conflict when it was replaced."""
    fact = current_fact(db, case, fact_id)
    if fact.review is not Review.ACCEPTED:
        fact.review, fact.question = Review.ACCEPTED, None
        fact.reviewed_by_name, fact.reviewed_at = by.name, now()
        _note_review(db, case, fact, by, reason="accepted")
    return fact


def accept_all(db: Session, case: CaseFile, fact_ids: Iterable[uuid.UUID], *, by: Actor) -> int:
    """Accept these values, and only these: what came in after the page was shown stays new."""
    return len([accept(db, case, fact_id, by=by) for fact_id in fact_ids])


def ask(db: Session, case: CaseFile, fact_id: uuid.UUID, *, question: str, by: Actor) -> Fact:
    """The coach asks something about one value: only that field opens again for the client."""
    fact = current_fact(db, case, fact_id)
    fact.review, fact.question = Review.QUESTION, question
    fact.reviewed_by_name, fact.reviewed_at = by.name, now()
    _note_review(db, case, fact, by, reason="question")
    return fact


def current_fact(db: Session, case: CaseFile, fact_id: uuid.UUID) -> Fact:
    """A value that counts now; raises NotFound, or Conflict when the client has changed it since."""
    fact = db.scalar(select(Fact).where(Fact.id == fact_id, Fact.case_id == case.id))
    if fact is None or fact.state is FactState.DRAFT:
        raise NotFound("no such fact in this file")
    if fact.state is FactState.SUPERSEDED:
        raise Conflict("the client has changed this value since")
    return fact


def _note_review(db: Session, case: CaseFile, fact: Fact, by: Actor, *, reason: str) -> None:
    db.flush()
    audit.record(
        db,
        case.id,
        by=by,
        action=audit.Action.CHANGED,
        subject=audit.Subject.FACT,
        subject_id=fact.id,
        label=fact.key,
        reason=reason,
    )


def facts_to_review(db: Session, case_id: uuid.UUID) -> list[Fact]:
    """What the coach has not looked at yet, oldest first."""
    return list(
        db.scalars(
            select(Fact)
            .where(Fact.case_id == case_id, Fact.state == FactState.CURRENT, Fact.review == Review.NEW)
            .order_by(Fact.entered_at)
        )
    )


def open_questions(db: Session, case_id: uuid.UUID) -> list[Fact]:
    """Values about which the coach asked something that the client has not answered yet."""
    return list(
        db.scalars(
            select(Fact)
            .where(Fact.case_id == case_id, Fact.state == FactState.CURRENT, Fact.review == Review.QUESTION)
            .order_by(Fact.reviewed_at)
        )
    )


def earlier_value(db: Session, fact: Fact) -> Fact | None:
    """The value this one replaced, for "was …"."""
    return db.get(Fact, fact.supersedes_id) if fact.supersedes_id else None
