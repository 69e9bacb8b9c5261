"""Reminders before the dates of an agreement follow what happens to it."""

import datetime as dt

from sqlalchemy.orm import Session

from eportfolio import agreements
from eportfolio.agreements import Agreement
from eportfolio.base import OFFICE_TIME, today
from eportfolio.notices import Topic
from eportfolio.reminders import due_moments
from tests.eportfolio.test_agreements import terms
from tests.people import People, Someone, act


def due(db: Session, client: Someone, agreement: Agreement, topic: Topic) -> dt.datetime | None:
    assert client.case is not None
    return due_moments(db, client.case.id, topic, [agreement.id]).get(agreement.id)


def at_nine(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(9), OFFICE_TIME)


def test_reminders_follow_the_agreement(db: Session, people: People) -> None:
    client = people.client()
    assert client.case is not None
    assert client.coach is not None
    days = {"due_on": today() + dt.timedelta(days=20), "review_on": today() + dt.timedelta(days=20),
            "answer_by": today() + dt.timedelta(days=10)}  # fmt: skip
    agreement, _ = agreements.propose(db, client.case, by=act(db, client.coach), terms=terms(**days))
    assert due(db, client, agreement, Topic.AGREEMENT) == at_nine(today() + dt.timedelta(days=8))
    assert due(db, client, agreement, Topic.REVIEW) is None
    agreements.agree(db, client.case, agreement, by=act(db, client), number=1)
    assert due(db, client, agreement, Topic.AGREEMENT) is None
    assert due(db, client, agreement, Topic.REVIEW) == at_nine(today() + dt.timedelta(days=19))
    agreements.report_done(db, client.case, agreement, by=act(db, client))
    assert due(db, client, agreement, Topic.REVIEW) is None


def test_a_date_that_is_too_near_gets_no_reminder(db: Session, people: People) -> None:
    client = people.client()
    assert client.case is not None
    assert client.coach is not None
    days = {"due_on": today() + dt.timedelta(days=3), "review_on": today() + dt.timedelta(days=3),
            "answer_by": today() + dt.timedelta(days=1)}  # fmt: skip
    agreement, _ = agreements.propose(db, client.case, by=act(db, client.coach), terms=terms(**days))
    assert due(db, client, agreement, Topic.AGREEMENT) is None


def test_her_own_proposal_waits_for_the_coach_and_reminds_nobody(db: Session, people: People) -> None:
    client = people.client()
    assert client.case is not None
    agreement, _ = agreements.propose(db, client.case, by=act(db, client), terms=terms())
    assert due(db, client, agreement, Topic.AGREEMENT) is None
