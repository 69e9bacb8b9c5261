"""Scanning what is kept: files that came in while the scanner was away, and old ones against newer signatures.

The worker does it. Its role sees no documents, so two functions of the database hand it no more than it needs: the
file's place and key, and afterwards a place for the verdict. A file with a virus is blocked for everybody, and both the
client and her coach hear of it. There is no line in the access log: no person looked. `scanned_at` tells when.
"""

import uuid
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from .. import notices
from ..storage import FileStore, StorageError
from .virus_scan import Scanner, ScanState, VirusFound

AT_ONCE = 20
"""Files in one round; the next round goes on."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A stored file without a verdict that is new enough."""

    id: uuid.UUID
    case_id: uuid.UUID
    stored_ref: str
    wrapped_key: bytes
    client_id: uuid.UUID
    coach_id: uuid.UUID | None


def files_to_scan(db: Session, *, most: int = AT_ONCE) -> list[Waiting]:
    """What waits longest first: never scanned, failed an hour ago or more, or found clean a month ago."""
    rows = db.execute(text("SELECT * FROM houvast_files_to_scan(:most)"), {"most": most})
    return [Waiting(*row) for row in rows]


def scan(db: Session, file: Waiting, *, store: FileStore, scanner: Scanner) -> ScanState:
    """Look into one kept file, keep the verdict, and tell both sides when it is a virus."""
    state = _verdict(file, store=store, scanner=scanner)
    db.execute(text("SELECT houvast_scanned(:id, :state)"), {"id": file.id, "state": state.value})
    if state is ScanState.INFECTED:
        for reader in (file.client_id, file.coach_id):
            if reader is not None:
                notices.notify(db, reader, notices.Topic.FILE_BLOCKED, about=file.id)
    return state


def _verdict(file: Waiting, *, store: FileStore, scanner: Scanner) -> ScanState:
    try:
        content = store.get(file.stored_ref, wrapped_key=file.wrapped_key, case_id=file.case_id)
        return scanner.scan(content)
    except VirusFound:
        return ScanState.INFECTED
    except StorageError:
        return ScanState.SCAN_FAILED
