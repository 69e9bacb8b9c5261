"""Reminders: one per topic and thing, delivered once as a notice, late rather than never."""

import datetime as dt
import threading
import uuid

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from eportfolio import access, reminders
from eportfolio.base import now
from eportfolio.notices import Notice, Topic
from eportfolio.reminders import Reminder, deliver_due, drop_reminder, set_reminder
from tests.people import People, Someone, act

HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def nothing_else_is_due(owner_db: Session) -> None:
    owner_db.execute(update(Reminder).values(delivered_at=now()))
    owner_db.commit()


def told(owner_db: Session, someone: Someone) -> list[Topic]:
    topics = list(owner_db.scalars(select(Notice.topic).where(Notice.account_id == someone.account.id)))
    owner_db.commit()
    return topics


def deliver(db: Session) -> int:
    access.act_as_service(db)
    count = deliver_due(db)
    db.commit()
    return count


def remind(db: Session, client: Someone, about: uuid.UUID, *, in_hours: float, topic: Topic = Topic.REMINDER) -> None:
    act(db, client)
    assert client.case is not None
    set_reminder(db, client.case, topic=topic, about=about, due_at=now() + in_hours * HOUR)
    db.commit()


def test_what_is_due_is_told_once_and_what_is_not_waits(db: Session, owner_db: Session, people: People) -> None:
    client = people.client()
    remind(db, client, uuid.uuid4(), in_hours=-1)
    remind(db, client, uuid.uuid4(), in_hours=1)
    assert deliver(db) == 1
    assert deliver(db) == 0
    assert told(owner_db, client) == [Topic.REMINDER]


def test_a_worker_that_was_away_for_days_still_tells_it(db: Session, owner_db: Session, people: People) -> None:
    client = people.client()
    remind(db, client, uuid.uuid4(), in_hours=-5 * 24, topic=Topic.APPOINTMENT)
    deliver(db)
    assert told(owner_db, client) == [Topic.APPOINTMENT]


def test_setting_it_again_moves_it(db: Session, owner_db: Session, people: People) -> None:
    client, about = people.client(), uuid.uuid4()
    remind(db, client, about, in_hours=-1)
    remind(db, client, about, in_hours=2)
    assert deliver(db) == 0
    act(db, client)
    assert client.case is not None
    (due_at,) = reminders.due_moments(db, client.case.id, Topic.REMINDER, [about]).values()
    assert due_at > now() + HOUR


def test_one_that_was_told_and_gets_a_new_moment_is_told_again(db: Session, owner_db: Session, people: People) -> None:
    client, about = people.client(), uuid.uuid4()
    for hours in (-2, -1):
        remind(db, client, about, in_hours=hours)
        assert deliver(db) == 1
    assert told(owner_db, client) == [Topic.REMINDER] * 2


def test_saving_the_same_moment_twice_does_not_remind_twice(db: Session, owner_db: Session, people: People) -> None:
    client, about, due_at = people.client(), uuid.uuid4(), now() - HOUR
    assert client.case is not None
    for expected in (1, 0):
        act(db, client)
        set_reminder(db, client.case, topic=Topic.REMINDER, about=about, due_at=due_at)
        db.commit()
        assert deliver(db) == expected
    assert told(owner_db, client) == [Topic.REMINDER]


def test_topics_and_things_have_reminders_of_their_own(db: Session, owner_db: Session, people: People) -> None:
    client, about = people.client(), uuid.uuid4()
    for topic in (Topic.AGREEMENT, Topic.REVIEW):
        remind(db, client, about, in_hours=-1, topic=topic)
    assert deliver(db) == 2
    assert sorted(told(owner_db, client)) == [Topic.AGREEMENT, Topic.REVIEW]


def test_a_dropped_reminder_is_not_told(db: Session, owner_db: Session, people: People) -> None:
    client, about = people.client(), uuid.uuid4()
    remind(db, client, about, in_hours=-1)
    act(db, client)
    assert client.case is not None
    for _ in range(2):  # dropping twice is harmless
        drop_reminder(db, client.case.id, topic=Topic.REMINDER, about=about)
    db.commit()
    assert deliver(db) == 0


def test_the_coach_sets_one_and_the_client_is_told(db: Session, owner_db: Session, people: People) -> None:
    client = people.client()
    assert client.case is not None
    assert client.coach is not None
    act(db, client.coach)
    set_reminder(db, client.case, topic=Topic.AGREEMENT, about=uuid.uuid4(), due_at=now() - HOUR)
    db.commit()
    deliver(db)
    assert told(owner_db, client) == [Topic.AGREEMENT]
    assert told(owner_db, client.coach) == []


def test_another_client_sets_none_in_this_file(db: Session, people: People) -> None:
    client, stranger = people.client(), people.client()
    act(db, stranger)
    assert client.case is not None
    with pytest.raises(ProgrammingError, match="row-level security"):
        set_reminder(db, client.case, topic=Topic.REMINDER, about=uuid.uuid4(), due_at=now())


def test_two_workers_at_once_tell_it_once(
    db: Session, owner_db: Session, people: People, portal_engine: Engine
) -> None:
    client = people.client()
    for _ in range(6):
        remind(db, client, uuid.uuid4(), in_hours=-1)

    def one_worker() -> None:
        with Session(portal_engine) as session:
            while deliver(session):
                pass

    workers = [threading.Thread(target=one_worker) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(told(owner_db, client)) == 6


def test_a_worker_that_dies_half_way_loses_and_doubles_nothing(db: Session, owner_db: Session, people: People) -> None:
    client = people.client()
    remind(db, client, uuid.uuid4(), in_hours=-1)
    access.act_as_service(db)
    assert deliver_due(db) == 1
    db.rollback()  # its connection is gone before the commit
    assert told(owner_db, client) == []
    assert deliver(db) == 1
    assert told(owner_db, client) == [Topic.REMINDER]


def test_a_long_backlog_goes_in_portions(db: Session, people: People) -> None:
    client = people.client()
    for _ in range(3):
        remind(db, client, uuid.uuid4(), in_hours=-1)
    access.act_as_service(db)
    assert [deliver_due(db, most=2) for _ in range(2)] == [2, 1]
