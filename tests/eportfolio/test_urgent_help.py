"""Whom to call in need: what counts everywhere, and what a job centre changes."""

from typing import Any

import pytest

from eportfolio.base import Invalid
from eportfolio.urgent_help import UrgentHelp, urgent_help_from


def test_without_data_the_numbers_for_everybody_count_and_the_office_is_called_for_food_or_a_home() -> None:
    found = urgent_help_from(None, phone="088 000 00 00")
    assert (found.danger, found.suicide) == (("112",), ("113", "0800-0113"))
    assert (found.violence, found.needs) == (("0800-2000",), ("088 000 00 00",))
    assert urgent_help_from(None) == UrgentHelp()


def test_a_centre_names_its_own_and_the_rest_stays() -> None:
    found = urgent_help_from({"needs": ["14 020"], "note": {"nl": "Loop binnen."}}, phone="088 000 00 00")
    assert (found.needs, found.danger) == (("14 020",), ("112",))
    assert (found.note("nl"), found.note("en")) == ("Loop binnen.", "Loop binnen.")
    assert found.everything == ("112", "113", "0800-0113", "0800-2000", "14 020")


@pytest.mark.parametrize(
    "data",
    [[], {"danger": []}, {"danger": "112"}, {"suicide": ["bel ons"]}, {"unknown": ["1"]}, {"needs": ["1"] * 9},
     {"note": {"fr": "x"}}, {"note": {"nl": "{danger}"}}, {"note": {"nl": "x" * 301}}, {"note": "x"},
     {"violence": [112]}],
)  # fmt: skip
def test_what_cannot_be_called_is_refused(data: Any) -> None:
    with pytest.raises(Invalid):
        urgent_help_from(data or ["x"])
