"""The client's documents at the coach's desk: only what is shared, and every look is written down."""

import uuid
from io import BytesIO

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from eportfolio.audit import AccessLogEntry, Action, Subject
from eportfolio.documents.model import Document
from tests.client import PortalClient
from tests.eportfolio.hostile_files import plain_cv
from tests.people import People, Someone


@pytest.fixture
def client(people: People) -> Someone:
    return people.client()


def send(web: PortalClient, client: Someone, *, share: bool = True) -> None:
    """The client sends a CV in, or keeps it to herself."""
    data = {"kind": "cv", "share": "yes" if share else "no", "file": (BytesIO(plain_cv()), "cv.pdf")}
    sent = web.sign_in(client).submit("/documenten/nieuw", data, content_type="multipart/form-data")
    assert sent.status_code == 303


def documents_of(owner_db: Session, client: Someone) -> list[Document]:
    assert client.case is not None
    owner_db.expire_all()
    query = select(Document).where(Document.case_id == client.case.id).order_by(Document.created_at)
    return list(owner_db.scalars(query))


def desk(client: Someone) -> str:
    assert client.case is not None
    return f"/coach/klanten/{client.case.id}/documenten"


def as_coach(web: PortalClient, client: Someone) -> PortalClient:
    assert client.coach is not None
    return web.sign_in(client.coach)


def looks(owner_db: Session, client: Someone) -> list[Action]:
    """What the coach did with the documents, by the access log."""
    assert client.case is not None
    assert client.coach is not None
    mine = (AccessLogEntry.case_id == client.case.id, AccessLogEntry.actor_id == client.coach.account.id)
    query = select(AccessLogEntry).where(*mine, AccessLogEntry.subject == Subject.DOCUMENT)
    return [entry.action for entry in owner_db.scalars(query.order_by(AccessLogEntry.seq))]


def test_the_coach_sees_what_is_shared_and_nothing_else(web: PortalClient, client: Someone, owner_db: Session) -> None:
    send(web, client)
    send(web, client, share=False)
    shared, private = documents_of(owner_db, client)

    page = as_coach(web, client).get(desk(client))

    assert str(shared.id) in page.text
    assert str(private.id) not in page.text
    assert web.get(f"{desk(client)}/{private.id}").status_code == 404
    assert web.get(f"{desk(client)}/{private.id}/bestand").status_code == 404


def test_an_empty_list_tells_the_coach_to_ask(web: PortalClient, client: Someone) -> None:
    assert "Deze klant deelt nog geen documenten" in as_coach(web, client).get(desk(client)).text


def test_every_look_is_in_the_log(web: PortalClient, client: Someone, owner_db: Session) -> None:
    send(web, client)
    [document] = documents_of(owner_db, client)
    coach = as_coach(web, client)

    page = coach.get(f"{desk(client)}/{document.id}")
    shown = coach.get(f"{desk(client)}/{document.id}/bestand")
    taken = coach.get(f"{desk(client)}/{document.id}/bestand?download=1")

    assert "Naam: Robin Proefman" in page.text
    assert shown.data == plain_cv()
    assert shown.headers["Content-Disposition"].startswith("inline;")
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    assert taken.headers["Content-Disposition"].startswith("attachment;")
    assert looks(owner_db, client) == [Action.READ, Action.READ, Action.EXPORTED]


def test_the_client_sees_that_the_coach_looked(web: PortalClient, client: Someone, owner_db: Session) -> None:
    send(web, client)
    [document] = documents_of(owner_db, client)
    url = f"{desk(client)}/{document.id}"

    done = as_coach(web, client).submit(f"{url}/bekeken", page=url)

    assert done.location == desk(client)
    assert client.coach is not None
    listed = web.sign_in(client).get("/documenten").text
    assert f"Bekeken door {client.coach.account.name}" in listed


def test_a_withdrawn_document_is_gone_from_the_desk(web: PortalClient, client: Someone, owner_db: Session) -> None:
    send(web, client)
    [document] = documents_of(owner_db, client)
    web.submit(f"/documenten/{document.id}/intrekken", {"reason": ""})

    coach = as_coach(web, client)

    assert str(document.id) not in coach.get(desk(client)).text
    assert coach.get(f"{desk(client)}/{document.id}").status_code == 404
    assert coach.submit(f"{desk(client)}/{document.id}/bekeken", page="/coach").status_code == 404


def test_another_coach_finds_nothing(web: PortalClient, client: Someone, people: People, owner_db: Session) -> None:
    send(web, client)
    [document] = documents_of(owner_db, client)
    web.sign_in(people.coach())

    for address in (desk(client), f"{desk(client)}/{document.id}", f"{desk(client)}/{document.id}/bestand"):
        assert web.get(address).status_code == 404
    assert web.get(f"{desk(client)}/{uuid.uuid4()}").status_code == 404


def test_a_client_has_no_desk(web: PortalClient, client: Someone) -> None:
    assert web.sign_in(client).get(desk(client)).status_code == 403
