"""Cross-validation on our own questions: `.venv/bin/python tests/cross_validate.py [FOLDS]`, prints one line of JSON.

Every example is ranked by a machine that did not learn it; articles as asked by somebody with that benefit. `direct` is
what a person gets at once (above the thresholds of config.yml), `options` the direct answer or one of three.
"""

from __future__ import annotations

import json
import sys
import zlib
from collections import Counter
from pathlib import Path
from typing import Any

HOME = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(HOME)]

import yaml  # noqa: E402

from components.ranking import Around, Guess, Ranker  # noqa: E402
from components.words import fold  # noqa: E402

BUILD = HOME / "build" / "nlu"


def main(folds: int) -> int:
    """Train `folds` times and count."""
    articles, words = (json.loads((BUILD / name).read_text()) for name in ("articles.json", "words.json"))
    config = yaml.safe_load((HOME / "config.yml").read_text())["pipeline"]
    fallback = next(part for part in config if part["name"] == "FallbackClassifier")
    left_out = set(next(part for part in config if "not_learnt" in part)["not_learnt"])
    examples = [(text, intent) for text, intent in read_examples() if intent not in left_out]
    counts: Counter[str] = Counter()
    confused: Counter[str] = Counter()
    for fold_number in range(folds):
        held = [zlib.crc32(fold(text).encode()) % folds == fold_number for text, _ in examples]
        ranker = Ranker(articles, words)
        ranker.learn([example for example, out in zip(examples, held, strict=True) if not out])
        for (text, intent), out in zip(examples, held, strict=True):
            if out:
                _count(counts, confused, intent, ranker.rank(text, _around(articles, intent)), fallback, articles)
    print(json.dumps(_as_percentages(counts)))
    if "--confusions" in sys.argv:
        print("\n".join(f"{times:3} {pair}" for pair, times in confused.most_common(40)))
    return 0


def read_examples() -> list[tuple[str, str]]:
    """Every example of the hand-written data and of the articles."""
    found = []
    for path in [*sorted((HOME / "data" / "nlu").glob("*.yml")), BUILD / "nlu_articles.yml"]:
        for block in yaml.load(path.read_text(), yaml.CSafeLoader)["nlu"]:
            if "intent" in block:
                found += [(line[2:].strip(), block["intent"]) for line in block["examples"].splitlines()]
    return found


def _around(articles: dict[str, Any], intent: str) -> Around:
    scheme = articles.get(intent, {}).get("scheme")
    return Around(scheme=scheme if scheme in ("ww", "participatiewet") else None)


def _count(
    counts: Counter[str],
    confused: Counter[str],
    intent: str,
    guesses: list[Guess],
    fallback: dict[str, float],
    articles: dict[str, Any],
) -> None:
    kind = "articles" if intent in articles else "out_of_scope" if intent == "out_of_scope" else "others"
    sure = guesses[0].confidence >= fallback["threshold"]
    clear = len(guesses) < 2 or guesses[0].confidence - guesses[1].confidence >= fallback["ambiguity_threshold"]
    right = guesses[0].intent == intent
    counts[f"{kind} n"] += 1
    counts[f"{kind} first"] += right
    counts[f"{kind} direct"] += right and sure and clear
    counts[f"{kind} options"] += any(guess.intent == intent for guess in guesses[:3])
    counts[f"{kind} wrong"] += not right and sure and clear and guesses[0].intent in articles
    if not right:
        confused[f"{intent} → {guesses[0].intent}"] += 1


def _as_percentages(counts: Counter[str]) -> dict[str, float]:
    totals = {name.split()[0]: number for name, number in counts.items() if name.endswith(" n")}
    return {
        name: number if name.endswith(" n") else round(100 * number / totals[name.split()[0]], 1)
        for name, number in sorted(counts.items())
    }


if __name__ == "__main__":
    numbers = [argument for argument in sys.argv[1:] if argument.isdigit()]
    sys.exit(main(int(numbers[0]) if numbers else 5))
