"""Cv en documenten: send in, look at, replace, keep to oneself, take back."""

import uuid
from typing import Any

from flask import flash, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eportfolio.access import Channel
from eportfolio.cv_suggestions import can_be_read, reading_of
from eportfolio.documents import handling, model
from eportfolio.documents.handling import FileRefused
from eportfolio.documents.media import MOST_BYTES, Refusal
from eportfolio.documents.model import ChangedMeanwhile, Document, DocumentKind
from eportfolio.documents.uses import uses_of
from eportfolio.storage import StorageUnavailable

from .. import document_words, files, htmx
from ..document_forms import DescribeForm, FileForm, UploadForm, WithdrawForm
from ..limits import limiter
from ..submissions import once
from . import blueprint

UPLOADS = "40 per hour"
"""Per person: more than anyone sends in by hand."""
SHOWN_MASKED = 10_000
"""Characters: three times a long CV."""


@blueprint.get("/documenten")
def documents() -> ResponseReturnValue:
    """All current documents, of one kind or with some words, and what was taken back."""
    kind = _kind(request.args.get("soort"))
    sought = request.args.get("zoek", "").strip()[:100]
    return htmx.answer(
        "client/documents/list.html",
        "client/documents/_list.html",
        documents=model.documents_of(g.db, g.case.id, kind=kind, words=sought),
        withdrawn=model.withdrawn_documents_of(g.db, g.case.id),
        kind=kind,
        kinds=DocumentKind,
        sought=sought,
        words=document_words,
    )


@blueprint.route("/documenten/nieuw", methods=["GET", "POST"])
@limiter.limit(UPLOADS, methods=["POST"])
@once
def document_new() -> ResponseReturnValue:
    """Send a file in, or keep it to oneself. A refused file keeps what was typed."""
    form = UploadForm()
    if form.is_ready():
        try:
            kept = handling.upload(
                g.db,
                g.case,
                by=g.actor,
                shelf=files.shelf(),
                file=form.upload(),
                kind=DocumentKind(form.kind.data),
                note=form.note_to_send(),
                expires_on=form.expires_on.data,
                share=form.share.data == "yes",
            )
        except FileRefused as refused:
            form.refuse(refused)
        except StorageUnavailable:
            form.add_error("file", _away())
        else:
            return _kept(kept, form)
    elif not form.is_submitted():
        form.kind.data = request.args.get("soort")
    return render_template("client/documents/new.html", form=form, **_size()), 422 if form.errors else 200


@blueprint.get("/documenten/<uuid:document_id>")
def document(document_id: uuid.UUID) -> ResponseReturnValue:
    """One document: what it is, who may see it, and what can be done with it."""
    shown = _document(document_id)
    return render_template(
        "client/documents/page.html",
        document=shown,
        versions=model.earlier_versions_of(g.db, shown),
        uses=uses_of(g.db, shown),
        can_be_shown=files.can_be_shown(shown),
        can_be_read=can_be_read(shown),
        was_read=reading_of(g.db, g.case.id, shown.id) is not None,
        words=document_words,
    )


@blueprint.get("/documenten/<uuid:document_id>/bestand")
def document_file(document_id: uuid.UUID) -> ResponseReturnValue:
    """The file in the browser; `?download` takes it along, though never on a shared computer."""
    shown = _document(document_id)
    if shown.is_blocked:
        return _to(shown)
    wants_download = "download" in request.args
    if g.actor.channel is Channel.KIOSK:
        if not files.can_be_shown(shown):
            return htmx.go_to(url_for("client.document_text", document_id=shown.id))
        wants_download = False
    return files.file_response(shown, as_download=wants_download)


@blueprint.get("/documenten/<uuid:document_id>/tekst")
def document_text(document_id: uuid.UUID) -> ResponseReturnValue:
    """What we read in the document, as plain text. On a shared computer the beginning only: masking takes time."""
    shown = _document(document_id)
    most = SHOWN_MASKED if g.actor.channel is Channel.KIOSK else None
    return render_template(
        "client/documents/text.html",
        document=shown,
        text=shown.text[:most],
        is_cut=most is not None and len(shown.text) > most,
        words=document_words,
    )


@blueprint.route("/documenten/<uuid:document_id>/vervangen", methods=["GET", "POST"])
@limiter.limit(UPLOADS, methods=["POST"])
@once
def document_replace(document_id: uuid.UUID) -> ResponseReturnValue:
    """Put a newer version in its place; the old one is kept."""
    old = _document(document_id)
    form = FileForm()
    if form.is_ready():
        try:
            kept = handling.replace(
                g.db,
                g.case,
                old,
                by=g.actor,
                shelf=files.shelf(),
                file=form.upload(),
                note=form.note_to_send(),
                expires_on=form.expires_on.data,
            )
        except FileRefused as refused:
            form.refuse(refused)
        except StorageUnavailable:
            form.add_error("file", _away())
        else:
            return _kept(kept, form)
    page = render_template("client/documents/replace.html", form=form, document=old, words=document_words, **_size())
    return page, 422 if form.errors else 200


