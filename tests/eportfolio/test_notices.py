"""Notices: queued with the deed itself, told once, readable for the worker and for their own reader only."""

import uuid

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from eportfolio import access, messages, notices
from eportfolio.messages import Message
from eportfolio.notices import Notice, Topic
from tests.people import People, Someone, act


def jobs_about(owner_db: Session, notice_id: uuid.UUID) -> list[str]:
    rows = owner_db.execute(
        text("SELECT status FROM jobs.procrastinate_jobs WHERE task_name = :task AND args ->> 'notice_id' = :id"),
        {"task": notices.JOB_NAME, "id": str(notice_id)},
    )
    owner_db.commit()
    return [row[0] for row in rows]


def notices_for(owner_db: Session, someone: Someone) -> list[Notice]:
    rows = list(owner_db.scalars(select(Notice).where(Notice.account_id == someone.account.id)))
    owner_db.commit()
    return rows


def test_notice_and_job_stand_or_fall_with_the_message(db: Session, owner_db: Session, people: People) -> None:
    client = people.client()
    messages.send(db, client.case, by=act(db, client), text="Komt nooit aan")
    db.rollback()
    assert notices_for(owner_db, client.coach) == []
    message = messages.send(db, client.case, by=act(db, client), text="Komt aan")
    db.commit()
    (notice,) = notices_for(owner_db, client.coach)
    assert notice.key == f"message:{message.id}:{client.coach.account.id}"
    assert jobs_about(owner_db, notice.id) == ["todo"]


def test_the_coach_s_message_is_announced_to_the_client_only(db: Session, owner_db: Session, people: People) -> None:
    client = people.client()
    messages.send(db, client.case, by=act(db, client.coach), text="Welkom")
    db.commit()
    assert len(notices_for(owner_db, client)) == 1
    assert notices_for(owner_db, client.coach) == []


def test_a_stand_in_is_told_too(db: Session, owner_db: Session, people: People) -> None:
    client, stand_in = people.client(), people.coach()
    client.case.stand_in_id = stand_in.account.id
    owner_db.commit()
    messages.send(db, client.case, by=act(db, client), text="Hallo")
    db.commit()
    assert [len(notices_for(owner_db, someone)) for someone in (client.coach, stand_in)] == [1, 1]


def test_the_same_event_is_told_once(db: Session, owner_db: Session, people: People) -> None:
    client, about = people.client(), uuid.uuid4()
    act(db, client)
    for _ in range(2):
        notices.notify(db, client.account.id, Topic.AGREEMENT, about=about)
    db.commit()
    (notice,) = notices_for(owner_db, client)
    assert jobs_about(owner_db, notice.id) == ["todo"]


def test_only_the_reader_and_the_worker_see_a_notice(db: Session, people: People) -> None:
    client, stranger = people.client(), people.client()
    act(db, client.coach)
    notices.notify(db, client.account.id, Topic.REVIEW, about=uuid.uuid4())
    db.commit()
    count = select(func.count()).select_from(Notice).where(Notice.account_id == client.account.id)
    act(db, stranger)
    assert db.scalar(count) == 0
    act(db, client.coach)
    assert db.scalar(count) == 0
    act(db, client)
    assert db.scalar(count) == 1
    access.act_as_service(db)
    assert db.scalar(count) == 1


def test_the_worker_reads_no_case_content(db: Session, people: People) -> None:
    client = people.client()
    messages.send(db, client.case, by=act(db, client), text="Geheim")
    access.act_as_service(db)
    assert db.scalars(select(Message.id).where(Message.case_id == client.case.id)).all() == []


def test_nobody_is_told_anything_without_an_actor(db: Session, people: People) -> None:
    client = people.client()
    with pytest.raises(ProgrammingError, match="row-level security"):
        notices.notify(db, client.account.id, Topic.MESSAGE, about=uuid.uuid4())
