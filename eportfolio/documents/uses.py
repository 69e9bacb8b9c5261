"""Where a document is used: with an application, an agreement, the intake or a message.

A use points at one version of a document and stays with that version: what was sent along is what was sent along. It
ends when somebody takes it out, and is kept then. A use of what only the client sees is shown to nobody else by the
database. Using is part of the deed that it belongs to, and is logged by that deed.
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, or_, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from ..access import Actor, Channel
from ..base import Base, CaseRow, NotAllowed, now, short_text, text_enum
from ..people import Role
from .model import Document, NotCurrent, earlier_ids

LABEL_LENGTH = 340


class Where(StrEnum):
    """In what part of the file a document can be used."""

    APPLICATION = "application"
    AGREEMENT = "agreement"
    INTAKE = "intake"
    MESSAGE = "message"


class DocumentUse(CaseRow, Base):
    """One version of a document with one thing in the file. `created_at` is since when."""

    __tablename__ = "document_use"
    __table_args__ = (
        Index("ix_document_use_subject", "case_id", "where", "subject_id"),
        Index(
            "uq_document_use_once",
            "document_id",
            "where",
            "subject_id",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    document_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("document.id"))
    where: Mapped[Where] = mapped_column(text_enum(Where))
    subject_id: Mapped[uuid.UUID]
    label: Mapped[str] = mapped_column(short_text(LABEL_LENGTH), default="")
    used_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    used_by_name: Mapped[str] = mapped_column(short_text(200))
    channel: Mapped[Channel] = mapped_column(text_enum(Channel))
    ended_at: Mapped[dt.datetime | None]


def use(
    db: Session, document: Document, *, where: Where, subject_id: uuid.UUID, by: Actor, label: str = ""
) -> DocumentUse:
    """Put a document with something in the same file; twice is once. `label` is what that thing is called.

    It does not share the document: what only the client sees stays so, and she is the one to change that. The caller
    has found both in one file. Raises NotCurrent, and NotAllowed for anyone but the client and the coach.
    """
    _only_their_own(by)
    if not document.is_current:
        raise NotCurrent("a withdrawn or replaced document is not put anywhere new")
    known = _use_of(db, document, where, subject_id)
    if known is not None:
        return known
    added = DocumentUse(
        case_id=document.case_id,
        document_id=document.id,
        where=where,
        subject_id=subject_id,
        label=label[:LABEL_LENGTH],
        used_by_id=by.account_id,
        used_by_name=by.name,
        channel=by.channel,
    )
    db.add(added)
    db.flush()
    return added


def no_longer_use(db: Session, document: Document, *, where: Where, subject_id: uuid.UUID, by: Actor) -> None:
    """Take it out again. Harmless when it was not there; the document itself stays as it is."""
    _only_their_own(by)
    known = _use_of(db, document, where, subject_id)
    if known is not None:
        known.ended_at = now()
        db.flush()


def used_in(
    db: Session, case_id: uuid.UUID, where: Where, subject_ids: Iterable[uuid.UUID]
) -> dict[uuid.UUID, list[Document]]:
    """The documents with each of these things, oldest use first, in one statement; things without any are left out.

    Withdrawn and replaced versions are among them for the client; to the coach the database shows what is shared.
    """
    found: dict[uuid.UUID, list[Document]] = defaultdict(list)
    query = (
        select(DocumentUse.subject_id, Document)
        .join(Document, Document.id == DocumentUse.document_id)
        .where(
            DocumentUse.case_id == case_id,
            DocumentUse.where == where,
            DocumentUse.subject_id.in_(list(subject_ids)),
            DocumentUse.ended_at.is_(None),
        )
        .order_by(DocumentUse.created_at, DocumentUse.id)
    )
    for subject_id, document in db.execute(query):
        found[subject_id].append(document)
    return dict(found)


def uses_of(db: Session, document: Document) -> list[DocumentUse]:
    """Where this document or one of its earlier versions is used now, newest first, in one statement."""
    query = select(DocumentUse).where(
        DocumentUse.case_id == document.case_id,
        or_(DocumentUse.document_id == document.id, DocumentUse.document_id.in_(earlier_ids(document))),
        DocumentUse.ended_at.is_(None),
    )
    return list(db.scalars(query.order_by(DocumentUse.created_at.desc(), DocumentUse.id.desc())))


def _use_of(db: Session, document: Document, where: Where, subject_id: uuid.UUID) -> DocumentUse | None:
    return db.scalar(
        select(DocumentUse).where(
            DocumentUse.document_id == document.id,
            DocumentUse.where == where,
            DocumentUse.subject_id == subject_id,
            DocumentUse.ended_at.is_(None),
        )
    )


def _only_their_own(by: Actor) -> None:
    if by.role not in (Role.CLIENT, Role.COACH):
        raise NotAllowed("only the client and the coach put documents with things")
