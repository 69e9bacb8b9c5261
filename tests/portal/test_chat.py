"""The chat page against a fake Rasa: what is shown, what is kept, and what happens when the assistant is away."""

import html
import json
import logging
import re
import socket
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from eportfolio import audit, messages
from eportfolio.base import now
from eportfolio.conversations import LIFETIME, ChatLine, Conversation, Speaker
from portal.chat.assistant import ChatClient
from portal.config import Settings
from tests.client import PortalClient
from tests.machine import machine_of
from tests.people import People, Someone, act
from tests.portal.test_query_counts import statements
from tests.rasa import FakeRasa, listening

HTMX = {"HX-Request": "true"}
ARTICLE = {
    "custom": {
        "kind": "article",
        "id": "ww-holiday",
        "title": "Mag ik op vakantie?",
        "paragraphs": ["U mag 20 dagen weg.", "Meld het <b>vooraf</b>."],
        "source": "WW artikel 19",
        "checked_on": "2026-11-01",
        "who_decides": "UWV beslist.",
    },
    "buttons": [{"title": "Wat als ik te laat ben?", "payload": "/ask_late"}],
}
QUESTION = {
    "custom": {
        "kind": "question",
        "id": "hours_per_week",
        "number": 9,
        "total": 14,
        "text": "Hoeveel uur per week wilt u werken?",
        "help": "Een schatting is goed.",
        "type": "number",
        "choices": [],
        "current": None,
    },
    "buttons": [{"title": "24 uur", "payload": '/intake_answer{"answer": "24", "question": "hours_per_week"}'}],
}


@pytest.fixture
def rasa(app: Flask, settings: Settings) -> Iterator[FakeRasa]:
    """A fake Rasa, and a portal that knows where it is."""
    with listening() as fake:
        before = app.extensions["houvast_chat"]
        changed = {"rasa_url": fake.url, "rasa_timeout": 0.5}
        app.extensions["houvast_chat"] = ChatClient(settings.model_copy(update=changed))
        yield fake
        app.extensions["houvast_chat"] = before


