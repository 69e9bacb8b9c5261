"""What every step on an agreement has in common: lock, look, record, tell the other side."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from .. import audit, notices, receipts
from ..access import Actor
from ..base import Invalid, NotFound, now
from ..people import CaseFile
from ..receipts import Receipt, ReceiptKind
from .model import Agreement, AgreementEvent, EventKind, NewerVersion, Side, State, WrongState, side_of
from .terms import WORDS_LIMIT

WHOLE = (
    joinedload(Agreement.current),
    selectinload(Agreement.versions),
    selectinload(Agreement.events),
)
"""An agreement with all its texts and everything that happened: three statements for any number of them."""


def locked(db: Session, agreement: Agreement) -> Agreement:
    """The agreement as it is now, held until the transaction ends, so that two steps never cross."""
    fresh = db.scalar(
        select(Agreement)
        .where(Agreement.id == agreement.id)
        .options(*WHOLE)
        .with_for_update(of=Agreement)
        .execution_options(populate_existing=True)
    )
    if fresh is None:
        raise NotFound("the agreement is not there any more")
    return fresh


def require_state(agreement: Agreement, *states: State) -> None:
    """Raise WrongState unless the agreement is in one of these states."""
    if agreement.state not in states:
        raise WrongState(f"not possible while the agreement is {agreement.state}")


def require_current(agreement: Agreement, number: int) -> None:
    """Raise NewerVersion when `number` is not the text that is on the table."""
    if number != agreement.current_number:
        raise NewerVersion(number, agreement.current_number)


def own_words(words: str | None) -> str:
    """Someone's own words, without which this step means nothing; raises Invalid."""
    cleaned = (words or "").strip()
    if not cleaned:
        raise Invalid("this step needs words of your own", field="words")
    return within_limit(cleaned)


def within_limit(words: str) -> str:
    """The same words; raises Invalid when they do not fit."""
    if len(words) > WORDS_LIMIT:
        raise Invalid("these words are too long", field="words")
    return words


def add_event(
    agreement: Agreement, kind: EventKind, *, by: Actor, number: int, words: str | None = None
) -> AgreementEvent:
    """Write one step into the history."""
    at = now()
    event = AgreementEvent(
        case_id=agreement.case_id,
        number=number,
        kind=kind,
        person_id=by.account_id,
        person_name=by.name,
        side=side_of(by),
        words=words,
        channel=by.channel,
        at=at,
    )
    agreement.events.append(event)
    if kind is not EventKind.READ:
        agreement.changed_at, agreement.moved_by_side = at, event.side
    return event


def log(
    db: Session,
    agreement: Agreement,
    action: audit.Action,
    *,
    by: Actor,
    event: AgreementEvent | None = None,
    reason: str = "",
) -> None:
    """One line in the access log, about the step itself where there is one, so that its receipt is found by it.

    A draft is logged without its title, since only its author may know it.
    """
    db.flush()
    audit.record(
        db,
        agreement.case_id,
        by=by,
        action=action,
        subject=audit.Subject.AGREEMENT,
        subject_id=event.id if event else agreement.id,
        label="" if agreement.state is State.DRAFT else agreement.current.title,
        reason=reason,
    )


def tell_other_side(db: Session, case: CaseFile, event: AgreementEvent) -> None:
    """A notice without content to the other party, once per step."""
    to = case.coach_id if event.side is Side.CLIENT else case.client_id
    notices.notify(db, to, notices.Topic.AGREEMENT, about=event.id)


def receipt_for(db: Session, agreement: Agreement, event: AgreementEvent, *, by: Actor) -> Receipt | None:
    """Proof for the client of what she sent in; the agency needs none of itself."""
    version = agreement.version_numbered(event.number)
    if event.side is not Side.CLIENT or version is None:
        return None
    rows = [
        {"label": "Afspraak", "value": version.title},
        {"label": "Versie", "value": str(event.number)},
        {"label": "Uw antwoord", "value": ANSWER_WORDS[event.kind]},
    ]
    if event.words:
        rows.append({"label": "Uw woorden", "value": event.words})
    if event.kind is EventKind.PROPOSED:
        rows += [
            {"label": "Waarom", "value": version.why},
            {"label": "Dit doet u", "value": version.client_does},
            {"label": "Dit vraagt u aan ons", "value": version.agency_does or "-"},
            {"label": "Klaar op", "value": f"{version.due_on:%d-%m-%Y}"},
        ]
    return receipts.issue(
        db,
        agreement.case_id,
        kind=ReceiptKind.AGREEMENT_ANSWER,
        title=f"{TITLES.get(event.kind, 'Uw antwoord op')}: {version.title}",
        copy=rows,
        by=by,
        subject_id=event.id,
    )


ANSWER_WORDS = {
    EventKind.PROPOSED: "Ik stel dit voor",
    EventKind.AGREED: "Ik ga akkoord",
    EventKind.CHANGE_ASKED: "Ik wil iets veranderen",
    EventKind.DISAGREED: "Ik ben het niet eens",
    EventKind.WITHDRAWN: "Ik trek mijn voorstel in",
    EventKind.DONE: "Het is gelukt",
    EventKind.NOT_DONE: "Het is niet gelukt",
    EventKind.REMARK: "Ik wil hier iets bij zeggen",
    EventKind.KEPT: "Laat de afspraak zoals die is",
}
"""On the receipt in the binding language, whatever language the page was in."""
TITLES = {EventKind.PROPOSED: "Uw voorstel"}
