"""From an empty file to a CV: sent in, read, taken over, added to, made; at a shared computer none of it stays."""

import re

import pytest
from playwright.sync_api import expect

from e2e import deeds
from e2e.conftest import Enter
from e2e.test_kiosk import BANNER, COMPUTER, WIPED, nothing_is_left
from e2e.visitor import Visitor
from tests.people import People, Someone

SKILL = "Deeg kneden in de nachtploeg"


@pytest.fixture
def client(people: People) -> Someone:
    """Someone who has told nothing yet."""
    return people.client(given="Xandra", family="van Onzichtbaar", password=True)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_from_an_empty_file_to_a_cv(enter: Enter, client: Someone, scripts: bool) -> None:
    """On a phone; what the computer read counts only when she takes it over."""
    visitor = enter(phone=True, scripts=scripts).sign_in(client)
    visitor.go("/cv").sees("Er is nog niets om een cv van te maken").check()
    deeds.send_in_cv(visitor)
    taken = take_over_the_work(visitor)
    add_a_skill(visitor)
    text = make_the_cv(visitor)
    for words in (SKILL, taken, "Xandra van Onzichtbaar"):
        assert words in text
    visitor.go("/cv/bekijken").fill("Naam", "Voor de bakker").press("Bewaar", exact=True)
    visitor.go("/cv").sees("Voor de bakker").check()


def take_over_the_work(visitor: Visitor) -> str:
    """All the work at once, and one thing left out; return a job that she took over."""
    deeds.read_cv(visitor)
    work = visitor.main.get_by_role("region", name=re.compile("^Werk"))
    job = work.locator("strong").first.inner_text()
    work.get_by_role("button", name=re.compile("^Neem alle")).click()
    expect(work.get_by_text("Overgenomen").first).to_be_visible()
    visitor.press(re.compile("^Laat weg")).sees("Weggelaten").check()
    return job


def add_a_skill(visitor: Visitor) -> None:
    """What the CV did not say."""
    visitor.go("/profiel/vaardigheden").fill("Wat kunt u goed?", SKILL).press("Voeg toe", exact=True)
    visitor.sees(SKILL)


def make_the_cv(visitor: Visitor) -> str:
    """Choose how it looks, look at it, and open the PDF; return its text."""
    visitor.menu("Cv en documenten").follow("Maak uw cv").is_on("Maak uw cv").check()
    visitor.main.locator("[name=design][value=modern]").check()
    visitor.press("Bekijk uw cv").is_on("Uw cv").check()
    return " ".join(deeds.pdf_behind(visitor, re.compile("^Open")).split())


def test_nothing_of_a_cv_stays_at_a_shared_computer(enter: Enter, client: Someone) -> None:
    """It is shown, and never handed to the computer as a file; after it nothing is left, not even by Back."""
    visitor = enter()
    saved: list[str] = []
    visitor.page.on("download", lambda download: saved.append(download.url))
    visitor.go(COMPUTER).follow(re.compile("^Log in")).enter_password(client)
    visitor.is_on(re.compile("Xandra"))
    deeds.send_in_cv(visitor)
    take_over_the_work(visitor)
    make_the_cv(visitor)
    expect(visitor.main.get_by_role("link", name=re.compile("^Download"))).to_have_count(0)
    for form in ("pdf", "pdf?download=1"):
        shown = visitor.context.request.get(f"{visitor.address}/cv/bestand.{form}")
        assert shown.headers["content-disposition"].startswith("inline")
        assert "no-store" in shown.headers["cache-control"]
    visitor.go("/cv/bestand.docx?download=1").is_on("Uw cv").sees("Mail uw cv naar uzelf")
    visitor.page.get_by_role("region", name=BANNER).get_by_role("button", name="Stop en wis alles").click()
    visitor.is_on(WIPED)
    nothing_is_left(visitor, client)
    assert saved == []
    visitor.go("/cv/bestand.pdf")
    assert visitor.path != "/cv/bestand.pdf"
