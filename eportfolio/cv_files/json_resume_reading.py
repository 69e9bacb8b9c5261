"""Reading a JSON Resume: anybody's, so every value may be missing, of another type, or far too long.

What cannot be understood is left out and counted; nothing of it stops the rest. Texts are cut at what the portfolio
takes. Whether the file is JSON at all, and not a bomb, is decided before it comes here.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from ..base import Invalid
from ..portfolio.entries import (
    Availability,
    Education,
    Experience,
    Language,
    LanguageLevel,
    Licence,
    Period,
    Portfolio,
    Profile,
    Skill,
)
from .json_resume import NATIVE, OWN

SHORT, LONG = 200, 4000
"""Characters of a name or title, and of a description."""
MOST = 200
"""Entries of one kind."""
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")
_LEVEL = re.compile(r"\b([abc][12])\b", re.IGNORECASE)
_NATIVE = re.compile(r"native|mother tongue|moedertaal|bilingual", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Read:
    """What was understood, and how many entries were not."""

    portfolio: Portfolio
    left_out: int


def looks_like_json_resume(value: Any) -> bool:
    """Whether this is meant as one: it has `basics` or one of the lists."""
    lists = ("work", "education", "skills", "languages", "volunteer", "certificates")
    return isinstance(value, dict) and (
        isinstance(value.get("basics"), dict) or any(isinstance(value.get(name), list) for name in lists)
    )


def read(value: dict[str, Any]) -> Read:
    """The portfolio in this JSON Resume."""
    reader = _Reader()
    own = _part(value, OWN)
    portfolio = Portfolio(
        profile=_profile(_part(value, "basics")),
        goal=_text(own, "goal", LONG),
        experience=(
            *reader.entries(value, "work", lambda row: _job(row, volunteer=False)),
            *reader.entries(value, "volunteer", lambda row: _job(row, volunteer=True)),
        ),
        education=reader.entries(value, "education", _school),
        skills=tuple(skill for found in reader.entries(value, "skills", _skills) for skill in found),
        languages=reader.entries(value, "languages", _language),
        licences=reader.entries(value, "certificates", _licence),
        availability=_availability(_part(own, "availability")),
        account=_text(own, "account", LONG),
    )
    return Read(portfolio, reader.left_out)


class _Reader:
    """Takes the entries of a list that can be understood, and counts the others."""

    def __init__(self) -> None:
        self.left_out = 0

    def entries[E](
        self, value: dict[str, Any], name: str, understand: Callable[[dict[str, Any]], E | None]
    ) -> tuple[E, ...]:
        rows = value.get(name)
        if not isinstance(rows, list):
            return ()
        self.left_out += max(len(rows) - MOST, 0)
        return tuple(self._understood(rows[:MOST], understand))

    def _understood[E](self, rows: list[Any], understand: Callable[[dict[str, Any]], E | None]) -> Iterator[E]:
        for row in rows:
            entry = understand(row) if isinstance(row, dict) else None
            if entry is None:
                self.left_out += 1
            else:
                yield entry


def _profile(basics: dict[str, Any]) -> Profile:
    own = _part(basics, OWN)
    return Profile(
        name=_text(basics, "name") or "",
        email=_text(basics, "email") or _text(own, "email"),
        phone=_text(basics, "phone"),
        city=_text(_part(basics, "location"), "city"),
        website=_text(own, "website") or _text(basics, "url"),
        headline=_text(basics, "label"),
        summary=_text(basics, "summary", LONG),
    )


def _job(row: dict[str, Any], *, volunteer: bool) -> Experience | None:
    organisation = _text(row, "organization" if volunteer else "name") or _text(row, "company")
    title = _text(row, "position") or organisation
    if title is None:
        return None
    return Experience(
        title=title,
        organisation=organisation,
        city=_text(row, "location") or _text(_part(row, OWN), "city"),
        period=_period(row),
        description=_with_highlights(row),
        volunteer=volunteer,
    )


def _with_highlights(row: dict[str, Any]) -> str | None:
    """The summary, and each highlight on a line of its own."""
    highlights = row.get("highlights")
    lines = [str(line).strip() for line in highlights if isinstance(line, str)] if isinstance(highlights, list) else []
    text = "\n".join(part for part in (_text(row, "summary", LONG), *(f"- {line}" for line in lines if line)) if part)
    return text[:LONG] or None


def _school(row: dict[str, Any]) -> Education | None:
    own = _part(row, OWN)
    title = " ".join(part for part in (_text(row, "studyType"), _text(row, "area")) if part)
    organisation = _text(row, "institution")
    if not (title or organisation):
        return None
    return Education(
        title=(title or organisation or "")[:SHORT],
        organisation=organisation,
        city=_text(own, "city"),
        period=_period(row),
        finished=_yes_or_no(own, "finished"),
        description=_text(own, "description", LONG),
        course=bool(_yes_or_no(own, "course")),
    )


def _skills(row: dict[str, Any]) -> list[Skill] | None:
    """A skill, or those of a group: most builders write the group as the name and the skills as its keywords."""
    name = _text(row, "name")
    keywords = row.get("keywords")
    words = (
        [word.strip()[:SHORT] for word in keywords if isinstance(word, str) and word.strip()]
        if isinstance(keywords, list)
        else []
    )
    if words:
        return [Skill(word, note=name) for word in words[:MOST]]
    return [Skill(name, note=_text(_part(row, OWN), "note") or _text(row, "level"))] if name else None


def _language(row: dict[str, Any]) -> Language | None:
    name, fluency, own = _text(row, "language"), _text(row, "fluency"), _part(row, OWN)
    if name is None:
        return None
    level = _level(_text(own, "level") or fluency or "")
    note = _text(own, "note") if own else (fluency if level is None else None)
    return Language(name, level, note)


def _level(words: str) -> LanguageLevel | None:
    if words == NATIVE or _NATIVE.search(words):
        return LanguageLevel.NATIVE
    found = _LEVEL.search(words)
    return LanguageLevel(found[1].lower()) if found else None


def _licence(row: dict[str, Any]) -> Licence | None:
    name = _text(row, "name")
    return Licence(name, valid_until=_date(_part(row, OWN).get("valid_until"))) if name else None


def _availability(row: dict[str, Any]) -> Availability | None:
    hours = row.get("hours_per_week")
    fits = isinstance(hours, int | float) and not isinstance(hours, bool) and 0 < hours <= 80
    found = Availability(
        available_from=_date(row.get("available_from")),
        hours_per_week=hours if fits else None,
        note=_text(row, "note", LONG),
    )
    return found if found != Availability() else None


def _period(row: dict[str, Any]) -> Period:
    """The dates as far as they are dates; a period that cannot be is left out."""
    start, end = _date(row.get("startDate")), _date(row.get("endDate"))
    ongoing = start is not None and end is None and _part(row, OWN).get("ongoing") is not False
    period = Period(start=start, end=end, ongoing=ongoing)
    try:
        period.check()
    except Invalid:
        return Period()
    return period


def _date(value: Any) -> str | None:
    found = _DATE.match(value) if isinstance(value, str) else None
    if found is None:
        return None
    date = "-".join([found[1], *(part.zfill(2) for part in found.groups()[1:] if part)])
    try:
        Period(start=date).check()
    except Invalid:
        return None
    return date


def _part(value: dict[str, Any], name: str) -> dict[str, Any]:
    part = value.get(name)
    return part if isinstance(part, dict) else {}


def _text(value: dict[str, Any], name: str, most: int = SHORT) -> str | None:
    text = value.get(name)
    if not isinstance(text, str):
        return None
    return text.replace("\x00", "").strip()[:most] or None


def _yes_or_no(value: dict[str, Any], name: str) -> bool | None:
    answer = value.get(name)
    return answer if isinstance(answer, bool) else None
