"""Agreements at the coach's desk: propose, see answers, a version 2, withdraw with a reason; and the plan on paper."""

import datetime as dt
import io
import re

import pikepdf
import pypdfium2
import pytest
from sqlalchemy.orm import Session

from eportfolio import agreements, audit
from eportfolio.agreements import Agreement, EventKind, State, Target
from eportfolio.base import today
from portal import pdf
from tests.client import PortalClient
from tests.eportfolio.test_agreements import terms
from tests.people import People, Someone, act
from tests.portal.test_agreements_client import HTMX, kinds, now_of, propose, without_keys


@pytest.fixture
def client(people: People) -> Someone:
    return people.client(coach=people.coach(given="Łukasz", family="Müller"), given="Ayşegül", family="Yıldız-Ağaoğlu")


@pytest.fixture
def desk(web: PortalClient, client: Someone) -> PortalClient:
    return web.sign_in(client.coach)


@pytest.fixture
def base(client: Someone) -> str:
    return f"/coach/klanten/{client.case.id}/afspraken"


def filled(**changes: str) -> dict[str, str]:
    due = today() + dt.timedelta(days=30)
    given = {
        "title": "Cursus medicijnen geven",
        "why": "U wilt in de thuiszorg werken.",
        "client_does": "U volgt 4 lessen.",
        "agency_does": "Wij betalen de cursus.",
        "due_on": f"{due:%d-%m-%Y}",
        "review_on": f"{due + dt.timedelta(days=4):%d/%m/%Y}",
        "answer_by": f"{today() + dt.timedelta(days=7)}",
        "applications_count": "",
        "applications_weeks": "1",
        "doe": "versturen",
    }
    return {**given, **changes}


def test_the_coach_proposes_and_sees_the_client_agree(
    desk: PortalClient, db: Session, client: Someone, base: str
) -> None:
    assert "Nog geen afspraken" in desk.get(base).text
    response = desk.submit(f"{base}/voorstel", filled(applications_count="4", applications_weeks="2"))
    assert response.status_code == 303
    act(db, client)
    [row] = agreements.agreements_of(db, client.case.id, reader_id=client.account.id)
    assert row.current.applications == Target(4, 2)
    agreements.agree(db, client.case, row, by=act(db, client), number=1)
    db.commit()
    text = desk.get(response.location).text
    assert "Ayşegül Yıldız-Ağaoğlu ging akkoord met versie 1" in text
    assert "4 sollicitaties per 2 weken" in text


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"agency_does": ""}, "Schrijf op wat wij doen"),
        ({"review_on": ""}, "Kies een datum"),
        ({"answer_by": ""}, "Kies een datum"),
        ({"answer_by": "1-1-2099"}, "Kies een datum tot en met"),
        ({"answer_by": "gisteren"}, "dag, maand en jaar"),
        ({"applications_count": "veel"}, "Schrijf hier een getal"),
        ({"applications_count": "0"}, "Kies een aantal van 1"),
        ({"applications_count": "999"}, "Kies een aantal van 1"),
        ({"applications_weeks": "3"}, "fouten"),
    ],
)
def test_a_proposal_that_cannot_be_right_comes_back_filled(
    desk: PortalClient, base: str, changes: dict[str, str], says: str
) -> None:
    response = desk.submit(f"{base}/voorstel", filled(**changes))
    assert response.status_code == 422
    assert says in response.text
    assert "U volgt 4 lessen." in response.text


def test_version_two_after_a_change_request_starts_from_the_old_words(
    desk: PortalClient, db: Session, client: Someone, base: str
) -> None:
    row = propose(db, client, title="Taalles")
    agreements.ask_change(db, client.case, row, by=act(db, client), number=1, words="Liever op dinsdag")
    db.commit()
    assert "Liever op dinsdag" in desk.get(f"{base}/{row.id}").text
    url = f"{base}/{row.id}/nieuwe-versie"
    page = desk.get(url).text
    assert "Liever op dinsdag" in page
    assert 'value="Taalles"' in page
    assert desk.submit(url, filled(title="Taalles op dinsdag", number="1")).status_code == 303
    row = now_of(db, client, row)
    assert (row.state, row.current_number, row.current.title) == (State.PROPOSED, 2, "Taalles op dinsdag")
    late = desk.submit(url, filled(title="Nog eens", number="1"))
    assert late.status_code == 409
    assert "intussen veranderd" in late.text


