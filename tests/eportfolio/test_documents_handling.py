"""Documents in the file: sent in with proof, replaced and withdrawn without loss, private until shared."""

import datetime as dt
import uuid
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from eportfolio.audit import AccessLogEntry, Action, Subject
from eportfolio.base import OFFICE_TIME, NotAllowed, NotFound, today
from eportfolio.documents import handling, model
from eportfolio.documents.handling import FileRefused, Kept, Shelf, Upload
from eportfolio.documents.media import Cleaned, MediaType, Refusal
from eportfolio.documents.model import ChangedMeanwhile, Document, DocumentKind, Expiry, NotCurrent
from eportfolio.documents.reading import ReadState
from eportfolio.documents.virus_scan import NoScanner, ScanState
from eportfolio.notices import Notice, Topic
from eportfolio.reminders import due_moments
from eportfolio.storage import FileDamaged, FileStore
from tests.eportfolio.hostile_files import HOSTILE, NORMAL, plain_cv
from tests.people import People, Someone, act


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(FileStore.open(str(tmp_path / "files"), master_key=b"k" * 32), NoScanner())


@pytest.fixture
def client(people: People) -> Someone:
    return people.client()


class Hands:
    """One client's hands on her documents, in one session."""

    def __init__(self, db: Session, someone: Someone, shelf: Shelf) -> None:
        assert someone.case is not None
        self.db, self.someone, self.shelf, self.case = db, someone, shelf, someone.case
        self.actor = act(db, someone)

    def upload(self, content: bytes | None = None, name: str = "cv.pdf", *, share: bool = True) -> Kept:
        file = Upload(plain_cv() if content is None else content, name)
        return handling.upload(
            self.db, self.case, by=self.actor, shelf=self.shelf, file=file, kind=DocumentKind.CV, share=share
        )

    def replace(self, old: Document) -> Kept:
        file = Upload(plain_cv(), "nieuw.pdf")
        return handling.replace(self.db, self.case, old, by=self.actor, shelf=self.shelf, file=file)

    def describe(
        self,
        document: Document,
        *,
        kind: DocumentKind = DocumentKind.CV,
        note: str | None = None,
        expires_on: dt.date | None = None,
        version: int | None = None,
    ) -> None:
        said = {"kind": kind, "note": note, "expires_on": expires_on, "version": version or document.version}
        handling.describe(self.db, document, by=self.actor, **said)  # type: ignore[arg-type]


@pytest.fixture
def hers(db: Session, client: Someone, shelf: Shelf) -> Hands:
    return Hands(db, client, shelf)


def seen_by(db: Session, someone: Someone, case_id: uuid.UUID) -> set[uuid.UUID]:
    """The ids of all documents of this case that the database shows to someone."""
    act(db, someone)
    db.expire_all()
    return set(db.scalars(select(Document.id).where(Document.case_id == case_id)))


def log_of(db: Session, document: Document) -> list[tuple[Action, str]]:
    query = select(AccessLogEntry).where(AccessLogEntry.subject_id == document.id).order_by(AccessLogEntry.seq)
    return [(entry.action, entry.label) for entry in db.scalars(query) if entry.subject is Subject.DOCUMENT]


def test_a_cv_is_sent_in_with_a_receipt(hers: Hands) -> None:
    kept = hers.upload(name="Mijn CV.pdf")

    document = kept.document
    assert document.name == "Mijn CV.pdf"
    assert document.media_type is MediaType.PDF
    assert document.scan is ScanState.NOT_SCANNED
    assert document.read_state is ReadState.READ
    assert "Naam: Robin Proefman" in document.paragraphs
    assert document.is_shared
    assert kept.receipt is not None
    assert kept.receipt.subject_id == document.id
    assert {row["label"]: row["value"] for row in kept.receipt.copy}["Controlegetal (SHA-256)"] == document.sha256
    assert log_of(hers.db, document) == [(Action.SENT, "cv")]


def test_the_file_comes_back_as_it_was_sent(hers: Hands) -> None:
    document = hers.upload().document

    assert model.content_of(document, hers.shelf.store) == plain_cv()


def test_the_key_is_bound_to_the_case(hers: Hands) -> None:
    document = hers.upload().document
    hers.db.expunge(document)
    document.case_id = uuid.uuid4()

    with pytest.raises(FileDamaged):
        model.content_of(document, hers.shelf.store)


def test_what_was_cleaned_is_remembered(hers: Hands) -> None:
    document = hers.upload((NORMAL / "photo-with-gps.jpg").read_bytes(), "foto.jpg").document

    assert set(document.cleaned) == {Cleaned.METADATA, Cleaned.TURNED}
    assert document.read_state is ReadState.NO_TEXT
    assert document.paragraphs == []


