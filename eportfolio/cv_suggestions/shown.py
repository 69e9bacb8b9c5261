"""The suggestions of one document as they are shown: in their section, with what stands in the portfolio already."""

import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..base import NotFound
from ..portfolio import Section, double_of, known_fields
from ..portfolio.doubles import plain
from ..portfolio.fields import PROFILE_KEYS
from .deciding import current_entries
from .model import CvSuggestion


@dataclass(frozen=True, slots=True)
class Shown:
    """A suggestion, and what the portfolio says already: the same, or something else in a field of the profile."""

    suggestion: CvSuggestion
    stands_there: str | None = None
    is_double: bool = False


def suggestions_of(db: Session, case_id: uuid.UUID, document_id: uuid.UUID) -> dict[Section, list[Shown]]:
    """All suggestions of this document by section, in its order; three statements."""
    query = select(CvSuggestion).where(CvSuggestion.case_id == case_id, CvSuggestion.document_id == document_id)
    rows = list(db.scalars(query.order_by(CvSuggestion.position)))
    entries = current_entries(db, case_id)
    known = known_fields(db, case_id)
    shown: dict[Section, list[Shown]] = {}
    for row in rows:
        if row.key is not None:
            there = known.text(PROFILE_KEYS[row.key])
            one = Shown(row, there, is_double=there is not None and plain(there) == plain(row.text))
        else:
            double = double_of((entry for entry in entries if entry.section is row.section), row.entry)
            one = Shown(row, double.label if double else None, is_double=double is not None)
        shown.setdefault(row.section, []).append(one)
    return shown


def suggestion_of(db: Session, case_id: uuid.UUID, suggestion_id: uuid.UUID) -> CvSuggestion:
    """One suggestion of this file; raises NotFound."""
    row = db.scalar(select(CvSuggestion).where(CvSuggestion.case_id == case_id, CvSuggestion.id == suggestion_id))
    if row is None:
        raise NotFound("no such suggestion in this file")
    return row
