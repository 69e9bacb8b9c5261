"""What is asked about applications; every question starts from one file, or from the files of a caseload."""

import datetime as dt
import uuid
from collections.abc import Iterable
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, case, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from ..base import NotFound, today
from .model import CLOSED, WAITING, WAITS_LONG, ApplicationStage, JobApplication, Stage

PAGE_SIZE = 20
MOST_WORDS = 6
"""Words of a search that count: more narrow nothing down."""
COLUMN_SIZE = 12
"""Cards in one column of the board: the rest is a click away, in the list."""


class Shown(StrEnum):
    """Which applications a list shows."""

    ALL = "all"
    OPEN = "open"
    WAITING = "waiting"
    CLOSED = "closed"


class Order(StrEnum):
    """What a list begins with."""

    NEWEST = "newest"
    OLDEST = "oldest"
    EMPLOYER = "employer"
    STAGE = "stage"


class Column(StrEnum):
    """A column of the board: all ends share one."""

    PLANNED = "planned"
    SENT = "sent"
    INTERVIEW = "interview"
    OFFER = "offer"
    CLOSED = "closed"


class Found(NamedTuple):
    """One page of a list."""

    items: list[JobApplication]
    page: int
    pages: int
    total: int


class Pile(NamedTuple):
    """One column of the board: its first cards and how many there are."""

    column: Column
    items: list[JobApplication]
    total: int


