"""Messages on the client's and the coach's pages, and the mailbox page of a demonstration."""

import datetime as dt
import re
import uuid

import pytest
import time_machine
from sqlalchemy.orm import Session

from eportfolio import applications, audit, messages
from eportfolio.applications import Details, How
from eportfolio.base import today
from eportfolio.messages import AboutKind
from eportfolio.people import Role
from tests.client import PortalClient
from tests.people import People, act
from tests.portal.test_applications import HTMX, part
from tests.portal.writing_messages import MONDAY_TEN, coach_page, conversation, thread_page, write

pytestmark = pytest.mark.usefixtures("on_monday")


def test_client_writes_and_is_told_when_to_expect_an_answer(web: PortalClient, db: Session, people: People) -> None:
    client = people.client()
    web.sign_in(client)
    empty = web.get("/berichten")
    assert "Nog geen berichten" in empty.text
    assert "Dan krijgt u uiterlijk dinsdag 24 november, 10.00 uur antwoord." in empty.text
    sent = web.submit("/berichten", {"text": "Mag ik een cursus volgen?\r\n\r\nGroet, Elif"})
    assert sent.status_code == 303
    (message,) = conversation(db, client)
    assert sent.location == f"{thread_page(message)}#bericht-{message.id}"
    page = web.get(sent.location)
    assert "U krijgt uiterlijk dinsdag 24 november, 10.00 uur antwoord." in page.text
    assert "Antwoord uiterlijk dinsdag 24 november, 10.00 uur" in part(page.text, "gesprek")
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
    url = thread_page(write(db, client.coach, client, "Welkom bij Houvast"))
    web.sign_in(client)
    page = web.get(url)
    assert "1 nieuw bericht" in part(page.text, "leesstand")
    until = re.search(r'name="tot" value="([^"]+)"', part(page.text, "leesstand"))[1]
    assert "1 nieuw bericht" in part(web.get(url).text, "leesstand")
    later = write(db, client.coach, client, "Nog iets")
    read = web.submit(f"{url}/gelezen", {"tot": until}, page=url)
    assert (read.status_code, read.location) == (303, url)
    assert "1 nieuw bericht" in part(web.get(url).text, "leesstand")
    assert [message.read_at is not None for message in conversation(db, client)] == [True, False]
    web.sign_in(client.coach)
    assert f"Gelezen door {client.account.name}" in web.get(coach_page(client, later)).text


def test_with_scripts_the_page_marks_itself_read_once_it_is_open(
    web: PortalClient, db: Session, people: People
) -> None:
    client = people.client()
    first = write(db, client.coach, client, "Welkom")
    for someone, url in ((client, thread_page(first)), (client.coach, coach_page(client, first))):
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
    url = coach_page(client, shown)
    page = web.get(url)
    assert "Antwoord uiterlijk dinsdag 24 november, 10.00 uur" in page.text
    write(db, client, client, "Tweede vraag")
    sent = web.submit(url, {"text": "Ja, dat mag.", "tot": str(shown.id), "answer_expected": "y"})
    assert sent.status_code == 303
    act(db, client.coach)
    assert messages.waiting_for_coach(db, [client.case.id])[client.case.id].messages == 1
    assert messages.unread_count(db, client.case.id, Role.COACH) == 1
    db.commit()
    web.sign_in(client)
    assert "antwoord uiterlijk 30 november" in web.get("/berichten").text
    page = web.get(thread_page(shown))
    assert "Uw coach vraagt om een antwoord, uiterlijk maandag 30 november" in page.text
    assert page.text.index("Eerste vraag") < page.text.index("Tweede vraag") < page.text.index("Ja, dat mag.")


def test_late_answers_are_said_on_both_sides(web: PortalClient, db: Session, people: People) -> None:
    client = people.client()
    asked = write(db, client, client, "Mag ik een cursus?")
    with time_machine.travel(MONDAY_TEN + dt.timedelta(hours=25), tick=True):
        page = web.sign_in(client).get("/berichten")
        assert "later met antwoorden dan beloofd" in page.text
        assert "088 000 00 00" in page.text
        page = web.sign_in(client.coach).get(coach_page(client, asked))
        assert "Te laat: antwoord was beloofd voor dinsdag 24 november, 10.00 uur" in page.text


