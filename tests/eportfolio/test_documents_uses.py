"""Where a document is used: shown to who may see the document, kept with the version that was used."""

from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from eportfolio.base import NotAllowed, new_id
from eportfolio.documents import handling, model
from eportfolio.documents.handling import Shelf, Upload
from eportfolio.documents.model import Document, DocumentKind, NotCurrent
from eportfolio.documents.uses import DocumentUse, Where, no_longer_use, use, used_in, uses_of
from eportfolio.documents.virus_scan import NoScanner
from eportfolio.storage import FileStore
from tests.eportfolio.hostile_files import plain_cv
from tests.people import People, Someone, act


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(FileStore.open(str(tmp_path / "files"), master_key=b"k" * 32), NoScanner())


@pytest.fixture
def client(people: People) -> Someone:
    return people.client()


def a_document(db: Session, client: Someone, shelf: Shelf, *, share: bool = True) -> Document:
    assert client.case is not None
    by, file = act(db, client), Upload(plain_cv(), "cv.pdf")
    return handling.upload(db, client.case, by=by, shelf=shelf, file=file, kind=DocumentKind.CV, share=share).document


def test_documents_of_several_things_come_in_one_answer(db: Session, client: Someone, shelf: Shelf) -> None:
    cv, diploma = a_document(db, client, shelf), a_document(db, client, shelf)
    by, first, second, third = client.actor(), new_id(), new_id(), new_id()
    use(db, cv, where=Where.APPLICATION, subject_id=first, by=by, label="Bakker, De Korst")
    use(db, diploma, where=Where.APPLICATION, subject_id=first, by=by)
    use(db, cv, where=Where.APPLICATION, subject_id=second, by=by)
    use(db, cv, where=Where.MESSAGE, subject_id=third, by=by)

    found = used_in(db, cv.case_id, Where.APPLICATION, [first, second, third])

    assert found == {first: [cv, diploma], second: [cv]}
    assert [(row.where, row.label) for row in uses_of(db, diploma)] == [(Where.APPLICATION, "")]
    assert len(uses_of(db, cv)) == 3


def test_twice_is_once_and_taken_out_is_kept(db: Session, client: Someone, shelf: Shelf) -> None:
    cv, by, here = a_document(db, client, shelf), client.actor(), new_id()
    again = [use(db, cv, where=Where.AGREEMENT, subject_id=here, by=by) for _ in range(2)]
    assert again[0] is again[1]

    no_longer_use(db, cv, where=Where.AGREEMENT, subject_id=here, by=by)
    no_longer_use(db, cv, where=Where.AGREEMENT, subject_id=here, by=by)

    assert uses_of(db, cv) == []
    assert used_in(db, cv.case_id, Where.AGREEMENT, [here]) == {}
    use(db, cv, where=Where.AGREEMENT, subject_id=here, by=by)
    assert db.scalar(select(func.count()).where(DocumentUse.document_id == cv.id)) == 2


def test_a_use_stays_with_the_version_that_was_used(db: Session, client: Someone, shelf: Shelf) -> None:
    old, by, here = a_document(db, client, shelf), client.actor(), new_id()
    use(db, old, where=Where.APPLICATION, subject_id=here, by=by)
    assert client.case is not None
    new = handling.replace(db, client.case, old, by=by, shelf=shelf, file=Upload(plain_cv(), "nieuw.pdf")).document

    assert used_in(db, old.case_id, Where.APPLICATION, [here]) == {here: [old]}
    assert [row.document_id for row in uses_of(db, new)] == [old.id]
    with pytest.raises(NotCurrent):
        use(db, old, where=Where.APPLICATION, subject_id=new_id(), by=by)


def test_the_coach_sees_the_use_of_what_is_shared_and_of_nothing_else(
    db: Session, client: Someone, shelf: Shelf
) -> None:
    shared, private = a_document(db, client, shelf), a_document(db, client, shelf, share=False)
    here = new_id()
    for document in (shared, private):
        use(db, document, where=Where.MESSAGE, subject_id=here, by=client.actor())
    assert client.coach is not None

    act(db, client.coach)
    db.expire_all()
    assert used_in(db, shared.case_id, Where.MESSAGE, [here]) == {here: [shared]}
    assert db.scalar(select(func.count()).where(DocumentUse.subject_id == here)) == 1


def test_others_put_nothing_anywhere(db: Session, client: Someone, shelf: Shelf, people: People) -> None:
    cv = a_document(db, client, shelf)
    with pytest.raises(NotAllowed):
        use(db, cv, where=Where.INTAKE, subject_id=new_id(), by=people.helper().actor())
    with pytest.raises(NotAllowed):
        no_longer_use(db, cv, where=Where.INTAKE, subject_id=new_id(), by=people.manager().actor())


def test_earlier_versions_come_newest_first_in_one_statement(db: Session, client: Someone, shelf: Shelf) -> None:
    versions = [a_document(db, client, shelf)]
    assert client.case is not None
    for number in range(3):
        file = Upload(plain_cv(), f"versie-{number}.pdf")
        versions.append(
            handling.replace(db, client.case, versions[-1], by=client.actor(), shelf=shelf, file=file).document
        )

    assert model.earlier_versions_of(db, versions[-1]) == versions[2::-1]
    assert model.earlier_versions_of(db, versions[0]) == []
