"""The tool that measures the assistant: copies of its questions are found, and answers get the scored shape."""

from tools.chat.near_copies import near_copies
from tools.chat.replies import as_scored

LEARNT = ["mag ik op vakantie als ik een uitkering heb", "hoe lang duurt het voordat ik antwoord krijg"]


def test_a_copy_with_a_slip_is_found_and_another_question_is_not() -> None:
    asked = {
        "copy": "Mag ik op vakantie als ik een uitkering heb?",
        "slip": "mag ik op vakanie als ik een uitkering heb",
        "other": "kan ik twee weken naar mijn familie in het buitenland",
        "short": "op vakantie",
    }
    assert {copy.key for copy in near_copies(asked, LEARNT)} == {"copy", "slip"}


def test_an_article_and_what_stands_under_it_are_told_apart() -> None:
    bubble = {
        "custom": {"kind": "article", "id": "ww-holiday"},
        "buttons": [{"payload": "/ask_ww_sick"}, {"payload": "/handover"}],
    }
    expected = {"id": "q", "articles": ["ww-holiday"], "options": ["ww-sick"], "kind": "article", "formal": None}
    assert as_scored("q", [bubble]) == expected


def test_a_person_first_whatever_follows() -> None:
    bubbles = [{"custom": {"kind": "urgent"}}, {"custom": {"kind": "handover_offer"}}, {"custom": {"kind": "clarify"}}]
    assert as_scored("q", bubbles)["kind"] == "handover"
    act = [
        {"custom": {"kind": "formal_route", "act": "bezwaar"}},
        {"custom": {"kind": "article", "id": "gen-objection"}},
    ]
    assert (as_scored("q", act)["kind"], as_scored("q", act)["formal"]) == ("formal", "bezwaar")
    assert as_scored("q", [])["kind"] == "none"
