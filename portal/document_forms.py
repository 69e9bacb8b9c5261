"""The forms about documents: send in, replace, describe, take back."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import FileStorage
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.validators import Optional, StopValidation

from eportfolio.documents.handling import FileRefused, Upload
from eportfolio.documents.media import MOST_BYTES
from eportfolio.documents.model import NOTE_LENGTH, DocumentKind

from . import document_words
from .fields import DateField
from .forms import Form, at_most, required, strip

IDENTITY = "id"
"""The choice that is offered so that it can be answered: we do not take it."""


class FileForm(Form):
    """A file and what she wants to say about it."""

    file = FileField(_l("Bestand"), [FileRequired(_l("Kies een bestand."))])
    expires_on = DateField(_l("Tot en met welke dag is het geldig?"), [Optional()])
    note = TextAreaField(_l("Wilt u er iets bij zeggen?"), [Optional(), at_most(NOTE_LENGTH)], filters=[strip])

    def upload(self) -> Upload:
        """What the browser sent, at most one byte more than is allowed."""
        sent: FileStorage = self.file.data
        return Upload(sent.stream.read(MOST_BYTES + 1), sent.filename or "")

    def is_ready(self) -> bool:
        """Whether it was sent and the file can be taken; the note may be kept back (`note_to_send`)."""
        return self.validate_on_submit() or self.warning is not None

    def note_to_send(self) -> str | None:
        """The note, unless she is to look at it once more first."""
        return None if self.warning is not None else self.note.data

    def refuse(self, refused: FileRefused) -> None:
        """Say at the file why it is not taken."""
        self.add_error("file", document_words.refusal_text(refused.reason))


class UploadForm(FileForm):
    """A new document."""

    kind = RadioField(_l("Wat is het?"), [required(_l("Kies wat het is."))])
    share = RadioField(_l("Wie mag het zien?"), default="yes")

    def __init__(self) -> None:
        super().__init__()
        self.kind.choices = [*kinds(), (IDENTITY, _("Paspoort, identiteitskaart of rijbewijs"))]
        self.share.choices = [("yes", _("Mijn werkcoach en ik")), ("no", _("Alleen ik, voor nu"))]

    def validate_kind(self, field: RadioField) -> None:
        """An identity card is more than we need, and its BSN is not ours to keep here (AVG art. 5; Uavg art. 46)."""
        if field.data == IDENTITY:
            raise StopValidation(
                _(
                    "Stuur hier geen kopie van uw paspoort, identiteitskaart of rijbewijs. "
                    "Daarop staan uw BSN en uw foto, en die hebben wij hier niet nodig. "
                    "Vraagt uw coach ernaar? Neem uw bewijs dan mee naar het werkplein."
                )
            )


class DescribeForm(Form):
    """What is said about a document; `version` is what the form was opened with."""

    kind = RadioField(_l("Wat is het?"), [required(_l("Kies wat het is."))])
    expires_on = DateField(_l("Tot en met welke dag is het geldig?"), [Optional()])
    note = TextAreaField(_l("Uw toelichting"), [Optional(), at_most(NOTE_LENGTH)], filters=[strip])
    version = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = kinds()

    def description(self) -> dict[str, Any]:
        """The answers, for the case file."""
        typed = self.version.data or ""
        return {
            "kind": DocumentKind(self.kind.data),
            "note": self.note.data,
            "expires_on": self.expires_on.data,
            "version": int(typed) if typed.isdecimal() and len(typed) < 10 else 0,
        }


class WithdrawForm(Form):
    """Why she takes it back, if she wants to say."""

    reason = TextAreaField(_l("Waarom trekt u het in?"), [Optional(), at_most(NOTE_LENGTH)], filters=[strip])


def kinds() -> list[tuple[str, str]]:
    """What a document can be, to choose from."""
    return [(kind.value, document_words.kind_name(kind)) for kind in DocumentKind]
