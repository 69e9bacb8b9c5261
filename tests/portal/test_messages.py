"""Messages on the client's and the coach's pages, and the mailbox page of a demonstration."""

import datetime as dt
import re
import uuid

import pytest
import time_machine
from sqlalchemy import text
from sqlalchemy.orm import Session

from eportfolio import applications, audit, messages
from eportfolio.applications import Details, How
from eportfolio.base import today
from eportfolio.messages import AboutKind, Message
from eportfolio.people import Role
from portal.config import Settings
from tests.client import PortalClient
from tests.people import People, Someone, act
from tests.portal.test_applications import HTMX, part

MONDAY_TEN = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _on_monday():  # type: ignore[no-untyped-def]
    with time_machine.travel(MONDAY_TEN, tick=True):
        yield


def write(db: Session, by: Someone, client: Someone, words: str, **more: object) -> Message:
    """A committed message in the conversation of this client."""
    sent = messages.send(db, client.case, by=act(db, by), text=words, **more)  # type: ignore[arg-type]
    db.commit()
    return sent


def conversation(db: Session, client: Someone) -> list[Message]:
    act(db, client)
    found = messages.thread(db, client.case.id).messages
    db.commit()
    return found


def coach_page(client: Someone) -> str:
    return f"/coach/klanten/{client.case.id}/berichten"


def test_client_writes_and_is_told_when_to_expect_an_answer(web: PortalClient, db: Session, people: People) -> None:
    client = people.client()
    web.sign_in(client)
    empty = web.get("/berichten")
    assert "Nog geen berichten" in empty.text
    assert "Dan krijgt u uiterlijk dinsdag 24 november, 10.00 uur antwoord." in empty.text
    sent = web.submit("/berichten", {"text": "Mag ik een cursus volgen?\r\n\r\nGroet, Elif"})
    assert sent.status_code == 303
    (message,) = conversation(db, client)
    assert sent.location == f"/berichten#bericht-{message.id}"
    page = web.get("/berichten")
    assert page.text.count("U krijgt uiterlijk dinsdag 24 november, 10.00 uur antwoord.") == 2
    assert "<p>Mag ik een cursus volgen?</p><p>Groet, Elif</p>" in page.text
    assert "Verstuurd vandaag, 10.00 uur." in page.text
    assert "Nog niet gelezen." in page.text


def test_an_empty_or_endless_message_comes_back(web: PortalClient, db: Session, people: People) -> None:
    client = people.client()
    web.sign_in(client)
    empty = web.submit("/berichten", {"text": "  \r\n "})
    assert empty.status_code == 422
    assert "Schrijf uw bericht." in part(empty.text, "fouten")
    long = web.submit("/berichten", {"text": "é" * 4001})
    assert long.status_code == 422
    assert "é" * 4001 in long.text
    just_fits = web.submit("/berichten", {"text": "é\r\n" * 1999 + "ok"})
    assert just_fits.status_code == 303
    assert len(conversation(db, client)) == 1


def test_a_double_click_sends_once(web: PortalClient, db: Session, people: People) -> None:
    client = people.client()
    web.sign_in(client)
    data = {"text": "Hallo", "form_key": str(uuid.uuid4())}
    first, second = web.submit("/berichten", data), web.submit("/berichten", data)
    assert first.location == second.location
    assert len(conversation(db, client)) == 1


def test_opening_the_page_reads_nothing_and_the_button_does(web: PortalClient, db: Session, people: People) -> None:
    client = people.client()
    write(db, client.coach, client, "Welkom bij Houvast")
    web.sign_in(client)
    page = web.get("/berichten")
    assert "1 nieuw bericht" in part(page.text, "leesstand")
    until = re.search(r'name="tot" value="([^"]+)"', part(page.text, "leesstand"))[1]
    assert "1 nieuw bericht" in part(web.get("/berichten").text, "leesstand")
    write(db, client.coach, client, "Nog iets")
    read = web.submit("/berichten/gelezen", {"tot": until}, page="/berichten")
    assert (read.status_code, read.location) == (303, "/berichten")
    assert "1 nieuw bericht" in part(web.get("/berichten").text, "leesstand")
    assert [message.read_at is not None for message in conversation(db, client)] == [True, False]
    web.sign_in(client.coach)
    assert f"Gelezen door {client.account.name}" in web.get(coach_page(client)).text


