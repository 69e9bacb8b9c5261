"""What the engine hands back: an answer that can be kept, or a problem that says what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from eportfolio.intake.questionnaire import QuestionnaireError, Text, read_strictly


class State(StrEnum):
    """What a client did with a question."""

    GIVEN = "given"
    UNKNOWN = "unknown"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class Answer:
    """An answer as it is kept: `value` is plain JSON and only there when an answer was given.

    choice, text, phone: str · multiple: list[str] · yes_no: bool · number: int or float · date: "2026-12-01"
    period: {"first": "2019-03-01", "last": "2026-12-31" or None}
    """

    state: State
    value: Any = None

    def to_json(self) -> dict[str, Any]:
        """As it is stored."""
        return {"state": self.state.value, "value": self.value}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Answer:
        """From how it was stored."""
        return cls(State(data["state"]), data.get("value"))


UNKNOWN = Answer(State.UNKNOWN)
SKIPPED = Answer(State.SKIPPED)


def given(value: Any) -> Answer:
    """An answer with this value."""
    return Answer(State.GIVEN, value)


@dataclass(frozen=True)
class Problem:
    """Why an answer cannot be kept; `text` is kind and says what to do, in the language of the client."""

    code: str
    language: str
    params: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The problem in words."""
        return _phrases("problems")[self.code].say(self.language).format(**self.params)


def word(name: str, language: str) -> str:
    """One of the engine's own words ("yes", "unknown", "period"…) in this language."""
    return _phrases("words")[name].say(language)


@cache
def _phrases(part: str) -> dict[str, Text]:
    data = read_strictly((Path(__file__).parent / "phrases.yml").read_text(encoding="utf-8"))
    if set(data) != {"words", "problems"}:
        raise QuestionnaireError("phrases.yml has the parts words and problems")
    return {code: Text.model_validate(text) for code, text in data[part].items()}
