"""Turn an article into the answer for one person: her benefit, her language.

The structure holds plain text only. The portal's pages, the case API and the assistant each give it their own form.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.articles import BENEFITS, Article, Decider, FormalRoute, LifeEvent, Scheme, VariesBy, load_articles

PHRASES = Path(__file__).parent / "phrases.yml"


class UnknownArticle(LookupError):
    """There is no article with this id."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph with what it rests on."""

    text: str
    source: str
    checked_on: dt.date


@dataclass(frozen=True, slots=True)
class Variant:
    """What holds for one benefit only, shown under its own heading while the person's benefit is unknown."""

    scheme: Scheme
    heading: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """Another article; `scheme` says for which benefit where that is what sets it apart."""

    id: str
    title: str
    scheme: Scheme


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer ready to be shown. `article_id` differs from the one asked for when the counterpart was meant.

    `needs_scheme` is true when one must first ask which benefit the person has; `choices` then holds the articles or
    variants to choose from. `checked_on` is the oldest day of all paragraphs shown.
    """

    article_id: str
    scheme: Scheme
    language: str
    title: str
    paragraphs: tuple[Paragraph, ...]
    variants: tuple[Variant, ...]
    sources: tuple[str, ...]
    checked_on: dt.date
    who_decides: str
    depends_on: str
    formal_route: FormalRoute
    formal_route_text: str
    related: tuple[Link, ...]
    needs_scheme: bool
    choices: tuple[Link, ...]


def benefit(name: str | None) -> Scheme | None:
    """Return the benefit with this name: "ww", "participatiewet" or "bijstand"; None for "", "none" and None.

    Raises ValueError for any other name.
    """
    if name is None or name in ("", "none"):
        return None
    scheme = Scheme("participatiewet" if name == "bijstand" else name)
    if scheme not in BENEFITS:
        raise ValueError(f"{name!r} is not a benefit")
    return scheme


def answer(
    article_id: str, scheme: str | None = None, language: str = "nl", *, articles: Mapping[str, Article] | None = None
) -> Answer:
    """Return the answer of an article for a person with this benefit (None: unknown) in this language.

    Raises UnknownArticle, and ValueError for a benefit or language that does not exist.
    """
    known = load_articles() if articles is None else articles
    chosen = benefit(scheme)
    if language not in ("nl", "en"):
        raise ValueError(f"no articles in {language!r}")
    article = _find(known, article_id)
    if chosen and chosen in article.counterparts:
        article = known[article.counterparts[chosen]]
    asks = article.needs_scheme and chosen is None
    shown = _paragraphs(article.answer + article.answer_for.get(chosen, ()) if chosen else article.answer, language)
    variants = () if chosen else _variants(article, language)
    every = shown + tuple(one for variant in variants for one in variant.paragraphs)
    return Answer(
        article_id=article.id,
        scheme=article.scheme,
        language=language,
        title=article.title.in_(language),
        paragraphs=shown,
        variants=variants,
        sources=tuple(dict.fromkeys(one.source for one in every)),
        checked_on=min(one.checked_on for one in every),
        who_decides=who_decides(article, language),
        depends_on=_depends_on(article, language),
        formal_route=article.formal_route,
        formal_route_text=_formal_route_text(article, language),
        related=tuple(_link(known[other], language) for other in article.related),
        needs_scheme=asks,
        choices=_choices(article, known, language) if asks else (),
    )


def who_decides(article: Article, language: str) -> str:
    """Return the sentence that says who takes the decision."""
    return str(_phrases()["who_decides"][_joined(article)][language])


def scheme_heading(scheme: Scheme, language: str) -> str:
    """Return the heading for the articles of one scheme, such as "Voor mensen met WW"."""
    return str(_phrases()["schemes"][scheme.value][language])


def life_event_heading(event: LifeEvent, language: str) -> str:
    """Return a life event in the person's words, such as "Ik ga verhuizen"."""
    return str(_phrases()["life_events"][event.value][language])


@lru_cache(maxsize=1)
def _phrases() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(PHRASES.read_text(encoding="utf-8"))
    return loaded


def _find(articles: Mapping[str, Article], article_id: str) -> Article:
    try:
        return articles[article_id]
    except KeyError:
        raise UnknownArticle(article_id) from None


def _paragraphs(statements: tuple[Any, ...], language: str) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(one.text.in_(language), one.source, one.checked_on) for one in statements)


def _variants(article: Article, language: str) -> tuple[Variant, ...]:
    return tuple(
        Variant(scheme, scheme_heading(scheme, language), _paragraphs(article.answer_for[scheme], language))
        for scheme in BENEFITS
        if scheme in article.answer_for
    )


def _choices(article: Article, articles: Mapping[str, Article], language: str) -> tuple[Link, ...]:
    if article.answer_for:
        return tuple(Link(article.id, scheme_heading(scheme, language), scheme) for scheme in BENEFITS)
    both = (article, *(articles[other] for other in article.counterparts.values()))
    return tuple(_link(one, language) for one in sorted(both, key=lambda one: BENEFITS.index(one.scheme)))


def _link(article: Article, language: str) -> Link:
    return Link(article.id, article.title.in_(language), article.scheme)


def _joined(article: Article) -> str:
    authorities = [one.value for one in (Decider.UWV, Decider.GEMEENTE) if one in article.who_decides]
    return "+".join(authorities) or article.who_decides[0].value


def _depends_on(article: Article, language: str) -> str:
    if article.varies_by is VariesBy.NONE:
        return ""
    return str(_phrases()["varies_by"][article.varies_by.value][language])


def _formal_route_text(article: Article, language: str) -> str:
    if article.formal_route is FormalRoute.NONE:
        return ""
    phrases = _phrases()
    place = phrases["places"].get(_joined(article), phrases["places"]["none"])[language]
    return str(phrases["formal_route"][article.formal_route.value][language]).format(place=place)
