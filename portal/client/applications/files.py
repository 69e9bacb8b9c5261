"""Bestanden bij een sollicitatie: what she sent along, and what shows that she applied."""

import uuid

from flask import flash, g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import FileStorage
from wtforms import SelectMultipleField, StringField
from wtforms.validators import Optional

from eportfolio import application_files
from eportfolio.applications import JobApplication
from eportfolio.documents import handling, model
from eportfolio.documents.handling import FileRefused, Upload
from eportfolio.documents.media import MOST_BYTES, Refusal
from eportfolio.documents.model import NOTE_LENGTH, Document, DocumentKind
from eportfolio.storage import StorageUnavailable

from ... import document_words, files, htmx
from ...forms import Form, at_most, strip
from ...limits import limiter
from ...submissions import once
from .. import blueprint
from .pages import application_here, page_of

UPLOADS = "40 per hour"


class ChooseFilesForm(Form):
    """Which of her documents belong to this application."""

    documents = SelectMultipleField(_l("Welke bestanden horen hierbij?"))

    def __init__(self, documents: list[Document], chosen: list[Document]) -> None:
        super().__init__(data={"documents": [str(document.id) for document in chosen]})
        self.documents.choices = [
            (str(document.id), f"{document.name} ({document_words.kind_name(document.kind)})") for document in documents
        ]


class EvidenceForm(Form):
    """A file that shows that she applied."""

    file = FileField(_l("Bestand"), [FileRequired(_l("Kies een bestand."))])
    note = StringField(_l("Wat is het?"), [Optional(), at_most(NOTE_LENGTH)], filters=[strip])


@blueprint.route("/sollicitaties/<uuid:application_id>/bestanden", methods=["GET", "POST"])
@once
def application_files_chosen(application_id: uuid.UUID) -> ResponseReturnValue:
    """Choose from her documents, or add something new."""
    shown = application_here(application_id)
    current = model.documents_of(g.db, g.case.id)
    there = [document for document in application_files.files_of(g.db, shown) if document.is_current]
    form = ChooseFilesForm(current, there)
    if form.validate_on_submit():
        chosen = [document for document in current if str(document.id) in (form.documents.data or ())]
        application_files.choose_files(g.db, shown, chosen, by=g.actor)
        flash(_("Bewaard. Deze bestanden staan bij uw sollicitatie."), "success")
        return htmx.go_to(page_of(shown))
    return _page(shown, form, EvidenceForm(formdata=None), 422 if form.errors else 200)


@blueprint.post("/sollicitaties/<uuid:application_id>/bewijs")
@limiter.limit(UPLOADS)
@once
def application_evidence(application_id: uuid.UUID) -> ResponseReturnValue:
    """Add a picture of a screen or an e-mail as PDF; the coach sees it, and it is among her documents."""
    shown = application_here(application_id)
    form = EvidenceForm()
    if form.validate():
        try:
            kept = _keep(form)
        except FileRefused as refused:
            form.add_error("file", document_words.refusal_text(refused.reason))
        except StorageUnavailable:
            away = _("Wij kunnen nu geen bestanden bewaren. Probeer het over een paar minuten nog een keer.")
            form.add_error("file", away)
        else:
            application_files.add_file(g.db, shown, kept.document, by=g.actor)
            number = kept.receipt.number if kept.receipt else ""
            flash(_("Bewaard. Uw bewijs van ontvangst is nummer %(number)s.", number=number), "success")
            return htmx.go_to(page_of(shown))
    current = model.documents_of(g.db, g.case.id)
    there = [document for document in application_files.files_of(g.db, shown) if document.is_current]
    return _page(shown, ChooseFilesForm(current, there), form, 422)


def _keep(form: EvidenceForm) -> handling.Kept:
    sent: FileStorage = form.file.data
    upload = Upload(sent.stream.read(MOST_BYTES + 1), sent.filename or "")
    return handling.upload(
        g.db,
        g.case,
        by=g.actor,
        shelf=files.shelf(),
        file=upload,
        kind=DocumentKind.OTHER,
        note=form.note.data,
        share=True,
    )


def _page(
    application: JobApplication, form: ChooseFilesForm, evidence: EvidenceForm, status: int
) -> ResponseReturnValue:
    page = render_template(
        "client/applications/files.html",
        application=application,
        form=form,
        evidence=evidence,
        most_bytes=MOST_BYTES,
        too_large=document_words.refusal_text(Refusal.TOO_LARGE),
    )
    return page, status
