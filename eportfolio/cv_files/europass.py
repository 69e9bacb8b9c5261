"""Europass: the XML ("Candidate", version 4.0) that europa.eu/europass and EURES import, alone or inside a PDF.

The schema is not published where its own files say it is. The elements used here are those that the editor of
europa.eu writes and reads back: one `EmployerHistory` per job, long texts as escaped HTML, dates as precise as they
are known, a telephone number only with its country, a section shown only when it is named in `SectionsOrder`, and one
`Others` per entry of a section of one's own (volunteer work, proofs that are no driving licence).
"""

import html
import re
from collections.abc import Iterable
from xml.etree import ElementTree as Xml

import phonenumbers

from ..portfolio.entries import Education, Experience, Language, LanguageLevel, Period, Portfolio, Profile
from .language_codes import code_of

NAMESPACES = {
    "xmlns": "http://www.europass.eu/1.0",
    "xmlns:oa": "http://www.openapplications.org/oagis/9",
    "xmlns:eures": "http://www.europass_eures.eu/1.0",
    "xmlns:hr": "http://www.hr-xml.org/3",
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xsi:schemaLocation": "http://www.europass.eu/1.0 Candidate.xsd",
}
"""Written as they stand: prefixes that are registered with ElementTree are shared with every other library."""
DRIVING = frozenset(["AM", "A1", "A2", "A", "B1", "B", "BE", "C1", "C1E", "C", "CE", "D1", "D1E", "D", "DE", "T"])
"""Categories of a European driving licence (Directive 2006/126/EC), and T for tractors."""
ABILITIES = (
    "CEF-Understanding-Listening",
    "CEF-Understanding-Reading",
    "CEF-Speaking-Interaction",
    "CEF-Speaking-Production",
    "CEF-Writing-Production",
)
FILENAME = "attachment.xml"
"""What the importer looks for inside a PDF."""
OWN_SECTIONS = {
    "nl": {"volunteer": "Vrijwilligerswerk", "licences": "Bewijzen en certificaten", "skills": "Vaardigheden"},
    "en": {"volunteer": "Volunteer work", "licences": "Licences and certificates", "skills": "Skills"},
}
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(portfolio: Portfolio, *, language: str, document_id: str) -> bytes:
    """The portfolio as Europass XML; `language` is that of the CV (nl or en), `document_id` any name of its own."""
    root = Xml.Element("Candidate", NAMESPACES)
    _add(root, "hr:DocumentID", schemeID=document_id, schemeName="DocumentIdentifier", schemeAgencyName="EUROPASS",
         schemeVersionID="4.0")  # fmt: skip
    _supplier(root, portfolio.profile, document_id)
    _person(_add(root, "CandidatePerson"), portfolio)
    _profile(root, portfolio, language, document_id)
    _order_of_sections(root, portfolio)
    Xml.indent(root)
    return b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + Xml.tostring(root, encoding="utf-8") + b"\n"


def _supplier(root: Xml.Element, profile: Profile, document_id: str) -> None:
    supplier = _add(root, "CandidateSupplier")
    _add(supplier, "hr:PartyID", schemeID=document_id, schemeName="PartyID", schemeAgencyName="EUROPASS",
         schemeVersionID="1.0")  # fmt: skip
    _add(supplier, "hr:PartyName", "Owner")
    _name(_add(supplier, "PersonContact"), profile.name)
    _add(supplier, "hr:PrecedenceCode", "1")


def _person(person: Xml.Element, portfolio: Portfolio) -> None:
    profile = portfolio.profile
    _name(person, profile.name)
    _channel(person, "Email", profile.email)
    _telephone(person, profile.phone)
    if profile.website:
        _channel(person, "Web", profile.website if "://" in profile.website else f"https://{profile.website}")
    if profile.city:
        _address(person, profile.city)
    for language in portfolio.languages:
        if language.level is LanguageLevel.NATIVE:
            code = code_of(language.name)
            _add(person, "PrimaryLanguageCode", code or language.name, name="NORMAL" if code else "FREE_TEXT")


