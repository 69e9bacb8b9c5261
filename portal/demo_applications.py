"""The application log of the first demo person: some weeks of a real search, told in her own words."""

import datetime as dt
from dataclasses import replace

from sqlalchemy.orm import Session

from eportfolio import access, applications
from eportfolio.access import Actor, Channel, Helper
from eportfolio.applications import Details, How, JobApplication, Stage
from eportfolio.base import today
from eportfolio.people import CaseFile


def log_for_elif(db: Session, case: CaseFile, elif_: Actor) -> None:
    """Four weeks: answers and silence, an interview to tell about, a plan and something to remember."""

    def wrote(days: int, job: str, employer: str, how: How, **more: str | None) -> JobApplication:
        details = Details(employer, job, _ago(days), how, **more)
        return applications.log_application(db, case, by=elif_, details=details).application

    def then(application: JobApplication, stage: Stage, days: int, words: str | None = None) -> None:
        applications.move_to(db, application, by=elif_, stage=stage, on=_ago(days), words=words)

    brug = wrote(40, "Verzorgende avonddienst", "Woonzorg De Brug", How.NETWORK)
    then(brug, Stage.INTERVIEW, 33, "Ze waren vriendelijk. Ik vond het moeilijk om over mijn diploma te praten.")
    then(brug, Stage.REJECTED, 29, "Zij zoeken iemand met het bewijs medicijnen geven.")
    hofje = wrote(24, "Huishoudelijke hulp", "Stichting ’t Hofje", How.PHONE, contact="meneer Aydın")
    then(hofje, Stage.NO_ANSWER, 4, "Ik heb twee keer gebeld. Zij bellen niet terug.")
    ster = wrote(18, "Helpende plus", "Thuiszorg Morgenster", How.EMAIL, contact="afdeling personeel")
    follow_up = "Bel Morgenster om te vragen hoe het staat"
    applications.remember(db, case, ster, by=elif_, on=_ago(-1), what=follow_up)
    linde = wrote(12, "Verzorgende thuiszorg", "Zorggroep De Linde", How.WEBSITE, contact="mevrouw Van Rijn")
    then(linde, Stage.INTERVIEW, 3)
    details = Details("Thuiszorg Maasstad", "Verzorgende IG", today(), How.EMAIL)
    applications.log_application(db, case, by=elif_, details=details, words="Ik kende een collega daar.")
    plan = Details("Zorgcentrum Östlund", "Medewerker dagbesteding", _ago(-4), How.VISIT)
    applications.log_application(db, case, by=elif_, details=plan, stage=Stage.PLANNED)


def log_together(db: Session, case: CaseFile, elif_: Actor, *, helper: Actor) -> None:
    """Entered with an employee at her side, at the shared computer: she has still to look at it alone."""
    beside = Helper(helper.account_id, helper.role, helper.name)
    together = replace(elif_, channel=Channel.KIOSK, helper=beside)
    access.act_as(db, elif_)
    details = Details("Kinderdagverblijf De Vlinder", "Groepshulp", _ago(2), How.WEBSITE, contact="mevrouw Bos")
    applications.log_application(db, case, by=together, details=details)


def _ago(days: int) -> dt.date:
    return today() - dt.timedelta(days=days)