@pytest.fixture
def away(app: Flask, settings: Settings) -> Iterator[None]:
    """A portal whose assistant does not listen."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        before = app.extensions["houvast_chat"]
        url = f"http://127.0.0.1:{unused.getsockname()[1]}"
        app.extensions["houvast_chat"] = ChatClient(settings.model_copy(update={"rasa_url": url}))
        yield
        app.extensions["houvast_chat"] = before


@pytest.fixture
def client(people: People) -> Someone:
    return people.client()


@pytest.fixture
def chat(web: PortalClient, client: Someone) -> PortalClient:
    return web.sign_in(client)


def say(chat: PortalClient, words: str, **kw: Any) -> TestResponse:
    """Type and send, as a browser without scripts does, and see the page after it."""
    return chat.submit("/chat", {"message": words, "form_key": str(uuid.uuid4())}, **{"follow_redirects": True, **kw})


def words_of(response: TestResponse) -> str:
    """What can be read on the page."""
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.text)))


def kept(db: Session, someone: Someone) -> list[ChatLine]:
    """The lines in the database, as their owner sees them."""
    act(db, someone)
    return list(db.query(ChatLine).filter(ChatLine.case_id == someone.case.id).order_by(ChatLine.seq))


def test_an_empty_chat_says_that_it_is_a_computer_and_how_to_begin(chat: PortalClient, rasa: FakeRasa) -> None:
    page = chat.get("/chat")
    assert "Dit is een computer, geen mens." in page.text
    assert 'role="log"' in page.text
    assert '<button class="hv-quick__button" type="submit" name="message" value="/intake_start">' in page.text
    assert "De assistent is er." in page.text
    assert rasa.heard == []


def test_a_question_is_answered_with_article_source_and_quick_replies(chat: PortalClient, rasa: FakeRasa) -> None:
    rasa.answer = [{"text": "Ik ben een computer.", "custom": {"kind": "introduction"}}, ARTICLE]
    page = say(chat, "Mag ik op vakantie?")
    assert "U zei: Mag ik op vakantie?" in words_of(page)
    assert "Bron: WW artikel 19. Nagekeken op 1 november 2026." in words_of(page)
    assert "UWV beslist." in page.text
    assert "Meld het &lt;b&gt;vooraf&lt;/b&gt;." in page.text
    assert 'value="/ask_late">Wat als ik te laat ben?</button>' in page.text
    assert "/rechten-en-plichten/ww-holiday" in page.text
    assert "Ik ben een computer. " not in words_of(page).split("U zei:")[1], "the page says so already"


def test_rasa_gets_a_token_and_the_words_and_nothing_about_the_person(
    chat: PortalClient, rasa: FakeRasa, client: Someone
) -> None:
    say(chat, "Hallo")
    [message] = rasa.heard
    assert set(message) == {"sender", "message", "metadata"}
    assert message["metadata"] == {"language": "nl", "scheme": "ww"}
    assert str(client.case.id) not in json.dumps(message)
    assert client.account.email not in json.dumps(message)
    assert rasa.tokens == ["development-only-not-secret"]


def test_a_pressed_quick_reply_is_shown_by_its_label(chat: PortalClient, rasa: FakeRasa) -> None:
    rasa.answer = [QUESTION]
    page = say(chat, "/intake_start")
    assert "U zei: Ik wil mijn intake doen" in words_of(page)
    assert "Vraag 9 van 14. Hoeveel uur per week wilt u werken?" in words_of(page)
    assert "Een schatting is goed." in page.text
    assert "Uw antwoord komt in uw concept." in page.text
    assert 'href="/intake">Ga verder op de website' in page.text
    payload = QUESTION["buttons"][0]["payload"]
    page = say(chat, payload)
    assert rasa.said == ["/intake_start", payload]
    assert "U zei: 24 uur" in words_of(page)
    assert "intake_answer" not in words_of(page)


def test_only_the_last_turn_has_quick_replies_and_all_of_its_replies_have_theirs(
    chat: PortalClient, rasa: FakeRasa
) -> None:
    rasa.answer = [ARTICLE]
    say(chat, "Mag ik op vakantie?")
    offer = {"text": "Zal ik het sturen?", "buttons": [{"title": "Ja", "payload": "/handover_yes"}]}
    rasa.answer = [offer, QUESTION]
    page = say(chat, "Vraag het mijn coach")
    assert page.text.count('class="hv-form hv-quick"') == 2
    assert "/ask_late" not in page.text


@pytest.mark.parametrize(
    ("custom", "shown"),
    [
        ({"kind": "handover_done", "coach": "Samira"}, 'href="/berichten">Bekijk uw berichten'),
        ({"kind": "handover_declined", "url": "/berichten"}, 'href="/berichten">Stuur zelf een bericht'),
        ({"kind": "intake_done", "url": "/intake/controleren"}, 'href="/intake/controleren">Kijk uw antwoorden na'),
        ({"kind": "intake_paused", "url": "/intake"}, 'href="/intake">Ga verder op de website'),
        ({"kind": "formal_route", "urls": ["https://www.uwv.nl"]}, 'href="https://www.uwv.nl" rel="noopener'),
        ({"kind": "urgent", "phones": ["0800-0113", "112"]}, 'href="tel:0800-0113">Bel 0800-0113'),
        ({"kind": "away", "url": "/berichten"}, 'href="/berichten"'),
        ({"kind": "something_new", "url": "https://evil.example"}, "<p>Woorden.</p>"),
    ],
)  # fmt: skip
def test_every_kind_of_reply_has_its_form(
    chat: PortalClient, rasa: FakeRasa, custom: dict[str, Any], shown: str
) -> None:
    rasa.answer = [{"text": "Woorden.", "custom": custom}]
    page = say(chat, "Iets")
    assert shown in page.text
    assert "<p>Woorden.</p>" in page.text
    assert "evil.example" not in page.text


def test_what_the_assistant_says_cannot_run(chat: PortalClient, rasa: FakeRasa) -> None:
    nasty = "<script>alert(1)</script>"
    rasa.answer = [
        {"text": nasty, "buttons": [{"title": nasty, "payload": '"><img src=x onerror=alert(1)>'}]},
        {
            "text": "Kijk",
            "custom": {"kind": "formal_route", "urls": ["javascript:alert(1)", "http://x"], "url": "//evil"},
        },
        {"custom": {**ARTICLE["custom"], "id": "../../beheer"}},
    ]
    page = say(chat, f"{nasty}<img src=x>")
    assert "<script>alert" not in page.text
    assert "<img" not in page.text
    assert "javascript:" not in page.text
    assert "beheer" not in page.text
    assert html.escape(nasty) in page.text


def test_the_portal_answers_from_the_articles_when_nobody_listens(
    chat: PortalClient, away: None, client: Someone, db: Session
) -> None:
    page = chat.get("/chat")
    assert "De assistent start nog op of is er even niet." in page.text
    page = say(chat, "Mag ik op vakantie met WW?")
    assert "De assistent is er nu even niet. Wat u typte, is bewaard." in page.text
    assert re.search(r'href="/rechten-en-plichten/ww-[a-z-]+"', page.text)
    assert 'href="/berichten">Stuur uw vraag naar uw coach' in page.text
    assert [line.speaker for line in kept(db, client)] == [Speaker.CLIENT, Speaker.PORTAL]


@pytest.mark.parametrize(
    "raw",
    [b"", b"<html>", b"{}", b"[]", b'{"text": "x"}', b"[1, null]", b'[{"text": 5}]', b'[{"buttons": [{"title": "x"}]}]',
     b'[{"custom": {"kind": "article"}}]', b"[" * 100_000, b'"' + b"x" * 600_000 + b'"'],
)  # fmt: skip
def test_nonsense_from_the_assistant_is_as_good_as_away(
    chat: PortalClient, rasa: FakeRasa, raw: bytes, client: Someone, db: Session
) -> None:
    rasa.raw = raw
    page = say(chat, "xyzzy")
    assert "De assistent is er nu even niet. Wat u typte, is bewaard." in page.text
    assert kept(db, client)[0].parts["text"] == "xyzzy"


def test_a_slow_assistant_does_not_hold_the_page(chat: PortalClient, rasa: FakeRasa) -> None:
    rasa.wait = 1.0
    page = say(chat, "Bent u daar?")
    assert "De assistent is er nu even niet." in page.text
    rasa.wait = 0.0
    assert "Goedendag." in say(chat, "En nu?").text


def test_a_double_click_says_it_once(chat: PortalClient, rasa: FakeRasa, client: Someone, db: Session) -> None:
    form = {"message": "Hallo", "form_key": str(uuid.uuid4())}
    first, second = chat.submit("/chat", form), chat.submit("/chat", form)
    assert (first.status_code, second.status_code) == (303, 303)
    assert rasa.said == ["Hallo"]
    assert len(kept(db, client)) == 2


def test_without_scripts_one_comes_back_at_the_question_and_its_answer(chat: PortalClient, rasa: FakeRasa) -> None:
    answer = say(chat, "Hallo", follow_redirects=False)
    assert (answer.status_code, answer.location) == (303, "/chat#laatste-vraag")
    assert chat.get("/chat").text.count('id="laatste-vraag" tabindex="-1"') == 1


def test_with_scripts_the_answer_is_that_part_of_the_page(chat: PortalClient, rasa: FakeRasa) -> None:
    rasa.answer = [ARTICLE]
    fragment = say(chat, "Mag ik op vakantie?", headers=HTMX)
    added = without_keys(fragment.text)
    assert "<html" not in added
    assert added in without_keys(chat.get("/chat").text)
    assert 'id="chat-sleutel" name="form_key"' in fragment.text, "the next message is another one"


def without_keys(markup: str) -> str:
    """The markup without what differs each time: form keys, tokens, the next message's key, where a page begins."""
    markup = markup.replace(' id="laatste-vraag" tabindex="-1"', "")
    markup = re.sub(r'<input type="hidden" id="chat-sleutel"[^>]*hx-swap-oob="true">', "", markup)
    return re.sub(r'(name="(?:form_key|csrf_token)"[^>]* value=")[^"]*', r"\1", markup).strip()


