"""What she wants to remember about an application: "bel terug op …". Hers alone; the coach never sees it."""

import datetime as dt
import uuid

from sqlalchemy import ForeignKey, UniqueConstraint, bindparam, select
from sqlalchemy.orm import Mapped, Session, contains_eager, mapped_column, relationship

from ..access import Actor
from ..base import OFFICE_TIME, Base, CaseRow, Invalid, now, short_text, today
from ..notices import Topic
from ..people import CaseFile
from ..reminders import drop_reminder, set_reminder
from .holding import only_client
from .model import JobApplication, checked_text

WHAT_LIMIT = 200
FURTHEST = dt.timedelta(days=366)
MORNING = dt.time(8)


class ApplicationReminder(CaseRow, Base):
    """One thing to remember on a day; an application has one at a time."""

    __tablename__ = "application_reminder"
    __table_args__ = (UniqueConstraint("application_id"),)

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("job_application.id"))
    on: Mapped[dt.date] = mapped_column("on_date")
    what: Mapped[str] = mapped_column(short_text(WHAT_LIMIT))
    done_at: Mapped[dt.datetime | None]

    application: Mapped[JobApplication] = relationship(lazy="raise_on_sql")

    @property
    def is_due(self) -> bool:
        return self.on <= today()


def reminder_of(db: Session, application: JobApplication) -> ApplicationReminder | None:
    """What she still wants to remember about this application."""
    return db.scalar(
        select(ApplicationReminder).where(
            ApplicationReminder.application_id == application.id, ApplicationReminder.done_at.is_(None)
        )
    )


def reminders_due(db: Session, case_id: uuid.UUID) -> list[ApplicationReminder]:
    """What she wanted to remember by today, the longest due first; each comes with its `.application`."""
    return list(db.scalars(_DUE, {"case_id": case_id, "today": today()}))


_DUE = (
    select(ApplicationReminder)
    .join(ApplicationReminder.application)
    .where(
        ApplicationReminder.case_id == bindparam("case_id"),
        ApplicationReminder.on <= bindparam("today"),
        ApplicationReminder.done_at.is_(None),
        JobApplication.removed_at.is_(None),
    )
    .options(contains_eager(ApplicationReminder.application))
    .order_by(ApplicationReminder.on, ApplicationReminder.id)
)


def remember(
    db: Session, case: CaseFile, application: JobApplication, *, by: Actor, on: dt.date, what: str
) -> ApplicationReminder:
    """Remember this on that day, instead of what was to be remembered before; raises Invalid.

    In the morning of a day to come she also gets a notice, without what it is.
    """
    only_client(by)
    checked_text(what, "what", WHAT_LIMIT)
    if not today() <= on <= today() + FURTHEST:
        raise Invalid("a reminder is for today or a day within a year", field="on")
    kept = _kept(db, application)
    if kept is None:
        kept = ApplicationReminder(case_id=application.case_id, application_id=application.id)
        db.add(kept)
    kept.on, kept.what, kept.done_at = on, what, None
    db.flush()
    morning = dt.datetime.combine(on, MORNING, OFFICE_TIME)
    if morning > now():
        set_reminder(db, case, topic=Topic.REMINDER, about=application.id, due_at=morning)
    else:
        drop_reminder(db, application.case_id, topic=Topic.REMINDER, about=application.id)
    return kept


def forget(db: Session, application: JobApplication, *, by: Actor) -> None:
    """It was done, or need not be remembered any more; harmless when there is nothing."""
    only_client(by)
    kept = _kept(db, application)
    if kept is not None and kept.done_at is None:
        kept.done_at = now()
        db.flush()
        drop_reminder(db, application.case_id, topic=Topic.REMINDER, about=application.id)


def _kept(db: Session, application: JobApplication) -> ApplicationReminder | None:
    query = select(ApplicationReminder).where(ApplicationReminder.application_id == application.id)
    return db.scalar(query.with_for_update())
