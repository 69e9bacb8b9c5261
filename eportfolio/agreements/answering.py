"""The answer of the other side: read, agreed, a change asked, or disagreed.

An answer is about one version. Until a new version comes, a person may come back on an answer,
except that what was agreed is not undone by one side: that takes a change that both agree on.
"""

from sqlalchemy.orm import Session

from .. import audit
from ..access import Actor
from ..people import CaseFile
from ..receipts import Receipt
from .model import Agreement, AgreementEvent, EventKind, OwnProposal, State, WrongState, side_of
from .reminding import keep_reminders
from .steps import (
    add_event,
    locked,
    log,
    own_words,
    receipt_for,
    require_current,
    require_state,
    tell_other_side,
)

ANSWERABLE = (State.PROPOSED, State.CHANGED, State.CHANGE_ASKED, State.DISAGREED)


def mark_read(db: Session, agreement: Agreement, *, by: Actor, number: int) -> bool:
    """Put on record that this person read this version; says nothing about agreeing. False when it was on record.

    Raises OwnProposal, NewerVersion, or WrongState for a draft.
    """
    agreement = locked(db, agreement)
    require_state(agreement, *(state for state in State if state is not State.DRAFT))
    require_current(agreement, number)
    _require_other_side(agreement, by)
    if any(_is(event, EventKind.READ, number) and event.person_id == by.account_id for event in agreement.events):
        return False
    event = add_event(agreement, EventKind.READ, by=by, number=number)
    log(db, agreement, audit.Action.READ, by=by, event=event)
    return True


def agree(db: Session, case: CaseFile, agreement: Agreement, *, by: Actor, number: int) -> Receipt | None:
    """Agree with this version; a client gets a receipt. Agreeing twice is harmless and gives None.

    Raises OwnProposal, NewerVersion, or WrongState.
    """
    agreement = _on_the_table(db, agreement, by=by, number=number)
    if agreement.state is State.AGREED:
        return None
    _require_answerable(agreement)
    agreement.state = State.AGREED
    agreement.agreed_number = number
    return _answer(db, case, agreement, EventKind.AGREED, by=by)


def ask_change(
    db: Session, case: CaseFile, agreement: Agreement, *, by: Actor, number: int, words: str
) -> Receipt | None:
    """Say in own words what should change. Either side may ask it of what was agreed, which counts meanwhile.

    The same words twice are harmless and give None. Raises OwnProposal, NewerVersion, WrongState, or Invalid.
    """
    words = own_words(words)
    agreement = _on_the_table(db, agreement, by=by, number=number)
    if agreement.state is State.CHANGE_ASKED and _said_last(agreement, EventKind.CHANGE_ASKED, by, words):
        return None
    require_state(agreement, *ANSWERABLE, State.AGREED)
    agreement.state = State.CHANGE_ASKED
    return _answer(db, case, agreement, EventKind.CHANGE_ASKED, by=by, words=words)


def disagree(
    db: Session, case: CaseFile, agreement: Agreement, *, by: Actor, number: int, words: str
) -> Receipt | None:
    """Say no, and why in own words; an earlier agreed version still counts. The same words twice give None.

    Raises OwnProposal, NewerVersion, WrongState (also for what was agreed already), or Invalid.
    """
    words = own_words(words)
    agreement = _on_the_table(db, agreement, by=by, number=number)
    if agreement.state is State.DISAGREED and _said_last(agreement, EventKind.DISAGREED, by, words):
        return None
    _require_answerable(agreement)
    agreement.state = State.DISAGREED
    return _answer(db, case, agreement, EventKind.DISAGREED, by=by, words=words)


def keep_as_agreed(
    db: Session, case: CaseFile, agreement: Agreement, *, by: Actor, number: int, words: str
) -> Receipt | None:
    """A change was asked of what both agreed on, but it stays as it is; either side may say so, with the reason.

    Saying it twice is harmless and gives None. Raises NewerVersion, WrongState, or Invalid.
    """
    words = own_words(words)
    agreement = locked(db, agreement)
    require_current(agreement, number)
    if agreement.state is State.AGREED and _said_last(agreement, EventKind.KEPT, by, words):
        return None
    if not agreement.asks_change_of_agreed:
        raise WrongState("no change was asked of an agreed text")
    agreement.state = State.AGREED
    return _answer(db, case, agreement, EventKind.KEPT, by=by, words=words)


def _on_the_table(db: Session, agreement: Agreement, *, by: Actor, number: int) -> Agreement:
    """The agreement, locked, when this version is current and this side may speak about it."""
    agreement = locked(db, agreement)
    if agreement.state is State.DRAFT:
        raise WrongState("a draft cannot be answered")
    require_current(agreement, number)
    if agreement.agreed_number != number:
        _require_other_side(agreement, by)
    return agreement


def _require_answerable(agreement: Agreement) -> None:
    """What was agreed is not undone, nor agreed again, by one side."""
    require_state(agreement, *ANSWERABLE)
    if agreement.asks_change_of_agreed:
        raise WrongState("this text was agreed already: keep it, or propose a new version")


def _require_other_side(agreement: Agreement, by: Actor) -> None:
    if agreement.current.proposed_by_side is side_of(by):
        raise OwnProposal("the other side answers this version")


def _answer(
    db: Session, case: CaseFile, agreement: Agreement, kind: EventKind, *, by: Actor, words: str | None = None
) -> Receipt | None:
    event = add_event(agreement, kind, by=by, number=agreement.current_number, words=words)
    log(db, agreement, audit.Action.SENT, by=by, event=event, reason=kind.value)
    tell_other_side(db, case, event)
    keep_reminders(db, case, agreement)
    return receipt_for(db, agreement, event, by=by)


def _said_last(agreement: Agreement, kind: EventKind, by: Actor, words: str) -> bool:
    last = next((event for event in reversed(agreement.events) if event.kind is not EventKind.READ), None)
    return last is not None and last.person_id == by.account_id and last.kind is kind and last.words == words


def _is(event: AgreementEvent, kind: EventKind, number: int) -> bool:
    return event.kind is kind and event.number == number
