"""The shared computer: marked, short, helped by a person without access, and nothing stays behind."""

import datetime as dt
import uuid

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from eportfolio import conversations
from eportfolio.access import Channel, LoginSession
from eportfolio.base import NotFound, now
from eportfolio.conversations import Conversation, Speaker
from eportfolio.help_requests import label_of, place_of
from eportfolio.people import Office
from portal.config import Settings
from portal.jobs import make_worker
from portal.notices.postman import Postman
from tests.client import PortalClient
from tests.people import People, Someone, act

WIPES = '"cache", "cookies", "storage"'
NOON = dt.datetime(2026, 11, 23, 11, 0, tzinfo=dt.UTC)


def talk(db: Session, someone: Someone, channel: Channel) -> str:
    """Say something to the assistant; returns the conversation's token."""
    actor = act(db, someone, channel)
    conversation = conversations.start_or_go_on(db, someone.case, by=actor, language="nl")
    conversations.say(db, conversation, speaker=Speaker.CLIENT, parts={"text": "Moet ik een baan ver weg aannemen?"})
    token = conversation.token
    db.commit()
    return token


def conversations_in(owner_db: Session, someone: Someone) -> int:
    count = select(func.count()).select_from(Conversation).where(Conversation.case_id == someone.case.id)
    return owner_db.scalar(count) or 0


def test_entry_address_marks_the_browser(web: PortalClient, office: Office) -> None:
    page = web.get(f"/kiosk/{label_of(office.name)}/3")
    assert page.status_code == 200
    assert f"{office.name}, computer 3" in page.text
    assert "Nederlands" in page.text
    assert "English" in page.text
    assert "data-kiosk" in web.get("/inloggen").text


@pytest.mark.parametrize(
    "path", ["/kiosk/werkplein-nergens", "/kiosk/../..", "/kiosk/{office}/3 3", "/kiosk/{office}/" + "9" * 30]
)
def test_unknown_place_is_not_found(path: str, web: PortalClient, office: Office) -> None:
    assert web.get(path.format(office=label_of(office.name))).status_code == 404
    assert "data-kiosk" not in web.get("/inloggen").text


def test_office_names_make_readable_addresses(db: Session, people: People) -> None:
    name = f"Werkplein 's-Gravenhage Zuiderpark {uuid.uuid4().hex[:6]}"
    office = people.office(name)
    assert label_of(name).startswith("werkplein-s-gravenhage-zuiderpark-")
    assert place_of(db, label_of(name), "4").office_id == office.id
    with pytest.raises(NotFound):
        place_of(db, label_of(name), "../4")


def test_sign_in_on_a_shared_computer_is_short_and_visible(web: PortalClient, people: People) -> None:
    web.sign_in(people.client(), kiosk=True)
    page = web.get("/vandaag").text
    assert "Openbare computer." in page
    assert "Deze sessie stopt na 3 minuten zonder gebruik." in page
    assert "Stop en wis alles" in page
    assert 'data-idle-seconds="180"' in page
    assert '<noscript><meta http-equiv="refresh" content="185; url=/kiosk/klaar?reden=tijd"></noscript>' in page


def test_choice_at_sign_in_makes_it_a_shared_computer(web: PortalClient, people: People) -> None:
    client = people.client(password=True)
    signed_in = web.submit(
        "/inloggen", {"email": client.account.email, "password": "een lang wachtwoord", "shared_computer": "y"}
    )
    assert signed_in.location == "/vandaag"
    assert 'data-idle-seconds="180"' in web.get("/vandaag").text


def test_mark_stays_when_someone_signs_in_from_the_entry_page(
    web: PortalClient, people: People, office: Office
) -> None:
    client = people.client(password=True)
    web.get(f"/kiosk/{label_of(office.name)}/2")
    assert "Ik zit op een openbare computer" not in web.get("/inloggen").text
    web.submit("/inloggen", {"email": client.account.email, "password": "een lang wachtwoord"})
    ended = f"/kiosk/klaar?plek={label_of(office.name)}/2&amp;reden=tijd"
    assert f"url={ended}" in web.get("/vandaag").text


