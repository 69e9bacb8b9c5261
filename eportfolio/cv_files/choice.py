"""What the client wants on a CV: which parts and entries, in which order, with which contact details, in which form.

A choice says what is left out. So what she adds to her portfolio later is on the next CV without being asked for
again, and nothing that she left out comes back when she changes the words of its description.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from ..portfolio.entries import (
    Education,
    Experience,
    Language,
    Licence,
    Portfolio,
    Profile,
    Section,
    Skill,
)

Entry = Experience | Education | Skill | Language | Licence


class Design(StrEnum):
    """How it looks on paper."""

    CLASSIC = "classic"
    MODERN = "modern"


class Contact(StrEnum):
    """A way to reach her, which not every reader of a CV needs."""

    PHONE = "phone"
    EMAIL = "email"
    CITY = "city"
    WEBSITE = "website"


LANGUAGES = ("nl", "en")
"""Languages of the headings; what she wrote herself is never translated."""
ORDER = (
    Section.EXPERIENCE,
    Section.EDUCATION,
    Section.SKILLS,
    Section.LANGUAGES,
    Section.LICENCES,
    Section.AVAILABILITY,
    Section.GOAL,
    Section.ACCOUNT,
)
"""Every part that can be moved; who she is always stands above them."""
PRIVATE = frozenset({Section.GOAL, Section.ACCOUNT})
"""Written for the coach: on a CV only when she wants that."""


@dataclass(frozen=True, slots=True)
class CvChoice:
    """The choices for one CV. `left_out` holds the keys of entries (`key_of`)."""

    design: Design = Design.CLASSIC
    language: str = "nl"
    order: tuple[Section, ...] = ORDER
    without: frozenset[Section] = PRIVATE
    without_contact: frozenset[Contact] = frozenset()
    left_out: frozenset[str] = frozenset()

    def moved(self, section: Section, step: int) -> "CvChoice":
        """The same with a part one place up (-1) or down (1); at the end of the row nothing changes."""
        order = list(self.order)
        at = order.index(section)
        to = min(max(at + step, 0), len(order) - 1)
        order.insert(to, order.pop(at))
        return replace(self, order=tuple(order))

    def shown(self) -> list[Section]:
        """The parts that are on it, in their order (the profile aside)."""
        return [section for section in self.order if section not in self.without]

    def as_json(self) -> dict[str, Any]:
        """For the database."""
        return {
            "order": list(self.order),
            "without": sorted(self.without),
            "without_contact": sorted(self.without_contact),
            "left_out": sorted(self.left_out),
        }


def choice_of(design: str, language: str, kept: dict[str, Any]) -> CvChoice:
    """The choice that `as_json` kept; a part that is new since then comes last."""
    order = [section for word in kept.get("order", ()) if (section := _member(Section, word)) in ORDER]
    return CvChoice(
        design=_member(Design, design) or Design.CLASSIC,
        language=language if language in LANGUAGES else LANGUAGES[0],
        order=(*order, *(section for section in ORDER if section not in order)),
        without=_members(Section, kept.get("without", PRIVATE)),
        without_contact=_members(Contact, kept.get("without_contact", ())),
        left_out=frozenset(str(key) for key in kept.get("left_out", ())),
    )


def key_of(entry: Entry) -> str:
    """A short mark of an entry that stays the same while its description changes."""
    what: tuple[str | None, ...]
    if isinstance(entry, Experience | Education):
        what = (type(entry).__name__, entry.title, entry.organisation, entry.period.start, entry.period.end)
    else:
        what = (type(entry).__name__, entry.name)
    return hashlib.sha256("\x1f".join(part or "" for part in what).encode()).hexdigest()[:16]


def entries_of(portfolio: Portfolio, section: Section) -> tuple[Entry, ...]:
    """The entries of a part that can be chosen one by one; empty for a part that is one text."""
    rows: dict[Section, tuple[Entry, ...]] = {
        Section.EXPERIENCE: portfolio.experience,
        Section.EDUCATION: portfolio.education,
        Section.SKILLS: portfolio.skills,
        Section.LANGUAGES: portfolio.languages,
        Section.LICENCES: portfolio.licences,
    }
    return rows.get(section, ())


def has_content(portfolio: Portfolio, section: Section) -> bool:
    """Whether she filled in anything there."""
    if section is Section.GOAL:
        return bool(portfolio.goal)
    if section is Section.ACCOUNT:
        return bool(portfolio.account)
    if section is Section.AVAILABILITY:
        available = portfolio.availability
        return available is not None and any((available.available_from, available.hours_per_week, available.note))
    return bool(entries_of(portfolio, section))


def only_chosen(portfolio: Portfolio, choice: CvChoice) -> Portfolio:
    """The portfolio as far as this CV shows it: the same content for every format."""
    shown = set(choice.shown())

    def kept[E: (Experience, Education, Skill, Language, Licence)](
        section: Section, rows: Iterable[E]
    ) -> tuple[E, ...]:
        return tuple(row for row in rows if key_of(row) not in choice.left_out) if section in shown else ()

    return Portfolio(
        profile=_profile(portfolio.profile, choice),
        goal=portfolio.goal if Section.GOAL in shown else None,
        experience=kept(Section.EXPERIENCE, portfolio.experience),
        education=kept(Section.EDUCATION, portfolio.education),
        skills=kept(Section.SKILLS, portfolio.skills),
        languages=kept(Section.LANGUAGES, portfolio.languages),
        licences=kept(Section.LICENCES, portfolio.licences),
        availability=portfolio.availability if Section.AVAILABILITY in shown else None,
        account=portfolio.account if Section.ACCOUNT in shown else None,
    )


def _profile(profile: Profile, choice: CvChoice) -> Profile:
    hidden: dict[str, Any] = {contact.value: None for contact in choice.without_contact}
    if Section.PROFILE in choice.without:
        hidden["summary"] = None
    return replace(profile, **hidden)


def _member[S: StrEnum](kind: type[S], word: object) -> S | None:
    return kind(str(word)) if word in list(kind) else None


def _members[S: StrEnum](kind: type[S], words: Iterable[object]) -> frozenset[S]:
    return frozenset(found for word in words if (found := _member(kind, word)) is not None)
