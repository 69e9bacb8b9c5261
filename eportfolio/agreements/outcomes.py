"""How it went: done or not done, with the client's own reason first and the coach's remark beside it."""

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from .. import audit
from ..access import Actor
from ..base import today
from ..people import CaseFile
from ..receipts import Receipt
from .model import Agreement, EventKind, Side, State, TooEarly, WrongState, side_of
from .reminding import keep_reminders
from .steps import add_event, locked, log, own_words, receipt_for, require_state, tell_other_side, within_limit

OUTCOMES = (State.DONE, State.NOT_DONE)


def report_done(
    db: Session, case: CaseFile, agreement: Agreement, *, by: Actor, words: str | None = None
) -> Receipt | None:
    """Say that it was done; the coach says in a few words how (R43), the client may.

    Saying it twice is harmless and gives None. Raises WrongState when nothing was agreed, or Invalid.
    """
    said = own_words(words) if side_of(by) is Side.AGENCY else within_limit((words or "").strip()) or None
    return _end(db, case, agreement, State.DONE, EventKind.DONE, by=by, words=said)


def report_not_done(db: Session, case: CaseFile, agreement: Agreement, *, by: Actor, words: str) -> Receipt | None:
    """Say that it was not done, and why. The client's own reason comes first (R31): until the due date, only hers.

    Saying it twice is harmless and gives None. Raises WrongState when nothing was agreed, TooEarly, or Invalid.
    """
    return _end(db, case, agreement, State.NOT_DONE, EventKind.NOT_DONE, by=by, words=own_words(words))


def add_remark(db: Session, case: CaseFile, agreement: Agreement, *, by: Actor, words: str) -> Receipt | None:
    """Say something about how it went: the coach's remark, or the client's own reason when the coach was first.

    Raises WrongState while it has not ended, or Invalid.
    """
    words = own_words(words)
    agreement = locked(db, agreement)
    require_state(agreement, *OUTCOMES)
    last = agreement.events[-1]
    if last.kind is EventKind.REMARK and last.person_id == by.account_id and last.words == words:
        return None
    return _record(db, case, agreement, EventKind.REMARK, by=by, words=words)


def _end(
    db: Session,
    case: CaseFile,
    agreement: Agreement,
    state: State,
    kind: EventKind,
    *,
    by: Actor,
    words: str | None,
) -> Receipt | None:
    agreement = locked(db, agreement)
    if agreement.state is state:
        return None
    number = agreement.in_force
    if number is None:
        raise WrongState("only what both sides agreed on can be done or not done")
    in_force = agreement.version_numbered(number)
    if in_force is None:
        raise WrongState("the agreed version is missing")
    if state is State.NOT_DONE and side_of(by) is Side.AGENCY and today() <= in_force.due_on:
        raise TooEarly("the client still has time")
    agreement.current_number, agreement.state = number, state
    set_committed_value(agreement, "current", in_force)
    return _record(db, case, agreement, kind, by=by, words=words)


def _record(
    db: Session, case: CaseFile, agreement: Agreement, kind: EventKind, *, by: Actor, words: str | None
) -> Receipt | None:
    event = add_event(agreement, kind, by=by, number=agreement.current_number, words=words)
    log(db, agreement, audit.Action.SENT, by=by, event=event, reason=kind.value)
    tell_other_side(db, case, event)
    keep_reminders(db, case, agreement)
    return receipt_for(db, agreement, event, by=by)