def test_coach_says_that_no_answer_is_needed(web: PortalClient, db: Session, people: People) -> None:
    client = people.client()
    thanks = write(db, client, client, "Dank u wel!")
    web.sign_in(client.coach)
    closed = web.submit(f"{coach_page(client)}/bericht/{thanks.id}/klaar", page=coach_page(client))
    assert closed.status_code == 303
    assert "Antwoord uiterlijk" not in web.get(coach_page(client, thanks)).text
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
    assert f'<a href="/sollicitaties/{application.id}">Kok, Hotel Zuid</a>' in web.get(thread_page(message)).text
    web.sign_in(client.coach)
    link = f'<a href="/coach/klanten/{client.case.id}/sollicitaties/{application.id}">Kok, Hotel Zuid</a>'
    assert link in web.get(coach_page(client, message)).text


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
    thread = None
    for number in range(messages.PAGE_SIZE + 2):
        words = f"Bericht nummer {number}."
        sent = messages.send(db, client.case, by=act(db, client), text=words, subject="Cursus", thread=thread)
        thread = thread or messages.thread_of(db, client.case.id, sent.thread_id)
    db.commit()
    web.sign_in(client)
    url = f"/berichten/{thread.id}"
    newest = web.get(url)
    assert "Bericht nummer 51." in newest.text
    assert "Bericht nummer 1." not in newest.text
    earlier = re.search(rf'href="({url}\?voor=[^"]+)"', newest.text)[1]
    page = web.get(earlier)
    assert "Bericht nummer 1." in page.text
    assert "Bericht nummer 2." not in page.text
    assert "Terug naar de nieuwste berichten" in page.text


def test_another_person_s_conversation_does_not_exist(web: PortalClient, db: Session, people: People) -> None:
    client, stranger = people.client(), people.client()
    message = write(db, client, client, "Geheim")
    web.sign_in(stranger)
    assert "Geheim" not in web.get("/berichten").text
    assert web.get(thread_page(message)).status_code == 404
    assert web.get(f"/berichten/bericht/{message.id}").status_code == 404
    assert web.submit(f"{thread_page(message)}/gelezen", {"tot": str(message.id)}, page="/berichten").status_code == 404
    assert web.submit(thread_page(message), {"text": "Hallo"}, page="/berichten").status_code == 404
    assert web.submit(f"/berichten/bericht/{message.id}/klaar", page="/berichten").status_code == 404
    own = write(db, stranger, stranger, "Van mij")
    assert web.submit(thread_page(own), {"text": "Hallo", "tot": str(message.id)}, page="/berichten").status_code == 404
    assert web.get(f"{thread_page(own)}?voor={message.id}").status_code == 404
    assert web.get(f"{thread_page(own)}?voor=x").status_code == 404
    web.sign_in(people.coach())
    assert web.get(coach_page(client)).status_code == 404
    assert web.get(coach_page(client, message)).status_code == 404
    assert web.submit(coach_page(client), {"text": "Hallo"}, page="/coach").status_code == 404
    assert web.submit(f"{coach_page(client)}/bericht/{message.id}/klaar", page="/coach").status_code == 404
    assert web.sign_in(client).get(coach_page(client)).status_code == 403
    assert web.sign_in(people.manager()).get(coach_page(client)).status_code == 403


def test_a_stand_in_reads_and_answers(web: PortalClient, db: Session, owner_db: Session, people: People) -> None:
    client, stand_in = people.client(), people.coach()
    write(db, client, client, "Is er iemand?")
    client.case.stand_in_id = stand_in.account.id
    owner_db.commit()
    web.sign_in(stand_in)
    assert "Is er iemand?" in web.get(coach_page(client)).text
    (asked,) = conversation(db, client)
    assert web.submit(coach_page(client, asked), {"text": "Ja, ik vervang."}).status_code == 303
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
    hostile = write(db, client.coach, client, "<script>alert(1)</script> Bel 010-1234567")
    for url in ("/berichten", thread_page(hostile), "/berichten?zoek=Bel"):
        page = web.sign_in(client).get(url).text
        assert "<script>alert" not in page
        assert "010-1234567" in page
        assert "1234567" not in web.sign_in(client, kiosk=True).get(url).text
