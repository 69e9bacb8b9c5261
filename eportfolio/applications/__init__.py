"""Job applications: where the client applied, every step with its date, and how it went in her own words.

What she logs is visible to her coach at once, with its content: there is no count without words.
Each new application gets a receipt. Removing hides it and can be undone; steps are added, not rewritten.
The log is a help for client and coach, not a statutory proof (R32).
"""

from .log import correct, log_application, mark_seen, move_to, remove, restore, tell_how_it_went
from .model import (
    AHEAD,
    CLOSED,
    NAME_LIMIT,
    NOTE_LIMIT,
    URL_LIMIT,
    WORDS_LIMIT,
    ApplicationStage,
    ChangedMeanwhile,
    Details,
    How,
    JobApplication,
    Logged,
    Stage,
    is_web_address,
)
from .queries import (
    PAGE_SIZE,
    Found,
    Shown,
    application_of,
    applications_of,
    awaiting_experience,
    find,
    interview_of,
    new_counts,
    new_for_coach,
)

__all__ = [
    "AHEAD",
    "CLOSED",
    "NAME_LIMIT",
    "NOTE_LIMIT",
    "PAGE_SIZE",
    "URL_LIMIT",
    "WORDS_LIMIT",
    "ApplicationStage",
    "ChangedMeanwhile",
    "Details",
    "Found",
    "How",
    "JobApplication",
    "Logged",
    "Shown",
    "Stage",
    "application_of",
    "applications_of",
    "awaiting_experience",
    "correct",
    "find",
    "interview_of",
    "is_web_address",
    "log_application",
    "mark_seen",
    "move_to",
    "new_counts",
    "new_for_coach",
    "remove",
    "restore",
    "tell_how_it_went",
]