def test_a_refused_file_leaves_no_trace(hers: Hands, tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as refused:
        hers.upload((HOSTILE / "docx-macro.docx").read_bytes(), "cv.docx")

    assert refused.value.reason is Refusal.MACROS
    assert refused.value.field == "file"
    assert model.documents_of(hers.db, hers.case.id) == []
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_private_document_has_no_receipt_and_is_hidden_from_the_coach(hers: Hands) -> None:
    kept = hers.upload(share=False)

    assert kept.receipt is None
    assert log_of(hers.db, kept.document) == [(Action.ADDED, "cv")]
    assert hers.someone.coach is not None
    assert seen_by(hers.db, hers.someone.coach, hers.case.id) == set()
    assert seen_by(hers.db, hers.someone, hers.case.id) == {kept.document.id}


def test_sharing_sends_it_in_and_can_be_taken_back(hers: Hands) -> None:
    document = hers.upload(share=False).document
    assert hers.someone.coach is not None

    receipt = handling.share_with_coach(hers.db, document, by=hers.actor)

    assert receipt.title == "Cv: cv.pdf"
    assert seen_by(hers.db, hers.someone.coach, hers.case.id) == {document.id}
    act(hers.db, hers.someone)
    handling.stop_sharing(hers.db, document, by=hers.actor)
    handling.stop_sharing(hers.db, document, by=hers.actor)
    assert seen_by(hers.db, hers.someone.coach, hers.case.id) == set()
    act(hers.db, hers.someone)
    assert [action for action, _ in log_of(hers.db, document)] == [Action.ADDED, Action.SENT, Action.WITHDRAWN]


def test_a_newer_version_replaces_and_keeps_the_old_one(hers: Hands) -> None:
    first = hers.upload().document
    second = hers.replace(first).document
    third = hers.replace(second).document

    assert [d.id for d in model.documents_of(hers.db, hers.case.id)] == [third.id]
    assert model.earlier_versions_of(hers.db, third) == [second, first]
    assert not first.is_current
    assert third.kind is DocumentKind.CV
    assert third.is_shared


def test_only_the_newest_version_can_be_replaced_or_withdrawn(hers: Hands) -> None:
    first = hers.upload().document
    hers.replace(first)

    with pytest.raises(NotCurrent):
        hers.replace(first)
    with pytest.raises(NotCurrent):
        handling.withdraw(hers.db, first, by=hers.actor, reason=None)
    with pytest.raises(NotCurrent):
        handling.share_with_coach(hers.db, first, by=hers.actor)


def test_a_withdrawn_document_is_hidden_with_its_versions_and_can_be_put_back(hers: Hands) -> None:
    first = hers.upload().document
    second = hers.replace(first).document
    assert hers.someone.coach is not None

    handling.withdraw(hers.db, second, by=hers.actor, reason="Verkeerd bestand")
    handling.withdraw(hers.db, second, by=hers.actor, reason="Nog eens")

    assert seen_by(hers.db, hers.someone.coach, hers.case.id) == set()
    act(hers.db, hers.someone)
    assert model.documents_of(hers.db, hers.case.id) == []
    assert [d.withdrawn_reason for d in model.withdrawn_documents_of(hers.db, hers.case.id)] == ["Verkeerd bestand"]
    handling.put_back(hers.db, second, by=hers.actor)
    assert seen_by(hers.db, hers.someone.coach, hers.case.id) == {first.id, second.id}


def test_the_coach_checks_it_and_the_client_hears_so_once(hers: Hands, owner_db: Session) -> None:
    document = hers.upload().document
    coach = hers.someone.coach
    assert coach is not None
    actor = act(hers.db, coach)

    handling.mark_checked(hers.db, hers.case, document, by=actor)
    handling.mark_checked(hers.db, hers.case, document, by=actor)
    hers.db.commit()

    assert document.checked_by_name == coach.account.name
    notices = select(Notice).where(Notice.account_id == hers.someone.account.id)
    assert len(list(owner_db.scalars(notices))) == 1


def test_opening_by_the_coach_is_logged_and_by_the_client_is_not(hers: Hands) -> None:
    document = hers.upload().document
    handling.note_opened(hers.db, document, by=hers.actor)
    assert hers.someone.coach is not None
    coach = act(hers.db, hers.someone.coach)

    handling.note_opened(hers.db, document, by=coach)
    handling.note_opened(hers.db, document, by=coach, downloaded=True)

    assert [action for action, _ in log_of(hers.db, document)] == [Action.SENT, Action.READ, Action.EXPORTED]


def test_what_is_new_for_the_coach(hers: Hands) -> None:
    old = hers.upload().document
    hers.upload(share=False)
    new = hers.upload().document
    assert old.shared_at is not None

    assert [d.id for d in model.shared_documents_of(hers.db, hers.case.id)] == [new.id, old.id]
    assert model.shared_documents_of(hers.db, hers.case.id, since=old.shared_at) == [new]


def test_a_coach_changes_nothing_of_the_client(hers: Hands) -> None:
    document = hers.upload().document
    assert hers.someone.coach is not None
    coach = act(hers.db, hers.someone.coach)

    with pytest.raises(NotAllowed):
        handling.upload(
            hers.db, hers.case, by=coach, shelf=hers.shelf, file=Upload(plain_cv(), "cv.pdf"), kind=DocumentKind.CV
        )
    for command in (handling.put_back, handling.stop_sharing, handling.share_with_coach):
        with pytest.raises(NotAllowed):
            command(hers.db, document, by=coach)
    with pytest.raises(NotAllowed):
        handling.withdraw(hers.db, document, by=coach, reason=None)


def test_a_client_does_not_check_her_own_document(hers: Hands) -> None:
    document = hers.upload().document

    with pytest.raises(NotAllowed):
        handling.mark_checked(hers.db, hers.case, document, by=hers.actor)


def test_another_persons_document_is_not_found(hers: Hands, people: People) -> None:
    case_id, document_id = hers.case.id, hers.upload().document.id
    other = people.client()
    assert other.case is not None
    assert other.coach is not None
    other_case_id = other.case.id

    for stranger in (other, other.coach):
        assert seen_by(hers.db, stranger, case_id) == set()
        with pytest.raises(NotFound):
            model.document_of(hers.db, other_case_id, document_id)
        with pytest.raises(NotFound):
            model.document_of(hers.db, case_id, document_id)


def test_what_is_said_about_a_document_can_be_corrected_and_the_file_stays(hers: Hands) -> None:
    document = hers.upload().document
    before, day = document.sha256, today() + dt.timedelta(days=30)

    hers.describe(document, kind=DocumentKind.CONDUCT, expires_on=day)

    assert (document.kind, document.expires_on, document.expiry) == (DocumentKind.CONDUCT, day, Expiry.SOON)
    assert document.sha256 == before
    assert log_of(hers.db, document)[-1] == (Action.CHANGED, "conduct")


def test_who_corrects_an_older_state_is_told(hers: Hands) -> None:
    document = hers.upload().document
    hers.describe(document, note="Op de telefoon")

    with pytest.raises(ChangedMeanwhile):
        hers.describe(document, note="Op de computer", version=1)

    assert document.note == "Op de telefoon"


def test_nothing_is_said_about_what_was_withdrawn(hers: Hands) -> None:
    document = hers.upload().document
    handling.withdraw(hers.db, document, by=hers.actor, reason=None)
    with pytest.raises(NotCurrent):
        hers.describe(document, note="Toch nog iets")


@pytest.mark.parametrize(
    ("days", "expiry"), [(-1, Expiry.OVER), (0, Expiry.SOON), (60, Expiry.SOON), (61, Expiry.HOLDS)]
)
def test_a_document_holds_until_the_end_of_its_last_day(hers: Hands, days: int, expiry: Expiry) -> None:
    document = hers.upload().document
    assert document.expiry is None
    document.expires_on = today() + dt.timedelta(days=days)
    assert document.expiry is expiry


def test_documents_are_found_by_kind_and_by_words_in_name_and_note(hers: Hands) -> None:
    cv, letter = hers.upload(name="Mijn CV Zorg.pdf").document, hers.upload(name="brief_100%.pdf").document
    hers.describe(letter, kind=DocumentKind.LETTER, note="Voor de baan bij Café Ünal")

    def found(kind: DocumentKind | None = None, words: str = "") -> list[Document]:
        return model.documents_of(hers.db, hers.case.id, kind=kind, words=words)

    assert found(DocumentKind.LETTER) == [letter]
    assert found(words="zorg cv") == [cv]
    assert found(words="café ünal") == [letter]
    assert found(words="100%") == [letter]
    assert found(words="%") == [letter]
    assert found(DocumentKind.CV, "baan") == []
    assert found() == [letter, cv]


def reminded_on(hers: Hands, document: Document) -> dt.date | None:
    due = due_moments(hers.db, hers.case.id, Topic.REMINDER, [document.id])
    return due[document.id].astimezone(OFFICE_TIME).date() if due else None


@pytest.mark.parametrize(("days", "ahead"), [(200, 60), (30, 7), (3, None), (-5, None)])
def test_its_owner_is_reminded_before_the_last_day(hers: Hands, days: int, ahead: int | None) -> None:
    document, last = hers.upload().document, today() + dt.timedelta(days=days)
    hers.describe(document, expires_on=last)
    assert reminded_on(hers, document) == (last - dt.timedelta(days=ahead) if ahead else None)


def test_nobody_is_reminded_of_what_no_longer_counts(hers: Hands) -> None:
    document, last = hers.upload().document, today() + dt.timedelta(days=200)
    hers.describe(document, expires_on=last)
    handling.withdraw(hers.db, document, by=hers.actor, reason=None)
    assert reminded_on(hers, document) is None
    handling.put_back(hers.db, document, by=hers.actor)
    assert reminded_on(hers, document) is not None
    hers.replace(document)
    assert reminded_on(hers, document) is None
