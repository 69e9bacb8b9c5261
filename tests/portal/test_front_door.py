"""Signing in and out, and what a signed-out person sees."""

from portal import create_app
from tests.client import PortalClient
from tests.people import PASSWORD, People
from eportfolio.people import Role


def test_start_page_is_for_everybody(web: PortalClient) -> None:
    assert web.get("/").status_code == 200


def test_signed_out_person_is_led_to_sign_in_and_back(web: PortalClient) -> None:
    response = web.get("/vandaag")
    assert response.status_code in (302, 303)
    assert response.location == "/inloggen?verder=/vandaag"


def test_client_signs_in_with_password(web: PortalClient, people: People) -> None:
    client = people.client()
    account = people.account(Role.COACH, password=True)
    wrong = web.submit("/inloggen", {"email": account.email, "password": "fout"})
    assert wrong.status_code == 422
    right = web.submit("/inloggen", {"email": account.email.upper(), "password": PASSWORD})
    assert right.status_code == 303
    assert right.location == "/coach"
    assert client.case is not None


def test_today_page_of_client(web: PortalClient, people: People) -> None:
    page = web.sign_in(people.client()).get("/vandaag")
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
