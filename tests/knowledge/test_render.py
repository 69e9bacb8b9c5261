"""What a person gets to read depends on her benefit and language."""

import pytest

from knowledge.articles import LifeEvent, Scheme, load_articles
from knowledge.render import UnknownArticle, answer, benefit, life_event_heading, scheme_heading


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("scheme", [None, "ww", "participatiewet"])
def test_every_article_can_be_shown_to_everyone(scheme: str | None, language: str) -> None:
    for article_id in load_articles():
        shown = answer(article_id, scheme, language)
        assert shown.title
        assert shown.paragraphs or shown.variants
        assert shown.sources
        assert shown.who_decides.endswith(".")
        assert shown.checked_on.year >= 2026
        assert "{" not in shown.formal_route_text


def test_the_counterpart_answers_for_the_other_benefit() -> None:
    assert answer("ww-holiday", "bijstand").article_id == "pw-holiday-abroad"
    assert answer("pw-holiday-abroad", "participatiewet").article_id == "pw-holiday-abroad"
    assert answer("ww-duration", "participatiewet").article_id == "ww-duration"


def test_an_unknown_benefit_is_asked_where_the_answer_differs() -> None:
    shown = answer("ww-holiday", None)
    assert shown.needs_scheme
    assert [choice.id for choice in shown.choices] == ["ww-holiday", "pw-holiday-abroad"]
    assert not answer("ww-holiday", "ww").needs_scheme
    assert not answer("gen-objection").needs_scheme


def test_variants_stand_apart_until_the_benefit_is_known() -> None:
    unknown = answer("gen-work-found", None, "en")
    assert [variant.heading for variant in unknown.variants] == ["For people with WW", "For people with bijstand"]
    known = answer("gen-work-found", "ww", "en")
    assert known.variants == ()
    assert len(known.paragraphs) == len(unknown.paragraphs) + len(unknown.variants[0].paragraphs)
    assert not any("bijstand" in paragraph.text for paragraph in known.paragraphs)


def test_the_answer_says_who_decides_and_where_the_formal_act_is_done() -> None:
    shown = answer("pw-apply", "participatiewet", "nl")
    assert shown.who_decides == "Uw gemeente beslist hierover."
    assert shown.formal_route_text.startswith("Een aanvraag doet u bij uw gemeente.")
    assert answer("gen-objection").who_decides == "UWV of uw gemeente beslist hierover."


def test_related_articles_are_named_in_the_language_of_the_answer() -> None:
    assert "Where can I get legal help?" in [link.title for link in answer("gen-objection", None, "en").related]


def test_wrong_questions_are_refused() -> None:
    with pytest.raises(UnknownArticle):
        answer("ww-umbrella")
    with pytest.raises(ValueError, match="no articles in 'fr'"):
        answer("ww-duration", None, "fr")
    with pytest.raises(ValueError, match="wia"):
        benefit("wia")
    with pytest.raises(ValueError, match="is not a benefit"):
        benefit("portal")


def test_headings_exist_for_every_scheme_and_life_event() -> None:
    assert all(scheme_heading(scheme, language) for scheme in Scheme for language in ("nl", "en"))
    assert all(life_event_heading(event, language) for event in LifeEvent for language in ("nl", "en"))
