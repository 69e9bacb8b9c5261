"""The same people in many layouts: each time the same jobs, schools and lists are found."""

from collections.abc import Callable

import pytest

from eportfolio.documents.cv.room import read_cv
from eportfolio.documents.media import MediaType

from .layouts import LAYOUTS
from .people import DANIEL, GRZEGORZ, JOOST, KATHARINA, PEOPLE, PRIYA, SAMIRA, Person, School, Work
from .word_layouts import ODT_LAYOUTS, WORD_LAYOUTS

Layout = Callable[[Person, int], bytes]


def facts(entries: tuple[Work | School, ...]) -> list[tuple[str, str, str | None, str | None]]:
    return [(one.title, one.organisation, one.start, one.end) for one in entries]


def found(entries: list[dict]) -> list[tuple[str, str, str | None, str | None]]:  # type: ignore[type-arg]
    return [(one["title"], one["organisation"], one["start"], one["end"]) for one in entries]


def assert_all_is_found(said: dict, person: Person) -> None:  # type: ignore[type-arg]
    assert (said["name"], said["email"], said["phone"]) == (person.name, person.email, person.phone)
    assert found(said["experience"]) == facts(person.work)
    assert found(said["education"]) == facts(person.schools)
    assert said["skills"] == list(person.skills)
    assert [one["name"] for one in said["languages"]] == [name for name, _ in person.languages]


PAIRS = [
    pytest.param(layout, person, number, id=f"{layout.__name__}-{person.language}{PEOPLE.index(person)}")
    for number, layout in enumerate(LAYOUTS)
    for person in ((SAMIRA, DANIEL), (JOOST, PRIYA), (KATHARINA, SAMIRA), (GRZEGORZ, JOOST))[number % 4]
]


@pytest.mark.parametrize(("layout", "person", "variant"), PAIRS)
def test_a_pdf_in_every_layout(layout: Layout, person: Person, variant: int) -> None:
    assert_all_is_found(read_cv(layout(person, variant), MediaType.PDF), person)


@pytest.mark.parametrize("layout", WORD_LAYOUTS, ids=lambda layout: layout.__name__)
@pytest.mark.parametrize("person", [SAMIRA, PRIYA, GRZEGORZ], ids=["nl", "en", "pl"])
def test_a_docx_in_every_layout(layout: Layout, person: Person) -> None:
    assert_all_is_found(read_cv(layout(person, 0), MediaType.DOCX), person)


@pytest.mark.parametrize("layout", ODT_LAYOUTS, ids=lambda layout: layout.__name__)
@pytest.mark.parametrize("person", [JOOST, DANIEL], ids=["nl", "en"])
def test_an_odt_in_every_layout(layout: Layout, person: Person) -> None:
    assert_all_is_found(read_cv(layout(person, 1), MediaType.ODT), person)


def test_tasks_become_the_description_and_courses_stand_apart() -> None:
    said = read_cv(LAYOUTS[0](JOOST, 0), MediaType.PDF)

    assert said["experience"][0]["description"] == "Onderhoud aan warmtepompen\nStoringsdienst een week per maand"
    assert [one["title"] for one in said["courses"]] == ["VCA Basis", "F-gassen"]
    assert said["licences"] == ["B", "BE"]
    assert said["city"] == "Deventer"


def test_dates_are_given_as_written_too() -> None:
    said = read_cv(LAYOUTS[0](SAMIRA, 0), MediaType.PDF)

    assert said["experience"][0]["written"] == "mrt 2018 – heden"
    assert said["experience"][0]["ongoing"] is True
