"""Reminders: tell the client at a moment that something asks for her, once, without what it is.

Who sets one says about which thing and when; setting it again for the same topic and thing moves it.
The worker turns what is due into a notice (`deliver_due`): the mark "delivered" and the notice's job
commit together, so that it is told once, and told late rather than never when the worker was away.
"""

import datetime as dt
import uuid

from sqlalchemy import ForeignKey, Index, delete, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from . import notices
from .base import Base, CaseRow, new_id, now, text_enum
from .notices import Topic
from .people import CaseFile

AT_ONCE = 200
"""How many are delivered in one transaction, so that a long backlog holds no lock for long."""


class Reminder(CaseRow, Base):
    """One thing to remind one client of, at one moment."""

    __tablename__ = "reminder"
    __table_args__ = (
        Index("uq_reminder_subject", "case_id", "topic", "about", unique=True),
        Index("ix_reminder_waiting", "due_at", postgresql_where=text("delivered_at IS NULL")),
    )

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    topic: Mapped[Topic] = mapped_column(text_enum(Topic))
    about: Mapped[uuid.UUID]
    due_at: Mapped[dt.datetime]
    delivered_at: Mapped[dt.datetime | None]


def set_reminder(db: Session, case: CaseFile, *, topic: Topic, about: uuid.UUID, due_at: dt.datetime) -> None:
    """Remind the client of this thing at `due_at` (aware; a past moment means within a minute).

    An earlier reminder for the same topic and thing is replaced. The same moment again changes nothing, so
    that saving a form twice does not remind twice.
    """
    row = insert(Reminder).values(
        id=new_id(), case_id=case.id, account_id=case.client_id, topic=topic, about=about, due_at=due_at
    )
    moved = row.on_conflict_do_update(
        index_elements=[Reminder.case_id, Reminder.topic, Reminder.about],
        set_={"due_at": due_at, "delivered_at": None},
        where=Reminder.due_at != due_at,
    )
    db.execute(moved)


def drop_reminder(db: Session, case_id: uuid.UUID, *, topic: Topic, about: uuid.UUID) -> None:
    """Forget the reminder of this thing, for instance because it is done; none there: nothing happens."""
    this = (Reminder.case_id == case_id) & (Reminder.topic == topic) & (Reminder.about == about)
    db.execute(delete(Reminder).where(this))


def deliver_due(db: Session, *, most: int = AT_ONCE) -> int:
    """Turn what is due into notices (act as the service first); returns how many, less than `most` when none is left.

    Two workers at once share the work: a reminder that the other has in hand is skipped.
    """
    due = db.scalars(
        select(Reminder)
        .where(Reminder.delivered_at.is_(None), Reminder.due_at <= now())
        .order_by(Reminder.due_at)
        .limit(most)
        .with_for_update(skip_locked=True)
    ).all()
    for reminder in due:
        moment = f"{reminder.due_at.timestamp():.6f}"
        notices.notify(db, reminder.account_id, reminder.topic, about=reminder.about, occasion=moment)
        reminder.delivered_at = now()
    db.flush()
    return len(due)


def due_moments(db: Session, case_id: uuid.UUID, topic: Topic, about: list[uuid.UUID]) -> dict[uuid.UUID, dt.datetime]:
    """When the client is reminded of these things, as far as that is still to come; by the thing's id."""
    waiting = select(Reminder.about, Reminder.due_at).where(
        Reminder.case_id == case_id,
        Reminder.topic == topic,
        Reminder.about.in_(about),
        Reminder.delivered_at.is_(None),
    )
    return {row.about: row.due_at for row in db.execute(waiting)}
