"""Agreements on the client's pages: answers, own proposals, and what goes wrong said kindly."""

import datetime as dt
import re
import uuid

import pytest
from sqlalchemy.orm import Session

from eportfolio import agreements
from eportfolio.access import Channel
from eportfolio.agreements import Agreement, EventKind, State, Target
from eportfolio.base import today
from tests.client import PortalClient
from tests.eportfolio.test_agreements import terms
from tests.people import People, Someone, act

HTMX = {"HX-Request": "true"}


@pytest.fixture
def client(people: People) -> Someone:
    return people.client(given="Ayşe", family="Yılmaz")


@pytest.fixture
def pages(web: PortalClient, client: Someone) -> PortalClient:
    return web.sign_in(client)


@pytest.fixture
def proposal(db: Session, client: Someone) -> Agreement:
    return propose(db, client)


def propose(db: Session, client: Someone, **changes: object) -> Agreement:
    row, _receipt = agreements.propose(db, client.case, by=act(db, client.coach), terms=terms(**changes))
    db.commit()
    return row


def now_of(db: Session, client: Someone, row: Agreement) -> Agreement:
    db.rollback()
    db.expire_all()
    act(db, client)
    return agreements.agreement_of(db, client.case.id, row.id, reader_id=client.account.id)


def kinds(row: Agreement) -> list[EventKind]:
    return [event.kind for event in row.events]


def filled(**changes: str) -> dict[str, str]:
    day = today() + dt.timedelta(days=30)
    given = {
        "title": "Fiets regelen",
        "why": "Dan kan ik zelf naar mijn werk",
        "client_does": "Ik zoek een fiets",
        "agency_does": "",
        "due_on": f"{day:%d-%m-%Y}",
        "review_on": "",
        "doe": "versturen",
    }
    return {**given, **changes}


def test_empty_list_invites_to_propose(pages: PortalClient) -> None:
    text = pages.get("/afspraken").text
    assert "U heeft nog geen afspraken" in text
    assert 'href="/afspraken/voorstel"' in text


def test_list_in_groups_what_waits_first(pages: PortalClient, db: Session, client: Someone) -> None:
    ended = propose(db, client, title="Klaar ding")
    by = act(db, client)
    agreements.agree(db, client.case, ended, by=by, number=1)
    agreements.report_done(db, client.case, ended, by=by)
    running = propose(db, client, title="Lopend ding")
    agreements.agree(db, client.case, running, by=act(db, client), number=1)
    agreements.save_draft(db, client.case, by=act(db, client), terms=terms(title="Concept ding"))
    db.commit()
    propose(db, client, title="Wachtend ding")
    text = pages.get("/afspraken").text
    places = [text.index(f"{title} ding") for title in ("Wachtend", "Concept", "Lopend", "Klaar")]
    assert places == sorted(places)
    assert "Niets doen betekent niet dat u akkoord gaat" in text


def test_page_shows_both_sides_and_answers_of_equal_weight(pages: PortalClient, proposal: Agreement) -> None:
    text = pages.get(f"/afspraken/{proposal.id}").text
    assert "Dit doet u" in text
    assert "Dit doen wij" in text
    assert "Voorstel, wacht op uw antwoord" in text
    assert 'href="/rechten-en-plichten/gen-objection"' in text
    labels = ("Ik heb het gelezen", "Ik ga akkoord", "Ik wil iets veranderen", "Ik ben het niet eens")
    classes = [
        re.search(rf'class="(utrecht-button[^"]*)"[^>]*>(?:(?!</(?:a|button)>).)*{label}', text) for label in labels
    ]
    looks = {found[1].replace(" hv-link-button", "") for found in classes if found}
    assert all(classes)
    assert len(looks) == 1


def test_a_get_never_answers(pages: PortalClient, db: Session, client: Someone, proposal: Agreement) -> None:
    for part in ("", "/gelezen", "/akkoord", "/veranderen", "/niet-eens"):
        pages.get(f"/afspraken/{proposal.id}{part}")
    assert kinds(now_of(db, client, proposal)) == [EventKind.PROPOSED]
    assert pages.get(f"/afspraken/{proposal.id}/akkoord").location == f"/afspraken/{proposal.id}"


