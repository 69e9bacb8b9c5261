"""Rights and duties shown in advance (R15): read one by one, kept with the text she saw, seen by her coach."""

import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from eportfolio import rights_read
from eportfolio.base import NotAllowed
from eportfolio.people import Scheme
from eportfolio.rights_read import Edition, RightsRead
from knowledge.essentials import essentials
from tests.client import PortalClient
from tests.people import People, Someone, act

LIST = "/rechten-en-plichten/vooraf"


def rows(db: Session, client: Someone) -> list[str]:
    act(db, client)
    return list(db.scalars(select(RightsRead.article_id).where(RightsRead.case_id == client.case.id)))


def read(web: PortalClient, article_id: str, *, edition: str | None = None) -> TestResponse:
    """Press the button on the page of this article; `edition` as if the page were older than the text."""
    page = f"/rechten-en-plichten/{article_id}"
    shown = re.search(r'name="editie" value="([^"]+)"', web.get(page).text)
    return web.submit(f"{page}/gelezen", {"editie": edition or (shown and shown[1])}, page=page)


@pytest.mark.parametrize(("scheme", "name"), [(Scheme.WW, "ww"), (Scheme.PARTICIPATIEWET, "participatiewet")])
def test_each_sees_what_holds_for_her_benefit(web: PortalClient, people: People, scheme: Scheme, name: str) -> None:
    page = web.sign_in(people.client(scheme=scheme)).get(LIST).text
    for one in essentials(name, "nl"):
        assert f'href="/rechten-en-plichten/{one.article_id}"' in page
    other = "pw-" if name == "ww" else "ww-"
    assert f'href="/rechten-en-plichten/{other}' not in page


def test_unknown_benefit_asks_for_it_first(web: PortalClient, people: People) -> None:
    page = web.sign_in(people.client(scheme=Scheme.NONE)).get(LIST).text
    assert "Wij weten nog niet welke uitkering u heeft" in page
    assert 'href="/intake"' in page


def test_reading_is_kept_once_and_leads_to_the_next(web: PortalClient, people: People, db: Session) -> None:
    client = people.client()
    first, second, *_others = essentials("ww", "nl")
    web.sign_in(client)
    answer = read(web, first.article_id)
    assert answer.status_code == 303
    assert answer.location == f"/rechten-en-plichten/{second.article_id}"
    assert rows(db, client) == [first.article_id]
    page = web.get(f"/rechten-en-plichten/{first.article_id}").text
    assert "U las dit op" in page
    assert "Ik heb dit gelezen" not in page


def test_all_read_says_so_and_today_no_longer_asks(web: PortalClient, people: People, db: Session) -> None:
    client = people.client()
    web.sign_in(client)
    wanted = essentials("ww", "nl")
    for one in wanted[:-1]:
        read(web, one.article_id)
    assert f"{len(wanted) - 1} van {len(wanted)} gelezen" in web.get(LIST).text
    assert read(web, wanted[-1].article_id).location == LIST
    assert "U heeft alles gelezen" in web.get(LIST).text
    assert len(rows(db, client)) == len(wanted)
    assert "Lees wat voor u geldt" not in web.get("/vandaag").text


def test_a_text_that_changed_meanwhile_is_shown_again(web: PortalClient, people: People, db: Session) -> None:
    client = people.client()
    first = essentials("ww", "nl")[0].article_id
    answer = read(web.sign_in(client), first, edition="0123456789abcdef")
    assert answer.location == f"/rechten-en-plichten/{first}"
    assert "net veranderd" in web.get(answer.location).text
    assert rows(db, client) == []


def test_what_was_read_in_an_older_edition_waits_again(people: People, db: Session) -> None:
    client = people.client()
    by = act(db, client)
    assert rights_read.mark_read(db, client.case, Edition("ww-level", "oud"), by=by, language="nl")
    assert rights_read.read_of(db, client.case.id, [Edition("ww-level", "nieuw")]) == {}
    assert set(rights_read.read_of(db, client.case.id, [Edition("ww-level", "oud")])) == {"ww-level"}
    assert not rights_read.mark_read(db, client.case, Edition("ww-level", "oud"), by=by, language="nl"), "once"


def test_only_what_stands_in_the_list_can_be_marked(web: PortalClient, people: People) -> None:
    web.sign_in(people.client())
    for article_id in ("pw-fine", "bestaat-niet"):
        data = {"csrf_token": web.csrf_token(), "editie": "0123456789abcdef"}
        assert web.post(f"/rechten-en-plichten/{article_id}/gelezen", data=data).status_code == 404


def test_nobody_reads_for_her(people: People, db: Session) -> None:
    client = people.client()
    by = act(db, client.coach)
    with pytest.raises(NotAllowed):
        rights_read.mark_read(db, client.case, Edition("ww-level", "x"), by=by, language="nl")


def test_the_coach_sees_what_was_read_and_the_client_sees_that_she_looked(web: PortalClient, people: People) -> None:
    client = people.client()
    first = essentials("ww", "nl")[0]
    read(web.sign_in(client), first.article_id)
    page = web.sign_in(client.coach).get(f"/coach/klanten/{client.case.id}/rechten-en-plichten").text
    assert re.search(rf"{re.escape(first.title)}\s*<span[^>]*>Gelezen<", page)
    assert page.count("Nog niet gelezen") == len(essentials("ww", "nl")) - 1
    log = web.sign_in(client).get("/mijn-gegevens/wie-keek").text
    assert "bekeek uw rechten en plichten" in log


def test_another_coach_finds_nothing(web: PortalClient, people: People) -> None:
    client = people.client()
    web.sign_in(people.coach())
    assert web.get(f"/coach/klanten/{client.case.id}/rechten-en-plichten").status_code == 404