@pytest.mark.parametrize("words", ["", "   ", "\x00", "a" * 1001])
def test_what_cannot_be_said_comes_back_with_the_reason(
    chat: PortalClient, rasa: FakeRasa, words: str, client: Someone, db: Session
) -> None:
    page = say(chat, words)
    assert page.status_code == 422
    assert 'id="fouten"' in page.text
    fragment = say(chat, words, headers=HTMX)
    assert (fragment.status_code, fragment.headers["HX-Retarget"]) == (422, "#chat-formulier")
    assert 'aria-invalid="true"' in fragment.text
    assert "<h1" not in fragment.text
    assert words.strip("\x00 ") in fragment.text
    assert (rasa.heard, kept(db, client)) == ([], [])


def test_the_page_hears_by_itself_that_the_assistant_woke_up(chat: PortalClient, away: None) -> None:
    page = chat.get("/chat")
    asleep = chat.get("/chat/wakker", headers=HTMX)
    assert 'hx-get="/chat/wakker" hx-trigger="every 5s"' in asleep.text
    assert asleep.text.strip() in page.text
    whole = chat.get("/chat/wakker")
    assert "<h1>" in whole.text


def test_an_awake_assistant_is_not_asked_again(chat: PortalClient, rasa: FakeRasa) -> None:
    awake = chat.get("/chat/wakker", headers=HTMX)
    assert "hx-trigger" not in awake.text
    assert awake.text.strip() in chat.get("/chat").text