def test_reading_without_scripts_and_as_a_fragment(
    pages: PortalClient, db: Session, client: Someone, proposal: Agreement
) -> None:
    url = f"/afspraken/{proposal.id}"
    response = pages.submit(f"{url}/gelezen", {"number": 1}, page=url)
    assert (response.status_code, response.location) == (303, url)
    assert kinds(now_of(db, client, proposal)) == [EventKind.PROPOSED, EventKind.READ]
    fragment = pages.submit(f"{url}/gelezen", {"number": 1}, page=url, headers=HTMX)
    assert fragment.status_code == 200
    assert "data-focus" in fragment.text
    assert "U las versie 1" in fragment.text
    assert "Ik heb het gelezen" not in fragment.text
    assert kinds(now_of(db, client, proposal)).count(EventKind.READ) == 1


def test_the_fragments_are_the_parts_of_their_pages(pages: PortalClient, db: Session, client: Someone) -> None:
    row = propose(db, client)
    agreements.propose_new_version(
        db, client.case, row, by=act(db, client.coach), terms=terms(title="Anders"), instead_of=1
    )
    db.commit()
    for url in (f"/afspraken/{row.id}", f"/afspraken/{row.id}/verschil/1"):
        fragment = pages.get(url, headers=HTMX)
        assert fragment.headers["Vary"]
        assert without_keys(fragment.text.strip()) in without_keys(pages.get(url).text)


def without_keys(text: str) -> str:
    """Form keys and CSRF tokens differ at each showing."""
    return re.sub(r'value="[^"]{20,}"', 'value=""', text)


def test_agreeing_gives_a_receipt_and_a_second_click_does_nothing(
    pages: PortalClient, db: Session, client: Someone, proposal: Agreement
) -> None:
    url = f"/afspraken/{proposal.id}"
    once = {"number": 1, "form_key": str(uuid.uuid4())}
    first = pages.submit(f"{url}/akkoord", once, page=url)
    text = pages.get(url).text
    second = pages.submit(f"{url}/akkoord", once, page=url)
    assert [(it.status_code, it.location) for it in (first, second)] == [(303, url)] * 2
    row = now_of(db, client, proposal)
    assert kinds(row) == [EventKind.PROPOSED, EventKind.AGREED]
    assert row.events[-1].channel is Channel.WEB
    number = re.search(r"Wij hebben uw antwoord ontvangen. Nummer: (\d{4}-\d{6})", text)
    assert number
    assert f"Ontvangen, nr. {number[1]}" in text
    assert "Ik ga akkoord" in pages.get(f"/ontvangst/{number[1]}").text


@pytest.mark.parametrize(
    ("what", "kind", "state"),
    [
        ("veranderen", EventKind.CHANGE_ASKED, State.CHANGE_ASKED),
        ("niet-eens", EventKind.DISAGREED, State.DISAGREED),
    ],
)
def test_an_answer_in_own_words(
    pages: PortalClient, db: Session, client: Someone, proposal: Agreement, what: str, kind: EventKind, state: State
) -> None:
    url = f"/afspraken/{proposal.id}/{what}"
    empty = pages.submit(url, {"number": 1, "words": "  "})
    assert empty.status_code == 422
    assert 'id="fouten"' in empty.text
    assert "autofocus" in empty.text
    long = "Ik kan niet op <maandag>. " * 60
    too_long = pages.submit(url, {"number": 1, "words": long})
    assert too_long.status_code == 422
    assert long.replace("<", "&lt;").replace(">", "&gt;").strip() in too_long.text
    response = pages.submit(url, {"number": 1, "words": "Mijn zoon is\r\nnog thuis"})
    assert (response.status_code, response.location) == (303, f"/afspraken/{proposal.id}")
    row = now_of(db, client, proposal)
    assert (row.state, row.events[-1].kind, row.events[-1].words) == (state, kind, "Mijn zoon is\nnog thuis")


def test_answering_an_older_version_shows_the_new_one_and_keeps_the_words(
    pages: PortalClient, db: Session, client: Someone, proposal: Agreement
) -> None:
    agreements.propose_new_version(
        db, client.case, proposal, by=act(db, client.coach), terms=terms(title="Cursus in december"), instead_of=1
    )
    db.commit()
    url = f"/afspraken/{proposal.id}"
    for part, words in (("akkoord", ""), ("gelezen", ""), ("veranderen", "Liever later")):
        response = pages.submit(f"{url}/{part}", {"number": 1, "words": words}, page=url)
        assert response.status_code == 409
        assert "intussen veranderd" in response.text
        assert "Cursus in december" in response.text
        assert words in response.text
    assert now_of(db, client, proposal).state is State.PROPOSED


