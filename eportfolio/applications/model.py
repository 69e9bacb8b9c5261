"""What an application is: its details, where it stands, and every step on the way."""

import datetime as dt
import uuid
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import urlsplit

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..access import Channel
from ..base import Base, CaseRow, Conflict, Invalid, now, short_text, text_enum, today
from ..helped import TOLD
from ..receipts import Receipt

WORDS_LIMIT = 4000
NOTE_LIMIT = 2000
URL_LIMIT = 600
NAME_LIMIT = 160
CONTACT_LIMIT = 200


class Stage(StrEnum):
    """Where an application stands."""

    PLANNED = "planned"
    SENT = "sent"
    INTERVIEW = "interview"
    OFFER = "offer"
    HIRED = "hired"
    REJECTED = "rejected"
    NO_ANSWER = "no_answer"
    WITHDRAWN = "withdrawn"


CLOSED = (Stage.HIRED, Stage.REJECTED, Stage.NO_ANSWER, Stage.WITHDRAWN)
NOT_APPLIED = (Stage.PLANNED, Stage.WITHDRAWN)
"""Steps that alone do not make an application: a plan, and a plan that was dropped."""
AHEAD = (Stage.PLANNED, Stage.INTERVIEW)
"""Steps that may lie in the future: the others are news, and news has happened."""
WAITING = (Stage.SENT, Stage.INTERVIEW)
"""After these the other side has to say something."""
WAITS_LONG = dt.timedelta(days=14)
"""So long without an answer is a reason to ask, and to see it stand apart in the list."""


class How(StrEnum):
    """How someone applied."""

    EMAIL = "email"
    WEBSITE = "website"
    PHONE = "phone"
    VISIT = "visit"
    AGENCY = "agency"
    NETWORK = "network"
    OTHER = "other"


class ChangedMeanwhile(Conflict):
    """What a form is about was changed after it was opened, for instance on a phone."""


@dataclass(frozen=True, slots=True)
class Details:
    """What the client tells about an application; texts are plain."""

    employer: str
    job: str
    applied_on: dt.date
    how: How
    vacancy_url: str | None = None
    contact: str | None = None
    note: str | None = None

    def check(self, *, planned: bool) -> None:
        """Raise Invalid, with the field, when this cannot be right; only a plan may lie in the future."""
        checked_text(self.employer, "employer", NAME_LIMIT)
        checked_text(self.job, "job", NAME_LIMIT)
        if self.applied_on > today() and not planned:
            raise Invalid("an application that was sent has a date until today", field="applied_on")
        if self.vacancy_url and not (is_web_address(self.vacancy_url) and len(self.vacancy_url) <= URL_LIMIT):
            raise Invalid("not a web address", field="vacancy_url")
        if self.contact:
            checked_text(self.contact, "contact", CONTACT_LIMIT)
        if self.note:
            checked_text(self.note, "note", NOTE_LIMIT)


