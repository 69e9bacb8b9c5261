"""What the assistant says itself: complete in both languages, the same in both, and always with a kind."""

import re

import pytest

from tests.assistant.data import ASSISTANT, responses

ENGLISH = [{"type": "slot", "name": "language", "value": "en"}]
NAMES = sorted(responses())
PLACE = re.compile(r"(?<!\{)\{(\w+)\}(?!\})")
LONGEST_SENTENCE = 20


@pytest.mark.parametrize("name", NAMES)
def test_a_response_is_said_in_dutch_and_english_with_the_same_parts(name: str) -> None:
    dutch, english = responses()[name]
    assert "condition" not in dutch
    assert english["condition"] == ENGLISH
    assert dutch["text"].strip() != english["text"].strip()
    assert dutch["custom"] == english["custom"]
    assert dutch["custom"]["kind"]
    assert set(PLACE.findall(dutch["text"])) == set(PLACE.findall(english["text"]))
    payloads = [[button["payload"] for button in said.get("buttons", [])] for said in (dutch, english)]
    assert payloads[0] == payloads[1]
    titles = [button["title"] for said in (dutch, english) for button in said.get("buttons", [])]
    assert all(titles)


@pytest.mark.parametrize("name", NAMES)
def test_sentences_are_short_and_polite(name: str) -> None:
    dutch = responses()[name][0]["text"]
    for sentence in re.split(r"(?<=[.?!:])\s", dutch):
        assert len(sentence.split()) <= LONGEST_SENTENCE, sentence
    assert not re.search(r"\b(je|jij|jouw)\b", dutch)


def test_every_response_that_an_action_says_exists() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ASSISTANT / "actions").glob("*.py"))
    said = set(re.findall(r'"(utter_\w+)"', code))
    assert said <= set(NAMES)


def test_a_person_in_danger_gets_the_numbers_in_both_languages() -> None:
    for topic in ("suicide", "violence", "needs"):
        for said in responses()[f"utter_crisis_{topic}"]:
            assert ("{centre}" if topic == "needs" else f"{{{topic}}}") in said["text"]
            assert "{danger}" in said["text"]
            assert "{note}" in said["text"]


def test_it_says_that_it_is_a_computer() -> None:
    for name in ("utter_introduction", "utter_who_are_you"):
        dutch, english = responses()[name]
        assert "computer" in dutch["text"]
        assert "computer" in english["text"]
