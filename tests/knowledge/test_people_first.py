"""The safety net: who may be in danger gets a person first, also when the assistant is away."""

import pytest

from knowledge.people_first import needs_a_person_first, speaks_of_harm


@pytest.mark.parametrize(
    "words",
    [
        "ik zie het  niet meer zitten",
        "Ik wil niet meer leven",
        "soms denk ik aan zelfmoord",
        "I don't want to live anymore",
        "mijn man slaat mij",
        "er is geen eten meer voor de kinderen",
        "morgen sta ik op straat",
        "we are homeless",
    ],
)
def test_danger_is_heard(words: str) -> None:
    assert needs_a_person_first(words)


@pytest.mark.parametrize(
    "words", ["hoe lang krijg ik ww", "mag ik met vakantie", "ik woon in een straat in Utrecht", "what is my benefit"]
)
def test_everyday_questions_are_answered(words: str) -> None:
    assert not needs_a_person_first(words)


@pytest.mark.parametrize(
    "words",
    [
        "mijn man heeft mij geslagen maar vertel het niemand",
        "hij sloeg mij gisteren weer",
        "I feel hopeless lately",
        "my boyfriend hit me",
        "ik wil niet meer  leven",
    ],
)
def test_harm_is_certain(words: str) -> None:
    assert speaks_of_harm(words)
    assert needs_a_person_first(words)


@pytest.mark.parametrize(
    "words",
    ["ik voel me bedreigd door een boete", "ik heb op straat gewerkt", "geen eten meegenomen", "dat slaat nergens op"],
)
def test_what_may_be_something_else_is_left_to_the_assistant(words: str) -> None:
    assert not speaks_of_harm(words)
