"""Asking about the agreements of one file."""

import datetime as dt
import uuid
from typing import NamedTuple

from sqlalchemy import Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, contains_eager, joinedload

from ..base import NotFound
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
    return list(db.scalars(_WAITING_FOR_ANSWER, {"case_id": case_id, "other_side": side.other}))


_WAITING_FOR_ANSWER = (
    select(Agreement)
    .join(AgreementVersion, _CURRENT)
    .where(
        Agreement.case_id == bindparam("case_id"),
        Agreement.state.in_(WAITING),
        AgreementVersion.proposed_by_side == bindparam("other_side"),
    )
    .options(contains_eager(Agreement.current))
    .order_by(AgreementVersion.answer_by)
)


def count_waiting(case_id: uuid.UUID | InstrumentedAttribute[uuid.UUID], side: Side) -> Select[int]:
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


class AgreedNumber(NamedTuple):
    """The number of job applications per period that counts now, and since when both sides agreed on it."""

    target: Target
    since: dt.datetime
    agreement_id: uuid.UUID


def applications_agreed(db: Session, case_id: uuid.UUID) -> AgreedNumber | None:
    """The agreed number of the version that was agreed last, with the moment of agreeing; None without one."""
    agreed_at = (
        select(func.min(AgreementEvent.at))
        .where(
            AgreementEvent.agreement_id == AgreementVersion.agreement_id,
            AgreementEvent.number == AgreementVersion.number,
            AgreementEvent.kind == EventKind.AGREED,
        )
        .scalar_subquery()
    )
    found = db.execute(
        select(AgreementVersion, func.coalesce(agreed_at, AgreementVersion.sent_at))
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
    ).one_or_none()
    target = found[0].applications if found is not None else None
    return AgreedNumber(target, found[1], found[0].agreement_id) if found is not None and target else None


def applications_target(db: Session, case_id: uuid.UUID) -> Target | None:
    """The number of job applications per period that counts now, if any was agreed."""
    agreed = applications_agreed(db, case_id)
    return agreed.target if agreed else None
