"""The editors' page: questions without an answer and answers that did not help, alike together."""

import uuid
from typing import Any

from flask import abort, flash, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from eportfolio import learning
from eportfolio.learning import Kind
from knowledge.articles import load_articles
from knowledge.search import search

from .. import htmx
from ..submissions import once
from . import blueprint

MOST_SUGGESTIONS = 5


@blueprint.get("/redactie", endpoint="learning")
def show_learning() -> ResponseReturnValue:
    """What is new, the most frequent first, with the articles that come nearest."""
    groups = learning.groups(g.db, by=g.actor)
    return render_template(
        "coach/learning.html",
        groups=groups,
        suggestions={group.topic: _suggestions(group) for group in groups},
        verdicts=_verdicts(),
        headings={
            Kind.UNANSWERED: _("Vragen zonder antwoord"),
            Kind.NOT_HELPFUL: _("In de chat: dit vroeg ik niet"),
            Kind.NOT_CLEAR: _("Uitleg die niet duidelijk was"),
        },
    )


@blueprint.post("/redactie/<uuid:item_id>/voorbeeld")
@once
def learn(item_id: uuid.UUID) -> ResponseReturnValue:
    """Choose a question as an example for an article; the next training takes it in."""
    article_id = request.form.get("artikel", "")
    if article_id not in load_articles():
        flash(_("Kies eerst bij welk artikel deze vraag hoort."), "warning")
        return htmx.go_to(url_for("coach.learning"))
    learning.choose(g.db, item_id, article_id=article_id, by=g.actor)
    flash(_("Gekozen. Met make learn komt de vraag bij het artikel, en daarna in het model."), "success")
    return htmx.go_to(url_for("coach.learning"))


@blueprint.post("/redactie/weg")
@once
def learning_dismiss() -> ResponseReturnValue:
    """Lay a group aside."""
    try:
        ids = [uuid.UUID(value) for value in request.form.getlist("item")]
    except ValueError:
        abort(400)
    learning.dismiss(g.db, ids, by=g.actor)
    flash(_("Weggelegd."), "success")
    return htmx.go_to(url_for("coach.learning"))


def _suggestions(group: learning.Group) -> list[Any]:
    """The articles that a question may belong to, the likeliest first."""
    words = next((item.words for item in group.items if item.words), None)
    language = group.items[0].language if group.items else "nl"
    return search(words, language=language, limit=MOST_SUGGESTIONS) if words else []


def _verdicts() -> list[dict[str, Any]]:
    """Title, clear, not clear: those that are least clear first."""
    articles, language = load_articles(), str(get_locale())
    counted = learning.verdicts(g.db, by=g.actor)
    known = [
        {"title": articles[one].title.in_(language), "yes": yes, "no": no}
        for one, (yes, no) in counted.items()
        if one in articles
    ]
    return sorted(known, key=lambda row: (row["yes"] - row["no"], row["title"]))
