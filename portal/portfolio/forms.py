"""The forms of the portfolio's entries: what people type, made into an entry."""

import re
from typing import Any, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import Optional

from eportfolio.base import Invalid
from eportfolio.portfolio import Entry, Section
from eportfolio.portfolio.content import CITY_LIMIT, DESCRIPTION_LIMIT, NAME_LIMIT, NOTE_LIMIT, SKILL_LIMIT
from eportfolio.portfolio.entries import Education, Experience, Language, LanguageLevel, Licence, Period, Skill
from eportfolio.portfolio.model import WORDS_LIMIT

from ..fields import NOW, PartialDateField
from ..forms import Form, at_most, plain_lines, required, strip
from .words import LEVELS

BETWEEN = re.compile(r"[,;\n]+")
MOST_AT_ONCE = 50


class EntryForm(Form):
    """An entry; `version` is what the form was opened with, `answer` is to the coach's question about it."""

    version = HiddenField()
    answer = TextAreaField(_l("Uw antwoord aan uw coach"), [Optional(), at_most(WORDS_LIMIT)], filters=[plain_lines])

    def entry(self) -> Entry:
        """What was typed, as an entry."""
        raise NotImplementedError

    @classmethod
    def data_of(cls, entry: Any) -> dict[str, Any]:
        """What the form shows for an entry that exists."""
        return {name: getattr(entry, name) for name in type(entry).__dataclass_fields__}

    def refuse(self, refusal: Invalid) -> None:
        """Say at its field why the case file does not take it."""
        name = refusal.field if refusal.field and refusal.field in self else str(next(iter(self)).name)
        words = {
            "start": _("Deze datum klopt niet. Kijk het nog eens na."),
            "end": _("Het einde ligt voor het begin. Kijk beide nog eens na."),
        }
        text = words.get(name) or _("Dit klopt niet. Kijk het nog eens na.")
        if refusal.field is None:
            text = _("U heeft hier al heel veel staan. Verwijder eerst iets dat u niet meer nodig heeft.")
        self.add_error(name, text)


class PeriodForm(EntryForm):
    """Something that lasted: from when to when, as precise as she knows."""

    start = PartialDateField(_l("Vanaf wanneer?"), [Optional()])
    end = PartialDateField(_l("Tot wanneer?"), [Optional()], may_be_now=True)

    def goes_on(self) -> bool:
        """Whether it has not ended."""
        return bool(self.end.data == NOW)

    def period(self) -> Period:
        """What was typed about the time."""
        return Period(self.start.data, None if self.goes_on() else self.end.data, ongoing=self.goes_on())

    @classmethod
    def data_of(cls, entry: Any) -> dict[str, Any]:
        period: Period = entry.period
        return super().data_of(entry) | {"start": period.start, "end": period.end, "ongoing": period.ongoing}


class ExperienceForm(PeriodForm):
    """Work."""

    title = StringField(
        _l("Wat deed u?"), [required(_l("Vul in wat voor werk u deed.")), at_most(NAME_LIMIT)], filters=[strip]
    )
    organisation = StringField(_l("Bij wie?"), [Optional(), at_most(NAME_LIMIT)], filters=[strip])
    ongoing = BooleanField(_l("Ik werk hier nu nog"))
    volunteer = BooleanField(_l("Dit was vrijwilligerswerk of een stage zonder loon"))
    city = StringField(_l("In welke plaats?"), [Optional(), at_most(CITY_LIMIT)], filters=[strip])
    description = TextAreaField(
        _l("Wat waren uw taken?"), [Optional(), at_most(DESCRIPTION_LIMIT)], filters=[plain_lines]
    )

    def goes_on(self) -> bool:
        return bool(self.ongoing.data) or super().goes_on()

    def validate_end(self, field: PartialDateField) -> None:
        """An end and "still there" say two things: ask which."""
        if self.ongoing.data and field.data and field.data != NOW:
            raise ValidationError(_("U vulde een einde in, en ook dat u er nog werkt. Haal een van de twee weg."))

    def entry(self) -> Experience:
        return Experience(
            title=self.title.data or "",
            organisation=self.organisation.data,
            city=self.city.data,
            period=self.period(),
            description=self.description.data,
            volunteer=bool(self.volunteer.data),
        )


