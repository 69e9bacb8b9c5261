"""The files of an application: what she sent along, and what shows that she applied.

Stands above applications and documents, which do not know each other.
"""

import datetime as dt
import uuid
from collections.abc import Iterable

from sqlalchemy.orm import Session

from .access import Actor
from .applications import JobApplication, PeriodReport, ReportFile
from .applications import report as reports
from .applications.holding import hold, touch
from .applications.report import Agreed
from .base import OFFICE_TIME
from .documents import uses
from .documents.model import Document
from .documents.uses import Where


def files_of(db: Session, application: JobApplication) -> list[Document]:
    """The documents with this application that the reader may see, oldest use first."""
    return uses.used_in(db, application.case_id, Where.APPLICATION, [application.id]).get(application.id, [])


def add_file(db: Session, application: JobApplication, document: Document, *, by: Actor) -> None:
    """Put a document with the application; twice is once. Raises what `uses.use` raises, and NotFound when removed."""
    hold(db, application, by)
    uses.use(db, document, where=Where.APPLICATION, subject_id=application.id, by=by, label=application.label)
    touch(db, application, by)


def choose_files(db: Session, application: JobApplication, chosen: Iterable[Document], *, by: Actor) -> None:
    """Exactly these of her current documents belong to the application; nothing happens when they already do.

    Earlier versions that were sent along stay as they are.
    """
    hold(db, application, by)
    wanted = {document.id: document for document in chosen}
    now_there = {document.id: document for document in files_of(db, application) if document.is_current}
    for document_id in now_there.keys() - wanted.keys():
        uses.no_longer_use(db, now_there[document_id], where=Where.APPLICATION, subject_id=application.id, by=by)
    for document_id in wanted.keys() - now_there.keys():
        uses.use(
            db,
            wanted[document_id],
            where=Where.APPLICATION,
            subject_id=application.id,
            by=by,
            label=application.label,
        )
    if wanted.keys() != now_there.keys():
        touch(db, application, by)


def report_of(db: Session, case_id: uuid.UUID, *, first: dt.date, last: dt.date, agreed: Agreed | None) -> PeriodReport:
    """The period report with the files of each application that the coach may see; raises Invalid."""

    def files(ids: list[uuid.UUID]) -> dict[uuid.UUID, list[ReportFile]]:
        found = uses.used_in(db, case_id, Where.APPLICATION, ids)
        return {one: [_as_evidence(row) for row in rows if row.is_shared] for one, rows in found.items()}

    return reports.report_of(db, case_id, first=first, last=last, agreed=agreed, files=files)


def _as_evidence(document: Document) -> ReportFile:
    return ReportFile(document.name, document.created_at.astimezone(OFFICE_TIME).date(), document.sha256)
