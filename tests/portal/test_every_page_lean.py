"""Every signed-in page of files in which something of everything has happened: what it asks and what it weighs."""

import gzip
import re
from collections.abc import Callable, Iterable
from html import unescape

import pytest
from sqlalchemy.orm import Session

from e2e import site
from e2e.story import Story, leave_something_to_learn, tell
from eportfolio import help_requests
from eportfolio.help_requests import Place
from tests.client import PortalClient
from tests.people import People
from tests.portal.test_cv import read, sent_cv
from tests.portal.test_query_counts import MOST, statements

HEAVIEST = 15 * 1024
"""Bytes of a page as it goes over the line; styles, scripts and fonts are there from the first page on."""
LINK = re.compile(r'<a\b[^>]*\shref="(/[^"]*)"')


@pytest.fixture
def story(people: People) -> Story:
    return tell(people)


def walk(
    web: PortalClient, starts: Iterable[str], *, goes: Callable[[str], bool] = lambda _path: True
) -> tuple[set[str], list[str]]:
    """Go to each kind of page once; what was met, and each page that asks or weighs too much."""
    waiting = [place for place in map(site.place_of, starts) if place]
    known, met, too_much = {place.kind for place in waiting}, set(), []
    while waiting:
        here = waiting.pop(0)
        web.get(here.path)  # what is done once per process, or at the first look of the day, does not count
        with statements(web) as sent:
            answer = web.get(here.path)
        assert answer.status_code < 400, (here.path, answer.status_code)
        met.add(here.endpoint)
        weight = len(gzip.compress(answer.data, 6))
        if len(sent) > MOST or weight > HEAVIEST:
            too_much.append(f"{here.endpoint} {here.path}: {len(sent)} statements, {weight} bytes")
        links = LINK.findall(answer.text) + ([answer.location] if answer.location else [])
        for place in map(site.place_of, map(unescape, links)):
            if place and place.kind not in known and not site.FILES.search(place.endpoint) and goes(place.path):
                known.add(place.kind)
                waiting.append(place)
    return met, too_much


def test_pages_of_a_client(web: PortalClient, owner_db: Session, story: Story) -> None:
    web.sign_in(story.busy)
    read(web, sent_cv(web, owner_db, story.busy))
    starts = [
        *(
            "/vandaag",
            "/cv/bekijken",
            "/mijn-gegevens/contact/code",
            "/bevestigen?verder=/mijn-gegevens",
            "/wachtwoord",
        ),
        *("/samen", "/nakijken", "/chat/naar-coach", "/chat/wakker"),
        f"/berichten/bericht/{story.question.id}",
        f"/gesprekken/{story.missed.id}",
        f"/sollicitaties/{story.interview.application_id}",
        *(f"/afspraken/{story.proposal.id}/{last}" for last in ("akkoord", "gelezen")),
    ]
    met, too_much = walk(web, starts)
    assert not too_much, "\n".join(too_much)
    assert site.pages_of("client") - met == set()


def test_pages_of_a_coach(web: PortalClient, owner_db: Session, story: Story) -> None:
    document = sent_cv(web.sign_in(story.busy), owner_db, story.busy)
    web.submit(f"/documenten/{document.id}/delen", page=f"/documenten/{document.id}")
    web.sign_in(story.coach)
    assert story.busy.case is not None
    assert story.sent.case is not None
    files = [f"/coach/klanten/{case.id}" for case in (story.busy.case, story.sent.case)]
    starts = ["/coach", "/coach/postbus", "/coach/gesprekken", "/coach/gesprekken/agenda", "/coach/samen", *files]
    starts += [f"{files[0]}/berichten/bericht/{story.question.id}", f"{files[0]}/gesprekken/{story.missed.id}"]
    starts += [f"{files[0]}/afspraken/{story.proposal.id}/akkoord"]
    met, too_much = walk(web, starts, goes=lambda path: path.startswith(tuple(files)))
    assert not too_much, "\n".join(too_much)
    assert site.pages_of("coach") - met == {"coach.manage", "coach.coach_files", "coach.learning"}


def test_pages_of_manager_and_helper(web: PortalClient, people: People) -> None:
    leave_something_to_learn(people.db)
    helper = people.helper()
    office = people.office_of(helper)
    help_requests.ask(people.db, place=Place(office.id, office.name, "4"), language="nl")
    people.db.commit()
    manager = people.manager(people.client().coach)
    for someone, starts in ((manager, ["/beheer", "/redactie"]), (helper, ["/balie", "/balie/samen"])):
        _met, too_much = walk(web.sign_in(someone), starts)
        assert not too_much, "\n".join(too_much)
