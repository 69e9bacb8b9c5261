"""When an office is open, and so by when a question has its answer.

The days off are those of the Algemene termijnenwet, article 3 (the free days of the law, Good
Friday included), computed for any year: no list that somebody has to renew. An office adds its own
hours and closing days to them as data.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from .base import OFFICE_TIME, Invalid

DAY = dt.timedelta(days=1)
LONGEST_CLOSURE = 60
"""Days in a row that an office may be closed before we take its data for a mistake."""
type Hours = tuple[dt.time, dt.time]
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
OFFICE_DAY: Hours = (dt.time(8, 30), dt.time(17, 0))


class LiberationDay(StrEnum):
    """Whether 5 May is a day off: by the law always, in many collective agreements once in five years."""

    EVERY_YEAR = "every_year"
    EVERY_FIVE_YEARS = "every_five_years"


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """The hours of one office: from Monday to Sunday, None for a day that it is closed."""

    week: tuple[Hours | None, ...] = (OFFICE_DAY,) * 5 + (None,) * 2
    closed_on: frozenset[dt.date] = frozenset()
    liberation_day: LiberationDay = LiberationDay.EVERY_YEAR

    def open_on(self, day: dt.date) -> Hours | None:
        """From when to when the office is open that day; None when it is closed."""
        closed = day in self.closed_on or day in holidays(day.year, self.liberation_day)
        return None if closed else self.week[day.weekday()]

    def next_open_day(self, day: dt.date) -> dt.date:
        """The first day after this one that the office is open."""
        for _number in range(LONGEST_CLOSURE):
            day += DAY
            if self.open_on(day):
                return day
        raise Invalid("this office never opens")


USUAL = OfficeHours()
"""Monday to Friday, 8.30 to 17.00: for an office that says nothing about itself."""


def answer_expected_by(sent_at: dt.datetime, hours: OfficeHours = USUAL) -> dt.datetime:
    """The end of the 24 hours of R21, counted on working days: sent on Friday at 10, answered by Monday at 10.

    What comes in while the office is closed counts from the moment it opens, and a term never ends while it is
    closed. Takes and gives aware moments.
    """
    counted_from = taken_up_at(sent_at, hours)
    return taken_up_at(_at(hours.next_open_day(counted_from.date()), counted_from.time()), hours)


def closing_time_after(moment: dt.datetime, days: int, hours: OfficeHours = USUAL) -> dt.datetime:
    """The end of the working day that comes so many working days after this moment."""
    day = moment.astimezone(OFFICE_TIME).date()
    for _number in range(days):
        day = hours.next_open_day(day)
    return closing_time(day, hours)


def closing_time(day: dt.date, hours: OfficeHours = USUAL) -> dt.datetime:
    """When the office closes on this day; on a day off the end of a usual office day."""
    return _at(day, (hours.open_on(day) or OFFICE_DAY)[1])


def taken_up_at(moment: dt.datetime, hours: OfficeHours = USUAL) -> dt.datetime:
    """This moment when the office is open then, else the next time it opens; in office time."""
    local = moment.astimezone(OFFICE_TIME)
    today = hours.open_on(local.date())
    if today and local.time() < today[0]:
        return _at(local.date(), today[0])
    if today and local.time() < today[1]:
        return local
    return _opening(hours.next_open_day(local.date()), hours)


def is_working_day(day: dt.date, hours: OfficeHours = USUAL) -> bool:
    """Whether the office is open at all that day."""
    return hours.open_on(day) is not None


def hours_from(data: Mapping[str, Any] | None) -> OfficeHours:
    """Read the hours as they are kept with an office; raises Invalid.

    `{"week": {"mon": ["08:30", "17:00"], …}, "closed": ["2026-12-31", …], "liberation_day": "every_five_years"}`,
    each part optional; a weekday that is not in `week` is a day off.
    """
    data = data or {}
    try:
        week = tuple(_day_from(data["week"].get(name)) for name in WEEKDAYS) if data.get("week") else USUAL.week
        closed = frozenset(dt.date.fromisoformat(day) for day in data.get("closed", ()))
        rule = LiberationDay(data.get("liberation_day", LiberationDay.EVERY_YEAR))
    except (AttributeError, TypeError, ValueError) as problem:
        raise Invalid(f"no opening hours: {problem}") from None
    if not any(week):
        raise Invalid("an office is open on at least one day of the week")
    return OfficeHours(week, closed, rule)


@lru_cache(maxsize=32)
def holidays(year: int, liberation_day: LiberationDay = LiberationDay.EVERY_YEAR) -> frozenset[dt.date]:
    """The public holidays of one year (Algemene termijnenwet, article 3)."""
    easter = easter_sunday(year)
    kings_day = dt.date(year, 4, 27)
    if kings_day.isoweekday() == 7:  # on a Sunday it is kept the day before
        kings_day -= DAY
    fixed = {dt.date(year, 1, 1), kings_day, dt.date(year, 12, 25), dt.date(year, 12, 26)}
    if liberation_day is LiberationDay.EVERY_YEAR or year % 5 == 0:
        fixed.add(dt.date(year, 5, 5))
    good_friday, easter_monday, ascension, whit_monday = -2, 1, 39, 50
    movable = {easter + dt.timedelta(days=n) for n in (good_friday, easter_monday, ascension, whit_monday)}
    return frozenset(fixed | movable)


def easter_sunday(year: int) -> dt.date:
    """Easter of the Gregorian calendar (the anonymous algorithm in the form of Meeus, Jones and Butcher)."""
    century, year_of_century = divmod(year, 100)
    golden = year % 19
    skipped = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - century // 4 - skipped + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (year_of_century // 4) - moon - year_of_century % 4) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return dt.date(year, month, day + 1)


def _day_from(given: Any) -> Hours | None:
    if given is None:
        return None
    opens, closes = (dt.time.fromisoformat(text) for text in given)
    if opens >= closes:
        raise ValueError("an office opens before it closes")
    return opens, closes


def _opening(day: dt.date, hours: OfficeHours) -> dt.datetime:
    return _at(day, (hours.open_on(day) or OFFICE_DAY)[0])


def _at(day: dt.date, time: dt.time) -> dt.datetime:
    return dt.datetime.combine(day, time.replace(tzinfo=None), OFFICE_TIME)
