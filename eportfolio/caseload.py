"""The coach's caseload, every file with its signals; and the manager's view of who has whom."""

import uuid
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, contains_eager

from . import audit, notices
from .access import Actor
from .base import NotFound, now
from .people import Account, CaseFile, Role, assign_coach
from .signals import Signal, signals_of


class Only(StrEnum):
    """What a coach can narrow the list to."""

    ALL = "all"
    ATTENTION = "attention"
    WW = "ww"
    PARTICIPATIEWET = "participatiewet"


class Entry(NamedTuple):
    """One client in the list."""

    case: CaseFile
    signals: list[Signal]


def caseload_of(db: Session, *, by: Actor, only: Only = Only.ALL, words: str = "") -> list[Entry]:
    """The files of this coach, own and as stand-in: who needs something first, then by name. Logged once a day."""
    mine = (CaseFile.coach_id == by.account_id) | (CaseFile.stand_in_id == by.account_id)
    query = select(CaseFile).join(CaseFile.client).where(mine).options(contains_eager(CaseFile.client))
    if only in (Only.WW, Only.PARTICIPATIEWET):
        query = query.where(CaseFile.scheme == only.value)
    if words:
        query = query.where(func.concat(Account.given_name, " ", Account.family_name).icontains(words, autoescape=True))
    cases = list(db.scalars(query.order_by(Account.family_name, Account.given_name)))
    signals = signals_of(db, [case.id for case in cases])
    audit.record_caseload_view(db, [case.id for case in cases], by=by)
    entries = [Entry(case, signals.get(case.id, [])) for case in cases]
    if only is Only.ATTENTION:
        entries = [entry for entry in entries if entry.signals]
    return sorted(entries, key=_urgency)


def _urgency(entry: Entry) -> tuple[bool, bool, int]:
    late = any(signal.is_late for signal in entry.signals)
    return (not late, not entry.signals, -len(entry.signals))


def looked(db: Session, case: CaseFile) -> None:
    """Remember when the coach last went through what is new."""
    db.execute(update(CaseFile).where(CaseFile.id == case.id).values(coach_seen_at=now()))


class Division(NamedTuple):
    """A coach and how many files she has."""

    coach: Account
    files: int


def division_of_files(db: Session, *, office_id: uuid.UUID | None) -> list[Division]:
    """The coaches of an office, or of all of them, by name, with how many files each has: one statement."""
    number = select(func.count()).where(CaseFile.coach_id == Account.id).scalar_subquery()
    query = select(Account, number).where(Account.role == Role.COACH, Account.disabled_at.is_(None))
    if office_id is not None:
        query = query.where(Account.office_id == office_id)
    return [Division(coach, files) for coach, files in db.execute(query.order_by(Account.family_name))]


def files_of_coach(db: Session, coach_id: uuid.UUID) -> list[CaseFile]:
    """The files of one coach, by the client's name: who they are, no content."""
    query = select(CaseFile).join(CaseFile.client).options(contains_eager(CaseFile.client))
    return list(db.scalars(query.where(CaseFile.coach_id == coach_id).order_by(Account.family_name)))


def give_to_coach(db: Session, case_id: uuid.UUID, *, coach_id: uuid.UUID, by: Actor, reason: str) -> CaseFile:
    """The manager gives a file to another coach, with the reason; client and coach get a notice. Raises NotFound."""
    case = db.scalar(select(CaseFile).where(CaseFile.id == case_id))
    coach = db.get(Account, coach_id)
    if case is None or coach is None or coach.role is not Role.COACH or coach.disabled_at is not None:
        raise NotFound("no such file or coach")
    if case.coach_id != coach.id:
        assign_coach(db, case, coach=coach, by_id=by.account_id, reason=reason)
        audit.record(
            db,
            case.id,
            by=by,
            action=audit.Action.CHANGED,
            subject=audit.Subject.COACH,
            label=coach.name,
            reason=reason,
        )
        for account_id in (case.client_id, coach.id):
            notices.notify(db, account_id, notices.Topic.COACH_CHANGED, about=case.id)
    return case
