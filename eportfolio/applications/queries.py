"""What is asked about applications; every question starts from one file, or from the files of a caseload."""

import uuid
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, contains_eager, selectinload

from ..base import NotFound, today
from .model import CLOSED, ApplicationStage, JobApplication, Stage

PAGE_SIZE = 20


class Shown(StrEnum):
    """Which applications a list shows."""

    ALL = "all"
    OPEN = "open"
    CLOSED = "closed"


class Found(NamedTuple):
    """One page of a list."""

    items: list[JobApplication]
    page: int
    pages: int
    total: int


def applications_of(case_id: uuid.UUID) -> Select[JobApplication]:
    """The applications on the list of one file, newest first."""
    return (
        select(JobApplication)
        .where(JobApplication.case_id == case_id, JobApplication.removed_at.is_(None))
        .order_by(JobApplication.applied_on.desc(), JobApplication.id.desc())
    )


def application_of(
    db: Session, case_id: uuid.UUID, application_id: uuid.UUID, *, removed: bool = False
) -> JobApplication:
    """One application of this file with its steps; with `removed`, also one that was removed. Raises NotFound."""
    query = select(JobApplication).where(JobApplication.case_id == case_id, JobApplication.id == application_id)
    if not removed:
        query = query.where(JobApplication.removed_at.is_(None))
    application = db.scalar(query.options(selectinload(JobApplication.stages)))
    if application is None:
        raise NotFound("no such application in this file")
    return application


def interview_of(db: Session, application: JobApplication, interview_id: uuid.UUID) -> ApplicationStage:
    """An interview of this application; raises NotFound."""
    step = db.scalar(
        select(ApplicationStage).where(
            ApplicationStage.id == interview_id,
            ApplicationStage.application_id == application.id,
            ApplicationStage.stage == Stage.INTERVIEW,
        )
    )
    if step is None:
        raise NotFound("no such interview in this application")
    return step


def find(db: Session, case_id: uuid.UUID, *, shown: Shown = Shown.ALL, words: str = "", page: int = 1) -> Found:
    """A page of the list; `words` are looked for in everything the client wrote. Pages count from 1."""
    query = applications_of(case_id)
    if shown is not Shown.ALL:
        is_closed = JobApplication.stage.in_(CLOSED)
        query = query.where(is_closed if shown is Shown.CLOSED else ~is_closed)
    if words:
        query = query.where(_mentions(words))
    total = db.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(page, 1), pages)
    rows = query.options(selectinload(JobApplication.stages)).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    return Found(list(db.scalars(rows)), page, pages, total)


def _mentions(words: str) -> ColumnElement[bool]:
    told = select(ApplicationStage.application_id).where(
        or_(*(c.icontains(words, autoescape=True) for c in (ApplicationStage.words, ApplicationStage.experience)))
    )
    columns = (JobApplication.employer, JobApplication.job, JobApplication.contact, JobApplication.note)
    return or_(*(c.icontains(words, autoescape=True) for c in columns), JobApplication.id.in_(told))


def awaiting_experience(db: Session, case_id: uuid.UUID) -> list[ApplicationStage]:
    """Interviews of running applications that have been, and about which nothing is told yet; the newest first.

    Each comes with its `.application`, for "Hoe ging het gesprek bij …?".
    """
    return list(
        db.scalars(
            select(ApplicationStage)
            .join(ApplicationStage.application)
            .where(
                ApplicationStage.case_id == case_id,
                ApplicationStage.stage == Stage.INTERVIEW,
                ApplicationStage.on < today(),
                ApplicationStage.experience.is_(None),
                JobApplication.removed_at.is_(None),
                JobApplication.stage.not_in(CLOSED),
            )
            .options(contains_eager(ApplicationStage.application))
            .order_by(ApplicationStage.on.desc(), ApplicationStage.id.desc())
        )
    )


def new_for_coach(db: Session, case_id: uuid.UUID) -> list[JobApplication]:
    """What the client logged or changed since the coach read it, with its steps, newest change first."""
    query = applications_of(case_id).where(JobApplication.seen_version < JobApplication.version)
    query = query.order_by(None).order_by(JobApplication.changed_at.desc())
    return list(db.scalars(query.options(selectinload(JobApplication.stages))))


def new_counts(db: Session, case_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, int]:
    """How many applications are new for the coach, per file, in one statement; files without any are left out."""
    query = (
        select(JobApplication.case_id, func.count())
        .where(
            JobApplication.case_id.in_(list(case_ids)),
            JobApplication.removed_at.is_(None),
            JobApplication.seen_version < JobApplication.version,
        )
        .group_by(JobApplication.case_id)
    )
    return {case_id: count for case_id, count in db.execute(query)}  # noqa: C416  rows, made into plain pairs
