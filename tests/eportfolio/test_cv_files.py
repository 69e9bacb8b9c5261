"""What is on a CV, and the same portfolio in the formats of other systems."""

import datetime as dt
import json
import uuid
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import jsonschema_rs
import pytest
from sqlalchemy.orm import Session

from eportfolio.base import Invalid, NotFound
from eportfolio.cv_files import europass, json_resume, json_resume_reading, versions
from eportfolio.cv_files.choice import (
    ORDER,
    Contact,
    CvChoice,
    Design,
    choice_of,
    key_of,
    only_chosen,
)
from eportfolio.cv_files.language_codes import code_of
from eportfolio.portfolio.entries import (
    Experience,
    Language,
    LanguageLevel,
    Licence,
    Period,
    Portfolio,
    Profile,
    Section,
)
from tests.people import People, act
from tests.portfolios import LARGE, ORDINARY

FIXTURES = Path(__file__).parent.parent / "fixtures" / "json_resume"
AT = dt.datetime(2026, 11, 26, 9, 0, tzinfo=dt.UTC)
NS = {"c": "http://www.europass.eu/1.0", "oa": "http://www.openapplications.org/oagis/9",
      "hr": "http://www.hr-xml.org/3", "eures": "http://www.europass_eures.eu/1.0"}  # fmt: skip


def test_what_was_written_for_the_coach_is_not_on_a_cv_unless_she_wants_that() -> None:
    chosen = only_chosen(ORDINARY, CvChoice())
    assert chosen.goal is None
    assert chosen.account is None
    assert chosen.experience == ORDINARY.experience
    assert only_chosen(ORDINARY, CvChoice(without=frozenset())) == ORDINARY


def test_left_out_entries_stay_out_when_their_description_changes() -> None:
    cleaner = ORDINARY.experience[1]
    choice = CvChoice(left_out=frozenset({key_of(cleaner)}))
    changed = replace(ORDINARY, experience=(ORDINARY.experience[0], replace(cleaner, description="Nieuwe tekst")))
    assert only_chosen(changed, choice).experience == (ORDINARY.experience[0],)


def test_what_is_added_later_is_on_the_next_cv() -> None:
    choice = CvChoice(left_out=frozenset({key_of(ORDINARY.experience[1])}))
    new = Experience("Kok", "De Haven")
    assert new in only_chosen(replace(ORDINARY, experience=(*ORDINARY.experience, new)), choice).experience


def test_contact_details_can_be_left_off() -> None:
    chosen = only_chosen(ORDINARY, CvChoice(without_contact=frozenset({Contact.PHONE, Contact.CITY})))
    assert (chosen.profile.phone, chosen.profile.city) == (None, None)
    assert chosen.profile.email == "elif@example.org"


def test_a_part_moves_one_place_and_stops_at_the_ends() -> None:
    choice = CvChoice().moved(Section.EDUCATION, -1)
    assert choice.order[:2] == (Section.EDUCATION, Section.EXPERIENCE)
    assert choice.moved(Section.EDUCATION, -1) == choice
    assert CvChoice().moved(ORDER[-1], 1).order == ORDER


@pytest.mark.parametrize(
    "kept",
    [
        {},
        {"order": ["nothing", "skills", 7]},
        {"without": ["skills", "x"], "without_contact": ["fax"], "left_out": [1]},
    ],
)
def test_kept_choices_that_no_longer_fit_do_no_harm(kept: dict[str, list[str]]) -> None:
    choice = choice_of("baroque", "fr", kept)
    assert sorted(choice.order) == sorted(ORDER)
    assert (choice.design, choice.language) == (Design.CLASSIC, "nl")


def test_choices_come_back_as_they_were_kept() -> None:
    choice = CvChoice(Design.MODERN, "en").moved(Section.SKILLS, -1)
    choice = replace(choice, without_contact=frozenset({Contact.PHONE}), left_out=frozenset({"abc"}))
    assert choice_of(choice.design, choice.language, json.loads(json.dumps(choice.as_json()))) == choice


def test_versions_are_kept_by_name_and_belong_to_one_file(people: People, db: Session) -> None:
    client, stranger = people.client(), people.client()
    act(db, client)
    versions.keep(db, client.case, CvChoice())
    versions.keep(db, client.case, CvChoice(Design.MODERN), name="  voor   de zorg ")
    versions.keep(db, client.case, CvChoice(Design.MODERN, "en"), name="Voor de zorg")
    kept = versions.versions_of(db, client.case.id)
    assert [(version.name, version.language) for version in kept] == [("", "nl"), ("Voor de zorg", "en")]
    versions.take_up(db, client.case, kept[1].id)
    db.expire_all()
    assert versions.working_choice(versions.versions_of(db, client.case.id), language="nl").language == "en"
    db.commit()
    act(db, stranger)
    with pytest.raises(NotFound):
        versions.take_up(db, stranger.case, kept[1].id)


def test_versions_have_a_limit_and_a_short_name(people: People, db: Session) -> None:
    client = people.client()
    act(db, client)
    for number in range(versions.MOST):
        versions.keep(db, client.case, CvChoice(), name=f"cv {number}")
    versions.keep(db, client.case, CvChoice(), name="cv 3")
    with pytest.raises(versions.TooManyVersions):
        versions.keep(db, client.case, CvChoice(), name="nog een")
    with pytest.raises(Invalid):
        versions.keep(db, client.case, CvChoice(), name="x" * 61)


@pytest.mark.parametrize("portfolio", [ORDINARY, LARGE, Portfolio(), Portfolio(profile=Profile("Jo"))])
def test_json_resume_is_valid_and_comes_back_whole(portfolio: Portfolio) -> None:
    schema = json.loads((FIXTURES / "schema.json").read_text())
    written = json.loads(json_resume.write(portfolio, at=AT))
    assert list(jsonschema_rs.validator_for(schema, validate_formats=True).iter_errors(written)) == []
    assert json_resume_reading.read(written) == json_resume_reading.Read(portfolio, 0)


