"""What a CV says, as suggestions in the shapes of the portfolio; read in the closed room, believed by nobody else.

A failure is an answer too: "we could not read this". Nothing here enters a portfolio by itself.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from ..base import Invalid
from ..portfolio.entries import Education, Experience, Language, LanguageLevel, Licence, Period, Profile, Skill
from . import sandbox
from .media import MediaType
from .plain_text import paragraphs_of
from .reading import ReadState
from .sandbox import Job

MOST_OF_EACH = 60
_LINE, _TEXT = 200, 4000
_NATIVE = re.compile(
    r"moedertaal|native|mother tongue|ana ?dil|ojczyst|muttersprache|maternelle|nativo|nativa|madrelingua|рідна|родной",
    re.IGNORECASE,
)
_LEVEL = re.compile(r"(?<![a-z0-9])([abc][12])(?![a-z0-9])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dated[Entry]:
    """A job, school or course, and its dates as they were written."""

    entry: Entry
    written: str = ""


@dataclass(frozen=True, slots=True)
class CvReading:
    """How reading went, and everything that was found, in the order of the document."""

    state: ReadState
    profile: Profile = field(default_factory=Profile)
    experience: tuple[Dated[Experience], ...] = ()
    education: tuple[Dated[Education], ...] = ()
    skills: tuple[Skill, ...] = ()
    languages: tuple[Language, ...] = ()
    licences: tuple[Licence, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to suggest."""
        lists = (self.experience, self.education, self.skills, self.languages, self.licences)
        return not any(lists) and self.profile == Profile()


def read_cv(content: bytes, media_type: MediaType) -> CvReading:
    """Read an inspected file as a CV; never raises for what is in it. Takes at most 10 s and 512 MB."""
    if media_type.is_image:
        return CvReading(ReadState.NO_TEXT)
    try:
        said, _ = sandbox.run(Job.READ_CV, content, media_type)
    except sandbox.GaveNoAnswer:
        return CvReading(ReadState.FAILED)
    if said.get("has_text") is not True:
        return CvReading(ReadState.NO_TEXT if said.get("has_text") is False else ReadState.FAILED)
    return CvReading(
        ReadState.READ,
        profile=_profile(said),
        experience=(*_experience(said, "experience"), *_experience(said, "volunteering")),
        education=(*_education(said, "education"), *_education(said, "courses")),
        skills=tuple(Skill(name) for name in _unique(_line(one) for one in _list(said, "skills"))),
        languages=tuple(_languages(said)),
        licences=tuple(Licence(name) for name in _unique(_line(one) for one in _list(said, "licences"))),
    )


def _profile(said: dict[str, Any]) -> Profile:
    return Profile(
        name=_line(said.get("name")),
        email=_line(said.get("email")) or None,
        phone=_line(said.get("phone")) or None,
        city=_line(said.get("city")) or None,
        headline=_line(said.get("headline")) or None,
        summary=_text(said.get("summary")) or None,
    )


def _experience(said: dict[str, Any], name: str) -> Iterable[Dated[Experience]]:
    for one in _list(said, name):
        if isinstance(one, dict) and (title := _line(one.get("title")) or _line(one.get("organisation"))):
            yield Dated(
                Experience(
                    title=title,
                    organisation=_line(one.get("organisation")) or None,
                    city=_line(one.get("city")) or None,
                    period=_period(one),
                    description=_text(one.get("description")) or None,
                    volunteer=name == "volunteering",
                ),
                written=_line(one.get("written")),
            )


def _education(said: dict[str, Any], name: str) -> Iterable[Dated[Education]]:
    for one in _list(said, name):
        if isinstance(one, dict) and (title := _line(one.get("title")) or _line(one.get("organisation"))):
            finished = one.get("finished")
            yield Dated(
                Education(
                    title=title,
                    organisation=_line(one.get("organisation")) or None,
                    city=_line(one.get("city")) or None,
                    period=_period(one),
                    finished=finished if isinstance(finished, bool) else None,
                    description=_text(one.get("description")) or None,
                    course=name == "courses",
                ),
                written=_line(one.get("written")),
            )


def _period(one: dict[str, Any]) -> Period:
    """The dates that can be; what cannot be (an end before its start) is left empty, and shown as written."""
    start, end, ongoing = one.get("start"), one.get("end"), one.get("ongoing") is True
    period = Period(
        start if isinstance(start, str) else None, None if ongoing or not isinstance(end, str) else end, ongoing=ongoing
    )
    try:
        period.check()
    except Invalid:
        return Period()
    return period


def _languages(said: dict[str, Any]) -> Iterable[Language]:
    seen: set[str] = set()
    for one in _list(said, "languages"):
        if isinstance(one, dict) and (name := _line(one.get("name"))) and name.casefold() not in seen:
            seen.add(name.casefold())
            words = _line(one.get("level"))
            level = _level_of(words)
            yield Language(name, level, note=words if words and level is None else None)


def _level_of(words: str) -> LanguageLevel | None:
    """The level that these words name; own words such as "goed" are kept as they are."""
    if _NATIVE.search(words):
        return LanguageLevel.NATIVE
    found = _LEVEL.search(words)
    return LanguageLevel(found[1].lower()) if found else None


def _list(said: dict[str, Any], name: str) -> list[Any]:
    value = said.get(name)
    return value[:MOST_OF_EACH] if isinstance(value, list) else []


def _line(value: Any) -> str:
    return (
        " ".join(paragraphs_of([value[: 2 * _LINE]]))[:_LINE].replace("\n", " ").replace("\t", " ")
        if isinstance(value, str)
        else ""
    )


def _text(value: Any) -> str:
    return "\n".join(paragraphs_of(value[:_TEXT].split("\n"))) if isinstance(value, str) else ""


def _unique(names: Iterable[str]) -> list[str]:
    return list({name.casefold(): name for name in reversed([name for name in names if name])}.values())[::-1]
