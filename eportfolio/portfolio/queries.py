"""What is asked about a portfolio; every question starts from one file, and the database hides what is not shared."""

import uuid
from collections.abc import Collection, Iterable

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from ..base import NotFound
from ..facts import Fact, FactState, Review
from ..people import WITH_PEOPLE, CaseFile
from . import fields
from .entries import Education, Experience, Language, Licence, Portfolio, Section, Skill
from .model import EntryState, PortfolioEntry

LIVE = (EntryState.CURRENT, EntryState.REMOVED)


def rows_of(
    case_id: uuid.UUID, *, states: Collection[EntryState] = (EntryState.CURRENT,), section: Section | None = None
) -> Select[PortfolioEntry]:
    """The entries of one file in the owner's order: what counts now, or rows in other `states`."""
    query = select(PortfolioEntry).where(PortfolioEntry.case_id == case_id, PortfolioEntry.state.in_(states))
    if section is not None:
        query = query.where(PortfolioEntry.section == section)
    return query.order_by(PortfolioEntry.section, PortfolioEntry.position, PortfolioEntry.entry_id)


def live_entries(db: Session, case_id: uuid.UUID, section: Section | None = None) -> list[PortfolioEntry]:
    """What counts and what was removed, in one statement; tell them apart by their state."""
    return list(db.scalars(rows_of(case_id, states=LIVE, section=section)))


def entry_of(db: Session, case_id: uuid.UUID, entry_id: uuid.UUID) -> PortfolioEntry:
    """The newest version of one entry of this file, also when it was removed; raises NotFound."""
    row = db.scalar(rows_of(case_id, states=LIVE).where(PortfolioEntry.entry_id == entry_id))
    if row is None:
        raise NotFound("no such entry in this portfolio")
    return row


def history_of(db: Session, case_id: uuid.UUID, entry_id: uuid.UUID) -> list[PortfolioEntry]:
    """Every version of one entry that the reader may see, newest first; raises NotFound when there is none."""
    query = rows_of(case_id, states=tuple(EntryState)).where(PortfolioEntry.entry_id == entry_id)
    rows = list(db.scalars(query.order_by(None).order_by(PortfolioEntry.number.desc())))
    if not rows:
        raise NotFound("no such entry in this portfolio")
    return rows


def new_for_coach(db: Session, case_id: uuid.UUID) -> list[PortfolioEntry]:
    """Shared entries that the coach has not looked at yet, oldest first."""
    query = rows_of(case_id).where(PortfolioEntry.review == Review.NEW)
    return list(db.scalars(query.order_by(None).order_by(PortfolioEntry.entered_at)))


def count_asked(case_id: ColumnElement[uuid.UUID] | InstrumentedAttribute[uuid.UUID]) -> Select[int]:
    """How many questions of the coach about entries and fields of the profile are open, for a larger statement."""
    entries = (
        select(func.count(PortfolioEntry.id))
        .where(
            PortfolioEntry.case_id == case_id,
            PortfolioEntry.state == EntryState.CURRENT,
            PortfolioEntry.review == Review.QUESTION,
        )
        .scalar_subquery()
    )
    asked = (
        select(func.count(Fact.id))
        .where(
            Fact.case_id == case_id,
            Fact.state == FactState.CURRENT,
            Fact.review == Review.QUESTION,
            Fact.section.is_not(None),
        )
        .scalar_subquery()
    )
    return select(entries + asked)


def portfolio_of(db: Session, case_id: uuid.UUID) -> Portfolio:
    """Everything that the reader may see of this file's portfolio, values only; raises NotFound. Three statements."""
    case = db.scalar(select(CaseFile).where(CaseFile.id == case_id).options(*WITH_PEOPLE))
    if case is None:
        raise NotFound("no such file")
    known = fields.known_fields(db, case_id)
    entries = [row.entry for row in db.scalars(rows_of(case_id))]
    return Portfolio(
        profile=fields.profile_in(known, case.client),
        goal=known.text("goal.own_words"),
        experience=_only(Experience, entries),
        education=_only(Education, entries),
        skills=_only(Skill, entries),
        languages=_only(Language, entries),
        licences=_only(Licence, entries),
        availability=fields.availability_in(known),
        account=known.text("account.own_words"),
    )


def _only[Kind](kind: type[Kind], entries: Iterable[object]) -> tuple[Kind, ...]:
    return tuple(entry for entry in entries if isinstance(entry, kind))
