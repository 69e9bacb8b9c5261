"""A visit to a shared computer: it shows that it is one, help comes without access, and nothing stays behind."""

import datetime as dt
import re

import pytest
from itsdangerous import URLSafeTimedSerializer
from playwright.sync_api import expect
from sqlalchemy import func, select, update

from e2e import deeds
from e2e.conftest import Enter
from e2e.installation import Installation
from e2e.visitor import Visitor
from eportfolio.access import LoginSession
from eportfolio.base import now
from eportfolio.conversations import Conversation
from tests.people import People, Someone

COMPUTER = "/kiosk/werkplein-zuid/3"
GONE = re.compile("Daarom is de sessie gestopt")
WIPED = "Alles is gewist"
BANNER = "Openbare computer"
COMPUTER_ITSELF = {"kiosk", "kiosk_place"}
"""All that a browser may still know: which computer it is."""
IN_STORAGE = "async () => [sessionStorage.length, localStorage.length, (await caches.keys()).length]"
LEAVE_TRACES = """async () => {
    sessionStorage.setItem("spoor", "1"); localStorage.setItem("spoor", "1");
    await (await caches.open("spoor")).put("/spoor", new Response("spoor"));
}"""


@pytest.fixture
def client(people: People) -> Someone:
    """Someone of this test alone, with a name that is easy to look for."""
    return people.client(given="Xandra", family="van Onzichtbaar", password=True)


def walk_in(visitor: Visitor, client: Someone) -> Visitor:
    """Begin at the entry address of computer 3 and sign in there."""
    visitor.go(COMPUTER).is_on("Welkom").sees("computer 3").check()
    visitor.follow(re.compile("^Log in"))
    visitor.is_on("Inloggen").check()
    visitor.enter_password(client)
    return visitor.is_on(re.compile("Xandra"))


def sessions_of(installation: Installation, client: Someone) -> list[LoginSession]:
    """The rows of this person's sessions, behind the policies."""
    with installation.owner_db() as db:
        query = select(LoginSession).where(LoginSession.account_id == client.account.id)
        return list(db.scalars(query))


def leave_the_computer_alone(installation: Installation, client: Someone, minutes: int) -> None:
    """As far as the server can see, nobody touched the computer for so long."""
    with installation.owner_db() as db:
        mine = LoginSession.account_id == client.account.id
        db.execute(update(LoginSession).where(mine).values(last_seen_at=now() - dt.timedelta(minutes=minutes)))
        db.commit()


def test_start_here_and_wipe_everything(enter: Enter, installation: Installation, client: Someone) -> None:
    """CV, application and the first questions of the intake as at home; after it nothing is left, not even by Back."""
    visitor = walk_in(enter(), client)
    banner = visitor.page.get_by_role("region", name=BANNER)
    expect(banner).to_contain_text("Deze sessie stopt na 3 minuten zonder gebruik")
    expect(banner.get_by_text(re.compile(r"^Nog 2:\d\d$"))).to_be_visible()
    visitor.check()
    deeds.send_in_cv(visitor)
    deeds.log_application(visitor, "Kok", "Eetcafé De Haven")
    visitor.menu("Intake").press("Begin met de eerste vraag")
    for _ in range(3):
        deeds.answer_question(visitor)
        visitor.check()
    visitor.menu("Mijn gegevens").check()
    expect(visitor.main).not_to_contain_text(client.account.email)
    assert visitor.page.evaluate(IN_STORAGE) == [0, 0, 0]
    visitor.page.evaluate(LEAVE_TRACES)
    cookies = visitor.context.cookies()
    banner.get_by_role("button", name="Stop en wis alles").click()
    visitor.is_on(WIPED).check()
    nothing_is_left(visitor, client)
    assert all(row.ended_at for row in sessions_of(installation, client))
    thief = enter()
    thief.context.add_cookies(cookies)
    thief.go("/vandaag")
    expect(thief.page.get_by_text(client.account.family_name)).to_have_count(0)
    assert thief.path != "/vandaag"


def nothing_is_left(visitor: Visitor, client: Someone) -> None:
    """No cookie of a person, no storage, and pressing Back shows nothing of her."""
    assert known_to_browser(visitor) <= COMPUTER_ITSELF
    assert visitor.page.evaluate(IN_STORAGE) == [0, 0, 0]
    for _ in range(4):
        visitor.page.go_back()
        visitor.page.wait_for_load_state()
        text = visitor.page.inner_text("body")
        assert client.account.family_name not in text
        assert "De Haven" not in text
        assert visitor.page.get_by_role("button", name="Uitloggen").count() == 0


def known_to_browser(visitor: Visitor) -> set[str]:
    """The names of what stands in the browser's cookies: a signed session can be read by whoever sits there next."""
    decode = URLSafeTimedSerializer("any", salt="any").load_payload
    known: set[str] = set()
    for cookie in visitor.context.cookies():
        known |= set(decode(cookie["value"].rsplit(".", 2)[0].encode()))
    return known


