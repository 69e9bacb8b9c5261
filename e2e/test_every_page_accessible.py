"""Every page of every door, for everybody: axe, frame, keyboard, phone, magnified, dark, in each language."""

import re
from collections.abc import Callable, Iterable

import pytest

from e2e import accessibility, deeds, forms, site
from e2e.accessibility import DESKTOP, NARROWEST, PHONE
from e2e.conftest import Enter
from e2e.story import Story, leave_something_to_learn, tell
from e2e.visitor import Visitor
from eportfolio import help_requests
from eportfolio.help_requests import Place, label_of
from eportfolio.people import Role
from tests.people import People, Someone

LANGUAGES = ["nl", "en"]
BACK_AFTER_SIGN_IN = ("akkoord", "gelezen")
"""The ends of addresses that one meets only when a session ended between page and press."""
BEHIND_A_CHOICE = (
    *("/mijn-gegevens/contact/code", "/bevestigen?verder=/mijn-gegevens", "/wachtwoord"),
    *("/samen", "/nakijken", "/chat/naar-coach"),
)
"""Pages that one comes to by sending a form, or by waiting."""
ONCE_INSIDE = {"auth.confirm", "auth.password"}
"""Pages of the front door for who is signed in."""

every_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture
def story(people: People) -> Story:
    """People with full files."""
    return tell(people)


def look(visitor: Visitor, language: str) -> list[str]:
    """Everything that is wrong with this page on each screen; the keyboard and the dark speak no language."""
    page = visitor.page
    page.set_viewport_size(DESKTOP)
    findings = accessibility.audit(page) + accessibility.look_at_frame(page, language)
    if language == LANGUAGES[0]:
        findings += accessibility.walk_by_keyboard(page)
        page.emulate_media(color_scheme="dark")
        findings += [f"dark: {line}" for line in accessibility.audit(page, only_colours=True)]
        page.emulate_media(color_scheme="light")
    findings += accessibility.look_at_width(page, NARROWEST) + accessibility.look_at_width(page, PHONE)
    if language == LANGUAGES[0]:
        findings += [f"phone: {line}" for line in accessibility.audit(page)]
    unknown = site.actions_of_forms(visitor).keys() - forms.WRONG - forms.LIKE_ANOTHER.keys()
    return findings + [f"{endpoint} is not in e2e/forms.py" for endpoint in unknown]


def look_everywhere(
    visitor: Visitor, language: str, starts: Iterable[str], *, goes: Callable[[str], bool] = lambda _path: True
) -> set[str]:
    """Look at each kind of page that links lead to; return the endpoints that were met."""
    findings: list[str] = []
    met = set()
    for place in site.walk(visitor, starts, goes=goes):
        met.add(place.endpoint)
        findings += [f"{place.path}: {line}" for line in look(visitor, language)]
    assert not findings, f"{len(findings)} findings:\n" + "\n".join(findings)
    return met


def in_language(visitor: Visitor, language: str) -> Visitor:
    """Switch to this language, if the page is in another one."""
    if language != visitor.page.evaluate("document.documentElement.lang"):
        visitor.page.locator(f"button[name=language][value={language}]").first.click()
        visitor.page.wait_for_function("(code) => document.documentElement.lang === code", arg=language)
    return visitor


@every_language
def test_pages_of_a_client(enter: Enter, story: Story, language: str) -> None:
    """Her own rooms, where something of everything has happened."""
    visitor = enter().sign_in(story.busy)
    deeds.send_in_cv(visitor)
    deeds.read_cv(visitor)
    asked_again = [f"/afspraken/{story.proposal.id}/{last}" for last in BACK_AFTER_SIGN_IN]
    starts = [
        "/vandaag",
        "/chat/wakker",
        "/cv/bekijken",
        *BEHIND_A_CHOICE,
        f"/berichten/bericht/{story.question.id}",
        f"/gesprekken/{story.missed.id}",
        f"/sollicitaties/{story.interview.application_id}",
        *asked_again,
    ]
    met = look_everywhere(in_language(visitor, language), language, starts)
    assert (site.pages_of("client") | ONCE_INSIDE) - met == set()


