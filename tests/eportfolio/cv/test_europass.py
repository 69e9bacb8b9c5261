"""A Europass CV carries its own data, which is more certain than its layout."""

from io import BytesIO

import pikepdf

from eportfolio.documents.cv.europass import read_xml
from eportfolio.documents.cv_reading import read_cv
from eportfolio.documents.inspection import inspect
from eportfolio.documents.media import MediaType
from eportfolio.documents.reading import ReadState
from eportfolio.portfolio.entries import LanguageLevel, Period

from .layouts import pdf

CANDIDATE = b"""<Candidate xmlns="http://www.europass.eu/1.0" xmlns:oa="http://www.openapplications.org/oagis/9"
 xmlns:eures="http://www.europass_eures.eu/1.0" xmlns:hr="http://www.hr-xml.org/3">
<CandidatePerson><PersonName><oa:GivenName>Ilse</oa:GivenName><hr:FamilyName>Dekkers</hr:FamilyName></PersonName>
<Communication><ChannelCode>Email</ChannelCode><oa:URI>ilse@voorbeeld.example</oa:URI></Communication>
<Communication><ChannelCode>Telephone</ChannelCode><oa:CountryDialing>31</oa:CountryDialing><oa:DialNumber>612340000</oa:DialNumber></Communication>
<Communication><Address><oa:CityName>Delft</oa:CityName></Address></Communication>
<PrimaryLanguageCode>nld</PrimaryLanguageCode></CandidatePerson>
<CandidateProfile><EmploymentHistory><EmployerHistory><hr:OrganizationName>Bakkerij De Korst</hr:OrganizationName>
<PositionHistory><PositionTitle>Bakker</PositionTitle><eures:EmploymentPeriod><eures:StartDate><hr:FormattedDateTime>2019-03-01</hr:FormattedDateTime></eures:StartDate>
<hr:CurrentIndicator>true</hr:CurrentIndicator></eures:EmploymentPeriod><oa:Description>&lt;p&gt;Brood &lt;b&gt;bakken&lt;/b&gt;&lt;/p&gt;</oa:Description></PositionHistory></EmployerHistory></EmploymentHistory>
<EducationHistory><EducationOrganizationAttendance><hr:OrganizationName>ROC Delfland</hr:OrganizationName><EducationDegree><hr:DegreeName>Brood en banket</hr:DegreeName></EducationDegree>
<AttendancePeriod><StartDate><hr:FormattedDateTime>2014-09</hr:FormattedDateTime></StartDate><EndDate><hr:FormattedDateTime>2017-06</hr:FormattedDateTime></EndDate></AttendancePeriod></EducationOrganizationAttendance></EducationHistory>
<PersonQualifications><PersonCompetency><CompetencyID>eng</CompetencyID><hr:TaxonomyID>language</hr:TaxonomyID><eures:CompetencyDimension><eures:Score><hr:ScoreText>B2</hr:ScoreText></eures:Score></eures:CompetencyDimension></PersonCompetency></PersonQualifications>
<Licenses><License><hr:LicenseTypeCode>B</hr:LicenseTypeCode></License></Licenses></CandidateProfile></Candidate>"""

PASSPORT = b"""<SkillsPassport xmlns="http://europass.cedefop.europa.eu/Europass"><LearnerInfo><Identification>
<PersonName><FirstName>Ilse</FirstName><Surname>Dekkers</Surname></PersonName><ContactInfo><Address><Contact><Municipality>Delft</Municipality></Contact></Address>
<Email><Contact>ilse@voorbeeld.example</Contact></Email></ContactInfo></Identification>
<WorkExperienceList><WorkExperience><Period><From year="2019" month="--03"/><To year="2021" month="--11"/></Period><Position><Label>Bakker</Label></Position>
<Employer><Name>Bakkerij De Korst</Name></Employer></WorkExperience></WorkExperienceList>
<Skills><Linguistic><MotherTongueList><MotherTongue><Description><Label>Nederlands</Label></Description></MotherTongue></MotherTongueList>
<ForeignLanguageList><ForeignLanguage><Description><Label>Engels</Label></Description><ProficiencyLevel><Listening>B2</Listening><Writing>B1</Writing></ProficiencyLevel></ForeignLanguage></ForeignLanguageList></Linguistic>
<Driving><Description><Licence>B</Licence></Description></Driving></Skills></LearnerInfo></SkillsPassport>"""


def with_europass(data: bytes) -> bytes:
    """A PDF whose layout says little, with the data inside."""
    target = BytesIO()
    with pikepdf.open(BytesIO(pdf("<h1>Iemand Anders</h1><h2>Vaardigheden</h2><p>Kneden, Bakken</p>"))) as document:
        document.attachments["attachment.xml"] = pikepdf.AttachedFileSpec(document, data, filename="attachment.xml")
        document.save(target)
    return target.getvalue()


def test_data_inside_the_pdf_comes_before_its_layout() -> None:
    inspected = inspect(with_europass(CANDIDATE), "cv.pdf")
    reading = read_cv(inspected.content, MediaType.PDF)

    assert reading.state is ReadState.READ
    assert (reading.profile.name, reading.profile.email, reading.profile.city) == (
        "Ilse Dekkers",
        "ilse@voorbeeld.example",
        "Delft",
    )
    (job,) = reading.experience
    assert (job.entry.title, job.entry.organisation) == ("Bakker", "Bakkerij De Korst")
    assert job.entry.period == Period("2019-03", ongoing=True)
    assert job.entry.description == "Brood bakken"
    (school,) = reading.education
    assert (school.entry.title, school.entry.period) == ("Brood en banket", Period("2014-09", "2017-06"))
    assert [licence.name for licence in reading.licences] == ["B"]


def test_what_the_data_do_not_say_is_read_from_the_layout() -> None:
    reading = read_cv(with_europass(CANDIDATE), MediaType.PDF)

    assert [skill.name for skill in reading.skills] == ["Kneden", "Bakken"]


def test_the_earlier_schema() -> None:
    reading = read_cv(with_europass(PASSPORT), MediaType.PDF)

    (job,) = reading.experience
    assert (job.entry.title, job.entry.period) == ("Bakker", Period("2019-03", "2021-11"))
    assert [(one.name, one.level) for one in reading.languages] == [
        ("Nederlands", LanguageLevel.NATIVE),
        ("Engels", LanguageLevel.B2),
    ]


def test_other_xml_is_no_europass_cv() -> None:
    assert read_xml(b"<invoice/>") is None
    assert read_xml(b"<!DOCTYPE a [<!ENTITY b 'c'>]><Candidate>&b;</Candidate>") is None
