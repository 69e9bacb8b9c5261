"""Reading a document of the client as a CV, once; what it says is kept, since reading takes time and opens the file."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..access import Actor
from ..base import NotAllowed
from ..documents.cv_reading import CvReading, read_cv
from ..documents.model import Document, content_of
from ..documents.reading import ReadState
from ..people import CaseFile, Role
from ..portfolio import FIELDS, Entry, Section, section_of
from ..portfolio.content import LIMITS, to_json
from ..portfolio.fields import PROFILE_KEYS, hold_portfolio
from ..storage import FileStore
from .model import CvReadingRow, CvSuggestion

PROFILE_FIELDS = ("name", "email", "phone", "city", "headline", "summary")
_MOST = {field.key: field.limit or 0 for field in FIELDS}


def can_be_read(document: Document) -> bool:
    """Whether there may be anything to suggest: a current document with text that is not locked."""
    return document.is_current and not document.is_blocked and document.read_state is ReadState.READ


def reading_of(db: Session, case_id: uuid.UUID, document_id: uuid.UUID) -> CvReadingRow | None:
    """How reading this document as a CV went; None when nobody asked for it yet."""
    query = select(CvReadingRow).where(CvReadingRow.case_id == case_id, CvReadingRow.document_id == document_id)
    return db.scalar(query)


def read_document(db: Session, case: CaseFile, document: Document, *, by: Actor, store: FileStore) -> CvReadingRow:
    """Read it in the closed room and keep what it suggests; the second time what was kept is the answer.

    A file that cannot be read is an answer too. Raises NotAllowed, and storage.StorageError when it is out of reach.
    """
    if by.role is not Role.CLIENT:
        raise NotAllowed("only the client has her own CV read")
    known = reading_of(db, case.id, document.id)
    if known is not None:
        return known
    reading = CvReading(document.read_state if document.read_state is not ReadState.READ else ReadState.NO_TEXT)
    if can_be_read(document):
        reading = read_cv(content_of(document, store), document.media_type)
    hold_portfolio(db, case)
    known = reading_of(db, case.id, document.id)
    if known is not None:
        return known
    row = CvReadingRow(case_id=case.id, document_id=document.id, state=reading.state)
    db.add(row)
    for position, suggestion in enumerate(_suggestions(reading)):
        suggestion.case_id, suggestion.document_id, suggestion.position = case.id, document.id, position
        db.add(suggestion)
    db.flush()
    return row


def written_dates(db: Session, case_id: uuid.UUID, entry_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The dates of these entries as they were written in the CV that they came from."""
    query = select(CvSuggestion.entry_id, CvSuggestion.written).where(
        CvSuggestion.case_id == case_id, CvSuggestion.entry_id.in_(list(entry_ids)), CvSuggestion.written.is_not(None)
    )
    return {entry_id: written for entry_id, written in db.execute(query) if entry_id and written}


def _suggestions(reading: CvReading) -> Iterator[CvSuggestion]:
    for name in PROFILE_FIELDS:
        value = getattr(reading.profile, name)
        if value:
            text = value[: _MOST[PROFILE_KEYS[name]]]
            yield CvSuggestion(section=Section.PROFILE, key=name, content={"text": text})
    for job in reading.experience:
        yield _suggestion(job.entry, job.written)
    for school in reading.education:
        yield _suggestion(school.entry, school.written)
    others: list[Entry] = [*reading.skills, *reading.languages, *reading.licences]
    for entry in others:
        yield _suggestion(entry, "")


def _suggestion(entry: Entry, written: str) -> CvSuggestion:
    fitting = replace(
        entry, **{name: value[:most] for name, most in LIMITS.items() if (value := getattr(entry, name, None))}
    )
    return CvSuggestion(section=section_of(entry), content=to_json(fitting), written=written or None)
