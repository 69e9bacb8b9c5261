"""Entering together, or on the client's behalf: everything entered so is marked.

The client starts it (`eportfolio.helping`): she types the code that the helper's own screen shows. The helper never
gets access: all is done in the client's session, with her rights. Each write that stands in the access log gets a
line here too, so that she finds it back later and says that it is right, or corrects it as she always does. The same
line is made when her coach writes down what she told by phone or on paper (`helping.on_behalf`).
"""

import datetime as dt
import uuid
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from .access import Actor, Channel, Helper
from .base import Base, CaseRow, Identified, NotAllowed, now, short_text, text_enum
from .people import Role

TOLD = (Channel.PHONE, Channel.PAPER, Channel.DESK)
"""How a client tells her coach what to write down on her behalf."""
WRITTEN_DOWN = frozenset({("added", "application"), ("added", "document")})
"""All that can be done on her behalf: an action of the access log and its subject."""


class Way(StrEnum):
    """How somebody helped."""

    TOGETHER = "together"
    ON_BEHALF = "on_behalf"


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
    way: Mapped[Way] = mapped_column(text_enum(Way))
    action: Mapped[str] = mapped_column(short_text(24))
    subject: Mapped[str] = mapped_column(short_text(24))
    subject_id: Mapped[uuid.UUID | None]
    label: Mapped[str] = mapped_column(short_text(200))
    entered_at: Mapped[dt.datetime] = mapped_column(default=now)
    confirmed_at: Mapped[dt.datetime | None]


def only_what_was_told(by: Actor, *, action: str, subject: str) -> None:
    """Raise NotAllowed for what nobody does on her behalf; asked of each deed, so that no command forgets it."""
    if by.on_behalf and (action, subject) not in WRITTEN_DOWN:
        raise NotAllowed("only the client herself does this")


def note(db: Session, case_id: uuid.UUID, *, by: Actor, action: str, subject: str, **about: Any) -> None:
    """Mark what was just done when somebody helped: called with each line of the access log."""
    if by.helper is None and not by.on_behalf:
        return
    helper = by.helper or Helper(by.account_id, by.role, by.name)
    db.add(
        HelpedEntry(
            case_id=case_id,
            helper_name=helper.name,
            helper_role=helper.role,
            channel=by.channel,
            way=Way.ON_BEHALF if by.on_behalf else Way.TOGETHER,
            action=action,
            subject=subject,
            **about,
        )
    )
