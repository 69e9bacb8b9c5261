"""Dates as people write them, in Dutch and English: "1-12-2026", "1 december", "volgende week maandag", "in two weeks".

Numbers are read the Dutch way: day, month, year. A month or a year alone is a span: its first day serves as a start,
its last day as an end.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from eportfolio.intake.words import numbers_in, plain

DAY_LIMIT = r"^today([+-]\d{1,3}[dmy])?$"

MONTHS = {
    "nl": [
        "januari", "februari", "maart", "april", "mei", "juni",
        "juli", "augustus", "september", "oktober", "november", "december",
    ],
    "en": [
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ],
}  # fmt: skip
_MONTH_NUMBER = {name.lower(): number for names in MONTHS.values() for number, name in enumerate(names, start=1)}
_MONTH_NUMBER |= {name[:3]: number for name, number in list(_MONTH_NUMBER.items())} | {"mrt": 3, "sept": 9}
_WEEKDAYS = {
    name: number
    for names in (
        "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
        "monday tuesday wednesday thursday friday saturday sunday",
    )
    for number, name in enumerate(names.split())
}


class ImpossibleDate(ValueError):
    """The text names a day that is not on the calendar; `args[0]` is what was written."""


@dataclass(frozen=True)
class Found:
    """A day, month or year that stands in a text; what is None was not said."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    written: str = ""
    open_end: bool = False  # "nu", "heden", "still": a day, and also the end of a period that goes on
    weekday: int | None = None  # "maandag": a day of its own, or only the name of the date beside it

    def first(self, today: date, earliest: date | None = None, latest: date | None = None) -> date:
        """The day that is meant, or the first day of the month or year. Raises ImpossibleDate."""
        return self._resolve(today, earliest, latest, last=False)

    def last(self, today: date, earliest: date | None = None, latest: date | None = None) -> date:
        """The day that is meant, or the last day of the month or year. Raises ImpossibleDate."""
        return self._resolve(today, earliest, latest, last=True)

    def _resolve(self, today: date, earliest: date | None, latest: date | None, *, last: bool) -> date:
        if self.year is not None:
            return self._in_year(self.year, last=last)
        near = [
            day for year in (today.year, today.year + 1, today.year - 1) if (day := self._try_year(year, last=last))
        ]
        if not near:
            raise ImpossibleDate(self.written)
        allowed = [day for day in near if (not earliest or day >= earliest) and (not latest or day <= latest)]
        return min(allowed or near, key=lambda day: abs(day - today))

    def _try_year(self, year: int, *, last: bool) -> date | None:
        try:
            return self._in_year(year, last=last)
        except ImpossibleDate:
            return None

    def _in_year(self, year: int, *, last: bool) -> date:
        try:
            month = self.month if self.month is not None else 12 if last else 1
            if self.day is not None:
                return date(year, month, self.day)
            return date(year, month, calendar.monthrange(year, month)[1] if last else 1)
        except ValueError as error:
            raise ImpossibleDate(self.written) from error


def limit(text: str, today: date) -> date:
    """The day that a limit such as `today`, `today+2y` or `today-30d` means."""
    if text == "today":
        return today
    amount, unit = int(text[5:-1]), text[-1]
    return today + timedelta(days=amount) if unit == "d" else _months_on(today, amount * (12 if unit == "y" else 1))


def say(day: date, language: str) -> str:
    """A date in words: "1 december 2026"."""
    months = MONTHS.get(language, MONTHS["nl"])
    return f"{day.day} {months[day.month - 1]} {day.year}"


def find_dates(text: str, today: date) -> list[Found]:
    """Every date in a text, in the order in which they stand there; what is not a date is ignored."""
    said = _VAGUE.sub(lambda match: "\0" * len(match[0]), plain(text))
    found: list[tuple[int, Found]] = []
    for pattern, build in _PATTERNS:
        for match in pattern.finditer(said):
            if (date_meant := build(match, today)) is not None:
                found.append((match.start(), date_meant))
                said = said[: match.start()] + "\0" * len(match[0]) + said[match.end() :]
    return _without_names([date_meant for _, date_meant in sorted(found, key=lambda pair: pair[0])], today)


