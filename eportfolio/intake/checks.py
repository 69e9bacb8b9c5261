"""Is this answer valid? One check per kind of question, for what a form sends and for what someone says in the chat."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import phonenumbers

from eportfolio.intake import choices as listed
from eportfolio.intake import dates
from eportfolio.intake.answers import SKIPPED, UNKNOWN, Answer, Problem, given
from eportfolio.intake.questionnaire import Kind, Question
from eportfolio.intake.words import bare, hours_said, minutes_in, numbers_in, says_skip, says_unknown, yes_or_no

_LONGEST_SAID = 500  # more than this is no number, date or choice


def validate(question: Question, raw: Any, language: str, today: date) -> Answer | Problem:
    """An answer to keep, or a problem in the client's language.

    `raw` is what a form sends, what someone says in the chat, or a value from elsewhere: a str, a list of values
    (multiple), a mapping with first and last (period), a bool or a number.
    """
    if isinstance(raw, str):
        raw = _clean(raw)
        if says_skip(raw):
            return skip(question, language)
        if says_unknown(raw):
            return unknown(question, language)
    if _is_empty(raw):
        return SKIPPED if question.may_skip else _problem(_EMPTY[question.kind], language)
    return _CHECKS[question.kind](question, raw, language, today)


def skip(question: Question, language: str) -> Answer | Problem:
    """The answer "skipped", or the problem that this question is needed."""
    if question.may_skip:
        return SKIPPED
    return _problem("cannot_skip_may_be_unknown" if question.may_be_unknown else "cannot_skip", language)


def unknown(question: Question, language: str) -> Answer | Problem:
    """The answer "I do not know"; skipped where only that is offered; a problem where neither is."""
    if question.may_be_unknown:
        return UNKNOWN
    if question.may_skip:
        return SKIPPED
    return _problem("cannot_be_unknown" if question.choices else "cannot_be_unknown_in_words", language)


def _problem(code: str, language: str, **params: Any) -> Problem:
    return Problem(code, language, {name: str(value) for name, value in params.items()})


def _clean(text: str) -> str:
    """Composed letters, single line ends, no control characters."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        letter for letter in text if letter == "\n" or unicodedata.category(letter) not in {"Cc", "Cs"}
    ).strip()


def _is_empty(raw: Any) -> bool:
    if isinstance(raw, Mapping):
        return not any(str(part or "").strip() for part in raw.values())
    return raw is None or raw == "" or raw == []


def _check_text(question: Question, raw: Any, language: str, today: date) -> Answer | Problem:
    text = str(raw)
    if question.kind is Kind.SHORT_TEXT:
        text = " ".join(text.split())
    if question.max_length and len(text) > question.max_length:
        return _problem("text_too_long", language, count=len(text), max=question.max_length)
    return given(text)


def _check_choice(question: Question, raw: Any, language: str, today: date) -> Answer | Problem:
    if exact := question.choice(str(raw)):
        return given(exact.value)
    try:
        return given(listed.one_choice(question, str(raw)[:_LONGEST_SAID]).value)
    except listed.Unclear as unclear:
        return _unclear_choice(question, unclear, language)


def _check_multiple(question: Question, raw: Any, language: str, today: date) -> Answer | Problem:
    try:
        if isinstance(raw, list | tuple):
            values = [str(value) for value in raw]
            chosen = [choice for choice in question.choices if choice.value in values]
            strange = [value for value in values if question.choice(value) is None]
            if strange:
                raise listed.Unclear(strange[0], [])
        else:
            chosen = listed.several_choices(question, str(raw)[:_LONGEST_SAID])
    except listed.Unclear as unclear:
        return _unclear_choice(question, unclear, language)
    alone = next((choice for choice in chosen if choice.exclusive), None)
    if alone and len(chosen) > 1:
        return _problem("multiple_exclusive", language, choice=alone.label.say(language))
    return given([choice.value for choice in chosen])


def _unclear_choice(question: Question, unclear: listed.Unclear, language: str) -> Problem:
    several = len(unclear.candidates) > 1
    names = ", ".join(choice.label.say(language) for choice in (unclear.candidates if several else question.choices))
    if several:
        return _problem("choice_more_than_one", language, choices=names)
    if question.kind is Kind.MULTIPLE:
        return _problem("multiple_unclear", language, piece=_short(unclear.piece), choices=names)
    return _problem("choice_unclear", language, choices=names)


def _check_yes_no(question: Question, raw: Any, language: str, today: date) -> Answer | Problem:
    said = raw if isinstance(raw, bool) else yes_or_no(str(raw)[:_LONGEST_SAID])
    return _problem("yes_no_unclear", language) if said is None else given(said)


def _check_number(question: Question, raw: Any, language: str, today: date) -> Answer | Problem:
    example = question.suggestions[-1] if question.suggestions else _number(question.min or 0)
    if question.measure == "hours" and not isinstance(raw, int | float):
        raw = hours_said(str(raw)[:_LONGEST_SAID])
        if raw is None:
            return _problem("number_in_days", language, example=example)
    read = minutes_in if question.measure == "minutes" else numbers_in
    found = [float(raw)] if isinstance(raw, int | float) else read(str(raw)[:_LONGEST_SAID])
    if not found:
        return _problem("number_unclear", language, example=example)
    if len(found) > 1:
        numbers = f" {'and' if language == 'en' else 'en'} ".join(_say_number(number, language) for number in found[:3])
        return _problem("number_more_than_one", language, numbers=numbers)
    number = found[0]
    if question.min is not None and number < question.min:
        return _problem("number_too_low", language, min=_say_number(question.min, language))
    if question.max is not None and number > question.max:
        return _problem("number_too_high", language, max=_say_number(question.max, language))
    if round(number, question.decimals) != number:
        return (
            _problem("number_whole", language, example=example)
            if not question.decimals
            else given(_number(round(number, question.decimals)))
        )
    return given(_number(number))


