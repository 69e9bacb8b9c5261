"""Every write is safe to repeat: a form carries a key, and the same key does its work once.

The key is taken in the same transaction as the deed. A second post waits for the first and
then learns where that one led; when the first failed, its key is free again.
"""

import datetime as dt
import uuid

from sqlalchemy import ForeignKey, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from .base import Base, now, short_text


class Submission(Base):
    """One form that was sent, and where it led."""

    __tablename__ = "submission"

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)
    key: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(default=now)
    result: Mapped[str | None] = mapped_column(short_text(500))


def begin(db: Session, account_id: uuid.UUID, key: uuid.UUID) -> bool:
    """Take the key; False when this form did its work before."""
    row = insert(Submission).values(account_id=account_id, key=key, at=now())
    return db.scalar(row.on_conflict_do_nothing().returning(Submission.key)) is not None


def finish(db: Session, account_id: uuid.UUID, key: uuid.UUID, result: str) -> None:
    """Remember where the deed led, for the second click."""
    mine = (Submission.account_id == account_id) & (Submission.key == key)
    db.execute(update(Submission).where(mine).values(result=result))


def result_of(db: Session, account_id: uuid.UUID, key: uuid.UUID) -> str | None:
    """Where an earlier post of this form led."""
    mine = (Submission.account_id == account_id) & (Submission.key == key)
    return db.scalar(select(Submission.result).where(mine))
