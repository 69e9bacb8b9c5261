"""Artikelen: rights and obligations, for the scheme and the language of this conversation."""

from flask import abort, g

from knowledge import render
from knowledge.articles import Scheme as Subject
from knowledge.articles import load_articles
from knowledge.search import search

from . import blueprint, lists
from .conversations import scheme_of_conversation
from .operation import operation
from .schemas.conversation import SUBJECTS, Artikel, ArtikelKeuze, ArtikelLijst, ArtikelRegel, ArtikelVraag, Verwant

TAG = "artikelen"
MOST_FOUND = 40
LEAST_SCORE = 0.2
"""Below this a hit is noise; `knowledge.search` calls 0.5 a good match."""


@blueprint.get("/gesprekken/<gesprekId>/artikelen")
@blueprint.input(ArtikelVraag, location="query", arg_name="asked")
@blueprint.output(ArtikelLijst)
@operation(
    "zoekArtikelen", TAG, "Artikelen", "Met zoekwoorden de best passende eerst; zonder zoekwoorden alles op titel."
)
def read_articles(asked: ArtikelVraag) -> ArtikelLijst:
    """The articles that fit the words, best first; or all that concern this person, by title."""
    lines = _found(asked.zoek.strip()) if asked.zoek.strip() else _all()
    return ArtikelLijst(resultaten=list(lists.part(asked, lines)), **lists.frame(asked, len(lines)))


@blueprint.get("/gesprekken/<gesprekId>/artikelen/<artikelId>")
@blueprint.input(ArtikelKeuze, location="query", arg_name="asked")
@blueprint.output(Artikel)
@operation("leesArtikel", TAG, "Een artikel", "Het antwoord voor deze regeling en taal, met bron en datum.")
def read_article(artikelId: str, asked: ArtikelKeuze) -> Artikel:  # noqa: N803  the name in the address
    """The answer for the scheme asked about, or this person's, in this language, with its source and date."""
    try:
        found = render.answer(artikelId, asked.regeling or scheme_of_conversation(), g.conversation.language)
    except render.UnknownArticle:
        abort(404, description="There is no such article.")
    return Artikel(
        id=found.article_id,
        titel=found.title,
        alineas=[paragraph.text for paragraph in found.paragraphs] + _per_benefit(found),
        bron="; ".join(found.sources),
        nagekeken_op=found.checked_on,
        wie_beslist=found.who_decides,
        hangt_af_van=found.depends_on,
        formele_route=found.formal_route_text,
        regeling_nodig=found.needs_scheme,
        verwant=[Verwant(id=link.id, titel=link.title) for link in found.related],
    )


def _per_benefit(found: render.Answer) -> list[str]:
    """What holds for one benefit only, while it is not known which one this person has."""
    return [f"{variant.heading}: {paragraph.text}" for variant in found.variants for paragraph in variant.paragraphs]


def _found(words: str) -> list[ArtikelRegel]:
    hits = search(words, language=g.conversation.language, scheme=scheme_of_conversation(), limit=MOST_FOUND)
    return [
        ArtikelRegel(id=hit.article_id, titel=hit.title, onderwerp=SUBJECTS[hit.scheme], score=min(hit.score, 1.0))
        for hit in hits
        if hit.score >= LEAST_SCORE
    ]


def _all() -> list[ArtikelRegel]:
    known = scheme_of_conversation()
    other = {Subject.WW, Subject.PARTICIPATIEWET} - {Subject(known)} if known else set()
    lines = [
        ArtikelRegel(id=one.id, titel=one.title.in_(g.conversation.language), onderwerp=SUBJECTS[one.scheme])
        for one in load_articles().values()
        if one.scheme not in other
    ]
    return sorted(lines, key=lambda line: line.titel)
