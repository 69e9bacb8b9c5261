"""Uw plan: everything that was agreed, with both sides' answers, on screen and as PDF."""

from flask import g, render_template
from flask.typing import ResponseReturnValue

from eportfolio import audit
from eportfolio.agreements import Side

from ..agreements import words
from ..agreements.plan import plan_of, plan_pdf
from ..pdf import pdf_response
from . import blueprint


@blueprint.get("/plan")
def plan() -> ResponseReturnValue:
    """The plan on screen: the client's goal, and who does what now."""
    return render_template("client/agreements/plan.html", plan=plan_of(g.db, g.case), words=words, side=Side.CLIENT)


@blueprint.get("/plan.pdf")
def plan_as_pdf() -> ResponseReturnValue:
    """The same as PDF/UA, shown and not downloaded."""
    audit.record(g.db, g.case.id, by=g.actor, action=audit.Action.EXPORTED, subject=audit.Subject.AGREEMENT)
    return pdf_response(plan_pdf(plan_of(g.db, g.case), g.case), "plan.pdf")
