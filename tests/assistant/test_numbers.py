"""Numbers as people say them are read as digits, and what they tell is seen."""

import sys

import pytest

from tests.assistant.data import ASSISTANT

sys.path.insert(0, str(ASSISTANT))

from components.numbers import as_digits, kind_of_number


@pytest.mark.parametrize(
    ("said", "digits"),
    [
        ("vijfentwintig", "25"),
        ("tweeentachtig", "82"),
        ("honderdvijftig", "150"),
        ("tweeduizend", "2000"),
        ("vierhonderdtwaalf", "412"),
        ("eighteen", "18"),
        ("thousand", "1000"),
        ("een", "een"),
        ("honderden", "honderden"),
        ("wachttijd", "wachttijd"),
        ("", ""),
    ],
)
def test_a_number_in_words_becomes_digits(said: str, digits: str) -> None:
    assert as_digits(said) == digits


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ik ben 22", "#young"),
        ("i am 41 and alone", "#age"),
        ("ze is 64 jaar oud", "#late"),
        ("ik ben 30 uur kwijt", "#some"),
        ("over 3 weken", "#few"),
        ("voor 2400 euro", "#amount"),
        ("in 2019 gestopt", "#year"),
        ("ik word 25% gekort", "#percent"),
    ],
)
def test_a_number_tells_an_age_a_year_or_an_amount(text: str, kind: str) -> None:
    words = text.split()
    found = [kind_of_number(words, at) for at in range(len(words))]
    assert [one for one in found if one] == [kind]