class EducationForm(PeriodForm):
    """A school or a course."""

    title = StringField(
        _l("Welke opleiding of cursus?"),
        [required(_l("Vul in welke opleiding of cursus het was.")), at_most(NAME_LIMIT)],
        filters=[strip],
    )
    organisation = StringField(_l("Welke school?"), [Optional(), at_most(NAME_LIMIT)], filters=[strip])
    status = RadioField(_l("Is het klaar?"), [Optional()], default="")
    course = BooleanField(_l("Dit was een cursus"))
    city = StringField(_l("In welke plaats of welk land?"), [Optional(), at_most(CITY_LIMIT)], filters=[strip])
    description = TextAreaField(_l("Wat leerde u?"), [Optional(), at_most(DESCRIPTION_LIMIT)], filters=[plain_lines])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.status.choices = [
            ("done", _("Ja, met een diploma of bewijs")),
            ("busy", _("Nee, ik ben nog bezig")),
            ("stopped", _("Nee, ik ben eerder gestopt")),
            ("", _("Dat zeg ik liever niet")),
        ]

    def goes_on(self) -> bool:
        return bool(self.status.data == "busy") or super().goes_on()

    @classmethod
    def data_of(cls, entry: Education) -> dict[str, Any]:
        status = "busy" if entry.period.ongoing else {True: "done", False: "stopped", None: ""}[entry.finished]
        return super().data_of(entry) | {"status": status}

    def entry(self) -> Education:
        finished = {"done": True, "stopped": False, "busy": False}.get(self.status.data or "")
        period = self.period()
        if self.status.data == "busy" and period.end:
            period = Period(period.start, None, ongoing=True)
        return Education(
            title=self.title.data or "",
            organisation=self.organisation.data,
            city=self.city.data,
            period=period,
            finished=finished,
            description=self.description.data,
            course=bool(self.course.data),
        )


class SkillForm(EntryForm):
    """One skill, to change."""

    name = StringField(_l("Wat kunt u?"), [required(_l("Vul in wat u kunt.")), at_most(SKILL_LIMIT)], filters=[strip])
    note = StringField(_l("Waar of hoe?"), [Optional(), at_most(NOTE_LIMIT)], filters=[strip])

    def entry(self) -> Skill:
        return Skill(self.name.data or "", self.note.data)


class LanguageForm(EntryForm):
    """A language, and how well."""

    name = StringField(_l("Welke taal?"), [required(_l("Vul in welke taal.")), at_most(SKILL_LIMIT)], filters=[strip])
    level = SelectField(_l("Hoe goed?"), [Optional()], default="")
    note = StringField(_l("Wilt u er iets bij zeggen?"), [Optional(), at_most(NOTE_LIMIT)], filters=[strip])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.level.choices = [("", _("Kies"))] + [(level.value, str(words)) for level, words in LEVELS.items()]

    def entry(self) -> Language:
        level = LanguageLevel(self.level.data) if self.level.data else None
        return Language(self.name.data or "", level, self.note.data)


class LicenceForm(EntryForm):
    """A driving licence or a certificate."""

    name = StringField(
        _l("Welk rijbewijs of certificaat?"),
        [required(_l("Vul in welk rijbewijs of certificaat u heeft.")), at_most(SKILL_LIMIT)],
        filters=[strip],
    )
    valid_until = PartialDateField(_l("Tot wanneer is het geldig?"), [Optional()])

    def entry(self) -> Licence:
        return Licence(self.name.data or "", self.valid_until.data)


class SeveralForm(Form):
    """Several skills at once: lines or commas between them."""

    names = TextAreaField(
        _l("Wat kunt u goed?"), [required(_l("Vul in wat u kunt.")), at_most(DESCRIPTION_LIMIT)], filters=[plain_lines]
    )

    def validate_names(self, field: TextAreaField) -> None:
        """Each must fit by itself."""
        long = next((name for name in self.listed() if len(name) > SKILL_LIMIT), None)
        if long:
            words = _("“%(start)s…” is te lang. Zet een komma tussen twee vaardigheden.", start=long[:40])
            raise ValidationError(words)
        if len(self.listed()) > MOST_AT_ONCE:
            raise ValidationError(_("Dit zijn er te veel tegelijk. Begin met de belangrijkste."))

    def listed(self) -> list[str]:
        """The names that were typed."""
        parts = (part.strip(" .•-\t") for part in BETWEEN.split(cast(str, self.names.data or "")))
        return [part for part in parts if part]


FORMS: dict[Section, type[EntryForm]] = {
    Section.EXPERIENCE: ExperienceForm,
    Section.EDUCATION: EducationForm,
    Section.SKILLS: SkillForm,
    Section.LANGUAGES: LanguageForm,
    Section.LICENCES: LicenceForm,
}
