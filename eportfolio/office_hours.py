"""When the office is open, and so by when a question has its answer.

The days off are those of the Algemene termijnenwet, article 3 (the free days of the law, Good
Friday included), computed for any year: no list that somebody has to renew.
"""

import datetime as dt
from functools import lru_cache

from .base import OFFICE_TIME

OPENS = dt.time(8, 30)
CLOSES = dt.time(17, 0)
DAY = dt.timedelta(days=1)
SATURDAY = 5


def answer_expected_by(sent_at: dt.datetime) -> dt.datetime:
    """The end of the 24 hours of R21, counted on working days: sent on Friday at 10, answered by Monday at 10.

    What comes in while the office is closed counts from the moment it opens. Takes and gives aware moments.
    """
    counted_from = taken_up_at(sent_at)
    return _at(next_working_day(counted_from.date()), counted_from.time())


def taken_up_at(moment: dt.datetime) -> dt.datetime:
    """This moment when the office is open then, else the next time it opens; in office time."""
    local = moment.astimezone(OFFICE_TIME)
    if is_working_day(local.date()):
        if local.time() < OPENS:
            return _at(local.date(), OPENS)
        if local.time() < CLOSES:
            return local
    return _at(next_working_day(local.date()), OPENS)


def next_working_day(day: dt.date) -> dt.date:
    """The first working day after this one."""
    day += DAY
    while not is_working_day(day):
        day += DAY
    return day


def is_working_day(day: dt.date) -> bool:
    """Monday to Friday, except public holidays."""
    return day.weekday() < SATURDAY and day not in holidays(day.year)


@lru_cache(maxsize=16)
def holidays(year: int) -> frozenset[dt.date]:
    """The public holidays of one year (Algemene termijnenwet, article 3)."""
    easter = easter_sunday(year)
    kings_day = dt.date(year, 4, 27)
    if kings_day.isoweekday() == 7:  # on a Sunday it is kept the day before
        kings_day -= DAY
    fixed = {dt.date(year, 1, 1), kings_day, dt.date(year, 5, 5), dt.date(year, 12, 25), dt.date(year, 12, 26)}
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


def _at(day: dt.date, time: dt.time) -> dt.datetime:
    return dt.datetime.combine(day, time.replace(tzinfo=None), OFFICE_TIME)
