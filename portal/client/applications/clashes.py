"""Two tabs, or a phone and a computer: she sees both texts and chooses."""

import datetime as dt
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eportfolio.applications import How, JobApplication

from ... import labels
from ...forms import Form
from ...presentation import date_text
from ...two_tabs import CHOICE, Clash, fingerprints

NOT_FIELDS = ("csrf_token", "form_key", "opened")


def choose(
    application: JobApplication, form: Form, clashes: list[Clash], stored: dict[str, Any]
) -> ResponseReturnValue:
    """The page with what is stored now beside what she wrote; 409, and nothing is lost."""
    page = render_template(
        "client/applications/choose.html",
        application=application,
        action=request.path,
        clashes=[
            {
                "name": CHOICE + clash.name,
                "label": form[clash.name].label.text,
                "mine": _shown(clash.mine),
                "theirs": _shown(clash.theirs),
            }
            for clash in clashes
        ],
        kept={name: request.form[name] for name in request.form if _is_field(name)} | {"opened": fingerprints(stored)},
    )
    return page, 409


def _is_field(name: str) -> bool:
    return name not in NOT_FIELDS and not name.startswith(CHOICE)


def _shown(value: Any) -> str:
    if isinstance(value, dt.date):
        return date_text(value)
    if isinstance(value, How):
        return labels.how_name(value)
    return str(value) if value else _("niets")