@blueprint.route("/documenten/<uuid:document_id>/wijzig", methods=["GET", "POST"])
@once
def document_describe(document_id: uuid.UUID) -> ResponseReturnValue:
    """Correct what it is, its last day and the note. Who was overtaken sees what stands there now, and chooses."""
    shown = _document(document_id)
    form = DescribeForm(obj=shown)
    overtaken = False
    if request.method == "GET":
        form.version.data = str(shown.version)
    elif form.validate():
        try:
            handling.describe(g.db, shown, by=g.actor, **form.description())
        except ChangedMeanwhile:
            overtaken, form.version.data = True, str(shown.version)
        else:
            flash(_("Uw wijziging is bewaard."), "success")
            return _to(shown)
    page = render_template(
        "client/documents/describe.html", form=form, document=shown, overtaken=overtaken, words=document_words
    )
    return page, 409 if overtaken else 422 if form.errors else 200


@blueprint.route("/documenten/<uuid:document_id>/intrekken", methods=["GET", "POST"])
@once
def document_withdraw(document_id: uuid.UUID) -> ResponseReturnValue:
    """Take it back, with the reason if she wants to give one."""
    shown = _document(document_id)
    form = WithdrawForm()
    if form.validate_on_submit():
        handling.withdraw(g.db, shown, by=g.actor, reason=form.reason.data)
        flash(_("Uw document is ingetrokken. Uw coach ziet het niet meer. U kunt het terugzetten."), "success")
        return htmx.go_to(url_for("client.documents"))
    page = render_template(
        "client/documents/withdraw.html", form=form, document=shown, uses=uses_of(g.db, shown), words=document_words
    )
    return page, 422 if form.errors else 200


@blueprint.post("/documenten/<uuid:document_id>/terugzetten")
@once
def document_put_back(document_id: uuid.UUID) -> ResponseReturnValue:
    """Undo a withdrawal."""
    shown = _document(document_id)
    handling.put_back(g.db, shown, by=g.actor)
    flash(_("Uw document staat er weer."), "success")
    return _to(shown)


@blueprint.post("/documenten/<uuid:document_id>/delen")
@once
def document_share(document_id: uuid.UUID) -> ResponseReturnValue:
    """Send a private document in."""
    shown = _document(document_id)
    receipt = handling.share_with_coach(g.db, shown, by=g.actor)
    return htmx.go_to(url_for("client.receipt", number=receipt.number, nieuw=1))


@blueprint.post("/documenten/<uuid:document_id>/niet-delen")
@once
def document_stop_sharing(document_id: uuid.UUID) -> ResponseReturnValue:
    """Keep it to oneself again."""
    shown = _document(document_id)
    handling.stop_sharing(g.db, shown, by=g.actor)
    flash(_("Alleen u ziet dit document nu. Dat uw coach het eerder kon zien, blijft in uw logboek staan."), "success")
    return _to(shown)


def _document(document_id: uuid.UUID) -> Document:
    return model.document_of(g.db, g.case.id, document_id)


def _kind(name: str | None) -> DocumentKind | None:
    """The kind in the address; anything unknown is every kind."""
    return DocumentKind(name) if name in list(DocumentKind) else None


def _to(shown: Document) -> ResponseReturnValue:
    return htmx.go_to(url_for("client.document", document_id=shown.id))


def _kept(kept: handling.Kept, form: FileForm) -> ResponseReturnValue:
    """To the receipt of what was sent in, or to the page of what she keeps to herself.

    When her note is to be looked at once more, the file is kept without it (a browser would have to send the file
    again), and the page to correct what is said comes at once, with the note as she typed it.
    """
    if form.warning is not None:
        return _note_once_more(kept, form)
    if kept.receipt is not None:
        return htmx.go_to(url_for("client.receipt", number=kept.receipt.number, nieuw=1))
    flash(_("Uw document is bewaard. Alleen u ziet het."), "success")
    return _to(kept.document)


def _note_once_more(kept: handling.Kept, form: FileForm) -> ResponseReturnValue:
    document = kept.document
    said = {"kind": document.kind.value, "expires_on": document.expires_on, "note": form.note.data}
    once_more = DescribeForm(formdata=None, data={**said, "version": str(document.version)})
    once_more.warning = form.warning
    return render_template(
        "client/documents/describe.html",
        form=once_more,
        document=document,
        receipt=kept.receipt,
        just_kept=True,
        words=document_words,
    )


def _size() -> dict[str, Any]:
    """What the script needs to refuse a file that is too large before it travels."""
    return {"most_bytes": MOST_BYTES, "too_large": document_words.refusal_text(Refusal.TOO_LARGE)}


def _away() -> str:
    return _("Wij kunnen nu geen bestanden bewaren. Probeer het over een paar minuten nog een keer.")