def _without_names(found: list[Found], today: date) -> list[Found]:
    """What only says more of the date beside it: "maandag 7 december" is one day if that is a Monday, otherwise two."""
    dates = [one for one in found if one.weekday is None and one.day is not None]
    named = any(one.weekday is not None for one in found)
    days = {one.first(today).weekday() for one in dates} if named else set()
    years = {one.year for one in dates}
    return [one for one in found if one.weekday not in days and (one.month is not None or one.year not in years)]


def _full_year(year: str | None, today: date) -> int | None:
    """A year of two digits is the nearest one that is not more than ten years ahead."""
    if not year:
        return None
    number = int(year.strip("'"))
    if len(year) == 4:
        return number
    century = today.year - today.year % 100
    return century + number if century + number <= today.year + 10 else century - 100 + number


def _numeric(match: re.Match[str], today: date) -> Found:
    parts = match.groupdict()
    day = int(parts["day"]) if parts.get("day") else None
    return Found(_full_year(parts.get("year"), today), int(parts["month"]), day, match[0])


def _named_month(match: re.Match[str], today: date) -> Found | None:
    parts = match.groupdict()
    if parts["name"] == "may" and not (parts.get("day") or parts.get("year") or parts.get("lead")):
        return None  # "I may start in June"
    month = _MONTH_NUMBER[parts["name"]]
    year = _full_year(parts.get("year") or parts.get("year_too"), today)
    if part := parts.get("part"):
        return Found(year, month, _day_of_part(part, year, month), match[0])
    return Found(year, month, int(parts["day"]) if parts.get("day") else None, match[0])


def _day_of_part(part: str, year: int | None, month: int) -> int:
    """Half a month is the 15th; the end is the last day (in February of an unknown year: the 28th)."""
    if part in _HALF:
        return 15
    return calendar.monthrange(year or 2025, month)[1] if part in _END else 1


def _exactly(day: date, written: str, *, open_end: bool = False) -> Found:
    return Found(day.year, day.month, day.day, written, open_end)


def _days_from_now(days: int, *, open_end: bool = False) -> Callable[[re.Match[str], date], Found]:
    return lambda match, today: _exactly(today + timedelta(days=days), match[0], open_end=open_end)


def _distance(match: re.Match[str], today: date) -> Found | None:
    amounts = numbers_in(match["amount"])
    if not amounts or amounts[0] > 1200:
        return None
    unit = match["unit"]
    if unit.startswith(("jaar", "jaren", "year")):
        amounts, unit = [amounts[0] * 12], "months"
    if amounts[0] != int(amounts[0]):
        return None  # half a week is not a day on the calendar
    amount = int(amounts[0]) * (-1 if match.groupdict().get("ago") else 1)
    if unit.startswith(("dag", "day")):
        return _exactly(today + timedelta(days=amount), match[0])
    if unit.startswith("we"):
        return _exactly(today + timedelta(weeks=amount), match[0])
    return _exactly(_months_on(today, amount), match[0])


def _weeks(word: str | None) -> int:
    if word in {None, "deze", "dit", "de", "het", "this", "the"}:
        return 0
    return -1 if word in {"vorige", "vorig", "afgelopen", "last"} else 1


def _week_after(match: re.Match[str], today: date) -> Found:
    """A week from Monday: seven days after the first Monday."""
    ahead = (_WEEKDAYS[match["weekday"]] - today.weekday() - 1) % 7 + 1
    return _exactly(today + timedelta(days=ahead + 7), match[0])


def _part_of_month(match: re.Match[str], today: date) -> Found:
    """The end of next month, the beginning of this one."""
    there = _months_on(today.replace(day=1), _weeks(match["which"]))
    return Found(there.year, there.month, _day_of_part(match["part"], there.year, there.month), match[0])


def _part_of_year(match: re.Match[str], today: date) -> Found:
    """The end of this year, the beginning of next year."""
    part, year = match["part"], today.year + _weeks(match["which"])
    month = 7 if part in _HALF else 12 if part in _END else 1
    return Found(year, month, 31 if month == 12 else 1, match[0])


def _month_of_year(match: re.Match[str], today: date) -> Found:
    """March of last year, 15 March next year."""
    parts = match.groupdict()
    day = int(parts["day"]) if parts.get("day") else None
    return Found(today.year + _weeks(parts["which"]), _MONTH_NUMBER[parts["name"]], day, match[0])


