"""The chat page against a fake Rasa: what is shown, what is kept, and what happens when the assistant is away."""

import html
import json
import re
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from eportfolio import messages
from eportfolio.base import now
from eportfolio.conversations import LIFETIME, Speaker
from tests.client import PortalClient
from tests.people import People, Someone, act
from tests.portal.talk import ARTICLE, HTMX, QUESTION, kept, say, words_of
from tests.portal.test_query_counts import statements
from tests.rasa import FakeRasa


@pytest.fixture
def client(people: People) -> Someone:
    return people.client()


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
    rasa.answer = [{"text": "We beginnen.", "custom": {"kind": "intake_note", "topic": "begin"}}, QUESTION]
    page = say(chat, "/intake_start")
    assert "U zei: Ik wil mijn intake doen" in words_of(page)
    assert "Vraag 9 van 14. Hoeveel uur per week wilt u werken?" in words_of(page)
    assert "Een schatting is goed." in page.text
    assert "Uw antwoord komt in uw concept." in page.text
    assert 'href="/intake">Ga verder op de website' in page.text
    payload = QUESTION["buttons"][0]["payload"]
    rasa.answer = [QUESTION]
    page = say(chat, payload)
    assert page.text.count("Uw antwoord komt in uw concept.") == 1, "said with the first question only"
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
    rasa.answer = [{"text": "Graag gedaan.", "custom": {"kind": "smalltalk"}}]
    say(chat, "bedankt hoor")
    rasa.answer = [OFFER]
    assert 'href="/chat/naar-coach"' in say(chat, "Vraag het mijn coach").text
    page = words_of(chat.get("/chat/naar-coach"))
    assert "Mag ik volgende week weg?" in page
    assert "Ik: Mag ik op vakantie? Bel [telefoon]" in page
    assert "Assistent: Mag ik op vakantie?" in page
    assert "bedankt hoor" not in page, "small talk does not go along"
    assert "Vraag het mijn coach" not in page
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
    """Session 1, file 1, form key 1, turn 1, what was said 1, her words 1; then the actor anew, and the answer 1.

    However many bubbles the answer has: she waits for each statement.
    """
    rasa.answer = [ARTICLE, {"text": "Weet u al genoeg?"}, {"text": "Vraag gerust verder."}]
    for words in ("Mag ik op vakantie?", "En langer?"):
        say(chat, words, headers=HTMX)
    token = chat.csrf_token("/chat")
    form = {"csrf_token": token, "message": "En daarna?", "form_key": str(uuid.uuid4())}
    with statements(chat) as sent:
        assert chat.post("/chat", data=form, headers=HTMX).status_code == 200
    assert len(sent) <= 8, sent
