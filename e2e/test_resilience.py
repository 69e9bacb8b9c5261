"""Things break while people work: each process once, the session, a nervous finger. Nothing that was sent is lost."""

import datetime as dt
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select, update

from e2e import deeds
from e2e.conftest import Enter
from e2e.installation import ASSISTANT_PATIENCE, PORTAL_PATIENCE, Installation
from e2e.visitor import Visitor
from eportfolio.access import LoginSession
from eportfolio.applications import JobApplication
from eportfolio.base import now
from eportfolio.messages import Message
from tests.people import People, Someone

WORDS = "Ik kom dinsdag om tien uur."
AWAY = re.compile("De assistent start nog op of is er even niet")
PUT_BACK = re.compile("Wij hebben teruggezet wat u had getypt")
POST_AT_ONCE = """async () => {
    const form = [...document.querySelectorAll("main form")].find((one) => one.querySelector("textarea"));
    const send = () => fetch(form.action, { method: "POST", body: new FormData(form) });
    await Promise.all(Array.from({ length: 5 }, send));
}"""


@pytest.fixture
def client(people: People) -> Someone:
    """Someone of this test alone."""
    return people.client(given="Noa", family="Volhouder", password=True)


def sent_messages(installation: Installation, client: Someone) -> int:
    """How many messages stand in the file, behind the policies."""
    assert client.case is not None
    with installation.owner_db() as db:
        return db.scalar(select(func.count()).select_from(Message).where(Message.case_id == client.case.id)) or 0


def let_session_end(installation: Installation, client: Someone) -> None:
    """As far as the server can see, this person did nothing for a quarter of an hour."""
    with installation.owner_db() as db:
        mine = LoginSession.account_id == client.account.id
        db.execute(update(LoginSession).where(mine).values(last_seen_at=now() - dt.timedelta(minutes=16)))
        db.commit()


def test_a_double_click_sends_once(enter: Enter, installation: Installation, client: Someone) -> None:
    """With scripts the second press does nothing; without them the server does."""
    visitor = enter().sign_in(client)
    visitor.go("/berichten").fill("Uw bericht", WORDS)
    visitor.main.get_by_role("button", name="Verstuur").dblclick()
    expect(visitor.page.get_by_role("log")).to_contain_text(WORDS)
    assert sent_messages(installation, client) == 1
    visitor.go("/berichten").fill("Uw bericht", "En nog iets.")
    visitor.page.evaluate(POST_AT_ONCE)
    assert sent_messages(installation, client) == 2


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_back_does_not_send_again(enter: Enter, installation: Installation, client: Someone, scripts: bool) -> None:
    """Whoever goes back and presses once more has still one application."""
    visitor = enter(scripts=scripts).sign_in(client)
    deeds.log_application(visitor, "Kok", "Eetcafé De Haven")
    visitor.page.go_back()
    visitor.is_on("Nieuwe sollicitatie")
    with visitor.may_meet(422):
        visitor.press("Bewaar")
        visitor.page.wait_for_load_state()
    visitor.go("/sollicitaties")
    assert client.case is not None
    with installation.owner_db() as db:
        mine = select(func.count()).select_from(JobApplication).where(JobApplication.case_id == client.case.id)
        assert db.scalar(mine) == 1


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_an_ended_session_keeps_what_was_typed(
    enter: Enter, installation: Installation, client: Someone, scripts: bool
) -> None:
    """It comes back after signing in, says that it was not sent, and goes once."""
    visitor = enter(scripts=scripts).sign_in(client)
    visitor.go("/berichten").fill("Uw bericht", WORDS)
    let_session_end(installation, client)
    with visitor.may_meet(401):
        visitor.press("Verstuur")
        visitor.is_on("Inloggen").sees(re.compile("U was te lang weg")).check()
    visitor.enter_password(client)
    visitor.is_on("Berichten").sees(PUT_BACK).check()
    expect(visitor.field("Uw bericht")).to_have_value(WORDS)
    assert sent_messages(installation, client) == 0
    visitor.press("Verstuur")
    expect(visitor.page.get_by_role("log")).to_contain_text(WORDS)
    assert sent_messages(installation, client) == 1
    visitor.go("/berichten")
    expect(visitor.field("Uw bericht")).to_have_value("")


def test_a_page_left_open_keeps_what_was_typed(enter: Enter, client: Someone) -> None:
    """The clock of the page warns, signs out, and brings the text back for the same person only."""
    visitor = enter()
    visitor.page.clock.install()
    visitor.sign_in(client).go("/berichten").fill("Uw bericht", WORDS)
    visitor.page.clock.fast_forward("14:00")
    dialog = visitor.page.get_by_role("dialog", name="Bent u er nog?")
    expect(dialog).to_be_visible()
    visitor.check()
    visitor.page.clock.fast_forward("02:00")
    visitor.page.wait_for_url(re.compile("/uitgelogd|/inloggen"))
    visitor.check()
    visitor.go("/inloggen?verder=/berichten")
    if visitor.path == "/inloggen":
        visitor.enter_password(client)
    visitor.is_on("Berichten").sees(PUT_BACK)
    expect(visitor.field("Uw bericht")).to_have_value(WORDS)