def _day_of_month(match: re.Match[str], today: date) -> Found:
    """The 15th of next month; "the 15th", also "of the month", is the next one to come."""
    written, which = match["day"], match.groupdict().get("which")
    day = int(written) if written.isdigit() else 1
    if which in {None, "de", "the"}:
        there = _months_on(today.replace(day=1), 1 if day < today.day else 0)
    else:
        there = _months_on(today.replace(day=1), _weeks(which))
    return Found(there.year, there.month, day, match[0])


def _in_week(match: re.Match[str], today: date) -> Found:
    """Next week Monday; a week alone starts on Monday."""
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=_weeks(match["which"]))
    return _exactly(monday + timedelta(days=_WEEKDAYS[match["weekday"]] if match["weekday"] else 0), match[0])


def _weekday(match: re.Match[str], today: date) -> Found:
    """The first such day after today; "volgende maandag" is in the next week, "afgelopen maandag" in the past."""
    which, weekday = match["which"], _WEEKDAYS[match["weekday"]]
    if which in {"volgende", "next"}:
        day = today + timedelta(days=7 - today.weekday() + weekday)
    elif which in {"vorige", "afgelopen", "last"}:
        day = today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1)
    else:
        day = today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    return Found(day.year, day.month, day.day, match[0], weekday=weekday)


def _whole_span(match: re.Match[str], today: date) -> Found:
    """Next month, last year: a span and not a day."""
    steps = _weeks(match["which"])
    if match["unit"] in {"jaar", "year"}:
        return Found(today.year + steps, written=match[0])
    there = _months_on(today, steps)
    return Found(there.year, there.month, written=match[0])


def _year_alone(match: re.Match[str], today: date) -> Found:
    return Found(_full_year(match["year"], today), written=match[0])


def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    year = min(max(year, 1), 9999)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


