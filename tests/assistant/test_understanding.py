"""In the middle of the intake: what is an answer, and what comes first."""

from dataclasses import replace

import pytest

from assistant.actions.case_api import Choice, Question
from assistant.actions.understanding import (
    choose_suggestions,
    comes_before_answer,
    help_for,
    looks_like_question,
    may_be_aside,
)

ACCOUNT = "Ik heb vijftien jaar in de bouw gewerkt en daarna in een magazijn en dat vond ik eigenlijk heel fijn"


@pytest.mark.parametrize(
    "text", ["hoe lang krijg ik ww", "en mag ik ook op vakantie", "krijg ik minder?", "can i travel"]
)
def test_questions_are_recognised_without_a_mark(text: str) -> None:
    assert looks_like_question(text)


@pytest.mark.parametrize("text", ["24 uur", "ja dat klopt", "ik weet hoe ik moet solliciteren", "chauffeur"])
def test_answers_do_not_look_like_questions(text: str) -> None:
    assert not looks_like_question(text)


@pytest.mark.parametrize(
    ("text", "intent", "confidence", "kind"),
    [
        ("hoe lang duurt de ww", "ask_ww_duration", 0.4, "number"),
        ("hoe zit dat met de dinges?", "nlu_fallback", 0.22, "choice"),
        ("stop", "stop", 0.9, "long_text"),
        ("ik wil een mens spreken", "handover", 0.9, "number"),
        ("waarom vraagt u dit", "intake_why", 0.9, "short_text"),
        ("dank u", "thanks", 0.9, "long_text"),
        ("krijg ik kinderbijslag?", "other_benefit", 1.0, "long_text"),
        (ACCOUNT + " maar ik wil niet meer leven", "crisis_suicide", 1.0, "long_text"),
        ("/ask_ww_duration", "ask_ww_duration", 1.0, "choice"),
    ],
)
def test_something_else_comes_first(text: str, intent: str, confidence: float, kind: str) -> None:
    assert comes_before_answer(text, intent, confidence, kind)


def test_a_choice_is_an_answer_whatever_else_it_may_mean() -> None:
    ways = ("Berichten in Houvast", "Bellen")
    assert not comes_before_answer("bellen", "handover", 0.97, "choice", choices=ways)
    assert comes_before_answer("bel mij", "handover", 0.97, "choice", choices=ways)
    assert comes_before_answer("bellen", "crisis_suicide", 1.0, "choice", choices=ways)


def test_what_was_taken_out_of_a_message_is_no_question() -> None:
    assert not may_be_aside("[telefoon]", "out_of_scope", 0.9)


def test_an_amount_that_is_not_clear_is_an_answer_and_no_question() -> None:
    assert not may_be_aside("een paar uur", "ask_ww_working_alongside", 0.9, "number")
    assert may_be_aside("mag ik een paar uur werken", "ask_ww_working_alongside", 0.9, "number")
    assert may_be_aside("vakantie ww", "ask_ww_holiday", 0.9, "choice")


@pytest.mark.parametrize(
    ("text", "intent", "confidence", "kind"),
    [
        ("ik wil uit de wajong", "other_benefit", 1.0, "long_text"),
        ("24 uur", "ask_ww_working_alongside", 0.9, "number"),
        ("ja", "affirm", 0.9, "yes_no"),
        ("stoppen met roken is mijn doel", "intake_stop", 0.3, "short_text"),
        (ACCOUNT, "ask_pw_work_duties", 0.8, "long_text"),
        (ACCOUNT + ", maar hoe begin ik?", "nlu_fallback", 0.22, "long_text"),
        ('/intake_answer{"answer": "ja", "question": "x"}', "intake_answer", 1.0, "yes_no"),
        ("bedankt", "thanks", 0.9, "choice"),
        ("kok", "insult", 0.3, "short_text"),
    ],
)
def test_an_answer_is_offered_to_the_engine(text: str, intent: str, confidence: float, kind: str) -> None:
    assert not comes_before_answer(text, intent, confidence, kind)


def test_a_yes_belongs_to_the_question_that_was_asked_last() -> None:
    assert comes_before_answer("ja", "affirm", 0.9, "yes_no", consent_asked=True)
    assert comes_before_answer("ww", "give_scheme", 1.0, "choice", scheme_asked=True)
    assert not comes_before_answer("ww", "give_scheme", 1.0, "choice")


def test_what_the_engine_refused_may_have_been_something_else() -> None:
    assert may_be_aside("bedankt", "thanks", 0.9)
    assert may_be_aside("hoe hoog is de ww", "ask_ww_level", 0.3)
    assert not may_be_aside("heel veel", "ask_ww_level", 0.3)
    assert not may_be_aside("misschien", "nlu_fallback", 0.22)


def test_at_most_three_likely_articles_are_suggested() -> None:
    ranking = [
        ("nlu_fallback", 0.22),
        ("ask_a", 0.2),
        ("thanks", 0.15),
        ("ask_b", 0.1),
        ("ask_c", 0.09),
        ("ask_d", 0.08),
    ]
    articles = {"ask_a", "ask_b", "ask_c", "ask_d"}
    assert choose_suggestions(ranking, articles, at_least=0.06) == ["ask_a", "ask_b", "ask_c"]
    assert choose_suggestions(ranking, articles, at_least=0.5) == []


def test_a_number_that_the_engine_refused_is_no_question() -> None:
    assert not may_be_aside("36", "ask_ww_conditions", 0.9)
    assert not may_be_aside("12-2 ?", "ask_ww_conditions", 0.9)


def test_where_more_answers_may_be_given_it_says_how() -> None:
    choices = tuple(Choice(word, word) for word in ("Lopend", "Fiets", "Auto"))
    question = Question("t", 6, 17, "Hoe reist u?", "U mag meer kiezen.", "", "multiple", choices, True, None)
    assert help_for(question, "nl").endswith("Typ ze dan achter elkaar, bijvoorbeeld: Fiets, Auto.")
    assert help_for(question, "en").endswith("for example: Fiets, Auto.")
    assert help_for(replace(question, kind="choice"), "nl") == "U mag meer kiezen."


def test_a_word_that_says_nothing_is_a_wrong_answer_and_no_other_subject() -> None:
    assert not may_be_aside("misschien", "out_of_scope", 0.59, "yes_no")
    assert may_be_aside("wat is de hoofdstad van Frankrijk", "out_of_scope", 0.9, "yes_no")


def test_an_account_of_illness_is_an_answer_and_no_sick_report() -> None:
    account = ACCOUNT + " tot ik ziek werd, maar hoe begin ik daarmee"
    assert not comes_before_answer(account, "formal_ziekmelding", 0.88, "long_text")
    assert comes_before_answer("hoe meld ik me ziek", "formal_ziekmelding", 0.88, "long_text")


def test_what_the_portal_took_out_is_no_wish_to_be_called() -> None:
    assert not comes_before_answer("[telefoon]", "handover", 1.0, "yes_no")
    assert comes_before_answer("bel mij op [telefoon]", "handover", 1.0, "yes_no")