@every_language
@pytest.mark.parametrize("whose", ["sent", "new"])
def test_pages_of_other_clients(enter: Enter, story: Story, language: str, whose: str) -> None:
    """The same rooms when nothing has happened yet, and when the coach asks about an answer."""
    rooms = ["/vandaag", "/intake", "/berichten", "/mijn-gegevens"]
    empty = ["/afspraken", "/sollicitaties", "/documenten", "/chat", "/plan", "/mijn-gegevens/wie-keek"]
    visitor = in_language(enter().sign_in(getattr(story, whose)), language)
    starts = rooms if whose == "sent" else rooms + empty
    look_everywhere(visitor, language, starts, goes=lambda path: path.startswith("/intake/"))


@every_language
def test_pages_of_a_coach(enter: Enter, story: Story, language: str) -> None:
    """The caseload, and the files of two clients."""
    client = enter().sign_in(story.busy)
    deeds.send_in_cv(client)
    visitor = in_language(enter().sign_in(story.coach), language)
    assert story.busy.case is not None
    assert story.sent.case is not None
    files = [f"/coach/klanten/{case.id}" for case in (story.busy.case, story.sent.case)]
    starts = ["/coach", "/coach/postbus", "/coach/gesprekken", "/coach/gesprekken/agenda", "/coach/samen", *files]
    starts += [f"{files[0]}/afspraken/{story.proposal.id}/akkoord", f"{files[0]}/berichten/bericht/{story.question.id}"]
    starts += [f"{files[0]}/gesprekken/{story.missed.id}"]
    met = look_everywhere(visitor, language, starts, goes=lambda path: path.startswith(tuple(files)))
    assert site.pages_of("coach") - met == {"coach.manage", "coach.coach_files", "coach.learning"}


@every_language
def test_pages_of_manager_and_helper(enter: Enter, people: People, language: str) -> None:
    """Who divides the clients, and who helps at the shared computers."""
    leave_something_to_learn(people.db)
    manager, coach = Someone(people.account(Role.MANAGER, password=True)), people.client().coach
    assert coach is not None
    manager.account.office_id = coach.account.office_id
    people.db.commit()
    look_everywhere(in_language(enter().sign_in(manager), language), language, ["/beheer", "/redactie"])
    office = people.office()
    helper = Someone(people.account(Role.HELPER, password=True))
    helper.account.office_id = office.id
    help_requests.ask(people.db, place=Place(office.id, office.name, "4"), language="en")
    people.db.commit()
    look_everywhere(in_language(enter().sign_in(helper), language), language, ["/balie"])


@every_language
def test_pages_for_everybody(enter: Enter, language: str) -> None:
    """Before and after signing in."""
    starts = ["/", "/?inloggen=gestopt", "/inloggen?verder=/intake", "/uitgelogd", "/uitgelogd?reden=tijd"]
    visitor = in_language(enter().go("/"), language)
    met = look_everywhere(visitor, language, starts, goes=lambda path: not path.startswith("/kiosk"))
    assert site.pages_of("auth", "public") - met == {"public.alive", "public.ready"} | ONCE_INSIDE


@every_language
def test_pages_of_a_shared_computer(enter: Enter, people: People, language: str) -> None:
    """From the entry address to the clean last page, with somebody called on the way."""
    office = people.office("Werkplein Langelaan")
    entry = f"/kiosk/{label_of(office.name)}/12"
    visitor = in_language(enter().go(entry), language)
    met = look_everywhere(visitor, language, [entry, "/inloggen", "/kiosk/hulp"], goes=lambda path: "kiosk" in path)
    client = people.client(given="Sjaak", family="Snel", password=True)
    visitor.go("/inloggen").enter_password(client)
    visitor.page.locator("form[action='/kiosk/hulp'] button").first.click()
    rooms = ["/vandaag", "/documenten", "/documenten/nieuw", "/mijn-gegevens", "/kiosk/hulp"]
    met |= look_everywhere(visitor, language, rooms, goes=lambda _path: False)
    visitor.page.locator("form[data-wipe] button").first.click()
    visitor.page.wait_for_url(re.compile("/kiosk/klaar"))
    visitor.go(f"/kiosk/klaar?plek={label_of(office.name)}/12&reden=tijd")
    findings = look(visitor, visitor.page.evaluate("document.documentElement.lang"))
    assert not findings
    assert site.pages_of("kiosk") - met == {"kiosk.desk", "kiosk.ended", "kiosk.together"}
