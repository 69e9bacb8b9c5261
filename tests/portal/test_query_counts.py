"""How many statements the main pages ask: a number with a reason, so that a loop over rows shows at once."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from eportfolio import applications, facts, messages, portfolio
from eportfolio.applications import Details, How
from eportfolio.base import today
from eportfolio.portfolio import Section
from eportfolio.portfolio.entries import Experience
from tests.client import PortalClient
from tests.people import People, Someone, act

MOST = 12
"""The limit for a signed-in page: session and actor 1, the file with its counts 1, the rest for the page itself."""


@contextmanager
def statements(web: PortalClient) -> Iterator[list[str]]:
    """The statements that the portal sends while inside."""
    sent: list[str] = []
    engine = web.application.extensions["houvast_engine"]

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def busy(db: Session, client: Someone, *, times: int) -> None:
    """Put `times` of each thing in the file."""
    actor = act(db, client)
    for number in range(times):
        details = Details(f"Werkgever {number}", "Kok", today(), How.EMAIL)
        applications.log_application(db, client.case, by=actor, details=details)
        facts.set_fact(db, client.case, key=f"test.{number}", value=number, by=actor)
        messages.send(db, client.case, by=actor, text=f"Vraag {number}")
        portfolio.add_entry(db, client.case, Experience(f"Kok {number}"), by=actor)
    db.commit()


@pytest.mark.parametrize(
    "url",
    [
        *("/sollicitaties?weergave=bord", "/sollicitaties/verslag", "/sollicitaties/nieuw"),
        *("/vandaag", "/afspraken", "/sollicitaties?weergave=lijst", "/documenten", "/gesprekken", "/tijdlijn"),
        *("/berichten", "/intake", "/mijn-gegevens", "/chat"),
        *("/profiel", "/profiel/werk", "/profiel/doel", "/profiel/delen"),
        *("/mijn-gegevens/meenemen", "/cv", "/cv/bekijken", "/samen", "/nakijken"),
    ],
)
def test_pages_of_the_client(web: PortalClient, people: People, db: Session, url: str) -> None:
    client = people.client()
    busy(db, client, times=5)
    web.sign_in(client).get(url)
    with statements(web) as sent:
        assert web.get(url).status_code in (200, 302, 303)
    assert len(sent) <= MOST, sent


def test_one_application_and_the_coach_s_list_ask_no_more_for_more_rows(
    web: PortalClient, people: People, db: Session
) -> None:
    client = people.client()
    counts = []
    for times in (2, 9):
        busy(db, client, times=times)
        act(db, client)
        found = applications.find(db, client.case.id).items[0]
        for someone, url in (
            (client, f"/sollicitaties/{found.id}"),
            (client.coach, f"/coach/klanten/{client.case.id}/sollicitaties"),
        ):
            with statements(web.sign_in(someone)) as sent:
                assert web.get(url).status_code == 200
            counts.append(len(sent))
    assert counts[:2] == counts[2:]
    assert max(counts) <= MOST


def test_caseload_asks_no_more_for_more_clients(web: PortalClient, people: People, db: Session) -> None:
    coach = people.coach()
    counts = []
    for clients in (1, 6):
        for _number in range(clients):
            busy(db, people.client(coach=coach), times=2)
        web.sign_in(coach).get("/coach")  # the day's first look is logged per file
        with statements(web) as sent:
            assert web.get("/coach").status_code == 200
        counts.append(len(sent))
    assert counts[0] == counts[1]
    assert counts[1] <= MOST


def test_file_at_the_desk_asks_no_more_for_more_rows(web: PortalClient, people: People, db: Session) -> None:
    client = people.client()
    counts = []
    for _round in (1, 2):
        busy(db, client, times=4)
        with statements(web.sign_in(client.coach)) as sent:
            assert web.get(f"/coach/klanten/{client.case.id}").status_code == 200
        counts.append(len(sent))
    assert counts[0] == counts[1]
    assert counts[1] <= MOST


def test_shared_profile_at_the_desk_asks_no_more_for_more_rows(web: PortalClient, people: People, db: Session) -> None:
    client = people.client()
    portfolio.share_section(db, client.case, Section.EXPERIENCE, by=act(db, client))
    counts = []
    for _round in (1, 2):
        busy(db, client, times=4)
        with statements(web.sign_in(client.coach)) as sent:
            assert web.get(f"/coach/klanten/{client.case.id}/profiel").status_code == 200
        counts.append(len(sent))
    assert counts[0] == counts[1]
    assert counts[1] <= MOST
