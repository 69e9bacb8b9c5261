"""What the two sides do with an appointment: propose, confirm, ask for a change, cancel, and tell what happened.

Each deed names the `version` that its page showed; who was overtaken gets ChangedMeanwhile and sees what is true now.
"""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from .. import audit, notices, receipts, reminders
from ..access import Actor
from ..agreements import Side, side_of
from ..base import OFFICE_TIME, Invalid, NotAllowed, NotFound, hold, now
from ..office_hours import OfficeHours
from ..people import CaseFile, hours_of
from .model import (
    MOST_TIMES,
    SUBJECT_LIMIT,
    WORDS_LIMIT,
    Appointment,
    AppointmentEvent,
    AppointmentOption,
    ChangedMeanwhile,
    Details,
    EventKind,
    Mode,
    State,
    WrongState,
)

SHORTEST, LONGEST = 10, 240
"""Minutes."""
FARTHEST = dt.timedelta(days=366)
REMIND_BEFORE = dt.timedelta(days=1)
RECEIPT_TITLES = {
    EventKind.PROPOSED: "Voorstel voor een gesprek",
    EventKind.CONFIRMED: "Tijd van een gesprek gekozen",
    EventKind.CHANGE_ASKED: "Andere tijd gevraagd voor een gesprek",
    EventKind.CANCELLED: "Gesprek afgezegd",
    EventKind.MISSED: "Gesprek ging niet door",
    EventKind.EXPLAINED: "Waarom een gesprek niet doorging",
}
"""On the receipt in the binding language, whatever language the page was in."""


def propose(
    db: Session, case: CaseFile, *, by: Actor, details: Details, times: Sequence[dt.datetime], words: str | None = None
) -> Appointment:
    """Propose an appointment with times to choose from; raises Invalid or NotAllowed."""
    side = side_of(by)
    _check(details)
    _check_times(times, details.mode, hours_of(db, case))
    appointment = Appointment(
        case_id=case.id,
        state=State.PROPOSED,
        subject=details.subject,
        mode=details.mode,
        place=details.place,
        bring=details.bring,
        minutes=details.minutes,
        turn=side.other,
        started_by_id=by.account_id,
    )
    db.add(appointment)
    db.flush()
    _offer(db, appointment, times)
    _happened(db, case, appointment, EventKind.PROPOSED, by=by, words=words)
    return appointment


def confirm(
    db: Session, case: CaseFile, appointment: Appointment, *, by: Actor, option_id: uuid.UUID, version: int
) -> None:
    """Choose one of the proposed times. Choosing the same again is harmless.

    Raises NotFound for a time that is not on the table, WrongState when it is the other side's turn or too late.
    """
    hold(db, appointment)
    option = db.get(AppointmentOption, option_id)
    if option is None or option.appointment_id != appointment.id:
        raise NotFound("no such time")
    if appointment.state is State.CONFIRMED and appointment.starts_at == option.starts_at:
        return
    _same(appointment, version)
    _require_turn(appointment, by)
    if option.round != appointment.round or option.starts_at <= now():
        raise WrongState("this time is not on the table any more")
    appointment.state, appointment.turn = State.CONFIRMED, None
    appointment.sequence += 1 if appointment.starts_at else 0
    appointment.starts_at = option.starts_at
    _remind(db, case, appointment)
    _happened(db, case, appointment, EventKind.CONFIRMED, by=by, starts_at=option.starts_at)


def ask_change(
    db: Session,
    case: CaseFile,
    appointment: Appointment,
    *,
    by: Actor,
    words: str | None,
    times: Sequence[dt.datetime] = (),
    version: int,
) -> None:
    """Ask for another time, with times to choose from or words that say what is possible.

    The time that was agreed stands until both chose a new one. A coach says why (R43). Raises Invalid, WrongState.
    """
    hold(db, appointment)
    _same(appointment, version)
    if not appointment.is_open:
        raise WrongState("there is nothing to change any more")
    if appointment.state is not State.CONFIRMED:
        _require_turn(appointment, by)
    side = side_of(by)
    words = _words(words, needed=side is Side.AGENCY or not times)
    if times:
        _check_times(times, appointment.mode, hours_of(db, case))
    appointment.state = State.CHANGE_ASKED if appointment.starts_at else State.PROPOSED
    appointment.turn = side.other
    appointment.round += 1
    _offer(db, appointment, times)
    _happened(db, case, appointment, EventKind.CHANGE_ASKED, by=by, words=words)


def cancel(
    db: Session, case: CaseFile, appointment: Appointment, *, by: Actor, words: str | None, version: int
) -> None:
    """It will not take place. A coach says why (R43), a client may. Raises Invalid or WrongState."""
    hold(db, appointment)
    _same(appointment, version)
    if not appointment.is_open:
        raise WrongState("there is nothing to cancel any more")
    words = _words(words, needed=side_of(by) is Side.AGENCY)
    appointment.state, appointment.turn = State.CANCELLED, None
    appointment.sequence += 1
    reminders.drop_reminder(db, case.id, topic=notices.Topic.APPOINTMENT, about=appointment.id)
    _happened(db, case, appointment, EventKind.CANCELLED, by=by, words=words)


def tell_missed(
    db: Session, case: CaseFile, appointment: Appointment, *, by: Actor, words: str | None, version: int
) -> None:
    """It did not take place. A client tells why; a coach adds no words, since the client's reason comes first (R31)."""
    hold(db, appointment)
    _same(appointment, version)
    if not appointment.has_begun:
        raise WrongState("it has not begun yet, or nobody agreed on it")
    side = side_of(by)
    words = _words(words, needed=True) if side is Side.CLIENT else None
    appointment.state = State.MISSED
    appointment.turn = None if side is Side.CLIENT else Side.CLIENT
    _happened(db, case, appointment, EventKind.MISSED, by=by, words=words)


