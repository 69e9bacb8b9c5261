"""The main journey: a client fills her file, her coach looks and answers, and both end with one plan.

On a desktop with WW and an intake begun at home, and on a phone with bijstand from the very beginning.
"""

import datetime as dt
import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from e2e import deeds
from e2e.conftest import Enter
from e2e.installation import Installation
from e2e.visitor import Visitor
from eportfolio.base import today


@dataclass(frozen=True)
class Client:
    """A demo person and what is particular about her journey."""

    name: str
    addressed: str
    phone: bool
    has_begun: bool
    question: str
    article: str
    agreement: str
    has_proposal: bool


ELIF = Client(
    name="Elif Yılmaz",
    addressed="Mevrouw Yılmaz",
    phone=False,
    has_begun=True,
    question="Mag ik op vakantie als ik WW heb?",
    article="Mag ik met vakantie als ik WW heb?",
    agreement="Cursus medicijnen geven",
    has_proposal=True,
)
MOHAMED = Client(
    name="Mohamed Haddad",
    addressed="Meneer Haddad",
    phone=True,
    has_begun=False,
    question="Mag ik op vakantie naar het buitenland met bijstand?",
    article="vakantie",
    agreement="Taalles op het werkplein",
    has_proposal=False,
)
WISH = "Kan de les op dinsdag? Op maandag pas ik op mijn kleinkind."
QUESTION = "Mag het ook een uur zijn als er veel werk is?"
JOB, EMPLOYER = "Verzorgende in de wijk", "Zorg & Zn. ’t Hofje"


@pytest.mark.parametrize("who", [ELIF, MOHAMED], ids=["desktop-ww", "phone-bijstand"])
def test_client_and_coach_go_all_the_way(enter: Enter, assistant: Installation, who: Client) -> None:
    """From sign-in to a plan that both agreed to, and who looked."""
    client, coach = enter(phone=who.phone), enter()
    client.sign_in_as(who.name)
    coach.sign_in_as("Samira de Wit")
    if not who.has_proposal:
        propose(coach, who)
    client.go("/vandaag").is_on(who.addressed).check()
    numbers = [deeds.send_in_cv(client), deeds.log_application(client, JOB, EMPLOYER)]
    do_the_intake(client, who)
    numbers.append(check_and_send(client))
    ask_for_a_change(client, who)
    look_at_what_is_new(coach, who)
    ask_about_one_answer(coach)
    propose_another_version(coach, who)
    answer_the_coach(client)
    agree(client, who)
    look_at_plan_and_log(client, who, numbers)


def propose(coach: Visitor, who: Client) -> None:
    """The coach proposes something to a new client."""
    coach.follow(who.name).follow("Afspraken").follow("Stel iets voor")
    coach.is_on(f"Stel iets voor aan {who.name}").check()
    coach.fill("Waar gaat het over?", who.agreement).fill("Waarom?", "U wilt beter Nederlands leren spreken.")
    coach.fill("Wat doet de klant?", "U komt elke maandag naar de les.").fill("Wat doen wij?", "Wij betalen de les.")
    due = today() + dt.timedelta(weeks=6)
    coach.fill("Wanneer is het klaar?", deeds.in_dutch(due))
    coach.fill("Wanneer bekijkt u samen hoe het ging?", deeds.in_dutch(due + dt.timedelta(days=7)))
    coach.press("Verstuur voorstel").is_on(who.agreement).check()


def do_the_intake(client: Visitor, who: Client) -> None:
    """Begin in the web form, go on in the chat at the same question, ask something, finish in the web form."""
    client.menu("Intake").is_on("Mijn intake").check()
    if who.has_begun:
        client.follow("Ga verder")
    else:
        client.press("Begin met de eerste vraag")
    expect(client.page).to_have_url(re.compile("/intake/"))
    for _ in range(2):
        client.check()
        deeds.answer_question(client)
    waiting = client.page.get_by_role("heading", level=1).inner_text()
    client.go("/chat").check()
    deeds.say(client, "Ik wil verder met mijn intake")
    assert deeds.question_in_chat(client) == waiting
    ask_half_way(client, who, waiting)
    deeds.say(client, "Weet ik niet")
    assert deeds.question_in_chat(client) != waiting
    client.check()
    waiting = deeds.question_in_chat(client)
    client.menu("Intake").sees("via de chat").follow("Ga verder")
    client.is_on(waiting)
    assert deeds.answer_the_rest(client) > 3


def ask_half_way(client: Visitor, who: Client, waiting: str) -> None:
    """A question in the middle of the intake gets an answer with its source, and the intake goes on where it was."""
    log = deeds.say(client, who.question)
    expect(log).to_contain_text(who.article)
    expect(log.get_by_text(re.compile(r"^Bron: .+ Nagekeken op ")).last).to_be_visible()
    assert deeds.question_in_chat(client) == waiting
    expect(client.field("Uw vraag of antwoord")).to_be_focused()