def applications_of(case_id: uuid.UUID) -> Select[JobApplication]:
    """The applications on the list of one file, newest first."""
    return (
        select(JobApplication)
        .where(JobApplication.case_id == case_id, JobApplication.removed_at.is_(None))
        .order_by(*_ordered(Order.NEWEST))
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


def step_of(db: Session, application: JobApplication, step_id: uuid.UUID) -> ApplicationStage:
    """A step of this application that was not taken back; raises NotFound."""
    step = db.scalar(
        select(ApplicationStage).where(
            ApplicationStage.id == step_id,
            ApplicationStage.application_id == application.id,
            ApplicationStage.taken_back_at.is_(None),
        )
    )
    if step is None:
        raise NotFound("no such step in this application")
    return step


def interview_of(db: Session, application: JobApplication, interview_id: uuid.UUID) -> ApplicationStage:
    """An interview of this application; raises NotFound."""
    step = step_of(db, application, interview_id)
    if step.stage is not Stage.INTERVIEW:
        raise NotFound("no such interview in this application")
    return step


def find(
    db: Session,
    case_id: uuid.UUID,
    *,
    shown: Shown = Shown.ALL,
    stage: Stage | None = None,
    since: dt.date | None = None,
    words: str = "",
    order: Order = Order.NEWEST,
    page: int = 1,
) -> Found:
    """A page of the list. Pages count from 1.

    `since` leaves out what was applied for before; each of `words` must be somewhere in what the client
    wrote, with or without accents.
    """
    query = applications_of(case_id).order_by(None).order_by(*_ordered(order)).where(*_only(shown))
    if stage is not None:
        query = query.where(JobApplication.stage == stage)
    if since is not None:
        query = query.where(JobApplication.applied_on >= since)
    if words:
        query = query.where(*_mentions(words))
    counted = query.add_columns(func.count().over()).options(selectinload(JobApplication.stages)).limit(PAGE_SIZE)
    found = db.execute(counted.offset((max(page, 1) - 1) * PAGE_SIZE)).all()
    total = found[0][1] if found else 0
    if not found and page > 1:  # beyond the last page, so that nothing was counted
        total = db.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
        found = db.execute(counted.offset((_pages(total) - 1) * PAGE_SIZE)).all()
    return Found([row for row, _total in found], min(max(page, 1), _pages(total)), _pages(total), total)


def _pages(total: int) -> int:
    return max(1, -(-total // PAGE_SIZE))


def _only(shown: Shown) -> list[ColumnElement[bool]]:
    is_closed = JobApplication.stage.in_(CLOSED)
    long_ago = JobApplication.stage_on <= today() - WAITS_LONG
    conditions: dict[Shown, list[ColumnElement[bool]]] = {
        Shown.ALL: [],
        Shown.OPEN: [~is_closed],
        Shown.WAITING: [JobApplication.stage.in_(WAITING), long_ago],
        Shown.CLOSED: [is_closed],
    }
    return conditions[shown]


def _ordered(order: Order) -> tuple[Any, ...]:
    newest = (JobApplication.applied_on.desc(), JobApplication.id.desc())
    if order is Order.OLDEST:
        return (JobApplication.applied_on, JobApplication.id)
    if order is Order.EMPLOYER:
        return (_plain(JobApplication.employer), *newest)
    if order is Order.STAGE:
        place = {stage.value: number for number, stage in enumerate(Stage)}
        return (case(place, value=JobApplication.stage, else_=len(place)), *newest)
    return newest


def _plain(text: Any) -> ColumnElement[str]:
    """Without accents and capitals; the function stands in the migrations."""
    return func.houvast_plain(text)


def _mentions(words: str) -> list[ColumnElement[bool]]:
    """Each word in the employer, the job, the contact, the note or what was told about a step."""
    told = (
        select(func.string_agg(func.concat_ws(" ", ApplicationStage.words, ApplicationStage.experience), " "))
        .where(ApplicationStage.application_id == JobApplication.id, ApplicationStage.taken_back_at.is_(None))
        .scalar_subquery()
    )
    columns = (JobApplication.employer, JobApplication.job, JobApplication.contact, JobApplication.note)
    written = _plain(func.concat_ws(" ", *columns, told))
    return [func.strpos(written, _plain(word)) > 0 for word in words.split()[:MOST_WORDS]]


def board(db: Session, case_id: uuid.UUID) -> list[Pile]:
    """Every column of the board with its newest cards, in two statements."""
    column = case((JobApplication.stage.in_(CLOSED), Column.CLOSED.value), else_=JobApplication.stage)
    newest = (JobApplication.stage_on.desc(), JobApplication.id.desc())
    listed = (
        applications_of(case_id)
        .order_by(None)
        .with_only_columns(
            JobApplication.id,
            column.label("name"),
            func.row_number().over(partition_by=column, order_by=newest).label("place"),
            func.count().over(partition_by=column).label("total"),
        )
    )
    ranked = listed.subquery()
    query = (
        select(JobApplication, ranked.c.name, ranked.c.total)
        .join(ranked, ranked.c.id == JobApplication.id)
        .where(ranked.c.place <= COLUMN_SIZE)
        .order_by(ranked.c.place)
        .options(selectinload(JobApplication.stages))
    )
    items: dict[str, list[JobApplication]] = {name: [] for name in Column}
    totals: dict[str, int] = dict.fromkeys(Column, 0)
    for application, name, total in db.execute(query):
        items[name].append(application)
        totals[name] = total
    return [Pile(name, items[name], totals[name]) for name in Column]


def awaiting_experience(db: Session, case_id: uuid.UUID) -> list[ApplicationStage]:
    """Interviews of running applications that have been, and about which nothing is told yet; the newest first.

    Each comes with its `.application`, for "Hoe ging het gesprek bij …?".
    """
    return list(db.scalars(_AWAITING_EXPERIENCE, {"case_id": case_id, "today": today()}))


_AWAITING_EXPERIENCE = (
    select(ApplicationStage)
    .join(ApplicationStage.application)
    .where(
        ApplicationStage.case_id == bindparam("case_id"),
        ApplicationStage.stage == Stage.INTERVIEW,
        ApplicationStage.on < bindparam("today"),
        ApplicationStage.experience.is_(None),
        ApplicationStage.taken_back_at.is_(None),
        JobApplication.removed_at.is_(None),
        JobApplication.stage.not_in(CLOSED),
    )
    .options(contains_eager(ApplicationStage.application))
    .order_by(ApplicationStage.on.desc(), ApplicationStage.id.desc())
)


def new_for_coach(db: Session, case_id: uuid.UUID) -> list[JobApplication]:
    """What the client logged or changed since the coach read it, with its steps, newest change first."""
    query = applications_of(case_id).where(JobApplication.seen_version < JobApplication.version)
    query = query.order_by(None).order_by(JobApplication.changed_at.desc())
    return list(db.scalars(query.options(joinedload(JobApplication.stages))).unique())


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


def written_before(db: Session, case_id: uuid.UUID, same: dict[str, object], *, after: dt.datetime) -> uuid.UUID | None:
    """The application on the list with exactly these details that was written down after a moment."""
    columns = [getattr(JobApplication, name).is_not_distinct_from(value) for name, value in same.items()]
    query = select(JobApplication.id).where(
        JobApplication.case_id == case_id,
        JobApplication.removed_at.is_(None),
        JobApplication.created_at > after,
        *columns,
    )
    return db.scalar(query.order_by(JobApplication.created_at.desc()).limit(1))
