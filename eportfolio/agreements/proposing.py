"""A proposal: drafted in private, sent to the other side, replaced by a new version, or withdrawn."""

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from .. import audit
from ..access import Actor
from ..base import Invalid, NotAllowed, new_id, now
from ..people import CaseFile
from ..receipts import Receipt
from .model import Agreement, AgreementVersion, EventKind, Side, State, Unchanged, WrongState, side_of
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
from .terms import Terms, check

CHANGEABLE = (State.PROPOSED, State.CHANGE_ASKED, State.DISAGREED, State.AGREED, State.CHANGED)
"""While an agreement is open, either side may put a new version on the table."""
WITHDRAWABLE = (State.PROPOSED, State.CHANGE_ASKED, State.DISAGREED, State.CHANGED)


def save_draft(db: Session, case: CaseFile, *, by: Actor, terms: Terms, draft: Agreement | None = None) -> Agreement:
    """Keep an unsent proposal, which only its author can see; it needs no more than a title and a due date.

    Raises Invalid, or WrongState when it was sent.
    """
    check(terms, draft=True)
    if draft is None:
        draft = _new_agreement(db, case, by=by, terms=terms, state=State.DRAFT)
    else:
        draft = locked(db, draft)
        require_state(draft, State.DRAFT)
        draft.current.write(terms)
        draft.changed_at = now()
    log(db, draft, audit.Action.CHANGED, by=by, reason="draft")
    return draft


def discard_draft(db: Session, draft: Agreement, *, by: Actor) -> None:
    """Throw an unsent proposal away; raises WrongState when it was sent."""
    draft = locked(db, draft)
    require_state(draft, State.DRAFT)
    log(db, draft, audit.Action.WITHDRAWN, by=by, reason="draft")
    db.delete(draft)
    db.flush()


def propose(db: Session, case: CaseFile, *, by: Actor, terms: Terms) -> tuple[Agreement, Receipt | None]:
    """Put an agreement to the other side; a client gets a receipt. Raises Invalid."""
    check(terms)
    _require_both_sides(terms, by=by)
    agreement = _new_agreement(db, case, by=by, terms=terms, state=State.PROPOSED)
    return agreement, _send(db, case, agreement, by=by)


def propose_draft(
    db: Session, case: CaseFile, draft: Agreement, *, by: Actor, terms: Terms
) -> tuple[Agreement, Receipt | None]:
    """Send an earlier draft, with these words; raises Invalid, or WrongState when it was sent already."""
    check(terms)
    _require_both_sides(terms, by=by)
    draft = locked(db, draft)
    require_state(draft, State.DRAFT)
    draft.current.write(terms)
    draft.state = State.PROPOSED
    return draft, _send(db, case, draft, by=by)


def propose_new_version(
    db: Session, case: CaseFile, agreement: Agreement, *, by: Actor, terms: Terms, instead_of: int
) -> tuple[Agreement, Receipt | None]:
    """Replace version `instead_of` by a new one, which the other side must answer (again).

    What was agreed before still counts until then. Raises Invalid (also for unchanged words), WrongState,
    or NewerVersion when somebody else replaced that version first.
    """
    check(terms)
    _require_both_sides(terms, by=by)
    agreement = locked(db, agreement)
    require_state(agreement, *CHANGEABLE)
    require_current(agreement, instead_of)
    if terms == agreement.current.terms:
        raise Unchanged("nothing was changed", field="title")
    number = max(version.number for version in agreement.versions) + 1
    version = _new_version(agreement, number=number, by=by, terms=terms)
    db.add(version)
    agreement.versions.append(version)
    agreement.current_number = number
    agreement.state = State.CHANGED if agreement.agreed_number else State.PROPOSED
    set_committed_value(agreement, "current", version)
    return agreement, _send(db, case, agreement, by=by)


def withdraw(
    db: Session, case: CaseFile, agreement: Agreement, *, by: Actor, number: int, words: str
) -> Receipt | None:
    """Take back the side's own proposal, with a short reason. An earlier agreed version then counts again.

    Doing it twice is harmless and gives None. Raises NotAllowed for the other side's proposal, WrongState,
    NewerVersion, or Invalid without a reason.
    """
    reason = own_words(words)
    agreement = locked(db, agreement)
    if agreement.state is State.WITHDRAWN and agreement.current_number == number:
        return None
    require_state(agreement, *WITHDRAWABLE)
    require_current(agreement, number)
    if agreement.asks_change_of_agreed:
        raise WrongState("what both sides agreed on is not taken back by one")
    if agreement.current.proposed_by_side is not side_of(by):
        raise NotAllowed("only the side that proposed it can take it back")
    event = add_event(agreement, EventKind.WITHDRAWN, by=by, number=number, words=reason)
    log_reason = reason if side_of(by) is Side.AGENCY else ""
    log(db, agreement, audit.Action.WITHDRAWN, by=by, event=event, reason=log_reason)
    if agreement.agreed_number:
        agreement.current_number, agreement.state = agreement.agreed_number, State.AGREED
        set_committed_value(agreement, "current", agreement.version_numbered(agreement.agreed_number))
    else:
        agreement.state = State.WITHDRAWN
    db.flush()
    tell_other_side(db, case, event)
    keep_reminders(db, case, agreement)
    return receipt_for(db, agreement, event, by=by)


def _new_agreement(db: Session, case: CaseFile, *, by: Actor, terms: Terms, state: State) -> Agreement:
    agreement = Agreement(
        id=new_id(),
        case_id=case.id,
        state=state,
        started_by_id=by.account_id,
        current_number=1,
        changed_at=now(),
        moved_by_side=side_of(by),
    )
    version = _new_version(agreement, number=1, by=by, terms=terms)
    agreement.versions.append(version)
    agreement.events = []
    set_committed_value(agreement, "current", version)
    db.add(agreement)
    return agreement


def _new_version(agreement: Agreement, *, number: int, by: Actor, terms: Terms) -> AgreementVersion:
    version = AgreementVersion(
        case_id=agreement.case_id,
        agreement_id=agreement.id,
        number=number,
        proposed_by_id=by.account_id,
        proposed_by_name=by.name,
        proposed_by_side=side_of(by),
        channel=by.channel,
    )
    version.write(terms)
    return version


def _send(db: Session, case: CaseFile, agreement: Agreement, *, by: Actor) -> Receipt | None:
    version = agreement.current
    version.sent_at = now()
    version.channel = by.channel
    event = add_event(agreement, EventKind.PROPOSED, by=by, number=version.number)
    log(db, agreement, audit.Action.SENT, by=by, event=event)
    tell_other_side(db, case, event)
    keep_reminders(db, case, agreement)
    return receipt_for(db, agreement, event, by=by)


def _require_both_sides(terms: Terms, *, by: Actor) -> None:
    """R16: the agency names its own part; a client may leave that part open for the coach."""
    if side_of(by) is Side.AGENCY and not terms.agency_does.strip():
        raise Invalid("say what the agency does", field="agency_does")
    if side_of(by) is Side.AGENCY and terms.review_on is None:
        raise Invalid("say when you look back together", field="review_on")
