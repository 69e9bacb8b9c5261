"""The safety net: who may be in danger gets a person first, also when the assistant is away."""

import pytest

from knowledge.people_first import needs_a_person_first


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
