"""The rows: that a document was read as a CV, each suggestion in it, and what the client decided."""

import datetime as dt
import uuid
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from ..base import Base, CaseRow, short_text, text_enum
from ..documents.reading import ReadState
from ..portfolio.content import Entry, from_json
from ..portfolio.entries import Section


class Decision(StrEnum):
    """What the client did with a suggestion."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DROPPED = "dropped"


class CvReadingRow(CaseRow, Base):
    """This document was read as a CV; `created_at` is when."""

    __tablename__ = "cv_reading"

    document_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("document.id"), unique=True)
    state: Mapped[ReadState] = mapped_column(text_enum(ReadState))


class CvSuggestion(CaseRow, Base):
    """One suggestion. `key` names the field of a profile; other suggestions are entries of their section."""

    __tablename__ = "cv_suggestion"
    __table_args__ = (Index("uq_cv_suggestion_place", "document_id", "position", unique=True),)

    document_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("document.id"))
    section: Mapped[Section] = mapped_column(text_enum(Section))
    key: Mapped[str | None] = mapped_column(short_text(40))
    content: Mapped[Any] = mapped_column(JSONB)
    written: Mapped[str | None] = mapped_column(short_text(200))
    position: Mapped[int]
    decision: Mapped[Decision] = mapped_column(text_enum(Decision), default=Decision.OPEN)
    decided_at: Mapped[dt.datetime | None]
    entry_id: Mapped[uuid.UUID | None]
    """The entry of the portfolio that came of it, also one that stood there already."""
    made_entry: Mapped[bool] = mapped_column(default=False)
    before: Mapped[str | None]
    """What stood in the field of the profile before it was accepted."""

    @property
    def entry(self) -> Entry:
        """The values of an entry; only where there is no `key`."""
        return from_json(self.section, self.content)

    @property
    def text(self) -> str:
        """The value of a field of the profile; only where there is a `key`."""
        return str(self.content["text"])
