"""The texts that people read are clean, and the lint sees each kind of fault."""

import datetime as dt
from typing import Any

import pytest

from knowledge.articles import load_articles
from knowledge.lint import main, problems_of, reading_ease, sentences_of
from tests.knowledge.conftest import WriteArticle, sound_article

TODAY = dt.date(2026, 11, 26)


def test_all_articles_are_clean() -> None:
    assert problems_of(load_articles(), TODAY) == []


def with_text(**changes: Any) -> dict[str, Any]:
    return {"answer": [sound_article()["answer"][0] | changes]}


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        (with_text(nl="Wij garanderen dat u droog blijft."), "nl promises: 'garanderen'"),
        (with_text(en="We promise that you stay dry."), "en promises: 'promise'"),
        (with_text(nl="U mag " + "een kleine rode of blauwe " * 4 + "plu mee."), "nl sentence of 24 words"),
        (
            with_text(nl="Arbeidsongeschiktheidsverzekeringsmaatschappijen administreren verzekeringsplichtigen."),
            "nl reads too hard",
        ),
    ],
)
def test_a_fault_in_the_text_is_found(write_article: WriteArticle, changes: dict[str, Any], problem: str) -> None:
    found = problems_of(load_articles(write_article(**changes)), TODAY)
    assert any(problem in one for one in found), found


@pytest.mark.parametrize(
    ("today", "problem"),
    [(dt.date(2028, 11, 22), "more than 18 months ago"), (dt.date(2026, 1, 1), "still to come")],
)
def test_the_day_of_the_check_must_be_recent(write_article: WriteArticle, today: dt.date, problem: str) -> None:
    found = problems_of(load_articles(write_article()), today)
    assert len(found) == 1
    assert problem in found[0]


def test_a_question_that_stands_with_two_articles_is_found(write_article: WriteArticle) -> None:
    write_article()
    folder = write_article("ww-coat", id="ww-coat", title={"nl": "Mag ik een jas?", "en": "May I have a coat?"})
    found = problems_of(load_articles(folder), TODAY)
    assert len(found) == 18
    assert all("question also stands with ww-coat" in one for one in found)


def test_the_command_tells_what_is_wrong(write_article: WriteArticle, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(write_article()) == 0
    assert "1 articles, 0 problems" in capsys.readouterr().out
    assert main(write_article(colour="blue")) == 1


def test_short_words_read_easier_than_long_ones() -> None:
    easy = reading_ease("U mag op reis. Zeg het op tijd.", "nl")
    hard = reading_ease("Voorafgaande toestemming van het bestuursorgaan is noodzakelijk.", "nl")
    assert easy > 90 > 40 > hard


def test_a_full_stop_inside_a_name_does_not_end_a_sentence() -> None:
    assert sentences_of("Kijk op werk.nl voor meer. Bel daarna.") == ["Kijk op werk.nl voor meer.", "Bel daarna."]
