"""What a CV suggests for the portfolio: kept with the client's decision on each, and private to her.

Nothing enters by itself. She accepts, changes or drops each suggestion; what she decided stays, also when she comes
back later, and can be undone. What stands in the portfolio already is recognised.
"""

from .deciding import accept, accept_all, drop, reopen, reopen_section
from .model import CvReadingRow, CvSuggestion, Decision
from .reading import can_be_read, read_document, reading_of, written_dates
from .shown import Shown, suggestion_of, suggestions_of

__all__ = [
    "CvReadingRow",
    "CvSuggestion",
    "Decision",
    "Shown",
    "accept",
    "accept_all",
    "can_be_read",
    "drop",
    "read_document",
    "reading_of",
    "reopen",
    "reopen_section",
    "suggestion_of",
    "suggestions_of",
    "written_dates",
]
