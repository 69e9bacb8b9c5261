"""How a set of questions is understood, without any server: `make chat-parse FILE=questions.jsonl`, prints JSON.

Learns once from the data as they are, then asks each question; prints the numbers for all, per style and per language.
The set has the shape of `tests/assistant/held_out.jsonl`. With `--wrong` it also prints what was not right at once.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path

from outcomes import Understanding, judge, percentages, read, read_examples

from components.ranking import Ranker


def main(file: Path) -> int:
    """Learn, ask, count."""
    questions = [json.loads(line) for line in file.read_text("utf-8-sig").splitlines() if line.strip()]
    ranker = Ranker(read("articles"), read("words"))
    ranker.learn(read_examples(), read("statements"))
    understanding = Understanding(ranker)
    judged: dict[str, list[dict[str, bool]]] = defaultdict(list)
    for question in questions:
        outcome = understanding.of(question["text"], question.get("scheme"))
        one = judge(question, outcome)
        for group in ("all", question.get("style", "-"), question["lang"]):
            judged[group].append(one)
        if "--wrong" in sys.argv and not one.get("right_at_once", True):
            print(f"{question['id']} {outcome} {question['text']}")
    print(json.dumps({group: percentages(found) for group, found in sorted(judged.items())}, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
