"""What can be done with an application: each deed checks, locks, changes and is written in the access log."""

import datetime as dt

from sqlalchemy import update
from sqlalchemy.orm import Session

from .. import audit
from ..access import Actor
from ..base import NotAllowed, now
from ..notices import Topic, notify
from ..people import CaseFile, Role
from ..receipts import ReceiptKind, issue, newest_about
from .holding import client_or_on_behalf, hold, note, only_client, touch
from .model import ChangedMeanwhile, Details, JobApplication, Logged, Stage
from .queries import application_of, written_before
from .steps import move_first_step, new_step
from .words import HOW_WORDS

SAME_FOR = dt.timedelta(days=1)
"""Who writes down exactly the same again within this time sent one form twice."""


def log_application(
    db: Session, case: CaseFile, *, by: Actor, details: Details, stage: Stage = Stage.SENT, words: str | None = None
) -> Logged:
    """Write down an application of the client; raises Invalid (with its field) or NotAllowed.

    A repeated send (Back, a lost connection) gives the same application with the same receipt. What her coach writes on
    her behalf has no receipt, for she sent nothing in: she is told, and looks at it again.
    """
    client_or_on_behalf(by)
    details.check(planned=stage is Stage.PLANNED)
    before = _logged_before(db, case, details, stage, words, by=by)
    if before is not None:
        return before
    application = JobApplication(
        case_id=case.id,
        **_columns(details),
        stage=stage,
        stage_on=details.applied_on,
        channel=by.channel,
        entered_by_id=by.account_id,
        entered_by_name=by.name,
    )
    if by.on_behalf:  # nothing new for the coach who wrote it
        application.seen_version, application.seen_at, application.seen_by_name = 1, now(), by.name
    application.stages = [new_step(case.id, stage, details.applied_on, words)]
    db.add(application)
    db.flush()
    if by.on_behalf:
        return _on_behalf(db, case, application, by)
    note(db, application, by, audit.Action.ADDED)
    receipt = issue(
        db,
        case.id,
        kind=ReceiptKind.APPLICATION,
        title=f"Sollicitatie: {application.label}",
        copy=_copy(details, words),
        by=by,
        subject_id=application.id,
    )
    return Logged(application, receipt)


def _on_behalf(db: Session, case: CaseFile, application: JobApplication, by: Actor) -> Logged:
    """The client is told; she sent nothing in, so there is no receipt."""
    note(db, application, by, audit.Action.ADDED, reason="on_behalf")
    notify(db, case.client_id, Topic.ON_BEHALF, about=application.id)
    return Logged(application, None)


def _logged_before(
    db: Session, case: CaseFile, details: Details, stage: Stage, words: str | None, *, by: Actor
) -> Logged | None:
    same = {**_columns(details), "stage": stage}
    before_id = written_before(db, case.id, same, after=now() - SAME_FOR)
    if before_id is None:
        return None
    application = application_of(db, case.id, before_id)
    receipt = newest_about(db, case.id, application.id)
    if (receipt is None and not by.on_behalf) or application.stages[0].told != words:
        return None
    return Logged(application, receipt, repeated=True)


def correct(db: Session, application: JobApplication, *, by: Actor, details: Details, version: int) -> None:
    """Change what was written down; raises ChangedMeanwhile when `version` is not the newest, or Invalid."""
    hold(db, application, by)
    if application.version != version:
        raise ChangedMeanwhile("the application was changed after this form was opened")
    details.check(planned=application.stage is Stage.PLANNED)
    move_first_step(application, details.applied_on)
    for name, value in _columns(details).items():
        setattr(application, name, value)
    touch(db, application, by)


def remove(db: Session, application: JobApplication, *, by: Actor) -> None:
    """Take the application off the list; `restore` undoes it."""
    hold(db, application, by)
    application.removed_at = now()
    db.flush()
    note(db, application, by, audit.Action.WITHDRAWN)


def restore(db: Session, application: JobApplication, *, by: Actor) -> None:
    """Put a removed application back; harmless when it was not removed."""
    only_client(by)
    db.refresh(application, ["removed_at", "version"], with_for_update=True)
    if application.removed_at is not None:
        application.removed_at = None
        touch(db, application, by)


def mark_seen(db: Session, application: JobApplication, *, by: Actor, version: int) -> None:
    """The coach has read it as it was in `version`; a change that came in since stays new. Raises NotAllowed."""
    if by.role is not Role.COACH:
        raise NotAllowed("only the coach marks an application as read")
    seen = min(version, application.version)
    marked = db.scalar(
        update(JobApplication)
        .where(JobApplication.id == application.id, JobApplication.seen_version < seen)
        .values(seen_version=seen, seen_at=now(), seen_by_name=by.name)
        .returning(JobApplication.id)
    )
    if marked is not None:
        note(db, application, by, audit.Action.READ, reason="marked as read")


def _columns(details: Details) -> dict[str, object]:
    return {name: getattr(details, name) for name in Details.__slots__}


def _copy(details: Details, words: str | None) -> list[dict[str, str]]:
    rows = {
        "Werkgever": details.employer,
        "Functie": details.job,
        "Datum": f"{details.applied_on:%d-%m-%Y}",
        "Hoe": HOW_WORDS[details.how],
        "Vacature": details.vacancy_url,
        "Contactpersoon": details.contact,
        "Opmerking": details.note,
        "In eigen woorden": words,
    }
    return [{"label": label, "value": value} for label, value in rows.items() if value]
