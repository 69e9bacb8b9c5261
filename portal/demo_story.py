"""What the demo people have done so far, told through the same commands as a real person's clicks."""

import datetime as dt
import itertools

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
from eportfolio.people import Account, CaseFile, Role, case_of_client, case_of_coach

from . import demo_applications
from .config import Settings
from .demo_portfolio import fill_profile

ELIF_SO_FAR = {
    "goal": "Ik wil in de thuiszorg werken, 24 uur per week.",
    "desired_work": "verzorgende in de thuiszorg",
    "hours_per_week": "24",
    "available_from": "1 januari 2027",
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
JOBS = (
    ("Magazijnmedewerker", "Van Loon Logistiek"),
    ("Receptionist", "Hotel De Zwaan"),
    ("Kok", "Eetcafé De Haven"),
    ("Onderwijsassistent", "Basisschool De Vlieger"),
    ("Elektromonteur", "Stroom en Zo"),
)


def tell_story(settings: Settings) -> None:
    """Fill the demo files once; a second call changes nothing."""
    engine = make_engine(settings.portal_database_url)
    with Session(engine, expire_on_commit=False) as db:
        people = _demo_people(db)
        samira = people["de Wit"]
        case = _file_of(db, people["Yılmaz"])
        if not facts.current_facts(db, case.id):
            _elif(db, case, people["Yılmaz"], samira)
            demo_applications.log_together(db, case, people["Yılmaz"], helper=people["Visser"])
            _grace(db, _file_of(db, people["Mensah"]), people["Mensah"], samira)
            _mohamed(db, _file_of(db, people["Haddad"]), people["Haddad"], samira)
            _rest_of_the_caseload(db, [actor for name, actor in people.items() if name not in NAMED])
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


def _as_coach(db: Session, coach: Actor, case: CaseFile) -> CaseFile:
    access.act_as(db, coach)
    return case_of_coach(db, coach.account_id, case.id)


def _elif(db: Session, case: CaseFile, elif_: Actor, samira: Actor) -> None:
    """Half-way: an intake to finish, a proposal to answer, an interview to tell about."""
    facts.set_fact(db, case, key="contact.phone", value="+31611992233", by=elif_)
    facts.set_fact(db, case, key="contact.phone", value="+31681234567", by=elif_)
    facts.set_fact(db, case, key="goal.own_words", value="werken in de thuiszorg, 24 uur per week", by=elif_)
    _fill_intake(db, case, elif_, ELIF_SO_FAR, most=len(ELIF_SO_FAR))
    demo_applications.log_for_elif(db, case, elif_)
    messages.send(
        db, case, by=elif_, subject="Open sollicitatie", text="Dag Samira, telt een open sollicitatie ook mee?"
    )
    fill_profile(db, case, elif_, samira)
    _agreements_of_elif(db, case, elif_, samira)


def _agreements_of_elif(db: Session, case: CaseFile, elif_: Actor, samira: Actor) -> None:
    case = _as_coach(db, samira, case)
    in_weeks = {weeks: today() + dt.timedelta(weeks=weeks) for weeks in (1, 4, 8, 9)}
    applying = Terms(
        title="Solliciteren in de zorg",
        why="U wilt snel weer werken. In uw regio zijn veel vacatures in de thuiszorg.",
        client_does="U solliciteert op werk in de zorg dat bij u past. U schrijft op hoe het ging.",
        agency_does="Uw coach kijkt elke 2 weken mee en stuurt u vacatures.",
        due_on=in_weeks[8],
        review_on=in_weeks[9],
        answer_by=in_weeks[1],
        applications=Target(4, 4),
    )
    agreed, _receipt = agreements.propose(db, case, by=samira, terms=applying)
    case = _file_of(db, elif_)
    agreements.agree(
        db, case, agreements.agreement_of(db, case.id, agreed.id, reader_id=elif_.account_id), by=elif_, number=1
    )
    case = _as_coach(db, samira, case)
    course = Terms(
        title="Cursus medicijnen geven",
        why="U wilt in de thuiszorg werken. Voor veel vacatures is dit bewijs nodig.",
        client_does="U volgt 4 lessen bij ROC Zuid. U laat op tijd weten als u niet kunt.",
        agency_does="Wij betalen de cursus en uw reis. Uw coach regelt de plaats in de groep.",
        due_on=in_weeks[8],
        review_on=in_weeks[9],
        answer_by=in_weeks[1],
    )
    agreements.propose(db, case, by=samira, terms=course)
    _appointments_of_elif(db, case, elif_, samira)


def _appointments_of_elif(db: Session, case: CaseFile, elif_: Actor, samira: Actor) -> None:
    """One that both chose, and one for which she can still choose a time."""
    office = "Werkplein Zuid, Zuidplein 10, Voorbeeldstad"
    coming = Meeting("Hoe gaat het solliciteren?", Mode.OFFICE, office, 30, "Neem uw nieuwe cv mee.")
    first, second = _office_times(days=(5, 12))
    fixed = appointments.propose(db, case, by=samira, details=coming, times=[first])
    by_phone = Meeting("Even bellen over de cursus", Mode.PHONE, "088 123 45 67", 20)
    times = [second, second + dt.timedelta(hours=4)]
    appointments.propose(db, case, by=samira, details=by_phone, times=times)
    case = _file_of(db, elif_)
    fixed = appointments.appointment_of(db, case.id, fixed.id)
    option = fixed.options[0].id
    appointments.confirm(db, case, fixed, by=elif_, option_id=option, version=fixed.version)


def _office_times(*, days: tuple[int, ...]) -> list[dt.datetime]:
    """Ten o'clock on the first open day after so many days."""
    open_days = [USUAL.next_open_day(today() + dt.timedelta(days=ahead - 1)) for ahead in days]
    return [dt.datetime.combine(day, dt.time(10), OFFICE_TIME) for day in open_days]


def _grace(db: Session, case: CaseFile, grace: Actor, samira: Actor) -> None:
    """Sent her intake; the coach has it to look at."""
    _fill_intake(db, case, grace, GRACE)
    sent.send(db, case, by=grace, language="en")
    tester = Details("Polder Software", "Software tester", today() - dt.timedelta(days=2), How.WEBSITE)
    applications.log_application(db, case, by=grace, details=tester, words="I did a small test at home first.")
    case = _as_coach(db, samira, case)
    welcome = "Welcome Grace. I will read your intake this week."
    messages.send(db, case, by=samira, subject="Welcome", text=welcome, answer_expected=False)


def _mohamed(db: Session, case: CaseFile, mohamed: Actor, samira: Actor) -> None:
    """New: has a welcome message and an intake to begin."""
    case = _as_coach(db, samira, case)
    text = "Dag meneer Haddad, welkom. Begint u met de intake? Lukt het niet, dan doen we het samen."
    messages.send(db, case, by=samira, subject="Welkom", text=text, answer_expected=False)


def _rest_of_the_caseload(db: Session, clients: list[Actor]) -> None:
    """Something different in each file, so that the list looks as it does on a working day."""
    for index, (client, (job, employer)) in enumerate(zip(clients, itertools.cycle(JOBS), strict=False)):
        case = _file_of(db, client)
        if index % 3 == 0:
            details = Details(employer, job, today() - dt.timedelta(days=index % 20), How.EMAIL)
            applications.log_application(db, case, by=client, details=details)
        if index % 5 == 1:
            messages.send(db, case, by=client, subject="Ons gesprek", text="Kunnen wij een ander moment afspreken?")
        if index % 4 == 2:
            facts.set_fact(db, case, key="wish.hours_per_week", value=16 + index % 5 * 4, by=client)


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