@pytest.mark.parametrize("which", ["one worker", "all of it"])
def test_the_portal_dies(enter: Enter, installation: Installation, client: Someone, which: str) -> None:
    """What was sent before is there, who was signed in still is, and the next form goes as if nothing happened."""
    visitor = enter().sign_in(client)
    number = deeds.log_application(visitor, "Kok", "Eetcafé De Haven")
    visitor.go("/berichten").fill("Uw bericht", WORDS)
    parent, *workers = installation.processes("portal.wsgi:app")
    (workers[0] if which == "one worker" else parent).kill()
    if which == "all of it":
        installation.wait_until(lambda: not parent.is_running(), PORTAL_PATIENCE)
        installation.wait_until(installation.portal_is_awake, PORTAL_PATIENCE)
    visitor.press("Verstuur")
    expect(visitor.page.get_by_role("log")).to_contain_text(WORDS)
    assert sent_messages(installation, client) == 1
    visitor.go(f"/ontvangst/{number}").sees("Wij hebben het ontvangen")


def test_the_worker_dies(enter: Enter, installation: Installation, client: Someone) -> None:
    """The mail about what was sent meanwhile goes when the worker is back, once."""
    assert client.coach is not None
    assert client.case is not None
    for process in installation.processes("portal.jobs"):
        process.kill()
    visitor = enter().sign_in(client)
    visitor.go("/berichten").fill("Uw bericht", WORDS).press("Verstuur")
    expect(visitor.page.get_by_role("log")).to_contain_text(WORDS)
    staff = enter().sign_in_as("Samira de Wit")
    mail = staff.main.get_by_role("listitem").filter(has_text=client.coach.account.email)

    def has_come() -> bool:
        staff.go("/coach/postbus")
        return mail.count() > 0

    installation.wait_until(has_come, PORTAL_PATIENCE)
    assert mail.count() == 1
    expect(mail).not_to_contain_text("dinsdag")


def test_the_database_dies(enter: Enter, assistant: Installation, client: Someone) -> None:
    """A page of ours says that it is our fault; what was acknowledged is there when the database is back."""
    visitor = enter().sign_in(client)
    number = deeds.log_application(visitor, "Kok", "Eetcafé De Haven")
    visitor.go("/chat")
    with runner_looks_away(assistant), visitor.may_meet(503):
        server = assistant.postgres()
        server.send_signal(signal.SIGQUIT)
        psutil.wait_procs([server], timeout=30)
        visitor.go("/vandaag")
        visitor.check()
    assistant.wait_until(assistant.portal_is_awake, PORTAL_PATIENCE)
    visitor.go("/vandaag").is_on(re.compile("Volhouder"))
    visitor.go(f"/ontvangst/{number}").sees("Wij hebben het ontvangen")
    visitor.go("/chat")
    expect(deeds.say(visitor, "Mag ik op vakantie als ik WW heb?")).to_contain_text("vakantiedagen")


@contextmanager
def runner_looks_away(installation: Installation) -> Iterator[None]:
    """The runner does not notice what happens, so that it does not repair it before it was seen."""
    runner = psutil.Process(installation.runner.pid)
    runner.suspend()
    try:
        yield
    finally:
        runner.resume()


def test_the_assistant_hangs(enter: Enter, assistant: Installation, client: Someone) -> None:
    """The portal waits for a moment, then answers by itself; afterwards the assistant is there again."""
    visitor = enter().sign_in(client)
    rasa = assistant.processes("rasa run")
    try:
        for process in rasa:
            process.suspend()
        ask_while_away(visitor)
    finally:
        for process in rasa:
            process.resume()
    assistant.wait_until(assistant.assistant_is_awake, ASSISTANT_PATIENCE)
    ask_when_back(visitor)


def test_the_assistant_dies(enter: Enter, assistant: Installation, client: Someone) -> None:
    """The same with scripts and without, until the runner has brought the assistant back."""
    visitor, other = enter().sign_in(client), enter(scripts=False).sign_in(client)
    for process in assistant.processes("rasa run"):
        process.kill()
    ask_while_away(other)
    ask_while_away(visitor)
    assistant.wait_until(assistant.assistant_is_awake, ASSISTANT_PATIENCE)
    ask_when_back(visitor)


def ask_while_away(visitor: Visitor) -> None:
    """The page says that the assistant is away; a question still gets an answer, with articles to read."""
    visitor.go("/chat").sees(AWAY)
    log = deeds.say(visitor, "vakantie met WW")
    expect(log).to_contain_text("De assistent is er nu even niet. Wat u typte, is bewaard.")
    expect(log.get_by_role("link", name=re.compile("vakantie")).first).to_be_visible()
    visitor.check()


def ask_when_back(visitor: Visitor) -> None:
    """What was said while it was away is kept, and the talk goes on."""
    visitor.go("/chat")
    expect(visitor.page.get_by_role("log")).to_contain_text("vakantie met WW")
    expect(deeds.say(visitor, "Mag ik op vakantie als ik WW heb?")).to_contain_text("vakantiedagen")
