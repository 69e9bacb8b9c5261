"""The application log of the first demo person: some weeks of a real search, told in her own words."""

import datetime as dt
from dataclasses import replace

from sqlalchemy.orm import Session

from eportfolio import applications
from eportfolio.access import Actor, Channel, Helper
from eportfolio.applications import Details, How, JobApplication, Stage
from eportfolio.base import today
from eportfolio.people import CaseFile

from .past import Past


def log_for_elif(past: Past, db: Session, case: CaseFile, elif_: Actor) -> None:
    """Six weeks: answers and silence, an interview to tell about, a plan and something to remember."""
    logged: dict[str, JobApplication] = {}

    def wrote(days: int, clock: str, job: str, employer: str, how: How, contact: str | None = None) -> None:
        def deed() -> None:
            details = Details(employer, job, today(), how, contact=contact)
            logged[employer] = applications.log_application(db, case, by=elif_, details=details).application

        past.days_ago(days, clock, elif_, deed)

    def then(employer: str, stage: Stage, days: int, clock: str, words: str | None = None) -> None:
        def deed() -> None:
            applications.move_to(db, logged[employer], by=elif_, stage=stage, on=today(), words=words)

        past.days_ago(days, clock, elif_, deed)

    brug, hofje, ster, linde = "Woonzorg De Brug", "Stichting ’t Hofje", "Thuiszorg Morgenster", "Zorggroep De Linde"
    wrote(40, "20:10", "Verzorgende avonddienst", brug, How.NETWORK)
    then(brug, Stage.INTERVIEW, 33, "16:40", "Ze waren vriendelijk. Over mijn diploma praten vond ik moeilijk.")
    then(brug, Stage.REJECTED, 29, "11:05", "Zij zoeken iemand met het bewijs medicijnen geven.")
    wrote(24, "09:50", "Huishoudelijke hulp", hofje, How.PHONE, "meneer Aydın")
    then(hofje, Stage.NO_ANSWER, 4, "10:20", "Ik heb twee keer gebeld. Zij bellen niet terug.")
    wrote(18, "21:15", "Helpende plus", ster, How.EMAIL, "afdeling personeel")
    wrote(12, "19:30", "Verzorgende thuiszorg", linde, How.WEBSITE, "mevrouw Van Rijn")
    then(linde, Stage.INTERVIEW, 3, "17:10")
    past.days_ago(2, "20:45", elif_, lambda: _remember(db, case, logged[ster], elif_))
    past.days_ago(1, "19:55", elif_, lambda: _last_evening(db, case, elif_))


def _remember(db: Session, case: CaseFile, ster: JobApplication, elif_: Actor) -> None:
    on = today() + dt.timedelta(days=3)
    applications.remember(db, case, ster, by=elif_, on=on, what="Bel Morgenster om te vragen hoe het staat")


def _last_evening(db: Session, case: CaseFile, elif_: Actor) -> None:
    sent = Details("Thuiszorg Maasstad", "Verzorgende IG", today(), How.EMAIL)
    applications.log_application(db, case, by=elif_, details=sent, words="Ik kende een collega daar.")
    plan = Details("Zorgcentrum Östlund", "Medewerker dagbesteding", today() + dt.timedelta(days=5), How.VISIT)
    applications.log_application(db, case, by=elif_, details=plan, stage=Stage.PLANNED)


def log_together(past: Past, db: Session, case: CaseFile, elif_: Actor, *, helper: Actor) -> None:
    """Entered with an employee at her side, at the shared computer: she has still to look at it alone."""
    beside = Helper(helper.account_id, helper.role, helper.name)
    together = replace(elif_, channel=Channel.KIOSK, helper=beside)

    def deed() -> None:
        details = Details("Kinderdagverblijf De Vlinder", "Groepshulp", today(), How.WEBSITE, contact="mevrouw Bos")
        applications.log_application(db, case, by=together, details=details)

    past.days_ago(2, "11:10", elif_, deed)
