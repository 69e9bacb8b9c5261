"""The questions themselves: complete, reachable, finite, and never the wrong question to the wrong person."""

import itertools
import re
from collections.abc import Iterator
from functools import cache

import pytest

from eportfolio.intake.answers import SKIPPED, UNKNOWN, Answer, given
from eportfolio.intake.engine import next_question, path
from eportfolio.intake.questionnaire import LANGUAGES, Kind, Question, QuestionnaireError, Text, current, parse

QUESTIONS = current().questions
SCHEMES = ("ww", "participatiewet", "none")


def possible_answers(question: Question) -> list[Answer]:
    """Every kind of answer that can change what comes after it."""
    if question.kind is Kind.YES_NO:
        answers = [given(True), given(False)]
    elif question.kind is Kind.CHOICE:
        answers = [given(choice.value) for choice in question.choices]
    elif question.kind is Kind.MULTIPLE:
        answers = [given([choice.value]) for choice in question.choices]
        answers.append(given([choice.value for choice in question.choices if not choice.exclusive]))
    else:
        answers = [given("x")]
    return [*answers, *[UNKNOWN] * question.may_be_unknown, *[SKIPPED] * question.may_skip]


@cache
def walks(scheme: str) -> tuple[tuple[str, ...], ...]:
    """The different ways through: each pair of deciding questions takes all its answers, the others their first."""
    deciding = [
        q for q in QUESTIONS if q.id in {condition.question for question in QUESTIONS for condition in question.when}
    ]
    seen: set[tuple[str, ...]] = set()
    for varied in itertools.combinations(deciding, 2):
        for chosen in itertools.product(*(possible_answers(question) for question in varied)):
            prepared = dict(zip((question.id for question in varied), chosen, strict=True))
            seen.add(walk(scheme, prepared))
    return tuple(sorted(seen))


def walk(scheme: str, prepared: dict[str, Answer]) -> tuple[str, ...]:
    """The questions that a client meets who gives these answers, and the first possible answer elsewhere."""
    answers: dict[str, Answer] = {}
    while (question := next_question(answers, scheme)) is not None:
        assert question.id not in answers, "a question is asked twice"
        answers[question.id] = prepared.get(question.id) or possible_answers(question)[0]
    assert [question.id for question in path(answers, scheme)] == list(answers), "the way there differs from the path"
    return tuple(answers)


def texts_of(question: Question) -> Iterator[Text]:
    yield from (question.text, question.help, question.purpose)
    yield from (choice.label for choice in question.choices)
    if question.unit:
        yield question.unit


def test_there_are_enough_real_questions_for_each_scheme() -> None:
    assert len(QUESTIONS) >= 18
    assert all(len(path({}, scheme)) >= 14 for scheme in SCHEMES)


def test_every_way_through_ends_and_every_question_is_reached() -> None:
    met = {question_id for scheme in SCHEMES for walk in walks(scheme) for question_id in walk}
    assert met == {question.id for question in QUESTIONS}


def test_a_ww_client_is_never_asked_what_only_the_municipality_may_ask() -> None:
    private = {question.id for question in QUESTIONS if question.bijstand_private}
    assert {"household", "income_sources", "pays_rent", "money_worries"} <= private
    assert not any(private & set(walk) for walk in walks("ww"))
    assert not any(private & set(walk) for walk in walks("none") if "last_job_title" in walk)
    assert private <= {question_id for walk in walks("participatiewet") for question_id in walk}


def test_who_has_no_known_scheme_is_asked_for_it_and_goes_on_with_its_questions() -> None:
    known = {question_id for scheme in ("ww", "participatiewet") for walk in walks(scheme) for question_id in walk}
    assert "benefit" not in known
    for answer, question_id in (("ww", "last_job_title"), ("participatiewet", "household")):
        path_then = [question.id for question in path({"benefit": given(answer)}, "none")]
        assert path_then[1] == "benefit"
        assert question_id in path_then
    assert not {"last_job_title", "household"} & {question.id for question in path({"benefit": UNKNOWN}, "none")}


def test_only_a_ww_client_is_asked_about_the_job_that_ended() -> None:
    about_the_job = {question.id for question in QUESTIONS if question.section == "last_job"}
    assert not any(about_the_job & set(walk) for walk in walks("participatiewet"))
    assert about_the_job <= {question_id for walk in walks("ww") for question_id in walk}


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_a_question_is_complete_in_both_languages(question: Question) -> None:
    for text in texts_of(question):
        for language in LANGUAGES:
            assert text.say(language).strip()
    assert question.text.nl != question.text.en
    assert current().who_sees(question, "nl") != current().who_sees(question, "en")


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_a_question_is_short_and_polite(question: Question) -> None:
    sentences = [s for text in (question.text, question.help, question.purpose) for s in re.split(r"[.?:] ", text.nl)]
    assert max(len(sentence.split()) for sentence in sentences) <= 16
    informal = r"\b(je|jij|jou|jouw)\b"
    assert not any(re.search(informal, text.nl.lower()) for text in texts_of(question))


