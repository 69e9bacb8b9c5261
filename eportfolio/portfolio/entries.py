"""What a portfolio is made of: plain values, without who said them or who may see them.

The same shapes are read from a CV, kept in the file, and written to PDF, DOCX, JSON Resume and Europass. Texts are
plain and as their owner writes them: nothing is translated and no capitals are changed.
"""

import datetime as dt
import re
from dataclasses import dataclass, field
from enum import StrEnum

from ..base import Invalid

PARTIAL_DATE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?")
EARLIEST_YEAR = 1900


class Section(StrEnum):
    """A part of the portfolio: what is shared and taken back as one."""

    PROFILE = "profile"
    GOAL = "goal"
    EXPERIENCE = "experience"
    EDUCATION = "education"
    SKILLS = "skills"
    LANGUAGES = "languages"
    LICENCES = "licences"
    AVAILABILITY = "availability"
    ACCOUNT = "account"


class LanguageLevel(StrEnum):
    """How well somebody knows a language: the levels of the Council of Europe, and one's mother tongue."""

    A1 = "a1"
    A2 = "a2"
    B1 = "b1"
    B2 = "b2"
    C1 = "c1"
    C2 = "c2"
    NATIVE = "native"


@dataclass(frozen=True, slots=True)
class Period:
    """From when to when: `2019`, `2019-09` or `2019-09-01`, as precise as somebody knows; an empty end may be today."""

    start: str | None = None
    end: str | None = None
    ongoing: bool = False

    def check(self) -> None:
        """Raise Invalid (field `start` or `end`) for what is no date, lies far ahead, or ends before it starts."""
        for name, value in (("start", self.start), ("end", self.end)):
            if value is not None:
                _check_partial_date(value, field=name)
        if self.ongoing and self.end:
            raise Invalid("what goes on has no end", field="end")
        if self.start and self.end and self.end[: len(self.start)] < self.start[: len(self.end)]:
            raise Invalid("the end lies before the start", field="end")


@dataclass(frozen=True, slots=True)
class Profile:
    """Who it is and how to reach her. `headline` is one line, such as a profession; `summary` some sentences."""

    name: str = ""
    email: str | None = None
    phone: str | None = None
    city: str | None = None
    website: str | None = None
    headline: str | None = None
    summary: str | None = None


@dataclass(frozen=True, slots=True)
class Experience:
    """A job, an internship, or (`volunteer`) work without pay."""

    title: str
    organisation: str | None = None
    city: str | None = None
    period: Period = Period()
    description: str | None = None
    volunteer: bool = False


@dataclass(frozen=True, slots=True)
class Education:
    """A school, or (`course`) a course; `finished` is None when it is not known."""

    title: str
    organisation: str | None = None
    city: str | None = None
    period: Period = Period()
    finished: bool | None = None
    description: str | None = None
    course: bool = False


@dataclass(frozen=True, slots=True)
class Skill:
    """Something that somebody can; `note` says how or where."""

    name: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Language:
    """A language, and how well, as a level or in own words."""

    name: str
    level: LanguageLevel | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Licence:
    """A driving licence or another proof, such as `B`, `CE`, `VCA` or `Heftruck`."""

    name: str
    valid_until: str | None = None


@dataclass(frozen=True, slots=True)
class Availability:
    """From when, how many hours a week, where and when."""

    available_from: str | None = None
    hours_per_week: float | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Everything together, in the order in which its owner wants it shown."""

    profile: Profile = field(default_factory=Profile)
    goal: str | None = None
    experience: tuple[Experience, ...] = ()
    education: tuple[Education, ...] = ()
    skills: tuple[Skill, ...] = ()
    languages: tuple[Language, ...] = ()
    licences: tuple[Licence, ...] = ()
    availability: Availability | None = None
    account: str | None = None


def _check_partial_date(value: str, *, field: str) -> None:
    found = PARTIAL_DATE.fullmatch(value)
    if found is None:
        raise Invalid("not a year, month or day", field=field)
    try:
        day = dt.date(int(found["year"]), int(found["month"] or 1), int(found["day"] or 1))
    except ValueError as impossible:
        raise Invalid("this day does not exist", field=field) from impossible
    if not EARLIEST_YEAR <= day.year <= dt.date.today().year + 10:
        raise Invalid("a year that cannot be meant", field=field)
