"""A thread and its messages, and what a thread can be about."""

import datetime as dt
import uuid
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from ..access import Channel
from ..base import Base, CaseRow, now, short_text, text_enum
from ..people import Role

LIMIT = 4000
"""Characters in one message."""
SUBJECT_LIMIT = 120


class AboutKind(StrEnum):
    """What a message can be about."""

    AGREEMENT = "agreement"
    APPLICATION = "application"
    INTAKE = "intake"
    DOCUMENT = "document"
    FACT = "fact"
    PORTFOLIO = "portfolio"
    APPOINTMENT = "appointment"


@dataclass(frozen=True, slots=True)
class About:
    """The thing in the file that a message is about, with its name at that moment."""

    kind: AboutKind
    id: uuid.UUID
    label: str


class Thread(CaseRow, Base):
    """Messages about one thing. `subject` is None where the conversation from before threads goes on."""

    __tablename__ = "message_thread"
    __table_args__ = (Index("ix_message_thread_about", "case_id", "about_id"),)

    subject: Mapped[str | None] = mapped_column(short_text(SUBJECT_LIMIT))
    about_kind: Mapped[AboutKind | None] = mapped_column(text_enum(AboutKind))
    about_id: Mapped[uuid.UUID | None]
    about_label: Mapped[str | None] = mapped_column(short_text(340))
    started_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))


class Message(CaseRow, Base):
    """One message; `answer_by` is by when the other side answers."""

    __tablename__ = "message"
    __table_args__ = (
        Index("ix_message_of_case", "case_id", "sent_at"),
        Index("ix_message_of_thread", "thread_id", "sent_at"),
        Index(
            "ix_message_waiting",
            "case_id",
            postgresql_where=sql("answer_expected AND answered_at IS NULL"),
        ),
    )

    thread_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("message_thread.id"))
    sender_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    sender_name: Mapped[str] = mapped_column(short_text(200))
    sender_role: Mapped[Role] = mapped_column(text_enum(Role))
    channel: Mapped[Channel] = mapped_column(text_enum(Channel))
    text: Mapped[str] = mapped_column(short_text(LIMIT))
    sent_at: Mapped[dt.datetime] = mapped_column(default=now)
    about_kind: Mapped[AboutKind | None] = mapped_column(text_enum(AboutKind))
    about_id: Mapped[uuid.UUID | None]
    about_label: Mapped[str | None] = mapped_column(short_text(340))
    answer_expected: Mapped[bool] = mapped_column(default=False)
    answer_by: Mapped[dt.datetime | None]
    answered_at: Mapped[dt.datetime | None]
    read_at: Mapped[dt.datetime | None]
    read_by_name: Mapped[str | None] = mapped_column(short_text(200))

    @property
    def is_from_client(self) -> bool:
        return self.sender_role is Role.CLIENT

    @property
    def is_waiting(self) -> bool:
        """Whether the other side still has to answer."""
        return self.answer_expected and self.answered_at is None

    @property
    def is_late(self) -> bool:
        """Whether the answer should have been there."""
        return self.is_waiting and self.answer_by is not None and self.answer_by < now()
