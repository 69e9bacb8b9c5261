"""Everything of one kind in one file, the oldest first, a few rows in memory at a time."""

import uuid
from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from .. import audit
from ..applications import JobApplication, applications_of
from ..audit import AccessLogEntry
from ..documents.model import Document
from ..messages import Message
from ..receipts import Receipt

BATCH = 50


def every_application(db: Session, case_id: uuid.UUID) -> Iterator[JobApplication]:
    """Her applications with their steps, the newest first; not what she removed."""
    query = applications_of(case_id).options(selectinload(JobApplication.stages))
    return iter(db.scalars(query.execution_options(yield_per=BATCH)))


def every_message(db: Session, case_id: uuid.UUID) -> Iterator[Message]:
    """What client and coach wrote."""
    query = select(Message).where(Message.case_id == case_id).order_by(Message.sent_at, Message.id)
    return iter(db.scalars(query.execution_options(yield_per=BATCH)))


def every_receipt(db: Session, case_id: uuid.UUID) -> list[Receipt]:
    """What she sent in."""
    return list(db.scalars(select(Receipt).where(Receipt.case_id == case_id).order_by(Receipt.received_at)))


def every_look(db: Session, case_id: uuid.UUID) -> Iterator[AccessLogEntry]:
    """The access log, the newest first."""
    return iter(db.scalars(audit.entries_of(case_id).execution_options(yield_per=BATCH)))


def every_document(db: Session, case_id: uuid.UUID) -> Iterator[Document]:
    """Her documents one by one, those that were replaced or withdrawn too."""
    query = select(Document).where(Document.case_id == case_id).order_by(Document.created_at, Document.id)
    return iter(db.scalars(query.execution_options(yield_per=1)))


def count_documents(db: Session, case_id: uuid.UUID) -> int:
    """How many that are."""
    return db.scalar(select(func.count(Document.id)).where(Document.case_id == case_id)) or 0
