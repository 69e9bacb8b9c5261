"""The assistant, seen from the portal: one small class with a time-out and named errors.

The browser never talks to Rasa; Rasa gets the conversation's token and the words, nothing else.
"""

from dataclasses import dataclass
from typing import Any

import requests
from flask import current_app
from requests import Session as HttpSession

from .config import Settings

READY_TIMEOUT = 0.4
"""Seconds to find out whether the assistant is awake; a page does not wait longer."""


class AssistantAway(RuntimeError):
    """Rasa is not there, too slow, or answers nonsense."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One thing the assistant says: words, or a part with a kind of its own, and quick replies."""

    text: str | None
    custom: dict[str, Any]
    buttons: list[dict[str, str]]

    @property
    def parts(self) -> dict[str, Any]:
        return {"text": self.text, "custom": self.custom, "buttons": self.buttons}


class ChatClient:
    """Posts messages to Rasa's REST channel on loopback."""

    def __init__(self, settings: Settings) -> None:
        self._url = settings.rasa_url.rstrip("/")
        self._token = settings.rasa_token.get_secret_value()
        self._timeout = settings.rasa_timeout
        self._http = HttpSession()
        self._http.trust_env = False

    def is_awake(self) -> bool:
        """Whether Rasa has its model loaded: it opens its channel only then."""
        try:
            answer = self._http.get(f"{self._url}/webhooks/rest/", timeout=READY_TIMEOUT)
            return answer.ok and bool(answer.json().get("status") == "ok")
        except (requests.RequestException, ValueError):
            return False

    def send(self, token: str, message: str, *, language: str) -> list[Reply]:
        """Say something in a conversation and return what comes back; raises AssistantAway."""
        try:
            answer = self._http.post(
                f"{self._url}/webhooks/rest/webhook",
                params={"token": self._token},
                json={"sender": token, "message": message, "metadata": {"language": language}},
                timeout=(1.0, self._timeout),
            )
            answer.raise_for_status()
            replies = [_reply(item) for item in answer.json()]
        except (requests.RequestException, ValueError, AttributeError, TypeError) as problem:
            raise AssistantAway(type(problem).__name__) from problem
        if not replies:
            raise AssistantAway("no reply")
        return replies


def _reply(item: dict[str, Any]) -> Reply:
    buttons = [{"title": str(one["title"]), "payload": str(one["payload"])} for one in item.get("buttons") or []]
    custom = item.get("custom") or {}
    return Reply(text=item.get("text"), custom=custom if isinstance(custom, dict) else {}, buttons=buttons)


def client() -> ChatClient:
    """The chat client of this app."""
    found: ChatClient = current_app.extensions["houvast_chat"]
    return found
