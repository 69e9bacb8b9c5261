"""The shared parts of the profile on the coach's pages: read, agree, ask, and the client's answer."""

import re
import uuid

import pytest
from sqlalchemy.orm import Session

from eportfolio import portfolio
from eportfolio.portfolio import Section
from eportfolio.portfolio.entries import Experience, Skill
from tests.client import PortalClient
from tests.people import People, Someone, act

COOK = Experience("Kok", "Eetcafé De Haven", description="Elke dag voor 80 mensen")


@pytest.fixture
def client(people: People) -> Someone:
    return people.client()


def fill(db: Session, client: Someone, *, share: tuple[Section, ...]) -> portfolio.PortfolioEntry:
    actor = act(db, client)
    row = portfolio.add_entry(db, client.case, COOK, by=actor)
    portfolio.add_entry(db, client.case, Skill("Geheim kunstje"), by=actor)
    portfolio.set_fields(db, client.case, {"goal.own_words": "Een eigen zaak"}, by=actor)
    for section in share:
        portfolio.share_section(db, client.case, section, by=actor)
    db.commit()
    return row


def page_of(client: Someone) -> str:
    return f"/coach/klanten/{client.case.id}/profiel"


def test_coach_sees_that_nothing_is_shared_and_not_what_there_is(
    web: PortalClient, db: Session, client: Someone
) -> None:
    fill(db, client, share=())
    web.sign_in(client.coach)
    page = web.get(page_of(client)).text
    assert "De klant deelt nu niets van het profiel" in page
    for url in (page_of(client), f"/coach/klanten/{client.case.id}", "/coach"):
        shown = web.get(url).text
        for secret in ("Eetcafé", "Geheim", "eigen zaak"):
            assert secret not in shown, url


def test_coach_reads_what_is_shared_and_the_client_sees_that(web: PortalClient, db: Session, client: Someone) -> None:
    fill(db, client, share=(Section.EXPERIENCE, Section.GOAL))
    web.sign_in(client.coach)
    file = web.get(f"/coach/klanten/{client.case.id}").text
    assert "Kok, Eetcafé De Haven" in file
    assert "2 nieuwe onderdelen in het gedeelde profiel" in file
    page = web.get(page_of(client)).text
    for words in ("Kok", "Elke dag voor 80 mensen", "Een eigen zaak", "zonder einddatum", "Niet gedeeld:"):
        assert words in page
    assert "Geheim" not in page
    looked = web.sign_in(client).get("/mijn-gegevens/wie-keek").text
    assert "bekeek van het profiel: werk" in looked
    assert "bekeek van het profiel: uw doel" in looked


def test_coach_agrees_with_everything_on_the_page(web: PortalClient, db: Session, client: Someone) -> None:
    fill(db, client, share=(Section.EXPERIENCE, Section.GOAL))
    web.sign_in(client.coach)
    page = web.get(page_of(client)).text
    ids = {name: re.findall(rf'name="{name}" value="([^"]+)"', page) for name in ("entry", "fact")}
    sent = web.submit(page_of(client) + "/akkoord", ids, page=page_of(client))
    assert sent.status_code == 303
    after = web.get(page_of(client)).text
    assert "2 gegevens zijn akkoord." in after
    assert "Alles akkoord" not in after
    assert "Bekeken door" in web.sign_in(client).get("/profiel/werk").text


def test_question_answer_and_back(web: PortalClient, db: Session, client: Someone) -> None:
    row = fill(db, client, share=(Section.EXPERIENCE,))
    url = f"{page_of(client)}/{row.entry_id}/vraag"
    web.sign_in(client.coach)
    assert web.submit(url, {"question": " ", "version": "1"}).status_code == 422
    assert web.submit(url, {"question": "Werkte u ook alleen?", "version": "1"}).status_code == 303
    web.sign_in(client)
    assert "Uw coach heeft 1 vraag over uw profiel" in web.get("/vandaag").text
    assert "Vraag van uw coach" in web.get("/profiel").text
    assert "Werkte u ook alleen?" in web.get("/profiel/werk").text
    change = f"/profiel/werk/{row.entry_id}"
    assert "Werkte u ook alleen?" in web.get(change).text
    data = {"title": "Kok", "organisation": "Eetcafé De Haven", "description": COOK.description, "version": "1"}
    web.submit(change, data | {"answer": "Ja, op maandag."})
    assert "Uw coach heeft 1 vraag over uw profiel" not in web.get("/vandaag").text
    web.sign_in(client.coach)
    assert "Ja, op maandag." in web.get(page_of(client)).text


def test_answer_is_not_lost_when_the_entry_was_changed_in_another_tab(
    web: PortalClient, db: Session, client: Someone
) -> None:
    row = fill(db, client, share=(Section.EXPERIENCE,))
    url = f"/profiel/werk/{row.entry_id}"
    web.sign_in(client.coach)
    web.submit(f"{page_of(client)}/{row.entry_id}/vraag", {"question": "Werkte u ook alleen?", "version": "1"})
    web.sign_in(client)
    web.submit(url, {"title": "Bakker", "version": "1"})
    late = web.submit(url, {"title": "Kok", "version": "1", "answer": "Ja, op maandag."})
    assert late.status_code == 409
    assert "Ja, op maandag." in late.text
    assert web.submit(url, {"title": "Kok", "version": "2", "answer": "Ja, op maandag."}).status_code == 303
    assert "Ja, op maandag." in web.get(f"{url}/eerder").text


def test_question_about_a_field(web: PortalClient, db: Session, client: Someone) -> None:
    fill(db, client, share=(Section.GOAL,))
    web.sign_in(client.coach)
    ask = re.search(r'href="([^"]+/profiel/veld/[^"]+/vraag)"', web.get(page_of(client)).text)[1]
    assert web.submit(ask, {"question": "Wat voor zaak?"}).status_code == 303
    web.sign_in(client)
    assert "Wat voor zaak?" in web.get("/profiel/doel").text
    assert "Wat voor zaak?" in web.get("/profiel/doel/wijzig").text


def test_question_about_what_the_client_changed_since_shows_the_new_text(
    web: PortalClient, db: Session, client: Someone
) -> None:
    row = fill(db, client, share=(Section.EXPERIENCE,))
    portfolio.change_entry(db, client.case, row.entry_id, Experience("Bakker"), by=act(db, client), version=1)
    db.commit()
    web.sign_in(client.coach)
    url = f"{page_of(client)}/{row.entry_id}/vraag"
    page = web.submit(url, {"question": "Werkte u ook alleen?", "version": "1"})
    assert page.status_code == 409
    assert "Bakker" in page.text
    assert "Werkte u ook alleen?" in page.text


def test_what_is_private_or_of_another_client_does_not_exist(
    web: PortalClient, db: Session, people: People, client: Someone
) -> None:
    row = fill(db, client, share=())
    web.sign_in(client.coach)
    assert web.get(f"{page_of(client)}/{row.entry_id}/vraag").status_code == 404
    assert web.get(f"{page_of(client)}/veld/{uuid.uuid4()}/vraag").status_code == 404
    web.sign_in(people.coach())
    assert web.get(page_of(client)).status_code == 404
