"""Mijn gegevens: what is kept, correcting, erasing, and bringing in; from the client's page to the coach's answer."""

import io
import json
import time
import zipfile
from typing import Any

import pytest
from sqlalchemy.orm import Session

from eportfolio import access, data_requests, portfolio
from eportfolio.base import now
from eportfolio.cv_files import json_resume, versions
from eportfolio.cv_files.choice import CvChoice
from eportfolio.portfolio.entries import Experience, Period
from portal.takeaway.bringing import MOST_BYTES, NotTaken, Refusal, read_file
from tests.client import PortalClient
from tests.people import People, Someone, act
from tests.portfolios import ORDINARY


@pytest.fixture
def client(people: People) -> Someone:
    return people.client()


def prove(web: PortalClient) -> None:
    """As if the password was given just now in this session."""
    with web.session_transaction() as cookie, web.application.extensions["houvast_sessions"]() as session:
        row = access.session_of_token(session, cookie["_user_id"])
        assert row is not None
        cookie["proof"] = [str(row.id), time.time()]


def test_the_terms_are_shown_in_words(web: PortalClient, client: Someone) -> None:
    page = web.sign_in(client).get("/mijn-gegevens/bewaren").text
    assert "90 dagen na de laatste keer dat u iets vroeg" in page
    assert "5 jaar" in page
    assert "Archiefwet" in page


def test_a_correction_becomes_a_receipt_and_is_answered(web: PortalClient, client: Someone) -> None:
    web.sign_in(client)
    assert web.submit("/mijn-gegevens/verbeteren", {"about": "", "words": ""}).status_code == 422
    answer = web.submit(
        "/mijn-gegevens/verbeteren", {"about": "in een afspraak", "words": "De datum moet 3 mei zijn. 😀"}
    )
    assert answer.location.startswith("/ontvangst/")
    assert "De datum moet 3 mei zijn" in web.get(answer.location).text
    assert "Wacht op antwoord" in web.get("/mijn-gegevens/verbeteren").text
    assert client.coach is not None
    assert client.case is not None
    desk = web.application.test_client().sign_in(client.coach)
    path = f"/coach/klanten/{client.case.id}/verzoeken"
    page = desk.get(path).text
    assert "De datum moet 3 mei zijn" in page
    action = page.split(f'action="{path}/')[1].split('"')[0]
    assert desk.submit(f"{path}/{action}", {"answer": ""}, page=path).status_code == 422
    assert desk.submit(f"{path}/{action}", {"answer": "Verbeterd."}, page=path).status_code == 303
    shown = web.get("/mijn-gegevens/verbeteren").text
    assert "Verbeterd." in shown
    assert "Beantwoord" in shown


def test_erasing_asks_for_a_proof_then_once_more_then_does_it(web: PortalClient, client: Someone, db: Session) -> None:
    act(db, client)
    versions.keep(db, client.case, CvChoice(), name="oud")
    db.commit()
    web.sign_in(client)
    assert web.get("/mijn-gegevens/wissen").location.startswith("/bevestigen")
    prove(web)
    page = web.get("/mijn-gegevens/wissen").text
    assert "bewaarde" in page
    assert "UWV of uw gemeente beslist" in page
    assert web.submit("/mijn-gegevens/wissen", {}).status_code == 422
    check = web.submit("/mijn-gegevens/wissen", {"own": "cvs", "sent": "messages", "words": "Ik heb werk"})
    assert check.status_code == 200
    assert "Weet u het zeker?" in check.text
    act(db, client)
    assert len(versions.versions_of(db, client.case.id)) == 1
    db.commit()
    done = web.submit(
        "/mijn-gegevens/wissen", {"own": "cvs", "sent": "messages", "words": "Ik heb werk", "zeker": "ja"}
    )
    assert done.location.startswith("/ontvangst/")
    act(db, client)
    assert versions.versions_of(db, client.case.id) == []
    assert data_requests.requests_of(db, client.case.id)[0].words == "Ik heb werk"


def test_nonsense_in_the_form_erases_nothing(web: PortalClient, client: Someone) -> None:
    web.sign_in(client)
    prove(web)
    sent = web.submit("/mijn-gegevens/wissen", {"own": "everything", "sent": "x' OR 1=1", "zeker": "ja"})
    assert sent.status_code == 422


def packed(content: bytes, name: str = "json-resume.json") -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return kept.getvalue()


