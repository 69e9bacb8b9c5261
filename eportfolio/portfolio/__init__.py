"""The client's portfolio: what she did, learned and can, and what she wants; private until she shares a part of it.

Lists (work, schools, skills, languages, licences) are entries with versions; what exists once (profile, goal,
availability, own account) are facts that the intake knows too. Both say who entered them, when, how, and from what.
"""

from .changing import Origin, add_entries, add_entry, change_entry, move_entry, put_back, remove_entry
from .content import KINDS, Entry, check, label_of, section_of
from .doubles import double_of, same_thing
from .entries import Portfolio, Section
from .fields import FIELDS, Known, availability_in, known_fields, known_in, profile_in, set_fields, set_profile
from .model import ChangedMeanwhile, EntryState, PortfolioEntry, PortfolioShare
from .queries import count_asked, entry_of, history_of, live_entries, new_for_coach, portfolio_of
from .sharing import share_section, shares_of, stop_sharing

__all__ = [
    "FIELDS",
    "KINDS",
    "ChangedMeanwhile",
    "Entry",
    "EntryState",
    "Known",
    "Origin",
    "Portfolio",
    "PortfolioEntry",
    "PortfolioShare",
    "Section",
    "add_entries",
    "add_entry",
    "availability_in",
    "change_entry",
    "check",
    "count_asked",
    "double_of",
    "entry_of",
    "history_of",
    "known_fields",
    "known_in",
    "label_of",
    "live_entries",
    "move_entry",
    "new_for_coach",
    "portfolio_of",
    "profile_in",
    "put_back",
    "remove_entry",
    "same_thing",
    "section_of",
    "set_fields",
    "set_profile",
    "share_section",
    "shares_of",
    "stop_sharing",
]
