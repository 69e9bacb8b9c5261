"""The loader takes sound articles and refuses a spoiled one with the reason."""

from typing import Any

import pytest

from knowledge.articles import ArticleError, Decider, Scheme, load_articles
from tests.knowledge.conftest import WriteArticle, sound_article


def test_a_sound_article_is_read(write_article: WriteArticle) -> None:
    article = load_articles(write_article())["ww-umbrella"]
    assert article.scheme is Scheme.WW
    assert article.who_decides == (Decider.UWV,)
    assert article.answer[0].checked_on.isoformat() == "2026-11-22"
    assert article.intent == "ask_ww_umbrella"


def statement(**changes: Any) -> list[dict[str, Any]]:
    return [sound_article()["answer"][0] | changes]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"owner": None}, "key missing: owner"),
        ({"colour": "blue"}, "unknown key: colour"),
        ({"id": "ww-other"}, "must equal the file name"),
        ({"scheme": "participatiewet"}, "must start with pw-"),
        ({"scheme": "wia"}, "'wia' is not one of ww, participatiewet, general, portal"),
        ({"who_decides": []}, "who_decides: at least one of uwv"),
        ({"life_events": ["birthday"]}, "'birthday' is not one of"),
        ({"title": {"nl": "Mag ik?"}}, "title: needs exactly the languages nl, en"),
        ({"questions": {"nl": ["Mag ik?"], "en": ["May I?"]}}, "questions.nl: at least 12 different ones"),
        ({"answer": []}, "answer: no statement at all"),
        ({"answer": statement(nl="<b>Ja</b>")}, "plain text only, found '<'"),
        ({"answer": statement(nl="Lees **dit**")}, "plain text only, found '*'"),
        ({"answer": statement(checked_on="gisteren")}, "must be a date such as 2026-11-22"),
        ({"answer": statement(source="")}, "answer[1].source: must be a text"),
        ({"needs_scheme": "yes"}, "needs_scheme: must be true or false"),
        ({"needs_scheme": True}, "needs an answer_for or a counterpart"),
        ({"answer_for": {"ww": statement()}}, "answer_for: needs exactly ww and participatiewet"),
        ({"counterparts": {"ww": "ww-umbrella"}}, "counterparts: name the other benefit only"),
        ({"related": ["ww-raincoat"]}, "no article 'ww-raincoat'"),
        ({"related": ["ww-umbrella"]}, "related to itself"),
    ],
)
def test_a_spoiled_article_is_refused_with_the_reason(
    write_article: WriteArticle, changes: dict[str, Any], reason: str
) -> None:
    with pytest.raises(ArticleError) as refused:
        load_articles(write_article(**changes))
    assert reason in str(refused.value)
    assert "ww-umbrella.yml" in str(refused.value)


def test_a_counterpart_must_name_its_counterpart_back(write_article: WriteArticle) -> None:
    write_article(counterparts={"participatiewet": "pw-umbrella"})
    folder = write_article("pw-umbrella", id="pw-umbrella", scheme="participatiewet")
    with pytest.raises(ArticleError, match="pw-umbrella must name it back"):
        load_articles(folder)


def test_every_problem_of_every_file_is_named_at_once(write_article: WriteArticle) -> None:
    write_article(owner=None, varies_by=None)
    with pytest.raises(ArticleError) as refused:
        load_articles(write_article("ww-coat", id="ww-coat", colour="blue"))
    assert [part in str(refused.value) for part in ("varies_by", "owner", "ww-coat.yml")] == [True, True, True]


def test_a_key_that_stands_twice_is_refused(write_article: WriteArticle) -> None:
    folder = write_article()
    path = folder / "ww-umbrella.yml"
    path.write_text(path.read_text(encoding="utf-8") + "owner: Somebody else\n", encoding="utf-8")
    with pytest.raises(ArticleError, match="key stands twice: owner"):
        load_articles(folder)


def test_a_file_that_is_not_yaml_is_refused(write_article: WriteArticle) -> None:
    folder = write_article()
    (folder / "ww-coat.yml").write_text("id: [", encoding="utf-8")
    with pytest.raises(ArticleError, match=r"ww-coat\.yml: not readable YAML"):
        load_articles(folder)


def test_a_folder_without_articles_is_refused(tmp_path: Any) -> None:
    with pytest.raises(ArticleError, match="no articles"):
        load_articles(tmp_path)


def test_the_articles_cover_both_benefits_and_the_portal() -> None:
    counts = {scheme: sum(one.scheme is scheme for one in load_articles().values()) for scheme in Scheme}
    assert counts[Scheme.WW] >= 25
    assert counts[Scheme.PARTICIPATIEWET] >= 34
    assert counts[Scheme.GENERAL] >= 18
    assert counts[Scheme.PORTAL] >= 16
