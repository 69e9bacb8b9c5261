"""What is past its term goes: by the worker, every night, through functions of the database that hold a floor.

A file that nobody used for years is warned about first, twice read: by mail, and by signing in it stays. Then its
content goes, and a skeleton stays for counting: scheme, step, dates.
"""

import datetime as dt
import uuid
from typing import NamedTuple

from sqlalchemy import text
from sqlalchemy.orm import Session

from .. import notices
from ..base import now
from .terms import WARNED_AHEAD, Keeping, term_of


class Dropped(NamedTuple):
    """What the database let go of: files to delete from the store, and conversations for the assistant to forget."""

    files: list[str]
    tokens: list[str]
    rows: int


class UnusedFile(NamedTuple):
    """A file that nobody used: since when, and when its client was warned."""

    case_id: uuid.UUID
    client_id: uuid.UUID
    last_used_at: dt.datetime
    warned_at: dt.datetime | None


def drop_past_terms(db: Session) -> Dropped:
    """Forget chats, sign-ins, mails and the content of withdrawn files that are past their term (as the service)."""
    limits = {kind.value: now() - term_of(kind) for kind in (Keeping.CHAT, Keeping.SIGN_IN, Keeping.MAIL)}
    limits["withdrawn"] = now() - term_of(Keeping.WITHDRAWN_FILE)
    statement = text("SELECT kind, value FROM houvast_drop_past_terms(:chat, :sign_in, :mail, :withdrawn)")
    found = db.execute(statement, limits).all()
    return Dropped(
        files=[value for kind, value in found if kind == "file"],
        tokens=[value for kind, value in found if kind == "token"],
        rows=len(found),
    )


def unused_files(db: Session, *, ahead: dt.timedelta = WARNED_AHEAD) -> list[UnusedFile]:
    """Files whose term is over within `ahead`, the longest unused first (as the service, or as the owner)."""
    since = now() - term_of(Keeping.FILE) + ahead
    rows = db.execute(text("SELECT * FROM houvast_unused_files(:since)"), {"since": since})
    return [UnusedFile(*row) for row in rows]


def note_warned(db: Session, unused: UnusedFile) -> None:
    """Tell the client that her file will go, once."""
    db.execute(text("SELECT houvast_note_warned(:case_id)"), {"case_id": unused.case_id})
    notices.notify(db, unused.client_id, notices.Topic.RETENTION, about=unused.case_id)


def anonymise(db: Session, unused: UnusedFile) -> list[str]:
    """Let the content of a file go whose client was warned long enough ago; returns the names of its stored files.

    The database refuses (nothing happens) when it was used since, or was not warned in time.
    """
    limit = {"case_id": unused.case_id, "since": now() - term_of(Keeping.FILE), "warned": now() - WARNED_AHEAD}
    found = db.execute(text("SELECT value FROM houvast_anonymise(:case_id, :since, :warned)"), limit)
    return list(found.scalars())
