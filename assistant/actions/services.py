"""What every action needs: the case API and the list of articles. Connected once, when the action server starts."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from .case_api import CaseApi
from .shelf import Shelf

HERE = Path(__file__).resolve().parent
ARTICLES = Path(__file__).resolve().parent.parent / "build" / "nlu" / "articles.json"


@dataclass(frozen=True)
class ArticleTopic:
    """What is known of an article without asking the API."""

    id: str
    title: dict[str, str]


@dataclass(frozen=True)
class Services:
    """The case API, and the articles by the intent that asks for them."""

    api: CaseApi
    articles: dict[str, ArticleTopic]
    other_languages: dict[str, str] = field(default_factory=lambda: read_other_languages())
    shelf: Shelf = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "shelf", Shelf(self.api))

    def intent_for(self, article_id: str) -> str | None:
        """The intent that asks for this article; None when the model was trained without it."""
        return next((intent for intent, topic in self.articles.items() if topic.id == article_id), None)


_connected: Services | None = None


def connect(services: Services) -> None:
    """Make these the services of all actions."""
    global _connected
    _connected = services


def services() -> Services:
    """The connected services; raises RuntimeError when the action server was not started by `python -m actions`."""
    if _connected is None:
        raise RuntimeError("the actions are not connected to the case API")
    return _connected


def read_articles(path: Path = ARTICLES) -> dict[str, ArticleTopic]:
    """The articles that the model was trained with; raises OSError when training data was never made."""
    wire = json.loads(path.read_text(encoding="utf-8"))
    return {intent: ArticleTopic(item["id"], item["title"]) for intent, item in wire.items()}


def read_other_languages(path: Path = HERE / "other_languages.json") -> dict[str, str]:
    """What to say in a language that the assistant does not speak, by language."""
    return dict(json.loads(path.read_text(encoding="utf-8")))