HOSTILE: dict[str, tuple[bytes, Refusal]] = {
    "empty": (b"  ", Refusal.EMPTY),
    "no json": (b"{oops", Refusal.NOT_JSON),
    "other letters": (b"\xff\xfe\x00{", Refusal.NOT_JSON),
    "a picture": (b"\x89PNG\r\n\x1a\n", Refusal.NOT_JSON),
    "a list": (b"[1, 2]", Refusal.NOT_A_RESUME),
    "something else": (b'{"name": "x"}', Refusal.NOT_A_RESUME),
    "deep": (b"[" * 200_000 + b"]" * 200_000, Refusal.TOO_DEEP),
    "deep within limits of the parser": (b'{"basics": {"a": ' * 40 + b"1" + b"}}" * 40, Refusal.TOO_DEEP),
    "large": (b'{"basics": {"name": "' + b"x" * MOST_BYTES + b'"}}', Refusal.TOO_LARGE),
    "a number without end": (b'{"basics": {"x": ' + b"9" * 100_000 + b"}}", Refusal.NOT_JSON),
    "a bomb": (packed(b" " * 300_000_000), Refusal.TOO_LARGE),
    "another zip": (packed(b"{}", "foto.json"), Refusal.NOTHING_INSIDE),
    "a path": (packed(b"{}", "../json-resume.json"), Refusal.NOTHING_INSIDE),
    "half a zip": (packed(b"{}")[:40], Refusal.NOT_A_ZIP),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_with_the_reason(name: str) -> None:
    content, reason = HOSTILE[name]
    with pytest.raises(NotTaken) as refused:
        read_file(content)
    assert refused.value.reason is reason


def test_a_locked_zip_is_refused() -> None:
    content = bytearray(packed(b"{}"))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(NotTaken) as refused:
        read_file(bytes(content))
    assert refused.value.reason is Refusal.LOCKED


def test_her_own_export_comes_back_after_her_yes_and_doubles_stay_out(
    web: PortalClient, client: Someone, db: Session
) -> None:
    actor = act(db, client)
    portfolio.add_entry(
        db, client.case, Experience("Schoonmaker", "Blinkend Schoon", None, Period("2013", "2015")), by=actor
    )
    db.commit()
    web.sign_in(client)
    content = packed(json_resume.write(ORDINARY, at=now()))
    check = web.submit("/mijn-gegevens/inlezen", {"file": (io.BytesIO(content), "houvast.zip")})
    assert check.status_code == 200
    assert check.text.count("staat er al") == 1
    act(db, client)
    assert len(portfolio.live_entries(db, client.case.id)) == 1
    db.commit()
    fields = form_fields(check.text)
    answer = web.submit("/mijn-gegevens/inlezen/bewaren", {**fields, "profile": "y"}, page="/mijn-gegevens/inlezen")
    assert answer.status_code == 303
    act(db, client)
    found = portfolio.portfolio_of(db, client.case.id)
    assert {job.title for job in found.experience} == {"Verzorgende", "Schoonmaker", "Gastvrouw"}
    assert found.languages == ORDINARY.languages
    assert found.profile.headline == "Verzorgende in de thuiszorg"
    db.commit()
    web.submit("/mijn-gegevens/inlezen/bewaren", fields, page="/mijn-gegevens/inlezen")
    act(db, client)
    assert len(portfolio.portfolio_of(db, client.case.id).experience) == 3


def form_fields(page: str) -> dict[str, Any]:
    """The hidden content and every checked box of the check page, as a browser would send them."""
    import html5lib

    tree = html5lib.parse(page, namespaceHTMLElements=False)
    fields: dict[str, Any] = {"entries": []}
    for box in tree.iter("input"):
        if box.get("name") == "content":
            fields["content"] = box.get("value")
        elif box.get("name") == "entries" and box.get("checked") is not None:
            fields["entries"].append(box.get("value"))
    assert json.loads(fields["content"])
    return fields


def test_a_refused_file_says_why(web: PortalClient, client: Someone) -> None:
    web.sign_in(client)
    answer = web.submit("/mijn-gegevens/inlezen", {"file": (io.BytesIO(b"hallo"), "cv.json")})
    assert answer.status_code == 422
    assert "Wij kunnen dit bestand niet lezen" in answer.text
    assert web.submit("/mijn-gegevens/inlezen", {}).status_code == 422
    tampered = web.submit("/mijn-gegevens/inlezen/bewaren", {"content": "[[["}, page="/mijn-gegevens/inlezen")
    assert tampered.location == "/mijn-gegevens/inlezen"