@pytest.mark.parametrize("number", ["", "nul", "99", "-1"])
def test_a_tampered_version_number_changes_nothing(
    pages: PortalClient, db: Session, client: Someone, proposal: Agreement, number: str
) -> None:
    url = f"/afspraken/{proposal.id}"
    assert pages.submit(f"{url}/akkoord", {"number": number}, page=url).status_code == 409
    assert now_of(db, client, proposal).state is State.PROPOSED


def test_what_changed_since_the_version_answered_last(pages: PortalClient, db: Session, client: Someone) -> None:
    row = propose(db, client)
    for number in (2, 3):
        agreements.propose_new_version(
            db,
            client.case,
            row,
            by=act(db, client.coach),
            terms=terms(client_does=f"U volgt {number} lessen"),
            instead_of=number - 1,
        )
        if number == 2:
            agreements.mark_read(db, row, by=act(db, client), number=2)
    db.commit()
    text = pages.get(f"/afspraken/{row.id}").text
    assert "Wat is er veranderd sinds versie 2?" in text
    difference = pages.get(f"/afspraken/{row.id}/verschil/2").text
    assert re.search(r"<del[^>]*>U volgt 2 lessen</del>", difference)
    assert re.search(r"<ins[^>]*>U volgt 3 lessen</ins>", difference)
    for wrong in (0, 3, 4, 99):
        assert pages.get(f"/afspraken/{row.id}/verschil/{wrong}").status_code == 404


def test_another_persons_agreement_is_not_there(web: PortalClient, people: People, proposal: Agreement) -> None:
    web.sign_in(people.client())
    url = f"/afspraken/{proposal.id}"
    for part in ("", "/verschil/1", "/veranderen", "/concept", "/nieuwe-versie"):
        assert web.get(url + part).status_code == 404
    for part in ("/gelezen", "/akkoord", "/niet-eens", "/weggooien"):
        assert web.submit(url + part, {"number": 1, "words": "x"}, page="/afspraken/voorstel").status_code == 404
    assert web.get(f"/afspraken/{uuid.uuid4()}").status_code == 404


def test_own_reason_when_it_did_not_work_out(
    pages: PortalClient, db: Session, client: Someone, proposal: Agreement
) -> None:
    url = f"/afspraken/{proposal.id}"
    pages.submit(f"{url}/akkoord", {"number": 1}, page=url)
    assert pages.submit(f"{url}/niet-gelukt", {"number": 1, "words": ""}).status_code == 422
    assert pages.submit(f"{url}/niet-gelukt", {"number": 1, "words": "De bus reed niet"}).status_code == 303
    row = now_of(db, client, proposal)
    agreements.add_remark(db, client.case, row, by=act(db, client.coach), words="We zoeken een kortere reis")
    db.commit()
    text = pages.get(url).text
    assert "Niet gelukt" in text
    assert text.index("De bus reed niet") < text.index("We zoeken een kortere reis")
    assert pages.submit(f"{url}/reactie", {"number": 1, "words": "Dank u"}).status_code == 303


def test_done_needs_no_words(pages: PortalClient, db: Session, client: Someone, proposal: Agreement) -> None:
    url = f"/afspraken/{proposal.id}"
    pages.submit(f"{url}/akkoord", {"number": 1}, page=url)
    assert pages.submit(f"{url}/gelukt", {"number": 1, "words": ""}).status_code == 303
    assert now_of(db, client, proposal).state is State.DONE


def test_a_step_that_is_not_possible_leads_back(pages: PortalClient, proposal: Agreement) -> None:
    for what in ("gelukt", "reactie", "zo-laten", "intrekken"):
        assert pages.get(f"/afspraken/{proposal.id}/{what}").location == f"/afspraken/{proposal.id}"
    assert pages.get(f"/afspraken/{proposal.id}/iets-anders").status_code == 404


def test_an_answer_after_the_date_is_still_welcome(
    pages: PortalClient, db: Session, client: Someone, owner_db: Session
) -> None:
    row = propose(db, client)
    owner_db.execute(
        agreements.AgreementVersion.__table__.update()
        .values(answer_by=dt.date(2026, 1, 1))
        .where(agreements.AgreementVersion.agreement_id == row.id)
    )
    owner_db.commit()
    text = pages.get(f"/afspraken/{row.id}").text
    assert "U kunt nog steeds antwoorden" in text
    assert "Ik ga akkoord" in text