def test_stop_and_wipe_leaves_nothing(web: PortalClient, people: People, db: Session, owner_db: Session) -> None:
    client = people.client()
    web.sign_in(client, kiosk=True)
    talk(db, client, Channel.KIOSK)
    stopped = web.submit("/kiosk/wis", page="/vandaag")
    assert stopped.location == "/kiosk/klaar"
    assert stopped.headers["Clear-Site-Data"] == WIPES
    assert web.get_cookie("houvast") is None
    row = owner_db.scalars(select(LoginSession).where(LoginSession.account_id == client.account.id)).one()
    assert row.ended_at is not None
    assert conversations_in(owner_db, client) == 0
    last = web.get(stopped.location)
    assert "Alles is gewist" in last.text
    assert client.account.name not in last.text
    assert web.get("/vandaag").status_code == 303


def test_last_page_is_in_the_language_of_who_leaves_and_the_next_begins_anew(
    web: PortalClient, people: People, office: Office
) -> None:
    entry = f"/kiosk/{label_of(office.name)}"
    web.get(entry)
    web.submit("/taal", {"language": "en", "next": "/inloggen"}, page="/inloggen")
    web.sign_in(people.client(), kiosk=True)
    stopped = web.submit("/kiosk/wis", page="/vandaag")
    last = web.get(stopped.location)
    assert 'lang="en"' in last.text
    assert "Alles is gewist" not in last.text
    assert 'lang="nl"' in web.get(entry).text
    assert 'lang="nl"' in web.get(stopped.location.replace("taal=en", "taal=xx")).text


def test_sign_out_on_a_shared_computer_wipes_as_well(
    web: PortalClient, people: People, db: Session, owner_db: Session
) -> None:
    client = people.client()
    web.sign_in(client, kiosk=True)
    talk(db, client, Channel.KIOSK)
    out = web.submit("/uitloggen", page="/vandaag")
    assert out.location == "/kiosk/klaar"
    assert out.headers["Clear-Site-Data"] == WIPES
    assert conversations_in(owner_db, client) == 0


def test_conversation_from_home_survives_a_visit_to_the_kiosk(
    web: PortalClient, people: People, db: Session, owner_db: Session
) -> None:
    client = people.client()
    talk(db, client, Channel.WEB)
    web.sign_in(client, kiosk=True)
    web.submit("/kiosk/wis", page="/vandaag")
    assert conversations_in(owner_db, client) == 1


def test_idle_end_wipes_what_the_server_keeps(
    web: PortalClient, people: People, db: Session, owner_db: Session
) -> None:
    """The page's own script posts the wipe when the time is over: the session has lapsed by then."""
    client = people.client()
    with time_machine.travel(NOON, tick=False):
        web.sign_in(client, kiosk=True)
        talk(db, client, Channel.KIOSK)
        token = web.csrf_token("/vandaag")
    with time_machine.travel(NOON + dt.timedelta(minutes=3, seconds=1), tick=False):
        assert web.get("/vandaag").status_code == 303
        stopped = web.post("/kiosk/wis", data={"csrf_token": token, "reden": "tijd"})
    assert stopped.location == "/kiosk/klaar?reden=tijd"
    assert stopped.headers["Clear-Site-Data"] == WIPES
    assert conversations_in(owner_db, client) == 0


def test_wiping_twice_is_harmless(web: PortalClient, people: People) -> None:
    web.sign_in(people.client(), kiosk=True)
    token = web.csrf_token("/vandaag")
    for _ in range(2):
        assert web.post("/kiosk/wis", data={"csrf_token": token}).location == "/kiosk/klaar"


def test_worker_wipes_what_nobody_came_back_for(
    people: People, db: Session, owner_db: Session, app, settings: Settings
) -> None:
    gone, there, home = people.client(), people.client(), people.client()
    with time_machine.travel(now() - dt.timedelta(minutes=5), tick=False):
        app.test_client().sign_in(gone, kiosk=True)
    app.test_client().sign_in(there, kiosk=True)
    for someone, channel in ((gone, Channel.KIOSK), (there, Channel.KIOSK), (home, Channel.WEB)):
        talk(db, someone, channel)
    postman = Postman(settings)
    postman.tidy()
    postman.tidy()  # nothing left to do is no mistake
    postman.close()
    assert [conversations_in(owner_db, someone) for someone in (gone, there, home)] == [0, 1, 1]


