"""A document of the client: what it is, who may see it, and the key without which its file is noise.

The file is never changed; what the client says about it (kind, note, last day) may be, and `version`
counts that. A newer file replaces it and both are kept; a withdrawn one is hidden from the coach by the
database and can be put back. What the client keeps to herself has no `shared_at`, and the database shows
it to nobody else.
"""

import datetime as dt
import uuid
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, LargeBinary, Select, or_, select
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, Session, mapped_column

from ..access import Channel
from ..base import OFFICE_TIME, Base, CaseRow, Conflict, NotFound, now, short_text, text_enum, today
from ..storage import FileStore, StorageError
from .media import Cleaned, MediaType
from .reading import ReadState
from .virus_scan import ScanState

NOTE_LENGTH = 500
MOST_WORDS = 8
"""Of a search; more would only cost time."""


class FileBlocked(StorageError):
    """A virus was found in this file; nobody gets it."""


class ChangedMeanwhile(Conflict):
    """What is said about the document was changed after this form was opened, for instance on a phone."""


class NotCurrent(Conflict):
    """The document was withdrawn or replaced in the meantime."""


class DocumentKind(StrEnum):
    """What the client says it is."""

    CV = "cv"
    LETTER = "letter"
    DIPLOMA = "diploma"
    CERTIFICATE = "certificate"
    CONDUCT = "conduct"
    LICENCE = "licence"
    PROOF = "proof"
    OTHER = "other"


EXPIRING = (DocumentKind.CERTIFICATE, DocumentKind.CONDUCT, DocumentKind.LICENCE)
"""What often holds until a certain day: a certificate, a certificate of conduct (VOG), a licence or card."""
SOON = dt.timedelta(days=60)
"""So long before its last day a document is about to expire: time enough for a new course or a new VOG."""
LAST_CALL = dt.timedelta(days=7)
MORNING = dt.time(9)


class Expiry(StrEnum):
    """Whether a document still holds."""

    HOLDS = "holds"
    SOON = "soon"
    OVER = "over"


class Document(CaseRow, Base):
    """One uploaded file. `created_at` is when it came in."""

    __tablename__ = "document"
    __table_args__ = (Index("ix_document_to_scan", "scanned_at", postgresql_where=sql("scan <> 'infected'")),)

    kind: Mapped[DocumentKind] = mapped_column(text_enum(DocumentKind))
    name: Mapped[str] = mapped_column(short_text(120))
    note: Mapped[str | None] = mapped_column(short_text(NOTE_LENGTH))
    expires_on: Mapped[dt.date | None]
    media_type: Mapped[MediaType] = mapped_column(text_enum(MediaType, 80))
    size: Mapped[int]
    pages: Mapped[int | None]
    sha256: Mapped[str] = mapped_column(short_text(64))
    stored_ref: Mapped[str] = mapped_column(short_text(67), unique=True)
    wrapped_key: Mapped[bytes] = mapped_column(LargeBinary(128))
    scan: Mapped[ScanState] = mapped_column(text_enum(ScanState))
    scanned_at: Mapped[dt.datetime | None]
    cleaned_of: Mapped[list[str]] = mapped_column(JSONB)
    read_state: Mapped[ReadState] = mapped_column(text_enum(ReadState))
    text: Mapped[str] = mapped_column(deferred=True)
    uploaded_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    uploaded_by_name: Mapped[str] = mapped_column(short_text(200))
    channel: Mapped[Channel] = mapped_column(text_enum(Channel))
    shared_at: Mapped[dt.datetime | None]
    checked_at: Mapped[dt.datetime | None]
    checked_by_name: Mapped[str | None] = mapped_column(short_text(200))
    replaced_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("document.id"), index=True)
    withdrawn_at: Mapped[dt.datetime | None]
    withdrawn_reason: Mapped[str | None] = mapped_column(short_text(NOTE_LENGTH))
    version: Mapped[int] = mapped_column(default=1)

    @property
    def is_current(self) -> bool:
        """Neither withdrawn nor replaced by a newer version."""
        return self.withdrawn_at is None and self.replaced_by_id is None

    @property
    def is_shared(self) -> bool:
        """Whether the coach may see it."""
        return self.shared_at is not None and self.withdrawn_at is None

    @property
    def is_blocked(self) -> bool:
        """Whether a virus was found in it after it was taken: nobody opens it any more."""
        return self.scan is ScanState.INFECTED

    @property
    def expiry(self) -> Expiry | None:
        """How its last day stands to today; None when it has none. On that day itself it still holds."""
        if self.expires_on is None:
            return None
        if self.expires_on < today():
            return Expiry.OVER
        return Expiry.SOON if self.expires_on <= today() + SOON else Expiry.HOLDS

    @property
    def reminders(self) -> list[dt.datetime]:
        """The mornings, still to come, on which its last day is worth a reminder."""
        if self.expires_on is None:
            return []
        days = (self.expires_on - ahead for ahead in (SOON, LAST_CALL))
        mornings = [dt.datetime.combine(day, MORNING, OFFICE_TIME) for day in days]
        return [morning for morning in mornings if morning > now()]

    @property
    def cleaned(self) -> list[Cleaned]:
        """What was taken out of the file before it was stored."""
        return [Cleaned(word) for word in self.cleaned_of]

    @property
    def paragraphs(self) -> list[str]:
        """What was read from it, as plain text."""
        return self.text.split("\n") if self.text else []


