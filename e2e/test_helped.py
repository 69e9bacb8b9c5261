"""Samen invullen in two browsers: an employee shows a code, the client enters with her, and looks at it alone later."""

import re

import pytest
from playwright.sync_api import Locator, expect

from e2e import deeds
from e2e.conftest import Enter
from e2e.visitor import Visitor
from eportfolio.people import Role
from tests.people import People, Someone

FIRST, SECOND = "Kok, Eetcafé De Haven", "Afwasser, Hotel Zuid"


@pytest.fixture
def client(people: People) -> Someone:
    """Someone who would rather not do it alone."""
    return people.client(given="Ria", family="Samen", password=True)


@pytest.fixture
def helper(people: People) -> Someone:
    """An employee at the shared computers."""
    account = people.account(Role.HELPER, given="Anne", family="Visser", password=True)
    account.office_id = people.office().id
    people.db.commit()
    return Someone(account)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_entered_together_confirmed_and_corrected_alone(
    enter: Enter, client: Someone, helper: Someone, scripts: bool
) -> None:
    """Two applications with help at the shared computer; at home she says that one is right and corrects the other."""
    desk = enter(scripts=scripts).sign_in(helper)
    desk.go("/balie/samen").press(re.compile("code")).check()
    code = desk.page.locator(".hv-digits").inner_text()

    beside = enter(scripts=scripts).sign_in(client)
    enter_together(beside, code)
    beside.page.get_by_role("button", name="Uitloggen").click()

    at_home = enter(phone=True, scripts=scripts).sign_in(client)
    look_again(at_home)


def enter_together(visitor: Visitor, code: str) -> None:
    """She types the code of the helper; each page says that they are two; checking waits until she is alone."""
    visitor.go("/samen").fill("Code van wie u helpt", code).press("Begin samen")
    expect(visitor.page.get_by_text("U vult dit samen in met Anne Visser.")).to_be_visible()
    deeds.log_application(visitor, "Kok", "Eetcafé De Haven")
    deeds.log_application(visitor, "Afwasser", "Hotel Zuid")
    visitor.go("/nakijken").sees("Nakijken doet u alleen").check()
    expect(visitor.main.get_by_role("button", name=re.compile("^Dit klopt"))).to_have_count(0)


def look_again(visitor: Visitor) -> None:
    """Both are marked with the helper's name; one is right, the other gets another employer."""
    visitor.go("/vandaag").follow(re.compile("nagekeken|[Nn]akijken|Kijk na"))
    visitor.is_on("Nog nakijken").sees(re.compile(r"Samen ingevuld met Anne Visser \(medewerker\)")).check()
    line_of(visitor, FIRST).get_by_role("button", name=re.compile("^Dit klopt")).click()
    visitor.sees("1 ding nagekeken.")
    expect(line_of(visitor, SECOND)).to_be_visible()

    line_of(visitor, SECOND).get_by_role("link", name=re.compile("^Bekijk of verander")).click()
    visitor.follow("Vul aan of wijzig")
    visitor.fill("Bij welke werkgever?", "Hotel Noord").press(re.compile("^Bewaar"))
    visitor.go("/nakijken").press(re.compile("^Dit klopt"))
    visitor.sees("U heeft niets na te kijken").check()
    visitor.go("/sollicitaties").sees("Hotel Noord")


def line_of(visitor: Visitor, words: str) -> Locator:
    """The line about one entry, among those that wait."""
    return visitor.main.locator("#nakijken").get_by_role("listitem").filter(has_text=words)
