"""Gesprekken on the pages of both sides, as calendar file, and at the secret address."""

import datetime as dt
import re
import uuid
from zoneinfo import ZoneInfo

import pytest
import time_machine
from icalendar import Calendar
from sqlalchemy.orm import Session

from eportfolio import appointments
from eportfolio.appointments import Appointment, Details, Mode
from tests.client import PortalClient
from tests.people import People, Someone, act
from tests.portal.test_applications import part

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def at(moment: str) -> dt.datetime:
    return dt.datetime.fromisoformat(moment).replace(tzinfo=AMSTERDAM)


MONDAY, TUESDAY, FRIDAY = at("2026-11-23 10:00"), at("2026-12-01 10:00"), at("2026-12-04 09:00")
FORM = {"subject": "Hoe gaat het?", "day_0": "1-12-2026", "time_0": "10.00", "minutes": "30", "mode": "office"}


@pytest.fixture(autouse=True)
def _on_monday():  # type: ignore[no-untyped-def]
    with time_machine.travel(MONDAY, tick=True):
        yield


def made(db: Session, client: Someone, *times: dt.datetime, confirmed: bool = False) -> Appointment:
    """A committed proposal of the coach, or one that the client chose."""
    details = Details("Kennismaken", Mode.OFFICE, "Zuidplein 10", 30, "Uw cv")
    one = appointments.propose(
        db, client.case, by=act(db, client.coach), details=details, times=times or (TUESDAY, FRIDAY)
    )
    one = appointments.appointment_of(db, client.case.id, one.id)
    if confirmed:
        actor = act(db, client)
        appointments.confirm(db, client.case, one, by=actor, option_id=one.options[0].id, version=one.version)
    db.commit()
    return one


def room(client: Someone, side: str) -> str:
    return "/gesprekken" if side == "client" else f"/coach/klanten/{client.case.id}/gesprekken"


def version_on(page: str) -> str:
    return re.search(r'name="version"[^>]*value="(\d+)"', page)[1]


def choice_on(page: str, number: int = 0) -> str:
    return re.findall(r'name="option" value="([^"]+)"', page)[number]


def test_coach_proposes_client_chooses_and_both_see_it(web: PortalClient, db: Session, people: People) -> None:
    client = people.client()
    web.sign_in(client.coach)
    url = f"{room(client, 'coach')}/nieuw"
    sent = web.submit(url, FORM | {"day_1": "4 december 2026", "time_1": "9u", "bring": "Uw cv"})
    assert sent.status_code == 303
    web.sign_in(client)
    assert "Kies een tijd voor een gesprek" in web.get("/vandaag").text
    listed = web.get("/gesprekken").text
    assert "2 tijden om uit te kiezen" in part(listed, "wacht-op-u")
    assert "(1 nieuw)" in listed
    own = re.search(r'href="(/gesprekken/[0-9a-f-]{36})"', listed)[1]
    page = web.get(own).text
    assert "Dinsdag 1 december, 10.00 uur tot 10.30 uur".lower() in page.lower()
    assert "Werkplein Zuid" in page
    assert "Uw cv" in page
    done = web.submit(f"{own}/kies", {"option": choice_on(page, 1), "version": version_on(page)}, page=own)
    assert (done.status_code, done.location) == (303, own)
    page = web.get(own).text
    assert "Staat vast" in page
    assert "U koos vrijdag 4 december, 9.00 uur" in page or "U koos vrijdag 4 december, 09.00 uur" in page
    assert "Volgend gesprek:" in web.get("/vandaag").text
    web.sign_in(client.coach)
    assert "vrijdag 4 december" in part(web.get(room(client, "coach")).text, "komt").lower()
    assert client.account.name in part(web.get("/coach/gesprekken").text, "agenda")


@pytest.mark.parametrize("side", ["client", "coach"])
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"day_0": "", "time_0": ""}, "Vul een dag en een tijd in."),
        ({"time_0": ""}, "Vul ook een tijd in."),
        ({"day_0": ""}, "Vul ook een dag in."),
        ({"day_0": "20-11-2026"}, "al geweest"),
        ({"day_0": "5-12-2026"}, "Het werkplein is dan dicht."),
        ({"time_0": "25.00"}, "Deze tijd bestaat niet."),
        ({"time_0": "straks"}, "Schrijf de tijd in uren en minuten."),
        ({"day_0": "28-3-2027", "time_0": "2.30", "mode": "phone"}, "dan gaat de klok vooruit"),
        ({"subject": ""}, "Vul in waar het gesprek over gaat."),
        ({"mode": "video", "place": "javascript:alert(1)"}, "Een link begint met https://"),
        ({"day_1": "1-12-2026", "time_1": "10:00"}, "Deze tijd staat er al."),
        ({"words": "x" * 100_000}, "te lang"),
    ],
)
def test_what_cannot_be_comes_back_filled(
    web: PortalClient, people: People, side: str, change: dict[str, str], words: str
) -> None:
    client = people.client()
    web.sign_in(client if side == "client" else client.coach)
    refused = web.submit(f"{room(client, side)}/nieuw", FORM | {"bring": "Uw diploma"} | change)
    assert refused.status_code == 422
    assert words in part(refused.text, "fouten")
    assert "Uw diploma" in refused.text


