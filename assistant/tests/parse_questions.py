"""How a set of questions is understood, without any server: `make chat-parse FILE=questions.jsonl`, prints JSON.

Learns once from the data as they are, then takes each question through the classifier, the languages and the
patterns, as the pipeline of config.yml does. Says nothing about what the actions do afterwards (asking for the
benefit, the articles under a formal act): that is what `make chat-eval` is for. The set has the shape of
`tests/assistant/held_out.jsonl`; with `--wrong` it also prints what was answered wrongly at once.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from cross_validate import HOME, blocks, learnt_from, read_examples, shown, thresholds

from components.languages import other_language_of
from components.ranking import Around, Ranker

CRISES = ("crisis_suicide", "crisis_violence", "crisis_needs", "urgent_term")


def main(file: Path) -> int:
    """Learn, ask, count."""
    questions = [json.loads(line) for line in file.read_text("utf-8-sig").splitlines() if line.strip()]
    articles, statements, words = learnt_from()
    ranker = Ranker(articles, words)
    ranker.learn(read_examples(), statements)
    patterns = _patterns()
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for question in questions:
        judged = _judge(question, _answer(ranker, patterns, question, articles))
        for group in ("all", question.get("style", "-"), question["lang"]):
            for name, right in judged.items():
                counts[group][f"{name} n"] += 1
                counts[group][name] += right
        if "--wrong" in sys.argv and judged.get("wrong_confident"):
            print(f"{question['id']} {question['text']}")
    print(json.dumps({group: _percentages(found) for group, found in sorted(counts.items())}, indent=1))
    return 0


def _answer(
    ranker: Ranker,
    patterns: Sequence[tuple[str, re.Pattern[str]]],
    question: Mapping[str, Any],
    articles: dict[str, Any],
) -> tuple[str, list[str], list[str]]:
    """What comes of the question: the kind, the article shown, and the articles offered as buttons."""
    text, scheme = question["text"], question.get("scheme")
    certain = next((intent for intent, pattern in patterns if pattern.search(text)), None)
    if certain or other_language_of(text):
        return _kind(certain or "other_language"), [], []
    guesses = ranker.rank(text, Around(scheme=scheme if scheme in ("ww", "participatiewet") else None))
    at_once, options = shown(guesses, articles, thresholds())
    offered = [articles[intent]["id"] for intent in options]
    if not at_once:
        return ("clarify" if offered else "fallback"), [], offered
    intent = guesses[0].intent
    return ("article", [articles[intent]["id"]], offered) if intent in articles else (_kind(intent), [], [])


def _kind(intent: str) -> str:
    if intent in CRISES or intent == "handover":
        return "handover"
    return intent.split("_")[0] if intent.startswith(("formal_", "intake_")) else "fallback"


def _judge(question: Mapping[str, Any], answer: tuple[str, list[str], list[str]]) -> dict[str, bool]:
    kind, at_once, offered = answer
    expect = question["expect"]
    accepted = expect.get("articles") or []
    if accepted:
        right = any(one in accepted for one in at_once) or (kind == "clarify" and bool(question.get("clarify_ok")))
        within = right or any(one in accepted for one in offered)
        wrong = bool(at_once) and not any(one in accepted for one in at_once)
        return {"right_at_once": right, "within_options": within, "wrong_confident": wrong}
    if expect["kind"] == "out_of_scope":
        return {"oos_refused": kind in ("fallback", "clarify", "handover"), "wrong_confident": bool(at_once)}
    return {f"{expect['kind']}_caught": kind == expect["kind"]}


def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    found = [
        (block["regex"], re.compile(line[2:].strip(), re.IGNORECASE))
        for block in blocks()
        if "regex" in block
        for line in block["examples"].splitlines()
    ]
    return sorted(found, key=lambda item: (CRISES.index(item[0]) if item[0] in CRISES else len(CRISES), item[0]))


def _percentages(counts: Counter[str]) -> dict[str, float]:
    names = [name for name in counts if not name.endswith(" n")]
    return {name: round(100 * counts[name] / counts[f"{name} n"], 1) for name in names}


if __name__ == "__main__":
    if str(HOME) not in sys.path:
        sys.path.insert(0, str(HOME))
    sys.exit(main(Path(sys.argv[1])))
