"""What can be done with the entries of a portfolio: each deed checks, waits its turn, and is written in the access log.

The log does not say which entry: the coach may read the log, and not what is private.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from .. import audit
from ..access import Actor
from ..base import Invalid, NotAllowed, new_id, now
from ..facts import Review, Source, source_of
from ..people import CaseFile, Role
from .content import Entry, check, check_text, section_of, to_json
from .doubles import double_of
from .entries import Education, Experience
from .fields import hold_portfolio
from .for_intake import answer_intake
from .model import WORDS_LIMIT, ChangedMeanwhile, EntryState, PortfolioEntry
from .queries import LIVE, entry_of, rows_of

MOST_ENTRIES = 200
"""In one section, removed ones too: nobody has more, and a page must stay one page."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value comes from when the actor did not make it up: a CV (which one), the chain, the intake."""

    source: Source
    document_id: uuid.UUID | None = None


def add_entry(db: Session, case: CaseFile, entry: Entry, *, by: Actor, origin: Origin | None = None) -> PortfolioEntry:
    """Put one entry in its section: work and schools by their dates, other things at the end. Raises Invalid.

    The same thing may stand there already: ask `double_of` first when that matters.
    """
    row = _add(db, case, entry, by=by, origin=origin)
    _done(db, case, by, audit.Action.ADDED, row)
    return row


def add_entries(
    db: Session, case: CaseFile, entries: Iterable[Entry], *, by: Actor, origin: Origin | None = None
) -> list[PortfolioEntry]:
    """Put several entries in at once; what stands there already, or twice among them, is left out. Raises Invalid."""
    added: list[PortfolioEntry] = []
    for entry in entries:
        section = section_of(entry)
        if double_of(db.scalars(rows_of(case.id, section=section)), entry) is None:
            added.append(_add(db, case, entry, by=by, origin=origin))
    if added:
        _done(db, case, by, audit.Action.ADDED, added[0])
    return added


def change_entry(
    db: Session,
    case: CaseFile,
    entry_id: uuid.UUID,
    entry: Entry,
    *,
    by: Actor,
    version: int,
    answer: str | None = None,
    origin: Origin | None = None,
) -> PortfolioEntry:
    """Make a new version of an entry; one that was removed comes back with it. `answer` is to the coach's question.

    Raises NotFound, Invalid, and ChangedMeanwhile when `version` is not the newest. The same again writes nothing.
    """
    _only_client(by)
    check(entry)
    if answer:
        check_text(answer, "answer", WORDS_LIMIT)
    hold_portfolio(db, case)
    old = _newest(db, case, entry_id)
    if old.section is not section_of(entry):
        raise Invalid("an entry stays in its section")
    if old.number != version:
        raise ChangedMeanwhile("the entry was changed after this form was opened")
    if old.entry == entry and old.state is EntryState.CURRENT and not old.asked:
        return old
    old.state = EntryState.SUPERSEDED
    db.flush()
    row = _row(case, entry, by=by, origin=origin)
    row.entry_id, row.number, row.position, row.answer = old.entry_id, old.number + 1, old.position, answer
    db.add(row)
    db.flush()
    _done(db, case, by, audit.Action.CHANGED, row)
    return row


def remove_entry(db: Session, case: CaseFile, entry_id: uuid.UUID, *, by: Actor) -> PortfolioEntry:
    """Take an entry off the list; `put_back` undoes it. Twice is harmless; raises NotFound."""
    return _move_to(db, case, entry_id, EntryState.REMOVED, by=by)


def put_back(db: Session, case: CaseFile, entry_id: uuid.UUID, *, by: Actor) -> PortfolioEntry:
    """Undo a removal. Harmless when it was not removed; raises NotFound."""
    return _move_to(db, case, entry_id, EntryState.CURRENT, by=by)


def move_entry(db: Session, case: CaseFile, entry_id: uuid.UUID, *, up: bool, by: Actor) -> None:
    """Change places with the entry above or below it; at the end of the list nothing happens. Raises NotFound."""
    _only_client(by)
    hold_portfolio(db, case)
    row = _newest(db, case, entry_id)
    listed = list(db.scalars(rows_of(case.id, section=row.section)))
    if row not in listed:
        return
    at = listed.index(row)
    to = at - 1 if up else at + 1
    if 0 <= to < len(listed):
        listed[at], listed[to] = listed[to], listed[at]
        _number(listed)
        db.flush()
        _done(db, case, by, audit.Action.CHANGED, row)


def _add(db: Session, case: CaseFile, entry: Entry, *, by: Actor, origin: Origin | None) -> PortfolioEntry:
    _only_client(by)
    check(entry)
    hold_portfolio(db, case)
    row = _row(case, entry, by=by, origin=origin)
    listed = list(db.scalars(rows_of(case.id, states=LIVE, section=row.section)))
    if len(listed) >= MOST_ENTRIES:
        raise Invalid("this section is full")
    listed.insert(_place_for(entry, listed), row)
    _number(listed)
    db.add(row)
    db.flush()
    return row


def _row(case: CaseFile, entry: Entry, *, by: Actor, origin: Origin | None) -> PortfolioEntry:
    return PortfolioEntry(
        case_id=case.id,
        entry_id=new_id(),
        number=1,
        section=section_of(entry),
        content=to_json(entry),
        state=EntryState.CURRENT,
        source=origin.source if origin else source_of(by),
        read_from_id=origin.document_id if origin else None,
        channel=by.channel,
        entered_by_id=by.account_id,
        entered_by_name=by.name,
        review=Review.NEW,
    )


def _place_for(entry: Entry, listed: list[PortfolioEntry]) -> int:
    """Before the first thing that is older; what has no date, or no period, goes to the end."""
    if not isinstance(entry, Experience | Education) or not _newness(entry):
        return len(listed)
    older = (
        at
        for at, row in enumerate(listed)
        if isinstance(other := row.entry, Experience | Education) and _newness(other) < _newness(entry)
    )
    return next(older, len(listed))


def _newness(entry: Experience | Education) -> str:
    """What goes on is newest, then what ended last."""
    period = entry.period
    return "9999" + (period.start or "") if period.ongoing else period.end or period.start or ""


def _number(listed: list[PortfolioEntry]) -> None:
    for position, row in enumerate(listed):
        if row.position != position:
            row.position = position


def _newest(db: Session, case: CaseFile, entry_id: uuid.UUID) -> PortfolioEntry:
    """The live row as it is now, not as this session read it before it waited its turn."""
    row = entry_of(db, case.id, entry_id)
    db.refresh(row)
    return row if row.state is not EntryState.SUPERSEDED else entry_of(db, case.id, entry_id)


def _move_to(db: Session, case: CaseFile, entry_id: uuid.UUID, state: EntryState, *, by: Actor) -> PortfolioEntry:
    _only_client(by)
    hold_portfolio(db, case)
    row = _newest(db, case, entry_id)
    if row.state is not state:
        removed = state is EntryState.REMOVED
        row.state, row.removed_at = state, now() if removed else None
        db.flush()
        _done(db, case, by, audit.Action.WITHDRAWN if removed else audit.Action.CHANGED, row)
    return row


def _only_client(by: Actor) -> None:
    if by.role is not Role.CLIENT:
        raise NotAllowed("only the client writes in her portfolio")


def _done(db: Session, case: CaseFile, by: Actor, action: audit.Action, row: PortfolioEntry) -> None:
    audit.record(db, case.id, by=by, action=action, subject=audit.Subject.PORTFOLIO, subject_id=row.entry_id)
    answer_intake(db, case, row.section, by=by)