def test_the_example_of_json_resume_is_understood() -> None:
    read = json_resume_reading.read(json.loads((FIXTURES / "sample.json").read_text())).portfolio
    assert read.profile.name == "Richard Hendriks"
    assert read.experience[0].title == "CEO/President"
    assert "- Build an algorithm" in (read.experience[0].description or "")
    assert [job.volunteer for job in read.experience] == [False, True]
    assert read.languages == (Language("English", LanguageLevel.NATIVE),)


def test_a_json_resume_of_nonsense_leaves_nothing_and_breaks_nothing() -> None:
    nonsense = {
        "basics": ["not", "a", "part"],
        "work": [None, 3, {}, {"position": 7}, {"position": "Kok", "startDate": "2020-13-45", "endDate": {"a": 1}}],
        "education": "no list",
        "languages": [{"language": "Turks", "fluency": ["x"]}],
        "certificates": [{"name": "\x00"}],
        "skills": [{"name": "Koken", "keywords": [1, None, "Soep"]}],
        "x-houvast": {"availability": {"hours_per_week": True, "available_from": "morgen"}},
    }
    read = json_resume_reading.read(nonsense)
    assert read.portfolio.experience == (Experience("Kok"),)
    assert read.portfolio.languages == (Language("Turks"),)
    assert [skill.name for skill in read.portfolio.skills] == ["Soep"]
    assert read.portfolio.availability is None
    assert read.left_out == 5


def test_reversed_dates_and_long_texts_are_cut_to_what_the_portfolio_takes() -> None:
    work = [{"position": "x" * 900, "startDate": "2020-05", "endDate": "2019-01", "summary": "y" * 100_000}]
    job = json_resume_reading.read({"work": work}).portfolio.experience[0]
    assert (len(job.title), len(job.description or ""), job.period) == (200, 4000, Period())


def parsed(portfolio: Portfolio, language: str = "nl") -> ElementTree.Element:
    return ElementTree.fromstring(europass.write(portfolio, language=language, document_id=str(uuid.uuid4())))


def texts(root: ElementTree.Element, path: str) -> list[str | None]:
    return [found.text for found in root.findall(path, NS)]


def test_europass_has_what_its_importer_asks_for() -> None:
    root = parsed(ORDINARY)
    assert root.tag == "{http://www.europass.eu/1.0}Candidate"
    assert texts(root, "c:CandidatePerson/c:PersonName/hr:FamilyName") == ["Yılmaz"]
    assert texts(root, ".//c:CountryDialing") == ["31"]
    assert root.find("c:CandidateProfile", NS).get("languageCode") == "nl"  # type: ignore[union-attr]
    assert texts(root, ".//c:PositionTitle") == ["Verzorgende", "Schoonmaker"]
    assert texts(root, ".//hr:CurrentIndicator") == ["true", "false"]
    assert texts(root, ".//eures:StartDate/hr:FormattedDateTime") == ["2019-03", "2013"]
    assert texts(root, ".//c:PrimaryLanguageCode") == ["tur"]
    assert texts(root, ".//c:PersonQualifications//c:CompetencyID") == ["dut", "ara"]
    assert texts(root, ".//hr:LicenseTypeCode") == ["B"]
    assert texts(root, ".//c:Others/c:Title") == ["Vrijwilligerswerk", "Bewijzen en certificaten"]
    shown = texts(root, ".//c:SectionsOrder/c:Section/c:Title")
    assert shown == ["work-experience", "education-training", "language", "profile-skills", "driving-licence"]


def test_europass_escapes_what_she_wrote_and_leaves_out_what_xml_cannot_say() -> None:
    job = Experience("A <b> & \x0b\x00", description="1 < 2 & \x1f3\n\nzo")
    root = parsed(Portfolio(profile=Profile("Jo"), experience=(job,)))
    assert texts(root, ".//c:PositionTitle") == ["A <b> & "]
    assert texts(root, ".//oa:Description") == ["<p>1 &lt; 2 &amp; 3</p><p>zo</p>"]


def test_a_number_that_is_no_telephone_number_is_left_out_of_europass() -> None:
    """The importer of europa.eu refuses the whole file for one without a country."""
    root = parsed(Portfolio(profile=Profile("Jo", phone="bel mijn zus")))
    assert texts(root, ".//c:ChannelCode") == []


@pytest.mark.parametrize(
    ("name", "given", "family"),
    [("Samira de Wit", "Samira", "de Wit"), ("Jo", "Jo", ""), ("Jan Peter van der Berg", "Jan Peter", "van der Berg")],
)
def test_names_are_divided_as_the_dutch_do(name: str, given: str, family: str) -> None:
    root = parsed(Portfolio(profile=Profile(name)))
    person = root.find("c:CandidatePerson/c:PersonName", NS)
    assert person is not None
    assert [(part.text or "") for part in person] == [given, family]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Turks", "tur"),
        ("turkish", "tur"),
        ("Türkçe", "tur"),
        ("Nederlands", "dut"),
        ("Farsi", "per"),
        ("Klingon", None),
    ],
)
def test_languages_are_known_by_their_names(name: str, code: str | None) -> None:
    assert code_of(name) == code


def test_a_licence_that_is_no_driving_licence_is_a_section_of_its_own() -> None:
    root = parsed(Portfolio(licences=(Licence("Heftruck", "2028-01"), Licence("ce"))), "en")
    assert texts(root, ".//hr:LicenseTypeCode") == ["CE"]
    assert texts(root, ".//c:Other/c:Title") == ["Heftruck"]
