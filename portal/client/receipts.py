"""Proof of receipt: on screen and as PDF, with the exact copy of what was sent."""

from flask import g, make_response, render_template, request
from flask.typing import ResponseReturnValue

from eportfolio import audit, receipts

from ..pdf import render_pdf
from . import blueprint


@blueprint.get("/ontvangst/<number>")
def receipt(number: str) -> ResponseReturnValue:
    """One receipt; `?nieuw` right after sending adds what happens next."""
    shown = receipts.receipt_numbered(g.db, g.case.id, number)
    return render_template("client/receipt.html", receipt=shown, fresh="nieuw" in request.args)


@blueprint.get("/ontvangst/<number>.pdf")
def receipt_pdf(number: str) -> ResponseReturnValue:
    """The same as PDF/UA; on a shared computer it opens in the browser and is not kept in Downloads."""
    shown = receipts.receipt_numbered(g.db, g.case.id, number)
    audit.record(
        g.db, g.case.id, by=g.actor, action=audit.Action.EXPORTED, subject=audit.Subject.FILE, subject_id=shown.id
    )
    response = make_response(render_pdf("pdf/receipt.html", receipt=shown, client=g.case.client, coach=g.case.coach))
    response.mimetype = "application/pdf"
    way = "inline" if g.login.kiosk else "attachment"
    response.headers["Content-Disposition"] = f'{way}; filename="ontvangstbewijs-{shown.number}.pdf"'
    return response
