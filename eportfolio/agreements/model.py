"""The rows behind an agreement: its state, its frozen versions, and everything that happened to it."""

import datetime as dt
import uuid
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..access import Actor, Channel
from ..base import Base, CaseRow, Conflict, Invalid, NotAllowed, short_text, text_enum
from ..people import Role
from .terms import Target, Terms


class Side(StrEnum):
    """The two parties; a proposal of one is answered by the other, whoever the coach is by then."""

    CLIENT = "client"
    AGENCY = "agency"

    @property
    def other(self) -> "Side":
        return Side.AGENCY if self is Side.CLIENT else Side.CLIENT


class State(StrEnum):
    """Where an agreement stands. CHANGED: an earlier version counts, a newer one waits for an answer."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    AGREED = "agreed"
    CHANGE_ASKED = "change_asked"
    DISAGREED = "disagreed"
    WITHDRAWN = "withdrawn"
    DONE = "done"
    NOT_DONE = "not_done"
    CHANGED = "changed"


WAITING = frozenset({State.PROPOSED, State.CHANGED})
"""A version waits for the other side's answer."""
ENDED = frozenset({State.WITHDRAWN, State.DONE, State.NOT_DONE})


class EventKind(StrEnum):
    """Something that happened. READ changes nothing; KEPT: a change was asked, but it stays as agreed."""

    PROPOSED = "proposed"
    READ = "read"
    AGREED = "agreed"
    CHANGE_ASKED = "change_asked"
    DISAGREED = "disagreed"
    WITHDRAWN = "withdrawn"
    DONE = "done"
    NOT_DONE = "not_done"
    REMARK = "remark"
    KEPT = "kept"


ANSWERS = frozenset({EventKind.READ, EventKind.AGREED, EventKind.CHANGE_ASKED, EventKind.DISAGREED})


class WrongState(Conflict):
    """The agreement is not in a state in which this can be done."""


class NewerVersion(Conflict):
    """The answer was about a text that has been replaced: look at version `current` first."""

    def __init__(self, answered: int, current: int) -> None:
        super().__init__(f"version {answered} was answered, but version {current} is the current one")
        self.answered = answered
        self.current = current


class Unchanged(Invalid):
    """A new version must differ from the one on the table."""


class TooEarly(Conflict):
    """Before the due date the agency cannot say that a client did not do it."""


class OwnProposal(NotAllowed):
    """A proposal is answered by the other side, never by the side that made it."""


class AgreementVersion(CaseRow, Base):
    """One text. While `sent_at` is empty it is a draft that only its author sees; after that it is frozen."""

    __tablename__ = "agreement_version"
    __table_args__ = (
        UniqueConstraint("agreement_id", "number"),
        CheckConstraint("(applications_count IS NULL) = (applications_weeks IS NULL)", name="target_whole"),
    )

    agreement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agreement.id", ondelete="CASCADE"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(short_text(120))
    why: Mapped[str]
    client_does: Mapped[str]
    agency_does: Mapped[str]
    due_on: Mapped[dt.date]
    review_on: Mapped[dt.date | None]
    answer_by: Mapped[dt.date]
    applications_count: Mapped[int | None]
    applications_weeks: Mapped[int | None]
    proposed_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    proposed_by_name: Mapped[str] = mapped_column(short_text(200))
    proposed_by_side: Mapped[Side] = mapped_column(text_enum(Side))
    channel: Mapped[Channel] = mapped_column(text_enum(Channel))
    sent_at: Mapped[dt.datetime | None]

    @property
    def applications(self) -> Target | None:
        """The agreed number of applications per period, if this version has one."""
        if self.applications_count is None or self.applications_weeks is None:
            return None
        return Target(self.applications_count, self.applications_weeks)

    @property
    def terms(self) -> Terms:
        """The text as a value, to show, compare or start a new version from."""
        return Terms(
            title=self.title,
            why=self.why,
            client_does=self.client_does,
            agency_does=self.agency_does,
            due_on=self.due_on,
            review_on=self.review_on,
            answer_by=self.answer_by,
            applications=self.applications,
        )

    def write(self, terms: Terms) -> None:
        """Put these words in a version that was not sent yet (the database refuses it for a sent one)."""
        self.title, self.why = terms.title, terms.why
        self.client_does, self.agency_does = terms.client_does, terms.agency_does
        self.due_on, self.review_on, self.answer_by = terms.due_on, terms.review_on, terms.answer_by
        self.applications_count = terms.applications.count if terms.applications else None
        self.applications_weeks = terms.applications.weeks if terms.applications else None


