"""What a message is, in the middle of the intake: an answer, or something else that comes first.

Pure functions over words and intents, so that they can be tested without Rasa. The intent alone cannot decide: the
same sentence is an answer to "tell us in your own words" and a question to "how many hours do you want to work?".
"""

from __future__ import annotations

import re
from collections.abc import Collection

from .case_api import Question

ARTICLE = "ask_"
FORMAL = "formal_"
UNCLEAR = "nlu_fallback"
OUTSIDE = "out_of_scope"
CRISES = frozenset({"crisis_suicide", "crisis_violence", "crisis_needs", "urgent_term"})
BUTTONS_ONLY = frozenset({"handover_yes", "handover_no", "handover_sent"})
STEERING = frozenset(
    {"intake_start", "intake_stop", "intake_why", "intake_back", "intake_change", "stop", "start_over", "handover"}
)
ASIDES = frozenset(
    {
        "greet",
        "thanks",
        "goodbye",
        "who_are_you",
        "insult",
        "unclear",
        "decide_for_me",
        "out_of_scope",
        "others_data",
        "other_benefit",
        "break_rules",
    }
    | {"legal_advice", "other_language"}
)
MEASURED = frozenset({"number", "date", "period"})
OPEN_QUESTIONS = frozenset({"short_text", "long_text"})

SEVERAL = {
    "nl": "Wilt u er meer kiezen? Typ ze dan achter elkaar, bijvoorbeeld: {first}, {second}.",
    "en": "Would you like to choose more than one? Type them one after the other, for example: {first}, {second}.",
}
FEWEST_CHOICES = 3  # that make it worth saying how to give more than one; the first is often "none"
SURE = 0.5
LONGEST_ASIDE = 12  # words; a longer message to an open question is the person's own account
LONGEST_QUESTION = 25
FEWEST_WORDS = 3

_TAKEN_OUT = re.compile(r"\[[a-z-]+\]")  # what the portal did not pass on, such as [telefoon]
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
    text: str,
    intent: str,
    confidence: float,
    kind: str,
    *,
    choices: Collection[str] = (),
    scheme_asked: bool = False,
    consent_asked: bool = False,
) -> bool:
    """Whether to leave the intake question for a moment, without offering the words to the engine as an answer.

    `kind` is the kind of the question on the table, `choices` what may be answered to it; `scheme_asked` and
    `consent_asked` say what else was asked. An open question takes any words, so there the words must clearly be
    something else; elsewhere the engine may refuse them first, and `may_be_aside` decides after that.
    """
    if text.startswith("/"):
        return intent != "intake_answer"
    if _says_nothing(text):
        return False
    if intent in CRISES or (scheme_asked and intent == "give_scheme"):
        return True
    if consent_asked and intent in ("affirm", "deny"):
        return True
    if text.strip(" .!").casefold() in {choice.casefold() for choice in choices}:
        return False  # "bellen" is a way to be reached here, and no wish to speak to somebody
    words = len(text.split())
    is_open = kind in OPEN_QUESTIONS
    is_account = is_open and words > LONGEST_ASIDE
    if not is_account and confidence >= SURE and _is_aside(text, intent, is_open):
        return True
    if words > LONGEST_QUESTION or not looks_like_question(text):
        return False
    if is_account:
        return intent.startswith(ARTICLE)
    return intent.startswith((ARTICLE, FORMAL)) or intent == UNCLEAR or intent in ASIDES


def may_be_aside(text: str, intent: str, confidence: float, kind: str = "") -> bool:
    """Whether words that the engine refused as an answer meant something else instead.

    "Een paar uur", to a question for a number, was meant as an answer, whichever article is about hours.
    """
    if _says_nothing(text):
        return False  # a number that does not fit is a wrong answer, whatever it looks like
    is_short = len(text.split()) < FEWEST_WORDS  # "maybe" is a wrong answer, and no other subject
    needs_question = (kind in MEASURED and intent.startswith(ARTICLE)) or (is_short and intent == OUTSIDE)
    is_clear = (confidence >= SURE and not needs_question) or looks_like_question(text)
    return is_clear and (intent in STEERING or intent in ASIDES or intent.startswith((ARTICLE, FORMAL)))


def help_for(question: Question, language: str) -> str:
    """The help of a question; a button is one answer, so where more may be given it says how to give them here."""
    if question.kind != "multiple" or len(question.choices) < FEWEST_CHOICES:
        return question.help
    first, second = (choice.label for choice in question.choices[1:FEWEST_CHOICES])
    return f"{question.help} {SEVERAL[language].format(first=first, second=second)}".strip()


def _says_nothing(text: str) -> bool:
    """Whether there are no words in it: a number, or only what the portal took out."""
    return not any(letter.isalpha() for letter in _TAKEN_OUT.sub("", text))


def _is_aside(text: str, intent: str, is_open: bool) -> bool:
    if intent in STEERING:
        return True
    is_topic = intent in (OUTSIDE, "other_benefit")  # "I want out of the Wajong" may well be her goal
    return is_open and intent in ASIDES and (not is_topic or looks_like_question(text))


def choose_suggestions(
    ranking: list[tuple[str, float]], articles: set[str], *, at_least: float, most: int = 3
) -> list[str]:
    """The article intents that the question may have meant, best first; none when all are mere guesses."""
    likely = [intent for intent, confidence in ranking if intent in articles and confidence >= at_least]
    return likely[:most]
