"""Asking about agreements: one file whole, or the lines of a whole caseload in one statement."""

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from ..base import NotFound, today
from .model import ENDED, WAITING, Agreement, AgreementEvent, AgreementVersion, EventKind, Side, State
from .steps import WHOLE
from .terms import Target

_CURRENT = and_(AgreementVersion.agreement_id == Agreement.id, AgreementVersion.number == Agreement.current_number)


def _visible_to(reader_id: uuid.UUID, case_id: uuid.UUID) -> Select[Agreement]:
    """A draft is its author's alone; the database holds to the same rule."""
    return select(Agreement).where(
        Agreement.case_id == case_id, or_(Agreement.state != State.DRAFT, Agreement.started_by_id == reader_id)
    )


def agreements_of(db: Session, case_id: uuid.UUID, *, reader_id: uuid.UUID) -> list[Agreement]:
    """All agreements of one file that this reader may see, with their current text, what moved last first."""
    query = _visible_to(reader_id, case_id).options(joinedload(Agreement.current, innerjoin=True))
    return list(db.scalars(query.order_by(Agreement.changed_at.desc())))


def agreement_of(db: Session, case_id: uuid.UUID, agreement_id: uuid.UUID, *, reader_id: uuid.UUID) -> Agreement:
    """One agreement with all its versions and events; raises NotFound for another file's or another author's draft."""
    agreement = db.scalar(_visible_to(reader_id, case_id).where(Agreement.id == agreement_id).options(*WHOLE))
    if agreement is None:
        raise NotFound("no such agreement in this file")
    return agreement


def plan_of(db: Session, case_id: uuid.UUID) -> list[Agreement]:
    """The plan: every agreement that was sent and not withdrawn, with texts and events, in order of the due date."""
    query = (
        select(Agreement)
        .where(Agreement.case_id == case_id, Agreement.state.not_in((State.DRAFT, State.WITHDRAWN)))
        .options(*WHOLE)
        .execution_options(populate_existing=True)
    )
    return sorted(db.scalars(query), key=lambda agreement: (agreement.state in ENDED, agreement.current.due_on))


def waiting_for_answer(db: Session, case_id: uuid.UUID, side: Side) -> list[Agreement]:
    """Proposals that this side has not answered, the first to answer first."""
    return list(
        db.scalars(
            select(Agreement)
            .join(AgreementVersion, _CURRENT)
            .where(
                Agreement.case_id == case_id,
                Agreement.state.in_(WAITING),
                AgreementVersion.proposed_by_side == side.other,
            )
            .options(joinedload(Agreement.current, innerjoin=True))
            .order_by(AgreementVersion.answer_by)
        )
    )


def count_waiting(case_id: uuid.UUID, side: Side) -> Select[int]:
    """The number beside the menu, as a query for whoever counts several things in one statement."""
    return (
        select(func.count())
        .select_from(Agreement)
        .join(AgreementVersion, _CURRENT)
        .where(
            Agreement.case_id == case_id,
            Agreement.state.in_(WAITING),
            AgreementVersion.proposed_by_side == side.other,
        )
    )


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """One agreement in a list over many files: just enough to signal on."""

    case_id: uuid.UUID
    id: uuid.UUID
    title: str
    state: State
    number: int
    agreed_number: int | None
    proposed_by_side: Side
    sent_at: dt.datetime
    answer_by: dt.date
    due_on: dt.date
    review_on: dt.date | None
    changed_at: dt.datetime

    @property
    def waits_for(self) -> Side | None:
        """The side whose answer is awaited."""
        return self.proposed_by_side.other if self.state in WAITING else None

    @property
    def answer_is_late(self) -> bool:
        """The date for an answer has passed: a signal, never an answer."""
        return self.state in WAITING and self.answer_by < today()

    @property
    def is_overdue(self) -> bool:
        """Agreed, the due date has passed, and nobody said how it went."""
        return self.state is State.AGREED and self.due_on < today()

    @property
    def review_is_due(self) -> bool:
        """The day to look back together has come."""
        return self.state is State.AGREED and self.review_on is not None and self.review_on <= today()


def lines_of(
    db: Session, case_ids: Collection[uuid.UUID], *, changed_since: dt.datetime | None = None
) -> list[AgreementLine]:
    """The open agreements of these files in one statement, and those that ended after `changed_since`."""
    if not case_ids:
        return []
    shown: ColumnElement[bool] = Agreement.state.not_in((State.DRAFT, *ENDED))
    if changed_since is not None:
        shown = or_(shown, and_(Agreement.state.in_(ENDED), Agreement.changed_at > changed_since))
    rows = db.execute(
        select(
            Agreement.case_id,
            Agreement.id,
            AgreementVersion.title,
            Agreement.state,
            Agreement.current_number.label("number"),
            Agreement.agreed_number,
            AgreementVersion.proposed_by_side,
            AgreementVersion.sent_at,
            AgreementVersion.answer_by,
            AgreementVersion.due_on,
            AgreementVersion.review_on,
            Agreement.changed_at,
        )
        .join(AgreementVersion, _CURRENT)
        .where(Agreement.case_id.in_(case_ids), shown)
        .order_by(Agreement.case_id, AgreementVersion.due_on)
    )
    return [AgreementLine(**row) for row in rows.mappings()]


def open_proposals(db: Session, case_id: uuid.UUID) -> list[AgreementLine]:
    """What waits for an answer of either side in one file, the first to answer first."""
    lines = [line for line in lines_of(db, [case_id]) if line.waits_for is not None]
    return sorted(lines, key=lambda line: line.answer_by)


def overdue(db: Session, case_ids: Collection[uuid.UUID]) -> list[AgreementLine]:
    """Agreements whose due date passed without a word on how it went."""
    return [line for line in lines_of(db, case_ids) if line.is_overdue]


def applications_target(db: Session, case_id: uuid.UUID) -> Target | None:
    """The number of job applications per period that counts now: of the version that was agreed last, if any."""
    version = db.scalar(
        select(AgreementVersion)
        .join(
            Agreement,
            and_(Agreement.id == AgreementVersion.agreement_id, Agreement.agreed_number == AgreementVersion.number),
        )
        .where(
            Agreement.case_id == case_id,
            Agreement.state.not_in(tuple(ENDED)),
            AgreementVersion.applications_count.is_not(None),
        )
        .order_by(AgreementVersion.sent_at.desc())
        .limit(1)
    )
    return version.applications if version else None


def events_since(
    db: Session, case_ids: Collection[uuid.UUID], since: dt.datetime | None = None, *, most: int = 200
) -> list[tuple[AgreementEvent, str]]:
    """What happened in these files after a moment, newest first, each with the title of its version; one statement."""
    query = (
        select(AgreementEvent, AgreementVersion.title)
        .join(
            AgreementVersion,
            and_(
                AgreementVersion.agreement_id == AgreementEvent.agreement_id,
                AgreementVersion.number == AgreementEvent.number,
            ),
        )
        .where(AgreementEvent.case_id.in_(case_ids), AgreementEvent.kind != EventKind.READ)
        .order_by(AgreementEvent.at.desc(), AgreementEvent.id.desc())
        .limit(most)
    )
    if since is not None:
        query = query.where(AgreementEvent.at > since)
    return [(event, title) for event, title in db.execute(query)]
