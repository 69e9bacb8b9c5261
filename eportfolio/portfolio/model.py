"""The rows of the portfolio: entries with every version of them, and what is shared with the coach until when.

Each change of an entry is a new row; the old one stays as history. What is removed can be put back. The coach sees the
current rows of a section while it is shared, and nothing else: the database itself looks at the share.
"""

import datetime as dt
import uuid
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from ..access import Channel
from ..base import Base, CaseRow, Conflict, now, short_text, text_enum, today
from ..facts import Review, Source
from .content import Entry, from_json, label_of
from .entries import Section

WORDS_LIMIT = 1000
"""Characters of a coach's question and of the answer to it."""


class EntryState(StrEnum):
    """Current is what counts; removed can be put back; superseded is history."""

    CURRENT = "current"
    REMOVED = "removed"
    SUPERSEDED = "superseded"


class ChangedMeanwhile(Conflict):
    """The entry was changed after this form was opened, for instance in another tab."""


class PortfolioEntry(CaseRow, Base):
    """One version of one entry. `entry_id` stays the same over its versions, which `number` counts from 1."""

    __tablename__ = "portfolio_entry"
    __table_args__ = (
        Index("uq_portfolio_entry_live", "entry_id", unique=True, postgresql_where=text("state <> 'superseded'")),
        Index("uq_portfolio_entry_version", "entry_id", "number", unique=True),
        Index("ix_portfolio_entry_list", "case_id", "section", "position"),
    )

    entry_id: Mapped[uuid.UUID]
    number: Mapped[int] = mapped_column(default=1)
    section: Mapped[Section] = mapped_column(text_enum(Section))
    content: Mapped[Any] = mapped_column(JSONB)
    state: Mapped[EntryState] = mapped_column(text_enum(EntryState), default=EntryState.CURRENT)
    position: Mapped[int] = mapped_column(default=0)
    source: Mapped[Source] = mapped_column(text_enum(Source))
    read_from_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("document.id"))
    channel: Mapped[Channel] = mapped_column(text_enum(Channel))
    entered_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    entered_by_name: Mapped[str] = mapped_column(short_text(200))
    entered_at: Mapped[dt.datetime] = mapped_column(default=now)
    removed_at: Mapped[dt.datetime | None]
    review: Mapped[Review] = mapped_column(text_enum(Review), default=Review.NEW)
    reviewed_by_name: Mapped[str | None] = mapped_column(short_text(200))
    reviewed_at: Mapped[dt.datetime | None]
    question: Mapped[str | None] = mapped_column(short_text(WORDS_LIMIT))
    answer: Mapped[str | None] = mapped_column(short_text(WORDS_LIMIT))
    """What the client said, with this version, to the question about the one before."""

    @property
    def entry(self) -> Entry:
        """The values alone."""
        return from_json(self.section, self.content)

    @property
    def label(self) -> str:
        return label_of(self.entry)

    @property
    def asked(self) -> str | None:
        """What the coach asks about it, while that is open."""
        return self.question if self.review is Review.QUESTION else None


class PortfolioShare(CaseRow, Base):
    """The client lets her coach see one section: since `created_at`, until and including `until_on` if that is set."""

    __tablename__ = "portfolio_share"
    __table_args__ = (
        Index("uq_portfolio_share_open", "case_id", "section", unique=True, postgresql_where=text("ended_at IS NULL")),
    )

    section: Mapped[Section] = mapped_column(text_enum(Section))
    until_on: Mapped[dt.date | None]
    ended_at: Mapped[dt.datetime | None]
    channel: Mapped[Channel] = mapped_column(text_enum(Channel))

    @property
    def in_force(self) -> bool:
        """Whether the coach can see the section today."""
        return self.ended_at is None and (self.until_on is None or self.until_on >= today())
