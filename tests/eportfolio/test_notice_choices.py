"""Choices for notices: what the law asks cannot be switched off, and the daily mail is never more than a day away."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from eportfolio import notice_choices
from eportfolio.base import OFFICE_TIME, Invalid
from eportfolio.notice_choices import HOURS, REQUIRED, Delivery, MayNotBeOff, choices_of, choose, next_digest
from eportfolio.notices import Topic
from portal.notices.words import TOPIC_WORDS
from tests.people import People, act


def test_without_a_choice_everything_comes_at_once(db: Session, people: People) -> None:
    client = people.client()
    act(db, client)
    assert choices_of(db, client.account.id).of(Topic.MESSAGE) is Delivery.AT_ONCE


def test_a_choice_is_kept_and_can_be_changed(db: Session, people: People) -> None:
    client = people.client()
    act(db, client)
    for delivery in (Delivery.DAILY, Delivery.AT_ONCE, Delivery.DAILY):
        choose(db, client.account.id, {Topic.MESSAGE: delivery}, hour=18)
    chosen = choices_of(db, client.account.id)
    assert (chosen.of(Topic.MESSAGE), chosen.hour) == (Delivery.DAILY, 18)


@pytest.mark.parametrize("topic", sorted(REQUIRED))
def test_what_the_law_asks_cannot_be_switched_off(topic: Topic, db: Session, people: People) -> None:
    client = people.client()
    act(db, client)
    with pytest.raises(MayNotBeOff):
        choose(db, client.account.id, {topic: Delivery.PORTAL}, hour=9)


@pytest.mark.parametrize("hour", [-1, 3, 22, 24])
def test_no_mail_at_night(hour: int, db: Session, people: People) -> None:
    client = people.client()
    act(db, client)
    with pytest.raises(Invalid):
        choose(db, client.account.id, {}, hour=hour)


def test_every_topic_of_a_client_has_words(db: Session) -> None:
    """A new topic needs its line on the page, or a reason here why nobody can choose about it."""
    for_the_coach = {Topic.INTAKE_SENT, Topic.APPLICATION_REPORT}
    asked_for_just_now = {Topic.EMAIL_CODE, Topic.EMAIL_CHANGED, Topic.CV, Topic.EXPORT_READY}
    before_something_goes = {Topic.RETENTION}
    assert set(TOPIC_WORDS) == set(Topic) - for_the_coach - asked_for_just_now - before_something_goes


@given(after=st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2028, 1, 1), timezones=st.just(dt.UTC)),
       hour=st.sampled_from(HOURS))  # fmt: skip
def test_the_daily_mail_is_within_a_day_whatever_the_clock_does(after: dt.datetime, hour: int) -> None:
    at = next_digest(after, hour)
    assert after < at <= after + dt.timedelta(hours=25)  # the day on which summer time ends
    assert at.astimezone(OFFICE_TIME).hour == hour


def test_others_do_not_see_what_she_chose_but_her_coach_sees_that_mail_fails(db: Session, people: People) -> None:
    client, stranger = people.client(), people.client()
    act(db, client)
    choose(db, client.account.id, {Topic.MESSAGE: Delivery.DAILY}, hour=9)
    notice_choices._keep(db, client.account.id, refused_email="weg@example.org")
    db.commit()
    assert client.coach is not None
    act(db, client.coach)
    assert choices_of(db, client.account.id).deliveries == {}
    assert notice_choices.refused_address(db, client.account.id) == "weg@example.org"
    act(db, stranger)
    assert notice_choices.refused_address(db, client.account.id) is None
