"""The terms, as data: the page shows this table, and the worker holds itself to it.

No law sets one term for a portal. GDPR art. 5(1)(e) says: no longer than needed; the Archiefwet lets each organisation
set terms for its own files in a selection list. So the terms for what is only of use here are ours and short; that of
the file itself is a proposal until the organisation has confirmed it (`is_ours` is False). The database holds a floor
under each term, so that a mistake here cannot empty a file.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Keeping(StrEnum):
    """A kind of data with a term of its own."""

    UNSENT_FORM = "unsent_form"
    EXPORT = "export"
    WITHDRAWN_FILE = "withdrawn_file"
    CHAT = "chat"
    SIGN_IN = "sign_in"
    MAIL = "mail"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Term:
    """How long, and on what ground."""

    keeping: Keeping
    kept_for: dt.timedelta
    source: str
    is_ours: bool = True


NEEDED = "AVG art. 5 lid 1 sub e"
DAY, YEAR = dt.timedelta(days=1), dt.timedelta(days=365)

TERMS = (
    Term(Keeping.UNSENT_FORM, dt.timedelta(minutes=30), NEEDED),
    Term(Keeping.EXPORT, 7 * DAY, NEEDED),
    Term(Keeping.WITHDRAWN_FILE, 30 * DAY, NEEDED),
    Term(Keeping.CHAT, 90 * DAY, NEEDED),
    Term(Keeping.SIGN_IN, 90 * DAY, NEEDED),
    Term(Keeping.MAIL, YEAR, NEEDED),
    Term(Keeping.FILE, 5 * YEAR, "Archiefwet (selectielijst)", is_ours=False),
)
WARNED_AHEAD = 60 * DAY
"""So long before her file goes she hears about it, and signing in keeps it."""


def term_of(keeping: Keeping) -> dt.timedelta:
    """How long this kind is kept."""
    return next(term.kept_for for term in TERMS if term.keeping is keeping)
