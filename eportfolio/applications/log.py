"""What can be done with an application: each deed checks, locks, changes and is written in the access log."""

import datetime as dt
import uuid

from sqlalchemy import update
from sqlalchemy.orm import Session

from .. import audit
from ..access import Actor
from ..base import Invalid, NotAllowed, NotFound, now, today
from ..people import CaseFile, Role
from ..receipts import ReceiptKind, issue
from .model import (
    AHEAD,
    WORDS_LIMIT,
    ApplicationStage,
    ChangedMeanwhile,
    Details,
    How,
    JobApplication,
    Logged,
    Stage,
    checked_text,
)
from .queries import interview_of

FIRST_STEPS = (Stage.PLANNED, Stage.SENT)


def log_application(
    db: Session, case: CaseFile, *, by: Actor, details: Details, stage: Stage = Stage.SENT, words: str | None = None
) -> Logged:
    """Write down an application of the client; raises Invalid (with its field) or NotAllowed."""
    _only_client(by)
    details.check(planned=stage is Stage.PLANNED)
    application = JobApplication(
        case_id=case.id,
        **_columns(details),
        stage=stage,
        stage_on=details.applied_on,
        channel=by.channel,
        entered_by_id=by.account_id,
        entered_by_name=by.name,
    )
    application.stages = [_step(case.id, stage, details.applied_on, words)]
    db.add(application)
    db.flush()
    _note(db, application, by, audit.Action.ADDED)
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


def correct(db: Session, application: JobApplication, *, by: Actor, details: Details, version: int) -> None:
    """Change what was written down; raises ChangedMeanwhile when `version` is not the newest, or Invalid."""
    _hold(db, application, by)
    if application.version != version:
        raise ChangedMeanwhile("the application was changed after this form was opened")
    details.check(planned=application.stage is Stage.PLANNED)
    _move_first_step(application, details.applied_on)
    for name, value in _columns(details).items():
        setattr(application, name, value)
    _touch(db, application, by)


def move_to(
    db: Session, application: JobApplication, *, by: Actor, stage: Stage, on: dt.date, words: str | None = None
) -> ApplicationStage:
    """Add a step. It becomes the current one, unless it happened before the newest step that is known."""
    _hold(db, application, by)
    if on > today() and stage not in AHEAD:
        raise Invalid("this step cannot be in the future", field="on")
    step = _step(application.case_id, stage, on, words)
    step.application_id = application.id
    db.add(step)
    if on >= application.stage_on or application.stage_on > today():
        application.stage, application.stage_on = stage, on
    _touch(db, application, by)
    return step


def tell_how_it_went(
    db: Session,
    application: JobApplication,
    interview_id: uuid.UUID,
    *,
    by: Actor,
    experience: str,
    outcome: Stage | None = None,
    outcome_words: str | None = None,
) -> None:
    """Keep how an interview went and, when it is known, what came of it; telling again replaces the words."""
    _hold(db, application, by)
    interview = interview_of(db, application, interview_id)
    if not interview.can_be_told:
        raise Invalid("this interview has not been yet", field="experience")
    interview.experience = checked_text(experience, "experience", WORDS_LIMIT)
    interview.experience_at = now()
    _touch(db, application, by)
    if outcome is not None and outcome is not application.stage:
        move_to(db, application, by=by, stage=outcome, on=today(), words=outcome_words)


def remove(db: Session, application: JobApplication, *, by: Actor) -> None:
    """Take the application off the list; `restore` undoes it."""
    _hold(db, application, by)
    application.removed_at = now()
    db.flush()
    _note(db, application, by, audit.Action.WITHDRAWN)


def restore(db: Session, application: JobApplication, *, by: Actor) -> None:
    """Put a removed application back; harmless when it was not removed."""
    _only_client(by)
    db.refresh(application, ["removed_at", "version"], with_for_update=True)
    if application.removed_at is not None:
        application.removed_at = None
        _touch(db, application, by)


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
        _note(db, application, by, audit.Action.READ, reason="marked as read")


def _only_client(by: Actor) -> None:
    if by.role is not Role.CLIENT:
        raise NotAllowed("only the client writes in the application log")


def _hold(db: Session, application: JobApplication, by: Actor) -> None:
    """Lock the row and read it anew, so that two changes at once come one after the other."""
    _only_client(by)
    db.refresh(application, [column.key for column in JobApplication.__mapper__.column_attrs], with_for_update=True)
    if application.removed_at is not None:
        raise NotFound("this application was removed")


def _touch(db: Session, application: JobApplication, by: Actor) -> None:
    application.changed_at = now()
    db.flush()
    db.refresh(application, ["stages"])
    _note(db, application, by, audit.Action.CHANGED)


def _note(db: Session, application: JobApplication, by: Actor, action: audit.Action, reason: str = "") -> None:
    audit.record(
        db,
        application.case_id,
        by=by,
        action=action,
        subject=audit.Subject.APPLICATION,
        subject_id=application.id,
        label=application.label,
        reason=reason,
    )


def _step(case_id: uuid.UUID, stage: Stage, on: dt.date, words: str | None) -> ApplicationStage:
    """A new step; words with an interview that has been are how it went, so that nobody asks again."""
    told = checked_text(words, "words", WORDS_LIMIT) if words else None
    step = ApplicationStage(case_id=case_id, stage=stage, on=on, words=told)
    if told and step.can_be_told:
        step.words, step.experience, step.experience_at = None, told, now()
    return step


def _move_first_step(application: JobApplication, applied_on: dt.date) -> None:
    """The date of applying is also the date of the first step: correcting one corrects the other."""
    before = application.applied_on
    for step in application.stages:
        if step.stage in FIRST_STEPS and step.on == before:
            step.on = applied_on
    if application.stage in FIRST_STEPS and application.stage_on == before:
        application.stage_on = applied_on


def _columns(details: Details) -> dict[str, object]:
    return {name: getattr(details, name) for name in Details.__slots__}


HOW_WORDS = {
    How.EMAIL: "per e-mail",
    How.WEBSITE: "via een website",
    How.PHONE: "per telefoon",
    How.VISIT: "langsgegaan",
    How.AGENCY: "via een uitzendbureau",
    How.NETWORK: "via iemand die ik ken",
    How.OTHER: "anders",
}
"""The words of a receipt, which is in Dutch whatever the language of the page was."""


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