def test_with_scripts_the_page_marks_itself_read_once_it_is_open(
    web: PortalClient, db: Session, people: People
) -> None:
    client = people.client()
    first = write(db, client.coach, client, "Welkom")
    for someone, url in ((client, "/berichten"), (client.coach, coach_page(client))):
        web.sign_in(someone)
        page = part(web.get(url).text, "leesstand")
        if someone is client:
            assert 'hx-trigger="load"' in page
        fragment = web.submit(f"{url}/gelezen", {"tot": str(first.id)}, page=url, headers=HTMX)
        assert fragment.status_code == 200
        assert part(fragment.text, "leesstand") == part(web.get(url).text, "leesstand")
        assert "alles is gelezen" in fragment.text


def test_answering_reads_and_answers_what_stood_on_the_page(web: PortalClient, db: Session, people: People) -> None:
    client = people.client()
    shown = write(db, client, client, "Eerste vraag")
    web.sign_in(client.coach)
    page = web.get(coach_page(client))
    assert "Antwoord voor dinsdag 24 november, 10.00 uur" in page.text
    write(db, client, client, "Tweede vraag")
    sent = web.submit(coach_page(client), {"text": "Ja, dat mag.", "tot": str(shown.id), "answer_expected": "y"})
    assert sent.status_code == 303
    act(db, client.coach)
    assert messages.waiting_for_coach(db, [client.case.id])[client.case.id].messages == 1
    assert messages.unread_count(db, client.case.id, Role.COACH) == 1
    db.commit()
    web.sign_in(client)
    page = web.get("/berichten")
    assert "Uw coach vraagt om een antwoord" in page.text
    assert page.text.index("Eerste vraag") < page.text.index("Tweede vraag") < page.text.index("Ja, dat mag.")


def test_late_answers_are_said_on_both_sides(web: PortalClient, db: Session, people: People) -> None:
    client = people.client()
    write(db, client, client, "Mag ik een cursus?")
    with time_machine.travel(MONDAY_TEN + dt.timedelta(hours=25), tick=True):
        page = web.sign_in(client).get("/berichten")
        assert "later met antwoorden dan beloofd" in page.text
        assert "088 000 00 00" in page.text
        page = web.sign_in(client.coach).get(coach_page(client))
        assert "Te laat: antwoord was beloofd voor dinsdag 24 november, 10.00 uur" in page.text


def test_coach_says_that_no_answer_is_needed(web: PortalClient, db: Session, people: People) -> None:
    client = people.client()
    thanks = write(db, client, client, "Dank u wel!")
    web.sign_in(client.coach)
    closed = web.submit(f"{coach_page(client)}/{thanks.id}/klaar", page=coach_page(client))
    assert closed.status_code == 303
    assert "Antwoord voor" not in web.get(coach_page(client)).text
    act(db, client.coach)
    assert messages.waiting_for_coach(db, [client.case.id]) == {}


def test_a_message_about_an_application_links_to_it_on_both_sides(
    web: PortalClient, db: Session, people: People
) -> None:
    client = people.client()
    details = Details("Hotel Zuid", "Kok", today(), How.WEBSITE)
    application = applications.log_application(db, client.case, by=act(db, client), details=details).application
    db.commit()
    over = f"sollicitatie:{application.id}"
    web.sign_in(client)
    page = web.get(f"/berichten?over={over}")
    assert f'value="{over}"' in page.text
    refused = web.submit("/berichten", {"text": "", "over": over})
    assert f'value="{over}"' in refused.text
    web.submit("/berichten", {"text": "Zij vragen een diploma.", "over": over})
    (message,) = conversation(db, client)
    assert (message.about_kind, message.about_label) == (AboutKind.APPLICATION, "Kok, Hotel Zuid")
    assert f'<a href="/sollicitaties/{application.id}">Kok, Hotel Zuid</a>' in web.get("/berichten").text
    web.sign_in(client.coach)
    link = f'<a href="/coach/klanten/{client.case.id}/sollicitaties/{application.id}">Kok, Hotel Zuid</a>'
    assert link in web.get(coach_page(client)).text


@pytest.mark.parametrize(
    "over", ["x", "sollicitatie:", "sollicitatie:x", "geheim:{id}", "sollicitatie:{id}", "afspraak:{id}"]
)
def test_a_topic_outside_this_file_does_not_exist(web: PortalClient, people: People, over: str) -> None:
    web.sign_in(people.client())
    over = over.replace("{id}", str(uuid.uuid4()))
    assert web.get("/berichten", query_string={"over": over}).status_code == 404
    assert web.submit("/berichten", {"text": "Hallo", "over": over}).status_code == 404


