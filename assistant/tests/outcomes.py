"""What becomes of a message, without any server: the parts of config.yml in their order, then what the actions decide.

Says nothing about asking for the benefit first, nor about what the portal adds: that is what `make chat-eval` is for.
Questions have the shape of `tests/assistant/held_out.jsonl`, and count as right in the same way as they do there.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HOME = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(HOME)]

import yaml  # noqa: E402

from actions.acts import article_of, subject_of  # noqa: E402
from actions.articles import LEAST_LIKELY, MOST_RELATED, WORTH_A_BUTTON  # noqa: E402
from actions.understanding import CRISES  # noqa: E402
from components.classifier import examples_of, second_question  # noqa: E402
from components.languages import other_language_of  # noqa: E402
from components.ranking import Around, Guess, Ranker  # noqa: E402

BUILD = HOME / "build" / "nlu"
BENEFITS = ("ww", "participatiewet")
MOST_SUGGESTED = 3


@dataclass(frozen=True)
class Outcome:
    """What she sees: the kind of answer, the articles in it, those offered as buttons, and the formal act if any."""

    kind: str
    articles: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    formal: str | None = None


class Understanding:
    """A trained ranker with everything around it."""

    def __init__(self, ranker: Ranker) -> None:
        self._ranker = ranker
        self._articles = read("articles")
        self._patterns = _patterns()
        self._least = setting("threshold")

    def of(self, text: str, scheme: str | None = None) -> Outcome:
        """The outcome for somebody with this benefit ("ww", "participatiewet", or anything else for none)."""
        benefit = scheme if scheme in BENEFITS else None
        certain = next((intent for intent, pattern in self._patterns if pattern.search(text)), None)
        if certain:
            others = [Guess(one.intent, one.confidence / 2) for one in self._ranked(text, Around(scheme=benefit))[0]]
            return self._acted([Guess(certain, 1.0), *others], [], benefit)
        if other_language_of(text):
            return Outcome("fallback")
        guesses, also = self._ranked(text, Around(scheme=benefit))
        likely = [self._articles[guess.intent]["id"] for guess in guesses if self._is_article(guess, LEAST_LIKELY)]
        if not self._is_sure(guesses):
            return Outcome("clarify" if likely else "fallback", options=tuple(likely[:MOST_SUGGESTED]))
        near = [self._articles[guess.intent]["id"] for guess in guesses[1:] if self._is_article(guess, WORTH_A_BUTTON)]
        return self._acted(guesses, [*also, *near], benefit)

    def _ranked(self, text: str, around: Around) -> tuple[list[Guess], list[str]]:
        guesses = self._ranker.rank(text, around)
        second = second_question(self._ranker, text, around, guesses[0])
        return (second[0], [self._articles[second[1]]["id"]]) if second else (guesses, [])

    def _is_sure(self, guesses: Sequence[Guess]) -> bool:
        first = guesses[0].confidence
        lead = first - guesses[1].confidence if len(guesses) > 1 else 1.0
        return first >= self._least["threshold"] and lead >= self._least["ambiguity_threshold"]

    def _is_article(self, guess: Guess, least: float) -> bool:
        return guess.intent in self._articles and guess.confidence >= least

    def _acted(self, guesses: Sequence[Guess], near: Sequence[str], benefit: str | None) -> Outcome:
        intent = guesses[0].intent
        if intent in self._articles:
            shown = self._articles[intent]["id"]
            others = list(dict.fromkeys(one for one in near if one != shown))
            return Outcome("article", (shown,), tuple(others[:MOST_RELATED]))
        if intent.startswith("formal_"):
            act = intent.removeprefix("formal_")
            ranking = [(guess.intent, guess.confidence) for guess in guesses]
            subject = subject_of(act, ranking, {name: one["id"] for name, one in self._articles.items()})
            article = subject or article_of(act, benefit)
            return Outcome("formal", (article,) if article else (), formal=act)
        if intent in CRISES or intent == "handover":
            return Outcome("handover")
        return Outcome("intake" if intent.startswith("intake_") else "fallback")


def judge(question: Mapping[str, Any], outcome: Outcome) -> dict[str, bool]:
    """Per number whether this outcome counts for it: the same counting as the one over whole conversations."""
    expect = question["expect"]
    accepted = expect.get("articles") or []
    hit = any(one in accepted for one in outcome.articles)
    wrong = bool(outcome.articles) and not hit
    found: dict[str, bool] = {}
    if accepted:
        right = hit or (outcome.kind == "clarify" and bool(question.get("clarify_ok")))
        within = right or any(one in accepted for one in outcome.options)
        found = {"right_at_once": right, "within_options": within, "wrong_confident": wrong}
    elif expect["kind"] == "out_of_scope":
        refused = not outcome.articles and outcome.kind in ("fallback", "clarify", "handover")
        found = {"oos_refused": refused, "wrong_confident": wrong}
    else:
        found = {f"{expect['kind']}_caught": outcome.kind == expect["kind"]}
    if act := question.get("formal"):
        found["formal_caught"] = outcome.kind == "formal" or outcome.formal == act
    return found


def percentages(judged: Iterable[Mapping[str, bool]]) -> dict[str, float]:
    """Per number the share that counts, in per cent, and of how many."""
    times: Counter[str] = Counter()
    counted: Counter[str] = Counter()
    for one in judged:
        times.update(one.keys())
        counted.update(name for name, counts in one.items() if counts)
    return {name: round(100 * counted[name] / number, 1) for name, number in times.items()} | {
        f"{name}_n": number for name, number in times.items()
    }


def read(name: str) -> dict[str, Any]:
    """One of the files that `knowledge.training` writes."""
    found: dict[str, Any] = json.loads((BUILD / f"{name}.json").read_text("utf-8"))
    return found


def read_examples() -> list[tuple[str, str]]:
    """Every example of the hand-written data and of the articles, without what only a pattern decides."""
    left_out = set(setting("not_learnt")["not_learnt"])
    by_hand = [
        (line[2:].strip(), block["intent"])
        for block in _blocks()
        if "intent" in block and block["intent"] not in left_out
        for line in block["examples"].splitlines()
    ]
    return by_hand + examples_of(read("questions"))


def setting(name: str) -> dict[str, Any]:
    """The part of the pipeline that has this setting."""
    config = yaml.safe_load((HOME / "config.yml").read_text("utf-8"))["pipeline"]
    return next(part for part in config if name in part)


def _blocks() -> list[dict[str, str]]:
    paths = sorted((HOME / "data" / "nlu").glob("*.yml"))
    return [block for path in paths for block in yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)["nlu"]]


def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    order = {intent: place for place, intent in enumerate(setting("order")["order"])}
    found = [
        (block["regex"], re.compile(line[2:].strip(), re.IGNORECASE))
        for block in _blocks()
        if "regex" in block
        for line in block["examples"].splitlines()
    ]
    return sorted(found, key=lambda item: (order.get(item[0], len(order)), item[0]))
