"""Help at a shared computer: asked for, answered, and without access to anything."""

import datetime as dt
import re

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from eportfolio import access, help_requests
from eportfolio.base import NotFound, now
from eportfolio.help_requests import HelpRequest, label_of, place_of
from eportfolio.people import Office
from tests.client import PortalClient
from tests.people import People, Someone, act

NOON = dt.datetime(2026, 11, 23, 11, 0, tzinfo=dt.UTC)


def test_help_is_asked_answered_and_seen(app, web: PortalClient, office: Office, helper: Someone) -> None:
    entry = f"/kiosk/{label_of(office.name)}/3"
    desk = app.test_client().sign_in(helper)
    assert "Er wacht nu niemand." in desk.get("/balie").text
    assert web.submit("/kiosk/hulp", {"next": entry}, page=entry).location == entry
    assert "Er is iemand geroepen" in web.get(entry).text
    listed = desk.get("/balie").text
    assert "1 mens wacht op hulp." in listed
    assert "computer 3" in listed
    request_id = listed.split('id="vraag-')[1][:36]
    desk.submit(f"/balie/{request_id}/kom", page="/balie")
    assert "Anneke komt eraan." in web.get(entry).text
    assert "Anneke komt eraan." in web.get("/kiosk/hulp", headers={"HX-Request": "true"}).text
    assert "U gaat ernaartoe" in desk.get("/balie").text
    desk.submit(f"/balie/{request_id}/klaar", page="/balie")
    assert "Ik heb hulp nodig" in web.get(entry).text
    assert request_id not in desk.get("/balie").text


def test_signed_in_person_asks_without_losing_her_page(web: PortalClient, people: People, office: Office) -> None:
    web.get(f"/kiosk/{label_of(office.name)}")
    web.sign_in(people.client(), kiosk=True)
    token = web.csrf_token("/chat")
    answer = web.post("/kiosk/hulp", data={"csrf_token": token, "next": "/chat"}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "Wij roepen een medewerker." in answer.text
    assert "<html" not in answer.text
    assert "Wij roepen een medewerker." in web.get("/vandaag").text
    again = web.submit("/kiosk/hulp", {"next": "/chat"}, page="/chat")
    assert again.location == "/chat"
    columns = set(HelpRequest.__table__.columns.keys())
    assert not columns & {"case_id", "account_id", "client_id", "name"}, "a call for help says nothing about a person"


def test_help_can_be_withdrawn_and_is_over_when_the_person_leaves(app, office: Office, helper: Someone) -> None:
    entry = f"/kiosk/{label_of(office.name)}/7"
    desk = app.test_client().sign_in(helper)
    for leave in ("/kiosk/hulp/niet-meer-nodig", "/kiosk/wis"):
        web = app.test_client()
        web.submit("/kiosk/hulp", page=entry)
        assert "1 mens wacht" in desk.get("/balie").text
        web.submit(leave, page="/inloggen")
        assert "Er wacht nu niemand." in desk.get("/balie").text


def test_call_stays_open_when_the_time_ran_out_while_waiting(app, office: Office, helper: Someone) -> None:
    web = app.test_client()
    web.submit("/kiosk/hulp", page=f"/kiosk/{label_of(office.name)}/7")
    web.submit("/kiosk/wis", {"reden": "tijd"}, page="/inloggen")
    assert "1 mens wacht" in app.test_client().sign_in(helper).get("/balie").text


def test_first_employee_to_come_is_the_one_who_comes(
    db: Session, people: People, office: Office, helper: Someone
) -> None:
    second = people.helper()
    second.account.office_id = office.id
    people.db.commit()
    access.act_at_the_door(db)
    request_id = help_requests.ask(db, place=place_of(db, label_of(office.name), "1"), language="en")
    for someone in (helper, second):
        answered = help_requests.answer(db, request_id, by=act(db, someone), given_name=someone.account.given_name)
        assert answered.answered_by_name == "Anneke"


def test_old_calls_are_over(db: Session, office: Office, helper: Someone) -> None:
    access.act_at_the_door(db)
    place = place_of(db, label_of(office.name))
    with time_machine.travel(now() - dt.timedelta(minutes=31), tick=False):
        request_id = help_requests.ask(db, place=place, language="nl")
    assert help_requests.my_request(db, request_id) is None
    actor = act(db, helper)
    assert help_requests.open_requests(db) == []
    with pytest.raises(NotFound):
        help_requests.answer(db, request_id, by=actor, given_name="Anneke")


def test_employee_of_another_office_and_other_askers_see_nothing(db: Session, people: People, office: Office) -> None:
    access.act_at_the_door(db)
    request_id = help_requests.ask(db, place=place_of(db, label_of(office.name)), language="nl")
    other = help_requests.ask(db, place=place_of(db, label_of(office.name)), language="nl")
    assert help_requests.my_request(db, other).id == other
    assert db.scalars(select(HelpRequest)).all() == [help_requests.my_request(db, other)]
    actor = act(db, people.helper())
    db.execute(select(func.set_config("houvast.help", "", True)))
    assert request_id not in {one.id for one in help_requests.open_requests(db)}
    with pytest.raises(NotFound):
        help_requests.answer(db, request_id, by=actor, given_name="Iemand")


def test_only_an_employee_answers(db: Session, people: People, office: Office) -> None:
    access.act_at_the_door(db)
    request_id = help_requests.ask(db, place=place_of(db, label_of(office.name)), language="nl")
    for someone in (people.client(), people.coach(), people.manager()):
        with pytest.raises(NotFound):
            help_requests.answer(db, request_id, by=act(db, someone), given_name="Iemand")


def test_waiting_page_does_not_keep_a_session_alive(web: PortalClient, people: People, office: Office) -> None:
    web.get(f"/kiosk/{label_of(office.name)}")
    with time_machine.travel(NOON, tick=False):
        web.sign_in(people.client(), kiosk=True)
        web.submit("/kiosk/hulp", page="/vandaag")
    for seconds in (60, 120, 175):
        with time_machine.travel(NOON + dt.timedelta(seconds=seconds), tick=False):
            assert web.get("/kiosk/hulp").status_code == 200
    with time_machine.travel(NOON + dt.timedelta(seconds=181), tick=False):
        assert web.get("/vandaag").status_code == 303


def test_employee_reaches_no_file(web: PortalClient, people: People, helper: Someone) -> None:
    client = people.client()
    web.sign_in(helper)
    for path in ("/vandaag", "/mijn-gegevens", "/chat", "/coach", f"/coach/klanten/{client.case.id}", "/beheer"):
        assert web.get(path).status_code == 403, path


def test_list_of_the_desk_is_the_same_as_a_part_of_its_page(app, helper: Someone, office: Office) -> None:
    app.test_client().submit("/kiosk/hulp", page=f"/kiosk/{label_of(office.name)}/5")
    web = app.test_client().sign_in(helper)
    with time_machine.travel(now(), tick=False):
        fragment = bare(web.get("/balie", headers={"HX-Request": "true"}).text)
        page = bare(web.get("/balie").text)
    assert fragment.startswith('<div class="hv-requests"')
    assert "computer 5" in fragment
    assert fragment in page


def bare(html: str) -> str:
    """Without what is new in every form, and without differences in white space."""
    return " ".join(re.sub(r'(name="(?:csrf_token|form_key)" value=")[^"]*', r"\1", html).split())