def test_older_messages_are_on_earlier_pages(web: PortalClient, db: Session, people: People) -> None:
    client = people.client()
    for number in range(messages.PAGE_SIZE + 2):
        messages.send(db, client.case, by=act(db, client), text=f"Bericht nummer {number}.")
    db.commit()
    web.sign_in(client)
    newest = web.get("/berichten")
    assert "Bericht nummer 51." in newest.text
    assert "Bericht nummer 1." not in newest.text
    earlier = re.search(r'href="(/berichten\?voor=[^"]+)"', newest.text)[1]
    page = web.get(earlier)
    assert "Bericht nummer 1." in page.text
    assert "Bericht nummer 2." not in page.text
    assert "Terug naar de nieuwste berichten" in page.text


def test_another_person_s_conversation_does_not_exist(web: PortalClient, db: Session, people: People) -> None:
    client, stranger = people.client(), people.client()
    message = write(db, client, client, "Geheim")
    web.sign_in(stranger)
    assert "Geheim" not in web.get("/berichten").text
    assert web.submit("/berichten/gelezen", {"tot": str(message.id)}, page="/berichten").status_code == 404
    assert web.submit("/berichten", {"text": "Hallo", "tot": str(message.id)}).status_code == 404
    assert web.get(f"/berichten?voor={message.id}").status_code == 404
    assert web.get("/berichten?voor=x").status_code == 404
    web.sign_in(people.coach())
    assert web.get(coach_page(client)).status_code == 404
    assert web.submit(coach_page(client), {"text": "Hallo"}, page="/coach").status_code == 404
    assert web.submit(f"{coach_page(client)}/{message.id}/klaar", page="/coach").status_code == 404
    assert web.sign_in(client).get(coach_page(client)).status_code == 403
    assert web.sign_in(people.manager()).get(coach_page(client)).status_code == 403


def test_a_stand_in_reads_and_answers(web: PortalClient, db: Session, owner_db: Session, people: People) -> None:
    client, stand_in = people.client(), people.coach()
    write(db, client, client, "Is er iemand?")
    client.case.stand_in_id = stand_in.account.id
    owner_db.commit()
    web.sign_in(stand_in)
    assert "Is er iemand?" in web.get(coach_page(client)).text
    assert web.submit(coach_page(client), {"text": "Ja, ik vervang."}).status_code == 303
    assert conversation(db, client)[-1].sender_name == stand_in.account.name


def test_a_coach_s_look_is_in_the_client_s_log(web: PortalClient, db: Session, people: People) -> None:
    client = people.client()
    web.sign_in(client.coach).get(coach_page(client))
    act(db, client)
    (look,) = audit.looks_by_others(db, client.case.id, client.account.id)
    assert (look.action, look.subject) == (audit.Action.READ, audit.Subject.MESSAGE)


def test_hostile_words_stay_words_and_long_numbers_are_masked_at_a_kiosk(
    web: PortalClient, db: Session, people: People
) -> None:
    client = people.client()
    write(db, client.coach, client, "<script>alert(1)</script> Bel 010-1234567")
    page = web.sign_in(client).get("/berichten").text
    assert "<script>alert" not in page
    assert "010-1234567" in page
    assert "1234567" not in web.sign_in(client, kiosk=True).get("/berichten").text


def test_demo_mailbox_shows_what_was_mailed(web: PortalClient, db: Session, owner_db: Session, people: People) -> None:
    client = people.client()
    web.sign_in(client.coach)
    write(db, client.coach, client, "De inhoud blijft hier")
    owner_db.execute(
        text("UPDATE notice SET sent_at = now(), subject = 'Er staat iets', body = 'Log in' WHERE account_id = :id"),
        {"id": client.account.id},
    )
    owner_db.commit()
    page = web.get("/coach/postbus")
    assert client.account.email in page.text
    assert "De inhoud blijft hier" not in page.text
    assert web.sign_in(people.manager()).get("/coach/postbus").status_code == 200
    assert web.sign_in(client).get("/coach/postbus").status_code == 403


def test_there_is_no_mailbox_outside_demo_mode(
    web: PortalClient, settings: Settings, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(web.application.config, "HOUVAST", settings.model_copy(update={"demo": False}))
    assert web.sign_in(people.coach()).get("/coach/postbus").status_code == 404
