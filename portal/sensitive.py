"""The warning before words about health, faith, origin and so on are sent: which words, why, and what she decided.

Every free text of every form is looked at (`knowledge.sensitive`). The form comes back filled in, with the words and
why, and two ways on. Nothing is refused: whoever sends the same words again, sends them. What was found is not
stored or logged; the browser says which words it has shown (`SEEN`, as hashes), so that only new ones are asked
about again.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from flask import has_request_context, request
from flask_babel import gettext as _
from markupsafe import Markup, escape
from wtforms import Field, TextAreaField

from knowledge.sensitive import Finding, Kind, find

from .submissions import submitter

SEEN = "gezien"
"""The hidden field with what the warning showed."""
KEEP = "bewaren"
"""What such a button says when the form is kept for its writer and not sent."""
AROUND = 40
"""Characters of the text on each side of the words that are shown."""


@dataclass(frozen=True, slots=True)
class Warned:
    """One place in one field: the words in their sentence, and why they may be too much."""

    field_id: str
    excerpt: Markup
    why: str
    key: str


class SensitiveWords:
    """Everything that was found in a form, as the page shows it."""

    def __init__(self, places: list[Warned]) -> None:
        self.places = places
        self.seen = ".".join(place.key for place in places)
        self.first_field = places[0].field_id
        self.submitter, self.submitted = submitter()
        self.keeps = self.submitted == KEEP


def warning_about(fields: Iterable[Field]) -> SensitiveWords | None:
    """What stands in the free texts of a form that its writer has not been shown before; None when nothing does."""
    if not has_request_context():
        return None
    places = [
        _place(field, finding)
        for field in fields
        if isinstance(field, TextAreaField) and isinstance(field.data, str)
        for finding in find(field.data)
    ]
    known = set(request.form.get(SEEN, "").split("."))
    return None if all(place.key in known for place in places) else SensitiveWords(places)


def _place(field: Field, finding: Finding) -> Warned:
    text = field.data
    start, end = max(0, finding.start - AROUND), min(len(text), finding.end + AROUND)
    excerpt = Markup("{}{}<mark>{}</mark>{}{}").format(
        "… " if start else "",
        escape(text[start : finding.start]),
        finding.words,
        escape(text[finding.end : end]),
        " …" if end < len(text) else "",
    )
    key = hashlib.sha256(finding.key.encode()).hexdigest()[:16]
    return Warned(field.id, excerpt, why(finding.kind), key)


def why(kind: Kind) -> str:
    """What the words are about, and why that need not be here."""
    return {
        Kind.HEALTH: _(
            "Dit gaat over gezondheid. Dat hoeft niet in het dossier. "
            "Zegt u liever wat u wel en niet kunt? Dat mag. Ziek melden doet u bij UWV of uw gemeente, niet hier."
        ),
        Kind.RELIGION: _("Dit gaat over geloof. Dat is privé, en voor werk zoeken niet nodig."),
        Kind.ORIGIN: _("Dit gaat over afkomst. Dat is privé, en voor werk zoeken niet nodig."),
        Kind.UNION: _("Dit gaat over een vakbond. Dat is privé, en voor werk zoeken niet nodig."),
        Kind.POLITICS: _("Dit gaat over politiek. Dat is privé, en voor werk zoeken niet nodig."),
        Kind.SEXUALITY: _("Dit gaat over seksuele voorkeur. Dat is privé, en voor werk zoeken niet nodig."),
        Kind.CRIME: _(
            "Dit gaat over straf. Dat is privé. Voor sommig werk vraagt u zelf een VOG aan; meer is niet nodig."
        ),
        Kind.BSN: _(
            "Dit lijkt een burgerservicenummer (BSN). Schrijf dat hier liever niet op: "
            "niet dat van uzelf, en zeker niet dat van iemand anders."
        ),
        Kind.ACCOUNT: _("Dit lijkt een rekeningnummer. Geef dat alleen door aan UWV of uw gemeente zelf, niet hier."),
        Kind.BIRTH_DATE: _("Dit lijkt de geboortedatum van iemand anders. Die is hier niet nodig."),
    }[kind]
