"""A CV before it becomes a file: headings, lines and periods in the language of the CV, in the order she chose.

The page, the PDF and the Word file show this same thing, so that they cannot differ. Her own words are not touched;
only what we add (headings, months, levels) is in the chosen language.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from flask_babel import force_locale, format_date, format_decimal
from flask_babel import gettext as _

from eportfolio.cv_files.choice import CvChoice, Design, only_chosen
from eportfolio.intake.display import phone_text
from eportfolio.portfolio.entries import (
    Availability,
    Education,
    Experience,
    Language,
    LanguageLevel,
    Licence,
    Period,
    Portfolio,
    Section,
    Skill,
)

LONG = 1200
"""Characters: an entry that is longer may be divided over two pages."""
_BULLET = re.compile(r"^\s*[-–—•·*▪◦]\s+")


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph, or (`items`) a list; `direction` is that of its own letters."""

    text: str = ""
    items: tuple[str, ...] = ()

    @property
    def direction(self) -> str:
        return direction_of_text(self.text or " ".join(self.items))


@dataclass(frozen=True, slots=True)
class Item:
    """One entry: a job, a school, a skill. `when` and `where` are lines, `words` what she wrote about it."""

    title: str
    where: str = ""
    when: str = ""
    words: tuple[Words, ...] = ()

    @property
    def is_long(self) -> bool:
        return sum(len(block.text) + sum(map(len, block.items)) for block in self.words) > LONG

    @property
    def direction(self) -> str:
        return direction_of_text(self.title)


@dataclass(frozen=True, slots=True)
class Block:
    """A part with its heading: entries one under the other, short facts (`compact`), or text."""

    section: Section
    heading: str
    items: tuple[Item, ...] = ()
    words: tuple[Words, ...] = ()
    compact: bool = False


@dataclass(frozen=True, slots=True)
class Reach:
    """A way to reach her, with its name and, where a link makes sense, its address."""

    label: str
    value: str
    href: str | None = None


@dataclass(frozen=True, slots=True)
class CvDocument:
    """Everything that is on the CV."""

    name: str
    language: str
    design: Design
    title: str
    headline: str = ""
    reach: tuple[Reach, ...] = ()
    about: tuple[Words, ...] = ()
    blocks: tuple[Block, ...] = ()
    reach_heading: str = ""
    about_heading: str = ""
    portfolio: Portfolio = field(default_factory=Portfolio)

    @property
    def side(self) -> tuple[Block, ...]:
        """The short parts, which the modern design puts in its side column."""
        return tuple(block for block in self.blocks if block.compact)

    @property
    def main(self) -> tuple[Block, ...]:
        return tuple(block for block in self.blocks if not block.compact)

    @property
    def is_empty(self) -> bool:
        return not (self.blocks or self.about)


def document_of(portfolio: Portfolio, choice: CvChoice, *, name: str) -> CvDocument:
    """The CV that this choice makes of the portfolio; `name` is used when the profile has none."""
    chosen = only_chosen(portfolio, choice)
    profile = chosen.profile
    shown_name = profile.name or name
    with force_locale(choice.language):
        blocks = [block for section in choice.shown() for block in _blocks(chosen, section)]
        return CvDocument(
            name=shown_name,
            language=choice.language,
            design=choice.design,
            title=_("Cv van %(name)s", name=shown_name),
            headline=profile.headline or "",
            reach=tuple(_reach(chosen)),
            about=words_of(profile.summary),
            blocks=tuple(blocks),
            reach_heading=_("Contact"),
            about_heading=_("Over mij"),
            portfolio=chosen,
        )


def _blocks(portfolio: Portfolio, section: Section) -> Iterable[Block]:
    """The parts of the CV that a part of the portfolio makes: none, one or two."""
    make: dict[Section, Callable[[], list[Block]]] = {
        Section.EXPERIENCE: lambda: [
            Block(section, _("Werkervaring"), _jobs(job for job in portfolio.experience if not job.volunteer)),
            Block(section, _("Vrijwilligerswerk"), _jobs(job for job in portfolio.experience if job.volunteer)),
        ],
        Section.EDUCATION: lambda: [
            Block(section, _("Opleiding"), _schools(one for one in portfolio.education if not one.course)),
            Block(section, _("Cursussen"), _schools(one for one in portfolio.education if one.course)),
        ],
        Section.SKILLS: lambda: [_compact(section, _("Vaardigheden"), map(_skill, portfolio.skills))],
        Section.LANGUAGES: lambda: [_compact(section, _("Talen"), map(_language, portfolio.languages))],
        Section.LICENCES: lambda: [_compact(section, _("Rijbewijs en bewijzen"), map(_licence, portfolio.licences))],
        Section.AVAILABILITY: lambda: [_compact(section, _("Beschikbaar"), _available(portfolio.availability))],
        Section.GOAL: lambda: [Block(section, _("Wat ik zoek"), words=words_of(portfolio.goal))],
        Section.ACCOUNT: lambda: [Block(section, _("Mijn verhaal"), words=words_of(portfolio.account))],
    }
    return [block for block in make[section]() if block.items or block.words]


