"""What every form shares: server-side checks, errors in plain words, what was typed stays."""

from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, ValidationError
from wtforms.validators import InputRequired, Length, StopValidation

from eportfolio.base import today
from eportfolio.submissions import SentBefore

from .sensitive import SensitiveWords, warning_about
from .submissions import sent_before, submitter


class Form(FlaskForm):
    """A form of the portal: CSRF by the whole app, `novalidate` in the page, no browser bubbles."""

    class Meta(FlaskForm.Meta):
        locales = ("nl", "en")

    warning: SensitiveWords | None = None
    """What she should look at once more before it is sent; set by `validate` and by `warn`."""
    sent_before: SentBefore | None = None
    """The earlier sending, when this form was sent with something else in it before; set by `validate`."""

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the values; when they are right, see whether the form was sent before with others, and
        look for words that may be too much (`portal.sensitive`)."""
        if not super().validate(extra_validators):
            return False
        self.sent_before = sent_before()
        return self.sent_before is None and not self.warn()

    def warn(self) -> bool:
        """Whether there is something to show the writer before this is sent."""
        self.warning = warning_about(self)
        return self.warning is not None

    @property
    def errors(self) -> dict[Any, Any]:
        """What is wrong, by field; a form that comes back with a notice only is not wrong, and is not done either."""
        found = dict(super().errors)
        notice = self.warning or self.sent_before
        return found | {"warning": [notice]} if notice and not found else found

    @property
    def sent_with(self) -> tuple[str | None, str | None]:
        """The button with which it was sent, for the button of the notice."""
        return submitter()

    @property
    def sent_with_file(self) -> bool:
        """Whether a file came along, which a browser does not send again by itself."""
        return any(file.filename for file in request.files.values())

    @property
    def notice(self) -> bool:
        """Whether the form comes back with a question and not with mistakes."""
        return self.warning is not None or self.sent_before is not None

    def add_error(self, name: str, message: str) -> None:
        """Attach a refusal by the case file to the field it is about."""
        field = self[name]
        field.errors = [*field.errors, message]


def strip(value: str | None) -> str | None:
    """Filter: no spaces around, no null bytes (PostgreSQL refuses them), "" becomes None."""
    if value is None:
        return None
    cleaned = value.replace("\x00", "").strip()
    return cleaned or None


class Required(InputRequired):
    """Something must have been typed or chosen; spaces, which `strip` takes away, are nothing."""

    def __call__(self, form: Any, field: Field) -> None:
        if field.data is None and not field.process_errors:
            field.errors = []
            raise StopValidation(str(self.message))
        super().__call__(form, field)


def required(message: str | None = None) -> InputRequired:
    """The field must be filled in; say in `message` what to fill in."""
    return Required(message or _l("Vul dit in."))


def plain_lines(value: str | None) -> str | None:
    """Filter: `strip`, and line ends as they were typed, so that a browser's CR LF does not count twice."""
    return strip(value.replace("\r\n", "\n")) if value else None


def at_most(length: int) -> Length:
    """The same limit as the column, with words that help."""
    return Length(max=length, message=_l("Deze tekst is te lang. U mag hier %(max)d tekens gebruiken.", max=length))


class NotInFuture:
    """A date that must have been already."""

    def __call__(self, form: Any, field: Field) -> None:
        if field.data and field.data > today():
            raise ValidationError(str(_l("Deze datum is nog niet geweest. Kies een datum tot en met vandaag.")))
