"""Asking for a person at a shared computer: somebody waits there, and somebody comes.

A request holds no account and no case: an employee learns at which computer a person waits and in which
language to greet her, and nothing of her file. The asker knows her request by its id alone.
"""

import datetime as dt
import re
import unicodedata
import uuid
from dataclasses import dataclass

from sqlalchemy import ForeignKey, select, text, update
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from .access import Actor
from .base import Base, Identified, NotFound, new_id, now, short_text
from .people import Office, Role

WAITS = dt.timedelta(minutes=30)
"""After this long the request is over: the person has left, or has walked to the desk."""
OFFICE = re.compile(r"[a-z0-9-]{1,120}")
SPOT = re.compile(r"[a-z0-9-]{1,20}")
"""The two labels of an entry address."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a shared computer stands: an office and, if it has one, the label on the computer."""

    office_id: uuid.UUID
    office_name: str
    spot: str = ""


class HelpRequest(Identified, Base):
    """One call for help; open until an employee is done, the person withdraws it, or half an hour has gone."""

    __tablename__ = "help_request"

    office_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("office.id"), index=True)
    spot: Mapped[str] = mapped_column(short_text(20), default="")
    language: Mapped[str] = mapped_column(short_text(8))
    requested_at: Mapped[dt.datetime] = mapped_column(default=now)
    answered_at: Mapped[dt.datetime | None]
    answered_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    answered_by_name: Mapped[str | None] = mapped_column(short_text(80))
    closed_at: Mapped[dt.datetime | None]

    office: Mapped[Office | None] = relationship(lazy="raise_on_sql")

    def is_open(self, at: dt.datetime) -> bool:
        return self.closed_at is None and at - self.requested_at < WAITS


def place_of(db: Session, office_label: str, spot: str = "") -> Place:
    """The place of an entry address such as /kiosk/werkplein-zuid/3; raises NotFound for an unknown one."""
    if spot and not SPOT.fullmatch(spot):
        raise NotFound("no such computer")
    for office in db.scalars(select(Office).order_by(Office.name, Office.id)):
        if label_of(office.name) == office_label:
            return Place(office.id, office.name, spot)
    raise NotFound("no such office")


def label_of(office_name: str) -> str:
    """The part of an entry address that names an office: Werkplein 's-Gravenhage → werkplein-s-gravenhage."""
    plain = unicodedata.normalize("NFKD", office_name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def ask(db: Session, *, place: Place | None, language: str) -> uuid.UUID:
    """Call an employee of this place (of any place when it is not known); returns the id, which only the asker gets."""
    request_id = new_id()
    db.add(
        HelpRequest(
            id=request_id,
            office_id=place.office_id if place else None,
            spot=place.spot if place else "",
            language=language,
        )
    )
    db.flush()
    return request_id


def my_request(db: Session, request_id: uuid.UUID) -> HelpRequest | None:
    """The asker's own request while it is open."""
    _know(db, request_id)
    found = db.scalar(select(HelpRequest).where(HelpRequest.id == request_id))
    return found if found is not None and found.is_open(now()) else None


def withdraw(db: Session, request_id: uuid.UUID) -> None:
    """The person needs no help any more; harmless when it was over already."""
    _know(db, request_id)
    mine = (HelpRequest.id == request_id) & HelpRequest.closed_at.is_(None)
    db.execute(update(HelpRequest).where(mine).values(closed_at=now()))


def open_requests(db: Session) -> list[HelpRequest]:
    """What an employee may answer (her own office, and places not known), who waits longest first."""
    since = now() - WAITS
    query = select(HelpRequest).where(HelpRequest.closed_at.is_(None), HelpRequest.requested_at > since)
    return list(db.scalars(query.options(joinedload(HelpRequest.office)).order_by(HelpRequest.requested_at)))


def answer(db: Session, request_id: uuid.UUID, *, by: Actor, given_name: str) -> HelpRequest:
    """An employee says "I am coming"; who was first stays the one. Raises NotFound when it is over."""
    request = _for_employee(db, request_id, by)
    if request.answered_at is None:
        request.answered_at = now()
        request.answered_by_id = by.account_id
        request.answered_by_name = given_name
        db.flush()
    return request


def close(db: Session, request_id: uuid.UUID, *, by: Actor) -> None:
    """The help was given; raises NotFound when it is over."""
    _for_employee(db, request_id, by).closed_at = now()
    db.flush()


def _for_employee(db: Session, request_id: uuid.UUID, by: Actor) -> HelpRequest:
    found = db.scalar(select(HelpRequest).where(HelpRequest.id == request_id).with_for_update())
    if by.role is not Role.HELPER or found is None or not found.is_open(now()):
        raise NotFound("no such open request")
    return found


def _know(db: Session, request_id: uuid.UUID) -> None:
    """Show the database which request this browser may see: knowing its id is the proof."""
    db.execute(text("SELECT set_config('houvast.help', :id, true)"), {"id": str(request_id)})
