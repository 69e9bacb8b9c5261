"""What is shown in advance: both benefits, both languages, and marks that follow the text."""

import dataclasses

import pytest

from knowledge.articles import ArticleError, load_articles
from knowledge.essentials import Group, edition_of, essentials, read_lists
from knowledge.render import answer


@pytest.mark.parametrize("scheme", ["ww", "participatiewet"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_everyone_with_a_benefit_is_shown_rights_duties_and_what_to_expect(scheme: str, language: str) -> None:
    shown = essentials(scheme, language)
    assert {one.group for one in shown} == set(Group)
    assert len({one.article_id for one in shown}) == len(shown) >= 15


def test_nothing_is_claimed_while_the_benefit_is_unknown() -> None:
    assert essentials(None, "nl") == ()


def test_the_edition_is_that_of_the_dutch_text_in_every_language() -> None:
    dutch = {one.article_id: one.edition for one in essentials("ww", "nl")}
    english = {one.article_id: one.edition for one in essentials("ww", "en")}
    assert dutch == english


def test_another_text_is_another_edition() -> None:
    shown = answer("ww-holiday", "ww", "nl")
    first, *others = shown.paragraphs
    changed = dataclasses.replace(
        shown, paragraphs=(dataclasses.replace(first, text=first.text + " Of niet."), *others)
    )
    later = dataclasses.replace(shown, checked_on=shown.checked_on.replace(year=2030))
    assert edition_of(changed) != edition_of(shown)
    assert edition_of(later) == edition_of(shown), "only checked again: she need not read it again"


def test_a_list_with_an_article_that_is_not_there_is_refused() -> None:
    articles = {name: one for name, one in load_articles().items() if name != "ww-holiday"}
    with pytest.raises(ArticleError, match="ww-holiday is no article for ww"):
        read_lists(articles)
