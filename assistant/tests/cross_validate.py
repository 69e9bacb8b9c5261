"""Cross-validation on our own questions: `.venv/bin/python tests/cross_validate.py [FOLDS] [--confusions]`.

Every example is asked of a machine that did not learn it, by somebody with the benefit that it is about, and counts as
in a scored question set. An answer is right when its article settles the question (`answers_too` in the articles).
"""

from __future__ import annotations

import json
import sys
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import Any

from outcomes import CRISES, Outcome, Understanding, judge, percentages, read, read_examples

from components.ranking import Ranker
from components.words import fold

MOST_CONFUSIONS = 40


def main(folds: int) -> int:
    """Train `folds` times, and count."""
    judged, confused = [], Counter[str]()
    for question, outcome in ask_everything(folds):
        one = judge(question, outcome)
        judged.append(one)
        if not all(right != (name == "wrong_confident") for name, right in one.items() if name != "within_options"):
            confused[f"{question['intent']} → {next(iter(outcome.articles), outcome.kind)}"] += 1
    print(json.dumps(percentages(judged)))
    if "--confusions" in sys.argv:
        print("\n".join(f"{times:3} {pair}" for pair, times in confused.most_common(MOST_CONFUSIONS)))
    return 0


def ask_everything(folds: int) -> Iterator[tuple[dict[str, Any], Outcome]]:
    """Each example as a question, with what becomes of it."""
    articles, statements, words, too = (read(name) for name in ("articles", "statements", "words", "answered_too"))
    examples = read_examples()
    for number in range(folds):
        held = [zlib.crc32(fold(text).encode()) % folds == number for text, _ in examples]
        ranker = Ranker(articles, words)
        ranker.learn([example for example, out in zip(examples, held, strict=True) if not out], statements)
        understanding = Understanding(ranker)
        for (text, intent), out in zip(examples, held, strict=True):
            question = _question(text, intent, articles, too) if out else None
            if question:
                yield question, understanding.of(text, question["scheme"])


def _question(text: str, intent: str, articles: dict[str, Any], too: dict[str, list[str]]) -> dict[str, Any] | None:
    """The example in the shape of a scored question; None for small talk, which is not scored."""
    question = {"text": text, "intent": intent, "scheme": articles.get(intent, {}).get("scheme"), "formal": None}
    if intent in articles:
        settled_by = [intent, *too.get(text, [])]
        return {**question, "expect": {"articles": [articles[one]["id"] for one in settled_by]}}
    if intent in CRISES or intent == "handover":
        return {**question, "expect": {"kind": "handover"}}
    if intent.startswith("formal_"):
        return {**question, "expect": {"kind": "formal"}, "formal": intent.removeprefix("formal_")}
    if intent == "out_of_scope" or intent.startswith("intake_"):
        return {**question, "expect": {"kind": "intake" if intent != "out_of_scope" else intent}}
    return None


if __name__ == "__main__":
    numbers = [argument for argument in sys.argv[1:] if argument.isdigit()]
    sys.exit(main(int(numbers[0]) if numbers else 5))