def test_worker_has_the_tidying_on_its_clock(settings: Settings) -> None:
    postman = Postman(settings)
    worker = make_worker(settings, postman)
    postman.close()
    assert {task.cron for _id, task in worker.periodic_registry.periodic_tasks.items() if _id[0] == "tidy"} == {
        "* * * * *"
    }


def test_without_scripts_the_page_ends_by_itself(web: PortalClient, people: People, office: Office) -> None:
    """What the refresh of the page leads to: no session any more, everything wiped, and on to a clean start."""
    place = label_of(office.name)
    web.get(f"/kiosk/{place}")
    with time_machine.travel(NOON, tick=False):
        web.sign_in(people.client(), kiosk=True)
        web.submit("/taal", {"language": "nl"}, page="/vandaag")
    with time_machine.travel(NOON + dt.timedelta(seconds=185), tick=False):
        wiped = web.get(f"/kiosk/klaar?plek={place}&reden=tijd")
        assert wiped.status_code == 303
        assert wiped.headers["Clear-Site-Data"] == WIPES
        assert web.get_cookie("houvast") is None
        ended = web.get(wiped.location)
        assert ended.headers["Refresh"] == f"30; url=/kiosk/{place}"
        assert "Er gebeurde 3 minuten niets." in ended.text
        with web.session_transaction() as left:
            assert dict(left) == {"kiosk": True, "kiosk_place": place}


def test_back_from_the_last_page_is_still_a_shared_computer(web: PortalClient, people: People, office: Office) -> None:
    entry = f"/kiosk/{label_of(office.name)}"
    web.get(entry)
    web.sign_in(people.client(), kiosk=True)
    web.get(web.submit("/kiosk/wis", page="/vandaag").location)
    assert web.get("/vandaag").location == entry
    web.get(entry)
    assert "Alles is gewist" in web.get(f"/kiosk/klaar?plek={label_of(office.name)}").text
    assert web.get("/vandaag").location == entry


def test_last_page_wipes_no_living_session_and_obeys_no_stranger(web: PortalClient, people: People) -> None:
    foreign = web.get("/kiosk/klaar?plek=//evil.example", headers={"Sec-Fetch-Site": "cross-site"})
    assert "Clear-Site-Data" not in foreign.headers
    assert 'href="//evil' not in foreign.text
    assert "Refresh" not in foreign.headers
    with time_machine.travel(NOON, tick=False):
        web.sign_in(people.client(), kiosk=True)
    with time_machine.travel(NOON + dt.timedelta(minutes=4), tick=False):
        asked = web.get("/kiosk/klaar", headers={"Sec-Fetch-Site": "cross-site"})
        assert "Clear-Site-Data" not in asked.headers
    web.sign_in(people.client(), kiosk=True)
    still = web.get("/kiosk/klaar?reden=tijd")
    assert still.status_code == 302
    assert web.get("/vandaag").status_code == 200


def test_next_person_is_not_led_to_the_page_of_the_last(web: PortalClient, people: People, office: Office) -> None:
    entry = f"/kiosk/{label_of(office.name)}/1"
    web.get(entry)
    assert web.get("/berichten").location == entry
    with time_machine.travel(NOON, tick=False):
        web.sign_in(people.client(), kiosk=True)
    with time_machine.travel(NOON + dt.timedelta(minutes=4), tick=False):
        assert web.get("/berichten").location.startswith("/kiosk/klaar?")


def test_own_computer_can_be_unmarked_but_not_one_with_a_place(web: PortalClient, office: Office) -> None:
    web.get("/kiosk")
    assert web.submit("/kiosk/eigen-computer", page="/kiosk").location == "/"
    assert "data-kiosk" not in web.get("/inloggen").text
    web.get(f"/kiosk/{label_of(office.name)}")
    web.submit("/kiosk/eigen-computer", page="/kiosk/hulp")
    assert "data-kiosk" in web.get("/inloggen").text


def test_pdfs_are_shown_and_not_left_in_the_downloads(web: PortalClient, people: People) -> None:
    web.sign_in(people.client(), kiosk=True)
    plan = web.get("/plan.pdf")
    assert plan.mimetype == "application/pdf"
    assert plan.headers["Content-Disposition"].startswith("inline;")
