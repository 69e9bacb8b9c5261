"""A CV beside its suggestions: she reads, takes over, changes, leaves out and undoes, with and without scripts."""

import re
import uuid
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from eportfolio import portfolio
from eportfolio.cv_suggestions import CvSuggestion, Decision, written_dates
from eportfolio.documents.model import Document
from eportfolio.facts import Source
from eportfolio.portfolio import Section
from eportfolio.portfolio.entries import Experience, Period, Skill
from tests.client import PortalClient
from tests.eportfolio.hostile_files import NORMAL, docx
from tests.people import People, Someone, act
from tests.portal.test_query_counts import MOST, statements

CV = """<w:p><w:r><w:rPr><w:b/><w:sz w:val="40"/></w:rPr><w:t>Elif Kaya</w:t></w:r></w:p>
<w:p><w:r><w:t>elif.cv@voorbeeld.example | 06 1234 0000 | Utrecht</w:t></w:r></w:p>
<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>WERKERVARING</w:t></w:r></w:p>
<w:p><w:r><w:t>sept. 2019 – heden: Kok bij Eetcafé De Linde</w:t></w:r></w:p>
<w:p><w:r><w:t>03/2015 t/m 12-2018: Afwasser bij Hotel Noord</w:t></w:r></w:p>
<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>VAARDIGHEDEN</w:t></w:r></w:p>
<w:p><w:r><w:t>Koken, Plannen, HACCP</w:t></w:r></w:p>"""


@pytest.fixture
def client(people: People) -> Someone:
    return people.client()


@pytest.fixture
def home(web: PortalClient, client: Someone) -> PortalClient:
    return web.sign_in(client)


def sent_cv(
    web: PortalClient, owner_db: Session, client: Someone, content: bytes = b"", name: str = "cv.docx"
) -> Document:
    file = (BytesIO(content or docx(CV)), name)
    data = {"kind": "cv", "share": "no", "note": "", "file": file}
    web.submit("/documenten/nieuw", data, content_type="multipart/form-data").request.environ["wsgi.input"].close()
    assert client.case is not None
    query = select(Document).where(Document.case_id == client.case.id).order_by(Document.created_at.desc())
    document = owner_db.scalars(query).first()
    assert document is not None
    return document


def read(web: PortalClient, document: Document) -> TestResponse:
    return web.submit(f"/documenten/{document.id}/cv/lees", {}, page=f"/documenten/{document.id}")


def suggestion(owner_db: Session, document: Document, words: str) -> CvSuggestion:
    owner_db.expire_all()
    rows = owner_db.scalars(select(CvSuggestion).where(CvSuggestion.document_id == document.id))
    return next(row for row in rows if words in str(row.content))


def decide(web: PortalClient, document: Document, **fields: Any) -> TestResponse:
    return web.submit(f"/documenten/{document.id}/cv", fields)


def entries(owner_db: Session, client: Someone, section: Section) -> list[portfolio.PortfolioEntry]:
    owner_db.expire_all()
    assert client.case is not None
    rows = portfolio.live_entries(owner_db, client.case.id, section)
    return [row for row in rows if row.state is portfolio.EntryState.CURRENT]


def test_reading_shows_what_was_found_and_enters_nothing(
    home: PortalClient, owner_db: Session, client: Someone
) -> None:
    document = sent_cv(home, owner_db, client)
    answer = read(home, document)

    assert answer.status_code == 303
    page = home.get(f"/documenten/{document.id}/cv").text
    for words in ("Kok", "Eetcafé De Linde", "sept. 2019 – heden", "Afwasser", "HACCP", "Neem over", "Laat weg"):
        assert words in page
    assert entries(owner_db, client, Section.EXPERIENCE) == []


def test_what_she_takes_over_says_that_it_came_from_this_cv(
    home: PortalClient, owner_db: Session, client: Someone
) -> None:
    document = sent_cv(home, owner_db, client)
    read(home, document)
    job = suggestion(owner_db, document, "Eetcafé")
    decide(home, document, deed="accept", suggestion=str(job.id))

    (row,) = entries(owner_db, client, Section.EXPERIENCE)
    assert isinstance(row.entry, Experience)
    assert (row.entry.title, row.entry.organisation, row.entry.period) == (
        "Kok",
        "Eetcafé De Linde",
        Period("2019-09", ongoing=True),
    )
    assert (row.source, row.read_from_id) == (Source.CV, document.id)
    assert client.case is not None
    assert written_dates(owner_db, client.case.id, [row.entry_id]) == {row.entry_id: "sept. 2019 – heden"}


def test_a_second_click_enters_nothing_twice_and_undo_takes_it_out(
    home: PortalClient, owner_db: Session, client: Someone
) -> None:
    document = sent_cv(home, owner_db, client)
    read(home, document)
    job = suggestion(owner_db, document, "Eetcafé")
    for _ in range(2):
        decide(home, document, deed="accept", suggestion=str(job.id))
    assert len(entries(owner_db, client, Section.EXPERIENCE)) == 1

    decide(home, document, deed="reopen", suggestion=str(job.id))
    assert entries(owner_db, client, Section.EXPERIENCE) == []
    assert suggestion(owner_db, document, "Eetcafé").decision is Decision.OPEN


def test_what_she_left_out_stays_left_out_when_she_comes_back(
    home: PortalClient, owner_db: Session, client: Someone
) -> None:
    document = sent_cv(home, owner_db, client)
    read(home, document)
    decide(home, document, deed="drop", suggestion=str(suggestion(owner_db, document, "HACCP").id))
    read(home, document)

    assert "Weggelaten" in home.get(f"/documenten/{document.id}/cv").text
    assert suggestion(owner_db, document, "HACCP").decision is Decision.DROPPED


