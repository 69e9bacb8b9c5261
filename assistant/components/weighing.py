"""What is done with the guesses of the machine: how sure it must be follows from the harm of being wrong.

Danger is acted on early, a wish for a person as well; nobody is turned away while an article may be meant; which of two
formal acts or of two dangers it is matters less than that it is one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

OUTSIDE = "out_of_scope"
CRISES = ("crisis_suicide", "crisis_violence", "crisis_needs", "urgent_term")
_TURN_AWAY = (OUTSIDE, "legal_advice")
_PERSON, _FORMAL, _INTAKE = "handover", "formal_", "intake_"
_ASKS = re.compile(
    r"\?|\b(hoe|wat|wanneer|waarom|waar|wie|welke?|hoeveel|hoelang|heb ik recht|als ik|of (ik|wij|we|mijn|dat|het)"
    r"|(mag|moet|kan|kun|krijg|hoef|word|telt|geldt|helpt|hoeft|klopt|mogen|moeten|kunnen|krijgen) "
    r"(ik|dat|het|dit|die|we|wij|men|er|de|mijn)|how|what|when|why|where|who|which|whether|if i|does"
    r"|(can|may|must|do|should|will|am|is|are) (i|we|it|my|that|this|the))\b",
    re.IGNORECASE,
)
_FEWEST_WORDS = 4  # fewer are keywords, which look for something
_TELLS = re.compile(
    r"\b(vraag|vragen|aanvrag\w*|aan te vragen|meld\w*|geef|geven|dien\w*|doorgeven|door te geven|aangeven|opgeven"
    r"|opgave|zet|zetten|noteer|noteren|regel|geregeld|verwerk\w*|registre\w*|voer|wijzig\w*|hierbij|bij deze\w*"
    r"|bezwaar|beroep|klacht|put|note|register|report\w*|apply\w*|request\w*|start|object|appeal|complain\w*|change|update)\b",
    re.IGNORECASE,
)
_ABOUT_ITSELF = {
    "formal_bezwaar": "ask_gen_objection",
    "formal_beroep": "ask_gen_appeal",
    "formal_klacht": "ask_gen_complaint",
}


@dataclass(frozen=True)
class Guess:
    """An intent with how sure it is, from 0 to 1."""

    intent: str
    confidence: float


@dataclass(frozen=True)
class Harm:
    """From which confidence something is done; chosen on our own questions (`make chat-cv`)."""

    to_a_sibling: float = 0.7
    danger: float = 0.2
    an_act: float = 0.02
    told: float = 0.5
    sure_to_turn_away: float = 0.85
    worth_asking: float = 0.04
    doubt: float = 0.3


class Weighing:
    """Weighs guesses, best first, with what is known of the articles."""

    def __init__(self, articles: Mapping[str, Any], harm: Harm | None = None) -> None:
        self._articles = articles
        self._harm = harm or Harm()

    def weigh(self, guesses: Sequence[Guess], text: str) -> list[Guess]:
        """The same intents, as sure as the harm of being wrong allows; `text` are the words they were guessed from."""
        weighed = self._announced(_in_families(guesses), text)
        return self._people_first(self._in_doubt(self._settled(weighed)))

    def _announced(self, guesses: list[Guess], text: str) -> list[Guess]:
        """Words that ask nothing, about something that has a formal act: the act is shown the way, the article too."""
        first = guesses[0]
        act = self._act_about(first.intent)
        if act is None or _ASKS.search(text):
            return guesses
        sure = next((one.confidence for one in guesses if one.intent == act), 0.0)
        if sure < self._harm.an_act and not self._is_told(act, first, text):
            return guesses
        return [Guess(act, 1.0), *(Guess(one.intent, one.confidence / 2) for one in guesses if one.intent != act)]

    def _is_told(self, act: str, first: Guess, text: str) -> bool:
        """Whether she says that she does it; an objection or complaint only when it is about that and nothing else."""
        if len(text.split()) < _FEWEST_WORDS or first.intent != _ABOUT_ITSELF.get(act, first.intent):
            return False
        return first.confidence >= self._harm.told and bool(_TELLS.search(text))

    def _act_about(self, intent: str) -> str | None:
        route = str(self._articles.get(intent, {}).get("formal_route", "none")).removesuffix("-doorgeven")
        return None if route == "none" else _FORMAL + route

    def _settled(self, guesses: list[Guess]) -> list[Guess]:
        """Which of two articles that settle each other's questions is shown does little harm: the first is surer."""
        if len(guesses) < 2:
            return guesses
        first, second, *others = guesses
        if second.intent not in self._articles.get(first.intent, {}).get("siblings", ()):
            return guesses
        moved = second.confidence * self._harm.to_a_sibling
        return [Guess(first.intent, first.confidence + moved), Guess(second.intent, second.confidence - moved), *others]

    def _people_first(self, guesses: list[Guess]) -> list[Guess]:
        """Danger that is the likeliest meaning is acted on, also when it is far from certain."""
        first, *others = guesses
        if first.intent not in CRISES or first.confidence < self._harm.danger:
            return guesses
        return [Guess(first.intent, 1.0), *(Guess(one.intent, 0.0) for one in others)]

    def _in_doubt(self, guesses: list[Guess]) -> list[Guess]:
        """Nobody is turned away while an article may well be meant: then she is asked what she meant."""
        first, *others = guesses
        if first.intent not in _TURN_AWAY or first.confidence >= self._harm.sure_to_turn_away:
            return guesses
        asked = any(one.intent in self._articles and one.confidence >= self._harm.worth_asking for one in others)
        return [Guess(first.intent, min(first.confidence, self._harm.doubt)), *others] if asked else guesses


def _in_families(guesses: Sequence[Guess]) -> list[Guess]:
    """The first of a family (danger and a person, formal acts, the intake) stands for all that is in it."""
    sums: dict[str, float] = {}
    firsts: dict[str, Guess] = {}
    for one in guesses:
        if family := _family(one.intent):
            sums[family] = sums.get(family, 0.0) + one.confidence
            firsts.setdefault(family, one)
    found = [
        one
        if not (family := _family(one.intent))
        else Guess(one.intent, sums[family] if one is firsts[family] else 0.0)
        for one in guesses
    ]
    return sorted(found, key=lambda one: -one.confidence)


def _family(intent: str) -> str | None:
    if intent in CRISES or intent == _PERSON:
        return _PERSON
    return next((family for family in (_FORMAL, _INTAKE) if intent.startswith(family)), None)
