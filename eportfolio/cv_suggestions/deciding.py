"""What the client does with a suggestion: accept it (as it is or changed), drop it, or open it again.

Each deed waits its turn on the case file, so that two clicks or two tabs enter nothing twice.
"""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..access import Actor
from ..base import NotAllowed, NotFound, now
from ..facts import Source
from ..people import CaseFile, Role
from ..portfolio import (
    Entry,
    Origin,
    Section,
    add_entry,
    double_of,
    known_fields,
    live_entries,
    remove_entry,
    set_fields,
)
from ..portfolio.fields import PROFILE_KEYS, hold_portfolio
from ..portfolio.model import EntryState, PortfolioEntry
from .model import CvSuggestion, Decision


def accept(
    db: Session, case: CaseFile, suggestion_id: uuid.UUID, *, by: Actor, changed: Entry | str | None = None
) -> CvSuggestion:
    """Put it in the portfolio, with the CV as its source; `changed` is what she made of it first.

    What stands there already is not entered again. Twice is harmless. Raises NotFound, and Invalid with the field.
    """
    suggestion = _held(db, case, suggestion_id, by)
    if suggestion.decision is not Decision.ACCEPTED:
        _accept(db, case, suggestion, by=by, changed=changed)
    return suggestion


def accept_all(db: Session, case: CaseFile, document_id: uuid.UUID, section: Section, *, by: Actor) -> int:
    """Accept every open suggestion of one section that is not there yet; how many were."""
    _only_client(by)
    hold_portfolio(db, case)
    rows = [row for row in _of(db, case, document_id, section) if row.decision is Decision.OPEN]
    for row in rows:
        _accept(db, case, row, by=by, changed=None)
    return len(rows)


def drop(db: Session, case: CaseFile, suggestion_id: uuid.UUID, *, by: Actor) -> CvSuggestion:
    """Leave it out. An accepted suggestion has to be opened again first: then it is harmless. Raises NotFound."""
    suggestion = _held(db, case, suggestion_id, by)
    if suggestion.decision is Decision.OPEN:
        suggestion.decision, suggestion.decided_at = Decision.DROPPED, now()
        db.flush()
    return suggestion


def reopen(db: Session, case: CaseFile, suggestion_id: uuid.UUID, *, by: Actor) -> CvSuggestion:
    """Undo the decision: what was entered is taken out again, also when it was changed since. Raises NotFound."""
    suggestion = _held(db, case, suggestion_id, by)
    _reopen(db, case, suggestion, by=by)
    return suggestion


def reopen_section(db: Session, case: CaseFile, document_id: uuid.UUID, section: Section, *, by: Actor) -> int:
    """Undo every acceptance in one section; how many there were."""
    _only_client(by)
    hold_portfolio(db, case)
    rows = [row for row in _of(db, case, document_id, section) if row.decision is Decision.ACCEPTED]
    for row in rows:
        _reopen(db, case, row, by=by)
    return len(rows)


def _accept(db: Session, case: CaseFile, suggestion: CvSuggestion, *, by: Actor, changed: Entry | str | None) -> None:
    if suggestion.key is not None:
        _set_field(db, case, suggestion, str(changed) if changed is not None else suggestion.text, by=by)
    else:
        entry = suggestion.entry if changed is None or isinstance(changed, str) else changed
        double = double_of(current_entries(db, case.id, suggestion.section), entry)
        suggestion.made_entry = double is None
        row = double or add_entry(db, case, entry, by=by, origin=Origin(Source.CV, suggestion.document_id))
        suggestion.entry_id = row.entry_id
    suggestion.decision, suggestion.decided_at = Decision.ACCEPTED, now()
    db.flush()


def _set_field(db: Session, case: CaseFile, suggestion: CvSuggestion, value: str, *, by: Actor) -> None:
    key = PROFILE_KEYS[suggestion.key or ""]
    suggestion.before = known_fields(db, case.id).text(key)
    suggestion.made_entry = suggestion.before != value
    if suggestion.made_entry:
        set_fields(db, case, {key: value}, by=by, source=Source.CV)
    suggestion.content = {"text": value, "read": suggestion.content.get("read", suggestion.text)}


def _reopen(db: Session, case: CaseFile, suggestion: CvSuggestion, *, by: Actor) -> None:
    if suggestion.decision is Decision.ACCEPTED and suggestion.made_entry:
        if suggestion.key is not None:
            set_fields(db, case, {PROFILE_KEYS[suggestion.key]: suggestion.before}, by=by)
        elif suggestion.entry_id is not None:
            remove_entry(db, case, suggestion.entry_id, by=by)
    if suggestion.key is not None:
        suggestion.content = {"text": suggestion.content.get("read", suggestion.text)}
    suggestion.decision, suggestion.decided_at = Decision.OPEN, None
    suggestion.entry_id, suggestion.made_entry, suggestion.before = None, False, None
    db.flush()


def current_entries(db: Session, case_id: uuid.UUID, section: Section | None = None) -> list[PortfolioEntry]:
    """What counts in the portfolio now."""
    return [row for row in live_entries(db, case_id, section) if row.state is EntryState.CURRENT]


def _held(db: Session, case: CaseFile, suggestion_id: uuid.UUID, by: Actor) -> CvSuggestion:
    """The suggestion as it is now, with everybody else waiting."""
    _only_client(by)
    hold_portfolio(db, case)
    query = select(CvSuggestion).where(CvSuggestion.case_id == case.id, CvSuggestion.id == suggestion_id)
    suggestion = db.scalar(query.execution_options(populate_existing=True))
    if suggestion is None:
        raise NotFound("no such suggestion in this file")
    return suggestion


def _of(db: Session, case: CaseFile, document_id: uuid.UUID, section: Section) -> list[CvSuggestion]:
    query = select(CvSuggestion).where(
        CvSuggestion.case_id == case.id, CvSuggestion.document_id == document_id, CvSuggestion.section == section
    )
    return list(db.scalars(query.order_by(CvSuggestion.position).execution_options(populate_existing=True)))


def _only_client(by: Actor) -> None:
    if by.role is not Role.CLIENT:
        raise NotAllowed("only the client decides what enters her portfolio")
