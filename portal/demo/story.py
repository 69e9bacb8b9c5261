"""What the demo people have done so far, told through the same commands as a real person's clicks."""

import datetime as dt
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from eportfolio import access, agreements, applications, appointments, facts, messages
from eportfolio.access import Actor, Channel
from eportfolio.agreements.terms import Target, Terms
from eportfolio.applications import Details, How
from eportfolio.appointments import Details as Meeting
from eportfolio.appointments import Mode
from eportfolio.base import OFFICE_TIME, today
from eportfolio.database import make_engine
from eportfolio.intake import draft as intake
from eportfolio.intake import sent
from eportfolio.intake.draft import draft_of
from eportfolio.office_hours import USUAL
from eportfolio.people import Account, CaseFile, Role, case_of_client

from ..config import Settings
from .applications import log_for_elif, log_together
from .caseload import fill_caseload
from .past import Past
from .portfolio import fill_profile

ELIF_SO_FAR = {
    "goal": "Ik wil in de thuiszorg werken, 24 uur per week.",
    "desired_work": "verzorgende in de thuiszorg",
    "hours_per_week": "24",
    "transport": "fiets",
    "travel_minutes": "30",
    "last_job_title": "verzorgende",
    "last_job_employer": "De Brug",
}
GRACE = ELIF_SO_FAR | {
    "goal": "I want to work as a software tester again, with colleagues around me.",
    "desired_work": "software tester",
    "hours_per_week": "36",
    "last_job_title": "software tester",
    "last_job_employer": "Northwind",
    "last_job_period": "maart 2019 t/m september 2026",
    "last_job_hours": "36",
    "own_account": "My Dutch is getting better every week. Please write to me in simple Dutch, or in English.",
}


def tell_story(settings: Settings) -> None:
    """Fill the demo files once; a second call changes nothing."""
    engine = make_engine(settings.portal_database_url)
    with Session(engine, expire_on_commit=False) as db:
        people = _demo_people(db)
        samira = people["de Wit"]
        case = _file_of(db, people["Yılmaz"])
        if not facts.current_facts(db, case.id):
            past = Past(db)
            _elif(past, db, case, people["Yılmaz"], samira)
            log_together(past, db, case, people["Yılmaz"], helper=people["Visser"])
            _grace(past, db, _file_of(db, people["Mensah"]), people["Mensah"], samira)
            _mohamed(past, db, _file_of(db, people["Haddad"]), samira)
            others = [(actor, _file_of(db, actor)) for name, actor in people.items() if name not in NAMED]
            fill_caseload(past, db, others, samira)
            past.tell()
        db.commit()
    engine.dispose()


NAMED = frozenset({"Yılmaz", "Mensah", "Haddad", "Smit", "de Wit", "Bakker", "Visser", "Amrani"})


def _demo_people(db: Session) -> dict[str, Actor]:
    access.act_at_the_door(db)
    people = {}
    for account in db.scalars(select(Account).order_by(Account.created_at)):
        channel = Channel.WEB if account.role is Role.CLIENT else Channel.DESK
        people[account.family_name] = Actor(account.id, account.role, account.name, channel)
    return people


def _file_of(db: Session, client: Actor) -> CaseFile:
    access.act_as(db, client)
    return case_of_client(db, client.account_id)


def _elif(past: Past, db: Session, case: CaseFile, elif_: Actor, samira: Actor) -> None:
    """Half-way: an intake to finish, a proposal to answer, an interview to tell about."""
    past.days_ago(42, "14:10", elif_, lambda: _begin(db, case, elif_))
    past.days_ago(4, "20:15", elif_, lambda: _tell_intake(db, case, elif_, ELIF_SO_FAR, most=len(ELIF_SO_FAR) + 1))
    log_for_elif(past, db, case, elif_)
    fill_profile(past, db, case, elif_, samira)
    _agreements_of_elif(past, db, case, elif_, samira)
    _appointments_of_elif(past, db, case, elif_, samira)
    subject, text = "Open sollicitatie", "Dag Samira, telt een open sollicitatie ook mee?"
    past.hours_ago(5, elif_, lambda: messages.send(db, case, by=elif_, subject=subject, text=text))


def _tell_intake(db: Session, case: CaseFile, client: Actor, told: dict[str, str], *, most: int = 100) -> None:
    """With a day to begin that is always still to come."""
    begins = (today() + dt.timedelta(days=60)).replace(day=1)
    _fill_intake(db, case, client, told | {"available_from": begins.isoformat()}, most=most)


def _begin(db: Session, case: CaseFile, elif_: Actor) -> None:
    """A telephone number, and the right one, and what she wants."""
    facts.set_fact(db, case, key="contact.phone", value="+31611992233", by=elif_)
    facts.set_fact(db, case, key="contact.phone", value="+31681234567", by=elif_)
    facts.set_fact(db, case, key="goal.own_words", value="werken in de thuiszorg, 24 uur per week", by=elif_)