def _number(number: float) -> int | float:
    return int(number) if number == int(number) else number


def _say_number(number: float, language: str) -> str:
    said = str(_number(number))
    return said if language == "en" else said.replace(".", ",")


def _limits(question: Question, today: date) -> tuple[date, date]:
    return dates.limit(question.earliest or "today-120y", today), dates.limit(question.latest or "today+120y", today)


def _example(question: Question, today: date) -> str:
    earliest, latest = _limits(question, today)
    day = min(max(date(today.year + (today.month == 12), today.month % 12 + 1, 1), earliest), latest)
    return f"{day.day}-{day.month}-{day.year}"


def _check_date(question: Question, raw: Any, language: str, today: date) -> Answer | Problem:
    earliest, latest = _limits(question, today)
    found = dates.find_dates(str(raw)[:_LONGEST_SAID], today)
    try:
        days = list(dict.fromkeys(one.first(today, earliest, latest) for one in found))
    except dates.ImpossibleDate as impossible:
        return _problem("date_impossible", language, text=_short(str(impossible)), example=_example(question, today))
    if len(days) != 1:
        return _problem("date_more_than_one" if days else "date_unclear", language, example=_example(question, today))
    return _outside(days[0], earliest, latest, language) or given(days[0].isoformat())


def _outside(day: date, earliest: date, latest: date, language: str) -> Problem | None:
    if day < earliest:
        return _problem("date_too_early", language, earliest=dates.say(earliest, language))
    if day > latest:
        return _problem("date_too_late", language, latest=dates.say(latest, language))
    return None


def _check_period(question: Question, raw: Any, language: str, today: date) -> Answer | Problem:
    """A first day and, unless it still goes on, a last day."""
    earliest, latest = _limits(question, today)
    found = _first_and_last(raw, today)
    example = _example(question, today)
    if not found:
        return _problem("period_unclear", language, example=example)
    try:
        begin = _in_year_of_end(found, today)
        first = begin.first(today, earliest, min(latest, today) if begin.year is None else latest)
        goes_on = len(found) == 1 or found[1].open_end
        last = None if goes_on else found[1].last(today, first, latest)
    except dates.ImpossibleDate as impossible:
        return _problem("date_impossible", language, text=_short(str(impossible)), example=example)
    for day in (first, last):
        if day and (problem := _outside(day, earliest, latest, language)):
            return problem
    if last and last < first:
        return _problem("period_backwards", language, first=dates.say(first, language), last=dates.say(last, language))
    return given({"first": first.isoformat(), "last": last.isoformat() if last else None})


def _in_year_of_end(found: list[dates.Found], today: date) -> dates.Found:
    """ "From November until March 2024" names one year: that of the end, or the year before it."""
    begin, year = found[0], found[1].year if len(found) == 2 and not found[1].open_end else None
    if begin.year is not None or year is None:
        return begin
    within = replace(begin, year=year)
    return within if within.first(today) <= found[1].last(today) else replace(begin, year=year - 1)


def _first_and_last(raw: Any, today: date) -> list[dates.Found]:
    """The start of a period and, where it was said, its end; empty when that cannot be made out."""
    if not isinstance(raw, Mapping):
        text = str(raw)[:_LONGEST_SAID]
        found = dates.find_dates(text, today)
        if len(found) == 2 and found[0].open_end and not found[1].open_end:  # "still there, since 2021"
            found.reverse()
        return found if len(found) == 2 or (len(found) == 1 and _says_since(text)) else []
    written = [str(raw.get(part) or "").strip()[:100] for part in ("first", "last")]
    each = [dates.find_dates(part, today) for part in written if part]
    return [found[0] for found in each] if written[0] and all(len(found) == 1 for found in each) else []


def _says_since(text: str) -> bool:
    """Whether the one date in a text is clearly a start: "sinds maart 2019", "from 1-3-2019"."""
    return re.search(r"\b(?:sinds|vanaf|van|since|from)\b", bare(text)) is not None


def _check_phone(question: Question, raw: Any, language: str, today: date) -> Answer | Problem:
    text = str(raw)[:_LONGEST_SAID]
    found = [match.number for match in phonenumbers.PhoneNumberMatcher(text, "NL")]
    if not found:
        try:
            found = [number for number in [phonenumbers.parse(text, "NL")] if phonenumbers.is_valid_number(number)]
        except phonenumbers.NumberParseException:
            found = []
    if len(found) != 1:
        return _problem("phone_unclear", language)
    return given(phonenumbers.format_number(found[0], phonenumbers.PhoneNumberFormat.E164))


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"


_EMPTY = {
    Kind.CHOICE: "empty_choice",
    Kind.MULTIPLE: "empty_multiple",
    Kind.YES_NO: "empty_yes_no",
    Kind.NUMBER: "empty_number",
    Kind.DATE: "empty_date",
    Kind.PERIOD: "empty_period",
    Kind.SHORT_TEXT: "empty_text",
    Kind.LONG_TEXT: "empty_text",
    Kind.PHONE: "empty_phone",
}
_CHECKS: dict[Kind, Callable[[Question, Any, str, date], Answer | Problem]] = {
    Kind.CHOICE: _check_choice,
    Kind.MULTIPLE: _check_multiple,
    Kind.YES_NO: _check_yes_no,
    Kind.NUMBER: _check_number,
    Kind.DATE: _check_date,
    Kind.PERIOD: _check_period,
    Kind.SHORT_TEXT: _check_text,
    Kind.LONG_TEXT: _check_text,
    Kind.PHONE: _check_phone,
}
