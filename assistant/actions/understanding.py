"""What a message is, in the middle of the intake: an answer, or something else that comes first.

Pure functions over words and intents, so that they can be tested without Rasa. The intent alone cannot decide: the
same sentence is an answer to "tell us in your own words" and a question to "how many hours do you want to work?".
"""

from __future__ import annotations

import re

ARTICLE = "ask_"
FORMAL = "formal_"
CRISES = frozenset({"crisis_suicide", "crisis_violence", "crisis_needs", "urgent_term"})
BUTTONS_ONLY = frozenset({"handover_yes", "handover_no"})
STEERING = frozenset({"intake_start", "intake_stop", "intake_why", "intake_back", "intake_change", "stop", "start_over"})
ASIDES = frozenset({"greet", "thanks", "goodbye", "who_are_you", "insult", "decide_for_me", "out_of_scope", "handover"})
UNCLEAR = "nlu_fallback"
FREE_TEXT = "text"

LONGEST_ASIDE = 12      # words; a longer message to an open question is the person's own account
LONGEST_QUESTION = 25

_QUESTION = re.compile(
    r"^\W*(en |and |maar |but |even |ff |nog een vraag )?("
    r"hoe|wat|wanneer|waarom|waar|wie|welke?|hoeveel|hoelang|"
    r"(mag|moet|kan|krijg|heb|ben|verlies|hou) (ik|je|u|men|we|wij|die)|telt|klopt het|"
    r"how|what|when|why|where|who|which|(can|may|must|do|does|will|should|am|is|are) (i|you|we|my|it|there)"
    r")\b",
    re.IGNORECASE,
)


def looks_like_question(text: str) -> bool:
    """Whether somebody would read these words as a question."""
    return "?" in text or bool(_QUESTION.search(text))


def comes_before_answer(
    text: str, intent: str, kind: str, *, scheme_asked: bool = False, consent_asked: bool = False
) -> bool:
    """Whether to leave the intake question for a moment, without offering the words to the engine as an answer.

    `kind` is the kind of the question on the table; `scheme_asked` and `consent_asked` say what else was asked.
    """
    if text.startswith("/"):
        return intent != "intake_answer"
    if intent in CRISES:
        return True
    if consent_asked and intent in ("affirm", "deny"):
        return True
    if scheme_asked and intent == "give_scheme":
        return True
    words = len(text.split())
    if kind == FREE_TEXT and words > LONGEST_ASIDE:
        return _asks_something(text, intent) and words <= LONGEST_QUESTION
    if intent in STEERING or intent in ASIDES:
        return kind == FREE_TEXT or intent in STEERING or intent == "handover"
    return _asks_something(text, intent)


def may_be_aside(intent: str) -> bool:
    """Whether words that the engine refused as an answer may have meant this instead."""
    return intent in ASIDES or intent.startswith((ARTICLE, FORMAL))


def _asks_something(text: str, intent: str) -> bool:
    return looks_like_question(text) and (intent == UNCLEAR or intent.startswith((ARTICLE, FORMAL)) or intent in ASIDES)


def choose_suggestions(
    ranking: list[tuple[str, float]], articles: set[str], *, at_least: float, most: int = 3
) -> list[str]:
    """The article intents that the question may have meant, best first; none when all are mere guesses."""
    likely = [intent for intent, confidence in ranking if intent in articles and confidence >= at_least]
    return likely[:most]
