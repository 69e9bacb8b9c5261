"""An export: asked for, made by the worker while she can see how far it is, ready for seven days, then gone.

The zip stands in the file store in parts, each under a key of its own; the keys are in this row only. So a row that
is dropped takes the file with it, in backups too, and nothing ever has the whole file in memory.
"""

import base64
import datetime as dt
import uuid
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Index, delete, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, Session, mapped_column

from .. import audit, notices
from ..access import Actor, Channel
from ..base import Base, CaseRow, Conflict, NotAllowed, NotFound, now, short_text, text_enum
from ..people import CaseFile, Role

JOB_NAME = "make_export"
KEPT_FOR = dt.timedelta(days=7)
STUCK_AFTER = dt.timedelta(hours=1)
"""An export that made no progress for so long is not coming any more: another may be asked for."""


class ExportState(StrEnum):
    """Where it is."""

    WAITING = "waiting"
    WORKING = "working"
    READY = "ready"
    FAILED = "failed"


class AlreadyRunning(Conflict):
    """One is being made just now; its progress can be seen."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the file in the store, and the key that opens it."""

    ref: str
    wrapped_key: bytes
    size: int


class DataExport(CaseRow, Base):
    """One zip with everything. `created_at` is when she asked; `done` of `total` steps are done."""

    __tablename__ = "data_export"
    __table_args__ = (Index("ix_data_export_expires_at", "expires_at"),)

    account_id: Mapped[uuid.UUID]
    language: Mapped[str] = mapped_column(short_text(8))
    channel: Mapped[Channel] = mapped_column(text_enum(Channel))
    state: Mapped[ExportState] = mapped_column(text_enum(ExportState))
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=1)
    parts: Mapped[Any] = mapped_column(JSONB)
    size: Mapped[int] = mapped_column(BigInteger, default=0)
    changed_at: Mapped[dt.datetime] = mapped_column(default=now)
    ready_at: Mapped[dt.datetime | None]
    expires_at: Mapped[dt.datetime]

    @property
    def is_coming(self) -> bool:
        """Whether it is worth waiting for."""
        making = self.state in (ExportState.WAITING, ExportState.WORKING)
        return making and now() - self.changed_at < STUCK_AFTER

    @property
    def is_ready(self) -> bool:
        return self.state is ExportState.READY and self.expires_at > now()

    @property
    def stored_parts(self) -> list[Part]:
        return [Part(row["ref"], base64.b64decode(row["key"]), row["size"]) for row in self.parts]


def ask_for_export(db: Session, case: CaseFile, *, by: Actor, language: str) -> DataExport:
    """Let the worker make an export instead of an earlier one; raises AlreadyRunning or NotAllowed."""
    if by.role is not Role.CLIENT:
        raise NotAllowed("only the client takes her data along")
    latest = latest_export(db, case.id, lock=True)
    if latest is not None and latest.is_coming:
        raise AlreadyRunning("an export is being made")
    export = DataExport(
        case_id=case.id,
        account_id=by.account_id,
        language=language,
        channel=by.channel,
        state=ExportState.WAITING,
        parts=[],
        expires_at=now() + KEPT_FOR,
    )
    db.add(export)
    db.flush()
    notices.defer(db, JOB_NAME, {"export_id": str(export.id), "account_id": str(by.account_id)})
    audit.record(db, case.id, by=by, action=audit.Action.EXPORTED, subject=audit.Subject.DATA, subject_id=export.id)
    return export


def latest_export(db: Session, case_id: uuid.UUID, *, lock: bool = False) -> DataExport | None:
    """The newest export of this file, also one that failed or has expired."""
    query = select(DataExport).where(DataExport.case_id == case_id).order_by(DataExport.created_at.desc()).limit(1)
    return db.scalar(query.with_for_update() if lock else query)


def export_of(db: Session, case_id: uuid.UUID, export_id: uuid.UUID) -> DataExport:
    """One export of this file that can be fetched now; raises NotFound."""
    export = db.scalar(select(DataExport).where(DataExport.case_id == case_id, DataExport.id == export_id))
    if export is None or not export.is_ready:
        raise NotFound("no such export, or not any more")
    return export


def start(db: Session, export_id: uuid.UUID) -> DataExport | None:
    """The worker begins, or begins again after it was stopped; None when there is nothing to do (any more)."""
    export = db.scalar(select(DataExport).where(DataExport.id == export_id).with_for_update())
    if export is None or export.state is ExportState.READY or export.expires_at <= now():
        return None
    export.state, export.done, export.changed_at = ExportState.WORKING, 0, now()
    db.flush()
    return export


def note_progress(db: Session, export: DataExport, *, done: int, total: int) -> None:
    """So many of so many steps are done."""
    export.done, export.total, export.changed_at = done, max(total, 1), now()
    db.flush()


def note_part(db: Session, export: DataExport, part: Part) -> None:
    """A piece is in the store."""
    row = {"ref": part.ref, "key": base64.b64encode(part.wrapped_key).decode(), "size": part.size}
    export.parts, export.size, export.changed_at = [*export.parts, row], export.size + part.size, now()
    db.flush()


def forget_parts(db: Session, export: DataExport) -> list[str]:
    """Begin with an empty file; returns the names of pieces of an earlier attempt, to delete."""
    refs = [part.ref for part in export.stored_parts]
    export.parts, export.size = [], 0
    db.flush()
    return refs


def finish(db: Session, export: DataExport) -> None:
    """It is ready, for seven days from now; she hears so by mail."""
    export.state, export.ready_at, export.done = ExportState.READY, now(), export.total
    export.expires_at = now() + KEPT_FOR
    db.flush()
    notices.notify(db, export.account_id, notices.Topic.EXPORT_READY, about=export.id)


def fail(db: Session, export: DataExport) -> None:
    """It did not work; she can ask for another."""
    export.state, export.changed_at = ExportState.FAILED, now()
    db.flush()


def note_fetched(db: Session, export: DataExport, *, by: Actor) -> None:
    """She took it along: that is a line in the log, so that she would notice if it was somebody else."""
    audit.record(
        db, export.case_id, by=by, action=audit.Action.EXPORTED, subject=audit.Subject.DATA, subject_id=export.id,
        reason="fetched",
    )  # fmt: skip


def drop_expired(db: Session) -> list[str]:
    """Forget what nobody may fetch any more (act as the service first); returns the names of its pieces, to delete."""
    gone = db.execute(delete(DataExport).where(DataExport.expires_at <= now()).returning(DataExport.parts))
    return [part["ref"] for (parts,) in gone for part in parts]
