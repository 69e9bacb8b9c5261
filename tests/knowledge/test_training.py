"""The assistant's training data follow from the articles and from nothing else."""

import json
from pathlib import Path

import pytest
import yaml

from knowledge.articles import load_articles
from knowledge.folding import fold
from knowledge.training import main, written_examples


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("nlu") / "new"
    assert main([str(folder)]) == 0
    return folder


@pytest.fixture(scope="module")
def intents(folder: Path) -> dict[str, list[str]]:
    questions: dict[str, list[str]] = json.loads((folder / "questions.json").read_text(encoding="utf-8"))
    return questions


def test_every_article_is_an_intent_with_its_own_questions(intents: dict[str, list[str]]) -> None:
    assert set(intents) == {article.intent for article in load_articles().values()}
    for article in load_articles().values():
        assert set(written_examples(article)) <= set(intents[article.intent])


def test_no_example_stands_with_two_articles(intents: dict[str, list[str]]) -> None:
    owners: dict[str, str] = {}
    for intent, examples in intents.items():
        for example in examples:
            assert owners.setdefault(fold(example), intent) == intent, example


def test_no_example_has_the_marks_of_an_entity(intents: dict[str, list[str]]) -> None:
    assert not any(mark in example for examples in intents.values() for example in examples for mark in "[]{}()")


def test_domain_and_index_name_the_same_intents(folder: Path, intents: dict[str, list[str]]) -> None:
    domain = yaml.safe_load((folder / "domain_articles.yml").read_text(encoding="utf-8"))
    index = json.loads((folder / "articles.json").read_text(encoding="utf-8"))
    assert sorted(domain["intents"]) == list(intents)
    assert set(index) == set(intents)
    assert index["ask_ww_holiday"]["counterparts"] == {"participatiewet": "pw-holiday-abroad"}
    assert index["ask_ww_holiday"]["needs_scheme"] is True
    assert index["ask_gen_objection"]["title"]["en"] == "How do I object to a decision?"


def test_what_an_article_says_comes_along_sentence_by_sentence(folder: Path) -> None:
    said = json.loads((folder / "statements.json").read_text(encoding="utf-8"))
    assert set(said) == {article.intent for article in load_articles().values()}
    assert "Geef uw vakantie door aan UWV." in said["ask_ww_holiday"]
    assert "Report your holiday to UWV." in said["ask_ww_holiday"]
    assert "Ja." not in said["ask_ww_holiday"]


def test_the_words_for_the_same_thing_come_along(folder: Path) -> None:
    words = json.loads((folder / "words.json").read_text(encoding="utf-8"))
    together = [group for group in words["same"] if "holiday" in group]
    assert "vakantie" in together[0]
    assert "de" in words["stop"]


def test_the_same_articles_give_the_same_files(folder: Path, tmp_path: Path) -> None:
    main([str(tmp_path)])
    for path in folder.iterdir():
        assert path.read_bytes() == (tmp_path / path.name).read_bytes()


def test_the_command_needs_a_folder(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "usage" in capsys.readouterr().err
