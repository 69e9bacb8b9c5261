"""What the tests of the application log's pages begin with."""

import datetime as dt

from sqlalchemy.orm import Session

from eportfolio import agreements, applications
from eportfolio.agreements.terms import Target, Terms
from eportfolio.applications import ApplicationStage, Details, How, JobApplication, Stage
from eportfolio.base import today
from tests.people import Someone, act

NOVEMBER_23 = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
FORM = {
    "job": "Verzorgende",
    "employer": "Thuiszorg Maasstad",
    "stage": "sent",
    "applied_on": "20-11-2026",
    "how": "email",
}


def log(db: Session, client: Someone, *, stage: Stage = Stage.SENT, **changes: object) -> JobApplication:
    """A committed application of this client."""
    values = {"employer": "Zorggroep De Linde", "job": "Helpende", "applied_on": today(), "how": How.EMAIL, **changes}
    actor = act(db, client)
    logged = applications.log_application(
        db,
        client.case,
        by=actor,
        details=Details(**values),
        stage=stage,  # type: ignore[arg-type]
    )
    db.commit()
    return logged.application


def step(
    db: Session, client: Someone, application: JobApplication, stage: Stage, on: dt.date, words: str = ""
) -> ApplicationStage:
    """A committed step."""
    actor = act(db, client)
    added = applications.move_to(db, application, by=actor, stage=stage, on=on, words=words or None)
    db.commit()
    return added


def agree(db: Session, client: Someone, count: int, weeks: int) -> None:
    """Client and coach agree on a number of applications."""
    on = today()
    terms = Terms(
        title="Solliciteren",
        why="U wilt werk.",
        client_does="U solliciteert.",
        agency_does="Wij helpen.",
        due_on=on + dt.timedelta(weeks=8),
        review_on=on + dt.timedelta(weeks=9),
        answer_by=on + dt.timedelta(days=7),
        applications=Target(count, weeks),
    )
    proposed, _receipt = agreements.propose(db, client.case, by=act(db, client.coach), terms=terms)
    actor = act(db, client)
    fresh = agreements.agreement_of(db, client.case.id, proposed.id, reader_id=actor.account_id)
    agreements.agree(db, client.case, fresh, by=actor, number=1)
    db.commit()
