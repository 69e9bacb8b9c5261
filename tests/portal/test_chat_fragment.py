"""With scripts the chat gets a part of the page: the same lines as the whole page has, and what else has changed."""

import re

import pytest

from tests.client import PortalClient
from tests.people import People, Someone
from tests.portal.talk import ARTICLE, HTMX, say
from tests.rasa import FakeRasa


@pytest.fixture
def client(people: People) -> Someone:
    return people.client()


def test_with_scripts_the_answer_is_that_part_of_the_page(chat: PortalClient, rasa: FakeRasa) -> None:
    rasa.answer = [ARTICLE]
    fragment = say(chat, "Mag ik op vakantie?", headers=HTMX)
    added = without_keys(fragment.text)
    assert "<html" not in added
    assert added in without_keys(chat.get("/chat").text)
    assert 'id="chat-sleutel" name="form_key"' in fragment.text, "the next message is another one"


def test_with_scripts_the_first_answer_brings_the_ends_of_the_conversation(chat: PortalClient, rasa: FakeRasa) -> None:
    assert "Wis dit gesprek" not in chat.get("/chat").text
    first = say(chat, "Hallo", headers=HTMX).text
    assert '<div class="hv-chat-ends" id="chat-einde" hx-swap-oob="true">' in first
    assert "Wis dit gesprek" in first
    assert "Stop dit gesprek" in first
    assert "chat-einde" not in say(chat, "Hallo", headers=HTMX).text


def without_keys(markup: str) -> str:
    """The markup without what differs each time: form keys, tokens, the next message's key, where a page begins."""
    markup = markup.replace(' id="laatste-vraag" tabindex="-1"', "")
    markup = re.sub(r'<input type="hidden" id="chat-sleutel"[^>]*hx-swap-oob="true">', "", markup)
    markup = re.sub(r'<div class="hv-chat-ends" id="chat-einde" hx-swap-oob="true">.*', "", markup, flags=re.DOTALL)
    return re.sub(r'(name="(?:form_key|csrf_token)"[^>]* value=")[^"]*', r"\1", markup).strip()
