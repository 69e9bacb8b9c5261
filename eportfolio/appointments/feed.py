"""A secret address from which a person's own calendar fetches her appointments.

Only a hash of the secret is kept, so that it is shown once; a new one ends the one before it. Who knows the
address gets times and nothing else: no names, no subject, no place.
"""

import datetime as dt
import uuid

from sqlalchemy import ForeignKey, Index, LargeBinary, select, text, update
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from ..access import hash_token
from ..base import Base, Identified, now
from ..people import Account, CaseFile
from .model import Appointment
from .queries import STANDING

BEHIND = dt.timedelta(days=30)
"""How far back a calendar is told about."""
MOST = 500


class CalendarFeed(Identified, Base):
    """One secret address of one person."""

    __tablename__ = "calendar_feed"
    __table_args__ = (
        Index("uq_calendar_feed_live", "account_id", unique=True, postgresql_where=text("ended_at IS NULL")),
    )

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    made_at: Mapped[dt.datetime] = mapped_column(default=now)
    ended_at: Mapped[dt.datetime | None]

    account: Mapped[Account] = relationship(lazy="raise_on_sql")


def open_feed(db: Session, account_id: uuid.UUID, token: str) -> bool:
    """Make `token` this person's only secret address. The same again changes nothing; False when it was ended."""
    mine = CalendarFeed.account_id == account_id
    known = db.scalar(select(CalendarFeed).where(mine, CalendarFeed.token_hash == hash_token(token)))
    if known is not None:
        return known.ended_at is None
    end_feed(db, account_id)
    db.add(CalendarFeed(account_id=account_id, token_hash=hash_token(token)))
    db.flush()
    return True


def end_feed(db: Session, account_id: uuid.UUID) -> None:
    """The address is dead from now on. Harmless when there is none."""
    live = (CalendarFeed.account_id == account_id) & CalendarFeed.ended_at.is_(None)
    db.execute(update(CalendarFeed).where(live).values(ended_at=now()))


def live_feed(db: Session, account_id: uuid.UUID) -> CalendarFeed | None:
    """This person's address, of which nobody can tell the secret any more; None when there is none."""
    return db.scalar(select(CalendarFeed).where(CalendarFeed.account_id == account_id, CalendarFeed.ended_at.is_(None)))


def account_of_feed(db: Session, token: str) -> Account | None:
    """Whose address this is (act at the door first); None for an address that is dead or never was."""
    feed = db.scalar(
        select(CalendarFeed)
        .where(CalendarFeed.token_hash == hash_token(token), CalendarFeed.ended_at.is_(None))
        .options(joinedload(CalendarFeed.account))
    )
    return feed.account if feed is not None and feed.account.disabled_at is None else None


def appointments_for_feed(db: Session, account_id: uuid.UUID) -> list[Appointment]:
    """What this person's calendar shows, as client or as coach (act as her first)."""
    hers = (CaseFile.client_id == account_id) | (CaseFile.coach_id == account_id) | (CaseFile.stand_in_id == account_id)
    query = (
        select(Appointment)
        .join(CaseFile, CaseFile.id == Appointment.case_id)
        .where(hers, Appointment.state.in_(STANDING), Appointment.starts_at > now() - BEHIND)
        .order_by(Appointment.starts_at)
        .limit(MOST)
    )
    return list(db.scalars(query))
