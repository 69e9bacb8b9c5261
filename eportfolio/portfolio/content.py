"""An entry of the portfolio as it is kept in a row, with its limits; the shapes themselves stand in `entries`."""

from dataclasses import asdict, fields
from typing import Any

from ..base import Invalid
from .entries import Education, Experience, Language, LanguageLevel, Licence, Period, Section, Skill

type Entry = Experience | Education | Skill | Language | Licence

KINDS: dict[Section, type[Entry]] = {
    Section.EXPERIENCE: Experience,
    Section.EDUCATION: Education,
    Section.SKILLS: Skill,
    Section.LANGUAGES: Language,
    Section.LICENCES: Licence,
}
"""The sections that are lists, and what stands in each."""

NAME_LIMIT = 160
CITY_LIMIT = 80
SKILL_LIMIT = 100
NOTE_LIMIT = 300
DESCRIPTION_LIMIT = 2000

LIMITS = {
    "title": NAME_LIMIT,
    "organisation": NAME_LIMIT,
    "city": CITY_LIMIT,
    "name": SKILL_LIMIT,
    "note": NOTE_LIMIT,
    "description": DESCRIPTION_LIMIT,
}
"""How many characters each text may have."""
NEEDED = ("title", "name")


def section_of(entry: Entry) -> Section:
    """The list it belongs to."""
    return next(section for section, kind in KINDS.items() if type(entry) is kind)


def label_of(entry: Entry) -> str:
    """How it is called in a list: the job and where, the school, the skill."""
    if isinstance(entry, Experience | Education):
        return f"{entry.title}, {entry.organisation}" if entry.organisation else entry.title
    return entry.name


def check(entry: Entry) -> None:
    """Raise Invalid, with the field, for what cannot be right; a period's fields are `start` and `end`."""
    for one in fields(entry):
        value = getattr(entry, one.name)
        if one.name in NEEDED and not (value or "").strip():
            raise Invalid("must not be empty", field=one.name)
        if isinstance(value, str) and one.name in LIMITS:
            check_text(value, one.name, LIMITS[one.name])
    if isinstance(entry, Experience | Education):
        entry.period.check()
    if isinstance(entry, Licence) and entry.valid_until:
        _check_date(entry.valid_until, "valid_until")


def check_text(value: str, field: str, limit: int) -> None:
    """Raise Invalid for a text that is too long, or that the database cannot keep."""
    if len(value) > limit or "\x00" in value:
        raise Invalid(f"at most {limit} characters", field=field)


def _check_date(value: str, field: str) -> None:
    try:
        Period(start=value).check()
    except Invalid as wrong:
        raise Invalid(str(wrong), field=field) from wrong


def to_json(entry: Entry) -> dict[str, Any]:
    """What stands in the row."""
    return asdict(entry)


def from_json(section: Section, content: dict[str, Any]) -> Entry:
    """The entry that stands in a row; what a later version of the shape does not know is left out."""
    kind = KINDS[section]
    known = {one.name for one in fields(kind)}
    values = {name: value for name, value in content.items() if name in known}
    if isinstance(values.get("period"), dict):
        values["period"] = Period(**values["period"])
    if values.get("level"):
        values["level"] = LanguageLevel(values["level"])
    return kind(**values)
