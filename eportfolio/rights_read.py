"""Which explanations of rights and duties the client has read, in which edition, and when (R15).

Reading is not agreeing. The record shows both sides that she was told in advance; a text that changed is new again.
"""

import datetime as dt
import uuid
from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import UniqueConstraint, bindparam, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from . import audit
from .access import Actor, Channel
from .base import Base, CaseRow, NotAllowed, new_id, now, short_text, text_enum
from .people import CaseFile, Role

ID_LIMIT, EDITION_LIMIT = 80, 16


class RightsRead(CaseRow, Base):
    """One explanation that the client said she has read."""

    __tablename__ = "rights_read"
    __table_args__ = (UniqueConstraint("case_id", "article_id", "edition", name="uq_rights_read_edition"),)

    article_id: Mapped[str] = mapped_column(short_text(ID_LIMIT))
    edition: Mapped[str] = mapped_column(short_text(EDITION_LIMIT))
    language: Mapped[str] = mapped_column(short_text(8))
    channel: Mapped[Channel] = mapped_column(text_enum(Channel))
    read_at: Mapped[dt.datetime] = mapped_column(default=now)


class Edition(NamedTuple):
    """An article as it reads now; see knowledge.essentials.edition_of."""

    article_id: str
    edition: str


def mark_read(db: Session, case: CaseFile, read: Edition, *, by: Actor, language: str) -> bool:
    """Keep that the client has read this; False when that was known. Raises NotAllowed for anybody else."""
    if by.role is not Role.CLIENT:
        raise NotAllowed("only the client says what she has read")
    row = insert(RightsRead).values(
        id=new_id(),
        case_id=case.id,
        created_at=now(),
        article_id=read.article_id,
        edition=read.edition,
        language=language,
        channel=by.channel,
        read_at=now(),
    )
    if db.scalar(row.on_conflict_do_nothing().returning(RightsRead.id)) is None:
        return False
    audit.record(
        db,
        case.id,
        by=by,
        action=audit.Action.ADDED,
        subject=audit.Subject.RIGHTS,
        label=read.article_id,
        reason="read",
    )
    return True


def read_of(db: Session, case_id: uuid.UUID, editions: Collection[Edition]) -> dict[str, dt.datetime]:
    """When each of these editions was read, by article; what was read in another edition is left out."""
    wanted = set(editions)
    rows = db.execute(_READ, {"case_id": case_id})
    return {article_id: at for article_id, edition, at in rows if Edition(article_id, edition) in wanted}


_READ = select(RightsRead.article_id, RightsRead.edition, RightsRead.read_at).where(
    RightsRead.case_id == bindparam("case_id")
)
