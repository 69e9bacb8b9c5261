"""The coach's desk: who needs what, what is new in a file, accept or ask."""

import uuid

import pytest
from sqlalchemy.orm import Session

from eportfolio import audit, facts, messages
from eportfolio.facts import Review
from tests.client import PortalClient
from tests.people import People, Someone, act


@pytest.fixture
def client_with_fact(db: Session, people: People) -> tuple[Someone, uuid.UUID]:
    """A client who changed her phone number once."""
    client = people.client(family="Özdemir")
    actor = act(db, client)
    facts.set_fact(db, client.case, key="wish.hours_per_week", value=32, by=actor)
    fact = facts.set_fact(db, client.case, key="wish.hours_per_week", value=24, by=actor)
    db.commit()
    return client, fact.id


def test_caseload_shows_own_clients_with_what_is_new(
    web: PortalClient, people: People, client_with_fact: tuple[Someone, uuid.UUID]
) -> None:
    client, _fact = client_with_fact
    people.client(family="Vreemde")
    page = web.sign_in(client.coach).get("/coach").text
    assert "Özdemir" in page
    assert "1 nieuw gegeven" in page
    assert "Vreemde" not in page


def test_a_message_of_this_hour_is_new_and_does_not_wait_zero_hours(
    web: PortalClient, db: Session, people: People
) -> None:
    client = people.client(family="Snel")
    messages.send(db, client.case, by=act(db, client), text="Dag!")
    db.commit()
    page = web.sign_in(client.coach).get("/coach").text
    assert "nieuw bericht" in page
    assert "0 uur" not in page


def test_caseload_fragment_is_part_of_the_page(web: PortalClient, client_with_fact: tuple[Someone, uuid.UUID]) -> None:
    web.sign_in(client_with_fact[0].coach)
    page = web.get("/coach?zoek=özdem").text
    fragment = web.get("/coach?zoek=özdem", headers={"HX-Request": "true"}).text
    assert "Özdemir" in fragment
    assert fragment.strip() in page
    assert "<html" not in fragment


def test_search_that_finds_nobody_says_so(web: PortalClient, client_with_fact: tuple[Someone, uuid.UUID]) -> None:
    page = web.sign_in(client_with_fact[0].coach).get("/coach?zoek=zzz").text
    assert "Geen klanten gevonden" in page


def test_opening_a_file_is_logged_for_the_client(
    web: PortalClient, db: Session, client_with_fact: tuple[Someone, uuid.UUID]
) -> None:
    client, _fact = client_with_fact
    web.sign_in(client.coach).get(f"/coach/klanten/{client.case.id}")
    act(db, client)
    looks = audit.looks_by_others(db, client.case.id, client.account.id)
    assert (looks[0].action, looks[0].subject) == (audit.Action.READ, audit.Subject.FILE)
    page = PortalClient(web.application).sign_in(client).get("/mijn-gegevens/wie-keek").text
    assert client.coach.account.name in page


def test_file_of_another_coach_does_not_exist(
    web: PortalClient, people: People, client_with_fact: tuple[Someone, uuid.UUID]
) -> None:
    client, fact_id = client_with_fact
    web.sign_in(people.coach())
    assert web.get(f"/coach/klanten/{client.case.id}").status_code == 404
    response = web.submit(f"/coach/klanten/{client.case.id}/gegevens/akkoord", {"fact": str(fact_id)}, page="/coach")
    assert response.status_code == 404


def test_file_shows_new_value_with_the_old_one_and_accepting_it_clears_it(
    web: PortalClient, db: Session, client_with_fact: tuple[Someone, uuid.UUID]
) -> None:
    client, fact_id = client_with_fact
    url = f"/coach/klanten/{client.case.id}"
    web.sign_in(client.coach)
    response = web.submit(f"{url}/gegevens/akkoord", {"fact": str(fact_id)}, page=url)
    assert response.status_code == 303
    act(db, client.coach)
    assert facts.current_facts(db, client.case.id)["wish.hours_per_week"].review is Review.ACCEPTED


def test_manager_moves_a_client_with_a_reason_and_sees_no_content(web: PortalClient, people: People) -> None:
    client, other = people.client(family="Verhuizer"), people.coach(family="Nieuweling")
    web.sign_in(people.manager(client.coach, other))
    assert "Nieuweling" in web.get("/beheer").text
    page = f"/beheer/{client.coach.account.id}"
    missing = web.submit(page, {"cases": [str(client.case.id)], "coach": str(other.account.id)})
    assert missing.status_code == 422
    assert "checked" in missing.text
    done = web.submit(
        page,
        {"cases": [str(client.case.id)], "coach": str(other.account.id), "reason": "uw coach gaat met verlof"},
    )
    assert done.status_code == 303
    assert web.get(f"/coach/klanten/{client.case.id}").status_code == 403
    new_coach = PortalClient(web.application).sign_in(other)
    assert "Verhuizer" in new_coach.get("/coach").text
    looked = PortalClient(web.application).sign_in(client).get("/mijn-gegevens/wie-keek").text
    assert "Nieuweling" in looked
    assert "uw coach gaat met verlof" in looked


def test_manager_sees_the_coaches_of_her_own_office_only(web: PortalClient, people: People) -> None:
    own, other = people.coach(family="Vanhier"), people.client(family="Elders", coach=people.coach(family="Vandaar"))
    web.sign_in(people.manager(own))
    page = web.get("/beheer").text
    assert "Vanhier" in page
    assert "Vandaar" not in page
    assert web.get(f"/beheer/{other.coach.account.id}").status_code == 404
    assert "Nog geen klanten" in web.get(f"/beheer/{own.account.id}").text
