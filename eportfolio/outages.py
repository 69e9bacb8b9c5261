"""When Houvast could not be reached, and how terms move then (R46: it is not held against the client).

The worker asks the portal each minute whether it is well and keeps the moment of the last good answer. When a
good answer comes after a gap, the gap is an outage, whatever was down: portal, database, worker or the machine.
An operator can record one too. The rule: a term in whose last 24 hours there was an outage ends at the end of
the next working day after the recovery, or at its own moment when that is later.
"""

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from .base import OFFICE_TIME, Base, Identified, Invalid, now, short_text, text_enum
from .office_hours import closing_time_after

GAP = dt.timedelta(minutes=5)
"""Without a good answer for so long, it was an outage; the worker asks each minute."""
NEAR = dt.timedelta(hours=24)
"""So long before its end a term must have been free of outages."""
SHOWN = dt.timedelta(days=365)
PART = "portal"
NOTE_LIMIT = 200


class OutageSource(StrEnum):
    """Who found out."""

    MEASURED = "measured"
    OPERATOR = "operator"


class Outage(Identified, Base):
    """From when to when Houvast could not be reached; holds nothing about anybody."""

    __tablename__ = "outage"

    began_at: Mapped[dt.datetime]
    ended_at: Mapped[dt.datetime] = mapped_column(index=True)
    source: Mapped[OutageSource] = mapped_column(text_enum(OutageSource))
    note: Mapped[str] = mapped_column(short_text(NOTE_LIMIT), default="")

    @property
    def minutes(self) -> int:
        return max(1, round((self.ended_at - self.began_at).total_seconds() / 60))


class Heartbeat(Base):
    """The last moment at which a part was known to be well."""

    __tablename__ = "heartbeat"

    part: Mapped[str] = mapped_column(short_text(24), primary_key=True)
    at: Mapped[dt.datetime]


class Moved[T: (dt.date, dt.datetime)](NamedTuple):
    """A term, the term that counts, and the outage that moved it (None: it stands as it was)."""

    was: T
    now: T
    outage: Outage | None


def beat(db: Session) -> Outage | None:
    """The portal is well now; a gap since the last time becomes an outage, which is returned. Act as the service."""
    at = now()
    last = db.get(Heartbeat, PART, with_for_update=True)
    if last is None:
        db.add(Heartbeat(part=PART, at=at))
        db.flush()
        return None
    outage = None
    if at - last.at >= GAP:
        outage = Outage(began_at=last.at, ended_at=at, source=OutageSource.MEASURED)
        db.add(outage)
    last.at = max(at, last.at)
    db.flush()
    return outage


def record(db: Session, *, began_at: dt.datetime, ended_at: dt.datetime, note: str = "") -> Outage:
    """An outage that an operator knows of; raises Invalid when it does not end after it began, or is still to come."""
    if not began_at < ended_at <= now():
        raise Invalid("an outage begins before it ends, and has ended", field="ended_at")
    if len(note) > NOTE_LIMIT:
        raise Invalid(f"at most {NOTE_LIMIT} characters", field="note")
    outage = Outage(began_at=began_at, ended_at=ended_at, source=OutageSource.OPERATOR, note=note)
    db.add(outage)
    db.flush()
    return outage


def outages(db: Session, *, since: dt.timedelta = SHOWN) -> list[Outage]:
    """What ended in the last year, newest first; for everybody to see."""
    return list(db.scalars(_ENDED_SINCE, {"since": now() - since}))


_ENDED_SINCE = select(Outage).where(Outage.ended_at >= bindparam("since")).order_by(Outage.began_at.desc())


def moved[T: (dt.date, dt.datetime)](term: T, known: Iterable[Outage]) -> Moved[T]:
    """The term as it counts after these outages; a date stays a date, a moment (aware) a moment at closing time."""
    counts = term
    cause = None
    for outage in sorted(known, key=lambda one: one.began_at):
        ends = _end_of(counts)
        if outage.began_at < ends and outage.ended_at > ends - NEAR:
            later = _after(outage, counts)
            if _end_of(later) > ends:
                counts, cause = later, outage
    return Moved(term, counts, cause)


def _end_of(term: dt.date | dt.datetime) -> dt.datetime:
    """The moment at which a term ends: for a date, the end of that day on the office's clock."""
    if isinstance(term, dt.datetime):
        return term
    return dt.datetime.combine(term + dt.timedelta(days=1), dt.time(), OFFICE_TIME)


def _after[T: (dt.date, dt.datetime)](outage: Outage, term: T) -> T:
    """The end of the next working day after the recovery, of the same kind as the term."""
    closes = closing_time_after(outage.ended_at, 1)
    return closes if isinstance(term, dt.datetime) else closes.date()
