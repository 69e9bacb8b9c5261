"""The period report: what she did between two days, with every step, every date and her own words.

The same value is shown on the screen, printed, written as a table and, when she sends it to her coach, kept
as it was. It is a help, and no statutory proof unless the organisation has said so (R32).
"""

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from pydantic import TypeAdapter
from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, selectinload

from .. import receipts
from ..base import Invalid, today
from .model import CLOSED, NOT_APPLIED, ApplicationStage, How, JobApplication, Stage

LONGEST = dt.timedelta(days=366)
"""The longest period of one report: a year."""


@dataclass(frozen=True, slots=True)
class ReportStep:
    """One step on its day, with what she wrote."""

    stage: Stage
    on: dt.date
    words: str | None = None
    experience: str | None = None


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A file that belongs to an application, and the number by which one can see that it was not changed."""

    name: str
    added_on: dt.date
    sha256: str


@dataclass(frozen=True, slots=True)
class ReportItem:
    """One application."""

    id: uuid.UUID
    number: str | None
    job: str
    employer: str
    applied_on: dt.date
    how: How
    vacancy_url: str | None
    contact: str | None
    note: str | None
    stage: Stage
    stage_on: dt.date
    steps: list[ReportStep]
    files: list[ReportFile]

    @property
    def label(self) -> str:
        return f"{self.job}, {self.employer}"


@dataclass(frozen=True, slots=True)
class Agreed:
    """The number that was agreed on, per period of so many weeks, and since when that counts."""

    count: int
    weeks: int
    since: dt.date


@dataclass(frozen=True, slots=True)
class PeriodReport:
    """What was applied for between two days (both counted), and what went on with earlier applications."""

    first: dt.date
    last: dt.date
    agreed: Agreed | None
    items: list[ReportItem] = field(default_factory=list)
    earlier: list[ReportItem] = field(default_factory=list)

    @property
    def all_items(self) -> list[ReportItem]:
        return [*self.items, *self.earlier]

    @property
    def interviews(self) -> int:
        """Interviews in the period."""
        return len(self._steps(Stage.INTERVIEW))

    @property
    def told(self) -> int:
        """Of how many of these interviews she told how it went."""
        return sum(step.experience is not None for step in self._steps(Stage.INTERVIEW))

    @property
    def ended(self) -> int:
        """Answers that ended an application in the period."""
        return len(self._steps(*CLOSED))

    @property
    def running(self) -> int:
        return sum(item.stage not in CLOSED for item in self.items)

    def _steps(self, *stages: Stage) -> list[ReportStep]:
        steps = (step for item in self.all_items for step in item.steps)
        return [step for step in steps if step.stage in stages and self.first <= step.on <= self.last]


SHAPE = TypeAdapter(PeriodReport)


def report_of(
    db: Session,
    case_id: uuid.UUID,
    *,
    first: dt.date,
    last: dt.date,
    agreed: Agreed | None = None,
    files: Callable[[list[uuid.UUID]], Mapping[uuid.UUID, list[ReportFile]]] = lambda _ids: {},
) -> PeriodReport:
    """The report over these days, oldest application first; raises Invalid for days that cannot be a period.

    `files` finds those that belong to each of these applications, by its id.
    """
    check_period(first, last)
    rows = list(db.scalars(_touched_in(case_id, first, last)))
    numbers = receipts.numbers_of(db, case_id, [row.id for row in rows])
    found = files([row.id for row in rows])
    items = [_item(row, numbers.get(row.id), found.get(row.id, [])) for row in rows]
    return PeriodReport(
        first=first,
        last=last,
        agreed=agreed,
        items=[item for item in items if first <= item.applied_on <= last],
        earlier=[item for item in items if item.applied_on < first],
    )


def check_period(first: dt.date, last: dt.date) -> None:
    """Raise Invalid, with the field, for a period that is reversed, still to come or longer than a year."""
    if first > today():
        raise Invalid("this period is still to come", field="first")
    if last > today():
        raise Invalid("this period has not ended", field="last")
    if last < first:
        raise Invalid("the last day is before the first", field="last")
    if last - first > LONGEST:
        raise Invalid("a report covers at most a year", field="first")


def _touched_in(case_id: uuid.UUID, first: dt.date, last: dt.date) -> Select[JobApplication]:
    """Applications of these days, and earlier ones with which something happened in them. A mere plan is neither."""
    steps = select(ApplicationStage.application_id).where(
        ApplicationStage.case_id == case_id,
        ApplicationStage.taken_back_at.is_(None),
        ApplicationStage.stage.not_in(NOT_APPLIED),
    )
    in_period = select(ApplicationStage.application_id).where(
        ApplicationStage.case_id == case_id,
        ApplicationStage.taken_back_at.is_(None),
        ApplicationStage.on.between(first, last),
    )
    return (
        select(JobApplication)
        .where(
            JobApplication.case_id == case_id,
            JobApplication.removed_at.is_(None),
            JobApplication.applied_on <= last,
            JobApplication.id.in_(steps),
            or_(JobApplication.applied_on >= first, JobApplication.id.in_(in_period)),
        )
        .options(selectinload(JobApplication.stages))
        .order_by(JobApplication.applied_on, JobApplication.id)
    )


def _item(row: JobApplication, number: str | None, files: list[ReportFile]) -> ReportItem:
    return ReportItem(
        id=row.id,
        number=number,
        job=row.job,
        employer=row.employer,
        applied_on=row.applied_on,
        how=row.how,
        vacancy_url=row.vacancy_url,
        contact=row.contact,
        note=row.note,
        stage=row.stage,
        stage_on=row.stage_on,
        steps=[ReportStep(step.stage, step.on, step.words, step.experience) for step in row.stages],
        files=files,
    )
