"""What the client sends along with a message: documents that she has, or a new file with the checks of any upload."""

import uuid
from typing import Any

from flask import g
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import Form, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from eportfolio.documents import handling, model, uses
from eportfolio.documents.handling import Upload
from eportfolio.documents.media import MOST_BYTES
from eportfolio.documents.model import Document, DocumentKind
from eportfolio.messages import Message

from .. import files

UPLOADS = "120 per hour"
"""Messages per person, each of which may bring a file."""


class AttachmentFields(Form):
    """The part of a form in which documents are chosen."""

    documents = SelectMultipleField(
        _l("Kies uit uw documenten"),
        choices=[],
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    file = FileField(_l("Of stuur een nieuw bestand mee"))


def offer(form: AttachmentFields) -> None:
    """Let her choose from her current documents."""
    form.documents.choices = [(str(one.id), one.name) for one in model.documents_of(g.db, g.case.id)]


def taken_in(form: AttachmentFields) -> list[Document]:
    """The chosen documents and the new one, which the coach may now see. Raises NotFound or what an upload raises."""
    chosen = [model.document_of(g.db, g.case.id, one) for one in map(_id, form.documents.data or []) if one]
    for document in chosen:
        if not document.is_shared:
            handling.share_with_coach(g.db, document, by=g.actor)
    sent: FileStorage | None = form.file.data
    if sent and sent.filename:
        file = Upload(sent.stream.read(MOST_BYTES + 1), sent.filename)
        more: dict[str, Any] = {"by": g.actor, "shelf": files.shelf(), "kind": DocumentKind.OTHER}
        chosen.append(handling.upload(g.db, g.case, file=file, **more).document)
    return chosen


def of_messages(shown: list[Message]) -> dict[uuid.UUID, list[Document]]:
    """The documents that came with these messages."""
    return uses.used_in(g.db, g.case.id, uses.Where.MESSAGE, [one.id for one in shown])


def _id(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