def test_withdrawing_takes_a_reason(desk: PortalClient, db: Session, client: Someone, base: str) -> None:
    row = propose(db, client)
    url = f"{base}/{row.id}/intrekken"
    assert desk.submit(url, {"number": 1, "words": ""}).status_code == 422
    assert desk.submit(url, {"number": 1, "words": "De cursus is vol"}).status_code == 303
    assert now_of(db, client, row).state is State.WITHDRAWN
    assert desk.get(url).location == f"{base}/{row.id}"


def test_not_done_is_only_offered_after_the_due_date(
    desk: PortalClient, db: Session, client: Someone, base: str, owner_db: Session
) -> None:
    row = propose(db, client)
    agreements.agree(db, client.case, row, by=act(db, client), number=1)
    db.commit()
    url = f"{base}/{row.id}"
    assert f"{url}/niet-gelukt" not in desk.get(url).text
    early = desk.submit(f"{url}/niet-gelukt", {"number": 1, "words": "Niet gezien"}, page=f"{url}/gelukt")
    assert early.status_code == 409
    versions = agreements.AgreementVersion.__table__
    past = today() - dt.timedelta(days=1)
    owner_db.execute(versions.update().values(due_on=past).where(versions.c.agreement_id == row.id))
    owner_db.commit()
    assert "vraag hoe het ging" in desk.get(url).text
    assert desk.submit(f"{url}/niet-gelukt", {"number": 1, "words": "Niet gezien"}).status_code == 303
    assert now_of(db, client, row).state is State.NOT_DONE


def test_the_coach_answers_a_proposal_of_the_client(
    desk: PortalClient, db: Session, client: Someone, base: str
) -> None:
    row, _receipt = agreements.propose(db, client.case, by=act(db, client), terms=terms(agency_does=""))
    db.commit()
    assert "Vraagt iets van u" in desk.get(base).text
    assert desk.get(f"{base}/{row.id}/akkoord").location == f"{base}/{row.id}"
    assert desk.submit(f"{base}/{row.id}/akkoord", {"number": 1}, page=f"{base}/{row.id}").status_code == 303
    assert kinds(now_of(db, client, row)) == [EventKind.PROPOSED, EventKind.AGREED]


def test_looking_is_logged_for_the_client(desk: PortalClient, db: Session, client: Someone, base: str) -> None:
    row = propose(db, client, title="Taalles")
    desk.get(f"{base}/{row.id}")
    act(db, client)
    [entry] = audit.looks_by_others(db, client.case.id, client.account.id, most=1)
    assert (entry.action, entry.subject, entry.label) == (audit.Action.READ, audit.Subject.AGREEMENT, "Taalles")


def test_another_coachs_client_is_not_there(web: PortalClient, db: Session, people: People, client: Someone) -> None:
    row = propose(db, client)
    other = people.coach()
    web.sign_in(other)
    own = people.client(coach=other)
    for case in (client.case, own.case):
        for part in (f"/{row.id}", f"/{row.id}/nieuwe-versie", f"/{row.id}/intrekken", f"/{row.id}/verschil/1"):
            assert web.get(f"/coach/klanten/{case.id}/afspraken{part}").status_code == 404
    assert web.get(f"/coach/klanten/{client.case.id}/afspraken").status_code == 404
    assert web.get(f"/coach/klanten/{client.case.id}/plan.pdf").status_code == 404


def test_a_clients_draft_stays_hers(desk: PortalClient, db: Session, client: Someone, base: str) -> None:
    draft = agreements.save_draft(db, client.case, by=act(db, client), terms=terms(title="Geheim plan"))
    db.commit()
    assert "Geheim plan" not in desk.get(base).text
    assert desk.get(f"{base}/{draft.id}").status_code == 404


