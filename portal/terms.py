"""Terms as they count: moved by an outage where one was near, with the words that say so (R46)."""

import datetime as dt
from typing import NamedTuple, Protocol

from flask import Flask, g
from flask_babel import gettext as _

from eportfolio import outages
from eportfolio.base import now
from eportfolio.outages import Moved, Outage

from . import db as database
from .presentation import day_and_time, short_date

LOOK_BACK = dt.timedelta(days=120)
"""Older outages move no term that somebody still looks at."""


def init_app(app: Flask) -> None:
    """Register the filters that the templates use."""
    app.add_template_filter(counts_until, "counts_until")
    app.add_template_filter(moved_words, "moved_words")
    app.add_template_filter(answer_due, "answer_due")


def moved[T: (dt.date, dt.datetime)](term: T) -> Moved[T]:
    """This term after the outages we know of; they are asked for once in a request."""
    return outages.moved(term, _known())


def counts_until[T: (dt.date, dt.datetime)](term: T) -> T:
    """The day or moment until which it counts."""
    return moved(term).now


def moved_words(term: dt.date | dt.datetime) -> str:
    """Why the term is another one; nothing when it stands as it was."""
    result = moved(term)
    if result.outage is None:
        return ""
    return _(
        "Op %(day)s was er een storing. Daarom heeft u meer tijd: eerst kon het tot en met %(was)s.",
        day=short_date(result.outage.began_at),
        was=short_date(result.was),
    )


class Due(NamedTuple):
    """Until when an answer is in time; whether that has passed, and why it is later than was said."""

    by: dt.datetime | None
    is_late: bool
    why: str


class Awaited(Protocol):
    """A message, a thread or a number of them that may wait for an answer."""

    @property
    def answer_by(self) -> dt.datetime | None: ...


def answer_due(told: Awaited, *, owes: bool = True) -> Due:
    """The term of an answer as it counts; `owes` says whether the reader is to give the answer or to get it."""
    if told.answer_by is None:
        return Due(None, is_late=False, why="")
    result = moved(told.answer_by)
    if result.outage is None:
        why = ""
    elif owes:
        why = moved_words(told.answer_by)
    else:
        why = _(
            "Op %(day)s was er een storing. Daarom kan het antwoord later komen: eerst was het beloofd voor %(was)s.",
            day=short_date(result.outage.began_at),
            was=day_and_time(result.was),
        )
    return Due(result.now, is_late=result.now < now(), why=why)


def _known() -> list[Outage]:
    if "outages" not in g:
        g.outages = outages.outages(database.open_session(), since=LOOK_BACK)
    known: list[Outage] = g.outages
    return known
