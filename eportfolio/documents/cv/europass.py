"""The data that a Europass CV carries in itself, in both of its schemas; read first when it is there.

`Candidate` is what the present platform writes, `SkillsPassport` what the earlier one wrote. Names are compared without
their namespaces, which differ between versions.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from xml.etree import ElementTree

from .. import xml_guard
from ..media import Refused

Element = ElementTree.Element
Found = dict[str, Any]
_MOST = 60
_TAG = re.compile(r"<[^<>]{0,200}>")


def read_xml(data: bytes) -> Found | None:
    """What a Europass document says; None when this is no Europass document."""
    try:
        xml_guard.check(data)
    except Refused:
        return None
    root = ElementTree.fromstring(data)  # noqa: S314 - xml_guard has refused every declaration
    kind = _local(root)
    if kind == "Candidate":
        return _candidate(root)
    if kind in ("SkillsPassport", "Europass", "LearnerInfo"):
        return _passport(root)
    return None


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _all(element: Element | None, name: str) -> Iterator[Element]:
    return (one for one in (element.iter() if element is not None else ()) if _local(one) == name)


def _first(element: Element | None, *path: str) -> Element | None:
    """The first element along this path of descendants."""
    for name in path:
        element = next((one for one in _all(element, name) if one is not element), None)
    return element


def _text(element: Element | None, *path: str) -> str:
    found = _first(element, *path) if path else element
    return _plain("".join(found.itertext())) if found is not None else ""


def _plain(text: str) -> str:
    """Descriptions are HTML inside XML: only its text."""
    text = _TAG.sub(" ", unescape(re.sub(r"</(?:li|p|div)>|<br ?/?>", "\n", text)))
    return "\n".join(line for raw in text.split("\n") if (line := " ".join(raw.split())))


def _items(text: str) -> list[str]:
    return [item for part in re.split(r"[\n,;•|]", text) if 1 < len(item := part.strip(" .-")) <= 80][:_MOST]


def _entry(
    title: str, organisation: str, city: str, start: str | None, end: str | None, ongoing: bool, about: str
) -> Found:
    written = f"{start or ''} – {'' if ongoing else end or ''}".strip(" –")
    return {
        "title": title or organisation,
        "organisation": organisation if title else "",
        "city": city, "start": start, "end": None if ongoing else end,
        "ongoing": ongoing or (start is not None and end is None),
        "written": written, "finished": None, "description": about,
    }  # fmt: skip


def _candidate(root: Element) -> Found:
    person, profile = _first(root, "CandidatePerson"), _first(root, "CandidateProfile")
    contact = list(_all(person, "Communication"))
    mother = [{"name": code, "level": "native"} for one in _all(person, "PrimaryLanguageCode") if (code := _text(one))]
    competences = list(_all(profile, "PersonCompetency"))
    languages = [
        {"name": _text(one, "CompetencyID"), "level": _text(one, "ScoreText")}
        for one in competences
        if _text(one, "TaxonomyID") == "language"
    ]
    skills = [_text(one, "CompetencyName") for one in competences if _text(one, "TaxonomyID") != "language"]
    skills += [_text(one) for one in _all(profile, "DigitalSkill")]
    return {
        "name": f"{_text(person, 'GivenName')} {_text(person, 'FamilyName')}".strip(),
        "email": next((uri for one in contact if "@" in (uri := _text(one, "URI"))), "").replace("mailto:", ""),
        "phone": next(
            (
                f"{_text(one, 'CountryDialing')} {number}".strip()
                for one in contact
                if (number := _text(one, "DialNumber"))
            ),
            "",
        ),
        "city": _text(person, "CityName"),
        "headline": "",
        "summary": _text(profile, "ExecutiveSummary"),
        "experience": [_job(one) for one in _all(_first(profile, "EmploymentHistory"), "EmployerHistory")][:_MOST],
        "volunteering": [_titled(one) for one in _all(_first(profile, "VoluntaryWorks"), "VoluntaryWork")][:_MOST],
        "education": [_school(one) for one in _all(profile, "EducationOrganizationAttendance")][:_MOST],
        "courses": [_titled(one) for one in _all(_first(profile, "Certifications"), "Certification")][:_MOST],
        "skills": [skill for skill in skills if skill][:_MOST],
        "languages": [one for one in (*mother, *languages) if one["name"]][:_MOST],
        "licences": [code for one in _all(profile, "License") if (code := _text(one, "LicenseTypeCode") or _text(one))][
            :_MOST
        ],
    }


def _job(employer: Element) -> Found:
    position = _first(employer, "PositionHistory")
    start, end = _day(_first(position, "StartDate")), _day(_first(position, "EndDate"))
    ongoing = _text(position, "CurrentIndicator") == "true"
    city = _text(position, "CityName") or _text(employer, "CityName")
    about = _text(position, "Description")
    return _entry(
        _text(position, "PositionTitle"), _text(employer, "OrganizationName"), city, start, end, ongoing, about
    )


def _school(school: Element) -> Found:
    start, end = _day(_first(school, "StartDate")), _day(_first(school, "EndDate"))
    ongoing = _text(school, "Ongoing") == "true"
    title = _text(school, "DegreeName") or _text(school, "ProgramName")
    found = _entry(title, _text(school, "OrganizationName"), _text(school, "CityName"), start, end, ongoing, "")
    return found if start or ongoing else {**found, "ongoing": False}


def _titled(one: Element) -> Found:
    """A certificate or voluntary work: a title, perhaps an organisation and dates."""
    start, end = _day(_first(one, "StartDate")), _day(_first(one, "EndDate")) or _day(_first(one, "Date"))
    title = _text(one, "Title") or _text(one, "CertificationName") or _text(one, "Name")
    found = _entry(title, _text(one, "OrganizationName"), "", start, end, False, _text(one, "Description"))
    return found if start and not end else {**found, "ongoing": False}


def _day(date: Element | None) -> str | None:
    """`2019-09` of `2019-09-01`; a year when there is no more."""
    found = re.search(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2]))?", _text(date)) if date is not None else None
    return found[0] if found else None


def _passport(root: Element) -> Found:
    who = _first(root, "Identification")
    skills = _first(root, "Skills")
    work = [one for one in _all(root, "WorkExperience") if _first(one, "WorkExperience") is None]
    schools = [
        one for one in _all(root, "Education") if _first(one, "Education") is None and _first(one, "Title") is not None
    ]
    described = " \n".join(
        _text(_first(skills, name), "Description")
        for name in ("JobRelated", "Computer", "Communication", "Organisational", "Other")
    )
    return {
        "name": f"{_text(who, 'FirstName')} {_text(who, 'Surname')}".strip(),
        "email": _text(who, "Email", "Contact") or _text(who, "Email"),
        "phone": _text(who, "Telephone", "Contact"),
        "city": _text(who, "Municipality"),
        "headline": _text(root, "Headline", "Description", "Label"),
        "summary": "",
        "experience": [_passport_entry(one, ("Position", "Label"), ("Employer", "Name")) for one in work][:_MOST],
        "volunteering": [],
        "education": [_passport_entry(one, ("Title",), ("Organisation", "Name")) for one in schools][:_MOST],
        "courses": [],
        "skills": _items(described),
        "languages": [_spoken(one) for name in ("MotherTongue", "ForeignLanguage") for one in _all(skills, name)][
            :_MOST
        ],
        "licences": [code for one in _all(_first(skills, "Driving"), "Licence") if (code := _text(one))][:_MOST],
    }


def _passport_entry(one: Element, title: tuple[str, ...], organisation: tuple[str, ...]) -> Found:
    period = _first(one, "Period")
    ongoing = _text(period, "Current") == "true"
    start, end = _passport_date(_first(period, "From")), _passport_date(_first(period, "To"))
    city, about = _text(one, "Municipality"), _text(one, "Activities")
    return _entry(_text(one, *title), _text(one, *organisation), city, start, end, ongoing, about)


def _passport_date(date: Element | None) -> str | None:
    """Year and month as attributes, the month as `--09` or `9`."""
    if date is None or not re.fullmatch(r"(?:19|20)\d\d", year := date.get("year", "")):
        return None
    month = re.sub(r"\D", "", date.get("month", ""))
    return f"{year}-{int(month):02d}" if month and 1 <= int(month) <= 12 else year


def _spoken(one: Element) -> Found:
    levels = [_text(level) for level in (_first(one, "ProficiencyLevel") or ())]
    own = "native" if _local(one) == "MotherTongue" else max(levels, default="")
    return {"name": _text(one, "Description", "Label") or _text(one, "Code"), "level": own}
