"""The database itself keeps drafts private, texts frozen, history append-only, and names honest."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from eportfolio import access, agreements
from eportfolio.agreements import Agreement
from eportfolio.base import NotFound
from tests.eportfolio.test_agreements import agreed, proposal, terms
from tests.people import People, Someone, act

TABLES = ("agreement", "agreement_version", "agreement_event")


def rows(db: Session, table: str, client: Someone) -> int:
    return db.scalar(text(f"SELECT count(*) FROM {table} WHERE case_id = :case"), {"case": client.case.id}) or 0


@pytest.fixture
def client(people: People) -> Someone:
    return people.client()


@pytest.fixture
def agreement(db: Session, client: Someone) -> Agreement:
    return agreed(db, client)


@pytest.mark.parametrize("table", TABLES)
def test_only_the_client_and_her_coach_see_rows(
    db: Session, people: People, client: Someone, agreement: Agreement, table: str
) -> None:
    for insider in (client, client.coach):
        act(db, insider)
        assert rows(db, table, client) > 0
    for outsider in (people.client(), people.coach(), people.helper(), people.manager()):
        act(db, outsider)
        assert rows(db, table, client) == 0
    access.act_at_the_door(db)
    assert rows(db, table, client) == 0
    access.act_as_service(db)
    assert rows(db, table, client) == 0


def test_another_persons_agreement_is_not_found(
    db: Session, people: People, client: Someone, agreement: Agreement
) -> None:
    stranger = people.client()
    act(db, stranger)
    for case_id in (stranger.case.id, client.case.id):
        with pytest.raises(NotFound):
            agreements.agreement_of(db, case_id, agreement.id, reader_id=stranger.account.id)


@pytest.mark.parametrize("author_is_client", [True, False])
def test_a_draft_is_seen_by_its_author_only(db: Session, client: Someone, author_is_client: bool) -> None:
    author, other = (client, client.coach) if author_is_client else (client.coach, client)
    draft = agreements.save_draft(db, client.case, by=act(db, author), terms=terms())
    assert [row.id for row in agreements.agreements_of(db, client.case.id, reader_id=author.account.id)] == [draft.id]
    act(db, other)
    assert [rows(db, table, client) for table in TABLES] == [0, 0, 0]
    assert not agreements.agreements_of(db, client.case.id, reader_id=other.account.id)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE agreement_version SET client_does = 'iets anders' WHERE agreement_id = :id",
        "DELETE FROM agreement_version WHERE agreement_id = :id",
        "DELETE FROM agreement WHERE id = :id",
    ],
)
def test_a_sent_text_cannot_be_altered_or_removed(
    db: Session, client: Someone, agreement: Agreement, statement: str
) -> None:
    act(db, client.coach)
    assert db.execute(text(statement), {"id": agreement.id}).rowcount == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE agreement_event SET words = 'Ik ga akkoord' WHERE agreement_id = :id",
        "DELETE FROM agreement_event WHERE agreement_id = :id",
    ],
)
def test_history_is_append_only(db: Session, client: Someone, agreement: Agreement, statement: str) -> None:
    act(db, client.coach)
    with pytest.raises(ProgrammingError, match="permission denied"):
        db.execute(text(statement), {"id": agreement.id})


def test_nobody_answers_in_another_persons_name(db: Session, client: Someone) -> None:
    sent = proposal(db, client)
    act(db, client.coach)
    with pytest.raises(ProgrammingError, match="row-level security"):
        agreements.agree(db, client.case, sent, by=client.actor(), number=1)