def _name(parent: Xml.Element, name: str) -> None:
    """The last word is the family name, with the Dutch infixes before it: Samira | de Wit."""
    given, family = _split(name)
    person = _add(parent, "PersonName")
    _add(person, "oa:GivenName", given)
    _add(person, "hr:FamilyName", family)


def _split(name: str) -> tuple[str, str]:
    words = name.split()
    if len(words) < 2:
        return name.strip(), ""
    start = len(words) - 1
    while start > 1 and words[start - 1][:1].islower():
        start -= 1
    return " ".join(words[:start]), " ".join(words[start:])


def _channel(person: Xml.Element, kind: str, address: str | None) -> None:
    if address:
        channel = _add(person, "Communication")
        _add(channel, "ChannelCode", kind)
        _add(channel, "oa:URI", address)


def _telephone(person: Xml.Element, phone: str | None) -> None:
    """Left out when it is no number of any country: the importer refuses the whole file for it."""
    try:
        number = phonenumbers.parse(phone or "", "NL")
    except phonenumbers.NumberParseException:
        return
    channel = _add(person, "Communication")
    _add(channel, "ChannelCode", "Telephone")
    _add(channel, "UseCode", "mobile")
    _add(channel, "CountryDialing", str(number.country_code))
    _add(channel, "oa:DialNumber", phonenumbers.national_significant_number(number))
    _add(channel, "CountryCode", (phonenumbers.region_code_for_number(number) or "NL").lower())


def _address(parent: Xml.Element, city: str) -> None:
    channel = _add(parent, "Communication")
    _add(channel, "UseCode", "home")
    _add(_add(channel, "Address", type="home"), "oa:CityName", city)


def _profile(root: Xml.Element, portfolio: Portfolio, language: str, document_id: str) -> None:
    profile = _add(root, "CandidateProfile", languageCode=language)
    _add(profile, "hr:ID", schemeID=document_id, schemeName="CandidateProfileID", schemeAgencyName="EUROPASS",
         schemeVersionID="1.0")  # fmt: skip
    about = "\n\n".join(part for part in (portfolio.profile.headline, portfolio.profile.summary) if part)
    if about:
        _add(profile, "hr:ExecutiveSummary", _as_html(about))
    history = _add(profile, "EmploymentHistory")
    for job in portfolio.experience:
        if not job.volunteer:
            _job(history, job)
    schools = _add(profile, "EducationHistory")
    for school in portfolio.education:
        _school(schools, school)
    _licences(profile, portfolio)
    _add(profile, "Certifications")
    _languages(_add(profile, "PersonQualifications"), portfolio.languages)
    words = OWN_SECTIONS.get(language, OWN_SECTIONS["en"])
    _skills(_add(profile, "Skills"), portfolio, words["skills"])
    for job in portfolio.experience:
        if job.volunteer:
            title = ", ".join(part for part in (job.title, job.organisation, job.city) if part)
            _other(profile, words["volunteer"], title, job.period, job.description)
    for licence in portfolio.licences:
        if licence.name.upper() not in DRIVING:
            _other(profile, words["licences"], licence.name, Period(end=licence.valid_until), None)


def _job(history: Xml.Element, job: Experience) -> None:
    employer = _add(history, "EmployerHistory")
    if job.organisation:
        _add(employer, "hr:OrganizationName", job.organisation)
    position = _add(employer, "PositionHistory")
    _add(position, "PositionTitle", job.title, typeCode="FREETEXT")
    period = _add(position, "eures:EmploymentPeriod")
    _date(period, "eures:StartDate", job.period.start)
    _date(period, "eures:EndDate", job.period.end)
    _add(period, "hr:CurrentIndicator", "true" if job.period.ongoing else "false")
    if job.description:
        _add(position, "oa:Description", _as_html(job.description))
    if job.city:
        _add(position, "City", job.city)


def _school(schools: Xml.Element, school: Education) -> None:
    attended = _add(schools, "EducationOrganizationAttendance")
    if school.organisation:
        _add(attended, "hr:OrganizationName", school.organisation)
    if school.city:
        channel = _add(_add(attended, "OrganizationContact"), "Communication")
        _add(_add(channel, "Address"), "oa:CityName", school.city)
    period = _add(attended, "AttendancePeriod")
    _date(period, "StartDate", school.period.start)
    _date(period, "EndDate", school.period.end)
    _add(period, "Ongoing", "true" if school.period.ongoing else "false")
    degree = _add(attended, "EducationDegree")
    _add(degree, "hr:DegreeName", school.title)
    if school.description:
        _add(degree, "OccupationalSkillsCovered", _as_html(school.description))