def test_proposing_something_gives_a_receipt(pages: PortalClient, db: Session, client: Someone) -> None:
    response = pages.submit("/afspraken/voorstel", filled())
    assert response.status_code == 303
    text = pages.get(response.location).text
    assert "Uw voorstel is verstuurd. Nummer:" in text
    assert "Dit is uw voorstel" in text
    act(db, client)
    [row] = agreements.agreements_of(db, client.case.id, reader_id=client.account.id)
    assert row.current.answer_by == today() + dt.timedelta(days=7)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"title": ""}, "Geef de afspraak een titel"),
        ({"why": " "}, "Schrijf op waarom u dit wilt"),
        ({"client_does": ""}, "Schrijf op wat u gaat doen"),
        ({"due_on": ""}, "Kies een datum"),
        ({"due_on": "31-02-2027"}, "Deze datum bestaat niet"),
        ({"due_on": "1-1-2020"}, "al geweest"),
        ({"due_on": "1-1-2099"}, "te ver weg"),
        ({"review_on": "1-1-2020"}, "al geweest"),
        ({"title": "x" * 121}, "te lang"),
        ({"client_does": "x" * 2001}, "te lang"),
    ],
)
def test_a_proposal_that_cannot_be_right_comes_back_filled(
    pages: PortalClient, changes: dict[str, str], says: str
) -> None:
    response = pages.submit("/afspraken/voorstel", filled(agency_does="Hulp bij zoeken", **changes))
    assert response.status_code == 422
    assert says in response.text
    assert "Hulp bij zoeken" in response.text
    assert all(value[:100] in response.text for value in changes.values() if value.strip())


def test_a_review_before_the_end_is_refused(pages: PortalClient) -> None:
    tomorrow = today() + dt.timedelta(days=1)
    response = pages.submit("/afspraken/voorstel", filled(review_on=f"{tomorrow:%d-%m-%Y}"))
    assert response.status_code == 422
    assert "als het klaar is" in response.text


def test_a_draft_waits_until_it_is_sent(pages: PortalClient, db: Session, client: Someone) -> None:
    half = filled(why="", client_does="", doe="bewaren")
    assert pages.submit("/afspraken/voorstel", {**half, "title": ""}).status_code == 422
    assert pages.submit("/afspraken/voorstel", half).location == "/afspraken"
    act(db, client)
    [draft] = agreements.agreements_of(db, client.case.id, reader_id=client.account.id)
    assert draft.state is State.DRAFT
    url = f"/afspraken/{draft.id}/concept"
    assert pages.get(f"/afspraken/{draft.id}").location == url
    assert "Fiets regelen" in pages.get(url).text
    assert pages.submit(url, filled(why="")).status_code == 422
    assert pages.submit(url, filled()).location == f"/afspraken/{draft.id}"
    assert now_of(db, client, draft).state is State.PROPOSED
    assert pages.get(url).location == f"/afspraken/{draft.id}"


def test_a_draft_is_thrown_away(pages: PortalClient, db: Session, client: Someone) -> None:
    draft = agreements.save_draft(db, client.case, by=act(db, client), terms=terms())
    db.commit()
    assert pages.submit(f"/afspraken/{draft.id}/weggooien", page=f"/afspraken/{draft.id}/concept").status_code == 303
    assert pages.get(f"/afspraken/{draft.id}").status_code == 404


def test_a_counter_proposal(pages: PortalClient, db: Session, client: Someone, proposal: Agreement) -> None:
    url = f"/afspraken/{proposal.id}/nieuwe-versie"
    version = proposal.current
    same = filled(
        title=version.title,
        why=version.why,
        client_does=version.client_does,
        agency_does=version.agency_does,
        due_on=f"{version.due_on:%d-%m-%Y}",
        review_on=f"{version.review_on:%d-%m-%Y}",
        number="1",
    )
    unchanged = pages.submit(url, same)
    assert unchanged.status_code == 422
    assert "U heeft niets veranderd" in unchanged.text
    assert pages.submit(url, {**same, "client_does": "Ik volg 2 lessen"}).status_code == 303
    row = now_of(db, client, proposal)
    assert (row.current_number, row.waits_for) == (2, agreements.Side.AGENCY)
    assert pages.submit(url, {**same, "client_does": "Ik volg 3 lessen"}).status_code == 409


def test_the_application_list_shows_the_agreed_number(pages: PortalClient, db: Session, client: Someone) -> None:
    assert "U sprak af" not in pages.get("/sollicitaties").text
    row = propose(db, client, applications=Target(4, 2))
    agreements.agree(db, client.case, row, by=act(db, client), number=1)
    db.commit()
    assert "U sprak af: 4 sollicitaties per 2 weken." in pages.get("/sollicitaties").text
