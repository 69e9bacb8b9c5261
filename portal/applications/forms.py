"""What is asked about an application, for who writes it down: the client, or her coach on her behalf."""

import datetime as dt
from typing import Any, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import Optional

from eportfolio import applications
from eportfolio.applications import NAME_LIMIT, NOTE_LIMIT, URL_LIMIT, Details, How
from eportfolio.applications.model import CONTACT_LIMIT
from eportfolio.base import Invalid, today

from .. import labels
from ..fields import DateField
from ..forms import Form, at_most, plain_lines, required, strip


def web_address(value: str | None) -> str | None:
    """Filter: people type www.example.nl; a link needs https:// before it."""
    cleaned = strip(value)
    if cleaned and "://" not in cleaned and "." in cleaned.split("/")[0] and ":" not in cleaned.split("/")[0]:
        return f"https://{cleaned}"
    return cleaned


class ApplicationForm(Form):
    """What the client tells about an application."""

    job = StringField(
        _l("Welk werk is het?"), [required(_l("Vul in welk werk het is.")), at_most(NAME_LIMIT)], filters=[strip]
    )
    employer = StringField(
        _l("Bij welke werkgever?"),
        [required(_l("Vul in bij welke werkgever u solliciteert.")), at_most(NAME_LIMIT)],
        filters=[strip],
    )
    applied_on = DateField(_l("Op welke dag?"), [required(_l("Vul in op welke dag u solliciteert."))])
    how = SelectField(_l("Hoe solliciteert u?"), [required(_l("Kies hoe u solliciteert."))])
    vacancy_url = StringField(_l("Webadres van de vacature"), [Optional(), at_most(URL_LIMIT)], filters=[web_address])
    contact = StringField(_l("Contactpersoon"), [Optional(), at_most(CONTACT_LIMIT)], filters=[strip])
    note = TextAreaField(_l("Opmerking"), [Optional(), at_most(NOTE_LIMIT)], filters=[plain_lines])

    planned = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.how.choices = [("", _("Kies"))] + [(how.value, labels.how_name(how)) for how in How]

    def validate_vacancy_url(self, field: StringField) -> None:
        if field.data and not applications.is_web_address(field.data):
            raise ValidationError(_("Dit webadres klopt niet. Een webadres begint met https://"))

    def validate_applied_on(self, field: DateField) -> None:
        if field.data and field.data > today() and not self.is_planned():
            raise ValidationError(_("Deze dag is nog niet geweest. Kies een dag tot en met vandaag."))

    def is_planned(self) -> bool:
        """Whether the client still has to apply."""
        return self.planned

    def details(self) -> Details:
        """The answers, for the case file."""
        return Details(
            employer=self.employer.data,
            job=self.job.data,
            applied_on=cast(dt.date, self.applied_on.data),
            how=How(self.how.data),
            vacancy_url=self.vacancy_url.data,
            contact=self.contact.data,
            note=self.note.data,
        )


def refuse(form: Form, refusal: Invalid) -> None:
    """A refusal that the form itself did not foresee, at the field it is about."""
    name = refusal.field if refusal.field and refusal.field in form else str(next(iter(form)).name)
    form.add_error(name, _("Dit klopt niet. Kijk het nog eens na."))
