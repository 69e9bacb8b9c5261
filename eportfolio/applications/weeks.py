"""What she did, week by week, and how that stands beside what was agreed: effort and experience, never a verdict."""

import datetime as dt
import uuid
from collections import Counter
from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from ..base import today
from .model import NOT_APPLIED, ApplicationStage, JobApplication, Stage

WEEKS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Week:
    """One week, from Monday: applications sent, interviews had, and experiences that were written down."""

    first: dt.date
    applied: int = 0
    interviews: int = 0
    told: int = 0

    @property
    def last(self) -> dt.date:
        return self.first + dt.timedelta(days=6)

    @property
    def did_something(self) -> bool:
        return bool(self.applied or self.interviews or self.told)


@dataclass(frozen=True, slots=True)
class Period:
    """The days, both counted, in which an agreed number is to be reached."""

    first: dt.date
    last: dt.date

    @property
    def days_left(self) -> int:
        """Days after today."""
        return max(0, (self.last - today()).days)


@dataclass(frozen=True, slots=True)
class Effort:
    """The last weeks, oldest first, and how many were applied for in the agreed period, when there is one."""

    weeks: list[Week]
    in_period: int

    @property
    def most_in_a_week(self) -> int:
        return max((week.applied + week.interviews for week in self.weeks), default=0)

    @property
    def applied(self) -> int:
        return sum(week.applied for week in self.weeks)

    @property
    def interviews(self) -> int:
        return sum(week.interviews for week in self.weeks)

    @property
    def told(self) -> int:
        return sum(week.told for week in self.weeks)


def period_now(since: dt.date, weeks: int) -> Period:
    """The period that runs today, when periods of so many weeks follow each other since a date."""
    length = weeks * 7
    gone = max(0, (today() - since).days) // length
    first = since + dt.timedelta(days=gone * length)
    return Period(first, first + dt.timedelta(days=length - 1))


def effort_of(db: Session, case_id: uuid.UUID, *, period: Period | None = None) -> Effort:
    """What was done in the last weeks and in this period, in two statements."""
    first_week = _monday(today()) - dt.timedelta(weeks=WEEKS_SHOWN - 1)
    since = min(first_week, period.first) if period else first_week
    applied = _days_of_applying(db, case_id, since)
    had, told = _days_of_interviews(db, case_id, first_week)
    starts = [first_week + dt.timedelta(weeks=number) for number in range(WEEKS_SHOWN)]
    by_week = Counter(map(_monday, applied))
    weeks = [Week(start, by_week[start], had[start], told[start]) for start in starts]
    in_period = sum(period.first <= day <= period.last for day in applied) if period else 0
    return Effort(weeks, in_period)


def _days_of_applying(db: Session, case_id: uuid.UUID, since: dt.date) -> list[dt.date]:
    has_applied = exists().where(
        ApplicationStage.application_id == JobApplication.id,
        ApplicationStage.taken_back_at.is_(None),
        ApplicationStage.stage.not_in(NOT_APPLIED),
    )
    query = select(JobApplication.applied_on).where(
        JobApplication.case_id == case_id,
        JobApplication.removed_at.is_(None),
        JobApplication.applied_on.between(since, today()),
        has_applied,
    )
    return list(db.scalars(query))


def _days_of_interviews(db: Session, case_id: uuid.UUID, since: dt.date) -> tuple[Counter[dt.date], Counter[dt.date]]:
    """How many interviews were had, and about how many of those something was told, by the week's Monday."""
    query = (
        select(ApplicationStage.on, ApplicationStage.experience.is_not(None))
        .join(ApplicationStage.application)
        .where(
            ApplicationStage.case_id == case_id,
            ApplicationStage.stage == Stage.INTERVIEW,
            ApplicationStage.on.between(since, today()),
            ApplicationStage.taken_back_at.is_(None),
            JobApplication.removed_at.is_(None),
        )
    )
    had, told = Counter[dt.date](), Counter[dt.date]()
    for day, is_told in db.execute(query):
        had[_monday(day)] += 1
        told[_monday(day)] += bool(is_told)
    return had, told


def _monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())
