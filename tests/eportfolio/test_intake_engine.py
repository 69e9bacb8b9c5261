"""Which question is next, how far we are, and what happens to answers on a branch that was left."""

import datetime as dt

import pytest

from eportfolio.intake.answers import SKIPPED, UNKNOWN, Answer, given
from eportfolio.intake.display import display, editable, replies
from eportfolio.intake.engine import (
    Progress,
    applicable,
    is_complete,
    next_question,
    path,
    previous_question,
    progress,
    set_aside,
    validate,
)
from eportfolio.intake.questionnaire import Kind, Question, UnknownQuestion, current

TODAY = dt.date(2026, 11, 24)


def ids(questions: list[Question]) -> list[str]:
    return [question.id for question in questions]


def question(question_id: str) -> Question:
    return current().question(question_id)


def test_the_goal_comes_first_and_the_own_story_last() -> None:
    for scheme in ("ww", "participatiewet", "none", None):
        assert ids(path({}, scheme))[0] == "goal"
        assert ids(path({}, scheme))[-1] == "own_account"


def test_the_next_question_is_the_first_without_an_answer() -> None:
    assert next_question({}, "ww") == question("goal")
    assert next_question({"goal": given("werk")}, "ww") == question("desired_work")
    assert next_question({"goal": UNKNOWN, "desired_work": SKIPPED}, "ww") == question("hours_per_week")


def test_a_branch_opens_by_an_answer_and_closes_by_another() -> None:
    assert "partner_seeks_work" not in ids(path({}, "participatiewet"))
    assert "partner_seeks_work" in ids(path({"household": given("partner")}, "participatiewet"))
    assert "adults_in_home" in ids(path({"household": given("sharing")}, "participatiewet"))
    assert "care_helps" in ids(path({"care_tasks": given(True)}, "ww"))
    assert "care_helps" not in ids(path({"care_tasks": given(False)}, "ww"))
    assert "other_languages_words" in ids(path({"other_languages": given(["en", "other"])}, "ww"))


@pytest.mark.parametrize("answer", [UNKNOWN, SKIPPED])
def test_not_answering_opens_no_branch(answer: Answer) -> None:
    assert "money_help" not in ids(path({"money_worries": answer}, "participatiewet"))


def test_an_answer_from_another_scheme_opens_no_branch() -> None:
    left_over = {"household": given("partner"), "money_worries": given(True)}
    assert not {"partner_seeks_work", "money_help"} & set(ids(path(left_over, "ww")))


def test_what_stands_on_a_branch_that_was_left_is_kept_aside_and_comes_back() -> None:
    answers = {"household": given("partner"), "partner_seeks_work": given(True)}
    alone = answers | {"household": given("alone")}
    assert set_aside(alone, "participatiewet") == {"partner_seeks_work": given(True)}
    assert "partner_seeks_work" not in applicable(alone, "participatiewet")
    together_again = alone | {"household": given("partner")}
    assert applicable(together_again, "participatiewet")["partner_seeks_work"] == given(True)


def test_progress_counts_the_questions_that_apply() -> None:
    total = len(path({}, "ww"))
    assert progress({}, "ww") == Progress(1, total)
    assert progress({"goal": given("werk")}, "ww") == Progress(2, total)
    assert progress({}, "ww", at="hours_per_week") == Progress(3, total)
    assert progress({"care_tasks": given(True)}, "ww") == Progress(1, total + 1)


def test_a_complete_intake_has_no_next_question() -> None:
    answers = {one.id: UNKNOWN for one in path({}, "ww")}
    assert is_complete(answers, "ww")
    assert progress(answers, "ww") == Progress(len(answers), len(answers))


def test_back_goes_along_the_path() -> None:
    assert previous_question("goal", {}, "ww") is None
    assert previous_question("desired_work", {}, "ww") == question("goal")
    assert previous_question("household", {}, "ww") is None


def test_an_unknown_question_is_named_so() -> None:
    with pytest.raises(UnknownQuestion):
        question("shoe_size")


@pytest.mark.parametrize(
    ("question_id", "value", "dutch", "english"),
    [
        ("hours_per_week", 24, "24 uur per week", "24 hours a week"),
        ("hours_per_week", 37.5, "37,5 uur per week", "37.5 hours a week"),
        ("available_from", "2026-12-01", "1 december 2026", "1 December 2026"),
        ("transport", ["bike", "car"], "Fiets, Auto", "Bicycle, Car"),
        ("contract_type", "permanent", "Vast contract", "Permanent contract"),
        ("pays_rent", True, "Ja", "Yes"),
        ("pays_rent", False, "Nee", "No"),
        ("phone", "+31612345678", "06 12345678", "06 12345678"),
        ("phone", "+32470123456", "+32 470 12 34 56", "+32 470 12 34 56"),
        ("goal", "Werk dat past.", "Werk dat past.", "Werk dat past."),
        (
            "last_job_period",
            {"first": "2019-03-01", "last": "2026-12-31"},
            "1 maart 2019 tot en met 31 december 2026",
            "1 March 2019 until 31 December 2026",
        ),
        (
            "last_job_period",
            {"first": "2019-03-01", "last": None},
            "vanaf 1 maart 2019, loopt nog",
            "from 1 March 2019, still going on",
        ),
    ],
)
def test_an_answer_reads_well_and_can_be_given_again(question_id: str, value: object, dutch: str, english: str) -> None:
    asked, answer = question(question_id), given(value)
    assert (display(asked, answer, "nl"), display(asked, answer, "en")) == (dutch, english)
    assert validate(asked, editable(asked, answer), "nl", TODAY) == answer
    assert validate(asked, value, "nl", TODAY) == answer
    assert Answer.from_json(answer.to_json()) == answer


def test_no_answer_reads_well_too() -> None:
    assert display(question("goal"), UNKNOWN, "nl") == "Weet ik niet"
    assert display(question("goal"), SKIPPED, "en") == "Skipped"
    assert editable(question("transport"), UNKNOWN) == []
    assert editable(question("last_job_period"), None) == {"first": "", "last": ""}
    assert editable(question("goal"), SKIPPED) == ""


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("asked", current().questions, ids=lambda asked: asked.id)
def test_every_button_of_a_question_is_a_valid_answer(asked: Question, language: str) -> None:
    offered = replies(asked, language)
    for reply in offered:
        for pressed in (reply.value, reply.label):
            assert isinstance(validate(asked, pressed, language, TODAY), Answer), (asked.id, pressed)
    if asked.kind in {Kind.CHOICE, Kind.MULTIPLE}:
        first = validate(asked, offered[0].value, language, TODAY)
        assert isinstance(first, Answer)
        assert display(asked, first, language) == offered[0].label


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_label_means_its_own_choice(language: str) -> None:
    for asked in current().questions:
        for choice in asked.choices:
            expected = [choice.value] if asked.kind is Kind.MULTIPLE else choice.value
            for words in (choice.label.say(language), choice.label.say(language).upper(), *choice.also):
                assert validate(asked, words, language, TODAY) == given(expected), (asked.id, words)
