"""How a question and an answer read: for the overview, the receipt, the coach and the chat."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import phonenumbers

from eportfolio.intake.answers import Answer, State, word
from eportfolio.intake.dates import say
from eportfolio.intake.questionnaire import Kind, Question


@dataclass(frozen=True)
class Reply:
    """A ready-made answer for a button: what it shows, and what it sends when it is pressed."""

    label: str
    value: str


def display(question: Question, answer: Answer, language: str) -> str:
    """An answer in words: "24 uur per week", "Fiets, Auto", "Weet ik niet"."""
    if answer.state is State.UNKNOWN:
        return word("unknown", language)
    if answer.state is State.SKIPPED:
        return word("skipped", language)
    value = answer.value
    if question.kind is Kind.YES_NO:
        return word("yes" if value else "no", language)
    if question.kind in {Kind.CHOICE, Kind.MULTIPLE}:
        return _labels(question, value if isinstance(value, list) else [value], language)
    if question.kind is Kind.NUMBER:
        return _with_unit(question, value, language)
    if question.kind is Kind.DATE:
        return say(date.fromisoformat(value), language)
    if question.kind is Kind.PERIOD:
        return _period(value, language)
    return phone_text(value) if question.kind is Kind.PHONE else str(value)


def replies(question: Question, language: str) -> list[Reply]:
    """The buttons for a question in the chat, with "I do not know" and "Skip" last where those are allowed."""
    ready = own_replies(question, language)
    if question.may_be_unknown:
        ready.append(Reply(word("unknown", language), word("unknown", language)))
    if question.may_skip:
        ready.append(Reply(word("skip", language), word("skip", language)))
    return ready


def editable(question: Question, answer: Answer | None) -> object:
    """The answer as a form field holds it: dates as 1-12-2026, numbers with a comma; empty when nothing was given."""
    empty: object = (
        [] if question.kind is Kind.MULTIPLE else {"first": "", "last": ""} if question.kind is Kind.PERIOD else ""
    )
    if answer is None or answer.state is not State.GIVEN:
        return empty
    if question.kind is Kind.YES_NO:
        return "yes" if answer.value else "no"
    if question.kind is Kind.NUMBER:
        return str(answer.value).replace(".", ",")
    if question.kind is Kind.DATE:
        return _short_date(answer.value)
    if question.kind is Kind.PERIOD:
        return {part: _short_date(day) if day else "" for part, day in answer.value.items()}
    return phone_text(answer.value) if question.kind is Kind.PHONE else answer.value


def own_replies(question: Question, language: str) -> list[Reply]:
    """The choices and suggestions of a question."""
    if question.kind is Kind.YES_NO:
        return [Reply(word(name, language), name) for name in ("yes", "no")]
    if question.kind is Kind.NUMBER:
        return [Reply(_with_unit(question, number, language), str(number)) for number in question.suggestions]
    if question.kind is Kind.DATE:
        return [Reply(word("today", language), word("today", language)) for _ in question.suggestions]
    return [Reply(choice.label.say(language), choice.value) for choice in question.choices]


def _labels(question: Question, values: list[str], language: str) -> str:
    chosen = [(question.choice(value), value) for value in values]
    return ", ".join(choice.label.say(language) if choice else value for choice, value in chosen)


def _with_unit(question: Question, number: object, language: str) -> str:
    said = str(number) if language == "en" else str(number).replace(".", ",")
    return f"{said} {question.unit.say(language)}" if question.unit else said


def _period(value: dict[str, str | None], language: str) -> str:
    first = say(date.fromisoformat(str(value["first"])), language)
    if value.get("last") is None:
        return word("period_open", language).format(first=first)
    return word("period", language).format(first=first, last=say(date.fromisoformat(str(value["last"])), language))


def phone_text(value: str) -> str:
    """A Dutch number as people here write it, another one with its country code."""
    try:
        number = phonenumbers.parse(value, "NL")
    except phonenumbers.NumberParseException:
        return value
    style = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(number, style.NATIONAL if number.country_code == 31 else style.INTERNATIONAL)


def _short_date(value: str) -> str:
    day = date.fromisoformat(value)
    return f"{day.day}-{day.month}-{day.year}"