def documents_of(
    db: Session, case_id: uuid.UUID, *, kind: DocumentKind | None = None, words: str = ""
) -> list[Document]:
    """The current documents of this file that the reader may see, newest first; of one kind, or with these words.

    Words are looked for in the name and in the note, each by itself and without regard to capitals.
    """
    query = _of(case_id).where(Document.withdrawn_at.is_(None), Document.replaced_by_id.is_(None))
    if kind is not None:
        query = query.where(Document.kind == kind)
    for word in words.split()[:MOST_WORDS]:
        query = query.where(
            or_(Document.name.icontains(word, autoescape=True), Document.note.icontains(word, autoescape=True))
        )
    return list(db.scalars(query))


def withdrawn_documents_of(db: Session, case_id: uuid.UUID) -> list[Document]:
    """What the client took back, newest first; only she sees them."""
    return list(db.scalars(_of(case_id).where(Document.withdrawn_at.is_not(None), Document.replaced_by_id.is_(None))))


def shared_documents_of(db: Session, case_id: uuid.UUID, *, since: dt.datetime | None = None) -> list[Document]:
    """The current documents that the coach may see, newest first; `since` leaves out what was shared before."""
    query = _of(case_id).where(
        Document.withdrawn_at.is_(None), Document.replaced_by_id.is_(None), Document.shared_at.is_not(None)
    )
    return list(db.scalars(query.where(Document.shared_at > since) if since else query))


def unchecked_documents_of(db: Session, case_id: uuid.UUID) -> list[Document]:
    """What was shared with the coach and not looked at yet, newest first."""
    return [document for document in shared_documents_of(db, case_id) if document.checked_at is None]


def document_of(db: Session, case_id: uuid.UUID, document_id: uuid.UUID) -> Document:
    """One document of this file, replaced and withdrawn ones too; raises NotFound."""
    document = db.scalar(select(Document).where(Document.case_id == case_id, Document.id == document_id))
    if document is None:
        raise NotFound("no such document in this file")
    return document


def earlier_versions_of(db: Session, document: Document) -> list[Document]:
    """The versions that this document replaced, newest first, in one statement."""
    return list(db.scalars(_of(document.case_id).where(Document.id.in_(earlier_ids(document)))))


def earlier_ids(document: Document) -> Select[uuid.UUID]:
    """The ids of what it replaced, and of what that replaced."""
    replaced = (
        select(Document.id)
        .where(Document.case_id == document.case_id, Document.replaced_by_id == document.id)
        .cte("replaced", recursive=True)
    )
    older = select(Document.id).where(Document.case_id == document.case_id, Document.replaced_by_id == replaced.c.id)
    return select(replaced.union(older).c.id)


def content_of(document: Document, store: FileStore) -> bytes:
    """The file itself; raises FileBlocked, or another StorageError when it is missing, damaged or out of reach."""
    if document.is_blocked:
        raise FileBlocked("a virus was found in this file")
    return store.get(document.stored_ref, wrapped_key=document.wrapped_key, case_id=document.case_id)


def _of(case_id: uuid.UUID) -> Select[Document]:
    return select(Document).where(Document.case_id == case_id).order_by(Document.created_at.desc(), Document.id.desc())
