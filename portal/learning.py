"""What goes to the editors: questions without an answer and verdicts on answers, masked, without person or file."""

from typing import Any

from flask import g
from flask_babel import get_locale

from eportfolio import learning
from eportfolio.learning import Kind
from eportfolio.people import Scheme
from knowledge.folding import fold
from knowledge.search import words_of

from . import masking

UNANSWERED = ("fallback", "clarify", "portal_answer")
"""Kinds of answers that did not answer: see the table in assistant/README.md."""
REFUSED_ON_PURPOSE = frozenset({"others_data", "break_rules", "legal_advice"})
"""There is nothing to learn from these, and they may be about somebody else."""
SHORTEST_QUESTION = 2
"""Words; fewer say nothing about what somebody wanted to know."""


def note_unanswered(words: str, answers: list[dict[str, Any]], *, scheme: Scheme) -> None:
    """Keep a question for the editors when none of the answers answered it; a pressed button is no question."""
    customs = [answer.get("custom") or {} for answer in answers]
    kinds = {custom.get("kind") for custom in customs}
    is_refused = any(custom.get("reason") in REFUSED_ON_PURPOSE for custom in customs)
    asked = not words.startswith("/") and len(words.split()) >= SHORTEST_QUESTION
    if asked and not is_refused and "article" not in kinds and kinds & set(UNANSWERED):
        _learn(Kind.UNANSWERED, topic=topic_of(words), words=words, scheme=scheme)


def note_verdict(article_id: str, *, clear: bool, words: str | None, scheme: Scheme, chat: bool = False) -> None:
    """Keep whether an answer was clear, or in the chat whether it was what somebody asked."""
    kind = Kind.CLEAR if clear else Kind.NOT_HELPFUL if chat else Kind.NOT_CLEAR
    _learn(kind, topic=article_id, words=words, scheme=scheme, article_id=article_id)


def topic_of(words: str) -> str:
    """What a question is about, whatever the order and the form of its words: alike questions get the same."""
    return " ".join(sorted(set(words_of(words)))) or fold(words)


def _learn(kind: Kind, *, topic: str, words: str | None, scheme: Scheme, article_id: str | None = None) -> None:
    learning.learn_from(
        g.db,
        kind,
        topic=topic,
        words=masking.text(words) if words else None,
        article_id=article_id,
        language=str(get_locale()),
        scheme=scheme,
    )
