"""The parts in an address, and what every page of the profile reads."""

import uuid
from typing import Any, NamedTuple

from flask import abort, g, request
from flask_babel import get_locale

from eportfolio import portfolio
from eportfolio.base import NotFound
from eportfolio.facts import Fact
from eportfolio.portfolio import KINDS, EntryState, Known, PortfolioEntry, PortfolioShare, Section
from eportfolio.portfolio.told_before import Suggestion, suggestions_of

from ... import labels
from ...portfolio import words

ANY_PART = f"<any({','.join(repr(slug) for slug in words.SLUGS.values())}):part>"
LIST_PART = f"<any({','.join(repr(slug) for section, slug in words.SLUGS.items() if section in KINDS)}):part>"
FIELD_PART = f"<any({','.join(repr(slug) for section, slug in words.SLUGS.items() if section not in KINDS)}):part>"
"""In a rule: any part, the parts that are lists, and those that exist once."""


class File(NamedTuple):
    """The whole portfolio as the client sees it: three statements."""

    rows: list[PortfolioEntry]
    known: Known
    shares: dict[Section, PortfolioShare]

    def current(self, section: Section) -> list[PortfolioEntry]:
        """What stands in a list."""
        return [row for row in self.rows if row.section is section and row.state is EntryState.CURRENT]

    def removed(self, section: Section) -> list[PortfolioEntry]:
        """What she took off a list, the last first."""
        rows = [row for row in self.rows if row.section is section and row.state is EntryState.REMOVED]
        return sorted(rows, key=lambda row: str(row.removed_at), reverse=True)

    def facts(self, section: Section) -> dict[str, Fact]:
        """What stands in the fields of a part."""
        return self.known.of(section)

    def is_filled(self, section: Section) -> bool:
        """Whether anything stands there."""
        return bool(self.current(section) or self.facts(section))

    def asked(self, section: Section) -> int:
        """How many questions of the coach are open."""
        rows = [row for row in self.current(section) if row.asked]
        return len(rows) + len([fact for fact in self.facts(section).values() if labels.is_asked(fact)])

    def suggestions(self, section: Section) -> list[Suggestion]:
        """What she told before, and does not stand here yet."""
        offered = suggestions_of(self.known, self.rows, language())
        return [one for one in offered if one.section is section]


def read_file() -> File:
    """The portfolio of the client who is signed in."""
    case_id = g.case.id
    return File(
        portfolio.live_entries(g.db, case_id), portfolio.known_fields(g.db, case_id), portfolio.shares_of(g.db, case_id)
    )


def section_of(part: str) -> Section:
    """The part that an address names."""
    return words.BY_SLUG[part]


def language() -> str:
    """Of the page, for words of the intake."""
    return str(get_locale())


def named_entry(name: str) -> PortfolioEntry | None:
    """The entry of this client that the address names with `?name=`; None when it names none, or another's."""
    try:
        return portfolio.entry_of(g.db, g.case.id, uuid.UUID(request.args[name]))
    except (KeyError, ValueError, NotFound):
        return None


def entry_in(part: str, entry_id: uuid.UUID) -> PortfolioEntry:
    """An entry of this part; anything else does not exist."""
    row = portfolio.entry_of(g.db, g.case.id, entry_id)
    if row.section is not section_of(part):
        abort(404)
    return row


def page_context(section: Section) -> dict[str, Any]:
    """What the templates of one part need."""
    return {
        "section": section,
        "part": words.SLUGS[section],
        "name": words.section_name(section),
        "words": words,
    }
