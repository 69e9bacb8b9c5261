"""The words of an agreement: what both sides do, why, and by when."""

import datetime as dt
from dataclasses import dataclass

from ..base import Invalid, today

TITLE_LIMIT = 120
TEXT_LIMIT = 2000
WORDS_LIMIT = 1000
"""Characters of an answer, a reason or a remark."""

FURTHEST_DUE = dt.timedelta(days=2 * 365)
FURTHEST_REVIEW = dt.timedelta(days=365)
"""At most this long after the due date."""
FURTHEST_ANSWER = dt.timedelta(days=60)
TIME_TO_ANSWER = dt.timedelta(days=7)
"""What a form fills in, and what a client's own proposal gets."""
MOST_APPLICATIONS = 50
PERIODS = (1, 2, 4)
"""The lengths of a period that can be agreed, in weeks."""


@dataclass(frozen=True, slots=True)
class Target:
    """An agreed number of job applications per period of so many weeks."""

    count: int
    weeks: int


@dataclass(frozen=True, slots=True)
class Terms:
    """What an agreement says. `agency_does` may be empty only in a client's own proposal."""

    title: str
    why: str
    client_does: str
    agency_does: str
    due_on: dt.date
    review_on: dt.date | None
    answer_by: dt.date
    applications: Target | None = None


def check(terms: Terms, *, draft: bool = False) -> None:
    """Raise Invalid, with the field, for words or dates that cannot be right today; a draft may be half finished."""
    for field in ("title",) if draft else ("title", "why", "client_does"):
        if not getattr(terms, field).strip():
            raise Invalid("this must be filled in", field=field)
    if len(terms.title) > TITLE_LIMIT:
        raise Invalid("the title is too long", field="title")
    for field in ("why", "client_does", "agency_does"):
        if len(getattr(terms, field)) > TEXT_LIMIT:
            raise Invalid("the text is too long", field=field)
    _check_dates(terms)
    if terms.applications is not None:
        _check_target(terms.applications)


def _check_dates(terms: Terms) -> None:
    on = today()
    if not on <= terms.due_on <= on + FURTHEST_DUE:
        raise Invalid("the due date is past or too far away", field="due_on")
    if terms.review_on is not None and not terms.due_on <= terms.review_on <= terms.due_on + FURTHEST_REVIEW:
        raise Invalid("the review is before the due date or too long after it", field="review_on")
    if not on <= terms.answer_by <= latest_answer(terms.due_on):
        raise Invalid("the date for an answer is past or too late", field="answer_by")


def _check_target(target: Target) -> None:
    if not 1 <= target.count <= MOST_APPLICATIONS:
        raise Invalid("this number of applications is not possible", field="applications")
    if target.weeks not in PERIODS:
        raise Invalid("a period has 1, 2 or 4 weeks", field="applications")


def latest_answer(due_on: dt.date) -> dt.date:
    """The last day that may be given for an answer: not after the due date."""
    return min(due_on, today() + FURTHEST_ANSWER)


def usual_answer_by(due_on: dt.date | None = None) -> dt.date:
    """A week to think, or less when the work must be done sooner."""
    week = today() + TIME_TO_ANSWER
    return min(week, due_on) if due_on else week