def explain(
    db: Session, case: CaseFile, appointment: Appointment, *, by: Actor, words: str | None, version: int
) -> None:
    """The client tells in her own words why it did not take place; she may add to that. Raises Invalid, WrongState."""
    hold(db, appointment)
    _same(appointment, version)
    if side_of(by) is not Side.CLIENT:
        raise NotAllowed("the client's own reason is the client's")
    if appointment.state is not State.MISSED:
        raise WrongState("there is nothing to explain")
    words = _words(words, needed=True)
    appointment.turn = None
    _happened(db, case, appointment, EventKind.EXPLAINED, by=by, words=words)


def _remind(db: Session, case: CaseFile, appointment: Appointment) -> None:
    """The day before, unless it is sooner than that."""
    about: dict[str, Any] = {"topic": notices.Topic.APPOINTMENT, "about": appointment.id}
    reminders.drop_reminder(db, case.id, **about)
    if appointment.starts_at and appointment.starts_at - REMIND_BEFORE > now():
        reminders.set_reminder(db, case, due_at=appointment.starts_at - REMIND_BEFORE, **about)


def _check(details: Details) -> None:
    if not details.subject.strip() or len(details.subject) > SUBJECT_LIMIT:
        raise Invalid("say what it is about", field="subject")
    if not SHORTEST <= details.minutes <= LONGEST:
        raise Invalid("how long is it?", field="minutes")
    if details.mode is not Mode.PHONE and not details.place:
        raise Invalid("say where it is", field="place")
    if details.mode is Mode.VIDEO and not (details.place or "").startswith("https://"):
        raise Invalid("a video link begins with https://", field="place")


def _check_times(times: Sequence[dt.datetime], mode: Mode, hours: OfficeHours) -> None:
    """`Invalid.field` is `times-0` for the first time, and so on."""
    if not times:
        raise Invalid("propose at least one time", field="times-0")
    if len(times) > MOST_TIMES:
        raise Invalid("too many times to choose from", field=f"times-{MOST_TIMES}")
    for number, moment in enumerate(times):
        field = f"times-{number}"
        if moment <= now():
            raise Invalid("this time has passed", field=field)
        if moment > now() + FARTHEST:
            raise Invalid("more than a year ahead", field=field)
        if moment in times[:number]:
            raise Invalid("the same time twice", field=field)
        local = moment.astimezone(OFFICE_TIME)
        day = hours.open_on(local.date())
        if mode is Mode.OFFICE and (day is None or not day[0] <= local.time() < day[1]):
            raise Invalid("the office is closed then", field=field)


def _words(words: str | None, *, needed: bool) -> str | None:
    cleaned = (words or "").replace("\x00", "").replace("\r\n", "\n").strip()
    if needed and not cleaned:
        raise Invalid("say why", field="words")
    if len(cleaned) > WORDS_LIMIT:
        raise Invalid(f"at most {WORDS_LIMIT} characters", field="words")
    return cleaned or None


def _same(appointment: Appointment, version: int) -> None:
    if appointment.version != version:
        raise ChangedMeanwhile("somebody was first")


def _require_turn(appointment: Appointment, by: Actor) -> None:
    if appointment.state not in (State.PROPOSED, State.CHANGE_ASKED) or appointment.turn is not side_of(by):
        raise WrongState("it is not this side's turn")


def _offer(db: Session, appointment: Appointment, times: Sequence[dt.datetime]) -> None:
    for moment in sorted(times):
        option = AppointmentOption(
            case_id=appointment.case_id, appointment_id=appointment.id, round=appointment.round, starts_at=moment
        )
        db.add(option)


def _happened(
    db: Session,
    case: CaseFile,
    appointment: Appointment,
    kind: EventKind,
    *,
    by: Actor,
    words: str | None = None,
    starts_at: dt.datetime | None = None,
) -> None:
    """Write down what happened, in the history, the log and a receipt, and tell the other side that something waits."""
    appointment.changed_at = now()
    side = side_of(by)
    event = AppointmentEvent(
        case_id=case.id,
        appointment_id=appointment.id,
        kind=kind,
        person_id=by.account_id,
        person_name=by.name,
        side=side,
        words=words,
        starts_at=starts_at,
        channel=by.channel,
    )
    db.add(event)
    db.flush()
    db.expire(appointment, ["offered", "events"])
    audit.record(
        db,
        case.id,
        by=by,
        action=audit.Action.SENT,
        subject=audit.Subject.APPOINTMENT,
        subject_id=appointment.id,
        label=appointment.subject,
        reason=kind.value,
    )
    if side is Side.CLIENT:
        _give_receipt(db, appointment, event, by)
    readers = (case.client_id,) if side is Side.AGENCY else (case.coach_id, case.stand_in_id)
    for reader in readers:
        if reader is not None:
            notices.notify(db, reader, notices.Topic.APPOINTMENT, about=event.id)


def _give_receipt(db: Session, appointment: Appointment, event: AppointmentEvent, by: Actor) -> None:
    rows = {"Onderwerp": appointment.subject}
    if event.starts_at:
        rows["Tijd"] = f"{event.starts_at.astimezone(OFFICE_TIME):%d-%m-%Y %H.%M} uur"
    if event.words:
        rows["Uw woorden"] = event.words
    receipts.issue(
        db,
        appointment.case_id,
        kind=receipts.ReceiptKind.APPOINTMENT,
        title=f"{RECEIPT_TITLES[event.kind]}: {appointment.subject}",
        copy=[{"label": label, "value": value} for label, value in rows.items()],
        by=by,
        subject_id=appointment.id,
    )
