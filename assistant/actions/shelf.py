"""Articles that were fetched before: for everybody with this benefit and this language the same words."""

from __future__ import annotations

import time
from threading import Lock

from .case_api import Article, CaseApi, SchemeNeeded

FRESH = 300.0
"""Seconds; an article that the editors corrected is in the chat within five minutes."""


class Shelf:
    """Asks the case API for an article once per benefit and language, and again when it is no longer fresh."""

    def __init__(self, api: CaseApi) -> None:
        self._api = api
        self._lock = Lock()
        self._kept: dict[tuple[str, str, str], tuple[float, Article]] = {}

    def article(
        self, conversation_id: str, article_id: str, *, scheme: str | None, language: str
    ) -> Article | SchemeNeeded:
        """As `CaseApi.article`; `language` must be that of the conversation, `scheme` is None when it is not known."""
        if scheme is None:
            return self._api.article(conversation_id, article_id)
        key = (article_id, scheme, language)
        with self._lock:
            since, kept = self._kept.get(key, (0.0, None))
        if kept is not None and time.monotonic() - since < FRESH:
            return kept
        found = self._api.article(conversation_id, article_id, scheme=scheme)
        if isinstance(found, Article):
            with self._lock:
                self._kept[key] = (time.monotonic(), found)
        return found