def test_a_double_click_proposes_once(web: PortalClient, db: Session, people: People) -> None:
    client = people.client()
    web.sign_in(client)
    form = FORM | {"form_key": str(uuid.uuid4())}
    first, second = web.submit("/gesprekken/nieuw", form), web.submit("/gesprekken/nieuw", form)
    assert first.location == second.location
    act(db, client)
    assert len(appointments.appointments_of(db, client.case.id)) == 1


def test_another_time_is_asked_and_the_old_one_stands(web: PortalClient, db: Session, people: People) -> None:
    client = people.client()
    one = made(db, client, confirmed=True)
    web.sign_in(client)
    url = f"/gesprekken/{one.id}/andere-tijd"
    nothing = web.submit(url, {"version": version_on(web.get(url).text)})
    assert nothing.status_code == 422
    asked = web.submit(url, {"words": "Dan is mijn zoon thuis.", "version": version_on(web.get(url).text)})
    assert asked.status_code == 303
    page = web.get(f"/gesprekken/{one.id}").text
    assert "blijft dinsdag 1 december, 10.00 uur staan" in page
    assert "Dan is mijn zoon thuis." in page
    web.sign_in(client.coach)
    assert "Er staat geen tijd open." in web.get(f"{room(client, 'coach')}/{one.id}").text


def test_coach_cancels_with_a_reason(web: PortalClient, db: Session, people: People) -> None:
    client = people.client()
    one = made(db, client, confirmed=True)
    web.sign_in(client.coach)
    url = f"{room(client, 'coach')}/{one.id}/afzeggen"
    version = version_on(web.get(url).text)
    assert web.submit(url, {"version": version}).status_code == 422
    assert web.submit(url, {"version": version, "words": "Ik ben dan op cursus."}).status_code == 303
    page = web.sign_in(client).get(f"/gesprekken/{one.id}").text
    assert "Afgezegd" in page
    assert "Ik ben dan op cursus." in page


def test_who_was_overtaken_sees_both(web: PortalClient, db: Session, people: People) -> None:
    client = people.client()
    one = made(db, client, confirmed=True)
    web.sign_in(client)
    url = f"/gesprekken/{one.id}/andere-tijd"
    version = version_on(web.get(url).text)
    appointments.cancel(db, client.case, one, by=act(db, client.coach), words="Ziek", version=int(version))
    db.commit()
    late = web.submit(url, {"words": "Kan het later?", "version": version})
    assert late.status_code == 409
    assert "Kan het later?" in late.text
    assert "Afgezegd" in late.text


def test_a_missed_one_is_explained_without_blame(web: PortalClient, db: Session, people: People) -> None:
    client = people.client()
    one = made(db, client, confirmed=True)
    with time_machine.travel(TUESDAY + dt.timedelta(hours=2), tick=True):
        web.sign_in(client.coach)
        url = f"{room(client, 'coach')}/{one.id}/ging-niet-door"
        page = web.get(url).text
        assert web.submit(url, {"version": version_on(page)}).status_code == 303
        web.sign_in(client)
        assert "Een gesprek ging niet door" in web.get("/vandaag").text
        own = f"/gesprekken/{one.id}/ging-niet-door"
        page = web.get(own).text
        for word in ("sanctie", "maatregel", "korting", "boete", "verwijtbaar"):
            assert word not in page.lower()
        assert web.submit(own, {"version": version_on(page), "words": "De bus reed niet."}).status_code == 303
        assert "De bus reed niet." in web.sign_in(client.coach).get(f"{room(client, 'coach')}/{one.id}").text


def test_overlap_is_a_warning_that_the_coach_may_pass(web: PortalClient, db: Session, people: People) -> None:
    client = people.client()
    other = people.client(coach=client.coach)
    made(db, other, confirmed=True)
    web.sign_in(client.coach)
    url = f"{room(client, 'coach')}/nieuw"
    warned = web.submit(url, FORM | {"time_0": "10.15"})
    assert warned.status_code == 422
    assert other.account.name in part(warned.text, "fouten")
    assert web.submit(url, FORM | {"time_0": "10.15", "anyway": "y"}).status_code == 303


def events_of(content: bytes) -> tuple[Calendar, list]:  # type: ignore[type-arg]
    calendar = Calendar.from_ical(content)
    return calendar, list(calendar.walk("VEVENT"))


