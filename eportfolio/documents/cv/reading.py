"""From lines to suggestions: every part of a CV, as plain values that can leave the closed room."""

from typing import Any

from .contact import contact_of
from .entries import Entry, entries_of
from .headings import Part
from .lines import Line
from .lists import Spoken, labelled_languages, labelled_skills, languages_of, licences_of, skills_of
from .sections import Section, sections_of

Found = dict[str, Any]


def read_lines(lines: list[Line]) -> Found:
    """What a CV with these lines says, in words and lists; the shape is checked again outside the closed room."""
    sections = sections_of(lines)
    top = _lines(sections, None) + _lines(sections, Part.CONTACT)
    contact = contact_of(top, lines)
    jobs = _entries(sections, Part.EXPERIENCE)
    usual = _is_title_first(jobs)
    spoken = languages_of(_lines(sections, Part.LANGUAGES)) or labelled_languages(lines)
    return {
        "name": contact.name,
        "email": contact.email,
        "phone": contact.phone,
        "city": contact.city,
        "headline": contact.headline,
        "summary": _summary(_lines(sections, Part.PROFILE)),
        "experience": [_entry(one) for one in jobs],
        "volunteering": [_entry(one) for one in _entries(sections, Part.VOLUNTEERING, usual)],
        "education": [_entry(one) for one in _entries(sections, Part.EDUCATION, usual)],
        "courses": [_entry(one) for one in _entries(sections, Part.COURSES)],
        "skills": skills_of(_without_languages(_lines(sections, Part.SKILLS) or labelled_skills(lines)), lines),
        "languages": [_spoken(one) for one in spoken],
        "licences": licences_of(_lines(sections, Part.LICENCES), lines),
    }


def _lines(sections: list[Section], part: Part | None) -> list[Line]:
    return [line for section in sections if section.part is part for line in section.lines]


def _entries(sections: list[Section], part: Part, usual: bool | None = None) -> list[Entry]:
    is_school = part in (Part.EDUCATION, Part.COURSES)
    found: list[Entry] = []
    for section in sections:
        if section.part is part and section.lines:
            found += entries_of(section.lines, is_school=is_school, is_course=part is Part.COURSES, usual=usual)
    return found


def _is_title_first(jobs: list[Entry]) -> bool | None:
    """Whether occupations stand before employers: who writes so does the same with schools."""
    known = [job.is_title_first for job in jobs if job.is_title_first is not None]
    return sum(known) * 2 > len(known) if known else None


def _entry(entry: Entry) -> Found:
    dates = entry.dates
    return {
        "title": entry.title,
        "organisation": entry.organisation,
        "city": entry.city,
        "start": dates.start if dates else None,
        "end": dates.end if dates else None,
        "ongoing": bool(dates and dates.ongoing),
        "written": dates.written if dates else "",
        "finished": entry.finished,
        "description": "\n".join(entry.description),
    }


def _spoken(spoken: Spoken) -> Found:
    return {"name": spoken.name, "level": spoken.level}


def _without_languages(lines: list[Line]) -> list[Line]:
    """In a mixed part, lines that only name languages are left to the languages."""
    return [line for line in lines if not labelled_languages([line])]


def _summary(lines: list[Line]) -> str:
    return " ".join(line.text.replace("\t", " ") for line in lines)[:2000]