def _licences(profile: Xml.Element, portfolio: Portfolio) -> None:
    licences = _add(profile, "eures:Licenses")
    for licence in portfolio.licences:
        if licence.name.upper() in DRIVING:
            _add(_add(licences, "eures:License"), "hr:LicenseTypeCode", licence.name.upper())


def _languages(qualifications: Xml.Element, languages: Iterable[Language]) -> None:
    for language in languages:
        if language.level is LanguageLevel.NATIVE:
            continue
        code = code_of(language.name)
        competency = _add(qualifications, "PersonCompetency")
        _add(competency, "CompetencyID", code or language.name, schemeName="NORMAL" if code else "FREE_TEXT")
        _add(competency, "hr:TaxonomyID", "language")
        for ability in ABILITIES if language.level else ():
            dimension = _add(competency, "eures:CompetencyDimension")
            _add(dimension, "hr:CompetencyDimensionTypeCode", ability)
            _add(_add(dimension, "eures:Score"), "hr:ScoreText", (language.level or "").upper())


def _skills(skills: Xml.Element, portfolio: Portfolio, title: str) -> None:
    """One group under a title of its own: loose ones are taken for computer skills. Each name once."""
    names = dict.fromkeys(f"{one.name} ({one.note})" if one.note else one.name for one in portfolio.skills)
    if names:
        group = _add(skills, "SkillsGroup")
        _add(group, "Title", title)
        for name in names:
            competency = _add(group, "PersonCompetency")
            _add(competency, "hr:TaxonomyID", "Digital_Skill")
            _add(competency, "hr:CompetencyName", name)


def _other(profile: Xml.Element, section: str, title: str, period: Period, text: str | None) -> None:
    others = _add(profile, "Others")
    _add(others, "Title", section)
    other = _add(others, "Other")
    _add(other, "Title", title)
    if period.start or period.end:
        date = _add(other, "Date")
        _date(date, "StartDate", period.start)
        _date(date, "EndDate", period.end)
    if text:
        _add(other, "Description", _as_html(text))


def _order_of_sections(root: Xml.Element, portfolio: Portfolio) -> None:
    """What the importer shows: everything that is not named here stays hidden."""
    filled = {
        "work-experience": any(not job.volunteer for job in portfolio.experience),
        "education-training": bool(portfolio.education),
        "language": bool(portfolio.languages),
        "profile-skills": bool(portfolio.skills),
        "driving-licence": any(licence.name.upper() in DRIVING for licence in portfolio.licences),
    }
    design = _add(_add(root, "RenderingInformation"), "Design")
    for name, value in (("Template", "Template1"), ("Color", "Default"), ("FontSize", "Medium"), ("Logo", "None"),
                        ("PageNumbers", "true")):  # fmt: skip
        _add(design, name, value)
    order = _add(design, "SectionsOrder")
    for section, has_content in filled.items():
        if has_content:
            _add(_add(order, "Section"), "Title", section)


def _date(parent: Xml.Element, name: str, value: str | None) -> None:
    if value:
        _add(_add(parent, name), "hr:FormattedDateTime", value)


def _as_html(text: str) -> str:
    """Paragraphs as the editor keeps them; the XML writer escapes them once more."""
    blocks = [block.strip() for block in text.replace("\r\n", "\n").split("\n\n")]
    return "".join(f"<p>{html.escape(block, quote=False).replace('\n', '<br>')}</p>" for block in blocks if block)


def _add(parent: Xml.Element, tag: str, text: str | None = None, /, **attributes: str) -> Xml.Element:
    child = Xml.SubElement(parent, tag, {key: _clean(value) for key, value in attributes.items()})
    child.text = _clean(text) if text is not None else None
    return child


def _clean(text: str) -> str:
    """Without the characters that XML 1.0 does not have."""
    return _NOT_XML.sub("", text)
