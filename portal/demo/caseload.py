"""The other clients of the coach: something different in each file, so that her list looks as on a working day."""

import datetime as dt
import itertools
from collections.abc import Callable, Sequence
from functools import partial

from sqlalchemy.orm import Session

from eportfolio import agreements, applications, facts, messages
from eportfolio.access import Actor
from eportfolio.agreements.terms import Terms
from eportfolio.applications import Details, How
from eportfolio.base import today
from eportfolio.intake import draft as intake
from eportfolio.people import CaseFile

from .past import Past

JOBS = (
    ("Magazijnmedewerker", "Van Loon Logistiek"),
    ("Receptionist", "Hotel De Zwaan"),
    ("Kok", "Eetcafé De Haven"),
    ("Onderwijsassistent", "Basisschool De Vlieger"),
    ("Elektromonteur", "Stroom en Zo"),
)
HOURS_WAITING = (3, 19, 1, 22, 6, 2, 28, 4)
"""How long a message waits, in the order of the list; one of them too long."""


def fill_caseload(past: Past, db: Session, clients: Sequence[tuple[Actor, CaseFile]], coach: Actor) -> None:
    """Applications, messages, changed data, two intakes that stand still, and agreements in every state."""
    waiting = itertools.cycle(HOURS_WAITING)
    for index, ((client, case), job) in enumerate(zip(clients, itertools.cycle(JOBS), strict=False)):
        if index % 3 == 0:
            past.days_ago(1 + index % 9, "16:20", client, partial(_apply, db, case, client, job))
        if index % 5 == 1:
            past.hours_ago(next(waiting), client, partial(_ask, db, case, client))
        if index % 4 == 2:
            past.days_ago(1 + index % 6, "10:05", client, partial(_want_hours, db, case, client, 16 + index % 5 * 4))
        if index in (8, 20):
            past.days_ago(index, "13:40", client, partial(_stop_half_way, db, case, client))
    for (client, case), story in zip(clients[2::5], (_late, _asks_change, _disagrees, _no_answer_yet), strict=False):
        story(past, db, case, client, coach)


def _apply(db: Session, case: CaseFile, client: Actor, job: tuple[str, str]) -> None:
    details = Details(job[1], job[0], today(), How.EMAIL)
    applications.log_application(db, case, by=client, details=details)


def _ask(db: Session, case: CaseFile, client: Actor) -> None:
    messages.send(db, case, by=client, subject="Ons gesprek", text="Kunnen wij een ander moment afspreken?")


def _want_hours(db: Session, case: CaseFile, client: Actor, hours: int) -> None:
    facts.set_fact(db, case, key="wish.hours_per_week", value=hours, by=client)


def _stop_half_way(db: Session, case: CaseFile, client: Actor) -> None:
    intake.start_or_resume(db, case, by=client)
    answer = "Ik wil graag weer werken, het liefst met mensen."
    intake.answer_question(db, case, by=client, question_id="goal", raw=answer, language="nl")


type Answer = Callable[..., object]


def _late(past: Past, db: Session, case: CaseFile, client: Actor, coach: Actor) -> None:
    """Agreed; its last day is over and nobody said how it went."""
    _proposed(past, db, case, coach, days=36, weeks_to_go=5)
    past.days_ago(34, "18:30", client, partial(_answer, db, case, client, agreements.agree))


def _asks_change(past: Past, db: Session, case: CaseFile, client: Actor, coach: Actor) -> None:
    _proposed(past, db, case, coach, days=3, weeks_to_go=6)
    words = "Op dinsdag pas ik op mijn kleinkind. Kan het op een andere dag?"
    past.days_ago(1, "20:10", client, partial(_answer, db, case, client, agreements.ask_change, words=words))


def _disagrees(past: Past, db: Session, case: CaseFile, client: Actor, coach: Actor) -> None:
    _proposed(past, db, case, coach, days=5, weeks_to_go=6)
    words = "Ik heb deze cursus al gedaan, in 2022."
    past.days_ago(2, "09:15", client, partial(_answer, db, case, client, agreements.disagree, words=words))


def _no_answer_yet(past: Past, db: Session, case: CaseFile, _client: Actor, coach: Actor) -> None:
    _proposed(past, db, case, coach, days=5, weeks_to_go=6)


def _proposed(past: Past, db: Session, case: CaseFile, coach: Actor, *, days: int, weeks_to_go: int) -> None:
    def deed() -> None:
        due = today() + dt.timedelta(weeks=weeks_to_go)
        terms = Terms(
            title="Cursus solliciteren",
            why="U zei dat u sollicitatiebrieven lastig vindt.",
            client_does="U volgt 3 middagen de cursus op het werkplein.",
            agency_does="Wij houden een plaats voor u vrij en betalen uw reis.",
            due_on=due,
            review_on=due + dt.timedelta(weeks=1),
            answer_by=today() + dt.timedelta(weeks=1),
        )
        agreements.propose(db, case, by=coach, terms=terms)

    past.days_ago(days, "14:25", coach, deed)


def _answer(db: Session, case: CaseFile, client: Actor, deed: Answer, **more: str) -> None:
    (agreement,) = agreements.agreements_of(db, case.id, reader_id=client.account_id)
    deed(db, case, agreement, by=client, number=1, **more)
