"""By when an answer may be expected: over nights, weekends, holidays, closing days and changes of the clock."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.orm import Session

from eportfolio.base import Invalid
from eportfolio.office_hours import (
    USUAL,
    LiberationDay,
    OfficeHours,
    answer_expected_by,
    closing_time_after,
    easter_sunday,
    holidays,
    hours_from,
    taken_up_at,
)
from eportfolio.people import hours_of
from tests.people import People, act

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
HALF_FRIDAY = {"week": {name: ["09:00", "17:00"] for name in ("mon", "tue", "thu")} | {"fri": ["09:00", "12:00"]}}
"""Closed on Wednesday, and on Friday afternoon."""


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)


@pytest.mark.parametrize(
    ("sent_at", "answer_by"),
    [
        ("2026-11-23 10:00", "2026-11-24 10:00"),  # Monday
        ("2026-11-20 16:59", "2026-11-23 16:59"),  # Friday: the weekend does not count
        ("2026-11-20 17:00", "2026-11-24 08:30"),  # Friday at closing time: counts from Monday 8.30
        ("2026-11-21 12:00", "2026-11-24 08:30"),  # Saturday
        ("2026-11-24 06:15", "2026-11-25 08:30"),  # before opening
        ("2026-12-24 15:00", "2026-12-28 15:00"),  # Thursday; Friday and Saturday are Christmas
        ("2026-12-31 16:00", "2027-01-04 16:00"),  # over New Year and a weekend, into another year
        ("2026-04-02 09:00", "2026-04-07 09:00"),  # Thursday before Easter: Good Friday and Easter Monday
        ("2026-10-23 12:00", "2026-10-26 12:00"),  # the night to winter time lies between: the same time on the clock
        ("2026-03-27 12:00", "2026-03-30 12:00"),  # the night to summer time
        ("2025-04-25 12:00", "2025-04-28 12:00"),  # King's day 2025 on Saturday: 27 April is a Sunday
        ("2026-05-04 12:00", "2026-05-06 12:00"),  # Liberation day
    ],
)
def test_an_answer_is_due_within_a_working_day(sent_at: str, answer_by: str) -> None:
    assert answer_expected_by(at(sent_at).astimezone(dt.UTC)) == at(answer_by)


@pytest.mark.parametrize(
    ("sent_at", "answer_by"),
    [
        ("2026-11-24 10:00", "2026-11-26 10:00"),  # Tuesday: closed on Wednesday
        ("2026-11-26 15:00", "2026-11-30 09:00"),  # Thursday 15.00: on Friday at 15.00 nobody is there any more
        ("2026-11-26 11:00", "2026-11-27 11:00"),
        ("2026-11-27 12:00", "2026-12-01 09:00"),  # Friday at noon it closes
    ],
)
def test_office_with_hours_of_its_own(sent_at: str, answer_by: str) -> None:
    assert answer_expected_by(at(sent_at), hours_from(HALF_FRIDAY)) == at(answer_by)


def test_own_closing_days_count_as_days_off() -> None:
    closed = hours_from({"closed": ["2026-11-24", "2026-11-25"]})
    assert answer_expected_by(at("2026-11-23 10:00"), closed) == at("2026-11-26 10:00")
    assert answer_expected_by(at("2026-11-24 10:00"), closed) == at("2026-11-27 08:30")


@pytest.mark.parametrize(("year", "free"), [(2025, True), (2026, False), (2030, True)])
def test_liberation_day_once_in_five_years(year: int, free: bool) -> None:
    assert (dt.date(year, 5, 5) in holidays(year, LiberationDay.EVERY_FIVE_YEARS)) is free
    assert dt.date(year, 5, 5) in holidays(year)


@pytest.mark.parametrize(
    ("year", "kings_day"), [(2025, dt.date(2025, 4, 26)), (2026, dt.date(2026, 4, 27)), (2031, dt.date(2031, 4, 26))]
)
def test_kings_day_moves_off_a_sunday(year: int, kings_day: dt.date) -> None:
    assert {day for day in holidays(year) if day.month == 4 and day.day in (26, 27)} >= {kings_day}
    assert not any(day.isoweekday() == 7 for day in holidays(year) if day.month == 4)


def test_holidays_of_a_year_are_those_of_the_law() -> None:
    assert {f"{day:%m-%d}" for day in holidays(2026)} == {
        "01-01", "04-03", "04-06", "04-27", "05-05", "05-14", "05-25", "12-25", "12-26",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("year", "easter"),
    [(2000, (4, 23)), (2008, (3, 23)), (2026, (4, 5)), (2027, (3, 28)), (2038, (4, 25)), (2285, (3, 22))],
)
def test_easter(year: int, easter: tuple[int, int]) -> None:
    assert easter_sunday(year) == dt.date(year, *easter)


def test_a_term_of_several_days_ends_when_the_office_closes() -> None:
    assert closing_time_after(at("2026-12-23 10:00"), 3) == at("2026-12-29 17:00")
    assert closing_time_after(at("2026-11-24 10:00"), 2, hours_from(HALF_FRIDAY)) == at("2026-11-27 12:00")


def test_a_moment_while_open_is_taken_up_at_once() -> None:
    assert taken_up_at(at("2026-11-23 08:30")) == at("2026-11-23 08:30")
    assert taken_up_at(at("2026-11-22 23:59")) == at("2026-11-23 08:30")


@pytest.mark.parametrize(
    "nonsense",
    [
        {"week": {"mon": ["17:00", "08:30"]}},
        {"week": {"mon": ["8 uur", "17:00"]}},
        {"week": {"funday": ["08:30", "17:00"]}},
        {"week": ["08:30"]},
        {"closed": ["31-12-2026"]},
        {"closed": 7},
        {"liberation_day": "sometimes"},
    ],
)
def test_what_cannot_be_opening_hours_is_refused(nonsense: dict) -> None:
    with pytest.raises(Invalid):
        hours_from(nonsense)


def test_office_that_never_opens_again_is_noticed() -> None:
    every_day = frozenset(dt.date(2026, 11, 23) + dt.timedelta(days=n) for n in range(100))
    with pytest.raises(Invalid, match="never opens"):
        answer_expected_by(at("2026-11-23 10:00"), OfficeHours(closed_on=every_day))


def test_hours_come_from_the_office_of_the_coach(db: Session, owner_db: Session, people: People) -> None:
    client = people.client()
    act(db, client)
    assert hours_of(db, client.case) == USUAL
    people.office_of(client.coach).opening = HALF_FRIDAY
    owner_db.commit()
    db.rollback()
    act(db, client)
    db.expire_all()
    assert hours_of(db, client.case) == hours_from(HALF_FRIDAY)
