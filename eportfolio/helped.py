"""Entering together: somebody helps the client at her side, and everything entered so is marked.

The client starts it (`eportfolio.helping`): she types the code that the helper's own screen shows. The helper never
gets access: all is done in the client's session, with her rights. Each write that stands in the access log gets a
line here too, so that she finds it back later and says that it is right, or corrects it as she always does.
"""

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from .access import Actor, Channel
from .base import Base, CaseRow, Identified, now, short_text, text_enum
from .people import Role


class HelpCode(Identified, Base):
    """Six digits on a helper's own screen, good for one client, for a short while."""

    __tablename__ = "help_code"

    code: Mapped[str] = mapped_column(short_text(6))
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), index=True)
    name: Mapped[str] = mapped_column(short_text(200))
    role: Mapped[Role] = mapped_column(text_enum(Role))
    made_at: Mapped[dt.datetime] = mapped_column(default=now)
    used_at: Mapped[dt.datetime | None]

    __table_args__ = (Index("uq_help_code_open", "code", unique=True, postgresql_where=text("used_at IS NULL")),)


class HelpSession(CaseRow, Base):
    """One time that somebody helped: who, and until when. The client starts and ends it."""

    __tablename__ = "help_session"

    helper_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    helper_name: Mapped[str] = mapped_column(short_text(200))
    helper_role: Mapped[Role] = mapped_column(text_enum(Role))
    channel: Mapped[Channel] = mapped_column(text_enum(Channel))
    started_at: Mapped[dt.datetime] = mapped_column(default=now)
    ended_at: Mapped[dt.datetime | None]


class HelpedEntry(CaseRow, Base):
    """One thing that was entered with help, for the client to look at again."""

    __tablename__ = "helped_entry"
    __table_args__ = (Index("ix_helped_entry_open", "case_id", postgresql_where=text("confirmed_at IS NULL")),)

    helper_name: Mapped[str] = mapped_column(short_text(200))
    helper_role: Mapped[Role] = mapped_column(text_enum(Role))
    channel: Mapped[Channel] = mapped_column(text_enum(Channel))
    action: Mapped[str] = mapped_column(short_text(24))
    subject: Mapped[str] = mapped_column(short_text(24))
    subject_id: Mapped[uuid.UUID | None]
    label: Mapped[str] = mapped_column(short_text(200))
    entered_at: Mapped[dt.datetime] = mapped_column(default=now)
    confirmed_at: Mapped[dt.datetime | None]


def note(db: Session, case_id: uuid.UUID, *, by: Actor, action: str, subject: str, **about: Any) -> None:
    """Mark what was just done when somebody helped: called with each line of the access log."""
    if by.helper is None:
        return
    db.add(
        HelpedEntry(
            case_id=case_id,
            helper_name=by.helper.name,
            helper_role=by.helper.role,
            channel=by.channel,
            action=action,
            subject=subject,
            **about,
        )
    )
