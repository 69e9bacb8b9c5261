"""The intake in the case file: one draft over all channels, private until it is sent."""

import pytest
from sqlalchemy.orm import Session

from eportfolio import facts
from eportfolio.access import Channel
from eportfolio.base import NotFound
from eportfolio.facts import Source
from eportfolio.intake.answers import SKIPPED, UNKNOWN, State, given
from eportfolio.intake.draft import (
    AnswerRefused,
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
from eportfolio.intake.sent import overview, send
from eportfolio.people import Scheme
from tests.eportfolio.intakes import as_coach, file_of, fill_in
from tests.people import People, Someone


@pytest.fixture
def client(people: People) -> Someone:
    return people.client(scheme=Scheme.WW)


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
