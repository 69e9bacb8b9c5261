"""The demo people have a past that could have been: on whatever day it is told, in order, and whole."""

import datetime as dt
import itertools
import os
import uuid
from collections.abc import Iterator

import pytest
import time_machine
from pydantic import SecretStr
from sqlalchemy import select
from sqlalchemy.orm import Session

from eportfolio.access import Actor, Channel, act_as
from eportfolio.audit import AccessLogEntry
from eportfolio.base import now, told_as_of
from eportfolio.caseload import caseload_of
from eportfolio.database import make_engine, migrate
from eportfolio.people import Account, Role
from eportfolio.signals import Kind
from portal import demo
from portal.config import Settings
from portal.demo.story import tell_story
from tests.conftest import VAR
from tools import embedded

DAYS = (
    dt.datetime(2027, 1, 1, 0, 5, tzinfo=dt.UTC),  # every day of the past is in another year
    dt.datetime(2027, 3, 28, 9, 0, tzinfo=dt.UTC),  # the clock went forward this night
    dt.datetime(2028, 2, 29, 23, 30, tzinfo=dt.UTC),  # a day that few years have; past midnight at the office
)


@pytest.fixture(params=DAYS, ids=lambda day: f"{day:%d %b %Y}")
def told(request: pytest.FixtureRequest, settings: Settings) -> Iterator[tuple[Settings, str]]:
    """The demo people on a database of their own, on one of these days; the settings, and the owner's address."""
    with embedded.start(VAR, durable=False) as server, time_machine.travel(request.param):
        owner_url, portal_url = server.fresh_database(f"test_demo_{os.getpid()}")
        engine = make_engine(owner_url)
        with engine.begin() as connection:
            migrate(connection)
        with Session(engine, expire_on_commit=False) as db:
            demo.make_people(db)
            db.commit()
        engine.dispose()
        here = settings.model_copy(update={"database_url": SecretStr(portal_url)})
        tell_story(here)
        yield here, owner_url


SOMEBODY = uuid.UUID(int=0)


def entries(owner_url: str) -> list[AccessLogEntry]:
    engine = make_engine(owner_url)
    with Session(engine) as db:
        found = list(db.scalars(select(AccessLogEntry).order_by(AccessLogEntry.case_id, AccessLogEntry.seq)))
    engine.dispose()
    return found


def test_each_file_has_a_past_in_order_and_telling_it_again_changes_nothing(told: tuple[Settings, str]) -> None:
    settings, owner_url = told
    lines = entries(owner_url)
    assert len({line.case_id for line in lines}) > 20
    for _case, of_case in itertools.groupby(lines, key=lambda line: line.case_id):
        moments = [line.at for line in of_case]
        assert moments == sorted(moments)
    assert now() - demo.SINCE < min(line.at for line in lines)
    assert max(line.at for line in lines) < now()
    tell_story(settings)
    assert len(entries(owner_url)) == len(lines)


def test_the_coach_has_something_of_everything_on_her_desk(told: tuple[Settings, str]) -> None:
    engine = make_engine(told[0].portal_database_url)
    with Session(engine) as db:
        act_as(db, Actor(SOMEBODY, Role.MANAGER, "", Channel.DESK))
        samira = db.scalars(select(Account).where(Account.given_name == "Samira")).one()
        coach = Actor(samira.id, Role.COACH, samira.name, Channel.DESK)
        act_as(db, coach)
        kinds = {signal.kind for entry in caseload_of(db, by=coach) for signal in entry.signals}
    engine.dispose()
    assert kinds >= {
        Kind.MESSAGE_WAITS, Kind.CHANGE_ASKED, Kind.DISAGREED, Kind.OVERDUE, Kind.INTAKE_STALLED,
        Kind.NEW_FACTS, Kind.NEW_APPLICATIONS, Kind.NEW_PORTFOLIO, Kind.NO_ANSWER_YET,
    }  # fmt: skip


def test_the_clock_goes_on_as_before_after_a_told_moment() -> None:
    told = now() - dt.timedelta(days=3)
    with told_as_of(told):
        assert abs(now() - told) < dt.timedelta(seconds=5)
    assert abs(now() - dt.datetime.now(dt.UTC)) < dt.timedelta(seconds=5)
