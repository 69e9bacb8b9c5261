"""The form of a part that exists once: a box per field, read by the intake's rules where the intake asks it too."""

import re
from collections.abc import Mapping
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import Optional

from eportfolio.applications import is_web_address
from eportfolio.base import today
from eportfolio.intake import engine
from eportfolio.intake.answers import Answer, State, given
from eportfolio.intake.display import editable
from eportfolio.intake.questionnaire import current
from eportfolio.people import Account
from eportfolio.portfolio import FIELDS, Known, Section, profile_in
from eportfolio.portfolio.fields import PROFILE_KEYS, Field

from ..forms import Form, at_most, plain_lines, strip
from ..shared_computer import is_shared
from .words import FIELD_LABELS

LONG = 300
"""From so many characters on, a field is a text area."""
TYPED_LIMIT = 200
HIDDEN_WHEN_SHARED = ("contact.phone", "profile.email")
"""Not put in a box on a shared computer: who looks over a shoulder could read them (R51)."""
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]{2,}")


class FieldsForm(Form):
    """The boxes are added per section by `fields_form`."""

    version = HiddenField()
    before: dict[str, str]
    """What each box held when the form was made, by key."""

    def typed(self) -> dict[str, Any]:
        """What was changed, by key, as the case file keeps it; None empties. Check `errors` afterwards."""
        values: dict[str, Any] = {}
        for key, before in self.before.items():
            field = self[name_of(key)]
            if field.errors or (field.data or "") == before:
                continue
            try:
                values[key] = _read(key, field.data) if field.data else None
            except ValueError as wrong:
                self.add_error(field.name, str(wrong))
        return values


def fields_of(section: Section) -> list[Field]:
    """The fields that stand in the form on this computer."""
    shown = (field for field in FIELDS if field.section is section)
    return [field for field in shown if not (field.key in HIDDEN_WHEN_SHARED and is_shared())]


def fields_form(section: Section, known: Known, account: Account) -> FieldsForm:
    """The form of a section with what is known; after a POST with what was typed."""
    boxes = {name_of(field.key): _box(field) for field in fields_of(section)}
    before = {field.key: editable_text(field.key, known, account) for field in fields_of(section)}
    kind = type("SectionForm", (FieldsForm,), boxes)
    data = {name_of(key): text for key, text in before.items()}
    form: FieldsForm = kind(data=data | {"version": known.version(section)})
    form.before = before
    return form


def name_of(key: str) -> str:
    """A box is called as its fact, without the point."""
    return key.replace(".", "_")


def is_long(field: Field) -> bool:
    """Whether it is a text of several lines."""
    return field.limit is not None and field.limit > LONG


def editable_text(key: str, known: Known, account: Account) -> str:
    """What stands in a box: as one would type it."""
    value = known.value(key)
    if value in (None, "") and key in PROFILE_KEYS.values():
        name = next(name for name, own in PROFILE_KEYS.items() if own == key)
        return getattr(profile_in(known, account), name) or ""
    question = current().question_of_fact(key)
    if value in (None, ""):
        return ""
    try:
        return str(editable(question, given(value))) if question else str(value)
    except ValueError:
        return str(value)


def shown_values(section: Section, known: Known, account: Account) -> Mapping[str, str]:
    """What stands in each field now, also what the account tells."""
    return {field.key: editable_text(field.key, known, account) for field in FIELDS if field.section is section}


def _box(field: Field) -> Any:
    label, limit = FIELD_LABELS[field.key], field.limit or TYPED_LIMIT
    if is_long(field):
        return TextAreaField(label, [Optional(), at_most(limit)], filters=[plain_lines])
    return StringField(label, [Optional(), at_most(limit)], filters=[strip])


def _read(key: str, text: str) -> Any:
    """What was typed as a value; raises ValueError with words for her."""
    question = current().question_of_fact(key)
    if question is not None:
        answer = engine.validate(question, text, str(get_locale()), today())
        if not isinstance(answer, Answer):
            raise ValueError(answer.text)
        return answer.value if answer.state is State.GIVEN else None
    if key == "profile.email" and not _ADDRESS.fullmatch(text):
        raise ValueError(_("Dit e-mailadres klopt niet. Een e-mailadres ziet eruit als naam@voorbeeld.nl."))
    if key == "profile.website":
        has_scheme = "://" in text or ":" in text.split("/")[0]
        address = text if has_scheme else f"https://{text}"
        if not is_web_address(address):
            raise ValueError(_("Dit webadres klopt niet. Een webadres begint met https://"))
        return address
    return text
