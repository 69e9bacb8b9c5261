"""Form fields that take what people really type."""

import datetime as dt
import re
from calendar import monthrange
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _
from wtforms import Field, ValidationError
from wtforms.widgets import TextInput

from eportfolio.base import today

MONTHS = (
    ("januari", "january"),
    ("februari", "february"),
    ("maart", "march", "mrt"),
    ("april",),
    ("mei", "may"),
    ("juni", "june"),
    ("juli", "july"),
    ("augustus", "august"),
    ("september",),
    ("oktober", "october"),
    ("november",),
    ("december",),
)
"""Month names in Dutch and English; the first three letters of a name also count."""

FIRST_YEAR, LAST_YEAR = 1900, 2100
_ISO = re.compile(r"(?P<year>\d{4})[-/. ](?P<month>\d{1,2})[-/. ](?P<day>\d{1,2})")
_DAY_FIRST = re.compile(
    r"(?P<day>\d{1,2})(?:\s*[-/.]\s*|\s+)(?P<month>[^\W\d_]+\.?|\d{1,2})(?:\s*[-/.]?\s*(?P<year>\d+))?"
)
_WEEKDAY = re.compile(r"^(?:[^\W\d_]+\.?,?\s+)(?=\d)")


def parse_date(text: str) -> dt.date:
    """The date that someone typed: 1-12-2026, 01/12/2026, 1 december 2026 or 2026-12-01.

    Raises ValueError with words for the person who typed it.
    """
    cleaned = _WEEKDAY.sub("", " ".join(text.split()).lower())
    found = _ISO.fullmatch(cleaned) or _DAY_FIRST.fullmatch(cleaned)
    if found is None:
        raise ValueError(_("Schrijf de datum als dag, maand en jaar. Bijvoorbeeld 27-11-2026."))
    if found["year"] is None:
        raise ValueError(_("Schrijf ook het jaar. Bijvoorbeeld 27-11-2026."))
    if len(found["year"]) != 4:
        raise ValueError(_("Schrijf het jaar met vier cijfers. Bijvoorbeeld 2026."))
    return _existing(int(found["year"]), _month_number(found["month"]), int(found["day"]))


def _month_number(text: str) -> int:
    if text.isdigit():
        number = int(text)
        if not 1 <= number <= 12:
            raise ValueError(_("De maand klopt niet. Een jaar heeft 12 maanden."))
        return number
    name = text.rstrip(".")
    for number, names in enumerate(MONTHS, start=1):
        if name in names or (len(name) >= 3 and any(known.startswith(name) for known in names)):
            return number
    raise ValueError(_("Wij kennen deze maand niet. Schrijf bijvoorbeeld 27-11-2026."))


def _existing(year: int, month: int, day: int) -> dt.date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(_("Dit jaar klopt niet. Kijk het nog eens na."))
    days = monthrange(year, month)[1]
    if not 1 <= day <= days:
        month_name = format_date(dt.date(year, month, 1), "MMMM y", rebase=False)
        raise ValueError(_("Deze datum bestaat niet: %(month)s heeft %(days)d dagen.", month=month_name, days=days))
    return dt.date(year, month, day)


class DateField(Field):
    """A date in a text box (`dd-mm-jjjj`); what was typed stays when it cannot be read."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data:%d-%m-%Y}" if self.data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed; nothing typed is None."""
        self.data: dt.date | None = None
        if valuelist and valuelist[0].strip():
            self.data = parse_date(valuelist[0])


class NotInPast:
    """A date that is still to come, or today."""

    def __call__(self, form: Any, field: Field) -> None:
        if field.data and field.data < today():
            raise ValidationError(_("Deze datum is al geweest. Kies vandaag of een dag erna."))


MONTH_YEAR = re.compile(r"(?P<month>[^\W\d_]+\.?|\d{1,2})\s*[-/. ]\s*(?P<year>\d{4}|'\d{2})")
YEAR_MONTH = re.compile(r"(?P<year>\d{4})\s*[-/. ]\s*(?P<month>[^\W\d_]+\.?|\d{1,2})")
NOW_WORDS = frozenset(["nu", "heden", "tegenwoordig", "vandaag", "now", "present", "today", "current"])
NOW = "now"
"""What a `PartialDateField` that may say so holds for "heden"."""


def parse_partial_date(text: str) -> str:
    """A date as precise as it was typed: `2019`, `2019-09` or `2019-09-01`, from "2019", "sept. 2019", "1-9-2019".

    Raises ValueError with words for the person who typed it.
    """
    cleaned = " ".join(text.split()).lower()
    if re.fullmatch(r"\d{4}", cleaned):
        return f"{_year(cleaned):04}"
    if found := MONTH_YEAR.fullmatch(cleaned) or YEAR_MONTH.fullmatch(cleaned):
        return f"{_year(found['year']):04}-{_month_number(found['month']):02}"
    if re.search(r"\d{4}", cleaned) is None:
        raise ValueError(_("Schrijf in elk geval het jaar, met vier cijfers. Bijvoorbeeld 2019 of september 2019."))
    return parse_date(text).isoformat()


def partial_date_text(value: str) -> str:
    """2019, september 2019 or 1 september 2019, in the language of the page; anything else as it is."""
    pattern, rest = {4: ("y", "-01-01"), 7: ("MMMM y", "-01")}.get(len(value), ("d MMMM y", ""))
    try:
        return str(format_date(dt.date.fromisoformat(value + rest), pattern, rebase=False))
    except ValueError:
        return value


def _year(text: str) -> int:
    """'98 is 1998, '19 is 2019: the nearest that is not more than ten years ahead."""
    year = int(text.lstrip("'"))
    if year < 100:
        year += today().year - today().year % 100
        year -= 100 if year > today().year + 10 else 0
    if not FIRST_YEAR <= year <= today().year + 10:
        raise ValueError(_("Dit jaar klopt niet. Kijk het nog eens na."))
    return year


class PartialDateField(Field):
    """A year, a month or a day in a text box, kept as precise as it was typed."""

    widget = TextInput()

    def __init__(self, *args: Any, may_be_now: bool = False, **kwargs: Any) -> None:
        self.may_be_now = may_be_now
        super().__init__(*args, **kwargs)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return partial_date_text(self.data) if self.data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed; nothing typed is None."""
        self.data: str | None = None
        text = valuelist[0].strip() if valuelist else ""
        if self.may_be_now and text.lower().rstrip(".") in NOW_WORDS:
            self.data = NOW
        elif text:
            self.data = parse_partial_date(text[:60])


_TIME = re.compile(r"(?P<hour>\d{1,2})(?:\s*(?:[:.]|uur|u|h)\s*(?P<minute>\d{2}))?\s*(?:uur|u|h)?\.?", re.IGNORECASE)


def parse_time(text: str) -> dt.time:
    """The time of day that someone typed: 10.30, 10:30, 10u30, 10 uur. Raises ValueError with words for that person."""
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise ValueError(_("Schrijf de tijd in uren en minuten. Bijvoorbeeld 10.30."))
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if hour > 23 or minute > 59:
        raise ValueError(_("Deze tijd bestaat niet. Een dag heeft 24 uur, een uur 60 minuten."))
    return dt.time(hour, minute)


class TimeField(Field):
    """A time of day in a text box; what was typed stays when it cannot be read."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data:%H.%M}" if self.data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed; nothing typed is None."""
        self.data: dt.time | None = None
        if valuelist and valuelist[0].strip():
            self.data = parse_time(valuelist[0])