_MONTH = "(?P<name>" + "|".join(sorted(_MONTH_NUMBER, key=len, reverse=True)) + r")\b\.?"
_YEAR = r"(?:,?\s+(?P<year>\d{4}\b|'\d{2}\b))?"
_ORDINAL = "(?:e|ste|de|st|nd|rd|th)?"
_OF = r"(?:of\s+|van\s+)?"
_HALF = frozenset({"half", "halverwege", "midden", "medio", "mid"})
_END = frozenset({"eind", "einde", "end", "late"})
_PART = r"(?P<part>begin(?:ning)?|start|half|halverwege|midden|medio|mid|einde?|end|early|late)"
_LEAD = r"(?P<lead>\b(?:in|from|since|until|till|by|to|of|per|vanaf|sinds|tot)\s+)?"
_DAY = "(?P<weekday>" + "|".join(_WEEKDAYS) + ")"
_WHICH = r"(?P<which>volgende?|komende?|aanstaande|deze|dit|vorige?|afgelopen|next|coming|this|last)"
_OF_MONTH = r"(?:van\s+|of\s+)?(?P<which>volgende|komende|deze|de|next|coming|this|the)\s+(?:maand|month)\b"
_UNIT = r"(?P<unit>dag(?:en)?|days?|weken|weeks?|maand(?:en)?|months?|jaar|jaren|years?)\b"
_AMOUNT = r"(?P<amount>\d{1,4}|(?:een|a)\s+half|half\s+an?|[a-z]+|'n)\s+" + _UNIT
_NTH = r"(?:de|the)\s+(?P<day>\d{1,2})(?:e|de|ste|st|nd|rd|th)\b"
_NTH_OF = r"(?:(?:de|the)\s+)?(?P<day>\d{1,2}(?=e|de|ste|st|nd|rd|th)|eerste|first)(?:e|de|ste|st|nd|rd|th)?"
_WHICH_YEAR = r"(?P<which>volgend|komend|dit|vorig|afgelopen|next|coming|this|last)\s+(?:jaar|year)\b"
_PART_OF_YEAR = r"(?:van\s+|of\s+)?(?P<which>volgend|komend|het|dit|vorig|next|coming|the|this|last)\s+(?:jaar|year)\b"
_NOW = (
    "per direct|meteen|direct|onmiddellijk|immediately|right away|right now|nu|now"
    "|zo (?:snel|gauw|spoedig) mogelijk|as soon as possible"
    r"|a\.?s\.?a\.?p\b|z\.?s\.?m\b|straight ?away|at once|any ?time|ieder moment"
    "|heden|loopt nog|nog steeds|still|present"
)
_WAYS: tuple[tuple[str, Callable[[re.Match[str], date], Found | None]], ...] = (
    (r"(?<![\d.]\.)\b(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})\b(?!\.\d)", _numeric),
    (r"\b(?P<day>\d{1,2})(?:\s?[-/.]\s?|\s)(?P<month>\d{1,2})(?:\s?[-/.]\s?|\s)(?P<year>\d{4}|'?\d{2})\b", _numeric),
    (r"\b(?P<month>\d{1,2})[-/](?P<year>\d{4})\b", _numeric),
    (r"\b(?P<day>\d{1,2})[-/](?P<month>\d{1,2})\b(?![-/.]\d)", _numeric),
    (rf"\b(?:(?P<day>\d{{1,2}}){_ORDINAL}\s+)?{_OF}{_MONTH}\s+{_OF}{_WHICH_YEAR}", _month_of_year),
    (rf"\b{_WHICH_YEAR}\s+(?:in\s+|op\s+|on\s+)?(?:(?P<day>\d{{1,2}}){_ORDINAL}\s+)?{_MONTH}", _month_of_year),
    (rf"\b(?:(?:the|het|aan het|at the)\s+)?{_PART}[\s-]+{_PART_OF_YEAR}", _part_of_year),
    (rf"\b(?P<day>\d{{1,2}}){_ORDINAL}\s*[-/]?\s*{_OF}{_MONTH}(?:[-/](?P<year_too>\d{{4}}))?{_YEAR}", _named_month),
    (rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b{_YEAR}", _named_month),
    (rf"\b(?:(?:the|het|aan het|at the)\s+)?{_PART}[\s-]+{_OF_MONTH}", _part_of_month),
    (rf"\b{_WHICH}\s+(?:maand|month)\s+(?:op\s+|on\s+)?{_NTH}", _day_of_month),
    (rf"\b{_NTH_OF}\s+{_OF_MONTH}", _day_of_month),
    (rf"\b(?:the\s+)?{_PART}[\s-]+{_OF}{_MONTH}{_YEAR}", _named_month),
    (rf"{_LEAD}\b{_MONTH}{_YEAR}", _named_month),
    (r"\bovermorgen\b|\b(?:the\s+)?day after tomorrow\b", _days_from_now(2)),
    (r"\beergisteren\b|\b(?:the\s+)?day before yesterday\b", _days_from_now(-2)),
    (r"\b(?:vandaag|today)\b", _days_from_now(0)),
    (rf"\b(?:{_NOW})\b", _days_from_now(0, open_end=True)),
    (r"\b(?:morgen|tomorrow)\b", _days_from_now(1)),
    (r"\b(?:gisteren|yesterday)\b", _days_from_now(-1)),
    (rf"\b{_AMOUNT}\s+(?P<ago>geleden|ago|terug)\b", _distance),
    (rf"\b(?:over|in)\s+(?:een|a)\s+{_UNIT}\s+(?:of|or)\s+(?P<amount>\d{{1,2}}|[a-z]+)\b", _distance),
    (rf"\b(?:a|one)\s+week\s+(?:from|after)\s+{_DAY}\b", _week_after),
    (rf"\b(?:over|in|binnen|within)\s+(?:about\s+|ongeveer\s+)?{_AMOUNT}", _distance),
    (rf"\b{_WHICH}\s+week(?:\s+(?:op\s+|on\s+)?{_DAY})?\b", _in_week),
    (rf"\b{_DAY}\s+{_WHICH}\s+week\b", _in_week),
    (rf"\b(?:{_WHICH}\s+)?{_DAY}\b", _weekday),
    (rf"\b{_WHICH}\s+(?P<unit>maand|month|jaar|year)\b", _whole_span),
    (rf"\b{_NTH}", _day_of_month),
    (r"\b(?P<year>(?:19|20)\d{2})\b", _year_alone),
    (r"(?<!\w)'(?P<year>\d{2})\b", _year_alone),
)
_PATTERNS = [(re.compile(pattern), build) for pattern, build in _WAYS]
# "The second week of January", "the summer of 2019": more than a month or a year alone, and still no day to write down.
_VAGUE = re.compile(
    r"\b(?:(?:week|weekend)(?:\s+\d{1,2})?|zomer|winter|herfst|najaar|voorjaar|lente|summer|autumn|fall|spring)"
    rf"\s+(?:(?:van|in|of)\s+)?(?:{_MONTH}(?:\s+\d{{4}})?|\d{{4}}\b|{_WHICH_YEAR})"
)
