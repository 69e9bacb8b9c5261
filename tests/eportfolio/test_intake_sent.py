"""The intake when it is sent: a receipt, what counts from then on, and field by field with the coach."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from eportfolio import access, audit, facts, notices
from eportfolio.access import Channel
from eportfolio.base import Conflict, NotFound
from eportfolio.facts import Fact, Review
from eportfolio.intake import sent as sending
from eportfolio.intake.draft import (
    AlreadySent,
    AnswerRefused,
    Intake,
    IntakeState,
    answer_question,
    draft_of,
    latest_intake,
)
from eportfolio.intake.guided import question_for
from eportfolio.intake.sent import NotComplete, send, sent_intake
from eportfolio.people import Scheme, Step, case_of_coach
from tests.eportfolio.intakes import as_coach, file_of, fill_in, row_of, send_filled_in
from tests.people import People, Someone, act


@pytest.fixture
def client(people: People) -> Someone:
    return people.client(scheme=Scheme.WW)


def test_an_incomplete_intake_is_not_sent(db: Session, client: Someone) -> None:
    case, by = file_of(db, client)
    with pytest.raises(NotFound):
        send(db, case, by=by, language="nl")
    answer_question(db, case, by=by, question_id="goal", raw="werk", language="nl")
    with pytest.raises(NotComplete) as missing:
        send(db, case, by=by, language="nl")
    assert missing.value.question is not None
    assert missing.value.question.id == "desired_work"


def test_sending_gives_a_receipt_with_an_exact_copy_and_makes_the_answers_count(db: Session, client: Someone) -> None:
    case, by = file_of(db, client)
    fill_in(db, case, by, hours_per_week=24, own_account="Ik kook graag & goed.")
    receipt = send(db, case, by=by, language="nl")
    copy = {row["label"]: row["value"] for row in receipt.copy}
    assert copy["Hoeveel uur per week kunt en wilt u werken?"] == "24 uur per week"
    assert copy["Wat wilt u zelf vertellen?"] == "Ik kook graag & goed."
    assert copy["Wat wilt u bereiken?"] == "Weet ik niet"
    assert copy["Op welk telefoonnummer bent u bereikbaar?"] == "Overgeslagen"
    counting = facts.current_facts(db, case.id)
    assert counting["wish.hours_per_week"].value == 24
    assert "goal.own_words" not in counting
    assert not facts.draft_facts(db, case.id)
    intake = latest_intake(db, case)
    assert intake is not None
    assert (intake.state, intake.receipt_id, case.step) == (IntakeState.SENT, receipt.id, Step.PLANNING)


def test_sending_again_gives_the_same_receipt(db: Session, client: Someone) -> None:
    case, by = file_of(db, client)
    fill_in(db, case, by)
    assert send(db, case, by=by, language="nl").id == send(db, case, by=by, language="en").id


def test_a_sent_intake_takes_no_more_answers(db: Session, client: Someone) -> None:
    send_filled_in(db, client)
    case, by = file_of(db, client, Channel.CHAT)
    assert question_for(db, case, "nl") is None
    with pytest.raises(AlreadySent):
        answer_question(db, case, by=by, question_id="goal", raw="werk", language="nl")


def test_sending_tells_the_coach_once_and_stands_in_the_log(db: Session, owner_db: Session, client: Someone) -> None:
    send_filled_in(db, client)
    db.commit()
    assert client.case is not None
    about = select(notices.Notice).where(notices.Notice.account_id == client.case.coach_id)
    assert [notice.topic for notice in owner_db.scalars(about)] == [notices.Topic.INTAKE_SENT]
    actions = [entry.action for entry in owner_db.scalars(audit.entries_of(client.case.id))]
    assert (actions[0], actions[-1]) == (audit.Action.SENT, audit.Action.ADDED)


def test_what_was_known_is_superseded_and_stays_in_the_history(db: Session, client: Someone) -> None:
    case, coach = as_coach(db, client)
    old = facts.set_fact(db, case, key="contact.phone", value="+31611111111", by=coach)
    send_filled_in(db, client, phone="06 12345678")
    case, _ = file_of(db, client)
    counting = facts.current_facts(db, case.id, ["contact.phone"])["contact.phone"]
    earlier = facts.earlier_value(db, counting)
    assert earlier is not None
    assert (counting.value, earlier.id) == ("+31612345678", old.id)


def test_i_do_not_know_does_not_overwrite_what_is_known(db: Session, client: Someone) -> None:
    case, coach = as_coach(db, client)
    facts.set_fact(db, case, key="wish.work", value="kok", by=coach)
    send_filled_in(db, client)
    case, _ = file_of(db, client)
    assert facts.current_facts(db, case.id)["wish.work"].value == "kok"
    assert row_of(db, case, "desired_work").text == "kok"


def test_a_draft_is_private_to_the_client(db: Session, client: Someone) -> None:
    case, by = file_of(db, client)
    answer_question(db, case, by=by, question_id="goal", raw="Iets voor mijzelf", language="nl")
    case, _ = as_coach(db, client)
    assert not draft_of(db, case).answers
    assert db.scalar(select(Fact).where(Fact.key == "goal.own_words")) is None
    intake = latest_intake(db, case)
    assert intake is not None
    assert intake.asked is None
    assert not sent_intake(db, case, "nl")


def test_another_client_and_another_coach_see_no_intake(db: Session, people: People, client: Someone) -> None:
    send_filled_in(db, client)
    for stranger in (people.client(), people.coach(), people.helper(), people.manager()):
        act(db, stranger)
        assert db.scalar(select(Intake)) is None
        assert db.scalar(select(Fact)) is None


def test_nobody_sees_anything_without_an_actor(db: Session, client: Someone) -> None:
    send_filled_in(db, client)
    access.act_at_the_door(db)
    assert db.scalar(select(Intake)) is None


def test_a_stand_in_does_not_see_what_is_for_the_own_coach_only(db: Session, owner_db: Session, people: People) -> None:
    client, stand_in = people.client(scheme=Scheme.PARTICIPATIEWET), people.coach()
    assert client.case is not None
    client.case.stand_in_id = stand_in.account.id
    owner_db.commit()
    send_filled_in(db, client, money_worries="ja", money_help="ja")
    case, _ = as_coach(db, client)
    assert row_of(db, case, "money_worries").text == "Ja"
    act(db, stand_in)
    case = case_of_coach(db, stand_in.account.id, case.id)
    seen = {row.question.id for chapter in sent_intake(db, case, "nl") for row in chapter.rows}
    assert "household" in seen
    assert not seen & {"money_worries", "money_help"}
    assert db.scalar(select(Fact).where(Fact.key.like("private.%"))) is None


def test_the_coach_accepts_fields_and_asks_about_one(db: Session, client: Someone) -> None:
    send_filled_in(db, client, hours_per_week=24)
    case, coach = as_coach(db, client)
    fields = {row.question.id: row for row in sending.review_of(db, case, "nl").rows}
    assert {"hours_per_week", "last_job_title", "contact_way"} <= set(fields)
    hours, title = fields["hours_per_week"].fact, fields["last_job_title"].fact
    assert hours is not None
    assert title is not None
    assert sending.accept_fields(db, case, [title.id], by=coach) == 1
    sending.reopen_field(db, case, hours.id, question="Kan 32 uur ook?", by=coach)
    assert row_of(db, case, "last_job_title").asked_about is None
    assert row_of(db, case, "hours_per_week").asked_about == "Kan 32 uur ook?"
    left = {row.question.id for row in sending.review_of(db, case, "nl").rows}
    assert left == set(fields) - {"hours_per_week", "last_job_title"}


def test_only_the_field_that_the_coach_asked_about_opens_again(db: Session, client: Someone) -> None:
    send_filled_in(db, client, hours_per_week=24)
    case, coach = as_coach(db, client)
    fact = row_of(db, case, "hours_per_week").fact
    assert fact is not None
    sending.reopen_field(db, case, fact.id, question="Kan 32 uur ook?", by=coach)
    case, by = file_of(db, client)
    assert [row.question.id for row in sending.open_fields(db, case, "nl")] == ["hours_per_week"]
    with pytest.raises(NotFound):
        sending.answer_again(db, case, by=by, question_id="last_job_title", raw="bakker", language="nl")
    with pytest.raises(AnswerRefused):
        sending.answer_again(db, case, by=by, question_id="hours_per_week", raw="weet ik niet", language="nl")
    receipt = sending.answer_again(db, case, by=by, question_id="hours_per_week", raw="32", language="nl")
    assert [row["value"] for row in receipt.copy] == ["Kan 32 uur ook?", "32 uur per week"]
    row = row_of(db, case, "hours_per_week")
    assert row.fact is not None
    assert (row.text, row.fact.review, row.fact.supersedes_id) == ("32 uur per week", Review.NEW, fact.id)
    assert not sending.open_fields(db, case, "nl")
    with pytest.raises(NotFound):
        sending.answer_again(db, case, by=by, question_id="hours_per_week", raw="36", language="nl")


def test_the_coach_sees_in_words_what_stood_there_before(db: Session, client: Someone) -> None:
    send_filled_in(db, client, contact_way="phone")
    case, coach = as_coach(db, client)
    fact = row_of(db, case, "contact_way").fact
    assert fact is not None
    sending.reopen_field(db, case, fact.id, question="Liever bellen?", by=coach)
    case, by = file_of(db, client)
    sending.answer_again(db, case, by=by, question_id="contact_way", raw="visit", language="nl")
    case, _ = as_coach(db, client)
    row = row_of(db, case, "contact_way")
    assert row.fact is not None
    assert (row.text, sending.review_of(db, case, "nl").earlier) == (
        "Een gesprek op het Werkplein",
        {row.fact.id: "Bellen"},
    )


def test_a_coach_cannot_ask_about_a_value_that_was_replaced(db: Session, client: Someone) -> None:
    send_filled_in(db, client, hours_per_week=24)
    case, coach = as_coach(db, client)
    fact = row_of(db, case, "hours_per_week").fact
    assert fact is not None
    facts.set_fact(db, case, key=fact.key, value=28, by=coach)
    with pytest.raises(Conflict):
        sending.reopen_field(db, case, fact.id, question="Kan 32 uur ook?", by=coach)


def test_a_fact_from_elsewhere_is_not_reopened_through_the_intake(db: Session, client: Someone) -> None:
    send_filled_in(db, client)
    case, coach = as_coach(db, client)
    other = facts.set_fact(db, case, key="profile.nickname", value="Sam", by=coach)
    with pytest.raises(NotFound):
        sending.reopen_field(db, case, other.id, question="Klopt dit?", by=coach)
