"""The assistant goes away in the middle of the intake: no answer is lost, and none is taken that was a question."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from tests.client import PortalClient
from tests.machine import Machine, machine_of
from tests.people import People, Someone
from tests.portal.talk import say, words_of
from tests.rasa import FakeRasa

TAKEN = "Uw antwoord is bewaard in uw concept. De assistent is er nu even niet."
NOT_TAKEN = "Dat staat nog niet in uw intake."

type Posed = Callable[[int], dict[str, Any]]


@pytest.fixture
def client(people: People) -> Someone:
    return people.client()


@pytest.fixture
def machine(app: Flask, client: Someone) -> Machine:
    return machine_of(app, client)


@pytest.fixture
def posed(machine: Machine, chat: PortalClient, rasa: FakeRasa) -> Posed:
    """Puts the question with this number on the table of the chat; then nothing comes from the assistant any more."""

    def pose(number: int) -> dict[str, Any]:
        while (asked := machine.get("{gesprek}/intake/volgende-vraag").get_json()["vraag"])["nummer"] < number:
            machine.post("{gesprek}/intake/antwoorden", {"vraag": asked["id"], "tekst": "weet ik niet"})
        rasa.answer = [{"custom": {"kind": "question", "id": asked["id"], "text": asked["tekst"]}}]
        say(chat, "/intake_start")
        rasa.raw = b""
        found: dict[str, Any] = asked
        return found

    return pose


def upcoming(machine: Machine) -> int:
    """The number of the question at which the intake goes on."""
    number: int = machine.get("{gesprek}/intake/volgende-vraag").get_json()["vraag"]["nummer"]
    return number


def test_an_answer_that_can_be_judged_goes_to_the_draft(chat: PortalClient, posed: Posed, machine: Machine) -> None:
    assert posed(3)["soort"] == "number"
    page = say(chat, "een stuk of 24 uur")
    assert TAKEN in words_of(page)
    assert 'href="/intake">Ga verder op de website' in page.text
    assert upcoming(machine) == 4
    assert TAKEN not in words_of(say(chat, "32")).split("U zei: 32")[1], "it is answered; nothing else was asked"
    again = machine.post("{gesprek}/intake/eerdere-vraag", {"tekst": "verander mijn antwoord op vraag 3"}).get_json()
    assert "24" in again["vraag"]["huidig"]


def test_a_pressed_answer_goes_to_the_draft_also_at_an_open_question(
    chat: PortalClient, posed: Posed, machine: Machine
) -> None:
    asked = posed(1)
    pressed = json.dumps({"answer": "weet ik niet", "question": asked["id"]})
    assert TAKEN in words_of(say(chat, f"/intake_answer{pressed}"))
    assert upcoming(machine) == 2


@pytest.mark.parametrize("words", ["/intake_answer", "/intake_answer{}", '/intake_answer["x"]', "/intake_answer5"])
def test_a_broken_button_takes_nothing(chat: PortalClient, posed: Posed, machine: Machine, words: str) -> None:
    posed(1)
    assert TAKEN not in words_of(say(chat, words))
    assert upcoming(machine) == 1


@pytest.mark.parametrize("words", ["mensen helpen", "een paar uur"])
def test_what_is_not_taken_is_said_and_is_no_question_for_the_editors(
    chat: PortalClient, posed: Posed, machine: Machine, owner_db: Session, words: str
) -> None:
    number = 1 if words == "mensen helpen" else 3
    posed(number)
    page = words_of(say(chat, words))
    assert NOT_TAKEN in page
    assert "Wat u typte, is bewaard" not in page
    assert upcoming(machine) == number
    assert words not in owner_db.scalars(text("SELECT words FROM learning_item")).all()


@pytest.mark.parametrize("number", [1, 4])
def test_a_question_of_her_own_is_answered_from_the_articles(
    chat: PortalClient, posed: Posed, machine: Machine, number: int
) -> None:
    posed(number)
    page = say(chat, "mag ik morgen met vakantie")
    assert 'href="/rechten-en-plichten/ww-holiday"' in page.text
    assert upcoming(machine) == number


def test_a_cry_for_help_is_no_answer(chat: PortalClient, posed: Posed, machine: Machine) -> None:
    posed(3)
    assert "113" in words_of(say(chat, "ik wil dood over 2 dagen"))
    assert upcoming(machine) == 3
