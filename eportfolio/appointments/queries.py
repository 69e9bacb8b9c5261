"""Looking at appointments: of one file, the next one, and the coach's agenda over all her clients."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select
from sqlalchemy.orm import Session, contains_eager, selectinload

from ..agreements import Side
from ..base import NotFound, now
from ..people import CaseFile
from .model import Appointment, AppointmentOption, State

MOST = 100
STANDING = (State.CONFIRMED, State.CHANGE_ASKED)


class AgendaLine(NamedTuple):
    """An appointment in the coach's agenda, whose it is, and whether it overlaps the one before or after it."""

    appointment: Appointment
    case: CaseFile
    overlaps: bool


def appointments_of(db: Session, case_id: uuid.UUID) -> list[Appointment]:
    """The appointments of this file with the times on the table, the latest change first: two statements."""
    query = select(Appointment).where(Appointment.case_id == case_id).options(selectinload(Appointment.offered))
    return list(db.scalars(query.order_by(Appointment.changed_at.desc(), Appointment.id.desc()).limit(MOST)))


def appointment_of(db: Session, case_id: uuid.UUID, appointment_id: uuid.UUID) -> Appointment:
    """One appointment of this file with its times and history; raises NotFound."""
    query = select(Appointment).where(Appointment.case_id == case_id, Appointment.id == appointment_id)
    whole = query.options(selectinload(Appointment.offered), selectinload(Appointment.events))
    found = db.scalar(whole.execution_options(populate_existing=True))  # what is true now, whatever was loaded before
    if found is None:
        raise NotFound("no such appointment in this file")
    return found


def current_appointments(db: Session, case_id: uuid.UUID) -> list[Appointment]:
    """What is to come or waits for the client, in order of time: one statement."""
    return list(db.scalars(_CURRENT, {"case_id": case_id, "now": now()}))


_CURRENT = (
    select(Appointment)
    .where(
        Appointment.case_id == bindparam("case_id"),
        (Appointment.state.in_(STANDING) & (Appointment.starts_at > bindparam("now")))
        | (Appointment.turn == Side.CLIENT),
    )
    .order_by(Appointment.starts_at.nulls_last(), Appointment.changed_at)
    .limit(MOST)
)


def next_of(current: Iterable[Appointment]) -> Appointment | None:
    """The first of these to come that both agreed on."""
    coming = [one for one in current if one.stands_at is not None and one.stands_at > now()]
    return min(coming, key=lambda one: one.stands_at or now(), default=None)


def count_waiting(case_id: Any, side: Side) -> Select[int]:
    """How many appointments of a file wait for this side; `case_id` may be a column, for use as a part of a query."""
    return select(func.count(Appointment.id)).where(Appointment.case_id == case_id, Appointment.turn == side)


def agenda(db: Session, coach_id: uuid.UUID, *, since: dt.datetime, until: dt.datetime) -> list[AgendaLine]:
    """What stands in this coach's agenda between two moments, in order of time: one statement."""
    query = _of_coach(coach_id).where(Appointment.state.in_(STANDING), Appointment.starts_at.between(since, until))
    rows = list(db.execute(query.order_by(Appointment.starts_at, Appointment.id)).unique())
    return [
        AgendaLine(one, case, any(_clash(one, other) for other, _case in rows if other is not one))
        for one, case in rows
    ]


def waiting_of_coach(db: Session, coach_id: uuid.UUID) -> list[tuple[Appointment, CaseFile]]:
    """What this coach has to answer, and what she waits for, the oldest first."""
    query = _of_coach(coach_id).where(Appointment.turn.is_not(None)).options(selectinload(Appointment.offered))
    found = db.execute(query.order_by(Appointment.changed_at).limit(MOST)).unique()
    return [(appointment, case) for appointment, case in found]


def overlapping(
    db: Session, coach_id: uuid.UUID, times: Sequence[dt.datetime], minutes: int, *, besides: uuid.UUID | None = None
) -> list[tuple[Appointment, CaseFile]]:
    """What else the coach has, or proposed to somebody, at one of these times: one statement."""
    if not times:
        return []
    length = func.make_interval(0, 0, 0, 0, 0, Appointment.minutes)
    own_length = dt.timedelta(minutes=minutes)

    def meets(begin: Any) -> ColumnElement[bool]:
        return or_(*((begin < moment + own_length) & (begin + length > moment) for moment in times))

    offered = (
        select(AppointmentOption.id)
        .where(
            AppointmentOption.appointment_id == Appointment.id,
            AppointmentOption.round == Appointment.round,
            meets(AppointmentOption.starts_at),
        )
        .exists()
    )
    standing = Appointment.state.in_(STANDING) & meets(Appointment.starts_at)
    on_the_table = Appointment.state.in_((State.PROPOSED, State.CHANGE_ASKED)) & offered
    query = _of_coach(coach_id).where(standing | on_the_table)
    if besides is not None:
        query = query.where(Appointment.id != besides)
    return [(appointment, case) for appointment, case in db.execute(query.limit(MOST)).unique()]


def _of_coach(coach_id: uuid.UUID) -> Select[Appointment, CaseFile]:
    mine = (CaseFile.coach_id == coach_id) | (CaseFile.stand_in_id == coach_id)
    return (
        select(Appointment, CaseFile)
        .join(CaseFile, CaseFile.id == Appointment.case_id)
        .join(CaseFile.client)
        .where(mine)
        .options(contains_eager(CaseFile.client))
    )


def _clash(one: Appointment, other: Appointment) -> bool:
    if one.starts_at is None or other.starts_at is None or one.ends_at is None or other.ends_at is None:
        return False
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at