def test_all_of_a_part_at_once_and_back(home: PortalClient, owner_db: Session, client: Someone) -> None:
    document = sent_cv(home, owner_db, client)
    read(home, document)
    decide(home, document, deed="all", part="vaardigheden")
    assert [row.label for row in entries(owner_db, client, Section.SKILLS)] == ["Koken", "Plannen", "HACCP"]

    decide(home, document, deed="undo_all", part="vaardigheden")
    assert entries(owner_db, client, Section.SKILLS) == []


def test_what_stands_there_already_is_said_and_not_entered_again(
    home: PortalClient, db: Session, owner_db: Session, client: Someone
) -> None:
    portfolio.add_entry(db, client.case, Skill("koken"), by=act(db, client))
    db.commit()
    document = sent_cv(home, owner_db, client)
    read(home, document)

    assert "Staat al in uw profiel" in home.get(f"/documenten/{document.id}/cv").text
    decide(home, document, deed="all", part="vaardigheden")
    assert sorted(row.label for row in entries(owner_db, client, Section.SKILLS)) == ["HACCP", "Plannen", "koken"]


def test_she_changes_a_suggestion_before_it_enters(home: PortalClient, owner_db: Session, client: Someone) -> None:
    document = sent_cv(home, owner_db, client)
    read(home, document)
    job = suggestion(owner_db, document, "Hotel Noord")
    page = f"/documenten/{document.id}/cv/{job.id}"
    refused = home.submit(page, {"title": "", "organisation": "Hotel Noord"})
    assert refused.status_code == 422

    home.submit(page, {"title": "Keukenhulp", "organisation": "Hotel Noord", "start": "2015", "end": "2018"})
    (row,) = entries(owner_db, client, Section.EXPERIENCE)
    assert row.label == "Keukenhulp, Hotel Noord"


def test_a_field_of_the_profile_and_back_to_what_stood_there(
    home: PortalClient, owner_db: Session, client: Someone
) -> None:
    document = sent_cv(home, owner_db, client)
    read(home, document)
    city = suggestion(owner_db, document, "Utrecht")
    decide(home, document, deed="accept", suggestion=str(city.id))
    assert client.case is not None
    assert portfolio.portfolio_of(owner_db, client.case.id).profile.city == "Utrecht"

    decide(home, document, deed="reopen", suggestion=str(city.id))
    owner_db.expire_all()
    assert portfolio.portfolio_of(owner_db, client.case.id).profile.city is None


def test_with_scripts_only_the_suggestions_are_renewed(home: PortalClient, owner_db: Session, client: Someone) -> None:
    document = sent_cv(home, owner_db, client)
    read(home, document)
    fields = {"deed": "accept", "suggestion": str(suggestion(owner_db, document, "Eetcafé").id)}
    answer = home.submit(f"/documenten/{document.id}/cv", fields, headers={"HX-Request": "true"})

    assert answer.status_code == 200
    assert answer.text.lstrip().startswith("<div")
    assert "Overgenomen in uw profiel: Kok" in answer.text


def test_a_scan_is_told_kindly_and_leads_to_typing(home: PortalClient, owner_db: Session, client: Someone) -> None:
    document = sent_cv(home, owner_db, client, (NORMAL / "scan-image-only.pdf").read_bytes(), "scan.pdf")
    assert "cv/lees" not in home.get(f"/documenten/{document.id}").text
    home.submit(f"/documenten/{document.id}/cv/lees", {}, page="/documenten")

    page = home.get(f"/documenten/{document.id}/cv").text
    assert "niet lezen" in page
    assert 'href="/profiel"' in page


def test_a_page_is_shown_as_a_picture(home: PortalClient, owner_db: Session, client: Someone) -> None:
    document = sent_cv(home, owner_db, client, (NORMAL / "cv-two-pages.pdf").read_bytes(), "cv.pdf")
    picture = home.get(f"/documenten/{document.id}/bladzijde/1")

    assert (picture.status_code, picture.mimetype) == (200, "image/png")
    assert picture.headers["Cache-Control"] == "no-store"
    assert home.get(f"/documenten/{document.id}/bladzijde/3").status_code == 404


def test_another_persons_cv_is_not_there(
    home: PortalClient, owner_db: Session, client: Someone, people: People
) -> None:
    document = sent_cv(home, owner_db, client)
    read(home, document)
    job = suggestion(owner_db, document, "Eetcafé")
    home.sign_in(people.client())

    for path in ("/cv", f"/cv/{job.id}", "/bladzijde/1"):
        assert home.get(f"/documenten/{document.id}{path}").status_code == 404


@pytest.mark.parametrize(
    "fields", [{"deed": "accept", "suggestion": "x"}, {"deed": "accept", "suggestion": str(uuid.uuid4())}]
)
def test_what_is_no_suggestion_is_not_there(
    home: PortalClient, owner_db: Session, client: Someone, fields: dict[str, str]
) -> None:
    document = sent_cv(home, owner_db, client)
    read(home, document)

    assert decide(home, document, **fields).status_code == 404


def test_the_page_asks_few_statements(home: PortalClient, owner_db: Session, client: Someone) -> None:
    document = sent_cv(home, owner_db, client)
    read(home, document)
    home.get(f"/documenten/{document.id}/cv")
    with statements(home) as asked:
        page = home.get(f"/documenten/{document.id}/cv")

    assert len(asked) <= MOST, asked
    assert re.search(r"<h1>Uw cv in uw profiel</h1>", page.text)
