"""Which question is next, is this answer valid, how far are we: the same for the web form, the chat and the desk.

Answers are a mapping of question id to Answer. What was answered on a branch that no longer applies stays in the
mapping and is left out of `applicable`; when the client returns to that branch, it is there again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from eportfolio.intake.answers import Answer, State
from eportfolio.intake.checks import skip, unknown, validate
from eportfolio.intake.questionnaire import SCHEMES, Question, Questionnaire, current

__all__ = [
    "Answers",
    "Progress",
    "applicable",
    "is_complete",
    "next_question",
    "path",
    "previous_question",
    "progress",
    "set_aside",
    "skip",
    "unknown",
    "validate",
]

Answers = Mapping[str, Answer]


@dataclass(frozen=True)
class Progress:
    """Question `number` of `total`; the total can change while the client answers."""

    number: int
    total: int


def path(answers: Answers, scheme: str | None, questionnaire: Questionnaire | None = None) -> list[Question]:
    """The questions that apply, in order.

    A client whose scheme we do not know is asked for it, and until there is an answer gets the questions for everyone.
    """
    asked: dict[str, Question] = {}
    for question in (questionnaire or current()).questions:
        if question.asks_scheme:
            fits = scheme not in SCHEMES
        else:
            fits = scheme in question.schemes if scheme in SCHEMES else question.for_everyone
        if fits and all(_holds(condition.question, condition.holds, answers, asked) for condition in question.when):
            asked[question.id] = question
        if question.asks_scheme and question.id in asked and (answer := answers.get(question.id)):
            scheme = answer.value
    return list(asked.values())


def _holds(earlier: str, test: Callable[[Any], bool], answers: Answers, asked: Mapping[str, Question]) -> bool:
    answer = answers.get(earlier)
    return earlier in asked and answer is not None and answer.state is State.GIVEN and test(answer.value)


def next_question(answers: Answers, scheme: str | None, questionnaire: Questionnaire | None = None) -> Question | None:
    """The first question on the path without an answer; None when all are answered."""
    return next((question for question in path(answers, scheme, questionnaire) if question.id not in answers), None)


def previous_question(question_id: str, answers: Answers, scheme: str | None) -> Question | None:
    """The question before this one on the path; None at the start or off the path."""
    before = None
    for question in path(answers, scheme):
        if question.id == question_id:
            return before
        before = question
    return None


def progress(answers: Answers, scheme: str | None, at: str | None = None) -> Progress:
    """How far the client is: at the question with the id `at`, or else at the next question."""
    asked = path(answers, scheme)
    upcoming = next_question(answers, scheme)
    place = at or (upcoming.id if upcoming else None)
    numbers = [number for number, question in enumerate(asked, start=1) if question.id == place]
    return Progress(numbers[0] if numbers else len(asked), len(asked))


def applicable(answers: Answers, scheme: str | None) -> dict[str, Answer]:
    """The answers that are on the path, in its order: what the client checks and sends."""
    return {question.id: answers[question.id] for question in path(answers, scheme) if question.id in answers}


def set_aside(answers: Answers, scheme: str | None) -> dict[str, Answer]:
    """The answers that are kept for when their branch returns, and are not sent."""
    asked = {question.id for question in path(answers, scheme)}
    return {question_id: answer for question_id, answer in answers.items() if question_id not in asked}


def is_complete(answers: Answers, scheme: str | None) -> bool:
    """Whether every question on the path has an answer, "I do not know" or "skipped"."""
    return next_question(answers, scheme) is None
