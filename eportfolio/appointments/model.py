"""An appointment, the times that were proposed, and everything that happened to it."""

import datetime as dt
import uuid
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..access import Channel
from ..agreements import Side
from ..base import Base, CaseRow, Conflict, now, short_text, text_enum

SUBJECT_LIMIT = 120
PLACE_LIMIT = 300
BRING_LIMIT = 500
WORDS_LIMIT = 1000
MOST_TIMES = 5
"""More times to choose from is no help any more."""


class WrongState(Conflict):
    """What this appointment is now does not allow the step."""


class ChangedMeanwhile(Conflict):
    """Somebody did something with it since the page was shown."""


class State(StrEnum):
    """What became of it so far. A confirmed appointment whose time has passed took place, unless somebody says no."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    CHANGE_ASKED = "change_asked"
    CANCELLED = "cancelled"
    MISSED = "missed"


class Mode(StrEnum):
    """How they talk."""

    OFFICE = "office"
    PHONE = "phone"
    VIDEO = "video"


class EventKind(StrEnum):
    """What somebody did."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    CHANGE_ASKED = "change_asked"
    CANCELLED = "cancelled"
    MISSED = "missed"
    EXPLAINED = "explained"


@dataclass(frozen=True, slots=True)
class Details:
    """What the appointment is about and how; `place` is an address, a telephone number or a video link."""

    subject: str
    mode: Mode
    place: str | None
    minutes: int
    bring: str | None = None


class Appointment(CaseRow, Base):
    """One appointment; `turn` is the side that others wait for, `sequence` counts what calendars must hear of."""

    __tablename__ = "appointment"
    __table_args__ = (Index("ix_appointment_when", "case_id", "starts_at"),)

    state: Mapped[State] = mapped_column(text_enum(State))
    subject: Mapped[str] = mapped_column(short_text(SUBJECT_LIMIT))
    mode: Mapped[Mode] = mapped_column(text_enum(Mode))
    place: Mapped[str | None] = mapped_column(short_text(PLACE_LIMIT))
    bring: Mapped[str | None] = mapped_column(short_text(BRING_LIMIT))
    minutes: Mapped[int]
    starts_at: Mapped[dt.datetime | None]
    turn: Mapped[Side | None] = mapped_column(text_enum(Side))
    round: Mapped[int] = mapped_column(default=1)
    started_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    changed_at: Mapped[dt.datetime] = mapped_column(default=now)
    sequence: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)

    offered: Mapped[list["AppointmentOption"]] = relationship(
        order_by="AppointmentOption.starts_at", lazy="raise_on_sql", viewonly=True
    )
    events: Mapped[list["AppointmentEvent"]] = relationship(
        order_by="AppointmentEvent.at, AppointmentEvent.id", lazy="raise_on_sql", viewonly=True
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def options(self) -> list["AppointmentOption"]:
        """The times that are on the table now and have not passed."""
        return [option for option in self.offered if option.round == self.round and option.starts_at > now()]

    @property
    def stands_at(self) -> dt.datetime | None:
        """When it takes place, as far as both agreed: also while a change is asked."""
        return self.starts_at if self.state in (State.CONFIRMED, State.CHANGE_ASKED) else None

    @property
    def ends_at(self) -> dt.datetime | None:
        return self.starts_at + dt.timedelta(minutes=self.minutes) if self.starts_at else None

    @property
    def is_open(self) -> bool:
        """Whether something can still be arranged about it."""
        if self.state in (State.CANCELLED, State.MISSED):
            return False
        return self.stands_at is None or self.stands_at > now()

    @property
    def has_begun(self) -> bool:
        """Whether the agreed time has come."""
        return self.stands_at is not None and self.stands_at <= now()


class AppointmentOption(CaseRow, Base):
    """One of the times that were proposed in one round."""

    __tablename__ = "appointment_option"

    appointment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("appointment.id"), index=True)
    round: Mapped[int]
    starts_at: Mapped[dt.datetime]


class AppointmentEvent(CaseRow, Base):
    """Something that happened, in the words of who did it; append-only."""

    __tablename__ = "appointment_event"
    __table_args__ = (Index("ix_appointment_event_of", "appointment_id", "at"),)

    appointment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("appointment.id"))
    kind: Mapped[EventKind] = mapped_column(text_enum(EventKind))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    person_name: Mapped[str] = mapped_column(short_text(200))
    side: Mapped[Side] = mapped_column(text_enum(Side))
    words: Mapped[str | None] = mapped_column(short_text(WORDS_LIMIT))
    starts_at: Mapped[dt.datetime | None]
    channel: Mapped[Channel] = mapped_column(text_enum(Channel))
    at: Mapped[dt.datetime] = mapped_column(default=now)
