"""A question that somebody asked becomes an example: one line more in one file, or nothing at all."""

import difflib
import shutil
from pathlib import Path

import pytest

from knowledge.articles import FOLDER, load_articles
from knowledge.examples import add_example
from knowledge.training import written_examples


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the articles to write in."""
    return Path(shutil.copytree(FOLDER, tmp_path / "articles"))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nl", "krijg ik nog geld als ik een hamster heb: ja of nee?"),
        ("nl", "- 'wat' moet \"ik\" doen, nu?"),
        ("en", "do i still get money when i own a hamster"),
    ],
)
def test_one_line_is_added_and_read_back(folder: Path, language: str, words: str) -> None:
    before = (folder / "ww-level.yml").read_text().split("\n")
    assert add_example("ww-level", language, words, folder=folder)
    assert words in load_articles(folder)["ww-level"].questions[language]
    changed = list(difflib.unified_diff(before, (folder / "ww-level.yml").read_text().split("\n"), n=0, lineterm=""))
    assert [line[0] for line in changed[2:] if line[0] in "+-"] == ["+"]


def test_markup_that_training_data_cannot_hold_is_left_out(folder: Path) -> None:
    assert add_example("ww-level", "nl", "hoeveel [geld](bedrag) krijg # ik\n{nu}", folder=folder)
    assert "hoeveel geld (bedrag) krijg ik nu" in load_articles(folder)["ww-level"].questions["nl"]


def test_a_known_question_is_not_written_again(folder: Path) -> None:
    known = written_examples(load_articles(folder)["ww-duration"])[3]
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert not add_example("ww-level", "nl", known.upper() + "??", folder=folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_an_article_or_language_that_is_not_there_is_refused(folder: Path) -> None:
    for article_id, language in (("ww-hamster", "nl"), ("ww-level", "tr")):
        with pytest.raises(KeyError):
            add_example(article_id, language, "iets", folder=folder)
