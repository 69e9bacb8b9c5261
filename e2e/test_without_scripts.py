"""The portal in a browser that runs no scripts: everything a client does at home works the same."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from e2e import deeds
from e2e.conftest import Enter
from e2e.installation import Installation
from e2e.visitor import Visitor
from eportfolio import agreements
from eportfolio.agreements.terms import Terms
from eportfolio.base import today
from eportfolio.people import case_of_coach
from tests.people import People, Someone, act

AGREEMENT = "Oefenen met solliciteren"


@pytest.fixture
def client(people: People) -> Someone:
    """Someone to whom her coach proposed something."""
    client = people.client(given="Nora", family="Zonderscript", password=True)
    assert client.case is not None
    assert client.coach is not None
    coach = act(people.db, client.coach)
    case = case_of_coach(people.db, client.coach.account.id, client.case.id)
    due = today() + dt.timedelta(weeks=6)
    terms = Terms(
        title=AGREEMENT,
        why="U heeft lang niet gesolliciteerd.",
        client_does="U komt 2 keer naar de training.",
        agency_does="Wij betalen de training.",
        due_on=due,
        review_on=due,
        answer_by=today() + dt.timedelta(weeks=1),
    )
    agreements.propose(people.db, case, by=coach, terms=terms)
    people.db.commit()
    return client


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_a_client_needs_no_scripts(enter: Enter, installation: Installation, client: Someone, phone: bool) -> None:
    """Sign in, intake, upload, application, message, agreement, and out again."""
    visitor = enter(scripts=False, phone=phone).sign_in(client)
    visitor.is_on(re.compile("Zonderscript")).check()
    begin_the_intake(visitor)
    deeds.send_in_cv(visitor)
    visitor.check()
    deeds.log_application(visitor, "Kok", "Eetcafé De Haven")
    write_to_the_coach(visitor)
    answer_the_proposal(visitor)
    visitor.page.get_by_role("button", name="Uitloggen").click()
    visitor.is_on("U bent uitgelogd").check()
    visitor.go("/vandaag").is_on("Inloggen")


def begin_the_intake(visitor: Visitor) -> None:
    """Three answers, one that cannot be, and back to what was kept."""
    visitor.menu("Intake").press("Begin met de eerste vraag")
    for _ in range(2):
        deeds.answer_question(visitor)
        visitor.check()
    question = visitor.page.get_by_role("heading", level=1).inner_text()
    with visitor.may_meet(422):
        visitor.main.get_by_role("textbox").first.fill("heel veel")
        visitor.press("Volgende")
        error = visitor.main.get_by_role("group", name="Er ging iets niet goed")
        expect(error).to_be_focused()
        expect(visitor.main.get_by_role("textbox").first).to_have_value("heel veel")
        visitor.check()
    visitor.menu("Intake").sees(question).follow("Ga verder")
    deeds.answer_question(visitor)


def write_to_the_coach(visitor: Visitor) -> None:
    """An empty message is refused, a real one stands in the conversation."""
    visitor.menu("Berichten").check()
    with visitor.may_meet(422):
        visitor.press("Verstuur")
        visitor.sees("Er ging iets niet goed").check()
    visitor.fill("Uw bericht", "Dag, ik gebruik een oude computer.").press("Verstuur")
    expect(visitor.page.get_by_role("log")).to_contain_text("Dag, ik gebruik een oude computer.")
    visitor.check()


def answer_the_proposal(visitor: Visitor) -> None:
    """Read it, ask for a change, and agree after all."""
    visitor.menu("Afspraken").follow(AGREEMENT).check()
    visitor.press("Ik heb het gelezen").sees(re.compile("U las versie 1"))
    visitor.follow("Ik wil iets veranderen").check()
    visitor.main.get_by_role("textbox").fill("Kan het ook in de avond?")
    visitor.press(re.compile("^(Verstuur|Vraag)"))
    visitor.sees("U vroeg om een verandering van versie 1").check()
    visitor.go("/afspraken").follow(AGREEMENT).press("Ik ga akkoord")
    visitor.go("/afspraken").follow(AGREEMENT).sees("U ging akkoord met versie 1")


def test_the_chat_needs_no_scripts(enter: Enter, assistant: Installation, client: Someone) -> None:
    """Ask, press a quick reply, and read the answer on the page that follows."""
    visitor = enter(scripts=False).sign_in(client)
    visitor.menu("Rechten en plichten").check().follow("Vraag het aan de assistent")
    visitor.is_on("Vraag het Houvast").check()
    visitor.press("Wie bent u?")
    log = visitor.page.get_by_role("log")
    expect(log).to_contain_text("Ik beslis niets")
    deeds.say(visitor, "Mag ik op vakantie als ik WW heb?")
    expect(log.get_by_text(re.compile(r"^Bron: .+ Nagekeken op ")).last).to_be_visible()
    deeds.say(visitor, "Ik wil mijn intake doen")
    question = deeds.question_in_chat(visitor)
    deeds.say(visitor, "Weet ik niet")
    assert deeds.question_in_chat(visitor) != question
    visitor.check()
