"""What is kept of a conversation, what is forgotten, and what never gets that far."""

import json
import logging

import pytest
import time_machine
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from eportfolio import audit
from eportfolio.base import now
from eportfolio.conversations import LIFETIME, Conversation
from tests.client import PortalClient
from tests.machine import machine_of
from tests.people import People, Someone
from tests.portal.talk import ARTICLE, QUESTION, kept, say, words_of
from tests.rasa import FakeRasa


@pytest.fixture
def client(people: People) -> Someone:
    return people.client()


def conversation_of(owner_db: Session, someone: Someone) -> Conversation:
    owner_db.rollback()
    return owner_db.query(Conversation).filter(Conversation.case_id == someone.case.id).one()


def forgotten_tokens(owner_db: Session) -> list[str]:
    rows = owner_db.execute(
        text("SELECT args->>'token' FROM jobs.procrastinate_jobs WHERE task_name = 'forget_conversation'")
    )
    return [token for (token,) in rows]


def test_a_wiped_conversation_is_gone_here_and_in_the_assistant(
    chat: PortalClient, rasa: FakeRasa, client: Someone, owner_db: Session, db: Session
) -> None:
    say(chat, "Hallo")
    conversation = conversation_of(owner_db, client)
    answer = chat.submit(f"/chat/wis/{conversation.id}", page="/chat", follow_redirects=True)
    assert "Dit gesprek is gewist." in answer.text
    assert kept(db, client) == []
    assert db.query(Conversation).count() == 0
    assert conversation.token in forgotten_tokens(owner_db)
    assert [line.subject for line in db.scalars(audit.entries_of(client.case.id))] == [audit.Subject.CONVERSATION]


def test_a_stopped_conversation_can_be_read_back_and_wiped(
    chat: PortalClient, rasa: FakeRasa, client: Someone, owner_db: Session
) -> None:
    rasa.answer = [ARTICLE]
    say(chat, "Mag ik op vakantie?")
    conversation = conversation_of(owner_db, client)
    page = chat.submit(f"/chat/stop/{conversation.id}", page="/chat", follow_redirects=True)
    assert "Eerdere gesprekken" in page.text
    assert 'role="log"' in page.text
    assert "U zei:" not in page.text
    assert conversation.token in forgotten_tokens(owner_db)
    back = chat.get(f"/chat/{conversation.id}")
    assert "Bron: WW artikel 19." in words_of(back)
    assert "hv-quick" not in back.text
    say(chat, "Nog iets")
    assert rasa.heard[0]["sender"] != rasa.heard[1]["sender"]
    chat.submit(f"/chat/wis/{conversation.id}", page="/chat")
    assert "Eerdere gesprekken" not in chat.get("/chat").text


def test_after_half_a_day_a_new_conversation_begins(chat: PortalClient, rasa: FakeRasa, client: Someone) -> None:
    say(chat, "Eerste")
    with time_machine.travel(now() + LIFETIME):
        chat.sign_in(client)
        assert "U zei:" not in chat.get("/chat").text
        say(chat, "Tweede")
    assert len({message["sender"] for message in rasa.heard}) == 2


def test_another_persons_conversation_is_not_there(
    app: Flask, chat: PortalClient, rasa: FakeRasa, client: Someone, people: People, owner_db: Session
) -> None:
    say(chat, "Geheim")
    conversation = conversation_of(owner_db, client)
    for stranger in (people.client(), client.coach):
        other = app.test_client().sign_in(stranger)
        assert other.get(f"/chat/{conversation.id}").status_code in (403, 404)
        for action in ("wis", "stop"):
            assert other.submit(f"/chat/{action}/{conversation.id}", page="/inloggen").status_code in (403, 404)
    other = app.test_client().sign_in(people.client())
    assert other.get(f"/chat/{conversation.id}").status_code == 404
    assert "Geheim" in chat.get(f"/chat/{conversation.id}").text


def test_what_was_said_before_the_page_changed_language_is_marked(chat: PortalClient, rasa: FakeRasa) -> None:
    rasa.answer = [{"text": "Ja, dat mag.", "buttons": [{"title": "Nog een vraag", "payload": "/again"}]}]
    say(chat, "Mag het?")
    assert 'lang="nl">Nog een vraag</button>' not in chat.get("/chat").text
    chat.submit("/taal", {"language": "en", "next": "/chat"}, page="/chat")
    page = chat.get("/chat").text
    assert 'lang="nl">Nog een vraag</button>' in page
    assert '<div class="hv-bubble__text" dir="auto" lang="nl">' in page


def test_the_language_of_the_page_goes_along(chat: PortalClient, rasa: FakeRasa) -> None:
    say(chat, "Hello", headers={"Accept-Language": "en"})
    chat.submit("/taal", {"language": "en", "next": "/chat"}, page="/chat")
    say(chat, "Hello")
    assert rasa.heard[-1]["metadata"]["language"] == "en"


