"""Rights and obligations: what applies to this client, in advance, with source and date, and what she has read."""

from dataclasses import dataclass

from flask import abort, flash, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import Optional

from eportfolio import rights_read
from eportfolio.learning import WORDS_LIMIT
from knowledge.articles import Article, LifeEvent, load_articles
from knowledge.articles import Scheme as Subject
from knowledge.render import Answer, Link, UnknownArticle, answer, life_event_heading, scheme_heading
from knowledge.search import search

from .. import htmx
from ..forms import Form, at_most, plain_lines
from ..learning import note_verdict
from ..limits import limiter
from ..rights_advance import Advance, advance_of, scheme_of
from ..submissions import once
from . import blueprint

MATCHES = 0.2
"""Hits below this score are noise; `knowledge.search` calls 0.5 a good match."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Articles under one heading."""

    heading: str
    links: list[Link]


@blueprint.get("/rechten-en-plichten")
def rights() -> ResponseReturnValue:
    """The articles of the client's own scheme first, by what happens in a life; and a search over all of them."""
    language = str(get_locale())
    words = request.args.get("zoek", "").replace("\x00", "").strip()[:200]
    hits = search(words, language=language, scheme=_scheme()) if words else []
    return render_template(
        "client/rights/list.html",
        words=words,
        hits=[hit for hit in hits if hit.score >= MATCHES],
        shelves=_shelves(language),
        events=_events(language),
        scheme_known=_scheme() is not None,
        advance=_advance(language),
    )


@blueprint.get("/rechten-en-plichten/<article_id>")
def article(article_id: str) -> ResponseReturnValue:
    """One article, as it is for this client's scheme."""
    shown, advance = _shown(article_id), _advance(str(get_locale()))
    return render_template(
        "client/rights/article.html", answer=shown, advance=advance, here=advance.row(shown.article_id)
    )


@blueprint.get("/rechten-en-plichten/vooraf")
def rights_in_advance() -> ResponseReturnValue:
    """Everything that the client must be able to know in advance, and how far she is with reading it."""
    return render_template("client/rights/advance.html", advance=_advance(str(get_locale())))


@blueprint.post("/rechten-en-plichten/<article_id>/gelezen")
@once
def article_read(article_id: str) -> ResponseReturnValue:
    """Keep that she has read this text, and go on to the next one that she has not."""
    language = str(get_locale())
    row = _advance(language).row(article_id)
    if row is None:
        abort(404)
    if request.form.get("editie") != row.essential.edition:
        flash(_("Deze uitleg is net veranderd. Lees hem nog een keer."), "warning")
        return htmx.go_to(url_for("client.article", article_id=article_id))
    rights_read.mark_read(g.db, g.case, row.edition, by=g.actor, language=language)
    following = _advance(language).next_after(article_id)
    if following is None:
        flash(_("U heeft alles gelezen. U kunt het hier altijd weer nalezen."), "success")
        return htmx.go_to(url_for("client.rights_in_advance"))
    return htmx.go_to(url_for("client.article", article_id=following.essential.article_id))


class UnclearForm(Form):
    """What was not clear in an explanation, if she wants to say so."""

    words = TextAreaField(_l("Wat was niet duidelijk?"), [Optional(), at_most(WORDS_LIMIT)], filters=[plain_lines])


@blueprint.post("/rechten-en-plichten/<article_id>/duidelijk")
@limiter.limit("30 per hour")
@once
def article_clear(article_id: str) -> ResponseReturnValue:
    """It was clear: one click, and back to the same page."""
    _shown(article_id)
    note_verdict(article_id, clear=True, words=None, scheme=g.case.scheme)
    flash(_("Dank u. Fijn dat het duidelijk is."), "success")
    return htmx.go_to(url_for("client.article", article_id=article_id))


@blueprint.route("/rechten-en-plichten/<article_id>/niet-duidelijk", methods=["GET", "POST"])
@limiter.limit("30 per hour", methods=["POST"])
@once
def article_unclear(article_id: str) -> ResponseReturnValue:
    """It was not clear: what, in her own words or not at all, and the way to her coach."""
    shown, form = _shown(article_id), UnclearForm()
    if form.validate_on_submit():
        note_verdict(article_id, clear=False, words=form.words.data, scheme=g.case.scheme)
        flash(_("Dank u. Hiermee maken wij de uitleg beter."), "success")
        return htmx.go_to(url_for("client.article", article_id=article_id))
    page = render_template("client/rights/unclear.html", answer=shown, form=form)
    return page, 422 if form.errors else 200


def _shown(article_id: str) -> Answer:
    """The article as it is for this client; 404 for one that does not exist."""
    try:
        return answer(article_id, _scheme(), str(get_locale()))
    except UnknownArticle:
        abort(404)


def _advance(language: str) -> Advance:
    return advance_of(g.db, g.case, language)


def _scheme() -> str | None:
    return scheme_of(g.case)


def _mine() -> set[Subject]:
    """The subjects of this client: her own benefit (both while it is unknown) and what is for everybody."""
    scheme = _scheme()
    own = {Subject(scheme)} if scheme else {Subject.WW, Subject.PARTICIPATIEWET}
    return own | {Subject.GENERAL, Subject.PORTAL}


def _shelves(language: str) -> list[Shelf]:
    """The client's articles per subject."""
    by_subject: dict[Subject, list[Link]] = {}
    for one in _my_articles():
        by_subject.setdefault(one.scheme, []).append(Link(one.id, one.title.in_(language), one.scheme))
    return [
        Shelf(scheme_heading(subject, language), _sorted(by_subject[subject]))
        for subject in Subject
        if subject in by_subject
    ]


def _events(language: str) -> list[Shelf]:
    """The client's articles per event in a life, such as "Ik ben mijn werk kwijt"."""
    by_event: dict[LifeEvent, list[Link]] = {}
    for one in _my_articles():
        for event in one.life_events:
            by_event.setdefault(event, []).append(Link(one.id, one.title.in_(language), one.scheme))
    return [
        Shelf(life_event_heading(event, language), _sorted(by_event[event])) for event in LifeEvent if event in by_event
    ]


def _my_articles() -> list[Article]:
    return [one for one in load_articles().values() if one.scheme in _mine()]


def _sorted(links: list[Link]) -> list[Link]:
    return sorted(links, key=lambda link: link.title)
