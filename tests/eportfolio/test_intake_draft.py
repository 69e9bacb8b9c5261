"""The intake in the case file: one draft over all channels, private until it is sent, then per field with the coach."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from eportfolio import access, audit, facts, notices
from eportfolio.access import Actor, Channel
from eportfolio.base import Conflict, NotFound
from eportfolio.facts import Fact, Review, Source
from eportfolio.intake import sent as sending
from eportfolio.intake.answers import SKIPPED, UNKNOWN, State, given
from eportfolio.intake.draft import (
    AlreadySent,
    AnswerRefused,
    Draft,
    Intake,
    IntakeState,
    answer_question,
    confirm_known,
    draft_of,
    latest_intake,
    say_unknown,
    skip_question,
    start_or_resume,
)
from eportfolio.intake.guided import answer_in_words, question_for
from eportfolio.intake.sent import NotComplete, Row, overview, send, sent_intake
from eportfolio.people import CaseFile, Scheme, Step, case_of_client, case_of_coach
from tests.people import People, Someone, act


@pytest.fixture
def client(people: People) -> Someone:
    return people.client(scheme=Scheme.WW)


def file_of(db: Session, client: Someone, channel: Channel | None = None) -> tuple[CaseFile, Actor]:
    """The client at work in her own file."""
    actor = act(db, client, channel)
    return case_of_client(db, client.account.id), actor


def as_coach(db: Session, client: Someone) -> tuple[CaseFile, Actor]:
    assert client.coach is not None
    actor = act(db, client.coach)
    assert client.case is not None
    return case_of_coach(db, client.coach.account.id, client.case.id), actor


def fill_in(db: Session, case: CaseFile, by: Actor, **answers: object) -> Draft:
    """Answer every question on the path: as given here, and otherwise with as little as possible."""
    plain = {
        "last_job_title": "kok",
        "driving_licences": ["B"],
        "household": "alone",
        "digital_help": "no_help",
        "contact_way": "messages",
    } | answers
    while (question := draft_of(db, case).next_question) is not None:
        if question.id in plain:
            answer_question(db, case, by=by, question_id=question.id, raw=plain[question.id], language="nl")
        elif question.may_skip:
            skip_question(db, case, by=by, question_id=question.id, language="nl")
        else:
            say_unknown(db, case, by=by, question_id=question.id, language="nl")
    return draft_of(db, case)


def row_of(db: Session, case: CaseFile, question_id: str) -> Row:
    rows = [row for chapter in sent_intake(db, case, "nl") for row in chapter.rows]
    return next(row for row in rows if row.question.id == question_id)


def send_filled_in(db: Session, client: Someone, **answers: object) -> None:
    case, by = file_of(db, client)
    fill_in(db, case, by, **answers)
    send(db, case, by=by, language="nl")
    db.flush()


def test_nothing_is_written_by_looking(db: Session, client: Someone) -> None:
    case, _ = file_of(db, client)
    posed = question_for(db, case, "nl")
    assert posed is not None
    assert (posed.id, posed.number, posed.text) == ("goal", 1, "Wat wilt u bereiken?")
    assert latest_intake(db, case) is None
    assert not draft_of(db, case).begun


def test_every_answer_is_kept_at_once_with_its_channel(db: Session, client: Someone) -> None:
    case, by = file_of(db, client, Channel.KIOSK)
    answer_question(db, case, by=by, question_id="goal", raw="Werk dat past", language="nl")
    kept = facts.draft_facts(db, case.id)["goal.own_words"]
    assert (kept.value, kept.source, kept.channel) == ("Werk dat past", Source.CLIENT, Channel.KIOSK)
    intake = latest_intake(db, case)
    assert intake is not None
    assert (intake.state, intake.last_channel, intake.scheme) == (IntakeState.OPEN, Channel.KIOSK, Scheme.WW)
    assert intake.last_answered_at is not None


def test_another_channel_goes_on_at_the_same_question(db: Session, client: Someone) -> None:
    case, by = file_of(db, client, Channel.WEB)
    answer_question(db, case, by=by, question_id="goal", raw="Werk dat past", language="nl")
    say_unknown(db, case, by=by, question_id="desired_work", language="nl")
    case, by = file_of(db, client, Channel.CHAT)
    posed = question_for(db, case, "en")
    assert posed is not None
    assert (posed.id, posed.number) == ("hours_per_week", 3)
    outcome = answer_in_words(db, case, by, "hours_per_week", "about 24 hours", "en")
    assert (outcome.accepted, outcome.said) == (True, "24 hours a week")
    assert outcome.next is not None
    assert outcome.next.id == "available_from"
    intake = latest_intake(db, case)
    assert intake is not None
    assert intake.last_channel is Channel.CHAT


def test_starting_twice_is_one_intake(db: Session, client: Someone) -> None:
    case, by = file_of(db, client)
    assert start_or_resume(db, case, by=by).id == start_or_resume(db, case, by=by).id


def test_a_refused_answer_changes_nothing(db: Session, client: Someone) -> None:
    case, by = file_of(db, client)
    answer_question(db, case, by=by, question_id="hours_per_week", raw="24", language="nl")
    with pytest.raises(AnswerRefused) as refused:
        answer_question(db, case, by=by, question_id="hours_per_week", raw="100", language="nl")
    assert refused.value.problem.code == "number_too_high"
    assert draft_of(db, case).answers["hours_per_week"] == given(24)


def test_a_question_off_the_path_does_not_exist_for_this_client(db: Session, client: Someone) -> None:
    case, by = file_of(db, client)
    for question_id in ("household", "money_worries", "care_helps", "shoe_size"):
        with pytest.raises(NotFound):
            answer_question(db, case, by=by, question_id=question_id, raw="ja", language="nl")
    assert not facts.draft_facts(db, case.id)


def test_an_answer_can_be_changed_and_its_branch_is_kept_aside(db: Session, people: People) -> None:
    case, by = file_of(db, people.client(scheme=Scheme.PARTICIPATIEWET))
    answer_question(db, case, by=by, question_id="household", raw="partner", language="nl")
    answer_question(db, case, by=by, question_id="partner_seeks_work", raw="ja", language="nl")
    answer_question(db, case, by=by, question_id="household", raw="alone", language="nl")
    assert "partner_seeks_work" not in {question.id for question in draft_of(db, case).path}
    answer_question(db, case, by=by, question_id="household", raw="partner", language="nl")
    assert draft_of(db, case).answers["partner_seeks_work"] == given(True)


def test_what_was_left_on_another_branch_is_not_sent_and_forgotten(db: Session, people: People) -> None:
    case, by = file_of(db, people.client(scheme=Scheme.PARTICIPATIEWET))
    answer_question(db, case, by=by, question_id="household", raw="partner", language="nl")
    answer_question(db, case, by=by, question_id="partner_seeks_work", raw="ja", language="nl")
    fill_in(db, case, by)
    answer_question(db, case, by=by, question_id="household", raw="alone", language="nl")
    receipt = send(db, case, by=by, language="nl")
    assert "Zoekt uw partner ook werk?" not in [row["label"] for row in receipt.copy]
    assert not facts.draft_facts(db, case.id)
    assert "situation.partner_seeks_work" not in facts.current_facts(db, case.id)


def test_what_is_known_is_shown_with_its_source_and_confirmed(db: Session, client: Someone) -> None:
    case, coach = as_coach(db, client)
    facts.set_fact(db, case, key="contact.phone", value="06 12345678", by=coach, source=Source.CHAIN)
    case, by = file_of(db, client)
    known = draft_of(db, case).known["phone"]
    assert (known.answer, known.fact.source) == (given("+31612345678"), Source.CHAIN)
    assert confirm_known(db, case, by=by, question_id="phone") == given("+31612345678")
    draft = facts.draft_facts(db, case.id)["contact.phone"]
    assert (draft.value, draft.source) == ("+31612345678", Source.CLIENT)
    with pytest.raises(NotFound):
        confirm_known(db, case, by=by, question_id="goal")


def test_a_known_value_that_is_no_valid_answer_is_asked_anew(db: Session, client: Someone) -> None:
    case, coach = as_coach(db, client)
    facts.set_fact(db, case, key="contact.phone", value="onbekend", by=coach)
    case, _ = file_of(db, client)
    assert "phone" not in draft_of(db, case).known


@pytest.mark.parametrize("said", ["ja", "klopt", "Dat klopt", "yes that is right"])
def test_yes_in_the_chat_confirms_what_is_known(db: Session, client: Someone, said: str) -> None:
    case, coach = as_coach(db, client)
    facts.set_fact(db, case, key="wish.work", value="kok", by=coach)
    case, by = file_of(db, client, Channel.CHAT)
    answer_question(db, case, by=by, question_id="goal", raw="werk", language="nl")
    posed = question_for(db, case, "nl")
    assert posed is not None
    assert (posed.id, posed.current) == ("desired_work", "kok")
    if said.startswith("yes"):
        said = "yes"
    assert answer_in_words(db, case, by, "desired_work", said, "nl").said == "kok"


def test_what_is_shown_as_current_can_be_given_back(db: Session, client: Someone) -> None:
    case, coach = as_coach(db, client)
    known = {
        "work.last_job.period": {"first": "2019-03-01", "last": None},
        "wish.hours_per_week": 37.5,
        "skills.driving_licences": ["AM", "B"],
        "education.level": "middle",
        "contact.phone": "+31612345678",
    }
    for key, value in known.items():
        facts.set_fact(db, case, key=key, value=value, by=coach)
    case, by = file_of(db, client, Channel.CHAT)
    while (posed := question_for(db, case, "nl")) is not None:
        question = draft_of(db, case).question(posed.id)
        if posed.current is not None:
            assert answer_in_words(db, case, by, posed.id, posed.current, "nl").accepted, posed.current
            assert facts.draft_facts(db, case.id)[question.fact].value == known[question.fact]
            del known[question.fact]
        elif question.may_skip:
            skip_question(db, case, by=by, question_id=posed.id, language="nl")
        elif question.may_be_unknown:
            say_unknown(db, case, by=by, question_id=posed.id, language="nl")
        else:
            answer_in_words(db, case, by, posed.id, posed.choices[0].value if posed.choices else "kok", "nl")
    assert not known


def test_a_problem_in_the_chat_is_an_outcome_and_asks_again(db: Session, client: Someone) -> None:
    case, by = file_of(db, client, Channel.CHAT)
    outcome = answer_in_words(db, case, by, "hours_per_week", "heel veel", "nl")
    assert not outcome.accepted
    assert outcome.problem is not None
    assert outcome.problem.text == "Schrijf een getal. Bijvoorbeeld: 32."
    assert outcome.next is not None
    assert outcome.next.id == "hours_per_week"


def test_back_in_the_chat_poses_the_question_before(db: Session, client: Someone) -> None:
    case, by = file_of(db, client, Channel.CHAT)
    answer_in_words(db, case, by, "goal", "Werk dat past", "nl")
    outcome = answer_in_words(db, case, by, "desired_work", "terug", "nl")
    assert outcome.next is not None
    assert (outcome.next.id, outcome.next.current) == ("goal", "Werk dat past")
    assert answer_in_words(db, case, by, "goal", "vorige", "nl").next == outcome.next


def test_the_last_answer_makes_it_complete(db: Session, client: Someone) -> None:
    case, by = file_of(db, client, Channel.CHAT)
    fill_in(db, case, by)
    assert question_for(db, case, "nl") is None
    outcome = answer_in_words(db, case, by, "own_account", "Ik kook graag", "nl")
    assert (outcome.accepted, outcome.complete) == (True, True)


def test_the_overview_shows_every_question_on_the_path_with_its_answer(db: Session, client: Someone) -> None:
    case, by = file_of(db, client)
    answer_question(db, case, by=by, question_id="hours_per_week", raw="24", language="nl")
    draft = draft_of(db, case)
    rows = [row for chapter in overview(draft, "nl") for row in chapter.rows]
    assert [row.question for row in rows] == draft.path
    assert {row.question.id: row.text for row in rows if row.answer} == {"hours_per_week": "24 uur per week"}


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


def test_an_answer_that_no_longer_fits_a_new_questionnaire_is_asked_again(db: Session, client: Someone) -> None:
    case, by = file_of(db, client)
    answer_question(db, case, by=by, question_id="hours_per_week", raw="24", language="nl")
    facts.save_draft(db, case, key="wish.transport", value=["rocket"], by=by)
    intake = start_or_resume(db, case, by=by)
    assert draft_of(db, case).answers["transport"] == given(["rocket"])
    intake.questionnaire_version = "2020"
    start_or_resume(db, case, by=by)
    assert set(draft_of(db, case).answers) == {"hours_per_week"}


def test_a_new_scheme_changes_the_path_and_keeps_the_answers(db: Session, owner_db: Session, client: Someone) -> None:
    case, by = file_of(db, client)
    answer_question(db, case, by=by, question_id="goal", raw="werk", language="nl")
    case.scheme = Scheme.PARTICIPATIEWET
    db.flush()
    intake = start_or_resume(db, case, by=by)
    draft = draft_of(db, case)
    assert (intake.scheme, draft.answers["goal"]) == (Scheme.PARTICIPATIEWET, given("werk"))
    assert "household" in {question.id for question in draft.path}


def test_not_answered_is_not_an_answer() -> None:
    assert (UNKNOWN.state, SKIPPED.state, UNKNOWN.value) == (State.UNKNOWN, State.SKIPPED, None)
