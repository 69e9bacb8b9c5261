"""Every write is safe to repeat: a form carries a key, and the same key with the same content does its work once.

The key is taken in the same transaction as the deed. A second post waits for the first and
then learns where that one led; when the first failed, its key is free again. The same key with
other content (she went Back and wrote something else) is told apart by a digest: nothing is dropped unseen.
"""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from .base import Base, now, short_text

KEPT = dt.timedelta(hours=24)
"""How long the API remembers its answer to a request."""


class Submission(Base):
    """One form that was sent, and where it led."""

    __tablename__ = "submission"

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)
    key: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(default=now)
    result: Mapped[str | None] = mapped_column(short_text(500))
    digest: Mapped[bytes | None] = mapped_column(LargeBinary(32))


@dataclass(frozen=True, slots=True)
class SentBefore:
    """An earlier post of this form: where it led, and whether it said the same."""

    result: str | None
    is_same: bool


_ROWS = Base.metadata.tables[Submission.__tablename__]
_TAKE_KEY = (
    insert(_ROWS)
    .values({name: bindparam(name) for name in ("account_id", "key", "at", "digest")})
    .on_conflict_do_nothing()
    .returning(_ROWS.c.key)
)
"""Made once: every form that is sent asks this."""


def begin(db: Session, account_id: uuid.UUID, key: uuid.UUID, *, digest: bytes) -> SentBefore | None:
    """Take the key; None when it was free. What was sent before stays locked until the end of the transaction."""
    if db.scalar(_TAKE_KEY, {"account_id": account_id, "key": key, "at": now(), "digest": digest}) is not None:
        return None
    mine = (Submission.account_id == account_id) & (Submission.key == key)
    result, kept = db.execute(select(Submission.result, Submission.digest).where(mine).with_for_update()).one()
    return SentBefore(result, is_same=kept is None or kept == digest)


def finish(db: Session, account_id: uuid.UUID, key: uuid.UUID, result: str, *, digest: bytes) -> None:
    """Remember where the deed led, for the second click."""
    mine = (Submission.account_id == account_id) & (Submission.key == key)
    db.execute(update(Submission).where(mine).values(result=result, digest=digest))


class ApiCall(Base):
    """One request to the API that carried a key, and what was answered; kept for a day."""

    __tablename__ = "api_call"

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)
    key: Mapped[str] = mapped_column(short_text(64), primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(default=now)
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary(32))
    status: Mapped[int | None]
    body: Mapped[Any] = mapped_column(JSONB, nullable=True)
    headers: Mapped[Any] = mapped_column(JSONB, nullable=True)


@dataclass(frozen=True, slots=True)
class KeptReply:
    """What a request asked (a hash of it), and what was answered."""

    fingerprint: bytes
    status: int
    body: Any
    headers: dict[str, str]


def begin_call(db: Session, account_id: uuid.UUID, key: str, *, fingerprint: bytes) -> KeptReply | None:
    """Take the key for this request; the kept answer when a request with this key was answered before."""
    mine = ApiCall.account_id == account_id
    db.execute(delete(ApiCall).where(mine, ApiCall.at < now() - KEPT))
    taken = insert(ApiCall).values(account_id=account_id, key=key, at=now(), fingerprint=fingerprint)
    if db.scalar(taken.on_conflict_do_nothing().returning(ApiCall.key)) is not None:
        return None
    call = db.scalars(select(ApiCall).where(mine, ApiCall.key == key)).one()
    return KeptReply(call.fingerprint, call.status or 500, call.body, call.headers or {})


def keep_reply(db: Session, account_id: uuid.UUID, key: str, reply: KeptReply) -> None:
    """Remember the answer for the next request with this key."""
    mine = (ApiCall.account_id == account_id) & (ApiCall.key == key)
    db.execute(update(ApiCall).where(mine).values(status=reply.status, body=reply.body, headers=reply.headers))
