"""A form for one question of the intake: the engine decides what is valid, the form shows it."""

from typing import Any

from flask import request
from flask_babel import get_locale
from flask_babel import gettext as _
from markupsafe import Markup
from wtforms import Field, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from eportfolio.intake.answers import Answer, Problem, word
from eportfolio.intake.display import editable
from eportfolio.intake.questionnaire import Kind, Question

from ..forms import Form

LONGEST_LINE = 200


def answer_form(question: Question, answer: Answer | None, *, discreet: bool = False) -> Form:
    """The form of a question with the answer so far; after a POST with what was typed.

    `discreet`, on a shared computer, leaves a phone number out of the page.
    """
    shown = None if discreet and question.kind is Kind.PHONE else answer
    value: Any = editable(question, shown)
    kind = type("AnswerForm", (Form,), _fields(question))
    form: Form = kind(data=value if question.kind is Kind.PERIOD else {"answer": value})
    return form


def raw_answer(question: Question) -> Any:
    """What was posted, as the engine takes it."""
    if question.kind is Kind.MULTIPLE:
        return request.form.getlist("answer")
    if question.kind is Kind.PERIOD:
        return {part: request.form.get(part, "") for part in ("first", "last")}
    return request.form.get("answer", "")


def show_problem(form: Form, problem: Problem) -> None:
    """Put a refusal at the field that it is about."""
    if "answer" in form:
        form.add_error("answer", problem.text)
    else:
        form.add_error("last" if problem.code in {"period_backwards", "date_too_late"} else "first", problem.text)


def _fields(question: Question) -> dict[str, Field]:
    language = str(get_locale())
    label = Markup('<span class="hv-hidden">{}</span>').format(question.text.say(language))
    if question.kind is Kind.PERIOD:
        return {
            "first": StringField(_("Eerste dag"), [Length(max=LONGEST_LINE)]),
            "last": StringField(_("Laatste dag"), [Length(max=LONGEST_LINE)]),
        }
    if question.kind is Kind.YES_NO:
        choices = [SelectChoice(name, word(name, language)) for name in ("yes", "no")]
        return {"answer": RadioField(label, choices=choices)}
    if question.kind in {Kind.CHOICE, Kind.MULTIPLE}:
        choices = [SelectChoice(choice.value, choice.label.say(language)) for choice in question.choices]
        kind = SelectMultipleField if question.kind is Kind.MULTIPLE else RadioField
        return {"answer": kind(label, choices=choices)}
    if question.kind is Kind.LONG_TEXT:
        return {"answer": TextAreaField(label)}
    return {"answer": StringField(label)}
