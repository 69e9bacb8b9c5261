"""The intake as a client walks it: page by page, over channels, to the receipt and the coach's question."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import html5lib
import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from eportfolio import facts
from eportfolio.access import Channel
from eportfolio.facts import Source
from eportfolio.intake import sent as sending
from eportfolio.intake.draft import answer_question, draft_of, say_unknown, skip_question
from eportfolio.intake.questionnaire import Kind, current
from eportfolio.people import Scheme, case_of_client, case_of_coach
from tests.client import PortalClient
from tests.people import People, Someone, act

HTMX = {"HX-Request": "true"}
BY_KIND = {
    Kind.SHORT_TEXT: {"answer": "Kok"},
    Kind.LONG_TEXT: {"answer": "Ik kook graag."},
    Kind.NUMBER: {"answer": "24"},
    Kind.DATE: {"answer": "vandaag"},
    Kind.PERIOD: {"first": "1-3-2019", "last": "31-10-2026"},
    Kind.YES_NO: {"answer": "yes"},
    Kind.PHONE: {"answer": "06 12345678"},
}


@pytest.fixture
def client(people: People) -> Someone:
    return people.client(scheme=Scheme.WW)


@pytest.fixture
def pages(web: PortalClient, client: Someone) -> PortalClient:
    return web.sign_in(client)


def post(pages: PortalClient, url: str, data: dict[str, object] | None = None, **kw: object):  # type: ignore[no-untyped-def]
    token = pages.csrf_token("/intake")
    return pages.post(url, data={"csrf_token": token, **(data or {})}, **kw)


def an_answer(page: str) -> dict[str, object]:
    question = current().question_on_page(page)
    if question.kind is Kind.MULTIPLE:
        return {"answer": [question.choices[0].value]}
    if question.kind is Kind.CHOICE:
        return {"answer": question.choices[0].value}
    return dict(BY_KIND[question.kind])


def fill_in(pages: PortalClient, **answers: dict[str, object]) -> list[str]:
    """Answer page after page as the pages is led; returns the pages met."""
    met: list[str] = []
    address = post(pages, "/intake").location
    while not address.startswith("/intake/controleren"):
        page = address.split("/")[-1]
        assert page not in met, "the same question twice"
        met.append(page)
        assert pages.get(address).status_code == 200
        response = post(pages, address, answers.get(page) or an_answer(page))
        assert response.status_code == 303, (page, response.text)
        address = response.location
    return met


def part(text: str, element_id: str) -> str:
    """One element of a page as the pages has it, without what differs per form shown."""
    tree = html5lib.parse(text, namespaceHTMLElements=False)
    found = [element for element in tree.iter() if element.get("id") == element_id]
    assert len(found) == 1
    markup = html5lib.serialize(found[0], quote_attr_values="always", omit_optional_tags=False)
    return re.sub(r'(name="(?:csrf_token|form_key)"[^>]*?) value="[^"]*"', r"\1", markup)


def test_the_start_page_says_what_comes_and_writes_nothing(pages: PortalClient, client: Someone, db: Session) -> None:
    page = pages.get("/intake")
    assert page.status_code == 200
    assert "Met deze intake vraagt u geen uitkering aan" in page.text
    act(db, client)
    assert draft_of(db, case_of_client(db, client.account.id)).intake is None


def test_beginning_leads_to_the_first_question(pages: PortalClient) -> None:
    response = post(pages, "/intake")
    assert (response.status_code, response.location) == (303, "/intake/doel")
    page = pages.get("/intake/doel")
    assert "<h1>Wat wilt u bereiken?</h1>" in page.text
    assert "Vraag 1 van 22" in page.text
    assert "Waarom vragen wij dit?" in page.text
    assert "U, uw coach en de collega die uw coach vervangt." in page.text


def test_the_whole_intake_from_the_first_page_to_the_receipt(pages: PortalClient) -> None:
    met = fill_in(pages)
    assert {"doel", "uren", "periode", "einde-baan", "zorg-en-werk", "telefoon", "eigen-verhaal"} <= set(met)
    check = pages.get("/intake/controleren")
    assert "24 uur per week" in check.text
    assert "1 maart 2019 tot en met 31 oktober 2026" in check.text
    response = post(pages, "/intake/controleren")
    assert response.status_code == 303
    assert re.fullmatch(r"/ontvangst/\d{4}-\d{6}\?nieuw=?", response.location)
    receipt = pages.get(response.location)
    assert "Hoeveel uur per week kunt en wilt u werken?" in receipt.text
    pdf = pages.get(response.location.split("?")[0] + ".pdf")
    assert (pdf.status_code, pdf.data[:5]) == (200, b"%PDF-")
    again = post(pages, "/intake/controleren")
    assert again.location == response.location


def test_a_bijstand_client_walks_her_own_questions(web: PortalClient, people: People) -> None:
    web.sign_in(people.client(scheme=Scheme.PARTICIPATIEWET))
    met = fill_in(web, wonen={"answer": "partner"})
    assert {"wonen", "partner", "inkomen", "huur", "geldzorgen", "hulp-bij-geld"} <= set(met)
    assert not {"laatste-werk", "einde-baan"} & set(met)


def test_a_client_without_a_known_scheme_is_asked_for_it(web: PortalClient, people: People) -> None:
    web.sign_in(people.client(scheme=Scheme.NONE))
    met = fill_in(web, uitkering={"answer": "ww"})
    assert met[:2] == ["doel", "uitkering"]
    assert "laatste-werk" in met


@pytest.mark.parametrize("address", ["wonen", "geldzorgen", "zorg-en-werk", "schoenmaat"])
def test_a_question_that_is_not_for_this_client_does_not_exist(pages: PortalClient, address: str) -> None:
    assert pages.get(f"/intake/{address}").status_code == 404
    assert post(pages, f"/intake/{address}", {"answer": "ja"}).status_code == 404


def test_a_wrong_answer_comes_back_filled_in_with_what_to_do(pages: PortalClient) -> None:
    response = post(pages, "/intake/uren", {"answer": "honderd uur"})
    assert response.status_code == 422
    assert 'value="honderd uur"' in response.text
    assert "Het hoogste getal is hier 60." in response.text
    assert "<title>Fout:" in response.text
    assert 'href="#answer"' in response.text
    assert 'aria-describedby="answer-hint answer-error"' in response.text


@pytest.mark.parametrize("address", ["doel", "laatste-werk", "contact", "vervoer", "rijbewijs", "periode", "beginnen"])
def test_an_empty_answer_to_a_needed_question_says_so(pages: PortalClient, address: str) -> None:
    response = post(pages, f"/intake/{address}", {"answer": ""} if address != "vervoer" else {})
    assert response.status_code == 422
    assert 'id="fouten"' in response.text


def test_a_period_that_ends_before_it_begins_says_so_at_the_last_day(pages: PortalClient) -> None:
    response = post(pages, "/intake/periode", {"first": "1-3-2024", "last": "1-3-2019"})
    assert response.status_code == 422
    assert 'id="last-error"' in response.text
    assert 'value="1-3-2024"' in response.text


def test_a_voluntary_question_left_empty_is_skipped(pages: PortalClient) -> None:
    post(pages, "/intake/zorg", {})
    assert "Overgeslagen" in pages.get("/intake/controleren").text


def test_skipping_and_not_knowing_are_buttons(pages: PortalClient) -> None:
    page = pages.get("/intake/geldzorgen")
    assert page.status_code == 404
    page = pages.get("/intake/einde-baan")
    assert 'name="wens" value="overslaan"' in page.text
    assert 'name="wens" value="onbekend"' in page.text
    assert "(niet verplicht)" in page.text
    assert post(pages, "/intake/einde-baan", {"wens": "overslaan"}).status_code == 303
    assert post(pages, "/intake/uren", {"wens": "onbekend", "answer": "24"}).status_code == 303
    assert post(pages, "/intake/laatste-werk", {"wens": "overslaan"}).status_code == 422
    check = pages.get("/intake/controleren").text
    assert "Weet ik niet" in check
    assert "Overgeslagen" in check


def test_back_leads_to_the_question_before_and_shows_its_answer(pages: PortalClient) -> None:
    post(pages, "/intake/doel", {"answer": "Werk dat past & blijft"})
    page = pages.get("/intake/werk")
    assert 'href="/intake/doel"' in page.text
    assert "Werk dat past &amp; blijft</textarea>" in pages.get("/intake/doel").text


def test_changing_an_answer_from_the_overview_leads_back_there(pages: PortalClient) -> None:
    post(pages, "/intake/doel", {"answer": "werk"})
    page = pages.get("/intake/doel?na=controleren")
    assert 'name="na" value="controleren"' in page.text
    response = post(pages, "/intake/doel", {"answer": "ander werk", "na": "controleren"})
    assert response.location == "/intake/controleren#doel"
    assert post(pages, "/intake/doel", {"answer": "werk", "na": "//evil.example"}).location == "/intake/werk"


def test_stopping_in_the_web_form_goes_on_in_the_chat_and_the_other_way_round(
    pages: PortalClient, client: Someone, db: Session
) -> None:
    post(pages, "/intake/doel", {"answer": "werk"})
    actor = act(db, client, Channel.CHAT)
    case = case_of_client(db, client.account.id)
    answer_question(db, case, by=actor, question_id="desired_work", raw="kok", language="nl")
    db.commit()
    page = pages.get("/intake")
    assert "via de chat" in page.text
    assert "Vraag 3 van" in page.text
    assert "Hoeveel uur per week kunt en wilt u werken?" in page.text
    assert post(pages, "/intake").location == "/intake/uren"


def test_what_is_known_is_filled_in_with_source_and_date(pages: PortalClient, client: Someone, db: Session) -> None:
    know(db, client, "wish.work", "kok in de zorg")
    page = pages.get("/intake/werk")
    assert "Dit weten wij al" in page.text
    assert 'value="kok in de zorg"' in page.text
    assert "van UWV of gemeente" in page.text
    post(pages, "/intake/werk", {"answer": "kok in de zorg"})
    assert "Dit weten wij al" not in pages.get("/intake/werk").text


def test_on_a_shared_computer_no_phone_number_is_shown_in_full(web: PortalClient, client: Someone, db: Session) -> None:
    know(db, client, "contact.phone", "+31612345679")
    pages = web.sign_in(client, kiosk=True)
    page = pages.get("/intake/telefoon")
    assert "2345679" not in page.text.replace(" ", "")
    assert "•• ••••••79" in page.text
    assert post(pages, "/intake/telefoon", {"wens": "houd"}).status_code == 303
    assert post(pages, "/intake/telefoon", {"wens": "houd"}).status_code == 303
    check = pages.get("/intake/controleren")
    assert "2345679" not in check.text.replace(" ", "")
    act(db, client)
    case = case_of_client(db, client.account.id)
    assert facts.draft_facts(db, case.id)["contact.phone"].value == "+31612345679"


def test_an_incomplete_intake_cannot_be_sent(pages: PortalClient) -> None:
    assert post(pages, "/intake/controleren").status_code == 404
    post(pages, "/intake/doel", {"answer": "werk"})
    page = pages.get("/intake/controleren")
    assert "Verstuur mijn intake" not in page.text
    response = post(pages, "/intake/controleren")
    assert response.status_code == 422
    assert "Deze vraag heeft nog geen antwoord: Welk werk zoekt u?" in response.text


def test_the_overview_before_the_start_leads_to_the_start(pages: PortalClient) -> None:
    assert pages.get("/intake/controleren").location == "/intake"


def test_htmx_gets_the_fragment_that_equals_its_part_of_the_page(pages: PortalClient) -> None:
    for page, data in (("uren", {"answer": "veel"}), ("vervoer", {"answer": ["rocket"]}), ("periode", {"first": "x"})):
        whole = post(pages, f"/intake/{page}", data)
        fragment = post(pages, f"/intake/{page}", data, headers=HTMX)
        assert (whole.status_code, fragment.status_code) == (422, 422)
        assert "<!DOCTYPE" not in fragment.text
        assert part(whole.text, "intake-vraag") == part(fragment.text, "intake-vraag")
    whole = post(pages, "/intake/controleren", {}) if post(pages, "/intake").status_code == 303 else None
    fragment = post(pages, "/intake/controleren", {}, headers=HTMX)
    assert whole is not None
    assert part(whole.text, "intake-nakijken") == part(fragment.text, "intake-nakijken")


def test_htmx_is_led_on_after_a_good_answer(pages: PortalClient) -> None:
    response = post(pages, "/intake/doel", {"answer": "werk"}, headers=HTMX)
    assert (response.status_code, response.headers["HX-Redirect"]) == (204, "/intake/werk")


def test_every_question_has_a_page_in_both_languages(web: PortalClient, people: People, db: Session) -> None:
    for scheme, away in ((Scheme.WW, "household"), (Scheme.PARTICIPATIEWET, "end_reason"), (Scheme.NONE, "end_reason")):
        client = people.client(scheme=scheme)
        actor = act(db, client)
        case = case_of_client(db, client.account.id)
        opening = {"household": "partner", "end_reason": "self", "care_tasks": "ja", "contact_way": "phone"}
        opening |= {"money_worries": "ja", "other_languages": "other", "education_level": "higher"}
        for question_id, raw in opening.items():
            if question_id in {question.id for question in draft_of(db, case).path}:
                answer_question(db, case, by=actor, question_id=question_id, raw=raw, language="nl")
        db.commit()
        act(db, client)
        asked = draft_of(db, case).path
        assert away not in {question.id for question in asked}
        pages = web.sign_in(client)
        for page in [question.page for question in asked]:
            for language in ("nl", "en"):
                question = current().question_on_page(page)
                response = pages.get(f"/intake/{page}", headers={"Accept-Language": language})
                assert response.status_code == 200, page
                assert question.text.say("nl") in response.text
        db.rollback()


def test_a_sent_intake_shows_what_was_sent_and_takes_no_more_answers(
    pages: PortalClient, client: Someone, db: Session
) -> None:
    send_in(db, client, hours_per_week="24")
    page = pages.get("/intake")
    assert "U heeft uw intake verstuurd" in page.text
    assert "24 uur per week" in page.text
    assert "Nog niet bekeken" in page.text
    assert pages.get("/intake/uren").location == "/intake"
    assert post(pages, "/intake/uren", {"answer": "32"}).location == "/intake"
    assert pages.get("/intake/controleren").location == "/intake"
    assert "24 uur per week" in pages.get("/intake").text


def test_a_question_of_the_coach_opens_that_field_again(pages: PortalClient, client: Someone, db: Session) -> None:
    send_in(db, client, hours_per_week="24")
    ask_about(db, client, "hours_per_week", "Kan 32 uur ook?")
    page = pages.get("/intake")
    assert "Kan 32 uur ook?" in page.text
    assert 'href="/intake/uren"' in page.text
    again = pages.get("/intake/uren")
    assert "Kan 32 uur ook?" in again.text
    assert 'value="24"' in again.text
    wrong = post(pages, "/intake/uren", {"answer": "veel"})
    assert wrong.status_code == 422
    fragment = post(pages, "/intake/uren", {"answer": "veel"}, headers=HTMX)
    assert part(wrong.text, "intake-vraag") == part(fragment.text, "intake-vraag")
    response = post(pages, "/intake/uren", {"answer": "32"})
    assert response.location.startswith("/ontvangst/")
    assert "Kan 32 uur ook?" in pages.get(response.location).text
    page = pages.get("/intake")
    assert "32 uur per week" in page.text
    assert "Kan 32 uur ook?" not in page.text
    assert post(pages, "/intake/uren", {"answer": "36"}).location == "/intake"


def test_the_client_can_say_that_it_is_right_as_it_stands(pages: PortalClient, client: Someone, db: Session) -> None:
    send_in(db, client, phone="06 12345678")
    ask_about(db, client, "phone", "Klopt dit nummer?")
    response = post(pages, "/intake/telefoon", {"wens": "houd"})
    assert response.status_code == 303
    assert "06 12345678" in pages.get(response.location).text


def test_the_pages_cost_few_statements(pages: PortalClient) -> None:
    """Session, actor, case, counts beside the menu, three for the draft, and the end of the transaction."""
    post(pages, "/intake/doel", {"answer": "werk"})
    for address in ("/intake", "/intake/uren", "/intake/controleren"):
        with statements(pages) as counted:
            assert pages.get(address).status_code == 200
        assert len(counted) <= 9, "\n".join(counted)


@contextmanager
def statements(pages: PortalClient) -> Iterator[list[str]]:
    """The SQL statements that the portal runs meanwhile."""
    engine, counted = pages.application.extensions["houvast_engine"], []

    def count(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        counted.append(statement)

    event.listen(engine, "before_cursor_execute", count)
    yield counted
    event.remove(engine, "before_cursor_execute", count)


def know(db: Session, client: Someone, key: str, value: object) -> None:
    assert client.coach is not None
    assert client.case is not None
    actor = act(db, client.coach)
    case = case_of_coach(db, client.coach.account.id, client.case.id)
    facts.set_fact(db, case, key=key, value=value, by=actor, source=Source.CHAIN)
    db.commit()


def send_in(db: Session, client: Someone, **answers: str) -> None:
    actor = act(db, client)
    case = case_of_client(db, client.account.id)
    plain = {"last_job_title": "kok", "driving_licences": "B", "digital_help": "no_help", "contact_way": "messages"}
    plain |= {"household": "alone"}
    while (question := draft_of(db, case).next_question) is not None:
        here = {"by": actor, "question_id": question.id, "language": "nl"}
        if question.id in plain | answers:
            answer_question(db, case, **here, raw=(plain | answers)[question.id])
        else:
            (skip_question if question.may_skip else say_unknown)(db, case, **here)
    sending.send(db, case, by=actor, language="nl")
    db.commit()


def ask_about(db: Session, client: Someone, question_id: str, words: str) -> None:
    assert client.coach is not None
    assert client.case is not None
    actor = act(db, client.coach)
    case = case_of_coach(db, client.coach.account.id, client.case.id)
    fact = facts.current_facts(db, case.id)[current().question(question_id).fact]
    sending.reopen_field(db, case, fact.id, question=words, by=actor)
    db.commit()
