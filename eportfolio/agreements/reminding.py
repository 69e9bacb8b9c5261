"""Reminders that go with an agreement: two days before the answer is due, and the day before the review."""

import datetime as dt
import uuid

from sqlalchemy.orm import Session

from ..base import OFFICE_TIME, now
from ..notices import Topic
from ..people import CaseFile
from ..reminders import drop_reminder, set_reminder
from .model import Agreement, Side

BEFORE_ANSWER = dt.timedelta(days=2)
BEFORE_REVIEW = dt.timedelta(days=1)
AT = dt.time(9)
"""On the office's clock: a mail at midnight helps nobody."""


def keep_reminders(db: Session, case: CaseFile, agreement: Agreement) -> None:
    """Set the client's reminders as the agreement stands now, and drop those that no longer make sense."""
    answer_by = agreement.current.answer_by if agreement.waits_for is Side.CLIENT else None
    counts = agreement.version_numbered(agreement.in_force) if agreement.in_force else None
    _keep(db, case, Topic.AGREEMENT, agreement.id, answer_by, before=BEFORE_ANSWER)
    _keep(db, case, Topic.REVIEW, agreement.id, counts.review_on if counts else None, before=BEFORE_REVIEW)


def _keep(
    db: Session, case: CaseFile, topic: Topic, about: uuid.UUID, day: dt.date | None, *, before: dt.timedelta
) -> None:
    due_at = dt.datetime.combine(day - before, AT, OFFICE_TIME) if day else None
    if due_at is not None and due_at > now():
        set_reminder(db, case, topic=topic, about=about, due_at=due_at)
    else:
        drop_reminder(db, case.id, topic=topic, about=about)
