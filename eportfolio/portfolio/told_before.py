"""Told once: what the intake knows becomes an entry of the portfolio with one press.

A suggestion is never an entry by itself. "Not needed" is remembered as a removed entry, which can be put back.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from ..access import Actor
from ..facts import Fact
from ..intake.questionnaire import current
from ..people import CaseFile
from .changing import Origin, add_entry, remove_entry
from .content import NAME_LIMIT, SKILL_LIMIT, Entry, section_of
from .doubles import double_of, plain
from .entries import Education, Experience, Language, LanguageLevel, Licence, Period, Section
from .fields import Known, known_fields
from .model import PortfolioEntry
from .queries import live_entries

DUTCH_LEVELS = {
    "easy": LanguageLevel.C1,
    "good": LanguageLevel.B2,
    "simple": LanguageLevel.A2,
    "learning": LanguageLevel.A1,
}
_AND = re.compile(r"\s*(?:,|;|/|\ben\b|\band\b|\n)\s*")
_NOTHING = ("none", "other")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something she told before, as an entry; `fact` says when and how she told it."""

    key: str
    entry: Entry
    fact: Fact

    @property
    def section(self) -> Section:
        return section_of(self.entry)


def suggestions_of(known: Known, rows: Collection[PortfolioEntry], language: str) -> list[Suggestion]:
    """What the intake knows and the portfolio does not have yet, in the words of this language."""
    found = [one for make in (_last_job, _school, _licences, _languages) for one in make(known, language)]
    return [one for one in found if double_of(rows, one.entry) is None]


def take_suggestions(db: Session, case: CaseFile, keys: Iterable[str], *, by: Actor, language: str) -> int:
    """Put what she told before in her portfolio, with the source it had; returns how many."""
    wanted = _wanted(db, case, keys, language)
    for one in wanted:
        add_entry(db, case, one.entry, by=by, origin=Origin(one.fact.source))
    return len(wanted)


def drop_suggestions(db: Session, case: CaseFile, keys: Iterable[str], *, by: Actor, language: str) -> int:
    """She does not want these in her portfolio: they stand with what was removed, and are not offered again."""
    wanted = _wanted(db, case, keys, language)
    for one in wanted:
        row = add_entry(db, case, one.entry, by=by, origin=Origin(one.fact.source))
        remove_entry(db, case, row.entry_id, by=by)
    return len(wanted)


def _wanted(db: Session, case: CaseFile, keys: Iterable[str], language: str) -> list[Suggestion]:
    wanted = set(keys)
    offered = suggestions_of(known_fields(db, case.id), live_entries(db, case.id), language)
    return [one for one in offered if one.key in wanted]


def _told(known: Known, key: str) -> Fact | None:
    """What she told the intake; what the portfolio itself keeps under that key is no news to it."""
    fact = known.facts.get(key)
    return fact if fact is not None and fact.section is None and fact.value else None


def _last_job(known: Known, _language: str) -> list[Suggestion]:
    title = _told(known, "work.last_job.title")
    if title is None:
        return []
    days = known.value("work.last_job.period")
    period = Period()
    if isinstance(days, dict) and days.get("first"):
        period = Period(days["first"], days.get("last"), ongoing=not days.get("last"))
    employer = known.text("work.last_job.employer")
    entry = Experience(str(title.value)[:NAME_LIMIT], employer and employer[:NAME_LIMIT], period=period)
    return [Suggestion("last-job", entry, title)]


def _school(known: Known, _language: str) -> list[Suggestion]:
    name = _told(known, "education.name")
    return [Suggestion("school", Education(str(name.value)[:NAME_LIMIT]), name)] if name else []


def _licences(known: Known, _language: str) -> list[Suggestion]:
    fact = _told(known, "skills.driving_licences")
    values = [value for value in fact.value if value not in _NOTHING] if fact else []
    return [Suggestion(f"licence-{value}", Licence(value), fact) for value in values if fact]


def _languages(known: Known, language: str) -> list[Suggestion]:
    found = []
    if dutch := _told(known, "skills.dutch_level"):
        name = "Dutch" if language == "en" else "Nederlands"
        level = DUTCH_LEVELS.get(str(dutch.value))
        found.append(Suggestion("language-nl", Language(name, level), dutch))
    if others := _told(known, "skills.other_languages"):
        question = current().question_of_fact("skills.other_languages")
        for value in others.value:
            choice = question.choice(value) if question else None
            if choice and value not in _NOTHING:
                found.append(Suggestion(f"language-{value}", Language(choice.label.say(language)), others))
    if words := _told(known, "skills.other_languages_words"):
        names = [name for name in _AND.split(str(words.value)) if name]
        found += [Suggestion(f"language-{plain(name)}", Language(name[:SKILL_LIMIT]), words) for name in names]
    return found
