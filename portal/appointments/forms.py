"""The forms about appointments, the same for both sides."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from eportfolio.appointments import BRING_LIMIT, PLACE_LIMIT, SUBJECT_LIMIT, WORDS_LIMIT, Details, Mode
from eportfolio.base import OFFICE_TIME, Invalid, now

from ..fields import DateField, TimeField
from ..forms import Form, at_most, plain_lines, required, strip
from . import words as said

ROWS = 3
"""Times that a form has room for."""
LENGTHS = (20, 30, 45, 60, 90)


class TimesForm(Form):
    """Up to three moments, each a day and a time on the office's clock."""

    day_0 = DateField(_l("Dag"), [Optional()])
    time_0 = TimeField(_l("Tijd"), [Optional()])
    day_1 = DateField(_l("Dag (tweede keus)"), [Optional()])
    time_1 = TimeField(_l("Tijd (tweede keus)"), [Optional()])
    day_2 = DateField(_l("Dag (derde keus)"), [Optional()])
    time_2 = TimeField(_l("Tijd (derde keus)"), [Optional()])
    words = TextAreaField(_l("Wilt u er iets bij zeggen?"), [Optional(), at_most(WORDS_LIMIT)], filters=[plain_lines])
    anyway = BooleanField(_l("Toch voorstellen, ook al is er dan al iets"))
    version = HiddenField()

    def rows(self) -> list[tuple[DateField, TimeField]]:
        """The pairs of fields, also the empty ones."""
        return [(self[f"day_{number}"], self[f"time_{number}"]) for number in range(ROWS)]

    def times(self) -> list[dt.datetime]:
        """The moments that were filled in."""
        return [_moment(day.data, time.data) for day, time in self.rows() if day.data and time.data]

    def validate(self, extra_validators: Any = None) -> bool:
        """Each row is whole, and is a moment that comes and exists."""
        super().validate(extra_validators)
        for day, time in self.rows():
            if not (day.errors or time.errors):
                self._check_row(day, time)
        return not self.errors

    def _check_row(self, day: DateField, time: TimeField) -> None:
        if day.data and not time.data:
            self.add_error(time.name, _("Vul ook een tijd in. Bijvoorbeeld 10.30."))
        elif time.data and not day.data:
            self.add_error(day.name, _("Vul ook een dag in. Bijvoorbeeld 27-11-2026."))
        elif day.data and time.data:
            moment = _moment(day.data, time.data)
            if moment.astimezone(dt.UTC).astimezone(OFFICE_TIME).time() != time.data:
                self.add_error(time.name, _("Deze tijd bestaat niet: dan gaat de klok vooruit."))
            elif moment <= now():
                self.add_error(day.name, _("Deze tijd is al geweest. Kies een tijd die nog komt."))

    def refuse(self, refusal: Invalid) -> None:
        """Say in plain words, at its own field, what the case file does not take."""
        name = refusal.field or "words"
        if name.startswith("times-"):
            filled = [day.name for day, time in self.rows() if day.data and time.data] or ["day_0"]
            self.add_error(filled[min(int(name[6:]), len(filled) - 1)], _time_refused(str(refusal)))
        else:
            self.add_error(name if name in self else "words", REFUSED.get(name, _l("Dit klopt niet. Kijk het na.")))

    def warn_of_overlap(self, busy: Sequence[str]) -> None:
        """There is something else at that time; ticking `anyway` proposes it after all."""
        self.add_error("anyway", _("Dan heeft u ook: %(what)s.", what="; ".join(busy)))


class ProposeForm(TimesForm):
    """A new appointment."""

    subject = StringField(
        _l("Waarover wilt u praten?"),
        [required(_l("Vul in waar het gesprek over gaat.")), at_most(SUBJECT_LIMIT)],
        filters=[strip],
    )
    mode = RadioField(_l("Hoe praat u met elkaar?"), [required()], default=Mode.OFFICE.value)
    place = StringField(_l("Plaats, telefoonnummer of link"), [Optional(), at_most(PLACE_LIMIT)], filters=[strip])
    minutes = SelectField(_l("Hoe lang?"), coerce=int, default=30)
    bring = TextAreaField(_l("Wat neemt de klant mee?"), [Optional(), at_most(BRING_LIMIT)], filters=[plain_lines])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mode.choices = [(mode.value, said.mode_name(mode).capitalize()) for mode in Mode]
        self.minutes.choices = [(minutes, _("%(n)s minuten", n=minutes)) for minutes in LENGTHS]

    def validate(self, extra_validators: Any = None) -> bool:
        """At least one moment."""
        super().validate(extra_validators)
        if not any(day.data or day.errors or time.data or time.errors for day, time in self.rows()):
            self.add_error("day_0", _("Vul een dag en een tijd in."))
        return not self.errors

    def details(self, *, office: str | None) -> Details:
        """The answers, for the case file; the office's own address where none was given."""
        mode = Mode(self.mode.data)
        place = self.place.data or (office if mode is Mode.OFFICE else None)
        return Details(self.subject.data, mode, place, self.minutes.data, self.bring.data)


class WordsForm(Form):
    """Why, in own words."""

    words = TextAreaField(_l("Waarom?"), [Optional(), at_most(WORDS_LIMIT)], filters=[plain_lines])
    version = HiddenField()

    def refuse(self, refusal: Invalid) -> None:
        """The only thing that can be wrong here is that nothing was said."""
        self.add_error("words", _("Schrijf op waarom. Een paar woorden is genoeg."))


class TimeChoice(Form):
    """Which of the proposed times."""

    option = RadioField(_l("Welke tijd past u?"), [required(_l("Kies een tijd."))], validate_choice=False)
    version = HiddenField()


REFUSED = {
    "place": _l("Vul in waar het gesprek is. Een link begint met https://"),
    "words": _l("Schrijf op waarom. Een paar woorden is genoeg."),
    "subject": _l("Vul in waar het gesprek over gaat."),
    "minutes": _l("Kies hoe lang het gesprek duurt."),
}


def _time_refused(why: str) -> str:
    return {
        "the office is closed then": _("Het werkplein is dan dicht. Kies een andere tijd."),
        "the same time twice": _("Deze tijd staat er al. Kies een andere tijd."),
        "more than a year ahead": _("Kies een dag binnen een jaar."),
        "propose at least one time": _("Vul een dag en een tijd in."),
    }.get(why, _("Deze tijd is al geweest. Kies een tijd die nog komt."))


def _moment(day: dt.date, time: dt.time) -> dt.datetime:
    return dt.datetime.combine(day, time, OFFICE_TIME)
