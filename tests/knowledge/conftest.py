"""A small article on disk that a test can spoil in one place."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

WriteArticle = Callable[..., Path]


def sound_article() -> dict[str, Any]:
    """Return a complete article as its file holds it."""
    return {
        "id": "ww-umbrella",
        "scheme": "ww",
        "audience": {"nl": "mensen met WW", "en": "people with WW"},
        "title": {"nl": "Mag ik een paraplu?", "en": "May I have an umbrella?"},
        "needs_scheme": False,
        "life_events": ["lost-job"],
        "questions": {
            "nl": [f"Mag ik paraplu nummer {number} hebben?" for number in range(12)],
            "en": [f"May I have umbrella number {number}?" for number in range(6)],
        },
        "answer": [
            {
                "nl": "Ja, dat mag. Vraag het eerst aan UWV.",
                "en": "Yes, you may. Ask UWV first.",
                "source": "Paraplubesluit art. 1",
                "checked_on": "@2026-11-22",
            }
        ],
        "varies_by": "none",
        "who_decides": ["uwv"],
        "formal_route": "none",
        "must_not_promise": "droog weer",
        "related": [],
        "owner": "Redactie WW",
    }


@pytest.fixture
def write_article(tmp_path: Path) -> WriteArticle:
    """Write the sound article with some keys changed (None removes a key) and return its folder."""

    def write(stem: str = "ww-umbrella", **changes: Any) -> Path:
        raw = {key: value for key, value in (sound_article() | changes).items() if value is not None}
        text = yaml.safe_dump(raw, allow_unicode=True).replace("'@2026-11-22'", "2026-11-22").replace("'@", "'")
        (tmp_path / f"{stem}.yml").write_text(text, encoding="utf-8")
        return tmp_path

    return write
