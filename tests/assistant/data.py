"""Reads the assistant's training data and domain as plain values, without Rasa."""

import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import yaml

from knowledge.training import write_training_data

ASSISTANT = Path(__file__).parents[2] / "assistant"
_MARKED = re.compile(r"\[([^\]]+)\](\([^)]*\)|\{[^}]*\})")


def loaded(folder: str) -> dict[str, Any]:
    """Every YAML file below a folder of the assistant, by its relative name."""
    paths = sorted((ASSISTANT / folder).rglob("*.yml"))
    return {str(path.relative_to(ASSISTANT)): yaml.safe_load(path.read_text(encoding="utf-8")) for path in paths}


def written_examples(nlu: dict[str, Any], section: str) -> dict[str, list[str]]:
    """The example lines per name of one section (`intent`, `regex`, `lookup`) of one NLU file."""
    found: dict[str, list[str]] = defaultdict(list)
    for block in nlu["nlu"]:
        if section in block:
            lines = block["examples"].splitlines()
            found[block[section]] += [_MARKED.sub(r"\1", line.removeprefix("- ").strip()) for line in lines]
    return found


def all_examples(folder: Path) -> dict[str, list[str]]:
    """Every training example by intent: hand-written, and made from the articles into `folder`."""
    write_training_data(folder)
    questions = json.loads((folder / "questions.json").read_text(encoding="utf-8"))
    found: dict[str, list[str]] = defaultdict(list, questions)
    for nlu in loaded("data/nlu").values():
        for intent, lines in written_examples(nlu, "intent").items():
            found[intent] += lines
    return found


def responses() -> dict[str, list[dict[str, Any]]]:
    """Every response of the domain with its variations."""
    return {name: said for domain in loaded("domain").values() for name, said in domain.get("responses", {}).items()}
