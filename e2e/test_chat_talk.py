"""Talking with the assistant as people do: faster than it answers, on a telephone, in the middle of the intake."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from e2e import deeds
from e2e.conftest import Enter
from e2e.installation import Installation
from e2e.visitor import Visitor
from eportfolio.people import Scheme
from tests.people import People, Someone

FIELD = "Uw vraag of antwoord"


@pytest.fixture
def client(people: People) -> Someone:
    return people.client(given="Babet", family="Prater", scheme=Scheme.WW, password=True)


def bubbles(visitor: Visitor) -> list[str]:
    """What both said, in order, after the greeting."""
    found = visitor.page.locator(".hv-bubble").all_inner_texts()
    return [" ".join(text.split()) for text in found[1:]]


def test_what_is_typed_while_it_answers_is_said_next_and_once(
    enter: Enter, assistant: Installation, client: Someone
) -> None:
    visitor = enter().sign_in(client).go("/chat")
    field = visitor.field(FIELD)
    for words in ("hoe lang duurt mijn ww", "mag ik op vakantie"):
        field.fill(words)
        field.press("Enter")
        field.press("Enter")
    expect(visitor.page.get_by_role("log")).to_contain_text("Mag ik met vakantie als ik WW heb?")
    expect(field).to_have_value("")
    said = bubbles(visitor)
    assert [text for text in said if text.startswith("U zei:")] == [
        "U zei: hoe lang duurt mijn ww",
        "U zei: mag ik op vakantie",
    ]
    assert said[1].startswith("Houvast zegt: Hoe lang krijg ik WW?"), "each answer follows its question"
    assert said[3].startswith("Houvast zegt: Mag ik met vakantie als ik WW heb?")
    field.fill("dank u")
    field.press("Enter")
    field.fill("dit is nog niet af")
    expect(visitor.page.get_by_role("log")).to_contain_text("Graag gedaan")
    expect(field).to_have_value("dit is nog niet af")


def test_on_a_phone_the_answer_begins_in_view_and_where_one_types_stays(
    enter: Enter, assistant: Installation, client: Someone
) -> None:
    visitor = enter(phone=True).sign_in(client).go("/chat")
    log = deeds.say(visitor, "hoe lang duurt mijn ww")
    expect(visitor.page.locator(".hv-bubble--me").last).to_be_in_viewport(ratio=1)
    expect(log.get_by_text("Hoe lang krijg ik WW?")).to_be_in_viewport()
    expect(visitor.field(FIELD)).to_be_in_viewport(ratio=1)
    deeds.say(visitor, "ik wil mijn intake doen")
    expect(log.get_by_role("button", name="Weet ik niet")).to_be_in_viewport()
    visitor.page.reload()
    expect(visitor.page.locator(".hv-bubble--me").last).to_be_in_viewport(ratio=1)
    visitor.check()


def test_in_english_a_conversation_is_begun_and_wiped_without_the_page_coming_anew(
    enter: Enter, assistant: Installation, people: People
) -> None:
    client = people.client(given="Joy", family="Talker", scheme=Scheme.WW, password=True)
    client.account.locale = "en"
    people.db.commit()
    visitor = enter(language="en-GB", phone=True).sign_in(client).go("/chat")
    log = visitor.page.get_by_role("log")
    for words, answer in {
        "how long do I get WW": "How long will I get WW?",
        "I hereby report sick": "cannot report",
    }.items():
        visitor.fill("Your question or answer", words).press("Send", exact=True)
        expect(log).to_contain_text(answer)
        expect(visitor.field("Your question or answer")).to_have_value("")
    expect(log).not_to_contain_text("Houvast zegt")
    visitor.check(language="en")
    visitor.press("Wipe this conversation")
    visitor.sees("This conversation is wiped.")
    expect(log).not_to_contain_text("How long will I get WW?")


def test_the_intake_in_the_chat_by_keyboard_alone(enter: Enter, assistant: Installation, client: Someone) -> None:
    visitor = enter().sign_in(client).go("/chat")
    keyboard, log = visitor.page.keyboard, visitor.page.get_by_role("log")
    visitor.field(FIELD).focus()

    def type_and_send(words: str, answer: str) -> None:
        expect(visitor.field(FIELD)).to_be_focused()
        keyboard.type(words)
        keyboard.press("Enter")
        expect(log).to_contain_text(answer)
        expect(visitor.field(FIELD)).to_have_value("")

    type_and_send("ik wil mijn intake doen", "Vraag 1 van")
    type_and_send("werken met mensen", "Vraag 2 van")
    type_and_send("kok", "Vraag 3 van")
    keyboard.press("Shift+Tab")
    expect(log.get_by_role("button", name="Stoppen")).to_be_focused()
    keyboard.press("Shift+Tab")
    expect(log.get_by_role("button", name="Waarom vraagt u dit?")).to_be_focused()
    keyboard.press("Enter")
    expect(log).to_contain_text("Wie ziet uw antwoord")
    type_and_send("een stuk of 24 uur", "Vraag 4 van")


def test_a_question_of_the_intake_as_a_screen_reader_tells_it(
    enter: Enter, assistant: Installation, client: Someone
) -> None:
    visitor = enter().sign_in(client).go("/chat")
    for words in ("ik wil mijn intake doen", "werken met mensen", "kok", "3 x 8", "volgende week maandag"):
        deeds.say(visitor, words)
    told = _told(visitor)
    order = [
        ("StaticText", "3 x 8"),
        ("StaticText", "Genoteerd: 24 uur per week."),
        ("StaticText", "Hoe kunt u naar uw werk reizen?"),
        ("form", "Snel antwoorden"),
        ("button", "Fiets"),
        ("button", "Weet ik niet"),
        ("button", "Waarom vraagt u dit?"),
        ("button", "Stoppen"),
        ("textbox", FIELD),
        ("button", "Verstuur"),
    ]
    places = [told.index(one) for one in order]
    assert places == sorted(places), "read in the order of the conversation, and where one types last"
    about = [name for role, name in told if role == "StaticText" and "komt in uw concept" in name]
    assert len(about) == 1, "what becomes of an answer is told once, and not with every question"


def test_every_other_thing_in_the_middle_leads_back_to_the_same_question(
    enter: Enter, assistant: Installation, client: Someone
) -> None:
    visitor = enter(scripts=False).sign_in(client).go("/chat")
    for words in ("ik wil mijn intake doen", "werken met mensen", "kok"):
        deeds.say(visitor, words)
    asked = deeds.question_in_chat(visitor)
    for words, answer in {
        "hoe lang duurt mijn ww": "Hoe lang krijg ik WW?",
        "hierbij meld ik mij ziek": "dit telt niet als ziekmelding",
        "krijg ik kinderbijslag?": "van de SVB",
        "waarom vraagt u dat": "Wie ziet uw antwoord",
        "een paar uur": "Schrijf een getal",
    }.items():
        expect(deeds.say(visitor, words)).to_contain_text(answer)
        assert deeds.question_in_chat(visitor) == asked, words
    expect(deeds.say(visitor, "ik wil niet meer leven")).to_contain_text("0800-0113")
    deeds.say(visitor, "nee")
    assert deeds.question_in_chat(visitor) == asked
    deeds.say(visitor, "stop")
    visitor.go("/intake").sees(asked)
    visitor.follow(re.compile("^Ga verder$")).is_on(asked)


def _told(visitor: Visitor) -> list[tuple[str, str]]:
    """Role and name of everything in the main part, in the order in which it is read."""
    session = visitor.context.new_cdp_session(visitor.page)
    nodes: list[dict[str, Any]] = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    by_id = {node["nodeId"]: node for node in nodes}
    found: list[tuple[str, str]] = []

    def tell(node: dict[str, Any]) -> None:
        if not node["ignored"]:
            found.append((node["role"]["value"], str(node.get("name", {}).get("value", "")).strip()))
        for child in node.get("childIds", ()):
            if child in by_id:
                tell(by_id[child])

    tell(next(node for node in nodes if not node["ignored"] and node["role"]["value"] == "main"))
    return found