def test_asking_whether_it_is_awake_does_not_keep_a_session_alive(
    chat: PortalClient, away: None, client: Someone, owner_db: Session
) -> None:
    chat.get("/chat")
    seen = text("SELECT max(last_seen_at) FROM login_session WHERE account_id = :id")
    before = owner_db.scalar(seen, {"id": client.account.id})
    with time_machine.travel(now() + LIFETIME / 120):
        assert chat.get("/chat/wakker", headers=HTMX).status_code == 200
        owner_db.rollback()
        assert owner_db.scalar(seen, {"id": client.account.id}) == before
        chat.get("/chat")
        owner_db.rollback()
        assert owner_db.scalar(seen, {"id": client.account.id}) > before


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


def test_two_tabs_are_answered_one_after_the_other(
    app: Flask, chat: PortalClient, rasa: FakeRasa, client: Someone, db: Session
) -> None:
    say(chat, "Hallo")
    rasa.wait = 0.2
    tabs = [app.test_client().sign_in(client) for _ in range(2)]
    with ThreadPoolExecutor(2) as threads:
        both = list(threads.map(say, tabs, ["Eerste tab", "Tweede tab"]))
    assert [page.status_code for page in both] == [200, 200]
    spoken = [line.speaker for line in kept(db, client)]
    assert spoken == [Speaker.CLIENT, Speaker.ASSISTANT] * 3, "each answer follows its question"
    assert sorted(rasa.said) == ["Eerste tab", "Hallo", "Tweede tab"]


def test_a_double_click_in_two_threads_says_it_once(
    app: Flask, chat: PortalClient, rasa: FakeRasa, client: Someone, db: Session
) -> None:
    rasa.wait = 0.2
    form = {"message": "Hallo", "form_key": str(uuid.uuid4())}
    tabs = [app.test_client().sign_in(client) for _ in range(2)]
    with ThreadPoolExecutor(2) as threads:
        both = list(threads.map(lambda tab: tab.submit("/chat", form), tabs))
    assert [answer.status_code for answer in both] == [303, 303]
    assert rasa.said == ["Hallo"]
    assert len(kept(db, client)) == 2


def test_a_turn_that_was_never_ended_holds_nobody_up(
    chat: PortalClient, rasa: FakeRasa, client: Someone, owner_db: Session
) -> None:
    say(chat, "Hallo")
    owner_db.execute(text("UPDATE conversation SET answering_until = now() + interval '1 second'"))
    owner_db.commit()
    say(chat, "Bent u er nog?")
    assert rasa.said == ["Hallo", "Bent u er nog?"]


OFFER = {
    "text": "Ik kan dit als bericht naar uw coach sturen.",
    "custom": {"kind": "handover_offer", "question": "Mag ik volgende week weg?", "reason": "asked"},
    "buttons": [{"title": "Ja, stuur het naar mijn coach", "payload": "/handover_yes"}],
}


def test_she_reads_and_changes_what_goes_to_her_coach(
    chat: PortalClient, rasa: FakeRasa, client: Someone, db: Session
) -> None:
    rasa.answer = [ARTICLE]
    say(chat, "Mag ik op vakantie? Bel 06 12345678")
    rasa.answer = [OFFER]
    assert 'href="/chat/naar-coach"' in say(chat, "Vraag het mijn coach").text
    page = words_of(chat.get("/chat/naar-coach"))
    assert "Mag ik volgende week weg?" in page
    assert "Ik: Mag ik op vakantie? Bel [telefoon]" in page
    assert "Assistent: Mag ik op vakantie?" in page
    assert "Verstuurt u dit nu? Dan krijgt u uiterlijk" in page
    act(db, client)
    assert messages.count_of(db, client.case.id) == 0, "looking sends nothing"
    refused = chat.submit("/chat/naar-coach", {"text": "  "})
    assert (refused.status_code, 'id="fouten"' in refused.text) == (422, True)
    rasa.answer = []
    done = chat.submit("/chat/naar-coach", {"text": "Mag ik weg in week 50?"}, follow_redirects=True)
    assert f"Uw vraag is verstuurd naar {client.coach.account.name}" in words_of(done)
    assert "/handover_yes" not in done.text, "nothing waits for a yes any more"
    assert rasa.said[-1] == "/handover_sent"
    db.rollback()
    act(db, client)
    [(sent, thread)] = messages.newest(db, client.case.id, most=5)
    assert sent.text == "Mag ik weg in week 50?"
    act(db, client.coach)
    messages.send(db, client.case, by=client.coach.actor(), text="Ja, dat mag.", thread=thread)
    db.commit()
    page = chat.get("/chat")
    assert "Uw coach antwoordde: Ja, dat mag." in words_of(page)
    assert f'href="/berichten/{thread.id}#bericht-' in page.text