def _compact(section: Section, heading: str, items: Iterable[Item]) -> Block:
    return Block(section, heading, tuple(items), compact=True)


def _jobs(jobs: Iterable[Experience]) -> tuple[Item, ...]:
    return tuple(Item(job.title, _where(job), period_text(job.period), words_of(job.description)) for job in jobs)


def _schools(schools: Iterable[Education]) -> tuple[Item, ...]:
    return tuple(_school(school) for school in schools)


def _school(school: Education) -> Item:
    where = _where(school)
    if school.finished is not None:
        state = _("diploma behaald") if school.finished else _("zonder diploma")
        if school.course:
            state = _("bewijs behaald") if school.finished else ""
        if not school.period.ongoing:
            where = ", ".join(part for part in (where, state) if part)
    return Item(school.title, where, period_text(school.period), words_of(school.description))


def _where(entry: Experience | Education) -> str:
    return ", ".join(part for part in (entry.organisation, entry.city) if part)


def _skill(skill: Skill) -> Item:
    return Item(skill.name, skill.note or "")


def _language(language: Language) -> Item:
    words = (level_text(language.level) if language.level else "", language.note or "")
    return Item(language.name, ", ".join(part for part in words if part))


def level_text(level: LanguageLevel) -> str:
    """How well, in words and with the level that employers know."""
    return {
        LanguageLevel.A1: _("een beetje (A1)"),
        LanguageLevel.A2: _("eenvoudig (A2)"),
        LanguageLevel.B1: _("redelijk (B1)"),
        LanguageLevel.B2: _("goed (B2)"),
        LanguageLevel.C1: _("zeer goed (C1)"),
        LanguageLevel.C2: _("uitstekend (C2)"),
        LanguageLevel.NATIVE: _("moedertaal"),
    }[level]


def _licence(licence: Licence) -> Item:
    name = _("Rijbewijs %(category)s", category=licence.name) if licence.name.upper() in CAR_LICENCES else licence.name
    until = _("geldig tot %(day)s", day=partial_date(licence.valid_until)) if licence.valid_until else ""
    return Item(name, until)


CAR_LICENCES = frozenset({"AM", "A1", "A2", "A", "B", "BE", "C", "C1", "CE", "C1E", "D", "D1", "DE", "D1E", "T"})


def _available(availability: Availability | None) -> list[Item]:
    if availability is None:
        return []
    lines = []
    if availability.available_from:
        lines.append(_("Vanaf %(day)s", day=partial_date(availability.available_from)))
    if availability.hours_per_week:
        lines.append(_("%(hours)s uur per week", hours=format_decimal(availability.hours_per_week)))
    return [Item(line) for line in (*lines, *(availability.note or "").splitlines()) if line.strip()]


def _reach(portfolio: Portfolio) -> Iterable[Reach]:
    profile = portfolio.profile
    if profile.phone:
        yield Reach(_("Telefoon"), phone_text(profile.phone), f"tel:{re.sub(r'[^0-9+]', '', profile.phone)}")
    if profile.email:
        yield Reach(_("E-mail"), profile.email, f"mailto:{profile.email}")
    if profile.city:
        yield Reach(_("Woonplaats"), profile.city)
    if profile.website:
        address = profile.website if profile.website.startswith(("http://", "https://")) else None
        yield Reach(_("Website"), profile.website.removeprefix("https://").removeprefix("http://"), address)


def period_text(period: Period) -> str:
    """Sep 2019 – heden; 2015 – 2017; tot 2017."""
    start, end = partial_date(period.start), partial_date(period.end)
    if period.ongoing:
        return _("%(start)s – heden", start=start) if start else _("nu")
    if start and end:
        return start if start == end else f"{start} – {end}"
    return start or end


def partial_date(value: str | None) -> str:
    """2019 → 2019; 2019-09 → sep 2019; 2019-09-01 → 1 sep 2019; anything else as it is."""
    parts = (value or "").split("-")
    try:
        year, month, date = ([int(part) for part in parts] + [1, 1])[:3]
        day = dt.date(year, month, date)
    except ValueError:
        return value or ""
    pattern = {1: "y", 2: "MMM y"}.get(len(parts), "d MMM y")
    return str(format_date(day, pattern, rebase=False))


def words_of(text: str | None) -> tuple[Words, ...]:
    """Paragraphs, and lists where she began lines with a dash or a dot."""
    blocks: list[Words] = []
    items: list[str] = []
    lines: list[str] = []

    def close() -> None:
        if items:
            blocks.append(Words(items=tuple(items)))
        if lines:
            blocks.append(Words("\n".join(lines)))
        items.clear()
        lines.clear()

    for line in (text or "").replace("\r\n", "\n").split("\n"):
        bullet = _BULLET.match(line)
        if not line.strip() or (bullet and lines) or (not bullet and items):
            close()
        if bullet:
            items.append(line[bullet.end() :].strip())
        elif line.strip():
            lines.append(line.strip())
    close()
    return tuple(blocks)


def direction_of_text(text: str) -> str:
    """The direction of the first letter that has one (Unicode bidi rule P2)."""
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind in ("R", "AL"):
            return "rtl"
        if kind == "L":
            return "ltr"
    return "ltr"
