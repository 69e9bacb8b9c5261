"""What the engine makes of words, on one day."""

import datetime as dt

from eportfolio.intake.answers import Answer, Problem
from eportfolio.intake.engine import validate
from eportfolio.intake.questionnaire import Question, current

TODAY = dt.date(2026, 11, 24)  # a Tuesday


def question(question_id: str) -> Question:
    return current().question(question_id)


def said(question_id: str, text: object, language: str = "nl") -> Answer | Problem:
    return validate(question(question_id), text, language, TODAY)


def problem(question_id: str, text: object, language: str = "nl") -> Problem:
    found = said(question_id, text, language)
    assert isinstance(found, Problem), found
    assert "{" not in found.text
    return found
