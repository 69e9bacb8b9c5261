"""Proof of receipt: on screen and as PDF, with the exact copy of what was sent."""

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from eportfolio import audit, receipts
from eportfolio.cv_suggestions import can_be_read
from eportfolio.documents.model import Document, DocumentKind, document_of

from ..pdf import pdf_response, render_pdf
from . import blueprint


@blueprint.get("/ontvangst/<number>")
def receipt(number: str) -> ResponseReturnValue:
    """One receipt; `?nieuw` right after sending adds what happens next."""
    shown = receipts.receipt_numbered(g.db, g.case.id, number)
    fresh = "nieuw" in request.args
    return render_template("client/receipt.html", receipt=shown, fresh=fresh, cv=_cv_of(shown) if fresh else None)


def _cv_of(shown: receipts.Receipt) -> Document | None:
    """The CV that was just sent in, when it can be read into the profile."""
    if shown.kind is not receipts.ReceiptKind.DOCUMENT or shown.subject_id is None:
        return None
    document = document_of(g.db, g.case.id, shown.subject_id)
    return document if document.kind is DocumentKind.CV and can_be_read(document) else None


@blueprint.get("/ontvangst/<number>.pdf")
def receipt_pdf(number: str) -> ResponseReturnValue:
    """The same as PDF/UA."""
    shown = receipts.receipt_numbered(g.db, g.case.id, number)
    audit.record(
        g.db, g.case.id, by=g.actor, action=audit.Action.EXPORTED, subject=audit.Subject.FILE, subject_id=shown.id
    )
    content = render_pdf("pdf/receipt.html", receipt=shown, client=g.case.client, coach=g.case.coach)
    return pdf_response(content, f"ontvangstbewijs-{shown.number}.pdf")