def test_a_coachs_draft_is_kept_sent_and_discarded(desk: PortalClient, db: Session, client: Someone, base: str) -> None:
    for title in ("Eerste", "Tweede"):
        desk.submit(f"{base}/voorstel", filled(title=title, why="", agency_does="", review_on="", doe="bewaren"))
    act(db, client.coach)
    second, first = agreements.agreements_of(db, client.case.id, reader_id=client.coach.account.id)
    assert desk.submit(f"{base}/{first.id}/concept", filled()).location == f"{base}/{first.id}"
    assert desk.submit(f"{base}/{second.id}/weggooien", page=f"{base}/voorstel").location == base
    assert now_of(db, client, first).state is State.PROPOSED


def test_the_difference_as_fragment_is_part_of_its_page(
    desk: PortalClient, db: Session, client: Someone, base: str
) -> None:
    row = propose(db, client)
    agreements.propose_new_version(
        db, client.case, row, by=act(db, client.coach), terms=terms(why="Een ander waarom"), instead_of=1
    )
    db.commit()
    url = f"{base}/{row.id}/verschil/1"
    assert without_keys(desk.get(url, headers=HTMX).text.strip()) in without_keys(desk.get(url).text)


@pytest.fixture
def plan(db: Session, client: Someone) -> Agreement:
    row = propose(db, client, title="Cursus bij Bäckerij Łódź", applications=Target(4, 1))
    agreements.ask_change(db, client.case, row, by=act(db, client), number=1, words="Ik wil later, çünkü oğlum evde")
    agreements.propose_new_version(
        db, client.case, row, by=act(db, client.coach), terms=terms(title="Cursus bij Bäckerij Łódź"), instead_of=1
    )
    agreements.agree(db, client.case, row, by=act(db, client), number=2)
    db.commit()
    return row


def test_the_plan_on_paper_is_accessible_and_keeps_every_letter(
    web: PortalClient, client: Someone, plan: Agreement
) -> None:
    response = web.sign_in(client).get("/plan.pdf")
    assert response.mimetype == "application/pdf"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Content-Disposition"].startswith("inline")
    with pikepdf.open(io.BytesIO(response.data)) as document:
        root = document.Root
        assert str(root.Lang) == "nl"
        assert bool(root.MarkInfo.Marked)
        assert "/StructTreeRoot" in root
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        assert str(document.docinfo.Title) == "Plan van Ayşegül Yıldız-Ağaoğlu"
        with document.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
        fonts = [font for page in document.pages for font in page.Resources.Font.values()]
        assert all("/FontFile2" in f or "/FontFile3" in f for f in map(descriptor, fonts))
    text = words_of(response.data)
    for words in (
        "Ayşegül Yıldız-Ağaoğlu vroeg om een verandering van versie 1",
        "Łukasz Müller stelde versie 2 voor",
        "Ayşegül Yıldız-Ağaoğlu ging akkoord met versie 2",
        "çünkü oğlum evde",
        "Bäckerij Łódź",
    ):
        assert words in text


def descriptor(font: pikepdf.Object) -> pikepdf.Object:
    return font.DescendantFonts[0].FontDescriptor if "/DescendantFonts" in font else font.FontDescriptor


def words_of(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return re.sub(r"\s+", " ", text)


def test_the_plan_on_screen_and_for_the_coach(web: PortalClient, client: Someone, plan: Agreement, app) -> None:
    screen = web.sign_in(client).get("/plan").text
    assert "Dit hebben we afgesproken" in screen
    assert "Cursus bij Bäckerij Łódź" in screen
    coach = app.test_client().sign_in(client.coach)
    assert coach.get(f"/coach/klanten/{client.case.id}/plan.pdf").data[:5] == b"%PDF-"


def test_an_empty_plan(web: PortalClient, people: People) -> None:
    web.sign_in(people.client())
    assert "Uw plan is nog leeg" in web.get("/plan").text
    assert "nog geen afspraken" in words_of(web.get("/plan.pdf").data)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "https://example.org/x.png",
        f"{pdf.OWN_ADDRESS}/static/../../config.py",
        f"{pdf.OWN_ADDRESS}/static/%2e%2e/css/pdf.css",
        f"{pdf.OWN_ADDRESS}/static//etc/passwd",
        "data:text/html,x",
    ],
)
def test_a_pdf_fetches_nothing_but_our_own_files(url: str) -> None:
    with pytest.raises(pdf.ForeignAddress):
        pdf.OwnFilesOnly().fetch(url)
