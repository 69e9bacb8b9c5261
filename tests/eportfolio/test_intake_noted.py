"""How an answer in words was understood is said to her, so that she can put it right at once."""

import pytest

from eportfolio.intake import guided
from eportfolio.intake.answers import Answer
from tests.eportfolio.intake_words import question
from tests.eportfolio.intake_words import said as understood


@pytest.mark.parametrize(
    ("question_id", "said", "language", "noted"),
    [
        ("hours_per_week", "24 uur", "nl", None),
        ("hours_per_week", "een stuk of 24", "nl", None),
        ("hours_per_week", "vierentwintig", "nl", "Genoteerd: 24 uur per week."),
        ("available_from", "1 januari 2027", "nl", None),
        ("available_from", "1-1-2027", "en", "Noted: 1 January 2027."),
        ("transport", "bike", "nl", None),
        ("transport", "fiets en ov", "nl", "Genoteerd: Fiets, Openbaar vervoer."),
        ("last_job_period", "van maart 2019 tot nu", "nl", "Genoteerd: vanaf 1 maart 2019, loopt nog."),
        ("care_tasks", "niet echt", "nl", "Genoteerd: Nee."),
        ("goal", "weer werken", "nl", None),
        ("phone", "0612345678", "nl", None),
        ("transport", "weet ik niet", "nl", None),
    ],
)
def test_how_words_were_understood_is_noted_where_they_do_not_say_it_themselves(
    question_id: str, said: str, language: str, noted: str | None
) -> None:
    asked = question(question_id)
    answer = understood(question_id, said, language)
    assert isinstance(answer, Answer), answer
    assert guided.noted(asked, answer, said, language) == noted
