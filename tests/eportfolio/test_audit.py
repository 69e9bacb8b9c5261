"""The access log: chained, append-only, and honest when somebody tampers with it."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from eportfolio import audit
from eportfolio.audit import Action, Subject
from tests.people import People, Someone, act


def look(db: Session, reader: Someone, client: Someone, *, times: int = 1) -> None:
    """Let someone open a client's file, with a label that tries to look like two fields."""
    actor = act(db, reader)
    for _number in range(times):
        audit.record(db, client.case.id, by=actor, action=Action.READ, subject=Subject.FILE, label='a|b", "c')
    db.commit()


def test_an_untouched_log_is_whole(db: Session, people: People) -> None:
    client = people.client()
    look(db, client.coach, client, times=3)
    act(db, client)
    assert audit.count_of(db, client.case.id) == 3
    assert audit.broken_links(db, client.case.id) == 0


@pytest.mark.parametrize(
    "deed",
    [
        "UPDATE access_log SET label = 'altered' WHERE seq = (SELECT max(seq) FROM access_log WHERE case_id = :c)",
        "DELETE FROM access_log WHERE seq = (SELECT min(seq) FROM access_log WHERE case_id = :c)",
    ],
)
def test_tampering_shows_even_when_the_owner_does_it(db: Session, owner_db: Session, people: People, deed: str) -> None:
    client = people.client()
    look(db, client.coach, client, times=3)
    owner_db.execute(text("ALTER TABLE access_log DISABLE TRIGGER access_log_append_only"))
    owner_db.execute(text(deed), {"c": client.case.id})
    owner_db.execute(text("ALTER TABLE access_log ENABLE TRIGGER access_log_append_only"))
    owner_db.commit()
    act(db, client)
    assert audit.broken_links(db, client.case.id) == 1


@pytest.mark.parametrize("deed", ["UPDATE access_log SET label = ''", "DELETE FROM access_log"])
def test_the_portal_cannot_change_or_remove_a_line(db: Session, people: People, deed: str) -> None:
    client = people.client()
    look(db, client.coach, client)
    act(db, client)
    with pytest.raises(DBAPIError, match=r"permission denied|append-only"):
        db.execute(text(deed))


def test_the_caseload_is_logged_once_a_day(db: Session, people: People) -> None:
    client = people.client()
    for _look in range(2):
        audit.record_caseload_view(db, [client.case.id], by=act(db, client.coach))
        db.commit()
    act(db, client)
    looks = audit.looks_by_others(db, client.case.id, client.account.id)
    assert [entry.subject for entry in looks] == [Subject.CASELOAD]


def test_another_client_sees_nothing_of_it(db: Session, people: People) -> None:
    client = people.client()
    look(db, client.coach, client)
    act(db, people.client())
    assert audit.count_of(db, client.case.id) == 0
