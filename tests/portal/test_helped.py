"""Samen invullen, as the client and her helper see it: two screens, one code, a bar on every page, a list."""

import re
from io import BytesIO

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.client import PortalClient
from tests.eportfolio.hostile_files import docx
from tests.people import People, Someone

CODE = re.compile(r'class="hv-digits"[^>]*>(\d{3}) (\d{3})<')
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
    assert "hv-digits" not in desk.get(url).text
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
    assert "Kijk na wat samen is ingevuld" in home.get("/vandaag").text
    page = home.get("/nakijken").text
    assert f"Samen ingevuld met {helper.account.name} (medewerker)" in page
    assert "Kok, De Haven" in page
    home.submit("/nakijken", {"regel": LINE.findall(page)[0]})
    page = home.get("/nakijken").text
    assert "U heeft niets na te kijken" in page
    assert "Eerder nagekeken (1)" in page
    assert "Kijk na wat samen is ingevuld" not in home.get("/vandaag").text


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


TOLD = {**JOB, "told": "phone"}


def test_the_coach_writes_down_what_she_was_told_and_the_client_says_it_is_right(
    home: PortalClient, client: Someone, app: Flask
) -> None:
    assert client.case is not None
    assert client.coach is not None
    room = f"/coach/klanten/{client.case.id}/namens"
    desk = app.test_client().sign_in(client.coach)
    assert "Helpen met invullen" in desk.get(f"/coach/klanten/{client.case.id}").text
    assert desk.submit(f"{room}/sollicitatie", TOLD).location.endswith(room)
    page = desk.get(room).text
    assert "Kok, De Haven" in page
    assert "Nog niet nagekeken" in page

    assert "Kijk na wat samen is ingevuld" in home.get("/vandaag").text
    assert "schreef namens u een sollicitatie op: Kok, De Haven" in home.get("/tijdlijn").text
    page = home.get("/nakijken").text
    assert f"Namens u opgeschreven door {client.coach.account.name} (werkcoach), aan de telefoon" in page
    there = re.search(r'href="(/sollicitaties/[0-9a-f-]{36})"', page)
    assert there is not None
    assert f"namens u door {client.coach.account.name}" in home.get(there[1]).text
    home.submit("/nakijken", {"regel": LINE.findall(page)[0]})
    assert "Nagekeken door de klant" in desk.get(room).text


def test_what_she_took_off_the_list_has_no_link(home: PortalClient, client: Someone, app: Flask) -> None:
    assert client.case is not None
    room = f"/coach/klanten/{client.case.id}/namens"
    desk = app.test_client().sign_in(client.coach)
    desk.submit(f"{room}/sollicitatie", TOLD)
    there = re.search(r'href="(/sollicitaties/[0-9a-f-]{36})"', home.get("/nakijken").text)
    assert there is not None
    home.submit(f"{there[1]}/verwijder", {})
    assert there[1] not in home.get("/nakijken").text
    assert "/sollicitaties/" not in desk.get(room).text.split("opgeschreven", 1)[1]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"told": ""}, "Kies hoe u dit hoorde."),
        ({"told": "chat"}, "error"),
        ({"employer": ""}, "Vul in bij welke werkgever de klant solliciteerde."),
        ({"applied_on": "1-1-2099"}, "Deze dag is nog niet geweest."),
        ({"job": "k" * 100_000}, "te lang"),
    ],
)
def test_what_is_wrong_comes_back_with_words(client: Someone, app: Flask, answer: dict[str, str], words: str) -> None:
    assert client.case is not None
    desk = app.test_client().sign_in(client.coach)
    page = desk.submit(f"/coach/klanten/{client.case.id}/namens/sollicitatie", {**TOLD, **answer})
    assert page.status_code == 422
    assert words in page.text


def test_another_coach_writes_nothing_here(client: Someone, people: People, app: Flask) -> None:
    assert client.case is not None
    desk = app.test_client().sign_in(people.coach())
    room = f"/coach/klanten/{client.case.id}/namens"
    assert desk.get(room).status_code == 404
    assert desk.submit(f"{room}/sollicitatie", TOLD).status_code == 404


def test_a_paper_that_she_handed_over_is_kept_marked_and_hers(home: PortalClient, client: Someone, app: Flask) -> None:
    assert client.case is not None
    assert client.coach is not None
    room = f"/coach/klanten/{client.case.id}/namens"
    desk = app.test_client().sign_in(client.coach)
    paper = docx("<w:p><w:r><w:t>Diploma</w:t></w:r></w:p>")

    def hand_over(**changes: object) -> TestResponse:
        data = {"told": "paper", "kind": "diploma", "file": (BytesIO(paper), "diploma.docx"), **changes}
        return desk.submit(f"{room}/document", data, content_type="multipart/form-data")

    for wrong, words in (
        ({"told": "phone"}, "error"),
        ({"kind": ""}, "Kies wat het is."),
        ({"file": (BytesIO(b"MZ\x90"), "virus.exe")}, "nemen wij niet aan"),
    ):
        refused = hand_over(**wrong)
        assert refused.status_code == 422
        assert words in refused.text
    assert hand_over().location.endswith(room)
    assert re.search(r'href="/coach/klanten/[^"]+/documenten/[^"]+">Diploma</a>', desk.get(room).text)
    page = home.get("/nakijken").text
    assert f"Namens u opgeschreven door {client.coach.account.name} (werkcoach), op papier" in page
    there = re.search(r'href="(/documenten/[0-9a-f-]{36})"', page)
    assert there is not None
    assert "diploma.docx" in home.get(there[1]).text
    assert "voegde namens u een document toe" in home.get("/tijdlijn").text
    assert "Geen documenten" not in desk.get(f"/coach/klanten/{client.case.id}/documenten").text
    home.submit("/nakijken", {"regel": LINE.findall(page)[0]})
    assert "Nagekeken door de klant" in desk.get(room).text
    withdrawn = home.submit(f"{there[1]}/intrekken", {"reason": ""}, page=f"{there[1]}/intrekken")
    assert withdrawn.status_code == 303
    assert desk.get(f"/coach/klanten/{client.case.id}{there[1]}").status_code == 404
