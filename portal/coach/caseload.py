"""The caseload: who needs what from the coach now."""

from flask import g, request
from flask.typing import ResponseReturnValue

from eportfolio import caseload as files
from eportfolio.caseload import Only

from .. import htmx, labels
from . import blueprint, signal_words


@blueprint.get("/coach")
def caseload() -> ResponseReturnValue:
    """All clients of this coach, with what is new and what is due; narrowed by a choice or a name."""
    words = request.args.get("zoek", "").replace("\x00", "").strip()[:100]
    only = _only(request.args.get("toon"))
    return htmx.answer(
        "coach/caseload.html",
        "coach/_caseload.html",
        entries=files.caseload_of(g.db, by=g.actor, only=only, words=words),
        only=only,
        words=words,
        labels=labels,
        tag_of=signal_words.tag_of,
    )


def _only(name: str | None) -> Only:
    return Only(name) if name in list(Only) else Only.ALL
