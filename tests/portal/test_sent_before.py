"""Back, something else written, sent again: nothing she typed is dropped, and nothing is sent that she did not mean."""

import re
import uuid
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from eportfolio import applications, messages, portfolio
from eportfolio.applications import Stage
from eportfolio.base import today
from eportfolio.people import Role
from eportfolio.submissions import Submission
from portal.config import Settings
from tests.client import PortalClient
from tests.eportfolio.hostile_files import docx
from tests.people import People, Someone, act
from tests.portal.test_applications import HTMX, log

SAID = "U had dit al verstuurd"
DAY = f"{today():%d-%m-%Y}"
FORMS: list[tuple[str, dict[str, str], str, str]] = [
    (
        "/sollicitaties/nieuw",
        {"job": "Kok", "employer": "De Linde", "stage": "sent", "applied_on": DAY, "how": "email"},
        "employer",
        "De Kastanje",
    ),
    ("/berichten", {"subject": "Cursus", "text": "Mag ik een cursus volgen?"}, "text", "Mag ik ook een stage doen?"),
    ("/profiel/werk/nieuw", {"title": "Kok"}, "title", "Bakker"),
]
KEY = re.compile(r'name="form_key" value="([^"]+)"')


@pytest.fixture
def client(people: People) -> Someone:
    return people.client()


@pytest.fixture
def home(web: PortalClient, client: Someone) -> PortalClient:
    return web.sign_in(client)


def form_of(page: str, action: str) -> str:
    """The form that goes to this address."""
    found = re.search(rf'<form[^>]*action="{re.escape(action)}"[^>]*method="post".*?</form>', page, re.DOTALL)
    assert found, page
    return found[0]


@pytest.mark.parametrize(
    ("url", "data", "field", "other", "headers"),
    [*((*form, {}) for form in FORMS), (*FORMS[0], HTMX)],
    ids=["application", "message", "profile", "application with htmx"],
)
def test_other_words_come_back_and_are_sent_only_when_she_says_so(
    home: PortalClient, url: str, data: dict[str, str], field: str, other: str, headers: dict[str, str]
) -> None:
    first = home.submit(url, {**data, "form_key": (key := str(uuid.uuid4()))})
    assert first.status_code == 303

    changed = {**data, field: other, "form_key": key}
    back = home.submit(url, changed, headers=headers)
    assert back.status_code == 422
    shown = form_of(back.text, url)
    assert SAID in shown
    assert "Kies dan uw bestand" not in shown
    assert other in shown
    assert first.location in shown

    fresh = KEY.findall(shown)[-1]
    assert fresh != key
    also = home.submit(url, {**changed, "form_key": fresh}, headers=headers)
    where = also.headers.get("HX-Redirect") or also.location
    assert where
    assert other in home.get(where.split("#")[0], follow_redirects=True).text


def test_nothing_was_written_by_the_form_that_came_back(home: PortalClient, db: Session, client: Someone) -> None:
    for url, data, field, other in FORMS:
        key = str(uuid.uuid4())
        home.submit(url, {**data, "form_key": key})
        home.submit(url, {**data, field: other, "form_key": key})
    act(db, client)
    assert [row.employer for row in applications.find(db, client.case.id).items] == ["De Linde"]
    assert len(portfolio.live_entries(db, client.case.id)) == 1
    assert len(messages.threads_of(db, client.case.id, reader=Role.CLIENT).lines) == 1


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["without scripts", "htmx"])
def test_an_answer_in_a_thread_comes_back_there(
    home: PortalClient, db: Session, client: Someone, headers: dict[str, str]
) -> None:
    thread = home.submit("/berichten", {"subject": "Cursus", "text": "Mag dat?"}).location.split("#")[0]
    data = {"text": "Ik bedoel de cursus koken.", "form_key": str(uuid.uuid4())}
    home.submit(thread, data, headers=headers)
    back = home.submit(thread, {**data, "text": "Ik bedoel de cursus bakken."}, headers=headers)
    assert back.status_code == 422
    assert SAID in back.text
    assert "Ik bedoel de cursus bakken.</textarea>" in back.text


def test_the_same_words_lead_to_the_first_also_after_other_ones(home: PortalClient) -> None:
    url, data, field, other = FORMS[0]
    key = str(uuid.uuid4())
    first = home.submit(url, {**data, "form_key": key})
    home.submit(url, {**data, field: other, "form_key": key})
    again = home.submit(url, {**data, "form_key": key})
    assert again.status_code == 303
    assert again.location == first.location


def test_another_file_is_not_the_same_form(home: PortalClient) -> None:
    def send(content: bytes) -> Any:
        data = {"kind": "other", "share": "no", "note": "", "form_key": key, "file": (BytesIO(content), "brief.docx")}
        return home.submit("/documenten/nieuw", data, content_type="multipart/form-data")

    key = str(uuid.uuid4())
    file = docx("<w:p><w:r><w:t>Brief</w:t></w:r></w:p>")
    first, same = send(file), send(file)
    assert first.status_code == 303
    assert first.location == same.location
    other = send(docx("<w:p><w:r><w:t>Iets anders</w:t></w:r></w:p>"))
    assert other.status_code == 422
    assert SAID in other.text
    assert "Kies dan uw bestand nog een keer." in other.text


def test_a_button_that_asks_for_something_else_is_done(home: PortalClient, db: Session, client: Someone) -> None:
    application = log(db, client)
    url, key = f"/sollicitaties/{application.id}/verplaats", str(uuid.uuid4())
    for stage in ("no_answer", "rejected"):
        assert home.submit(url, {"stap": stage, "form_key": key}, page="/sollicitaties").status_code == 303
    act(db, client)
    db.expire_all()
    assert applications.application_of(db, client.case.id, application.id).stage is Stage.REJECTED


def test_what_was_typed_cannot_be_guessed_back_from_the_table(
    home: PortalClient, owner_db: Session, settings: Settings
) -> None:
    url, data, _field, _other = FORMS[1]
    keys = [str(uuid.uuid4()) for _ in range(2)]
    for key in keys:
        home.submit(url, {**data, "form_key": key})
    rows = owner_db.scalars(select(Submission).where(Submission.key.in_(map(uuid.UUID, keys)))).all()
    assert all(row.digest and len(row.digest) == 32 for row in rows)
    assert len({row.digest for row in rows}) == 1
