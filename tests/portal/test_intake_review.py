"""The coach's half of the intake: see it when it is sent, accept, ask about one field, and see the answer as new."""

import pytest
from sqlalchemy.orm import Session

from eportfolio.people import Scheme
from tests.client import PortalClient
from tests.people import People, Someone
from tests.portal.test_intake import ask_about, fill_in, post, send_in


@pytest.fixture
def client(people: People) -> Someone:
    return people.client(scheme=Scheme.PARTICIPATIEWET, given="Noor", family="Haddad")


def desk_of(web: PortalClient, client: Someone) -> tuple[PortalClient, str]:
    """The browser of this client's coach, and the address of the file."""
    assert client.coach is not None
    assert client.case is not None
    return web.sign_in(client.coach), f"/coach/klanten/{client.case.id}"


def test_an_unsent_intake_shows_the_coach_nothing_of_its_answers(web: PortalClient, client: Someone) -> None:
    post(web.sign_in(client), "/intake/doel", {"answer": "Iets voor mijzelf"})
    desk, file = desk_of(web, client)
    for address in (file, f"{file}/intake"):
        page = desk.get(address)
        assert page.status_code == 200
        assert "Iets voor mijzelf" not in page.text
    assert "De klant is nog bezig" in desk.get(f"{file}/intake").text


def test_a_sent_intake_is_new_for_the_coach_and_shown_whole(web: PortalClient, client: Someone, db: Session) -> None:
    send_in(db, client, hours_per_week="24", household="alone")
    desk, file = desk_of(web, client)
    new = desk.get(file)
    assert "24 uur per week" in new.text
    assert "Ik woon alleen" in new.text
    whole = desk.get(f"{file}/intake")
    assert "Weet ik niet" in whole.text
    assert "Nog niet bekeken" in whole.text


def test_the_coach_asks_and_the_client_answers_that_field(web: PortalClient, client: Someone, db: Session) -> None:
    send_in(db, client, hours_per_week="24", household="alone")
    ask_about(db, client, "hours_per_week", "Kan 32 uur ook?")
    home = web.sign_in(client)
    assert "Kan 32 uur ook?" in home.get("/intake").text
    assert post(home, "/intake/uren", {"answer": "32"}).status_code == 303
    desk, file = desk_of(web, client)
    page = desk.get(file)
    assert "32 uur per week" in page.text
    assert "was 24 uur per week" in page.text


def test_what_is_only_for_the_own_coach_is_hidden_from_the_stand_in(
    web: PortalClient, client: Someone, people: People, owner_db: Session
) -> None:
    stand_in = people.coach()
    assert client.case is not None
    client.case.stand_in_id = stand_in.account.id
    owner_db.commit()
    home = web.sign_in(client)
    fill_in(home)
    assert post(home, "/intake/controleren").status_code == 303
    desk, file = desk_of(web, client)
    assert "Maakt u zich zorgen over geld of schulden?" in desk.get(f"{file}/intake").text
    page = web.sign_in(stand_in).get(f"{file}/intake")
    assert "Betaalt u huur voor uw woning?" in page.text
    assert "Maakt u zich zorgen over geld of schulden?" not in page.text
