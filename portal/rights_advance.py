"""What a client is shown of her rights and duties in advance, and what she has read: for her pages and her coach's."""

import datetime as dt
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from eportfolio import rights_read
from eportfolio.people import CaseFile, Scheme
from eportfolio.rights_read import Edition
from knowledge.essentials import Essential, Group, essentials


@dataclass(frozen=True, slots=True)
class Row:
    """One article to read in advance; `read_at` is None while this text was not read."""

    essential: Essential
    read_at: dt.datetime | None

    @property
    def edition(self) -> Edition:
        return Edition(self.essential.article_id, self.essential.edition)


@dataclass(frozen=True, slots=True)
class Advance:
    """What is shown in advance, in order."""

    rows: tuple[Row, ...]

    @property
    def read(self) -> int:
        """How many were read."""
        return sum(row.read_at is not None for row in self.rows)

    @property
    def unread(self) -> int:
        """How many wait to be read."""
        return len(self.rows) - self.read

    @property
    def groups(self) -> list[tuple[str, list[Row]]]:
        """The rows under their headings."""
        return [(_heading(group), [row for row in self.rows if row.essential.group is group]) for group in Group]

    def row(self, article_id: str) -> Row | None:
        """The row of this article, if it is one to read in advance."""
        return next((row for row in self.rows if row.essential.article_id == article_id), None)

    def next_after(self, article_id: str) -> Row | None:
        """The next one that was not read: after this article, else from the beginning."""
        ids = [row.essential.article_id for row in self.rows]
        at = ids.index(article_id) + 1 if article_id in ids else 0
        return next((row for row in self.rows[at:] + self.rows[:at] if row.read_at is None), None)

    @property
    def first(self) -> Row | None:
        """Where to begin or go on."""
        return self.next_after("")


def advance_of(db: Session, case: CaseFile, language: str) -> Advance:
    """What this client must be able to know in advance, with what she has read; empty while her benefit is unknown."""
    wanted = essentials(scheme_of(case), language)
    editions = [Edition(one.article_id, one.edition) for one in wanted]
    read = rights_read.read_of(db, case.id, editions) if wanted else {}
    return Advance(tuple(Row(one, read.get(one.article_id)) for one in wanted))


def scheme_of(case: CaseFile) -> str | None:
    """The client's benefit as the articles name it; None while it is unknown."""
    return None if case.scheme is Scheme.NONE else case.scheme.value


def _heading(group: Group) -> str:
    return {
        Group.RIGHTS: _("Dit zijn uw rechten"),
        Group.DUTIES: _("Dit zijn uw plichten"),
        Group.EXPECT: _("Dit mag u van ons verwachten"),
    }[group]
