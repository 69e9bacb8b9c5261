"""Samen invullen, as the client and her helper see it: two screens, one code, a bar on every page, a list."""

import re

import pytest
from flask import Flask

from tests.client import PortalClient
from tests.people import People, Someone

CODE = re.compile(r'class="hv-code"[^>]*>(\d{3}) (\d{3})<')
LINE = re.compile(r'name="regel" value="([^"]+)"')
JOB = {"job": "Kok", "employer": "De Haven", "applied_on": "1-11-2026", "how": "email", "stage": "sent"}


@pytest.fixture
def client(people: People) -> Someone:
    return people.client()


@pytest.fixture
def home(web: PortalClient, client: Someone) -> PortalClient:
    return web.sign_in(client)


def code_on_screen(app: Flask, someone: Someone, url: str = "/balie/samen") -> str:
    desk = app.test_client().sign_in(someone)
    assert "hv-code" not in desk.get(url).text
    assert desk.submit(url, {}).status_code == 303
    found = CODE.search(desk.get(url).text)
    assert found is not None
    return found[1] + found[2]


def test_together_from_the_code_to_this_is_right(home: PortalClient, people: People, app: Flask) -> None:
    helper = people.helper()
    code = code_on_screen(app, helper)

    assert home.submit("/samen", {"code": code}).status_code == 303
    page = home.get("/sollicitaties").text
    assert f"U vult dit samen in met {helper.account.name}." in page
    home.submit("/sollicitaties/nieuw", JOB)
    assert "Nakijken doet u alleen" in home.get("/nakijken").text
    assert home.submit("/samen/stop", {}).status_code == 303

    assert "U vult dit samen in" not in home.get("/vandaag").text
    assert "Kijk na wat u samen invulde" in home.get("/vandaag").text
    page = home.get("/nakijken").text
    assert f"Samen ingevuld met {helper.account.name} (medewerker)" in page
    assert "Kok, De Haven" in page
    home.submit("/nakijken", {"regel": LINE.findall(page)[0]})
    page = home.get("/nakijken").text
    assert "U heeft niets na te kijken" in page
    assert "Eerder nagekeken (1)" in page
    assert "Kijk na wat u samen invulde" not in home.get("/vandaag").text


def test_a_coach_helps_in_the_same_way_and_gets_no_other_rights(
    home: PortalClient, client: Someone, people: People, app: Flask
) -> None:
    stranger = people.coach()
    home.submit("/samen", {"code": code_on_screen(app, stranger, "/coach/samen")})
    assert stranger.account.name in home.get("/vandaag").text
    assert client.case is not None
    assert app.test_client().sign_in(stranger).get(f"/coach/klanten/{client.case.id}").status_code == 404


@pytest.mark.parametrize("code", ["123", "abc", "x" * 100_000, "\u202e123456", ""])
def test_a_wrong_code_comes_back_with_words(home: PortalClient, code: str) -> None:
    answer = home.submit("/samen", {"code": code})
    assert answer.status_code == 422
    assert "U vult dit samen in" not in home.get("/vandaag").text


def test_signing_out_ends_it(home: PortalClient, client: Someone, people: People, app: Flask) -> None:
    home.submit("/samen", {"code": code_on_screen(app, people.helper())})
    home.submit("/uitloggen", {})
    assert "U vult dit samen in" not in home.sign_in(client).get("/vandaag").text


@pytest.mark.parametrize("line", ["", "onzin", "00000000-0000-0000-0000-000000000000"])
def test_nothing_to_confirm_is_not_found(home: PortalClient, line: str) -> None:
    assert home.submit("/nakijken", {"regel": line}).status_code == 404
