"""The timeline: one list over everything and every channel, for the client and her coach."""

import datetime as dt
import re
from urllib.parse import unquote

import pytest
import time_machine
from flask import Flask
from sqlalchemy.orm import Session

from eportfolio import agreements, applications, appointments, audit, messages, timeline
from eportfolio.access import Channel
from eportfolio.agreements.terms import Terms
from eportfolio.applications import Details, How
from eportfolio.appointments import Details as Meeting
from eportfolio.appointments import Mode
from eportfolio.base import today
from eportfolio.timeline import Kind, Wish
from portal import timeline as lines
from tests.client import PortalClient
from tests.people import People, Someone, act
from tests.portal.test_applications import HTMX, part
from tests.portal.test_query_counts import MOST, statements

MONDAY = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _on_monday():  # type: ignore[no-untyped-def]
    with time_machine.travel(MONDAY, tick=True):
        yield


def some_days(db: Session, client: Someone) -> None:
    """A message in the chat on Friday; an application, an appointment and a look on Monday."""
    with time_machine.travel(MONDAY - dt.timedelta(days=3), tick=True):
        messages.send(db, client.case, by=act(db, client, Channel.CHAT), text="Mag dat?", subject="Cursus")
    details = Details("Hotel Zuid", "Kok", today(), How.EMAIL)
    applications.log_application(db, client.case, by=act(db, client), details=details)
    meeting = Meeting("Kennismaken", Mode.PHONE, None, 30)
    coach = act(db, client.coach)
    appointments.propose(db, client.case, by=coach, details=meeting, times=[MONDAY + dt.timedelta(days=2)])
    audit.record(db, client.case.id, by=coach, action=audit.Action.READ, subject=audit.Subject.FILE)
    db.commit()


def test_everything_in_one_list_with_day_channel_receipt_and_place(
    web: PortalClient, db: Session, people: People
) -> None:
    client = people.client()
    some_days(db, client)
    web.sign_in(client)
    page = part(web.get("/tijdlijn").text, "lijst")
    assert page.index("Vandaag") < page.index("stelde een gesprek voor: Kennismaken") < page.index("Kok, Hotel Zuid")
    assert page.index("Kok, Hotel Zuid") < page.index("Vrijdag 20 november") < page.index("U verstuurde een bericht")
    assert "via de chat" in page
    assert page.count("Ontvangen, nr. 2026-") == 2
    assert "bekeek" not in page
    links = re.findall(r'href="(/(?:sollicitaties|gesprekken|berichten)/[^"]+)"', page)
    assert len(links) == 3
    for link in links:
        assert web.get(unquote(link), follow_redirects=True).status_code == 200
    assert "Bekijk alles in uw tijdlijn" in web.get("/vandaag").text


@pytest.mark.parametrize(
    ("query", "there", "away"),
    [
        ("wat=messages", ["bericht"], ["Kennismaken", "Hotel Zuid"]),
        ("wat=appointments", ["Kennismaken"], ["Hotel Zuid"]),
        ("wat=applications", ["Hotel Zuid"], ["Kennismaken"]),
        ("wat=looks", ["bekeek uw dossier"], ["Kennismaken", "Hotel Zuid"]),
        ("wat=everything", ["bekeek uw dossier", "Kennismaken"], []),
        ("hoe=chat", ["bericht"], ["Hotel Zuid"]),
        ("tot=20-11-2026", ["bericht"], ["Hotel Zuid", "Kennismaken"]),
        ("van=21-11-2026", ["Hotel Zuid"], ["U verstuurde een bericht"]),
        ("van=20-11-2026&tot=20-11-2026", ["bericht"], ["Hotel Zuid"]),
        ("wat=documents", ["Niets gevonden"], ["Hotel Zuid"]),
        ("wat=onzin&hoe=postduif&voor=x", ["Hotel Zuid"], []),
    ],
)
def test_narrowed_by_kind_channel_and_days(
    web: PortalClient, db: Session, people: People, query: str, there: list[str], away: list[str]
) -> None:
    client = people.client()
    some_days(db, client)
    web.sign_in(client)
    page = part(web.get(f"/tijdlijn?{query}").text, "lijst")
    for words in there:
        assert words in page
    for words in away:
        assert words not in page


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("van=gisteren", "Schrijf de datum als dag, maand en jaar."),
        ("van=31-2-2026", "Deze datum bestaat niet"),
        ("van=2-11-2026&tot=1-11-2026", "De eerste dag ligt na de laatste."),
        ("tot=%00" + "9" * 500, "Schrijf de datum"),
    ],
)
def test_days_that_cannot_be_are_said(web: PortalClient, people: People, query: str, words: str) -> None:
    page = web.sign_in(people.client()).get(f"/tijdlijn?{query}")
    assert page.status_code == 422
    assert words in part(page.text, "fouten")


def test_older_lines_follow_without_a_gap_or_a_double(web: PortalClient, db: Session, people: People) -> None:
    client = people.client()
    for number in range(timeline.PAGE_SIZE + 3):
        details = Details(f"Werkgever {number:03}", "Kok", today(), How.EMAIL)
        applications.log_application(db, client.case, by=act(db, client), details=details)
    db.commit()
    web.sign_in(client)
    page = web.get("/tijdlijn?wat=applications").text
    older = re.search(r'rel="next" href="([^"]+)"', page)[1].replace("&amp;", "&")
    act(db, client)
    applications.log_application(
        db, client.case, by=client.actor(), details=Details("Nog een", "Kok", today(), How.EMAIL)
    )
    db.commit()
    second = web.get(older).text
    found = [one for text in (page, second) for one in re.findall(r"Werkgever (\d{3})", part(text, "lijst"))]
    assert [int(one) for one in found] == list(reversed(range(timeline.PAGE_SIZE + 3)))
    assert "Toon oudere" not in second
    assert "Terug naar het nieuwste" in second


