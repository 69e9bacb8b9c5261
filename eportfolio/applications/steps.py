"""What happened with an application, step by step, and how it went.

Steps are added. A wrong one can be corrected or taken back; where the application stands and since when
always follows from the steps that are left.
"""

import datetime as dt
import uuid

from sqlalchemy.orm import Session

from ..access import Actor
from ..base import Conflict, Invalid, now, today
from .holding import hold, touch
from .model import (
    AHEAD,
    NOT_APPLIED,
    WORDS_LIMIT,
    ApplicationStage,
    ChangedMeanwhile,
    JobApplication,
    Stage,
    checked_text,
)
from .queries import interview_of, step_of

FIRST_STEPS = (Stage.PLANNED, Stage.SENT)


class FirstStep(Conflict):
    """The step with which an application begins cannot be taken back; the whole application can be removed."""


def new_step(case_id: uuid.UUID, stage: Stage, on: dt.date, words: str | None) -> ApplicationStage:
    """A step; words with an interview that has been are how it went, so that nobody asks again."""
    step = ApplicationStage(case_id=case_id, stage=stage, on=on)
    _write_words(step, words)
    return step


def move_to(
    db: Session, application: JobApplication, *, by: Actor, stage: Stage, on: dt.date, words: str | None = None
) -> ApplicationStage:
    """Add a step. It becomes the current one, unless it happened before the newest step that is known."""
    hold(db, application, by)
    _check_day(stage, on)
    step = new_step(application.case_id, stage, on, words)
    step.application_id = application.id
    db.add(step)
    was_planned = application.stage is Stage.PLANNED
    if on >= application.stage_on or application.stage_on > today():
        application.stage, application.stage_on = stage, on
    if was_planned and stage not in NOT_APPLIED:
        # The plan named a day to come; she applied on the day that she says, or at the latest when this happened.
        application.applied_on = on if stage is Stage.SENT else min(application.applied_on, on)
    touch(db, application, by)
    return step


def correct_step(
    db: Session,
    application: JobApplication,
    step_id: uuid.UUID,
    *,
    by: Actor,
    on: dt.date,
    words: str | None,
    version: int,
) -> None:
    """Change the day or the words of a step; raises ChangedMeanwhile when `version` is not the newest, or Invalid."""
    hold(db, application, by)
    step = _step_in_version(db, application, step_id, version)
    _check_day(step.stage, on)
    if step is first_step(application):
        application.applied_on = on
    step.on = on
    _write_words(step, words)
    step.version += 1
    _settle(db, application)
    touch(db, application, by)


def take_back(db: Session, application: JobApplication, step_id: uuid.UUID, *, by: Actor) -> None:
    """A step that did not happen; `put_back` undoes it. Raises FirstStep for the one with which it began."""
    hold(db, application, by)
    db.refresh(application, ["stages"])
    step = step_of(db, application, step_id)
    if step is first_step(application):
        raise FirstStep("an application begins with this step")
    step.taken_back_at = now()
    _settle(db, application)
    touch(db, application, by)


def put_back(db: Session, application: JobApplication, step_id: uuid.UUID, *, by: Actor) -> None:
    """Undo `take_back`; harmless when it was not taken back."""
    hold(db, application, by)
    step = db.get(ApplicationStage, step_id)
    if step is None or step.application_id != application.id or step.taken_back_at is None:
        return
    step.taken_back_at = None
    _settle(db, application)
    touch(db, application, by)


def tell_how_it_went(
    db: Session,
    application: JobApplication,
    interview_id: uuid.UUID,
    *,
    by: Actor,
    experience: str,
    outcome: Stage | None = None,
    outcome_words: str | None = None,
    version: int | None = None,
) -> None:
    """Keep how an interview went and, when it is known, what came of it; telling again replaces the words.

    Raises ChangedMeanwhile when `version` (of the step) is given and is not the newest.
    """
    hold(db, application, by)
    interview = interview_of(db, application, interview_id)
    if not interview.can_be_told:
        raise Invalid("this interview has not been yet", field="experience")
    if version is not None and interview.version != version:
        raise ChangedMeanwhile("how it went was told after this form was opened")
    told = checked_text(experience, "experience", WORDS_LIMIT)
    if told != interview.experience:
        interview.experience, interview.experience_at = told, now()
        interview.version += 1
    touch(db, application, by)
    if outcome is not None and outcome is not application.stage:
        move_to(db, application, by=by, stage=outcome, on=today(), words=outcome_words)


def first_step(application: JobApplication) -> ApplicationStage | None:
    """The step whose date is the day of applying: that of sending, or else of the plan."""
    begins = [step for step in application.stages if step.stage in FIRST_STEPS]
    sent = [step for step in begins if step.stage is Stage.SENT]
    return next(iter(sent or begins), None)


def move_first_step(application: JobApplication, applied_on: dt.date) -> None:
    """The date of applying is also the date of the first step: correcting one corrects the other."""
    step = first_step(application)
    if step is not None and step.on == application.applied_on:
        if application.stage is step.stage and application.stage_on == step.on:
            application.stage_on = applied_on
        step.on = applied_on


def _check_day(stage: Stage, on: dt.date) -> None:
    if on > today() and stage not in AHEAD:
        raise Invalid("this step cannot be in the future", field="on")


def _step_in_version(db: Session, application: JobApplication, step_id: uuid.UUID, version: int) -> ApplicationStage:
    db.refresh(application, ["stages"])
    step = step_of(db, application, step_id)
    db.refresh(step, ["version", "on", "words", "experience"])
    if step.version != version:
        raise ChangedMeanwhile("the step was changed after this form was opened")
    return step


def _write_words(step: ApplicationStage, words: str | None) -> None:
    told = checked_text(words, "words", WORDS_LIMIT) if words else None
    if step.can_be_told and (told or step.experience):
        if told != step.experience:
            step.experience, step.experience_at = told, now() if told else None
    else:
        step.words = told


def _settle(db: Session, application: JobApplication) -> None:
    """Where it stands now: at the newest step that is left, and of two on one day at the one entered last."""
    db.flush()
    db.refresh(application, ["stages"])
    newest = max(application.stages, key=lambda step: (step.on, step.created_at, step.id))
    application.stage, application.stage_on = newest.stage, newest.on