def test_file_for_ones_own_calendar(web: PortalClient, db: Session, people: People) -> None:
    client = people.client()
    one = made(db, client, confirmed=True)
    web.sign_in(client)
    answer = web.get(f"/gesprekken/{one.id}.ics")
    assert answer.mimetype == "text/calendar"
    calendar, (event,) = events_of(answer.data)
    assert calendar["METHOD"] == "PUBLISH"
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Amsterdam"]
    assert event["UID"] == f"{one.id}@houvast"
    assert event["SEQUENCE"] == 0
    assert event["DTSTART"].dt == TUESDAY
    assert event["DTSTART"].params["TZID"] == "Europe/Amsterdam"
    assert event["SUMMARY"] == "Gesprek"
    for secret in ("Kennismaken", "Uw cv", client.account.name, client.coach.account.name):
        assert secret.encode() not in answer.data
    actor = act(db, client)
    appointments.cancel(db, client.case, one, by=actor, words=None, version=one.version)
    db.commit()
    calendar, (event,) = events_of(web.get(f"/gesprekken/{one.id}.ics").data)
    assert (calendar["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)
    assert event["UID"] == f"{one.id}@houvast"


def test_nothing_for_a_calendar_stays_on_a_shared_computer(web: PortalClient, db: Session, people: People) -> None:
    client = people.client()
    one = made(db, client, confirmed=True)
    web.sign_in(client, kiosk=True)
    assert ".ics" not in web.get(f"/gesprekken/{one.id}").text
    assert web.get(f"/gesprekken/{one.id}.ics").status_code == 404
    assert "Dit kan niet op een openbare computer." in web.get("/gesprekken/agenda").text


def secret_on(page: str) -> str:
    return re.search(r"(/agenda/[0-9a-f]{64}\.ics)", page)[1]


@pytest.mark.parametrize("side", ["client", "coach"])
def test_secret_address_is_shown_once_and_tells_times_only(
    web: PortalClient, db: Session, people: People, side: str
) -> None:
    client = people.client()
    one = made(db, client, confirmed=True)
    made(db, client)
    made(db, people.client(), FRIDAY, confirmed=True)
    page = "/gesprekken/agenda" if side == "client" else "/coach/gesprekken/agenda"
    web.sign_in(client if side == "client" else client.coach)
    form = {"form_key": str(uuid.uuid4())}
    secret = secret_on(web.submit(page, form).text)
    assert secret_on(web.submit(page, form).text) == secret, "a reload shows the same one"
    assert "/agenda/" not in web.get(page).text.replace(page, "")
    program = web.application.test_client()
    answer = program.get(secret)
    _calendar, (event,) = events_of(answer.data)
    assert (event["DTSTART"].dt, event["UID"]) == (TUESDAY, f"{one.id}@houvast")
    assert "LOCATION" not in event
    for word in ("Kennismaken", "Zuidplein", client.account.name):
        assert word.encode() not in answer.data
    assert program.get("/vandaag").status_code == 303, "an address is no session"
    renewed = secret_on(web.submit(page, {"form_key": str(uuid.uuid4())}).text)
    assert program.get(secret).status_code == 404
    assert program.get(renewed).status_code == 200
    assert web.submit(f"{page}/stop", page=page).status_code == 303
    assert program.get(renewed).status_code == 404
    assert program.get("/agenda/onzin.ics").status_code == 404


def test_summer_time_stays_the_same_on_the_clock(web: PortalClient, db: Session, people: People) -> None:
    client = people.client()
    winter, summer = at("2027-03-25 10:00"), at("2027-03-30 10:00")
    one, other = made(db, client, winter, confirmed=True), made(db, client, summer, confirmed=True)
    web.sign_in(client)
    for shown, hour_in_utc in ((one, 9), (other, 8)):
        assert "10.00 uur" in web.get(f"/gesprekken/{shown.id}").text
        _calendar, (event,) = events_of(web.get(f"/gesprekken/{shown.id}.ics").data)
        assert event["DTSTART"].dt.hour == 10
        assert event["DTSTART"].dt.astimezone(dt.UTC).hour == hour_in_utc


def test_another_person_s_appointment_does_not_exist(web: PortalClient, db: Session, people: People) -> None:
    client, stranger = people.client(), people.client()
    one = made(db, client, confirmed=True)
    web.sign_in(stranger)
    for url in ("", "/andere-tijd", "/afzeggen", "/ging-niet-door", ".ics"):
        assert web.get(f"/gesprekken/{one.id}{url}").status_code == 404, url
    web.sign_in(people.coach())
    assert web.get(f"{room(client, 'coach')}/{one.id}").status_code == 404
    assert client.account.name not in web.get("/coach/gesprekken").text


def test_strange_times_and_addresses_do_no_harm(web: PortalClient, people: People) -> None:
    client = people.client()
    web.sign_in(client.coach)
    for start in ("x", "0001-01-01", "9999-12-31", "2026-13-01"):
        assert web.get("/coach/gesprekken", query_string={"van": start}).status_code == 200
    web.sign_in(client)
    sent = web.submit("/gesprekken/nieuw", FORM | {"subject": "\u202e😀\x00 مرحبا"})
    assert sent.status_code == 303
    assert "😀" in web.get(sent.location).text