def test_health_is_never_asked() -> None:
    medical = r"\b(ziekte|ziek|medisch|diagnose|arts|medicijn\w*|beperking|handicap|gezondheid)\b"
    assert not any(re.search(medical, question.text.nl.lower()) for question in QUESTIONS)
    assert "gezondheid" in current().question("own_account").help.nl


def test_what_is_private_or_sensitive_may_be_skipped_and_is_for_the_own_coach_only() -> None:
    for question_id in ("money_worries", "money_help"):
        question = current().question(question_id)
        assert (question.may_skip, question.visibility) == (True, "own_coach")
    assert all(current().question(q).may_skip for q in ("care_tasks", "own_account", "strengths", "phone"))


def test_two_choices_of_one_question_never_share_a_word() -> None:
    for question in QUESTIONS:
        phrases = [
            phrase.casefold()
            for choice in question.choices
            for phrase in {choice.label.nl, choice.label.en, *choice.also}
        ]
        assert len(phrases) == len(set(phrases)), question.id


GOOD = """
version: test
sections: [{id: one, title: {nl: Een, en: One}}]
visibility: {coach: {nl: Coach, en: Coach}, own_coach: {nl: Eigen coach, en: Own coach}}
questions:
  - {id: first, page: eerste, section: one, kind: yes_no, fact: a.first, visibility: coach,
     text: {nl: Eerste, en: First}, help: {nl: h, en: h}, purpose: {nl: p, en: p}}
  - {id: second, page: tweede, section: one, kind: choice, fact: a.second, visibility: coach,
     when: [{question: first, is: yes}], text: {nl: Tweede, en: Second}, help: {nl: h, en: h}, purpose: {nl: p, en: p},
     choices: [{value: a, label: {nl: A, en: A}}, {value: b, label: {nl: B, en: B}}]}
"""


def test_a_good_file_is_read() -> None:
    questionnaire = parse(GOOD)
    assert (questionnaire.version, [question.id for question in questionnaire.questions]) == (
        "test",
        ["first", "second"],
    )


@pytest.mark.parametrize(
    ("mistake", "instead", "says"),
    [
        ("visibility: coach,\n     when", "visibilty: coach,\n     when", "visibilty"),
        ("text: {nl: Tweede, en: Second}", "text: {nl: Tweede}", "text.en"),
        ("text: {nl: Tweede, en: Second}", "text: {nl: Tweede, en: ''}", "text.en"),
        ("question: first, is: yes", "question: second, is: a", "does not come before"),
        ("question: first, is: yes", "question: third, is: yes", "does not come before"),
        ("question: first, is: yes", "question: first, is: maybe", "no answer to first"),
        ("question: first, is: yes", "question: first", "exactly one of"),
        ("question: first, is: yes", "question: first, includes: a", "multiple"),
        ("id: second", "id: first", "used twice"),
        ("fact: a.second", "fact: a.first", "used twice"),
        ("page: tweede", "page: eerste", "used twice"),
        ("page: tweede", "page: 2e", "page"),
        ("fact: a.second", "fact: private.second", "own coach"),
        ("section: one, kind: choice", "section: two, kind: choice", "no section"),
        ("kind: choice", "kind: choise", "kind"),
        ("kind: choice", "kind: number", "needs max, min, unit"),
        ("kind: yes_no", "kind: yes_no, unit: {nl: u, en: u}", "has no unit"),
        (", {value: b, label: {nl: B, en: B}}", "", "no choice"),
        ("value: b", "value: a", "same value"),
        ("kind: yes_no", "kind: yes_no, schemes: [wia]", "schemes"),
        ("kind: yes_no", "kind: yes_no, bijstand_private: true", "Participatiewet"),
        ("kind: yes_no", "kind: yes_no, kind: choice", "twice"),
        ("own_coach: {nl: Eigen coach, en: Own coach}", "", "own_coach"),
        ("version: test", "version: [", "flow sequence"),
    ],
)
def test_a_mistake_in_the_file_is_refused(mistake: str, instead: str, says: str) -> None:
    assert mistake in GOOD
    with pytest.raises(QuestionnaireError, match=re.escape(says)):
        parse(GOOD.replace(mistake, instead))
