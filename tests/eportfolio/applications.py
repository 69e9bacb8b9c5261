"""What the tests of the application log begin with."""

import datetime as dt

from sqlalchemy.orm import Session

from eportfolio import applications
from eportfolio.applications import Details, How, JobApplication, Stage
from eportfolio.base import today
from tests.people import Someone, act


def ago(days: int) -> dt.date:
    """So many days ago."""
    return today() - dt.timedelta(days=days)


def details(**changes: object) -> Details:
    """An application of today, unless said otherwise."""
    given = {"employer": "Thuiszorg Maasstad", "job": "Verzorgende", "applied_on": today(), "how": How.EMAIL}
    return Details(**{**given, **changes})  # type: ignore[arg-type]


def logged(db: Session, client: Someone, *, stage: Stage = Stage.SENT, **changes: object) -> JobApplication:
    """An application that this client wrote down."""
    actor = act(db, client)
    return applications.log_application(db, client.case, by=actor, details=details(**changes), stage=stage).application


def reread(db: Session, client: Someone, application: JobApplication) -> JobApplication:
    """The same, as the database has it."""
    db.expire_all()
    return applications.application_of(db, client.case.id, application.id)