class AgreementEvent(CaseRow, Base):
    """One step by one person over one channel; append-only, visible to both sides."""

    __tablename__ = "agreement_event"
    __table_args__ = (
        Index("ix_agreement_event_of", "agreement_id", "at"),
        Index(
            "uq_agreement_event_read",
            "agreement_id",
            "number",
            "person_id",
            unique=True,
            postgresql_where=text("kind = 'read'"),
        ),
    )

    agreement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agreement.id"))
    number: Mapped[int]
    kind: Mapped[EventKind] = mapped_column(text_enum(EventKind))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    person_name: Mapped[str] = mapped_column(short_text(200))
    side: Mapped[Side] = mapped_column(text_enum(Side))
    words: Mapped[str | None] = mapped_column(short_text(1000))
    channel: Mapped[Channel] = mapped_column(text_enum(Channel))
    at: Mapped[dt.datetime]


class Agreement(CaseRow, Base):
    """One thing that two sides agree on, or try to. Its words are in its versions.

    `moved_by_side` is the side that made the last step (reading is no step), so who asked a change or said no.
    """

    __tablename__ = "agreement"

    state: Mapped[State] = mapped_column(text_enum(State))
    started_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    current_number: Mapped[int] = mapped_column(default=1)
    agreed_number: Mapped[int | None]
    changed_at: Mapped[dt.datetime]
    moved_by_side: Mapped[Side] = mapped_column(text_enum(Side))
    version: Mapped[int] = mapped_column(default=1)

    versions: Mapped[list[AgreementVersion]] = relationship(
        order_by=AgreementVersion.number, lazy="raise_on_sql", cascade="save-update, merge", passive_deletes="all"
    )
    events: Mapped[list[AgreementEvent]] = relationship(
        order_by=(AgreementEvent.at, AgreementEvent.id),
        lazy="raise_on_sql",
        cascade="save-update, merge",
        passive_deletes="all",
    )
    current: Mapped[AgreementVersion] = relationship(
        primaryjoin=lambda: (
            (Agreement.id == AgreementVersion.agreement_id) & (Agreement.current_number == AgreementVersion.number)
        ),
        viewonly=True,
        uselist=False,
        lazy="raise_on_sql",
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def waits_for(self) -> Side | None:
        """The side whose answer is awaited; None when nothing waits."""
        return self.current.proposed_by_side.other if self.state in WAITING else None

    @property
    def is_open(self) -> bool:
        """Whether it can still be changed, answered or carried out."""
        return self.state is not State.DRAFT and self.state not in ENDED

    @property
    def asks_change_of_agreed(self) -> bool:
        """Whether someone asked to change what both sides agreed on; that text counts meanwhile."""
        return self.state is State.CHANGE_ASKED and self.agreed_number == self.current_number

    @property
    def in_force(self) -> int | None:
        """The number of the version that both sides agreed on and that still counts."""
        return self.agreed_number if self.is_open else None

    def version_numbered(self, number: int) -> AgreementVersion | None:
        """A version by its number (needs `versions` loaded)."""
        return next((version for version in self.versions if version.number == number), None)


def side_of(actor: Actor) -> Side:
    """The side this person acts for; raises NotAllowed for who is no party to an agreement."""
    if actor.role is Role.CLIENT:
        return Side.CLIENT
    if actor.role is Role.COACH:
        return Side.AGENCY
    raise NotAllowed("only the client and the coach make agreements")
