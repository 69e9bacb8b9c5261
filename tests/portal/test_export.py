"""Everything about one client in one file: asked for with a fresh proof, made by the worker, hers alone."""

import csv
import io
import json
import zipfile
from typing import Any

import pikepdf
import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from eportfolio import applications, export, messages, portfolio
from eportfolio.applications import Details, How
from eportfolio.base import now, today
from eportfolio.documents.handling import Upload, upload
from eportfolio.documents.model import DocumentKind
from eportfolio.export import DataExport, ExportState, PartsSink, tables_of_the_case
from eportfolio.storage import FileStore, StorageUnavailable
from portal import files
from portal.config import Settings
from portal.takeaway import errands as errands_module
from portal.takeaway.archive import FORMAT
from portal.takeaway.errands import Errands
from portal.takeaway.spreadsheet import as_csv
from portal.takeaway.table_words import TABLE_WORDS
from tests.client import PortalClient
from tests.people import PASSWORD, People, Someone, act
from tests.portfolios import ORDINARY


def paper() -> bytes:
    """A small PDF."""
    kept = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(kept)
    return kept.getvalue()


@pytest.fixture
def client(people: People, db: Session, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Someone:
    """A client in whose file something happened, with a formula where a job should be."""
    monkeypatch.setattr(portfolio, "portfolio_of", lambda db, case_id: ORDINARY, raising=False)
    someone = people.client(given="Łucja", family="Nowak-Öztürk")
    actor = act(db, someone)
    details = Details("=HYPERLINK(1)", "Kok", today(), How.EMAIL, note="Rustig gesprek")
    applications.log_application(db, someone.case, by=actor, details=details)
    messages.send(db, someone.case, by=actor, text="Dag, ğ en ł en ü.")
    shelf = files.open_shelf(settings)
    upload(
        db, someone.case, by=actor, shelf=shelf, file=Upload(paper(), "mijn cv.pdf"), kind=DocumentKind.CV, share=False
    )
    db.commit()
    return someone


@pytest.fixture
def errands(settings: Settings, portal_engine: Any) -> Errands:
    errands_module._portal.cache_clear()
    errands_module._shelf.cache_clear()
    return Errands(settings, portal_engine)


def asked(db: Session, client: Someone, language: str = "nl") -> DataExport:
    actor = act(db, client)
    found = export.ask_for_export(db, client.case, by=actor, language=language)
    db.commit()
    return found


def made(db: Session, client: Someone, errands: Errands, language: str = "nl") -> DataExport:
    found = asked(db, client, language)
    errands.make_export(export_id=found.id, account_id=client.account.id)
    act(db, client)
    db.refresh(found)
    return found


def unpacked(found: DataExport, settings: Settings) -> zipfile.ZipFile:
    store = files.open_shelf(settings).store
    content = b"".join(export.content_of(found.stored_parts, store, case_id=found.case_id))
    assert len(content) == found.size
    return zipfile.ZipFile(io.BytesIO(content))


def test_it_holds_every_table_and_every_file(
    db: Session, client: Someone, errands: Errands, settings: Settings
) -> None:
    found = made(db, client, errands)
    assert found.state is ExportState.READY
    with unpacked(found, settings) as archive:
        assert archive.testzip() is None
        everything = json.loads(archive.read("data.json"))
        names = {export.TABLES.get(table.name, table.name) for table in tables_of_the_case()}
        assert set(everything) == names | {"about"}
        assert everything["about"]["format"] == FORMAT
        assert everything["applications"][0]["job"] == "Kok"
        assert everything["messages"][0]["text"] == "Dag, ğ en ł en ü."
        assert everything["account"][0]["family_name"] == "Nowak-Öztürk"
        assert len(everything["who_looked"]) >= 3
        assert {"wrapped_key", "stored_ref", "token_hash"}.isdisjoint(json.dumps(everything).split('"'))
        assert archive.read("documenten/001-mijn cv.pdf")[:5] == b"%PDF-"
        assert archive.read("plan.pdf")[:5] == b"%PDF-"
        assert archive.read("cv.pdf")[:5] == b"%PDF-"
        assert json.loads(archive.read("json-resume.json"))["basics"]["name"] == "Elif Yılmaz"
        assert b"<Candidate" in archive.read("europass.xml")
        assert "Dag, ğ en ł en ü." in archive.read("berichten.txt").decode()
        rows = list(csv.reader(io.StringIO(archive.read("sollicitaties.csv").decode("utf-8-sig")), delimiter=";"))
        assert rows[1][0] == "'=HYPERLINK(1)"
        assert "data.json" in archive.read("LEESMIJ.txt").decode()


def test_every_table_is_explained() -> None:
    """A new table comes along by itself; what it holds is for a person to say, in portal/takeaway/table_words.py."""
    assert {table.name for table in tables_of_the_case()} - set(TABLE_WORDS) == set()


def test_every_table_of_a_file_is_among_them(owner_db: Session) -> None:
    query = (
        "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'case_id'"
    )
    found = set(owner_db.scalars(text(query))) - export.NOT_EXPORTED
    assert found <= {table.name for table in tables_of_the_case()}


def test_it_is_in_her_language(db: Session, client: Someone, errands: Errands, settings: Settings) -> None:
    with unpacked(made(db, client, errands, "en"), settings) as archive:
        assert {"README.txt", "applications.csv", "messages.txt"} <= set(archive.namelist())


def test_a_missing_file_is_named_and_stops_nothing(
    db: Session, client: Someone, errands: Errands, settings: Settings, owner_db: Session
) -> None:
    owner_db.execute(text("UPDATE document SET wrapped_key = '\\x00' WHERE case_id = :id"), {"id": client.case.id})
    owner_db.commit()
    with unpacked(made(db, client, errands), settings) as archive:
        assert "mijn cv.pdf" in archive.read("LEESMIJ.txt").decode()


def test_a_store_that_is_away_is_said_and_another_may_be_asked_for(
    db: Session, client: Someone, errands: Errands, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> None:
        raise StorageUnavailable("away")

    monkeypatch.setattr(FileStore, "put", away)
    assert made(db, client, errands).state is ExportState.FAILED
    assert asked(db, client).state is ExportState.WAITING


def test_made_again_by_another_worker_it_is_the_same_and_told_once(
    db: Session, client: Someone, errands: Errands, owner_db: Session
) -> None:
    found = made(db, client, errands)
    before = found.ready_at
    errands.make_export(export_id=found.id, account_id=client.account.id)
    act(db, client)
    db.refresh(found)
    assert found.ready_at == before
    query = text("SELECT count(*) FROM notice WHERE account_id = :id AND topic = 'export_ready'")
    assert owner_db.scalar(query, {"id": client.account.id}) == 1


def test_two_at_once_are_one(db: Session, client: Someone) -> None:
    asked(db, client)
    with pytest.raises(export.AlreadyRunning):
        asked(db, client)


def test_it_goes_after_seven_days_with_its_file(
    db: Session, client: Someone, errands: Errands, owner_db: Session
) -> None:
    found = made(db, client, errands)
    refs = [part.ref for part in found.stored_parts]
    old = {"id": found.id, "at": now()}
    owner_db.execute(text("UPDATE data_export SET expires_at = :at WHERE id = :id"), old)
    owner_db.commit()
    db.commit()
    errands.drop_expired_exports()
    assert owner_db.scalar(text("SELECT count(*) FROM data_export WHERE id = :id"), old) == 0
    for ref in refs:
        with pytest.raises(Exception, match="not in the store"):
            errands._store.get(ref, wrapped_key=found.stored_parts[0].wrapped_key, case_id=found.case_id)


def test_the_sink_never_holds_more_than_one_piece(tmp_path: Any, people: People) -> None:
    case_id = people.client().case.id  # type: ignore[union-attr]
    parts: list[export.Part] = []
    with PartsSink(FileStore.open(str(tmp_path), master_key=b"x" * 32), case_id=case_id, keep=parts.append) as sink:
        for _number in range(9):
            sink.write(b"y" * 1024 * 1024)
            assert len(sink._waiting) < 4 * 1024 * 1024
    assert [part.size for part in parts] == [4 * 1024 * 1024, 4 * 1024 * 1024, 1024 * 1024]


def test_cells_that_would_act_are_made_harmless() -> None:
    lines = b"".join(as_csv(["a"], [["=1+1"], ["  @x"], ["+31"], ["gewoon"], [None], ['zeg "ja"; nee']])).decode(
        "utf-8-sig"
    )
    rows = [row[0] for row in csv.reader(io.StringIO(lines), delimiter=";")]
    assert rows == ["a", "'=1+1", "'  @x", "'+31", "gewoon", "", 'zeg "ja"; nee']


def test_she_proves_that_it_is_she_asks_waits_and_fetches(
    web: PortalClient, people: People, client: Someone, errands: Errands, owner_db: Session
) -> None:
    web.sign_in(client)
    refused = web.submit("/mijn-gegevens/meenemen", {"terug": "/mijn-gegevens/meenemen"})
    assert refused.location.startswith("/bevestigen?verder=")
    assert web.submit("/bevestigen", {"password": "fout"}).status_code == 422
    from eportfolio.people import Credential
    from portal.auth.passwords import hash_password

    owner_db.add(Credential(account_id=client.account.id, password_hash=hash_password(PASSWORD)))
    owner_db.commit()
    right = web.submit("/bevestigen", {"password": PASSWORD, "verder": "/mijn-gegevens/meenemen"})
    assert right.location == "/mijn-gegevens/meenemen"
    assert web.submit("/mijn-gegevens/meenemen", {}).status_code == 303
    page = web.get("/mijn-gegevens/meenemen")
    assert "Wij maken uw bestand" in page.text
    fragment = web.get("/mijn-gegevens/meenemen", headers={"HX-Request": "true"}).text
    assert fragment.lstrip().startswith('<div id="export"')
    found = owner_db.scalars(text("SELECT id FROM data_export WHERE case_id = :id"), {"id": client.case.id}).one()
    errands.make_export(export_id=found, account_id=client.account.id)
    assert "Haal uw bestand op" in web.get("/mijn-gegevens/meenemen").text
    answer = web.get(f"/mijn-gegevens/meenemen/{found}/bestand")
    assert zipfile.ZipFile(io.BytesIO(answer.data)).testzip() is None
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    assert answer.headers["Cache-Control"] == "no-store"


def test_it_is_never_given_at_a_shared_computer_nor_to_another(
    web: PortalClient, people: People, client: Someone, errands: Errands, db: Session
) -> None:
    found = made(db, client, errands)
    db.commit()
    path = f"/mijn-gegevens/meenemen/{found.id}/bestand"
    for someone, kiosk, status in ((client, True, 303), (people.client(), False, 404)):
        web.sign_in(someone, kiosk=kiosk)
        with web.session_transaction() as cookie:
            cookie.pop("proof", None)
        assert web.get(path).location.startswith("/bevestigen")
        prove(web)
        assert web.get(path).status_code == status
    web.sign_in(client, kiosk=True)
    assert "Haal uw bestand op" not in web.get("/mijn-gegevens/meenemen").text


def prove(web: PortalClient) -> None:
    """As if the password was given just now in this session."""
    import time

    from eportfolio import access

    with web.session_transaction() as cookie:
        token = cookie["_user_id"]
        with web.application.extensions["houvast_sessions"]() as session:
            row = access.session_of_token(session, token)
            assert row is not None
            cookie["proof"] = [str(row.id), time.time()]