def test_the_assistant_hears_what_was_just_explained_and_in_which_benefit(
    chat: PortalClient, rasa: FakeRasa, client: Someone
) -> None:
    rasa.answer = [ARTICLE]
    say(chat, "Mag ik op vakantie?")
    say(chat, "Hoe lang?")
    assert [message["metadata"].get("about") for message in rasa.heard] == [None, "ww-holiday"]
    assert {message["metadata"]["scheme"] for message in rasa.heard} == {"ww"}
    rasa.answer = [{"text": "Graag gedaan."}]
    say(chat, "Dank u")
    say(chat, "Hoe lang?")
    assert "about" not in rasa.heard[-1]["metadata"], "what was said since then was about something else"


def test_numbers_and_illnesses_are_neither_kept_nor_passed_on(
    chat: PortalClient, rasa: FakeRasa, client: Someone, db: Session
) -> None:
    page = say(chat, "Mijn bsn is 111222333 en door mijn depressie kan ik niet komen")
    assert rasa.said == ["Mijn bsn is [bsn] en door mijn [gezondheid] kan ik niet komen"]
    assert kept(db, client)[0].parts["text"] == rasa.said[0]
    assert "111222333" not in page.text


def test_an_answer_with_a_number_goes_to_the_draft_and_nowhere_else(
    app: Flask,
    chat: PortalClient,
    rasa: FakeRasa,
    client: Someone,
    db: Session,
    owner_db: Session,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """What reaches Rasa's tracker: what the portal sends it, and what the case API answers its actions."""
    caplog.set_level(logging.DEBUG)
    machine = machine_of(app, client)
    asked = machine.get("{gesprek}/intake/volgende-vraag").get_json()["vraag"]
    rasa.answer = [{"custom": {"kind": "question", "id": asked["id"], "text": asked["tekst"]}}]
    say(chat, "/intake_start")
    page = say(chat, "Bel 06 12345678, ik wil in de zorg werken")
    assert rasa.said[-1] == "/intake_kept"
    assert "U zei: Bel [telefoon], ik wil in de zorg werken" in words_of(page)
    after = machine.get("{gesprek}/intake/volgende-vraag").get_json()["vraag"]
    assert after["nummer"] == asked["nummer"] + 1
    again = machine.post("{gesprek}/intake/eerdere-vraag", {"tekst": "verander mijn antwoord op vraag 1"}).get_json()
    assert again["vraag"]["huidig"] == "Bel •••• 78, ik wil in de zorg werken"
    held = owner_db.scalar(
        text("SELECT value FROM fact WHERE case_id = :id AND key = 'goal.own_words'").bindparams(id=client.case.id)
    )
    assert "06 12345678" in str(held), "the draft has her own words"
    known_to_rasa = json.dumps([rasa.heard, after, again])
    everything = known_to_rasa + caplog.text + json.dumps([line.parts for line in kept(db, client)])
    assert "12345678" not in everything.replace(" ", "").replace("0612345678", "12345678")


def test_a_number_in_a_question_during_the_intake_is_masked_and_asked(chat: PortalClient, rasa: FakeRasa) -> None:
    rasa.answer = [QUESTION]
    say(chat, "/intake_start")
    say(chat, "Kan mijn coach mij bellen op 06 12345678?")
    assert rasa.said[-1] == "Kan mijn coach mij bellen op [telefoon]?"


def test_what_the_engine_does_not_take_goes_on_masked(chat: PortalClient, rasa: FakeRasa) -> None:
    rasa.answer = [QUESTION]
    say(chat, "/intake_start")
    say(chat, "bel 06 12345678")
    assert rasa.said[-1] == "bel [telefoon]"


def test_an_answer_kept_while_the_assistant_is_away_is_said_to_be_kept(
    app: Flask, chat: PortalClient, rasa: FakeRasa, client: Someone
) -> None:
    asked = machine_of(app, client).get("{gesprek}/intake/volgende-vraag").get_json()["vraag"]
    rasa.answer = [{"custom": {"kind": "question", "id": asked["id"], "text": asked["tekst"]}}]
    say(chat, "/intake_start")
    rasa.raw = b""
    assert "Uw antwoord is bewaard in uw concept." in say(chat, "bel 06 12345678").text


def test_what_was_taken_out_of_a_message_is_named(
    chat: PortalClient, rasa: FakeRasa, db: Session, client: Someone
) -> None:
    page = say(chat, "mijn bsn is 111222333 en ik woon op Kerkstraat 12, 3011 AB Rotterdam")
    assert "weggehaald uit wat u schreef: een BSN, een adres, een postcode." in words_of(page)
    assert rasa.said == ["mijn bsn is [bsn] en ik woon op [adres] [postcode] Rotterdam"]
    assert "Kerkstraat" not in json.dumps([line.parts for line in kept(db, client)])


def test_her_own_name_is_not_kept_and_her_coach_s_is(chat: PortalClient, rasa: FakeRasa, client: Someone) -> None:
    assert client.coach is not None
    say(chat, f"Ik ben {client.account.name} en mijn coach is {client.coach.account.name}")
    assert rasa.said == [f"Ik ben [naam] en mijn coach is {client.coach.account.name}"]