def test_the_intake_does_not_go_along_to_the_coach(chat: PortalClient, rasa: FakeRasa) -> None:
    rasa.answer = [QUESTION]
    say(chat, "/intake_start")
    rasa.answer = [OFFER]
    say(chat, "Dertig uur, maar dat weet mijn coach nog niet")
    page = words_of(chat.get("/chat/naar-coach"))
    assert "Dertig uur" not in page
    assert "Hoeveel uur per week" not in page


def test_in_need_the_numbers_of_her_own_centre_are_there_without_the_assistant(
    chat: PortalClient, away: None, client: Someone, people: People
) -> None:
    office = people.office_of(client.coach)
    office.urgent_help = {"violence": ["088 111 11 11"], "note": {"nl": "Loop gerust binnen."}}
    people.db.commit()
    page = say(chat, "mijn man slaat mij")
    for number in ("112", "113", "0800-0113", "088 111 11 11", office.phone):
        assert f"Bel {number}" in words_of(page)
    assert "0800-2000" not in page.text
    assert "Loop gerust binnen." in page.text


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


def test_harm_gets_a_person_first_also_when_the_assistant_does_not_see_it(chat: PortalClient, rasa: FakeRasa) -> None:
    rasa.answer = [{"text": "Daar weet ik niets van.", "custom": {"kind": "fallback"}}]
    page = say(chat, "mijn man heeft mij geslagen maar vertel het niemand")
    said = words_of(page).split("U zei:")[1]
    assert "Veilig Thuis" in said
    assert "Daar weet ik niets van." not in said
    assert 'href="tel:112"' in page.text
    assert 'value="/handover">Vraag aan mijn coach</button>' in page.text


def test_numbers_are_not_said_twice(chat: PortalClient, rasa: FakeRasa) -> None:
    rasa.answer = [{"text": "Bel nu.", "custom": {"kind": "urgent", "phones": ["112"]}}]
    page = say(chat, "mijn man heeft mij geslagen")
    assert page.text.count('href="tel:112"') == 1


def test_an_article_that_was_just_shown_is_pointed_at(chat: PortalClient, rasa: FakeRasa) -> None:
    rasa.answer = [ARTICLE]
    say(chat, "Mag ik op vakantie?")
    rasa.answer = [{"text": "Meer weet ik niet.", "custom": {"kind": "same_article", "id": "ww-holiday"}}]
    page = say(chat, "en hoe lang?")
    assert page.text.count('href="/rechten-en-plichten/ww-holiday"') == 2
    say(chat, "en daarna?")
    assert [message["metadata"].get("about") for message in rasa.heard] == [None, "ww-holiday", "ww-holiday"]


def test_a_long_conversation_shows_its_last_lines_and_the_way_to_the_rest(
    chat: PortalClient, rasa: FakeRasa, client: Someone
) -> None:
    for number in range(21):
        say(chat, f"vraag nummer {number}")
    page = chat.get("/chat")
    assert "vraag nummer 0<" not in page.text
    assert "vraag nummer 20" in page.text
    address = re.search(r'href="(/chat/[0-9a-f-]+)"', page.text)
    assert address is not None
    assert "vraag nummer 0" in chat.get(address[1]).text


def test_a_message_asks_no_more_than_it_must(chat: PortalClient, rasa: FakeRasa) -> None:
    """Session 2, file 1, form key 2, conversation 2, turn 2, lines 3, and the actor anew after the wait."""
    rasa.answer = [ARTICLE]
    for words in ("Mag ik op vakantie?", "En langer?"):
        say(chat, words, headers=HTMX)
    token = chat.csrf_token("/chat")
    form = {"csrf_token": token, "message": "En daarna?", "form_key": str(uuid.uuid4())}
    with statements(chat) as sent:
        assert chat.post("/chat", data=form, headers=HTMX).status_code == 200
    assert len(sent) <= 13, sent
