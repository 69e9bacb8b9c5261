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
# As in actions/articles.py, which needs the action server's library to be read.
LEAST_LIKELY, WORTH_A_BUTTON, MOST_RELATED = 0.003, 0.003, 2


def main(folds: int) -> int:
    """Train `folds` times and count."""
    articles, statements, words = learnt_from()
    fallback = thresholds()
    examples = read_examples()
    counts: Counter[str] = Counter()
    confused: Counter[str] = Counter()
    for fold_number in range(folds):
        held = [zlib.crc32(fold(text).encode()) % folds == fold_number for text, _ in examples]
        ranker = Ranker(articles, words)
        ranker.learn([example for example, out in zip(examples, held, strict=True) if not out], statements)
        for (text, intent), out in zip(examples, held, strict=True):
            if out:
                _count(counts, confused, intent, ranker.rank(text, _around(articles, intent)), fallback, articles)
    print(json.dumps(_as_percentages(counts)))
    if "--confusions" in sys.argv:
        print("\n".join(f"{times:3} {pair}" for pair, times in confused.most_common(40)))
    return 0


def learnt_from() -> tuple[dict[str, Any], dict[str, list[str]], dict[str, Any]]:
    """What the articles give besides examples: their index, their sentences and the words for the same thing."""
    articles, statements, words = (
        json.loads((BUILD / f"{name}.json").read_text()) for name in ("articles", "statements", "words")
    )
    return articles, statements, words


def thresholds() -> dict[str, float]:
    """Below these the person is asked what she meant."""
    return _part("threshold")


def read_examples() -> list[tuple[str, str]]:
    """Every example of the hand-written data and of the articles, without what only a pattern decides."""
    left_out = set(_part("not_learnt")["not_learnt"])
    return [
        (line[2:].strip(), block["intent"])
        for block in blocks()
        if "intent" in block and block["intent"] not in left_out
        for line in block["examples"].splitlines()
    ]


def blocks() -> list[dict[str, str]]:
    """Every block of the training data."""
    paths = [*sorted((HOME / "data" / "nlu").glob("*.yml")), BUILD / "nlu_articles.yml"]
    return [block for path in paths for block in yaml.load(path.read_text(), yaml.CSafeLoader)["nlu"]]


def shown(guesses: list[Guess], articles: dict[str, Any], fallback: dict[str, float]) -> tuple[bool, list[str]]:
    """Whether the first guess is sure enough to act on, and the articles that are offered besides or instead."""
    sure = guesses[0].confidence >= fallback["threshold"]
    clear = len(guesses) < 2 or guesses[0].confidence - guesses[1].confidence >= fallback["ambiguity_threshold"]
    likely = [guess for guess in guesses if guess.intent in articles]
    if sure and clear:
        return True, [guess.intent for guess in likely[1:] if guess.confidence >= WORTH_A_BUTTON][:MOST_RELATED]
    return False, [guess.intent for guess in likely if guess.confidence >= LEAST_LIKELY][:3]


def _part(setting: str) -> dict[str, Any]:
    config = yaml.safe_load((HOME / "config.yml").read_text())["pipeline"]
    return next(part for part in config if setting in part)


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
    at_once, options = shown(guesses, articles, fallback)
    right = guesses[0].intent == intent
    counts[f"{kind} n"] += 1
    counts[f"{kind} first"] += right
    counts[f"{kind} direct"] += right and at_once
    counts[f"{kind} options"] += (right and at_once) or intent in options
    counts[f"{kind} wrong"] += not right and at_once and guesses[0].intent in articles
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
