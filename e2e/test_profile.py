"""Mijn profiel in a browser: filled from nothing on a phone, with and without scripts; shared, asked, answered."""

import re

import pytest
from playwright.sync_api import expect

from e2e.conftest import Enter
from e2e.visitor import Visitor
from tests.people import People, Someone


@pytest.fixture
def client(people: People) -> Someone:
    """Someone who has told nothing yet."""
    coach = people.coach(given="Bo", family="de Coach", password=True)
    return people.client(coach=coach, given="Ava", family="Begin", password=True)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_profile_is_filled_from_nothing_on_a_phone(enter: Enter, client: Someone, scripts: bool) -> None:
    """Work, school, skills and a language; one skill undone; two tabs at once."""
    visitor = enter(phone=True, scripts=scripts).sign_in(client)
    visitor.menu("Mijn profiel")
    visitor.is_on("Mijn profiel").sees("Vertel over: werk").check()
    add_work(visitor)
    add_school(visitor)
    add_skills_and_undo_one(visitor)
    visitor.menu("Mijn profiel")
    visitor.sees("U heeft al genoeg voor een cv.").check()
    change_in_two_tabs(visitor, enter(phone=True, scripts=scripts).sign_in(client))


def add_work(visitor: Visitor) -> None:
    visitor.follow(re.compile("^Begin"))
    visitor.is_on("Werk").follow("Voeg werk toe")
    visitor.is_on("Voeg werk toe").fill("Wat deed u?", "Kok").fill("Bij wie?", "Eetcafé De Haven")
    with visitor.may_meet(422):
        visitor.fill("Vanaf wanneer?", "2020").fill("Tot wanneer?", "2016").press("Bewaar")
        visitor.sees("Het einde ligt voor het begin.").check()
    visitor.fill("Tot wanneer?", "sept. 2024").press("Bewaar")
    visitor.is_on("Werk").sees("2020 tot en met september 2024").check()


def add_school(visitor: Visitor) -> None:
    visitor.menu("Mijn profiel")
    visitor.follow(re.compile("^Vul aan"))
    visitor.is_on("Opleiding en cursussen").follow("Voeg een opleiding of cursus toe")
    visitor.fill("Welke opleiding of cursus?", "Mavo").choose("Ja, met een diploma of bewijs").press("Bewaar")
    visitor.sees("Toegevoegd: Mavo").check()


def add_skills_and_undo_one(visitor: Visitor) -> None:
    visitor.menu("Mijn profiel")
    visitor.follow(re.compile("^Vul aan"))
    visitor.is_on("Vaardigheden").fill("Wat kunt u goed?", "koken, plannen, klanten helpen")
    visitor.press("Voeg toe", exact=True).sees("3 vaardigheden toegevoegd.").check()
    visitor.main.get_by_role("button", name="Verwijder : plannen").click()
    visitor.sees("plannen staat niet meer in uw profiel.").check()
    visitor.main.get_by_role("button", name="Zet terug plannen").first.click()
    visitor.sees("plannen staat weer in uw profiel.")


def change_in_two_tabs(first: Visitor, second: Visitor) -> None:
    for visitor in (first, second):
        visitor.go("/profiel/werk").follow(re.compile("^Wijzig : Kok"))
    first.fill("Wat deed u?", "Chef-kok").press("Bewaar")
    first.sees("Uw wijziging is bewaard.")
    with second.may_meet(409):
        second.fill("Wat deed u?", "Souschef").press("Bewaar")
        second.sees("Dit is intussen gewijzigd, in een ander venster").sees("Chef-kok").check()
    second.press("Houd wat ik schreef")
    second.is_on("Werk").sees("Souschef")


def test_shared_part_is_read_asked_about_and_taken_back(enter: Enter, client: Someone) -> None:
    """The coach sees it only while it is shared, and the client sees that he looked."""
    ava = enter().sign_in(client)
    ava.go("/profiel/vaardigheden").fill("Wat kunt u goed?", "koken").press("Voeg toe", exact=True)
    ava.follow(re.compile("^Deel met uw coach")).press("Deel", exact=True)
    ava.sees("Bo de Coach kan dit zien").check()
    assert client.coach is not None
    assert client.case is not None
    page = f"/coach/klanten/{client.case.id}/profiel"
    coach = enter().sign_in(client.coach)
    coach.go(page).sees("koken").check()
    coach.follow(re.compile("^Vraag iets")).fill("Uw vraag", "Kookte u voor grote groepen?").press("Verstuur vraag")
    coach.sees("Uw vraag is verstuurd.")
    ava.go("/vandaag").sees("Uw coach heeft 1 vraag over uw profiel")
    ava.go("/profiel/vaardigheden").follow(re.compile("^Geef antwoord"))
    ava.fill("Uw antwoord aan uw coach", "Ja, voor 80 mensen.").press("Bewaar")
    coach.go(page).sees("Ja, voor 80 mensen.")
    ava.go("/mijn-gegevens/wie-keek").sees(re.compile("bekeek van het profiel: vaardigheden"))
    ava.go("/profiel/vaardigheden").press(re.compile("^Neem terug"))
    ava.sees("Uw coach ziet dit niet meer.")
    coach.go(page)
    expect(coach.main.get_by_text("koken")).to_have_count(0)