def test_end_of_the_visit_wipes_what_was_said_to_the_assistant(
    enter: Enter, installation: Installation, assistant: Installation, client: Someone
) -> None:
    """In the middle of a talk: neither the page, nor Back, nor the database has it any more; the intake is kept."""
    visitor = walk_in(enter(), client)
    visitor.go("/chat")
    deeds.say(visitor, "ik wil mijn intake doen")
    deeds.say(visitor, "werken bij De Haven")
    waiting = deeds.question_in_chat(visitor)
    assert talks_of(installation, client) == 1
    visitor.page.get_by_role("region", name=BANNER).get_by_role("button", name="Stop en wis alles").click()
    visitor.is_on(WIPED).check()
    nothing_is_left(visitor, client)
    assert talks_of(installation, client) == 0
    at_home = enter().sign_in(client).go("/chat")
    expect(at_home.main.get_by_text("De Haven")).to_have_count(0)
    at_home.go("/intake").sees(waiting)


def talks_of(installation: Installation, client: Someone) -> int:
    """How many conversations the database has, behind the policies."""
    assert client.case is not None
    with installation.owner_db() as db:
        mine = Conversation.case_id == client.case.id
        return db.scalar(select(func.count()).select_from(Conversation).where(mine)) or 0


def test_somebody_comes_to_help_and_sees_no_file(enter: Enter, client: Someone) -> None:
    """What was typed stays, the employee learns the place only, and the file stays closed to her."""
    visitor, helper = enter(), enter().sign_in_as("Anneke Visser")
    visitor.page.clock.install()
    walk_in(visitor, client)
    visitor.go("/berichten").fill("Uw bericht", "Dit stond er al.")
    banner = visitor.page.get_by_role("region", name=BANNER)
    banner.get_by_role("button", name="Vraag een medewerker").click()
    expect(banner).to_contain_text("Wij roepen een medewerker")
    expect(visitor.field("Uw bericht")).to_have_value("Dit stond er al.")
    visitor.check()
    helper.go("/balie").is_on("Wie heeft hulp nodig?")
    request = helper.main.get_by_role("listitem").filter(has_text=re.compile("computer 3", re.IGNORECASE)).first
    expect(request).to_be_visible()
    helper.check()
    expect(helper.main).not_to_contain_text(client.account.family_name)
    request.get_by_role("button", name="Ik kom eraan").click()
    expect(helper.main.get_by_role("button", name="Geholpen").first).to_be_visible()
    visitor.page.clock.fast_forward("00:11")
    expect(banner).to_contain_text("Anneke komt eraan")
    assert client.case is not None
    with helper.may_meet(403):
        helper.go(f"/coach/klanten/{client.case.id}")
        expect(helper.page.get_by_text(client.account.family_name)).to_have_count(0)
        helper.check()
    helper.go("/balie")
    mine = helper.main.get_by_role("listitem").filter(has_text=re.compile("computer 3", re.IGNORECASE))
    mine.get_by_role("button", name="Geholpen").first.click()
    expect(mine.get_by_role("button", name="Geholpen")).to_have_count(0)
    visitor.page.clock.fast_forward("00:11")
    expect(banner.get_by_role("button", name="Vraag een medewerker")).to_be_visible()


def test_clock_warns_and_then_wipes(enter: Enter, installation: Installation, client: Someone) -> None:
    """The countdown asks whether somebody is there; one press goes on, silence wipes all and ends the session."""
    visitor = enter()
    visitor.page.clock.install()
    walk_in(visitor, client)
    visitor.go("/berichten").fill("Uw bericht", "Iets persoonlijks")
    dialog = visitor.page.get_by_role("dialog", name="Bent u er nog?")
    expect(dialog).to_be_hidden()
    visitor.page.clock.fast_forward("02:30")
    expect(dialog).to_be_visible()
    visitor.check()
    expect(dialog.get_by_role("button", name="Ik ben er nog")).to_be_focused()
    visitor.page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(visitor.field("Uw bericht")).to_have_value("Iets persoonlijks")
    visitor.page.clock.fast_forward("03:05")
    visitor.is_on(WIPED).sees(GONE).check()
    assert all(row.ended_at for row in sessions_of(installation, client))
    nothing_is_left(visitor, client)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_server_ends_the_session_by_itself(
    enter: Enter, installation: Installation, client: Someone, scripts: bool
) -> None:
    """Also when the browser's own clock does not run: the next press finds an ended session, and keeps nothing."""
    visitor = walk_in(enter(scripts=scripts), client)
    visitor.go("/berichten").fill("Uw bericht", "Iets persoonlijks")
    leave_the_computer_alone(installation, client, minutes=4)
    visitor.press("Verstuur")
    visitor.is_on(WIPED).sees(GONE).check()
    assert known_to_browser(visitor) <= COMPUTER_ITSELF
    visitor.go(COMPUTER).follow(re.compile("^Log in"))
    visitor.enter_password(client)
    visitor.go("/berichten")
    expect(visitor.main.get_by_text("Iets persoonlijks")).to_have_count(0)
    expect(visitor.field("Uw bericht")).to_have_value("")
