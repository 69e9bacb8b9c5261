"""What the portal kept of one answer, in the shape in which a question set is scored."""

from collections.abc import Iterable
from typing import Any

HANDOVER = ("urgent", "handover_offer", "handover_done")
INTAKE = ("question", "intake_note", "intake_paused", "intake_change", "intake_sent", "intake_done")
CLARIFY = ("clarify", "scheme_question")
AWAY = ("away", "portal_answer")

ORDER: dict[str, tuple[str, ...]] = {
    "handover": HANDOVER,
    "formal": ("formal_route",),
    "intake": INTAKE,
    "article": ("article",),
    "clarify": CLARIFY,
    "away": AWAY,
}


def as_scored(key: str, replies: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """{"id", "articles", "options", "kind", "formal"} of the bubbles that answered one question."""
    parts = list(replies)
    customs = [part.get("custom") or {} for part in parts]
    kinds = [str(custom.get("kind", "")) for custom in customs]
    articles = [custom["id"] for custom in customs if custom.get("kind") == "article"]
    options = [article for part in parts for article in _offered(part) if article not in articles]
    formal = next((custom.get("act") or "" for custom in customs if custom.get("kind") == "formal_route"), None)
    return {"id": key, "articles": articles, "options": options, "kind": _kind(kinds), "formal": formal}


def _kind(kinds: list[str]) -> str:
    """The kind that tells most: a person first, then a formal act, then the rest."""
    for name, members in ORDER.items():
        if any(kind in members for kind in kinds):
            return name
    return kinds[0] if kinds else "none"


def _offered(part: dict[str, Any]) -> list[str]:
    asked = [button["payload"] for button in part.get("buttons") or [] if button["payload"].startswith("/ask_")]
    return [payload.removeprefix("/ask_").replace("_", "-") for payload in asked]