def check_and_send(client: Visitor) -> str:
    """Look at all answers, send them, and get proof of it, also on paper."""
    client.is_on("Kijk uw antwoorden na").check()
    client.sees(deeds.ANSWERS["eigen-verhaal"])
    client.press("Verstuur mijn intake")
    number = deeds.receipt_number(client)
    client.check()
    text = deeds.pdf_behind(client, "Bewaar uw bewijs (pdf)")
    assert number in text
    assert "elke zaterdag eten rond" in text.replace("\r\n", " ").replace("\n", " ")
    return number


def ask_for_a_change(client: Visitor, who: Client) -> None:
    """The proposal is not quite right."""
    client.menu("Afspraken").is_on("Afspraken").check()
    client.follow(who.agreement).is_on(who.agreement).check()
    client.press("Ik heb het gelezen").sees(re.compile("U las versie 1"))
    client.follow("Ik wil iets veranderen").check()
    client.main.get_by_role("textbox").fill(WISH)
    client.press(re.compile("^(Verstuur|Vraag)"))
    client.sees("U vroeg om een verandering van versie 1").check()


def look_at_what_is_new(coach: Visitor, who: Client) -> None:
    """All of it stands in the caseload and in the file as new, and can be read."""
    coach.go("/coach").is_on("Mijn klanten").check()
    row = coach.main.get_by_role("row").filter(has_text=who.name)
    for signal in ("vraagt wijziging", "nieuwe gegevens", "sollicitatie"):
        expect(row).to_contain_text(signal)
    row.get_by_role("link", name=who.name).click()
    new = coach.main.get_by_role("region", name="Nieuw sinds u keek")
    expect(new).to_contain_text(JOB)
    expect(new).to_contain_text(deeds.CV.name)
    expect(new).to_contain_text(deeds.ANSWERS["eigen-verhaal"])
    coach.check()
    new.get_by_role("link", name=deeds.CV.name).click()
    coach.is_on(deeds.CV.name).check()
    coach.press("Ik heb het bekeken").follow("Terug naar")
    coach.go("/coach").follow(who.name)


def ask_about_one_answer(coach: Visitor) -> None:
    """Accept one answer, ask about another, accept the rest."""
    new = coach.main.get_by_role("region", name="Nieuw sinds u keek")
    accept = new.get_by_role("button", name=re.compile("^Akkoord *: "))
    before = accept.count()
    accept.first.click()
    expect(accept).to_have_count(before - 1)
    new.get_by_role("link", name=re.compile("^Vraag iets.*hoogstens reizen")).click()
    coach.check()
    coach.fill("Uw vraag", QUESTION).press("Verstuur vraag")
    expect(new.get_by_role("link", name=re.compile("^Vraag iets.*hoogstens reizen"))).to_have_count(0)
    new.get_by_role("button", name=re.compile("^(Alles akkoord|Akkoord met)")).click()
    expect(accept).to_have_count(0)


def propose_another_version(coach: Visitor, who: Client) -> None:
    """The coach reads the wish and proposes the same with another day."""
    coach.follow("Afspraken").follow(who.agreement).sees(WISH).check()
    coach.follow("Stel een nieuwe versie voor").sees(WISH).check()
    coach.fill("Wat doet de klant?", "U komt elke dinsdag naar de les.")
    coach.press("Verstuur voorstel").is_on(who.agreement).sees("Uw voorstel is verstuurd")


def answer_the_coach(client: Visitor) -> None:
    """The client finds the question at the top and answers it."""
    client.menu("Vandaag").check()
    client.go("/intake").sees(QUESTION).check()
    client.follow("Geef antwoord").sees(QUESTION).check()
    client.main.get_by_role("textbox").fill("60")
    client.press("Verstuur nieuw antwoord")
    deeds.receipt_number(client)


def agree(client: Visitor, who: Client) -> None:
    """See what is different in version 2, and agree to it."""
    client.menu("Afspraken").follow(who.agreement)
    client.follow("Wat is er veranderd sinds versie 1?").sees("Van versie 1 naar versie 2").check()
    client.press("Ik ga akkoord")
    client.go("/afspraken").follow(who.agreement).sees("U ging akkoord met versie 2").sees("Afgesproken").check()


def look_at_plan_and_log(client: Visitor, who: Client, numbers: list[str]) -> None:
    """The plan on paper has both sides' answers; everything sent has a number; the coach's looks are on record."""
    client.go("/plan").check()
    text = deeds.pdf_behind(client, "Open als pdf")
    for words in (who.agreement, "elke dinsdag naar de les", who.name.split()[1], "Samira de Wit"):
        assert words in text
    client.menu("Mijn gegevens").check()
    client.follow("Bekijk alles").go("/mijn-gegevens/wie-keek").sees(re.compile("Samira de Wit")).check()
    client.go("/mijn-gegevens/verstuurd").check()
    for number in numbers:
        client.sees(re.compile(number))
