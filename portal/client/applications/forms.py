"""The forms of the application log."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, StringField, TextAreaField, ValidationError
from wtforms.validators import Optional

from eportfolio.applications import AHEAD, WORDS_LIMIT, ApplicationStage, Stage
from eportfolio.applications.remembering import FURTHEST, WHAT_LIMIT
from eportfolio.base import today

from ...applications.forms import ApplicationForm
from ...fields import DateField, NotInPast
from ...forms import Form, at_most, plain_lines, required, strip


class NewApplicationForm(ApplicationForm):
    """A new application: was it sent, or is it a plan?"""

    stage = RadioField(_l("Heeft u al gesolliciteerd?"), [required()], default=Stage.SENT.value)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stage.choices = [
            (Stage.SENT.value, _("Ja, ik heb gesolliciteerd")),
            (Stage.PLANNED.value, _("Nee, dat ga ik nog doen")),
        ]

    def is_planned(self) -> bool:
        return bool(self.stage.data == Stage.PLANNED.value)

    @property
    def says_more(self) -> bool:
        """Whether the part that is folded away holds something to look at."""
        more = (self.applied_on, self.vacancy_url, self.contact, self.note, self.stage)
        plain = self.applied_on.data == today() and not self.is_planned()
        return any(field.errors for field in more) or not plain or any(field.data for field in more[1:4])


class EditApplicationForm(ApplicationForm):
    """A correction; `opened` are the fingerprints of what the form was opened with."""

    opened = HiddenField()


class StageForm(Form):
    """What happened, on which day, in own words."""

    stage = RadioField(_l("Wat is er gebeurd?"), [required(_l("Kies wat er is gebeurd."))])
    on = DateField(_l("Op welke dag?"), [required(_l("Vul in op welke dag het was of is."))])
    words = TextAreaField(
        _l("Vertel het in uw eigen woorden"), [Optional(), at_most(WORDS_LIMIT)], filters=[plain_lines]
    )

    def validate_on(self, field: DateField) -> None:
        if field.data and field.data > today() and self.stage.data not in AHEAD:
            raise ValidationError(_("Deze dag is nog niet geweest. Kies een dag tot en met vandaag."))


class StepForm(Form):
    """Another day or other words for a step that was written down."""

    on = DateField(_l("Op welke dag?"), [required(_l("Vul in op welke dag het was of is."))])
    words = TextAreaField(
        _l("Vertel het in uw eigen woorden"), [Optional(), at_most(WORDS_LIMIT)], filters=[plain_lines]
    )
    opened = HiddenField()

    def __init__(self, step: ApplicationStage, **kwargs: Any) -> None:
        super().__init__(data={"on": step.on, "words": step.told}, **kwargs)
        self.step = step

    def validate_on(self, field: DateField) -> None:
        if field.data and field.data > today() and self.step.stage not in AHEAD:
            raise ValidationError(_("Deze dag is nog niet geweest. Kies een dag tot en met vandaag."))


class ExperienceForm(Form):
    """How an interview went and, when it is known, what came of it."""

    experience = TextAreaField(
        _l("Hoe ging het?"),
        [required(_l("Schrijf op hoe het ging. Een paar woorden is genoeg.")), at_most(WORDS_LIMIT)],
        filters=[plain_lines],
    )
    outcome = RadioField(_l("Weet u al wat het wordt?"), [Optional()], default="")
    outcome_words = TextAreaField(_l("Wat zeiden zij?"), [Optional(), at_most(WORDS_LIMIT)], filters=[plain_lines])
    opened = HiddenField()

    def validate_outcome_words(self, field: TextAreaField) -> None:
        """Words without an outcome would have no place: ask rather than lose them."""
        if field.data and not self.outcome.data:
            raise ValidationError(_("Kies hierboven ook wat het wordt. Of schrijf dit bij de vraag hoe het ging."))


class ReminderForm(Form):
    """What to remember, and when."""

    what = StringField(
        _l("Wat wilt u onthouden?"),
        [required(_l("Schrijf op wat u wilt onthouden.")), at_most(WHAT_LIMIT)],
        filters=[strip],
    )
    on = DateField(_l("Op welke dag?"), [required(_l("Vul in op welke dag.")), NotInPast()])

    def validate_on(self, field: DateField) -> None:
        if field.data and field.data > today() + FURTHEST:
            raise ValidationError(_("Kies een dag binnen een jaar."))


class PeriodForm(Form):
    """Which days a report is about."""

    class Meta(Form.Meta):
        csrf = False  # an address that changes nothing

    periode = RadioField(_l("Welke periode?"))
    van = DateField(_l("Van"), [Optional()])
    tot = DateField(_l("Tot en met"), [Optional()])