def _agreements_of_elif(past: Past, db: Session, case: CaseFile, elif_: Actor, samira: Actor) -> None:
    """One that both agreed on, and one that waits for her."""

    def agree() -> None:
        (agreement,) = agreements.agreements_of(db, case.id, reader_id=elif_.account_id)
        agreements.agree(db, case, agreement, by=elif_, number=1)

    past.days_ago(21, "10:30", samira, lambda: agreements.propose(db, case, by=samira, terms=_applying()))
    past.days_ago(20, "12:05", elif_, agree)
    past.days_ago(1, "15:40", samira, lambda: agreements.propose(db, case, by=samira, terms=_course()))


def _applying() -> Terms:
    return Terms(
        title="Solliciteren in de zorg",
        why="U wilt snel weer werken. In uw regio zijn veel vacatures in de thuiszorg.",
        client_does="U solliciteert op werk in de zorg dat bij u past. U schrijft op hoe het ging.",
        agency_does="Uw coach kijkt elke 2 weken mee en stuurt u vacatures.",
        applications=Target(4, 4),
        **_in_weeks(due=12, review=13),
    )


def _course() -> Terms:
    return Terms(
        title="Cursus medicijnen geven",
        why="U wilt in de thuiszorg werken. Voor veel vacatures is dit bewijs nodig.",
        client_does="U volgt 4 lessen bij ROC Zuid. U laat op tijd weten als u niet kunt.",
        agency_does="Wij betalen de cursus en uw reis. Uw coach regelt de plaats in de groep.",
        **_in_weeks(due=8, review=9),
    )


def _in_weeks(*, due: int, review: int) -> dict[str, Any]:
    """The days of an agreement, counted from the day on which it is proposed."""
    weeks = {"due_on": due, "review_on": review, "answer_by": 1}
    return {name: today() + dt.timedelta(weeks=number) for name, number in weeks.items()}


def _appointments_of_elif(past: Past, db: Session, case: CaseFile, elif_: Actor, samira: Actor) -> None:
    """One that both chose, and one for which she can still choose a time."""
    office = "Werkplein Zuid, Zuidplein 10, Voorbeeldstad"
    coming = Meeting("Hoe gaat het solliciteren?", Mode.OFFICE, office, 30, "Neem uw nieuwe cv mee.")
    by_phone = Meeting("Even bellen over de cursus", Mode.PHONE, "088 123 45 67", 20)
    first, second = _office_times(days=(5, 12))
    times = [second, second + dt.timedelta(hours=4)]

    def confirm() -> None:
        (found,) = appointments.appointments_of(db, case.id)
        fixed = appointments.appointment_of(db, case.id, found.id)
        option = fixed.options[0].id
        appointments.confirm(db, case, fixed, by=elif_, option_id=option, version=fixed.version)

    past.days_ago(7, "11:20", samira, lambda: appointments.propose(db, case, by=samira, details=coming, times=[first]))
    past.days_ago(6, "08:50", elif_, confirm)
    past.days_ago(1, "15:50", samira, lambda: appointments.propose(db, case, by=samira, details=by_phone, times=times))


def _office_times(*, days: tuple[int, ...]) -> list[dt.datetime]:
    """Ten o'clock on the first open day after so many days."""
    open_days = [USUAL.next_open_day(today() + dt.timedelta(days=ahead - 1)) for ahead in days]
    return [dt.datetime.combine(day, dt.time(10), OFFICE_TIME) for day in open_days]


def _grace(past: Past, db: Session, case: CaseFile, grace: Actor, samira: Actor) -> None:
    """Sent her intake; the coach has it to look at."""

    def apply() -> None:
        tester = Details("Polder Software", "Software tester", today(), How.WEBSITE)
        applications.log_application(db, case, by=grace, details=tester, words="I did a small test at home first.")

    welcome = "Welcome Grace. I will read your intake this week."
    past.days_ago(5, "19:20", grace, lambda: _tell_intake(db, case, grace, GRACE))
    past.days_ago(4, "09:35", grace, lambda: sent.send(db, case, by=grace, language="en"))
    past.days_ago(2, "13:15", grace, apply)
    past.days_ago(
        1,
        "16:05",
        samira,
        lambda: messages.send(db, case, by=samira, subject="Welcome", text=welcome, answer_expected=False),
    )


def _mohamed(past: Past, db: Session, case: CaseFile, samira: Actor) -> None:
    """New: has a welcome message and an intake to begin."""
    text = "Dag meneer Haddad, welkom. Begint u met de intake? Lukt het niet, dan doen we het samen."
    past.days_ago(
        1,
        "11:30",
        samira,
        lambda: messages.send(db, case, by=samira, subject="Welkom", text=text, answer_expected=False),
    )


def _fill_intake(db: Session, case: CaseFile, client: Actor, told: dict[str, str], *, most: int = 100) -> None:
    """Answer `told`, and skip or pick the first choice for the rest, until `most` questions are answered."""
    intake.start_or_resume(db, case, by=client)
    for _number in range(most):
        question = draft_of(db, case).next_question
        if question is None:
            return
        given = told.get(question.id)
        if given is None and question.may_skip:
            intake.skip_question(db, case, by=client, question_id=question.id, language="nl")
        elif given is None and question.may_be_unknown:
            intake.say_unknown(db, case, by=client, question_id=question.id, language="nl")
        else:
            first = question.choices[0].value if question.choices else "ja"
            intake.answer_question(db, case, by=client, question_id=question.id, raw=given or first, language="nl")
