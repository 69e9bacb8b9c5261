"""What somebody typed and sent just too late: kept for her, until she has signed in again.

A form that arrives with a session that timed out is not lost: its fields wait for half an hour, for the same
person only (row-level security), and come back in the form they were typed in. Works without scripts. Never
passwords, never files, never on a shared computer.
"""

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import ForeignKey, delete, select
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from .base import Base, now, short_text

KEPT_FOR = dt.timedelta(minutes=30)
MOST = 100_000
"""Characters in all fields together."""
NEVER = ("csrf_token", "form_key")
SECRET = ("password", "wachtwoord")


class UnsentForm(Base):
    """The last form of one person that came too late: the page it stood on, where it was going, what was typed."""

    __tablename__ = "unsent_form"

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)
    page: Mapped[str] = mapped_column(short_text(500))
    action: Mapped[str] = mapped_column(short_text(500))
    fields: Mapped[Any] = mapped_column(JSONB)
    kept_at: Mapped[dt.datetime] = mapped_column(default=now)


def keep(db: Session, account_id: uuid.UUID, *, page: str, action: str, fields: dict[str, list[str]]) -> bool:
    """Keep these fields instead of an earlier form; False when there is nothing to keep or too much of it.

    The transaction must act as this person.
    """
    typed = {name: values for name, values in fields.items() if _may_be_kept(name) and any(values)}
    size = sum(len(name) + sum(map(len, values)) for name, values in typed.items())
    if not typed or size > MOST or len(page) > 500 or len(action) > 500:
        return False
    row = {"page": page, "action": action, "fields": typed, "kept_at": now()}
    statement = insert(UnsentForm).values(account_id=account_id, **row)
    db.execute(statement.on_conflict_do_update(index_elements=[UnsentForm.account_id], set_=row))
    return True


def kept_form(db: Session, account_id: uuid.UUID) -> UnsentForm | None:
    """What waits for this person, if it is not too old."""
    mine = (UnsentForm.account_id == account_id) & (UnsentForm.kept_at > now() - KEPT_FOR)
    return db.scalar(select(UnsentForm).where(mine))


def drop(db: Session, account_id: uuid.UUID) -> None:
    """It was sent after all, or is not wanted any more."""
    db.execute(delete(UnsentForm).where(UnsentForm.account_id == account_id))


def drop_expired(db: Session) -> int:
    """Forget what nobody came back for (act as the service first); returns how many."""
    gone = db.execute(delete(UnsentForm).where(UnsentForm.kept_at <= now() - KEPT_FOR))
    return int(gone.rowcount)  # type: ignore[attr-defined]


def _may_be_kept(name: str) -> bool:
    return name not in NEVER and not any(word in name.lower() for word in SECRET)
