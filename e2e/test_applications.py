"""The application log as people use it: three answers on a phone, the board by keyboard, a report to the coach."""

import re

import pytest
from playwright.sync_api import expect

from e2e import deeds
from e2e.conftest import Enter
from e2e.visitor import Visitor
from tests.people import People

with_and_without_scripts = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])


@with_and_without_scripts
def test_from_three_answers_to_a_report_that_the_coach_reads(enter: Enter, people: People, scripts: bool) -> None:
    """On a phone: write down, move on the board, correct, report; the coach reads it at her desk."""
    coach = people.coach(password=True)
    client = people.client(coach=coach, given="Ayşe", family="Ğüneş", password=True)
    visitor = enter(phone=True, scripts=scripts).sign_in(client)
    write_down_quickly(visitor, "Kok", "Eetcafé De Haven")
    move_on_the_board(visitor)
    put_the_step_right(visitor)
    number = send_the_report(visitor)
    desk = enter(scripts=scripts).sign_in(coach)
    desk.follow("Ayşe Ğüneş").follow("Sollicitaties", exact=True).sees("Nieuwe verslagen (1)").check()
    desk.main.locator("#verslagen").get_by_role("link").first.click()
    desk.sees("Zij zochten iemand met een rijbewijs.").sees(re.compile(number)).check()
    desk.press("Gelezen", exact=True).is_on(re.compile("Ğüneş"))


def write_down_quickly(visitor: Visitor, job: str, employer: str) -> None:
    """Three answers, without opening anything."""
    visitor.menu("Sollicitaties").follow(re.compile("^Nieuwe sollicitatie")).is_on("Nieuwe sollicitatie").check()
    visitor.fill("Welk werk is het?", job).fill("Bij welke werkgever?", employer)
    visitor.main.get_by_label("Hoe solliciteert u?").select_option(index=1)
    visitor.press("Bewaar").is_on(job).sees("Nog niet ingevuld: vacature, contactpersoon.").check()


def move_on_the_board(visitor: Visitor) -> None:
    """With the keyboard alone; the choice of the board is remembered."""
    visitor.menu("Sollicitaties").follow("Bord", exact=True)
    visitor.check()
    summary = visitor.main.locator("summary", has_text="Verplaats").first
    summary.focus()
    visitor.page.keyboard.press("Enter")
    choice = visitor.main.get_by_label("Wat is er gebeurd?").first
    choice.select_option(label="Ik ben afgewezen")
    choice.focus()
    visitor.page.keyboard.press("Tab")
    visitor.page.keyboard.press("Enter")
    visitor.sees("staat nu bij: Afgewezen.").check()
    visitor.menu("Sollicitaties")
    expect(visitor.page.locator("#bord")).to_be_visible()


def put_the_step_right(visitor: Visitor) -> None:
    """Words that she thought of later."""
    visitor.follow("Kok", exact=True)
    visitor.follow(re.compile("^Wijzig ?: Afgewezen")).is_on("Wijzig: Afgewezen").check()
    visitor.fill("Vertel het in uw eigen woorden", "Zij zochten iemand met een rijbewijs.")
    visitor.press("Bewaar").sees("Uw wijziging is bewaard.")


def send_the_report(visitor: Visitor) -> str:
    """Look at it, send it, send it again after Back: one receipt."""
    visitor.menu("Sollicitaties").follow("Maak een verslag").is_on("Verslag van uw sollicitaties").check()
    visitor.sees("Zij zochten iemand met een rijbewijs.")
    assert "Ğüneş" in deeds.pdf_behind(visitor, "Bekijk als pdf")
    visitor.press("Stuur naar mijn coach")
    number = deeds.receipt_number(visitor.check())
    visitor.page.go_back()
    visitor.press("Stuur naar mijn coach")
    assert deeds.receipt_number(visitor) == number
    return number


def test_two_tabs_show_both_texts(enter: Enter, people: People) -> None:
    """The phone and the computer both have the form open; nothing is lost."""
    client = people.client(password=True)
    phone = enter(phone=True).sign_in(client)
    write_down_quickly(phone, "Kok", "Eetcafé De Haven")
    desk = enter().sign_in(client).menu("Sollicitaties").follow("Kok, Eetcafé De Haven")
    for visitor in (phone, desk):
        visitor.follow(re.compile("^Vul aan of wijzig")).is_on("Wijzig uw sollicitatie")
    phone.fill("Opmerking", "Gebeld met de chef").press("Bewaar").sees("Uw wijziging is bewaard.")
    desk.fill("Opmerking", "Gemaild")
    with desk.may_meet(409):
        desk.press("Bewaar").is_on("Kies wat wij bewaren").sees("Gebeld met de chef").sees("Gemaild").check()
    desk.choose("Wat er nu staat").press("Bewaar").sees("Uw wijziging is bewaard.").sees("Gebeld met de chef")
