"""Outages: a gap in good answers is one, and a term that was near ends at the end of the next working day."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from eportfolio import access
from eportfolio.base import OFFICE_TIME, Invalid, now
from eportfolio.office_hours import is_working_day
from eportfolio.outages import Heartbeat, Outage, OutageSource, beat, moved, outages, record

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
WEDNESDAY, THURSDAY, FRIDAY, MONDAY = (dt.date(2026, 11, day) for day in (25, 26, 27, 30))


@pytest.fixture(autouse=True)
def nothing_yet(owner_db: Session) -> None:
    owner_db.execute(delete(Heartbeat))
    owner_db.execute(delete(Outage))
    owner_db.commit()


def at(day: dt.date, clock: str) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.fromisoformat(clock), OFFICE_TIME)


def down(day: dt.date, begin: str, end: str) -> Outage:
    return Outage(began_at=at(day, begin), ended_at=at(day, end), source=OutageSource.MEASURED, note="")


def one_beat(db: Session) -> Outage | None:
    access.act_as_service(db)
    outage = beat(db)
    db.commit()
    return outage


def nothing_since(owner_db: Session, gap: dt.timedelta) -> None:
    owner_db.execute(update(Heartbeat).values(at=now() - gap))
    owner_db.commit()


def test_a_gap_between_two_good_answers_is_an_outage(db: Session, owner_db: Session) -> None:
    assert one_beat(db) is None
    nothing_since(owner_db, dt.timedelta(minutes=47))
    outage = one_beat(db)
    assert outage is not None
    assert outage.minutes == 47
    assert one_beat(db) is None
    assert [row.id for row in outages(db)] == [outage.id]


def test_a_short_hiccup_is_none(db: Session, owner_db: Session) -> None:
    one_beat(db)
    nothing_since(owner_db, dt.timedelta(minutes=4))
    assert one_beat(db) is None


def test_an_operator_records_one_that_has_ended(owner_db: Session) -> None:
    record(owner_db, began_at=now() - 2 * HOUR, ended_at=now() - HOUR, note="Onderhoud")
    for began, ended in ((now(), now() - HOUR), (now() - HOUR, now() + HOUR)):
        with pytest.raises(Invalid):
            record(owner_db, began_at=began, ended_at=ended)
    owner_db.rollback()


def test_everybody_may_see_them(db: Session, owner_db: Session) -> None:
    record(owner_db, began_at=now() - 2 * HOUR, ended_at=now() - HOUR)
    owner_db.commit()
    access.act_at_the_door(db)
    assert len(outages(db)) == 1


def test_a_day_near_an_outage_becomes_the_next_working_day() -> None:
    assert moved(WEDNESDAY, [down(WEDNESDAY, "20:00", "20:30")]).now == THURSDAY


def test_a_moment_near_an_outage_becomes_closing_time_of_the_next_working_day() -> None:
    assert moved(at(FRIDAY, "10:00"), [down(FRIDAY, "09:00", "09:30")]).now == at(MONDAY, "17:00")


def test_the_weekend_does_not_count() -> None:
    assert moved(FRIDAY, [down(FRIDAY, "23:00", "23:50")]).now == MONDAY


@pytest.mark.parametrize(
    "outage",
    [down(WEDNESDAY, "09:00", "10:00"), down(MONDAY, "09:00", "10:00")],
    ids=["long before the end", "after the end"],
)
def test_an_outage_that_was_not_near_moves_nothing(outage: Outage) -> None:
    result = moved(FRIDAY, [outage])
    assert (result.now, result.outage) == (FRIDAY, None)


def test_a_moved_term_moves_again() -> None:
    known = [down(THURSDAY, "09:00", "10:00"), down(WEDNESDAY, "20:00", "20:30")]
    result = moved(WEDNESDAY, known)
    assert (result.now, result.outage) == (FRIDAY, known[0])


@given(
    term=st.dates(dt.date(2026, 1, 1), dt.date(2027, 12, 31)),
    begins=st.lists(st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2027, 12, 31)), max_size=5),
    length=st.integers(5, 3000),
)
def test_nobody_ever_gets_less_time(term: dt.date, begins: list[dt.datetime], length: int) -> None:
    known = [
        Outage(began_at=begin.replace(tzinfo=dt.UTC), ended_at=begin.replace(tzinfo=dt.UTC) + length * HOUR / 60)
        for begin in begins
    ]
    result = moved(term, known)
    assert result.now >= term
    assert result.outage is None or is_working_day(dt.date.fromisoformat(str(result.now)))