def test_fragment_is_the_part_of_the_page(web: PortalClient, db: Session, people: People) -> None:
    client = people.client()
    some_days(db, client)
    web.sign_in(client)
    url = "/tijdlijn?wat=messages"
    assert part(web.get(url, headers=HTMX).text, "lijst") == part(web.get(url).text, "lijst")


def test_coach_has_the_same_of_her_client_and_is_logged(web: PortalClient, db: Session, people: People) -> None:
    client = people.client()
    some_days(db, client)
    url = f"/coach/klanten/{client.case.id}/tijdlijn"
    web.sign_in(client.coach)
    page = part(web.get(url).text, "lijst")
    assert "U stelde een gesprek voor: Kennismaken" in page
    assert f"{client.account.name} verstuurde een bericht" in page
    for link in re.findall(r'href="(/coach/klanten/[^"]+)"', page):
        assert web.get(link, follow_redirects=True).status_code == 200
    assert "/ontvangst/" not in page
    act(db, client)
    assert audit.looks_by_others(db, client.case.id, client.account.id)[0].action is audit.Action.READ
    db.rollback()
    assert web.sign_in(people.coach()).get(url).status_code == 404
    assert web.sign_in(people.client()).get("/tijdlijn").text.count("Kennismaken") == 0


def test_what_is_gone_is_told_and_not_linked(web: PortalClient, db: Session, people: People) -> None:
    client = people.client()
    actor = act(db, client)
    details = Details("Hotel Zuid", "Kok", today(), How.EMAIL)
    logged = applications.log_application(db, client.case, by=actor, details=details)
    applications.remove(db, logged.application, by=actor)
    db.commit()
    page = part(web.sign_in(client).get("/tijdlijn").text, "lijst")
    assert "Kok, Hotel Zuid" in page
    assert f"/sollicitaties/{logged.application.id}" not in page


def test_a_step_of_an_agreement_leads_to_the_agreement(web: PortalClient, db: Session, people: People) -> None:
    client = people.client()
    coach = act(db, client.coach)
    day = today() + dt.timedelta(weeks=2)
    terms = Terms(
        title="Cursus",
        why="Nodig",
        client_does="Volgt",
        agency_does="Betaalt",
        due_on=day,
        review_on=day + dt.timedelta(weeks=1),
        answer_by=today() + dt.timedelta(days=5),
    )
    made, _receipt = agreements.propose(db, client.case, by=coach, terms=terms)
    db.commit()
    page = part(web.sign_in(client).get("/tijdlijn").text, "lijst")
    assert f'href="/afspraken/{made.id}"' in page


def test_receipt_belongs_to_its_own_deed(db: Session, people: People) -> None:
    """Two deeds on one thing each have their own number."""
    client = people.client()
    coach = act(db, client.coach)
    meeting = Meeting("Kennismaken", Mode.PHONE, None, 30)
    made = appointments.propose(db, client.case, by=coach, details=meeting, times=[MONDAY + dt.timedelta(days=2)])
    with time_machine.travel(MONDAY + dt.timedelta(minutes=5), tick=True):
        one = appointments.appointment_of(db, client.case.id, made.id)
        actor = act(db, client)
        appointments.confirm(db, client.case, one, by=actor, option_id=one.options[0].id, version=one.version)
    with time_machine.travel(MONDAY + dt.timedelta(minutes=9), tick=True):
        appointments.cancel(db, client.case, one, by=act(db, client), words=None, version=one.version)
    lines = timeline.part_of(db, client.case.id, Wish(kind=Kind.APPOINTMENTS)).lines
    cancelled, chosen, proposed = (line.receipt_number for line in lines)
    assert proposed is None
    assert cancelled != chosen
    assert None not in (cancelled, chosen)


def test_it_costs_the_same_for_many_lines(web: PortalClient, db: Session, people: People) -> None:
    client = people.client()
    web.sign_in(client)
    counts = []
    for _round in (1, 2):
        some_days(db, client)
        with statements(web) as sent:
            assert web.get("/tijdlijn").status_code == 200
        counts.append(len(sent))
    assert counts[0] == counts[1] <= MOST


def test_lines_in_a_row_that_say_the_same_stand_once(app: Flask) -> None:
    def line(text: str, by: str, url: str | None = None) -> dict[str, object]:
        return {"text": text, "by": by, "when": "via de website", "url": url, "tag": None}

    items = [
        line("A", "10.05"),
        line("A", "10.01"),
        line("B", "10.00", "/b"),
        line("A", "9.00"),
        line("A", "9.00", "/a"),
    ]
    with app.test_request_context():
        shown = lines.once_each(items)
    assert [(one["text"], one["by"]) for one in shown] == [
        ("A (2 keer)", "10.01 – 10.05"), ("B", "10.00"), ("A", "9.00"), ("A", "9.00"),
    ]  # fmt: skip
