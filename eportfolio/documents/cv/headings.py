"""The headings that people put above the parts of a CV, in the languages of this country's jobseekers."""

import re
from enum import StrEnum
from functools import cache, lru_cache

from .lines import fold
from .world import listed


class Part(StrEnum):
    """What a section of a CV is about."""

    PROFILE = "profile"
    CONTACT = "contact"
    EXPERIENCE = "experience"
    EDUCATION = "education"
    COURSES = "courses"
    VOLUNTEERING = "volunteering"
    SKILLS = "skills"
    LANGUAGES = "languages"
    LICENCES = "licences"
    OTHER = "other"


_BY_A_WORD = (
    Part.VOLUNTEERING,
    Part.LANGUAGES,
    Part.LICENCES,
    Part.COURSES,
    Part.EXPERIENCE,
    Part.EDUCATION,
    Part.SKILLS,
    Part.PROFILE,
    Part.CONTACT,
)
"""In this order: `Vrijwilligerservaring` is about volunteering, not about work."""


@cache
def _known() -> dict[str, Part]:
    return {_compact(phrase): part for part in Part for phrase in listed(f"headings of {part.value}")}


@lru_cache(maxsize=4_096)
def kind_of_heading(text: str) -> Part | None:
    """The part that this text is the heading of; spaces do not count, so that letter-spaced headings are known."""
    if len(text) > 60 or not text.strip():
        return None
    compact = _compact(text)
    found = _known().get(compact)
    if found is None and "/" in text:
        found = _known().get(_compact(text.partition("/")[0]))
    if found is None:
        halves = re.split(r"\s+(?:en|and|ve|i|und|et|y|e|&|\+|і|и)\s+|\s*[/&]\s*", fold(text), maxsplit=1)
        if len(halves) == 2 and all(_known().get(_compact(half)) for half in halves):
            found = _known()[_compact(halves[0])]
    return found


def kind_by_a_word(text: str) -> Part | None:
    """What a heading in own words is likely about; only for what is certain to be a heading."""
    folded = fold(text)
    return next((part for part in _BY_A_WORD if re.search(_words_in(part), folded)), None)


@cache
def _words_in(part: Part) -> str:
    return "|".join(listed(f"in headings of {part.value}"))


def _compact(text: str) -> str:
    return re.sub(r"[^\w]", "", fold(text)).replace("_", "")
