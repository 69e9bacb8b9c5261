"""How somebody wants to hear that something waits: by mail at once, once a day in one mail, or in the portal only.

The law asks for a notice within 48 hours of a message in the portal (R46): what it asks cannot be switched off, but
can wait for the daily mail, which is never more than a day away. Also kept here: an address that no mail reaches.
"""

import datetime as dt
import uuid
from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import ForeignKey, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from . import notices
from .base import OFFICE_TIME, Base, Invalid, now, short_text, text_enum
from .notices import Notice, Topic


class Delivery(StrEnum):
    """When a notice of one topic comes by mail."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    PORTAL = "portal"


REQUIRED = frozenset(
    {
        Topic.MESSAGE,
        Topic.AGREEMENT,
        Topic.REVIEW,
        Topic.ON_BEHALF,
        Topic.APPOINTMENT,
        Topic.COACH_CHANGED,
        Topic.FILE_BLOCKED,
    }
)
"""Topics with a message of the agency behind them."""
USUAL_HOUR = 9
HOURS = range(7, 22)
"""On the office's clock; at night nobody reads mail."""
DAY = dt.timedelta(days=1)


class NoticeChoice(Base):
    """One person's choice for one topic; no row means at once."""

    __tablename__ = "notice_choice"

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)
    topic: Mapped[Topic] = mapped_column(text_enum(Topic), primary_key=True)
    delivery: Mapped[Delivery] = mapped_column(text_enum(Delivery))


class Mailing(Base):
    """One person's hour for the daily mail, and the address that refused our mail for good, if one did."""

    __tablename__ = "mailing"

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)
    digest_hour: Mapped[int] = mapped_column(default=USUAL_HOUR)
    refused_email: Mapped[str | None] = mapped_column(short_text(254))
    refused_at: Mapped[dt.datetime | None]


class Choices(NamedTuple):
    """What one person chose."""

    deliveries: Mapping[Topic, Delivery]
    hour: int

    def of(self, topic: Topic) -> Delivery:
        return self.deliveries.get(topic, Delivery.AT_ONCE)


class MayNotBeOff(Invalid):
    """The law asks that we mail about this topic."""


def choices_of(db: Session, account_id: uuid.UUID) -> Choices:
    """What this person chose, with what counts without a choice."""
    rows = db.execute(select(NoticeChoice.topic, NoticeChoice.delivery).where(NoticeChoice.account_id == account_id))
    deliveries = {row.topic: row.delivery for row in rows}
    hour = db.scalar(select(Mailing.digest_hour).where(Mailing.account_id == account_id))
    return Choices(deliveries, USUAL_HOUR if hour is None else hour)


def choose(db: Session, account_id: uuid.UUID, deliveries: Mapping[Topic, Delivery], *, hour: int) -> None:
    """Keep these choices; raises MayNotBeOff, or Invalid for an hour at night. What waits already goes as it would."""
    if hour not in HOURS:
        raise Invalid("no mail at this hour", field="hour")
    for topic, delivery in deliveries.items():
        if delivery is Delivery.PORTAL and topic in REQUIRED:
            raise MayNotBeOff(f"a notice about {topic} is required by law", field=topic.value)
        row = insert(NoticeChoice).values(account_id=account_id, topic=topic, delivery=delivery)
        db.execute(
            row.on_conflict_do_update(
                index_elements=[NoticeChoice.account_id, NoticeChoice.topic], set_={"delivery": delivery}
            )
        )
    _keep(db, account_id, digest_hour=hour)


def hold_back(db: Session, notice: Notice) -> bool:
    """Whether this notice is not for a mail of its own now; it then waits for the daily mail, or for her own look."""
    choices = choices_of(db, notice.account_id)
    delivery = choices.of(notice.topic)
    if delivery is Delivery.PORTAL and notice.topic not in REQUIRED:
        notice.silent_at = now()
    elif delivery is not Delivery.AT_ONCE:
        notice.held_until = next_digest(now(), choices.hour)
    return delivery is not Delivery.AT_ONCE


def next_digest(after: dt.datetime, hour: int) -> dt.datetime:
    """The first time after this moment that the office's clock stands at `hour`."""
    local = after.astimezone(OFFICE_TIME)
    at = dt.datetime.combine(local.date(), dt.time(hour), OFFICE_TIME)
    return at if at > after else dt.datetime.combine(local.date() + DAY, dt.time(hour), OFFICE_TIME)


def note_refusal(db: Session, notice_id: uuid.UUID, *, email: str) -> None:
    """This address refused our mail for good: the person and her coach get to see it."""
    notice = db.get(Notice, notice_id)
    if notice is not None and notice.sent_at is None:
        notice.refused_at = now()
        _keep(db, notice.account_id, refused_email=email, refused_at=now())


def mail_arrives(db: Session, account_id: uuid.UUID) -> None:
    """Mail to this person is taken in (again)."""
    refused = (Mailing.account_id == account_id) & Mailing.refused_at.is_not(None)
    db.execute(update(Mailing).where(refused).values(refused_email=None, refused_at=None))


def try_again(db: Session, account_id: uuid.UUID) -> None:
    """There is a new address: forget the old refusal, and send in one mail what could not be sent."""
    mail_arrives(db, account_id)
    notices.defer(db, notices.DIGEST_JOB, {"account_id": str(account_id)})


def refused_address(db: Session, account_id: uuid.UUID) -> str | None:
    """The address that we cannot mail this person at; None when all is well."""
    return db.scalar(select(Mailing.refused_email).where(Mailing.account_id == account_id))


def _keep(db: Session, account_id: uuid.UUID, **values: object) -> None:
    row = insert(Mailing).values(account_id=account_id, **{"digest_hour": USUAL_HOUR, **values})
    db.execute(row.on_conflict_do_update(index_elements=[Mailing.account_id], set_=values))