class JobApplication(CaseRow, Base):
    """One application of one client. `version` counts her changes; the coach has seen up to `seen_version`."""

    __tablename__ = "job_application"
    __table_args__ = (Index("ix_job_application_list", "case_id", "applied_on"),)

    employer: Mapped[str] = mapped_column(short_text(NAME_LIMIT))
    job: Mapped[str] = mapped_column(short_text(NAME_LIMIT))
    applied_on: Mapped[dt.date]
    how: Mapped[How] = mapped_column(text_enum(How))
    vacancy_url: Mapped[str | None] = mapped_column(short_text(URL_LIMIT))
    contact: Mapped[str | None] = mapped_column(short_text(CONTACT_LIMIT))
    note: Mapped[str | None] = mapped_column(short_text(NOTE_LIMIT))
    stage: Mapped[Stage] = mapped_column(text_enum(Stage))
    stage_on: Mapped[dt.date]
    channel: Mapped[Channel] = mapped_column(text_enum(Channel))
    entered_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    entered_by_name: Mapped[str] = mapped_column(short_text(200))
    changed_at: Mapped[dt.datetime] = mapped_column(default=now)
    removed_at: Mapped[dt.datetime | None]
    seen_version: Mapped[int] = mapped_column(default=0)
    seen_at: Mapped[dt.datetime | None]
    seen_by_name: Mapped[str | None] = mapped_column(short_text(200))
    version: Mapped[int] = mapped_column(default=1)

    stages: Mapped[list["ApplicationStage"]] = relationship(
        back_populates="application",
        lazy="raise_on_sql",
        primaryjoin=lambda: (
            (JobApplication.id == ApplicationStage.application_id) & ApplicationStage.taken_back_at.is_(None)
        ),
        order_by=lambda: (ApplicationStage.on, ApplicationStage.created_at, ApplicationStage.id),
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def label(self) -> str:
        """How it is called in lists and letters: the job and who offers it."""
        return f"{self.job}, {self.employer}"

    @property
    def on_behalf(self) -> bool:
        """Whether her coach wrote it down, from what she told."""
        return self.channel in TOLD

    @property
    def is_closed(self) -> bool:
        return self.stage in CLOSED

    @property
    def is_new(self) -> bool:
        """Whether the coach has not seen the client's last change."""
        return self.seen_version < self.version

    @property
    def waits_since(self) -> dt.date | None:
        """Since when the other side owes an answer; None when nothing is awaited."""
        return self.stage_on if self.stage in WAITING and self.stage_on <= today() else None

    @property
    def waits_long(self) -> bool:
        """Whether there has been no answer for so long that asking makes sense."""
        since = self.waits_since
        return since is not None and since <= today() - WAITS_LONG

    @property
    def experience(self) -> str | None:
        """How the last interview went, in the client's words."""
        return next((row.experience for row in reversed(self.stages) if row.experience), None)

    @property
    def outcome(self) -> str | None:
        """What came of it, in the client's words; None while it runs."""
        ends = (row.words for row in reversed(self.stages) if row.stage in CLOSED and row.words)
        return next(ends, None) if self.is_closed else None

    @property
    def last_words(self) -> str | None:
        """The newest thing the client wrote about it, for a list."""
        told = (row.told for row in reversed(self.stages))
        return next((words for words in told if words), None) or self.note


class ApplicationStage(CaseRow, Base):
    """One step of an application, on a date, in the client's own words. `version` counts its own changes.

    A step that was entered by mistake is taken back: the row stays, and nobody sees it any more.
    """

    __tablename__ = "application_stage"

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("job_application.id"), index=True)
    stage: Mapped[Stage] = mapped_column(text_enum(Stage))
    on: Mapped[dt.date] = mapped_column("on_date")
    words: Mapped[str | None] = mapped_column(short_text(WORDS_LIMIT))
    experience: Mapped[str | None] = mapped_column(short_text(WORDS_LIMIT))
    experience_at: Mapped[dt.datetime | None]
    taken_back_at: Mapped[dt.datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    application: Mapped[JobApplication] = relationship(
        back_populates="stages",
        primaryjoin=lambda: JobApplication.id == ApplicationStage.application_id,
        lazy="raise_on_sql",
    )

    @property
    def told(self) -> str | None:
        """What the client wrote with this step: how it went, or else what it was."""
        return self.experience or self.words

    @property
    def is_ahead(self) -> bool:
        return self.on > today()

    @property
    def can_be_told(self) -> bool:
        """Whether this is an interview that has been."""
        return self.stage is Stage.INTERVIEW and not self.is_ahead


class Logged(NamedTuple):
    """An application with its proof of receipt (none when it was written on the client's behalf).

    `repeated` when exactly this was written down before.
    """

    application: JobApplication
    receipt: Receipt | None
    repeated: bool = False


def is_web_address(text: str) -> bool:
    """Whether this is an http(s) address with a host: the only kind that becomes a link."""
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(host) and not any(c.isspace() or c < " " for c in text)


def checked_text(value: str, field: str, limit: int) -> str:
    """The value, when it fits; raises Invalid for an empty or too long text."""
    if not value.strip():
        raise Invalid("must not be empty", field=field)
    if len(value) > limit or "\x00" in value:
        raise Invalid(f"at most {limit} characters", field=field)
    return value
