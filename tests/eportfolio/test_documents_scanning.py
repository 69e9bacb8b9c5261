"""Files that came in while the scanner was away are scanned later; a virus blocks the file and both hear of it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from eportfolio import access
from eportfolio.documents import handling, model, scanning
from eportfolio.documents.handling import Shelf, Upload
from eportfolio.documents.model import Document, DocumentKind, FileBlocked
from eportfolio.documents.virus_scan import Clamd, ScanState, VirusFound
from eportfolio.notices import Notice, Topic
from eportfolio.storage import FileStore
from portal import files
from portal.config import Settings
from portal.notices.postman import Postman
from tests.eportfolio.hostile_files import docx, plain_cv
from tests.people import People, Someone, act
from tools import clamd


class Scanner:
    """Answers as told."""

    def __init__(self, answer: Callable[[], ScanState]) -> None:
        self.answer = answer

    def scan(self, content: bytes) -> ScanState:
        assert content, "the scanner gets the file as it was sent"
        return self.answer()

    def answers(self) -> bool:
        return True


def infected() -> ScanState:
    raise VirusFound("Test.Worm")


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore.open(str(tmp_path / "files"), master_key=b"k" * 32)


@pytest.fixture
def client(people: People) -> Someone:
    return people.client()


def sent_in(
    db: Session, client: Someone, store: FileStore, *, share: bool = True, content: bytes | None = None
) -> Document:
    """A document that came in while the scanner was away."""
    assert client.case is not None
    by, file = act(db, client), Upload(content or plain_cv(), "cv.docx" if content else "cv.pdf")
    away = Shelf(store, Clamd("unix:///nowhere/clamd.ctl"))
    kept = handling.upload(db, client.case, by=by, shelf=away, file=file, kind=DocumentKind.CV, share=share)
    db.commit()
    assert kept.document.scan is ScanState.SCAN_FAILED
    return kept.document


def waiting(db: Session, document: Document) -> list[scanning.Waiting]:
    access.act_as_service(db)
    return [file for file in scanning.files_to_scan(db, most=10_000) if file.id == document.id]


def told(owner_db: Session, document: Document) -> set[object]:
    """The accounts that were told of a blocked file."""
    query = select(Notice.account_id).where(Notice.topic == Topic.FILE_BLOCKED, Notice.key.contains(str(document.id)))
    owner_db.rollback()
    return set(owner_db.scalars(query))


def test_a_clean_file_gets_its_verdict_and_waits_no_more(
    db: Session, owner_db: Session, client: Someone, store: FileStore
) -> None:
    document = sent_in(db, client, store)
    (file,) = waiting(db, document)

    scanning.scan(db, file, store=store, scanner=Scanner(lambda: ScanState.CLEAN))
    db.commit()

    assert waiting(db, document) == []
    act(db, client)
    db.refresh(document)
    assert (document.scan, document.is_blocked) == (ScanState.CLEAN, False)
    assert told(owner_db, document) == set()


@pytest.mark.parametrize("share", [True, False])
def test_a_virus_blocks_the_file_and_is_told(
    db: Session, owner_db: Session, client: Someone, store: FileStore, share: bool
) -> None:
    document = sent_in(db, client, store, share=share)
    (file,) = waiting(db, document)

    scanning.scan(db, file, store=store, scanner=Scanner(infected))
    db.commit()

    act(db, client)
    db.refresh(document)
    assert document.is_blocked
    with pytest.raises(FileBlocked):
        model.content_of(document, store)
    assert client.coach is not None
    coach = {client.coach.account.id} if share else set()
    assert told(owner_db, document) == {client.account.id} | coach, "the coach hears nothing of a private file"
    assert waiting(db, document) == []


def test_a_file_that_cannot_be_scanned_waits_behind_the_others(db: Session, client: Someone, store: FileStore) -> None:
    document = sent_in(db, client, store)
    (file,) = waiting(db, document)
    scanning.scan(db, file, store=store, scanner=Scanner(lambda: ScanState.SCAN_FAILED))
    assert waiting(db, document) == []


def test_a_clean_file_is_looked_at_again_after_a_month(
    db: Session, owner_db: Session, client: Someone, store: FileStore
) -> None:
    document = sent_in(db, client, store)
    for days, expected in ((29, 0), (31, 1)):
        change = text(
            "UPDATE document SET scan = 'clean', scanned_at = now() - make_interval(days => :days) WHERE id = :id"
        )
        owner_db.execute(change, {"days": days, "id": document.id})
        owner_db.commit()
        assert len(waiting(db, document)) == expected


def test_nobody_but_the_worker_gets_the_files_or_sets_a_verdict(db: Session, client: Someone, store: FileStore) -> None:
    document = sent_in(db, client, store)
    assert client.coach is not None
    for someone in (client, client.coach):
        act(db, someone)
        assert scanning.files_to_scan(db) == []
        db.execute(text("SELECT houvast_scanned(:id, 'clean')"), {"id": document.id})
        db.refresh(document)
        assert document.scan is ScanState.SCAN_FAILED
    access.act_as_service(db)
    assert db.scalar(select(func.count()).select_from(Document)) == 0


@pytest.mark.skipif(clamd.program() is None, reason="clamd is not on this machine: run `make setup`")
def test_the_worker_asks_a_real_clamd_once_it_is_back(
    db: Session, client: Someone, settings: Settings, tmp_path: Path
) -> None:
    settings = settings.model_copy(update={"file_store": str(tmp_path / "files")})

    store = files.open_shelf(settings).store
    good = sent_in(db, client, store)
    bad = sent_in(db, client, store, content=docx(f"<w:p><w:r><w:t>{clamd.MARK.decode()}</w:t></w:r></w:p>"))
    for address in (None, "unix:///nowhere/clamd.ctl"):
        postman = Postman(settings.model_copy(update={"clamd_address": address}))
        assert postman.scan_files() == 0
        postman.close()

    with clamd.running() as address:
        postman = Postman(settings.model_copy(update={"clamd_address": address}))
        while postman.scan_files():
            pass
        postman.close()

    act(db, client)
    db.refresh(good), db.refresh(bad)
    assert (good.scan, bad.scan) == (ScanState.CLEAN, ScanState.INFECTED)
