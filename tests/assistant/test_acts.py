"""The article that comes along with the way to a formal act."""

import pytest

from assistant.actions.acts import article_of, subject_of

ARTICLES = {"ask_special": "pw-special-assistance", "ask_apply": "pw-apply", "ask_fine": "pw-fine"}


def test_an_act_has_an_article_of_its_own() -> None:
    assert article_of("bezwaar", None) == "gen-objection"
    assert article_of("aanvraag", "ww") == "ww-apply"
    assert article_of("aanvraag", None) is None


@pytest.mark.parametrize(
    ("act", "ranking", "article"),
    [
        ("aanvraag", [("formal_aanvraag", 1.0), ("ask_special", 0.3), ("ask_apply", 0.1)], "pw-special-assistance"),
        ("aanvraag", [("formal_aanvraag", 1.0), ("ask_special", 0.3), ("ask_apply", 0.25)], None),
        ("aanvraag", [("formal_aanvraag", 1.0), ("ask_special", 0.004)], None),
        ("aanvraag", [("formal_aanvraag", 1.0)], None),
        ("bezwaar", [("formal_bezwaar", 1.0), ("ask_fine", 0.4)], None),
    ],
)
def test_what_is_applied_for_is_shown_when_it_is_clear(
    act: str, ranking: list[tuple[str, float]], article: str | None
) -> None:
    assert subject_of(act, ranking, ARTICLES) == article
