"""The forms of an agreement: its terms, and the words that go with an answer."""

import datetime as dt
from typing import Any, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, IntegerField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional

from eportfolio.agreements import AgreementVersion, Target, Terms, Unchanged
from eportfolio.agreements.terms import (
    FURTHEST_DUE,
    FURTHEST_REVIEW,
    MOST_APPLICATIONS,
    PERIODS,
    TEXT_LIMIT,
    TITLE_LIMIT,
    WORDS_LIMIT,
    latest_answer,
    usual_answer_by,
)
from eportfolio.base import Invalid, today

from ..fields import DateField, NotInPast
from ..forms import Form, at_most, plain_lines, required, strip
from ..presentation import date_text


class WholeNumber(IntegerField):
    """A number, with words of ours when it is none."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number; nothing typed is None."""
        self.data = None
        if valuelist and valuelist[0].strip():
            try:
                self.data = int(valuelist[0])
            except ValueError as error:
                raise ValueError(_("Schrijf hier een getal. Bijvoorbeeld 4.")) from error


class TermsForm(Form):
    """What an agreement says, as the client fills it in; a draft needs only a title and a date."""

    title = StringField(
        _l("Waar gaat het over?"), [required(_l("Geef de afspraak een titel.")), at_most(TITLE_LIMIT)], filters=[strip]
    )
    why = TextAreaField(
        _l("Waarom wilt u dit?"),
        [required(_l("Schrijf op waarom u dit wilt.")), at_most(TEXT_LIMIT)],
        filters=[plain_lines],
    )
    client_does = TextAreaField(
        _l("Wat gaat u doen?"),
        [required(_l("Schrijf op wat u gaat doen.")), at_most(TEXT_LIMIT)],
        filters=[plain_lines],
    )
    agency_does = TextAreaField(_l("Wat vraagt u aan ons?"), [Optional(), at_most(TEXT_LIMIT)], filters=[plain_lines])
    due_on = DateField(_l("Wanneer is het klaar?"), [required(_l("Kies een datum.")), NotInPast()])
    review_on = DateField(_l("Wanneer wilt u samen bekijken hoe het ging?"), [Optional(), NotInPast()])
    number = HiddenField()

    NOT_IN_A_DRAFT = ("why", "client_does", "agency_does", "review_on", "answer_by")

    def validate_due_on(self, field: Field) -> None:
        """Not further away than the domain allows."""
        if field.data and field.data > today() + FURTHEST_DUE:
            raise ValidationError(_("Deze datum is te ver weg. Kies een datum binnen twee jaar."))

    def validate_review_on(self, field: Field) -> None:
        """Look back when it is due, or not too long after it."""
        due = self.due_on.data
        if not field.data or not due or self.due_on.errors:
            return
        if field.data < due:
            raise ValidationError(_("U bekijkt het samen op of na %(day)s, als het klaar is.", day=date_text(due)))
        if field.data > due + FURTHEST_REVIEW:
            raise ValidationError(_("Deze datum is te lang na de einddatum. Kies een datum binnen een jaar."))

    def accepts(self, *, draft: bool) -> bool:
        """Whether this was posted and can be kept (`draft`) or sent."""
        if draft:
            for name in self.NOT_IN_A_DRAFT:
                if name in self:
                    self[name].validators = [Optional(), *self[name].validators[1:]]
        return bool(self.validate_on_submit())

    def fill(self, version: AgreementVersion) -> None:
        """Start from an earlier text."""
        for name in ("title", "why", "client_does", "agency_does", "due_on", "review_on"):
            self[name].data = getattr(version, name)
        self.number.data = str(version.number)

    def terms(self) -> Terms:
        """What was filled in."""
        due_on = cast(dt.date, self.due_on.data)
        return Terms(
            title=self.title.data or "",
            why=self.why.data or "",
            client_does=self.client_does.data or "",
            agency_does=self.agency_does.data or "",
            due_on=due_on,
            review_on=self.review_on.data,
            answer_by=self._answer_by(due_on),
            applications=self._target(),
        )

    def _answer_by(self, due_on: dt.date) -> dt.date:
        return usual_answer_by(due_on)

    def _target(self) -> Target | None:
        return None

    def refused(self, error: Invalid) -> None:
        """Say in the form what the case file did not accept."""
        if isinstance(error, Unchanged):
            self.add_error("title", _("U heeft niets veranderd. Pas eerst iets aan."))
        else:
            self.add_error(error.field or "title", _("Dit kan niet kloppen. Kijk het nog eens na."))


class CoachTermsForm(TermsForm):
    """The same, with everything that the agency must say."""

    why = TextAreaField(
        _l("Waarom?"),
        [required(_l("Schrijf op waarom u dit voorstelt.")), at_most(TEXT_LIMIT)],
        filters=[plain_lines],
    )
    client_does = TextAreaField(
        _l("Wat doet de klant?"),
        [required(_l("Schrijf op wat de klant doet.")), at_most(TEXT_LIMIT)],
        filters=[plain_lines],
    )
    agency_does = TextAreaField(
        _l("Wat doen wij?"), [required(_l("Schrijf op wat wij doen.")), at_most(TEXT_LIMIT)], filters=[plain_lines]
    )
    applications_count = WholeNumber(
        _l("Aantal sollicitaties"),
        [
            Optional(),
            NumberRange(1, MOST_APPLICATIONS, _l("Kies een aantal van 1 tot en met %(most)d.", most=MOST_APPLICATIONS)),
        ],
    )
    applications_weeks = SelectField(
        _l("Per"),
        choices=[SelectChoice(1, _l("week")), SelectChoice(2, _l("2 weken")), SelectChoice(4, _l("4 weken"))],
        coerce=int,
        default=PERIODS[0],
    )
    review_on = DateField(_l("Wanneer bekijkt u samen hoe het ging?"), [required(_l("Kies een datum.")), NotInPast()])
    answer_by = DateField(
        _l("Tot en met wanneer kan de klant antwoorden?"), [required(_l("Kies een datum.")), NotInPast()]
    )

    def validate_answer_by(self, field: Field) -> None:
        """An answer comes before the work is due."""
        due = self.due_on.data
        if field.data and due and not self.due_on.errors and field.data > latest_answer(due):
            raise ValidationError(_("Kies een datum tot en met %(day)s.", day=date_text(latest_answer(due))))

    def fill(self, version: AgreementVersion) -> None:
        """Start from an earlier text, with fresh time to answer."""
        super().fill(version)
        self.answer_by.data = usual_answer_by(version.due_on) if version.due_on >= today() else None
        if version.applications:
            self.applications_count.data = version.applications.count
            self.applications_weeks.data = version.applications.weeks

    def _answer_by(self, due_on: dt.date) -> dt.date:
        return self.answer_by.data or usual_answer_by(due_on)

    def _target(self) -> Target | None:
        count: Any = self.applications_count.data
        return Target(count, self.applications_weeks.data) if count else None


class WordsForm(Form):
    """Someone's own words with a step; `optional_words` when the step may go without."""

    words = TextAreaField(_l("Uw woorden"), [at_most(WORDS_LIMIT)], filters=[plain_lines])
    number = HiddenField()

    def accepts(self, *, needed: str | None) -> bool:
        """Whether it was posted, with words when they are `needed` (the text says what to write)."""
        if needed is not None:
            self.words.validators = [required(needed), *self.words.validators]
        return bool(self.validate_on_submit())


def version_number(form: TermsForm | WordsForm) -> int:
    """The version that the page was about; 0, which no version has, when the form was tampered with."""
    try:
        return int(form.number.data or 0)
    except ValueError:
        return 0
