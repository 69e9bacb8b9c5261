"""Finds questions of a test set that stand in the training data, or nearly: then the test measures memory."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import yaml

from knowledge.folding import fold

ALIKE = 0.8
"""Part of the letter groups that two texts share; a copy with a slip of the finger has about 0.85."""
SHORTEST = 3
"""Words. Anybody asks "intake invullen" or "mijn coach" like this; a longer text is somebody's own."""


class Copy(NamedTuple):
    """A question of the set, and the example that it is too much alike."""

    key: str
    text: str
    example: str
    likeness: float


def training_examples(folders: Iterable[Path]) -> list[str]:
    """Every example line of the NLU files below these folders, and every question of the articles."""
    found = []
    for folder in folders:
        for path in sorted(folder.rglob("*.yml")):
            blocks = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader).get("nlu", [])
            for block in blocks:
                if "intent" in block:
                    found += [line.removeprefix("- ").strip() for line in block["examples"].splitlines()]
        for path in sorted(folder.rglob("questions.json")):
            found += [text for texts in json.loads(path.read_text(encoding="utf-8")).values() for text in texts]
    return found


def near_copies(questions: Mapping[str, str], examples: Iterable[str], *, alike: float = ALIKE) -> list[Copy]:
    """The questions that an example repeats or nearly repeats, each with the example that is most like it."""
    known = list(dict.fromkeys(examples))
    groups = [_letter_groups(text) for text in known]
    by_group: dict[str, list[int]] = defaultdict(list)
    for place, found in enumerate(groups):
        for group in found:
            by_group[group].append(place)
    copies = (_closest(key, text, known, groups, by_group) for key, text in questions.items())
    return [copy for copy in copies if copy is not None and copy.likeness >= alike]


def _closest(
    key: str, text: str, known: list[str], groups: list[frozenset[str]], by_group: Mapping[str, list[int]]
) -> Copy | None:
    own = _letter_groups(text)
    shared: dict[int, int] = defaultdict(int)
    for group in own:
        for place in by_group.get(group, ()):
            shared[place] += 1
    if not shared or len(fold(text).split()) < SHORTEST:
        return None
    likeness, place = max((2 * both / (len(own) + len(groups[place])), -place) for place, both in shared.items())
    return Copy(key, text, known[-place], round(likeness, 2))


def _letter_groups(text: str) -> frozenset[str]:
    padded = f" {fold(text)} "
    return frozenset(padded[at : at + 3] for at in range(len(padded) - 2))
