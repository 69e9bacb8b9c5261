"""Erasing at once what is a client's alone: nobody else saw it, so nobody has to agree.

The database does it (`houvast_erase_own`, which acts for the client of the transaction only), since the portal's own
role may not delete such rows otherwise. What was sent in once is left alone, also when she took it back later.
"""

from enum import StrEnum

from sqlalchemy import text
from sqlalchemy.orm import Session

from .. import audit
from ..access import Actor
from ..base import NotAllowed
from ..people import CaseFile, Role
from ..storage import FileStore, StorageError


class Own(StrEnum):
    """A part of the file that only the client knows."""

    CHATS = "chats"
    DRAFTS = "drafts"
    DOCUMENTS = "documents"
    PORTFOLIO = "portfolio"
    CVS = "cvs"


def own_only(db: Session) -> dict[Own, int]:
    """How much there is of each, for the client of this transaction: one statement."""
    rows = db.execute(text("SELECT part, number FROM houvast_own_only()"))
    return {Own(part): number for part, number in rows}


def erase_own(db: Session, case: CaseFile, part: Own, *, by: Actor, store: FileStore) -> list[str]:
    """Erase it for good; returns the tokens of conversations that the assistant must forget too. Raises NotAllowed.

    The key of a file goes with its row, so that what cannot be deleted from the store just now can be read by nobody.
    """
    if by.role is not Role.CLIENT:
        raise NotAllowed("only the client erases what is hers alone")
    found = db.execute(text("SELECT kind, value FROM houvast_erase_own(:part)"), {"part": part.value}).all()
    audit.record(db, case.id, by=by, action=audit.Action.ERASED, subject=audit.Subject.DATA, label=part.value)
    for kind, value in found:
        if kind == "file":
            _delete(store, value)
    return [value for kind, value in found if kind == "token"]


def _delete(store: FileStore, ref: str) -> None:
    try:
        store.delete(ref)
    except StorageError:
        return
